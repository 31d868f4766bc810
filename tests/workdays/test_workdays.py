"""Deadlines in working days, on the calendars of fixed years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.calendars import load_calendar
from monitor.domain.workdays import WorkCalendar

CALENDAR = load_calendar()
YEARS = {one.year: one for one in CALENDAR.years}
days = st.dates(date(2018, 2, 1), date(2026, 10, 1))


def without(year: int) -> WorkCalendar:
    return WorkCalendar(tuple(one for one in CALENDAR.years if one.year != year))


@pytest.mark.parametrize(
    ("begins", "count", "due"),
    [
        # 2026-02-14 is a Saturday worked, 02-15 to 02-23 the Spring Festival, 02-28 worked again.
        ("2026-02-12", 1, "2026-02-13"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-13", 6, "2026-02-28"),
        ("2026-02-13", 7, "2026-03-02"),
        ("2026-02-18", 1, "2026-02-24"),
        ("2026-02-18", 0, "2026-02-18"),
        # 2024-02-04 Sunday worked, 02-10 to 02-17 free, 02-18 Sunday worked; the eve is no holiday.
        ("2024-02-02", 1, "2024-02-04"),
        ("2024-02-08", 1, "2024-02-09"),
        ("2024-02-09", 1, "2024-02-18"),
        ("2024-02-09", 3, "2024-02-20"),
        # The last notice moved the Spring Festival of 2020 and took its Saturday back.
        ("2020-01-23", 1, "2020-02-03"),
        # An ordinary weekend.
        ("2026-03-06", 1, "2026-03-09"),
    ],
)
def test_deadlines(begins: str, count: int, due: str) -> None:
    start = date.fromisoformat(begins)
    assert CALENDAR.add_working_days(start, count) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-14", True),
        ("2026-02-15", False),
        ("2026-02-23", False),
        ("2026-02-24", True),
        ("2026-03-07", False),
        ("2018-12-29", True),
        ("2018-12-31", False),
        ("2022-12-31", False),
        ("2017-12-29", None),
        ("2026-12-24", True),
        ("2026-12-25", None),
        ("2027-03-01", None),
    ],
)
def test_days(day: str, works: bool | None) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


def test_without_its_notice_a_year_is_not_told() -> None:
    calendar = without(2026)
    monday = date(2026, 3, 2)
    assert calendar.is_working_day(monday) is None
    assert calendar.missing(monday) == 2026
    assert calendar.add_working_days(monday, 1) is None
    assert calendar.last_working_day(monday) is None
    assert calendar.free_days(date(2026, 2, 16)) is None
    assert calendar.holiday(date(2026, 2, 16)) is None
    assert calendar.working_days_between(monday, date(2026, 3, 4)) is None


def test_a_deadline_that_reaches_into_a_year_without_notice_is_not_told() -> None:
    calendar, friday = without(2026), date(2025, 12, 19)
    assert calendar.add_working_days(friday, 3) == date(2025, 12, 24)
    assert calendar.add_working_days(friday, 4) is None, "the last week is told by the next notice"
    assert CALENDAR.add_working_days(friday, 4) == date(2025, 12, 25)
    assert calendar.missing(date(2025, 12, 25)) == 2026


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        ("2026-02-13", "2026-02-13", 0),
        ("2026-02-13", "2026-02-10", 0),
        ("2026-02-13", "2026-02-23", 1),
        ("2026-02-14", "2026-02-23", 0),
        ("2026-02-13", "2026-02-24", 2),
        ("2026-09-19", "2026-09-20", 1),
    ],
)
def test_counting(first: str, last: str, count: int) -> None:
    between = CALENDAR.working_days_between(date.fromisoformat(first), date.fromisoformat(last))
    assert between == count


def test_before_a_holiday() -> None:
    assert CALENDAR.last_working_day(date(2026, 2, 20)) == date(2026, 2, 14)
    assert CALENDAR.last_working_day(date(2026, 2, 14)) == date(2026, 2, 14)
    assert CALENDAR.free_days(date(2026, 2, 16)) == (date(2026, 2, 15), date(2026, 2, 23))
    assert CALENDAR.free_days(date(2026, 2, 14)) is None
    assert CALENDAR.free_days(date(2024, 9, 30)) is None
    assert CALENDAR.free_days(date(2024, 6, 10)) == (date(2024, 6, 8), date(2024, 6, 10))
    holiday = CALENDAR.holiday(date(2026, 2, 23))
    assert holiday is not None and holiday.name == "春节"


@given(days, st.integers(0, 30))
def test_adding_and_counting_agree(day: date, count: int) -> None:
    due = CALENDAR.add_working_days(day, count)
    assert due is not None
    assert CALENDAR.working_days_between(day, due) == count
    if count:
        assert CALENDAR.is_working_day(due)


def test_working_days_are_counted_forwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2026, 3, 2), -1)


@pytest.mark.parametrize(
    ("year", "free", "worked"),
    [
        (2018, 23, 6),
        (2019, 24, 7),
        (2020, 30, 6),
        (2021, 31, 7),
        (2022, 31, 7),
        (2023, 27, 7),
        (2024, 28, 8),
        (2025, 28, 5),
        (2026, 33, 6),
    ],
)
def test_each_year_has_the_days_of_its_notice(year: int, free: int, worked: int) -> None:
    one = YEARS[year]
    assert sum((h.last - h.first).days + 1 for h in one.holidays) == free
    assert len(one.working) == worked
    assert one.documents[0].startswith(f"国办发明电〔{year - 1}〕")
    assert all(holiday.last - holiday.first < timedelta(days=11) for holiday in one.holidays)
