"""`monitor upcoming` on a small site: lines, workbook, JSON, and the sheet of the working list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.commands import Monitor
from tests.job.small_site import registry, served, site

CRAWL = "2026-02-10T10:00"
"""The last Tuesday before the Spring Festival of 15 to 23 February."""


@pytest.fixture(scope="module")
def monitor(tmp_path_factory: pytest.TempPathFactory) -> Monitor:
    """News of 9 February (lapses on the 23rd), notices of 10 September (lapses on 10 March)."""
    made = Monitor(tmp_path_factory.mktemp("early"))
    with served(site(news="2026-02-09", notices="2025-09-10")) as server:
        text = registry(server.url)
        more = "  - {id: yi, name: 乙局, category: internal, sites: []}\n"
        other = (
            "  - {id: bing, name: 丙局, category: internal, "
            "sites: [{id: bing-site, name: 丙局网站, url: 'http://127.0.0.1:9/'}]}\n"
        )
        made.registry(text + more + other)
        made.ok("crawl", "--site", "jia-site", "--as-of", CRAWL)
    return made


def test_by_default_the_days_of_the_office(monitor: Monitor) -> None:
    lines = monitor.ok("upcoming").splitlines()
    assert lines == [
        "临期提醒（监测时间点 2026-02-10 10:00）",
        "甲局",
        "  甲局网站“通知公告”最新信息 2025-09-10，到期日 2026-03-10，剩余 28 天（栏目待核）",
        "丙局",
        "  丙局网站 尚未监测",
        "其余 2 个单位没有临期事项。",
    ]


def test_until_the_last_day_of_a_holiday(monitor: Monitor) -> None:
    lines = monitor.ok("upcoming", "--until", "2026-02-23", "--unit", "jia").splitlines()
    assert lines[1] == (
        "2026-02-23 在春节假期之内（2026-02-15 至 2026-02-23），节前最后一个工作日为 2026-02-14。"
    )
    assert [line.split("最新信息")[0].strip() for line in lines[3:]] == [
        "甲局网站“首页”",
        "甲局网站“工作动态”",
    ]
    assert all("到期日 2026-02-23，剩余 13 天" in line for line in lines[3:])
    before = monitor.ok("upcoming", "--until", "2026-02-22", "--unit", "jia")
    assert "工作动态" not in before


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-02-14", "是春节假期（2026-02-15 至 2026-02-23）前的最后一个工作日。"),
        ("2026-02-13", None),
        ("2026-02-24", None),
        ("2026-03-07", None),
        ("2026-12-24", "未能核验：没有2027年的放假安排，2026-12-24 前后是否放假无从得知。"),
    ],
)
def test_what_the_calendar_says_of_a_day(monitor: Monitor, day: str, said: str | None) -> None:
    lines = monitor.ok("upcoming", "--unit", "yi", "--until", day).splitlines()
    assert len(lines) == (2 if said is None else 3)
    assert said is None or lines[1].endswith(said)


def test_as_json(monitor: Monitor) -> None:
    made = json.loads(monitor.ok("upcoming", "--until", "2026-02-23", "--format", "json"))
    assert (made["as_of"], made["until"]) == ("2026-02-10T10:00:00+08:00", "2026-02-23")
    assert made["calendar"]["last_working_day"] == "2026-02-14"
    jia, yi, bing = made["units"]
    assert [(one["column"], one["lapses"]) for one in jia["upcoming"]] == [
        (None, "2026-02-23"),
        ("工作动态", "2026-02-23"),
    ]
    assert jia["unread"] == {"jia-site": 0}
    assert (yi["upcoming"], bing["unread"]) == ([], {"bing-site": None})


def test_as_a_workbook_the_same_bytes_each_time(monitor: Monitor, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        options = ("--until", "2026-02-23", "--format", "xlsx", "--output", str(path))
        assert monitor.ok("upcoming", *options).strip() == str(path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    book = load_workbook(paths[0])
    assert book.sheetnames == ["临期提醒", "接近单项否决", "访问失败", "未能核验"]
    rows = [[cell.value for cell in row] for row in book["临期提醒"].iter_rows(min_row=4)]
    assert [row[2] for row in rows] == ["首页", "工作动态"]
    assert [row[8] for row in rows] == [None, "栏目待核"]
    assert "2026-02-14" in str(book["临期提醒"]["A2"].value)
    assert [cell.value for cell in book["未能核验"][4]] == ["丙局", "丙局网站", None, "尚未监测"]


def test_the_sheet_of_the_working_list_says_the_same(monitor: Monitor, tmp_path: Path) -> None:
    path = tmp_path / "甲局.xlsx"
    monitor.ok("export", "--unit", "jia", "--format", "xlsx", "--output", str(path))
    sheet = load_workbook(path)["临期提醒"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [(row[1], row[5], row[6], row[7]) for row in rows] == [
        ("通知公告", "2026-03-10", 28, "栏目待核")
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--until", "20260223"), "20260223"),
        (("--until", "2026-02-30"), "2026-02-30"),
        (("--until", "2026-02-09"), "2026-02-10"),
        (("--unit", "ding"), "ding"),
        (("--format", "xlsx"), "--output"),
        (("--format", "pdf"), "table"),
        (("--as-of", "gestern"), "gestern"),
    ],
)
def test_refusals(monitor: Monitor, options: tuple[str, ...], said: str) -> None:
    refused = monitor.run("upcoming", *options)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err and len(refused.err.splitlines()) == 1


def test_in_english(monitor: Monitor) -> None:
    english = Monitor(monitor.home, MONITOR_LANG="en")
    out = english.ok("upcoming", "--until", "2026-02-23", "--unit", "jia")
    assert "the last working day before it is 2026-02-14" in out
    assert "13 days left (column not confirmed)" in out
