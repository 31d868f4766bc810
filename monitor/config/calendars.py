"""Calendars of public holidays: `calendars/cn-<year>.yaml`, of the package and of the office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Scalar
from monitor.config.yaml_file import read_yaml
from monitor.domain.workdays import Holiday, HolidayYear, WorkCalendar

CALENDARS = Path(__file__).resolve().parent.parent / "calendars"
_NAME = re.compile(r"cn-(\d{4})\.yaml", re.ASCII)
_KEYS = ("year", "documents", "confidence", "holidays", "working")
_CONFIDENCE = ("solid", "memory")


def load_calendar(home: Path | None = None) -> WorkCalendar:
    """Every year of the package; a file in the folder `calendars` of the office's home adds a year
    or stands in place of the package's. Raises ConfigError with the line of what does not fit.
    """
    folders = [CALENDARS] if home is None else [CALENDARS, home / "calendars"]
    files = {path.name: path for folder in folders for path in sorted(folder.glob("*.yaml"))}
    return WorkCalendar(tuple(load_year(path) for _, path in sorted(files.items())))


def load_year(path: Path) -> HolidayYear:
    """One year's file, named for it. Raises ConfigError with the line of what does not fit."""
    named = _NAME.fullmatch(path.name)
    if named is None:
        raise ConfigError("config.not_a_calendar_name", Place(str(path)))
    root = read_yaml(path).only(*_KEYS)
    year = root.need("year", _year)
    if year != int(named[1]):
        raise root.the("year").wrong("year_of_another_file")
    documents = tuple(one.only("number", "url") for one in root.each("documents"))
    listed = tuple(one.only("name", "from", "until") for one in root.each("holidays"))
    for key, found in (("documents", documents), ("holidays", listed)):
        if not found:
            raise ConfigError("config.missing", root.place, field=key)
    holidays = tuple(_holiday(one, year) for one in listed)
    _refuse_overlaps(listed, holidays)
    return HolidayYear(
        year=year,
        documents=tuple(_document(one) for one in documents),
        holidays=holidays,
        working=frozenset(_working(root.scalars("working"), holidays, year)),
        confidence=root.need("confidence", lambda value: value.one_of(_CONFIDENCE)),
    )


def _year(value: Scalar) -> int:
    return value.whole(1990, 2999)


def _document(fields: Fields) -> str:
    fields.maybe("url", Scalar.url)
    return fields.need("number", Scalar.line)


def _holiday(fields: Fields, year: int) -> Holiday:
    first, last = (_day(fields.the(key), year) for key in ("from", "until"))
    if last < first:
        raise fields.the("until").wrong("ends_before_its_first_day")
    return Holiday(fields.need("name", Scalar.line), first, last)


def _day(value: Scalar, year: int) -> date:
    """A notice speaks of its year, and of the days before it that New Year's Day is joined with."""
    day = value.day()
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        raise value.wrong("day_of_another_year", year=year)
    return day


def _refuse_overlaps(listed: Iterable[Fields], holidays: tuple[Holiday, ...]) -> None:
    for number, (fields, holiday) in enumerate(zip(listed, holidays, strict=True)):
        before = next((one for one in holidays[:number] if _meet(one, holiday)), None)
        if before is not None:
            raise fields.the("from").wrong("holidays_overlap", other=before.name)


def _meet(one: Holiday, other: Holiday) -> bool:
    return one.first <= other.last and other.first <= one.last


def _working(listed: Iterable[Scalar], holidays: tuple[Holiday, ...], year: int) -> Iterable[date]:
    """Make-up days are days that would else be free, and no holidays."""
    for value in listed:
        day = _day(value, year)
        if day.weekday() < 5:
            raise value.wrong("not_a_weekend")
        if holiday := next((one for one in holidays if day in one), None):
            raise value.wrong("worked_and_free", other=holiday.name)
        yield day
