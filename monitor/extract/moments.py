"""When a post was published, as platforms write it: 刚刚, 5分钟前, 昨天 10:20, 06-14, a date, an epoch."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from monitor.domain.calendar import SHANGHAI
from monitor.extract.lexicon import pattern

_YEARLESS = re.compile(r"^(\d{1,2})[-/月.](\d{1,2})日?(?:\s+(\d{1,2}):(\d{2}))?$")
_DATED = re.compile(
    r"^(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[\sT]+(\d{1,2}):(\d{2})(?::\d{2})?)?$"
)
_ENGLISH = re.compile(r"^\w{3} (\w{3}) (\d{1,2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{4}) (\d{4})$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
_AHEAD = timedelta(days=1)
"""Clocks differ: a post may be a little younger than now."""


def read_moment(text: str | int | float | None, now: datetime) -> datetime | None:
    """The moment (aware) that a platform's words name, seen at `now`; None for what is none.

    A day without a year is the last such day: at the turn of the year 12-30 is of the year before.
    """
    if text is None:
        return None
    told = " ".join(str(text).split())
    local = now.astimezone(SHANGHAI)
    for read in _WAYS:
        found = read(told, local)
        if found is not None:
            return found if found <= now + _AHEAD else None
    return None


def _epoch(told: str, _: datetime) -> datetime | None:
    if not _EPOCH.match(told):
        return None
    return datetime.fromtimestamp(int(told[:10]), SHANGHAI)


def _relative(told: str, now: datetime) -> datetime | None:
    if pattern("moment_now").search(told):
        return now
    for key, unit in _UNITS.items():
        match = pattern(key).search(told)
        if match:
            return now - unit * int(match[1])
    return None


def _named_day(told: str, now: datetime) -> datetime | None:
    for key, days in _DAYS.items():
        match = pattern(key).search(told)
        if match:
            day = now - timedelta(days=days)
            return _at(day.year, day.month, day.day, match[1], match[2])
    return None


def _yearless(told: str, now: datetime) -> datetime | None:
    match = _YEARLESS.match(told)
    if match is None:
        return None
    month, day = int(match[1]), int(match[2])
    for year in (now.year, now.year - 1):
        found = _at(year, month, day, match[3], match[4])
        if found is not None and found <= now + _AHEAD:
            return found
    return None


def _dated(told: str, _: datetime) -> datetime | None:
    match = _DATED.match(told)
    if match is None:
        return None
    return _at(int(match[1]), int(match[2]), int(match[3]), match[4], match[5])


def _foreign(told: str, _: datetime) -> datetime | None:
    """Sat Jun 15 11:44:46 +0800 2019, ISO 8601, and the dates of mail."""
    match = _ENGLISH.match(told)
    if match:
        told = f"{match[2]} {match[1]} {match[5]} {match[3]} {match[4]}"
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(told)
        except (ValueError, TypeError):
            continue
        return found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
    return None


def _at(year: int, month: int, day: int, hour: str | None, minute: str | None) -> datetime | None:
    try:
        return datetime(year, month, day, int(hour or 0), int(minute or 0), tzinfo=SHANGHAI)
    except ValueError:
        return None


_UNITS = {
    "moment_minutes": timedelta(minutes=1),
    "moment_hours": timedelta(hours=1),
    "moment_days": timedelta(days=1),
    "moment_weeks": timedelta(weeks=1),
    "moment_months": timedelta(days=30),
}
_DAYS = {"moment_today": 0, "moment_yesterday": 1, "moment_before_yesterday": 2}
_WAYS: tuple[Callable[[str, datetime], datetime | None], ...] = (
    _epoch,
    _relative,
    _named_day,
    _yearless,
    _dated,
    _foreign,
)
