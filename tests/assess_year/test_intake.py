"""What is counted but not crawled: clocks in working days, and the points they propose."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from db import assess
from monitor.app.assess_intake import load_intake
from monitor.app.assess_loading import Loaded
from monitor.app.assess_papers import intake as write_intake
from monitor.app.assess_results import results
from monitor.app.house import BadInput, House
from monitor.assess import intake
from monitor.assess.intake import Asked, Call, Called, Statistics
from monitor.config.calendars import load_calendar
from monitor.config.errors import ConfigError
from monitor.domain.assessment import Entry, EntryKind, newest
from monitor.domain.workdays import HolidayYear, WorkCalendar
from tests.assess_year.world import ID, opened, rows, sheet

PLAIN = WorkCalendar((HolidayYear(2026, ("—",), (), frozenset(), "solid"),))
"""A year of nothing but weekends; 2026-06-01 is a Monday."""
TODAY = date(2026, 6, 30)


def day(number: int) -> date:
    return date(2026, 6, number)


@pytest.mark.parametrize(
    ("asked", "answered", "key", "points"),
    [
        (day(1), day(4), "in_time", 0),
        (day(1), day(5), "late", 1),
        (day(5), day(10), "in_time", 0),
        (day(5), day(11), "late", 1),
        (day(25), None, "waiting", 0),
        (day(24), None, "unanswered", 1),
    ],
)
def test_a_message_has_three_working_days(
    asked: date, answered: date | None, key: str, points: float
) -> None:
    found = intake.messages([Asked("1", asked, answered)], PLAIN, today=TODAY, cap=3)
    assert found is not None
    assert (found.reasons[0].key, found.points) == (key, points)


def test_a_mock_question_has_five_working_days() -> None:
    for answered, points in ((day(8), 0), (day(9), 4)):
        found = intake.questions([Asked("1", day(1), answered)], PLAIN, today=TODAY, cap=7)
        assert found is not None
        assert found.points == points


def test_poor_and_late_is_charged_once_and_never_beyond_the_cap() -> None:
    late = [Asked(str(n), day(1), day(20), poor=True) for n in range(2)]
    found = intake.questions(late, PLAIN, today=TODAY, cap=7)
    assert found is not None
    assert [one.points for one in found.reasons] == [4, 4]
    assert found.points == 7


def test_messages_count_for_six_months() -> None:
    for asked, counted in ((date(2025, 12, 30), 1), (date(2025, 12, 29), None)):
        found = intake.messages([Asked("1", asked, None)], PLAIN, today=TODAY, cap=3)
        assert (found and found.counted) == counted


def test_a_year_without_its_holidays_is_not_told() -> None:
    known = load_calendar(Path("/nowhere"))
    asked, today = date(2031, 3, 3), date(2031, 4, 1)
    found = intake.messages([Asked("1", asked, None)], known, today=today, cap=3)
    assert found is not None
    assert (found.points, found.untold, found.reasons[0].key) == (0, 1, "untold")
    soon = intake.messages([Asked("1", asked, date(2031, 3, 5))], known, today=today, cap=3)
    assert soon is not None
    assert soon.reasons[0].key == "in_time", "three days are three working days at most"


def test_only_a_wrong_number_costs() -> None:
    found = intake.calls([Called(one, day(1), one) for one in Call], cap=5)
    assert found is not None
    assert (found.points, found.counted, found.untold) == (1, 3, 1)
    assert intake.calls([], cap=5) is None, "no test is no proof of anything"


@pytest.mark.parametrize(
    ("newest", "points"),
    [
        (date(2026, 5, 30), 0),
        (date(2026, 5, 29), 1),
        (date(2026, 3, 30), 1),
        (date(2026, 3, 29), 2),
        (None, 2),
    ],
)
def test_statistics_age_by_calendar_months(newest: date | None, points: float) -> None:
    found = intake.statistics([Statistics(TODAY, newest)], cap=2)
    assert found is not None
    assert found.points == points


@pytest.fixture
def house(tmp_path: Path) -> House:
    return opened(tmp_path / "home", now="2026-06-30T12:00")


Lines = dict[str, list[list[Any]]]
FULL: Lines = {
    "找错留言": [["jia-site", "留言1", "2026-06-01", "2026-06-05", "合格", "钱七"]],
    "模拟提问": [["jia-site", "如何办证", "2026-06-01", None, None, "钱七"]],
    "电话测试": [["jia-site", "办证指南 1234567", "2026-06-02", "有误", "钱七"]],
    "办事统计": [["jia-site", "2026-06-30", "是", "2026-05-29", "钱七"]],
}


def filled(house: House, path: Path, lines: Lines) -> Path:
    book = load_workbook(write_intake(house, ID, path))
    for name, listed in lines.items():
        for row, cells in enumerate(listed, 4):
            for column, value in enumerate(cells, 1):
                book[name].cell(row, column).value = value
    book.save(path)
    return path


def test_the_intake_names_the_sites(house: House, tmp_path: Path) -> None:
    path = write_intake(house, ID, tmp_path / "a.xlsx")
    assert [row["对象编号"] for row in rows(path, "对象")] == ["jia-site", "yi-site"]
    assert load_intake(house, ID, [path]) == Loaded(0, 0, 0)


def test_what_was_counted_proposes_points_that_a_person_must_say(
    house: House, tmp_path: Path
) -> None:
    path = filled(house, tmp_path / "a.xlsx", FULL)
    assert load_intake(house, ID, [path]) == Loaded(4, 0, 0)
    assert load_intake(house, ID, [path]) == Loaded(0, 0, 4)
    found = {one.indicator: one for one in assess.entries(house.engine, ID)}
    assert {key: one.points for key, one in found.items()} == {
        "WD-4.4b": 1.0,
        "WD-3.4": 4.0,
        "WD-2.5": 1.0,
        "WD-2.3": 1.0,
    }
    assert {one.kind for one in found.values()} == {EntryKind.PROPOSAL}
    assert "留言1：2026-06-01收到，2026-06-05答复，超过3个工作日" in found["WD-4.4b"].lines[0]
    asked = {row["指标编号"]: row for row in rows(sheet(house, tmp_path / "s.xlsx"))}
    assert asked["WD-3.4"]["建议分值"] == 4
    assert "如何办证" in asked["WD-3.4"]["建议依据"]
    assert asked["WD-3.4"]["分值"] is None
    lines = results(house, ID)[0].subjects[0].lines
    assert {one.points for one in lines} == {0.0}, "a proposal counts for nothing"


REFUSED: dict[str, tuple[str, list[Any], str, str]] = {
    "unknown site": (
        "找错留言",
        ["bing", "1", "2026-06-01", None, None, "钱七"],
        "config.unknown_site",
        "A",
    ),
    "answered first": (
        "找错留言",
        ["jia-site", "1", "2026-06-02", "2026-06-01", None, "钱七"],
        "config.assess_answer_first",
        "D",
    ),
    "no day": ("模拟提问", ["jia-site", "1", "六月", None, None, "钱七"], "config.not_a_date", "C"),
    "to come": (
        "模拟提问",
        ["jia-site", "1", "2026-07-01", None, None, "钱七"],
        "config.assess_later",
        "C",
    ),
    "poor, yet unanswered": (
        "模拟提问",
        ["jia-site", "1", "2026-06-01", None, "不合格", "钱七"],
        "config.missing",
        "D",
    ),
    "no outcome": (
        "电话测试",
        ["jia-site", "1", "2026-06-01", "忙音", "钱七"],
        "config.not_one_of",
        "D",
    ),
    "no statistics, yet a day": (
        "办事统计",
        ["jia-site", "2026-06-01", "否", "2026-05-01", "钱七"],
        "config.assess_not_shown",
        "D",
    ),
    "nobody": ("办事统计", ["jia-site", "2026-06-01", "否", None, None], "config.missing", "E"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_by_its_cell(house: House, tmp_path: Path, case: str) -> None:
    name, cells, key, letter = REFUSED[case]
    lines = {**FULL, name: [*FULL[name], cells]}
    with pytest.raises(ConfigError) as refused:
        load_intake(house, ID, [filled(house, tmp_path / "a.xlsx", lines)])
    place: Any = refused.value.params["place"]
    assert (refused.value.key, place.sheet, place.row, place.column) == (key, name, 5, letter)
    assert assess.entries(house.engine, ID) == []


def proposed(house: House) -> dict[tuple[str, str], Entry]:
    found = [one for one in assess.entries(house.engine, ID) if one.kind is EntryKind.PROPOSAL]
    return newest(found)


def test_windows_run_from_the_end_of_the_year_however_late_it_is_taken_in(tmp_path: Path) -> None:
    house = opened(tmp_path / "home", now="2027-01-20T12:00")
    lines: Lines = {
        "找错留言": [
            ["jia-site", "窗口外", "2026-06-29", None, None, "钱七"],
            ["jia-site", "窗口内", "2026-06-30", None, None, "钱七"],
            ["jia-site", "年后", "2027-01-04", None, None, "钱七"],
            ["yi-site", "年后才答复", "2026-12-01", "2027-01-04", "合格", "钱七"],
        ]
    }
    load_intake(house, ID, [filled(house, tmp_path / "a.xlsx", lines)])
    found = proposed(house)
    assert [one.split("：")[0] for one in found["jia-site", "WD-4.4b"].lines] == ["窗口内"]
    assert "截至2026-12-31未答复" in found["yi-site", "WD-4.4b"].lines[0]


def test_what_was_answered_after_the_day_was_not_answered_on_it() -> None:
    late = Asked("1", day(24), date(2026, 7, 9), poor=True)
    waiting = Asked("2", day(26), date(2026, 7, 9))
    found = intake.messages([late, waiting], PLAIN, today=TODAY, cap=3)
    assert found is not None
    assert [one.key for one in found.reasons] == ["unanswered", "waiting"]


def test_mock_questions_are_those_of_the_year() -> None:
    for asked, counted in ((date(2026, 1, 1), 1), (date(2025, 12, 31), None)):
        found = intake.questions([Asked("1", asked, None)], PLAIN, today=TODAY, cap=7)
        assert (found and found.counted) == counted


@pytest.mark.parametrize(
    ("name", "cells", "letter"),
    [
        ("找错留言", ["jia-site", "1", "2025-12-31", None, None, "钱七"], "C"),
        ("模拟提问", ["jia-site", "1", "2025-12-31", None, None, "钱七"], "C"),
        ("电话测试", ["jia-site", "1", "2025-12-31", "有误", "钱七"], "C"),
        ("办事统计", ["jia-site", "2025-12-31", "否", None, "钱七"], "B"),
    ],
)
def test_what_is_not_of_the_year_is_refused(
    house: House, tmp_path: Path, name: str, cells: list[Any], letter: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        load_intake(house, ID, [filled(house, tmp_path / "a.xlsx", {name: [cells]})])
    place: Any = refused.value.params["place"]
    assert (refused.value.key, place.sheet, place.column) == (
        "config.assess_not_of_the_year",
        name,
        letter,
    )


def test_each_sheet_names_its_own_day(house: House, tmp_path: Path) -> None:
    book = load_workbook(write_intake(house, ID, tmp_path / "a.xlsx"))
    heads = {name: [cell.value for cell in book[name][3]] for name in ("电话测试", "办事统计")}
    assert "测试日期" in heads["电话测试"]
    assert "统计日期" in heads["办事统计"] and "测试日期" not in heads["办事统计"]


@pytest.mark.parametrize("name", FULL)
def test_the_same_line_twice_is_once(house: House, tmp_path: Path, name: str) -> None:
    (cells,) = FULL[name]
    once = filled(house, tmp_path / "a.xlsx", {name: [cells]})
    twice = filled(house, tmp_path / "b.xlsx", {name: [cells, [*cells[:-1], "孙八"]]})
    load_intake(house, ID, [once])
    assert load_intake(house, ID, [once, twice]) == Loaded(0, 0, 1)


def test_the_same_message_with_two_answers_is_refused(house: House, tmp_path: Path) -> None:
    (cells,) = FULL["找错留言"]
    other = [*cells[:3], "2026-06-02", *cells[4:]]
    with pytest.raises(ConfigError) as refused:
        load_intake(house, ID, [filled(house, tmp_path / "a.xlsx", {"找错留言": [cells, other]})])
    place: Any = refused.value.params["place"]
    assert (refused.value.key, place.row, place.column) == ("config.assess_twice", 5, "B")


def test_a_corrected_workbook_takes_back_what_nothing_leads_to(
    house: House, tmp_path: Path
) -> None:
    path = filled(house, tmp_path / "a.xlsx", FULL)
    load_intake(house, ID, [path])
    moved = [["yi-site", *FULL["模拟提问"][0][1:]]]
    right = filled(house, tmp_path / "b.xlsx", {**FULL, "模拟提问": moved})
    assert load_intake(house, ID, [right]) == Loaded(2, 1, 3, withdrawn=1)
    assert load_intake(house, ID, [right]) == Loaded(0, 0, 4)
    found = proposed(house)
    assert (found["jia-site", "WD-3.4"].points, found["jia-site", "WD-3.4"].by) == (None, "钱七")
    assert found["yi-site", "WD-3.4"].points == 4
    asked = {row["指标编号"]: row for row in rows(sheet(house, tmp_path / "s.xlsx"))}
    assert (asked["WD-3.4"]["建议分值"], asked["WD-3.4"]["建议依据"]) == (None, None)


def test_nobody_takes_back_everything_without_a_name(house: House, tmp_path: Path) -> None:
    load_intake(house, ID, [filled(house, tmp_path / "a.xlsx", FULL)])
    empty = write_intake(house, ID, tmp_path / "b.xlsx")
    with pytest.raises(BadInput) as refused:
        load_intake(house, ID, [empty])
    assert refused.value.key == "input.missing"
    assert load_intake(house, ID, [empty], by="李四") == Loaded(4, 4, 0, withdrawn=4)
    assert {(one.points, one.by) for one in proposed(house).values()} == {(None, "李四")}


def test_each_line_keeps_who_recorded_it(house: House, tmp_path: Path) -> None:
    lines: Lines = {
        "找错留言": [
            ["jia-site", "留言1", "2026-06-01", "2026-06-05", "合格", "钱七"],
            ["jia-site", "留言2", "2026-06-02", None, None, "孙八"],
        ],
        "电话测试": [["jia-site", "指南", "2026-06-02", "有误", "周九"]],
    }
    load_intake(house, ID, [filled(house, tmp_path / "a.xlsx", lines)])
    found = proposed(house)
    assert found["jia-site", "WD-4.4b"].by == "钱七、孙八"
    assert found["jia-site", "WD-2.5"].by == "周九"
    assert [line[-6:] for line in found["jia-site", "WD-4.4b"].lines] == [
        "（钱七登记）",
        "（孙八登记）",
    ]


def test_a_sheet_missing_is_refused(house: House, tmp_path: Path) -> None:
    path = filled(house, tmp_path / "a.xlsx", FULL)
    book = load_workbook(path)
    del book["电话测试"]
    book.save(path)
    with pytest.raises(ConfigError) as refused:
        load_intake(house, ID, [path])
    assert refused.value.key == "config.no_sheet"
