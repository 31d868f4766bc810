"""Dates as pages write them. A date is read only when its year is known, from the item or its address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.domain.evidence import DateState
from monitor.extract.lexicon import pattern

_FULL = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*(?:年|[-/.－–])\s*(\d{1,2})\s*(?:月|[-/.－–])\s*(\d{1,2})(?!\d)\s*日?"
)
_SHORT = re.compile(
    r"^\W*(?:[\u4e00-\u9fff]{2,5}\s*[:：])?\W*(\d{1,2})\s*[-/.月－]\s*(\d{1,2})\s*日?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\W*$"
)
_IN_TITLE = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_YEAR = re.compile(r"^\W*((?:19|20)\d\d)\s*年?\W*$")
_DAY = re.compile(r"^\W*(\d{1,2})\s*日?\W*$")
_MONTH = re.compile(r"^\W*(\d{1,2})\s*月\W*$")
_YEAR_MONTH = re.compile(r"^\W*((?:19|20)\d\d)\s*[-/.年－]\s*(\d{1,2})\s*月?\W*$")
_URL_DAY = (
    re.compile(r"[/_]t((?:19|20)\d\d)(\d\d)(\d\d)_\d"),
    re.compile(r"/((?:19|20)\d\d)[-_/](\d{1,2})[-_/](\d{1,2})(?=[/_.]|$)"),
    re.compile(r"/((?:19|20)\d\d)-?(\d\d)[-/](\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_.]|\d{1,8}\.|$)"),
)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[-_/]?(\d\d)(?=[/_])")
_URL_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_HALF_A_YEAR = timedelta(days=183)


@dataclass(frozen=True, slots=True)
class Found:
    """A date as read. `source`: item, url (the year came from there), title, script, attribute."""

    day: date | None = None
    state: DateState = DateState.ABSENT
    source: str | None = None


NONE = Found()


def make(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= 1990 else None


def full_dates(text: str) -> list[tuple[date, int]]:
    """Complete dates in `text` with the position where each begins."""
    found = []
    for match in _FULL.finditer(text):
        day = make(match[1], match[2], match[3])
        if day:
            found.append((day, match.start()))
    return found


def first_date(text: str) -> date | None:
    return next((day for day, _ in full_dates(text)), None)


def url_hint(url: str) -> tuple[int, int | None, int | None] | None:
    """Year, and month and day where an address carries them."""
    for expression in _URL_DAY:
        match = expression.search(url)
        if match and make(match[1], match[2], match[3]):
            return int(match[1]), int(match[2]), int(match[3])
    match = _URL_MONTH.search(url)
    if match and 1 <= int(match[2]) <= 12:
        return int(match[1]), int(match[2]), None
    match = _URL_YEAR.search(url)
    return (int(match[1]), None, None) if match else None


def item_date(fragments: Sequence[str], url: str) -> Found:
    """The date of a list item from its short texts outside the title, in page order.

    The day of publication is preferred over days of signature, answer or expiry. A date without a
    year takes it from the item's address, else it is there but unreadable.
    """
    text = " ".join(fragments)
    full = full_dates(text)
    if full:
        return Found(_preferred(text, full), DateState.READ, "item")
    split = _split(fragments)
    if split:
        return Found(split, DateState.READ, "item")
    short = _month_and_day(fragments)
    if short:
        day = with_year(*short, url)
        return Found(day, DateState.READ, "url") if day else Found(None, DateState.UNREADABLE)
    if any(pattern("relative_date").search(one.strip("[]【】()（） ")) for one in fragments):
        return Found(None, DateState.UNREADABLE)
    return NONE


def title_date(title: str, url: str) -> Found:
    """A date that stands only in the title, at its beginning or end, where one writes an issue's day."""
    stripped = title.strip("()（）[]【】 ")
    for day, start in full_dates(stripped):
        if start == 0 or start >= len(stripped) - 12:
            return Found(day, DateState.READ, "title")
    for match in _IN_TITLE.finditer(stripped):
        if match.start() == 0 or match.end() >= len(stripped) - 1:
            known = with_year(int(match[1]), int(match[2]), url)
            if known:
                return Found(known, DateState.READ, "title")
            return Found(None, DateState.UNREADABLE, "title")
    return NONE


def with_year(month: int, day: int, url: str) -> date | None:
    """Month and day with the year of the address; around new year, the year that brings the two
    nearest together."""
    hint = url_hint(url)
    if hint is None:
        return None
    year, hint_month, hint_day = hint
    if hint_month is None:
        return make(year, month, day)
    written = make(year, hint_month, hint_day or 15)
    near = [made for y in (year, year - 1, year + 1) if (made := make(y, month, day))]
    if written is None or not near:
        return None
    best = min(near, key=lambda one: abs(one - written))
    return best if abs(best - written) <= _HALF_A_YEAR else None


def _preferred(text: str, found: list[tuple[date, int]]) -> date:
    """Of several dates the one called publication; never one called something else if avoidable."""
    if len(found) == 1:
        return found[0][0]
    labelled = []
    start = 0
    for day, position in found:
        labelled.append((day, text[start:position][-14:]))
        start = position + 8
    for day, label in labelled:
        if pattern("strict_published_label").search(label):
            return day
    answers = [day for day, label in labelled if pattern("answer_date_label").search(label)]
    if answers:
        return max(answers)
    plain = [d for d, label in labelled if not pattern("other_date_label").search(label)]
    return plain[-1] if plain else found[-1][0]


def _split(fragments: Sequence[str]) -> date | None:
    """A date in pieces: day and year-month, or year and month-day, in tags of their own."""
    year_month = next((m for one in fragments if (m := _YEAR_MONTH.match(one))), None)
    day = next((m for one in fragments if (m := _DAY.match(one))), None)
    if year_month and day:
        return make(year_month[1], year_month[2], day[1])
    year = next((m for one in fragments if (m := _YEAR.match(one))), None)
    short = _month_and_day(fragments)
    return make(year[1], *short) if year and short else None


def _month_and_day(fragments: Sequence[str]) -> tuple[int, int] | None:
    for one in fragments:
        match = _SHORT.match(one)
        if match and 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31:
            return int(match[1]), int(match[2])
    month = next((m for one in fragments if (m := _MONTH.match(one))), None)
    day = next((m for one in fragments if (m := _DAY.match(one))), None)
    return (int(month[1]), int(day[1])) if month and day and month is not day else None
