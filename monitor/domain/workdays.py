"""Working days by the State Council's yearly notices: public holidays and make-up days as data.

Only clocks that a rule counts in working days use this; windows of content are natural days. What
no notice tells is None (未能核验), never Monday to Friday.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

_DAY = timedelta(days=1)
_SATURDAY = 5
_LAST_WEEK = (12, 25)
"""From here on a year's days may be told by the notice of the next: 2018-12-29 was worked and
2018-12-31 free by that of 2019."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday as a notice names it; `first` and `last` are inclusive."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Rest:
    """Days off in a row with holidays among them. `eve`: the last working day before them."""

    names: tuple[str, ...]
    first: date
    last: date
    eve: date


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """One year's notice with what later ones changed. `documents`: their numbers; `working`: the
    Saturdays and Sundays worked in exchange; `confidence`: solid | memory."""

    year: int
    documents: tuple[str, ...]
    holidays: tuple[Holiday, ...]
    working: frozenset[date]
    confidence: str


@dataclass(frozen=True)
class WorkCalendar:
    """The notices that are known, each of another year."""

    years: tuple[HolidayYear, ...] = ()

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(one.year for one in self.years)

    @cached_property
    def _working(self) -> frozenset[date]:
        return frozenset(day for one in self.years for day in one.working)

    def missing(self, day: date) -> int | None:
        """The year whose notice would have to be known to tell whether the day is worked."""
        needed = [day.year]
        if (day.month, day.day) >= _LAST_WEEK:
            needed.append(day.year + 1)
        return next((year for year in needed if year not in self._known), None)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday that the day is in, as far as notices are known."""
        found = (one for year in self.years for one in year.holidays if day in one)
        return next(found, None)

    def is_working_day(self, day: date) -> bool | None:
        """None when the notice of its year is not known."""
        if self.missing(day) is not None:
            return None
        if day in self._working:
            return True
        return day.weekday() < _SATURDAY and self.holiday(day) is None

    def add_working_days(self, day: date, count: int) -> date | None:
        """The count-th working day after `day`, which does not count itself; for 0 the day.

        None when a day on the way cannot be told. Raises ValueError for a negative count.
        """
        if count < 0:
            raise ValueError("working days are counted forwards")
        while count:
            day += _DAY
            works = self.is_working_day(day)
            if works is None:
                return None
            count -= works
        return day

    def working_days_between(self, first: date, last: date) -> int | None:
        """How many working days lie after `first`, up to and including `last`; none when it is not
        later. None when one of the days cannot be told."""
        told = [self.is_working_day(day) for day in _days(first + _DAY, last)]
        return None if None in told else sum(map(bool, told))

    def last_working_day(self, day: date) -> date | None:
        """The day itself when it is worked, else the last working day before it; None when one of
        the days cannot be told."""
        while not (works := self.is_working_day(day)):
            if works is None:
                return None
            day -= _DAY
        return day

    def free_days(self, day: date) -> tuple[date, date] | None:
        """The first and the last of the days off in a row that the day is one of; None when it is
        worked or one of the days cannot be told."""
        if self.is_working_day(day) is not False:
            return None
        first = last = day
        while (works := self.is_working_day(first - _DAY)) is False:
            first -= _DAY
        while works is not None and (works := self.is_working_day(last + _DAY)) is False:
            last += _DAY
        return None if works is None else (first, last)

    def rest(self, day: date) -> Rest | None:
        """The holiday, with the weekends it is joined to, that the day is in or right before. None
        when there is none, and when one of the days cannot be told (see `missing`)."""
        free = self.free_days(day + _DAY if self.is_working_day(day) else day)
        if free is None:
            return None
        first, last = free
        found = (self.holiday(one) for one in _days(first, last))
        names = dict.fromkeys(holiday.name for holiday in found if holiday is not None)
        return Rest(tuple(names), first, last, first - _DAY) if names else None


def _days(first: date, last: date) -> Iterable[date]:
    return (first + _DAY * number for number in range((last - first).days + 1))
