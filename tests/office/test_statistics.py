"""The page of an inspection, filled from what the inspection holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from db import queries
from monitor.app import inspecting
from monitor.app.house import BadInput, House
from monitor.app.outgoing import export_outgoing
from monitor.app.reviewing import review
from monitor.app.statistics import statistics, write_inspection_notice, write_statistics
from monitor.clock import FixedClock
from monitor.domain.calendar import parse_moment
from monitor.report.bulletin import _numeral
from tests.office.world import Fault, column, home_stale, leader, night, office

FAULTS: list[Fault] = [
    column("工作动态"),
    home_stale(),
    leader("张三"),
    leader("王五", site="yi-site"),
]


def final(house: House, id: str, month: str) -> None:
    inspecting.add(
        house, id, name=f"{id}批次", basis="某函", first=f"{month}-01", last=f"{month}-28"
    )
    inspecting.finalize(house, id, by="李四", pending=True)


def test_an_inspection_in_figures_beside_the_last_one(tmp_path: Path) -> None:
    house = office(tmp_path, settings="name: 示例市人民政府办公室\nlists: {deadline_days: 10}\n")
    night(house, "2026-01-10T02:00", FAULTS)
    for defect in queries.defects(house.engine):
        review(house, defect.id, decision="included", reason="", by="李四")
    review(house, "jia-site/WV-3", decision="included", reason="", by="李四")
    final(house, "jan", "2026-01")
    house = replace(house, clock=FixedClock(parse_moment("2026-02-01T09:00")))
    export_outgoing(
        house,
        unit=None,
        everything=True,
        file_format="json",
        output=tmp_path / "sent.json",
        inspection="jan",
    )
    night(house, "2026-02-20T02:00", [FAULTS[0], FAULTS[1].gone(), FAULTS[2], FAULTS[3].unseen()])
    house = replace(house, clock=FixedClock(parse_moment("2026-03-05T09:00")))
    final(house, "feb", "2026-02")

    found = statistics(house, "feb")
    assert found.problems == {"栏目不更新": 1, "领导简历缺失": 2}
    assert (found.fixed, found.overdue) == (1, 3), "what nobody could look at is not mended"
    assert (found.office, found.basis, found.trial) == ("示例市人民政府办公室", "某函", True)
    assert found.previous is not None
    assert found.previous.problems == {"栏目不更新": 1, "首页不更新": 1, "领导简历缺失": 2}
    vetoed = {one.name: one.veto for one in found.previous.sites}
    assert vetoed == {"甲局网站": True, "乙局网站": False}
    assert [one.veto for one in found.sites] == [False, False]


def test_the_page_and_the_workbook_are_written(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", FAULTS)
    final(house, "jan", "2026-01")
    page = write_statistics(house, "jan", tmp_path / "jan.docx")
    text = "\n".join(one.text for one in Document(str(page)).paragraphs)
    assert "jan批次" in text and "试算" in text
    assert statistics(house, "jan").overdue is None, "the office has set no deadline"
    assert write_statistics(house, "jan", tmp_path / "jan.xlsx").stat().st_size > 5_000
    with pytest.raises(BadInput, match="statistics_suffix"):
        write_statistics(house, "jan", tmp_path / "jan.pdf")
    with pytest.raises(BadInput, match="unknown_inspection"):
        write_statistics(house, "feb", tmp_path / "feb.docx")


def notice_of(house: House, path: Path) -> list[str]:
    written = write_inspection_notice(house, "jan", path, date(2026, 2, 3))
    return [one.text for one in Document(str(written)).paragraphs]


def test_the_notice_tells_what_persons_included_and_no_points(tmp_path: Path) -> None:
    house = office(
        tmp_path,
        settings="name: 示例市人民政府办公室\nnotice: {addressees: 各县（市、区）人民政府}\n"
        "sensitive: [leader-bio-missing]\n",
    )
    many = [column(f"栏目{n}") for n in range(12)]
    night(house, "2026-01-10T02:00", [*many, *FAULTS])
    for defect in queries.defects(house.engine):
        word = "hint" if defect.check == "home-stale" else "included"
        review(house, defect.id, decision=word, reason="已核", by="李四")
    final(house, "jan", "2026-01")
    text = notice_of(house, tmp_path / "jan.docx")
    assert text[0] == "送审稿" and "关于jan批次政府网站与政务新媒体检查情况的通报" in text
    assert "各县（市、区）人民政府：" in text
    heads = [line for line in text if line[:2] in ("一、", "二、", "三、") or line[:1] == "（"]
    assert heads == [
        *("一、总体情况", "二、发现的主要问题"),
        "（一）栏目不更新",
        "三、下一步工作要求",
    ]
    (told,) = [line for line in text if "“栏目0”" in line]
    assert told.endswith("等，共13项。") and told.count("；") == 9, "ten are named"
    assert "首页" not in "".join(text[text.index(heads[1]) :]), "a hint is not told"
    assert any("敏感问题2项" in line for line in text)
    assert not any("张三" in line or "王五" in line for line in text)
    assert text[-2:] == ["示例市人民政府办公室", "2026年2月3日"]
    assert (tmp_path / "jan.docx").read_bytes() == write_inspection_notice(
        house, "jan", tmp_path / "again.docx", date(2026, 2, 3)
    ).read_bytes()


def test_a_notice_of_nothing_and_one_that_cannot_be(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", [])
    final(house, "jan", "2026-01")
    text = notice_of(house, tmp_path / "jan.docx")
    assert "本次没有经人工审核纳入的问题。" in text and "待定：" in text
    with pytest.raises(BadInput, match="bulletin_suffix"):
        notice_of(house, tmp_path / "jan.pdf")
    with pytest.raises(BadInput, match="unknown_inspection"):
        write_inspection_notice(house, "feb", tmp_path / "feb.docx")


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (43, "四十三")]
)
def test_headings_count_as_people_do(number: int, said: str) -> None:
    assert _numeral(number) == said
