"""The documents read back: their words, their layout, the same bytes each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from monitor.domain.evidence import FetchStatus
from monitor.report.document import Paper
from monitor.report.letter import Hours, write_letter
from monitor.report.receipt import Result, write_receipt
from monitor.report.statistics import write_statistics_docx, write_statistics_xlsx
from tests.papers.words import forms, lines, tables
from tests.papers.world import BASE, LETTER, MOMENT, RECEIPT, STATS, fetch, line

WRITERS: dict[str, Callable[[Path], Path]] = {
    "letter.docx": lambda path: write_letter(path, LETTER),
    "receipt.docx": lambda path: write_receipt(path, RECEIPT),
    "statistics.docx": lambda path: write_statistics_docx(path, STATS),
    "statistics.xlsx": lambda path: write_statistics_xlsx(path, STATS),
}


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_content_is_the_same_file(tmp_path: Path, name: str) -> None:
    first, second = (WRITERS[name](tmp_path / part / name) for part in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
    assert [path.name for path in first.parent.iterdir()] == [name], "no draft is left behind"
    with ZipFile(first) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_the_page_and_its_faces_are_those_of_an_official_document(tmp_path: Path) -> None:
    paper = Paper()
    paper.title("甲")
    paper.heading("一、乙")
    paper.heading("（一）丙", level=2)
    paper.paragraph("丁“戊”")
    made = Document(str(paper.save(tmp_path / "a.docx", MOMENT)))
    section = made.sections[0]
    page = [section.page_width, section.page_height, section.top_margin, section.left_margin]
    assert [length and round(length.mm) for length in page] == [210, 297, 37, 28]
    faces = []
    for paragraph in made.paragraphs:
        assert paragraph.style is not None
        fonts = paragraph.style.element.rPr.rFonts
        faces.append((fonts.get(qn("w:eastAsia")), paragraph.style.font.size))
        assert not [name for name in fonts.attrib if name.endswith("Theme")]
    assert faces == [
        ("方正小标宋简体", Pt(22)),
        ("黑体", Pt(16)),
        ("楷体_GB2312", Pt(16)),
        ("仿宋_GB2312", Pt(16)),
    ]
    assert made.paragraphs[3].paragraph_format.first_line_indent == Pt(32)
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml
    assert (
        section.footer.paragraphs[0].alignment != section.even_page_footer.paragraphs[0].alignment
    )


def test_heads_repeat_and_rows_stay_whole(tmp_path: Path) -> None:
    paper = Paper()
    paper.table(("甲", "乙"), [("1", "2"), ("3", "4")], (1, 3))
    table = Document(str(paper.save(tmp_path / "a.docx", MOMENT))).tables[0]
    flags = [
        [element.tag for element in row._tr.trPr if row._tr.trPr is not None] for row in table.rows
    ]
    assert [qn("w:tblHeader") in one for one in flags] == [True, False, False]
    assert all(qn("w:cantSplit") in one for one in flags)
    widths = [column.width for column in table.columns]
    assert [width and round(width.mm) for width in widths] == [39, 117]


@pytest.mark.parametrize(
    ("office", "right"), [("甲局", 4 * 16 + 32), ("甲" * 6, 64), ("甲" * 9, 40)]
)
def test_the_name_is_centred_above_the_day(tmp_path: Path, office: str, right: float) -> None:
    """2026年4月1日 is six Chinese characters wide and ends four characters in."""
    paper = Paper()
    paper.paragraph("特此申请。")
    paper.signature(office, MOMENT.date())
    close, name, day = Document(str(paper.save(tmp_path / "a.docx", MOMENT))).paragraphs
    assert (name.text, day.text) == (office, "2026年4月1日")
    assert day.paragraph_format.right_indent == Pt(64)
    assert name.paragraph_format.right_indent == Pt(right)
    assert close.paragraph_format.keep_with_next and name.paragraph_format.keep_with_next


def test_what_xml_cannot_hold_is_left_out(tmp_path: Path) -> None:
    paper = Paper()
    paper.paragraph("甲\x00\x0b乙\ufffe丙")
    assert lines(paper.save(tmp_path / "a.docx", MOMENT)) == ["甲乙丙"]


def test_a_draft_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.mkdir()
    with pytest.raises(OSError):
        write_letter(path, LETTER)
    assert [one.name for one in tmp_path.iterdir()] == ["a.docx"]


def test_the_letter_says_all_that_an_operator_needs(tmp_path: Path) -> None:
    path = write_letter(tmp_path / "a.docx", LETTER)
    text = "\n".join(lines(path))
    for said in (
        "192.0.2.10、192.0.2.64/28",
        *LETTER.agents,
        "每日22:00至次日06:00之间",
        "每1小时一次",
        "每日09:30、15:00",
        "按计划 0 8 * * mon。",
        "间隔不少于0.5秒，同时进行的请求不超过2个",
        "monitor@jia.example，0000-1234567",
        "2026年4月1日试访问",
        "甲市人民政府办公室",
    ):
        assert said in text
    assert "待填" not in text
    assert tables(path) == [
        [
            ["序号", "单位", "网站", "地址", "试访问所见", "时间"],
            [
                "1",
                "乙县人民政府办公室",
                "乙县人民政府门户网站",
                "http://www.yi.example/",
                "被防护系统拦截，返回码412（瑞数）\n浏览器",
                "2026-04-01\n15:10",
            ],
            [
                "2",
                "丙局",
                "丙局网站",
                "http://www.bing.example/portal/category/index.html",
                "超时（是否拦截请核实）\n普通请求",
                "2026-04-01\n15:10",
            ],
        ]
    ]


def test_what_nobody_told_us_is_left_blank(tmp_path: Path) -> None:
    bare = replace(LETTER, office=None, contact=None, addresses=(), hours=())
    text = "\n".join(lines(write_letter(tmp_path / "a.docx", bare)))
    assert text.count("____________（待填）") == 3
    assert "（单位名称待填）" in text


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (Hours("crawl", window=(time(1), time(5, 30))), "巡检：每日01:00至05:30之间。"),
        (Hours("visits", every=timedelta(minutes=90)), "连通性监测（只打开首页）：每90分钟一次。"),
        (Hours("recheck", at=tuple(time(hour) for hour in range(6))), "19:00"),
        (Hours("recheck", at=tuple(time(hour) for hour in range(7))), "复核：每日7次。"),
    ],
)
def test_hours_in_words(tmp_path: Path, hours: Hours, said: str) -> None:
    text = "\n".join(lines(write_letter(tmp_path / "a.docx", replace(LETTER, hours=(hours,)))))
    assert (said if said != "19:00" else "00:00、01:00、02:00、03:00、04:00、05:00") in text


def test_the_receipt_says_what_was_seen_and_no_more(tmp_path: Path) -> None:
    path = write_receipt(tmp_path / "a.docx", RECEIPT)
    text = "\n".join(lines(path))
    assert "编号：复查-17-20260401153000" in text
    counts = "仍存在2项，已消失1项，未能核验1项，不再适用1项，本次新发现1项"
    assert f"2026年4月1日15:30应要求立即复查，共6项：{counts}。" in text
    assert "“未能核验”是指复查时没有看到，原问题状态不变，不等于已整改。" in text
    gone, still, unseen, moot, new, withheld = forms(path)
    assert gone["原问题"].startswith("丙局网站“工作动态”栏目最新信息日期为2026-01-05")
    assert (gone["首次发现"], gone["复查前最近发现"]) == (
        "2026年1月31日15:30",
        "2026年3月31日15:30",
    )
    assert (gone["复查时间"], gone["复查结果"]) == ("2026年4月1日15:30", "已消失")
    assert gone["证据"].splitlines() == [
        f"2026-04-01 15:10:00　普通请求　已应答，返回码200　{BASE}gzdt/index.html",
        f"SHA-256 {'ab' * 32}",
    ]
    assert (still["复查结果"], still["复查前状态"]) == ("仍存在", "机器复核属实")
    assert (unseen["复查结果"], unseen["复查所见"]) == ("未能核验", "访问受防护系统限制")
    assert "SHA-256" not in unseen["证据"]
    assert (moot["复查结果"], moot["证据"]) == ("不再适用", f"SHA-256 {'cd' * 32}")
    assert (new["本次状态"], "首次发现" in new, "复查所见" in new) == ("疑似", False, False)
    assert withheld == {
        "责任单位": "丙局",
        "原问题": "另行通知",
        "复查时间": "2026年4月1日15:30",
        "复查结果": "仍存在",
    }


def test_a_receipt_without_anything_gone_or_unseen_explains_neither(tmp_path: Path) -> None:
    made = replace(RECEIPT, lines=(line(Result.STILL),), at_once=False, office=None)
    text = "\n".join(lines(write_receipt(tmp_path / "a.docx", made)))
    assert "不等于已整改" not in text and "应要求" not in text
    assert "共1项：仍存在1项。" in text and "（单位名称待填）" in text


def test_proof_of_a_place_that_gave_nothing(tmp_path: Path) -> None:
    refused = fetch(FetchStatus.REFUSED, http_status=None, final_url=None)
    made = replace(
        RECEIPT,
        lines=(
            line(Result.STILL, fetches=(refused,), bodies=()),
            line(Result.UNSEEN, fetches=(), bodies=()),
        ),
    )
    first, second = forms(write_receipt(tmp_path / "a.docx", made))
    assert first["证据"] == f"2026-04-01 15:10:00　普通请求　连接被拒绝　{BASE}gzdt/"
    assert second["证据"] == "没有留存"


def test_a_form_stays_on_one_page(tmp_path: Path) -> None:
    path = write_receipt(tmp_path / "a.docx", RECEIPT)
    first = Document(str(path)).tables[0]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in first.rows]
    assert kept == [True] * (len(kept) - 1) + [None]
    last = Document(str(path)).tables[-1].rows[-1].cells[0].paragraphs[0]
    assert last.paragraph_format.keep_with_next, "the signature stands on no page of its own"
