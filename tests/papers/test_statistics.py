"""Figures of an inspection: who passes, who is named, what is written of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from monitor.domain.subject import Category
from monitor.report import charts
from monitor.report.statistics import (
    Statistics,
    Subject,
    write_statistics_docx,
    write_statistics_xlsx,
)
from tests.papers.words import lines, tables
from tests.papers.world import LAST, STATS, subjects

COUNTY = Category.COUNTY


def only(*scores: float | None, **changes: object) -> Statistics:
    made = replace(STATS, sites=subjects(COUNTY, "县", list(scores)), previous=None)
    return replace(made, **changes)  # type: ignore[arg-type]


def names(chosen: tuple[Subject, ...]) -> str:
    return "".join(one.name[0] for one in chosen)


@pytest.mark.parametrize(
    ("score", "veto", "passes"),
    [
        (60.0, False, True),
        (59.99, False, False),
        (100.0, True, False),
        (None, False, None),
        (None, True, False),
    ],
)
def test_who_passes(score: float | None, veto: bool, passes: bool | None) -> None:
    assert STATS.passes(Subject("甲县", COUNTY, score, 0.0, veto)) is passes


def test_what_was_hardly_seen_is_not_in_the_rate() -> None:
    made = only(90, 50, None)
    assert (made.rated(), made.passed(), made.rate()) == (2, 1, 50.0)
    assert only(None).rate() is None
    assert replace(STATS, planned=0, observed=0).unobserved is None


@pytest.mark.parametrize(
    ("count", "best", "worst"),
    [
        (0, "", ""),
        (1, "", ""),
        (2, "甲", "乙"),
        (3, "甲", "丙"),
        (9, "甲乙丙丁", "壬辛庚己"),
        (10, "甲乙丙丁戊", "癸壬辛庚己"),
        (12, "甲乙丙丁戊", "丑子癸壬辛"),
    ],
)
def test_nobody_is_both_best_and_worst(count: int, best: str, worst: str) -> None:
    ranking = only(*(90 - n for n in range(count))).ranking(COUNTY)
    assert (names(ranking.best), names(ranking.worst)) == (best, worst)


def test_only_those_with_a_score_are_named() -> None:
    ranking = only(90, None, 80, None).ranking(COUNTY)
    assert (names(ranking.best), names(ranking.worst)) == ("甲", "丙")


def test_a_veto_stands_last_and_is_never_among_the_best() -> None:
    sites = (
        Subject("甲县", COUNTY, 100.0, 0.0, veto=True),
        Subject("乙县", COUNTY, 61.0, 0.0),
        Subject("丙县", COUNTY, 100.0, 0.0, veto=True),
        Subject("丁县", COUNTY, 70.0, 0.0, veto=True),
    )
    ranking = replace(STATS, sites=sites).ranking(COUNTY)
    assert (names(ranking.best), names(ranking.worst)) == ("乙", "丁")
    assert ranking.worst_tied == 2, "two more with the same standing: neither is picked by chance"


def test_ties_over_the_edge_are_counted_not_named() -> None:
    ranking = only(90, 80, 80, 80, 70, 60).ranking(COUNTY)
    assert (names(ranking.best), ranking.best_tied) == ("甲", 3)
    assert (names(ranking.worst), ranking.worst_tied) == ("己戊", 3)


def test_who_has_the_best_score_is_never_among_the_worst() -> None:
    ranking = only(100, 100, 100, 100).ranking(COUNTY)
    assert (ranking.best, ranking.best_tied) == ((), 4)
    assert (ranking.worst, ranking.worst_tied) == ((), 0)
    assert names(only(100, 100, 100, 90).ranking(COUNTY).worst) == "丁"


def test_of_two_alike_the_one_seen_better_comes_first() -> None:
    sites = (Subject("甲县", COUNTY, 90, 0.3), Subject("乙县", COUNTY, 90, 0.1))
    assert names(replace(STATS, sites=sites).ranking(COUNTY).order) == "乙甲"


def test_the_page(tmp_path: Path) -> None:
    path = write_statistics_docx(tmp_path / "a.docx", STATS)
    text = "\n".join(lines(path))
    figures, classes = tables(path)
    assert figures == [
        ["批次", "检查网站", "检查账号", "参与评定", "合格", "合格率", "问题数", "已消失", "逾期未改",
         "未能核验占比"],
        ["本批次", "28", "40", "27", "24", "88.9%", "243", "87", "3", "6.2%"],
        ["上批次", "20", "0", "20", "13", "65.0%", "261", "12", "待定", "9.5%"],
        ["增减", "+8", "+40", "+7", "+11", "+23.9", "-18", "+75", "-", "-3.3"],
    ]  # fmt: skip
    assert [row[0] for row in classes[1:]] == ["县（市、区）", "对外服务单位", "非对外服务单位"]
    assert classes[1][1].splitlines()[1] == "2. 乙县 91.5分（4%）"
    assert classes[3][2].splitlines()[0] == "1. 午办公室 单项否决（10%）"
    for said in (
        "2026年第一季度政府网站监测统计（演示数据）",
        "监测期间：2026年1月1日至2026年3月31日　试算，规则待办公室确认",
        "依据：甲市政府网站与政务新媒体考评办法",
        "问题类型：不可用链接118项、网页标签缺失44项",
        "其他8项。",
        "监测不充分的1个不参与评定和排名",
    ):
        assert said in text
    assert len(Document(str(path)).inline_shapes) == 1


def test_the_first_inspection_and_one_that_is_decided(tmp_path: Path) -> None:
    made = replace(only(90, 50), trial=False, basis=None, overdue=None, problems={}, demo=False)
    path = write_statistics_docx(tmp_path / "a.docx", made)
    text = "\n".join(lines(path))
    assert "试算" not in text and "依据：待定" in text and "没有问题" in text
    assert [row[0] for row in tables(path)[0]] == ["批次", "本批次"]
    assert tables(path)[0][1][8] == "待定"


def test_without_a_face_no_picture_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charts, "chinese_face", lambda: None)
    path = write_statistics_docx(tmp_path / "a.docx", STATS)
    assert len(Document(str(path)).inline_shapes) == 0
    assert "本机没有中文字体，未绘图表。" in lines(path)


def test_the_workbook(tmp_path: Path) -> None:
    book = load_workbook(write_statistics_xlsx(tmp_path / "a.xlsx", STATS))
    assert book.sheetnames == ["概况", "问题类型", "合格率", "得分"]
    charts_by_sheet = [len(sheet._charts) for sheet in book.worksheets]
    assert charts_by_sheet == [0, 1, 1, 0]
    rows = {
        name: list(book[name].iter_rows(min_row=4, values_only=True)) for name in book.sheetnames
    }
    assert rows["概况"][0] == ("2026年第一季度", 28, 40, 27, 24, 88.9, 243, 87, 3, 6.2)
    assert rows["概况"][1] == (LAST.inspection, 20, 0, 20, 13, 65.0, 261, 12, "待定", 9.5)
    assert len([row for row in rows["问题类型"] if row[0]]) == 10, "every kind, also the rare ones"
    assert rows["合格率"][0][:3] == ("县（市、区）", 87.5, 62.5)
    by_name = {row[2]: row for row in rows["得分"]}
    assert by_name["甲县"] == ("县（市、区）", 1, "甲县", 96, 0, "合格")
    assert by_name["丑市住房和城乡建设管理局网站"][3:] == (55.5, 4, "不合格")
    assert by_name["寅市住房和城乡建设管理局网站"][1:] == (
        None, "寅市住房和城乡建设管理局网站", None, 0, "监测不充分",
    )  # fmt: skip
    assert [by_name[f"{stem}史志编纂研究室"][1] for stem in "甲乙丙丁"] == [1, 1, 1, 4]


def test_the_workbook_of_an_inspection_without_problems(tmp_path: Path) -> None:
    book = load_workbook(write_statistics_xlsx(tmp_path / "a.xlsx", only(90, problems={})))
    assert [len(sheet._charts) for sheet in book.worksheets] == [0, 0, 1, 0]
