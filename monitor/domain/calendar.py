"""Days and months as the rules count them: Asia/Shanghai days, calendar months."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_FIRST_YEAR, _LAST_YEAR = 1990, 2999


def shanghai_day(moment: datetime) -> date:
    """The day in Asia/Shanghai on which `moment` (aware) falls."""
    return moment.astimezone(SHANGHAI).date()


def day_begins(day: date) -> datetime:
    """The moment (UTC) at which a day begins in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last second of a day in Asia/Shanghai (UTC)."""
    return day_begins(day) + timedelta(days=1, seconds=-1)


def parse_moment(text: str) -> datetime:
    """Read an ISO 8601 moment; without an offset it is Asia/Shanghai. Returns UTC.

    Raises ValueError when the text is no ISO 8601 date or date-time, or of a year in which there
    can have been nothing to look at: windows are reckoned from it, back and forth.
    """
    moment = datetime.fromisoformat(text)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"year {moment.year} is out of range")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """Move by calendar months; the day of month is capped at the target month's length."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Window:
    """How long something may go without an update: natural days, or calendar months."""

    days: int | None = None
    months: int | None = None

    def __post_init__(self) -> None:
        if (self.days is None) == (self.months is None):
            raise ValueError("a window has either days or months")

    def earliest(self, day: date) -> date:
        """The oldest date that still counts as updated when judged on `day` (inclusive)."""
        if self.days is not None:
            return day - timedelta(days=self.days)
        return add_months(day, -(self.months or 0))

    def lapses(self, newest: date) -> date:
        """The last day on which `newest` still counts as updated."""
        if self.days is not None:
            return newest + timedelta(days=self.days)
        return add_months(newest, self.months or 0)
