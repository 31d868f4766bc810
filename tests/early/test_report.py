"""Reminders of every kind, told by hand: lines and workbook."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import load_workbook

from monitor.domain.subject import Category, ColumnClass, Site, Unit
from monitor.domain.warning import Access, NearVeto, UnitWarnings, Upcoming, Warnings
from monitor.report.warning import warning_json, warning_lines, write_workbook
from tests.early.test_upcoming import RUBRIC

SITE = Site("jia", "jia", "甲局网站", "http://127.0.0.1/")
ROW = next(row for row in RUBRIC.rows if row.id == "WV-4.1")
ALL = Warnings(
    datetime(2026, 2, 10, 2, 0, tzinfo=UTC),
    None,
    (
        UnitWarnings(
            Unit("jia", "甲局", Category.SERVICE, sites=(SITE,)),
            (
                Upcoming(
                    "jia",
                    "=动态",
                    ColumnClass.NEWS,
                    "http://127.0.0.1/a/",
                    date(2026, 2, 1),
                    date(2026, 2, 15),
                    5,
                    confirmed=False,
                    whole=False,
                ),
            ),
            (NearVeto("jia", ROW, 3, 2, 1), NearVeto("jia", ROW, 3, 5, 0)),
            (Access("jia", 3, 80),),
            {"jia": 2},
        ),
    ),
)


def test_lines() -> None:
    assert list(warning_lines(ALL)) == [
        "临期提醒（监测时间点 2026-02-10 10:00）",
        "甲局",
        "  甲局网站“=动态”最新信息 2026-02-01，到期日 2026-02-15，剩余 5 天（栏目待核）（有内容未能核验）",
        f"  甲局网站 WV-4.1 {ROW.name}：复核属实 2 个，到期后将增加 1 个，满 5 个建议否决",
        f"  甲局网站 WV-4.1 {ROW.name}：复核属实 5 个，已满 5 个（建议否决，待人工确认），"
        "到期后将增加 0 个",
        "  甲局网站 首页访问 80 次，失败 3 次（3.8%）",
        "  甲局网站 未能核验：2 个有更新期限的栏目或首页读不到日期",
    ]


def test_workbook(tmp_path: Path) -> None:
    book = load_workbook(write_workbook(tmp_path / "a.xlsx", ALL))
    rows = {s.title: [[c.value for c in row] for row in s.iter_rows(min_row=4)] for s in book}
    assert rows["临期提醒"][0][2:] == [
        "=动态",
        "动态要闻",
        "http://127.0.0.1/a/",
        "2026-02-01",
        "2026-02-15",
        5,
        "栏目待核\n有内容未能核验",
    ]
    assert book["临期提醒"]["C4"].data_type == "s"
    assert [row[4:] for row in rows["接近单项否决"]] == [
        [5, 2, 1, None],
        [5, 5, 0, "已满，建议否决，待人工确认"],
    ]
    assert rows["访问失败"] == [["甲局", "甲局网站", 80, 3, "3.8%"]]
    assert rows["未能核验"] == [["甲局", "甲局网站", 2, "未能看到"]]


def test_json() -> None:
    (unit,) = warning_json(ALL)["units"]
    assert unit["access"] == [{"site": "jia", "visits": 80, "failed": 3}]
    assert [(one["confirmed"], one["reached"]) for one in unit["near_veto"]] == [
        (2, False),
        (5, True),
    ]
