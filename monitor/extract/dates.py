"""Dates as pages write them. A date is read only when its year is known, from the item or its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from unicodedata import numeric

from monitor.domain.evidence import DateState
from monitor.extract.lexicon import pattern

_WIDE = "０１２３４５６７８９：／．○Ｏ零"
_NARROW = str.maketrans(_WIDE, "0123456789:/.〇〇〇")
_IS_WIDE = re.compile(f"[{_WIDE}]")
_FULL = re.compile(
    r"(?<![\dA-Za-z])(?<![\dA-Za-z]-)((?:19|20)\d\d)\s*(?:年|[-/.－–])\s*(\d{1,2})\s*(?:月|[-/.－–])"
    r"\s*(\d{1,2})(?!\d|-\d{1,3}(?!\d))\s*日?"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAME = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENGLISH = (
    re.compile(rf"\b{_NAME}\s+(?P<day>\d{{1,2}})\s*,?\s+(?P<year>20\d\d)\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})\s*[-/ ]?\s*{_NAME}\s*[-/, ]?\s*(?P<year>20\d\d)\b", re.I),
    re.compile(
        rf"\b{_NAME}\s+(?P<day>\d{{1,2}})\s+\d\d:\d\d:\d\d\s+\S{{0,9}}\s?(?P<year>20\d\d)\b", re.I
    ),
)
_ENGLISH_WORD = re.compile(r"[A-Za-z]{3}")
# From four in the afternoon, universal time, it is the next day in China.
_UTC_EVENING = re.compile(r"T(?:1[6-9]|2[0-3]):\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]00:?00)")
_COMPACT = re.compile(r"^[\s\[【(（]*(20\d\d)(\d\d)(\d\d)[\s\]】)）]*$")
_TWO_DIGITS = re.compile(r"^[\s\[【(（]*([0-3]\d)([-/.])(\d{1,2})\2(\d{1,2})[\s\]】)）]*$")
_SHORT = re.compile(
    r"^\W*(?:[\u4e00-\u9fff]{2,5}\s*[:：])?\W*(\d{1,2})\s*[-/.月－]\s*(\d{1,2})\s*日?"
    r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\W*$"
)
_IN_TITLE = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_YEAR = re.compile(r"^\W*((?:19|20)\d\d)\s*年?\W*$")
_DAY = re.compile(r"^\W*(\d{1,2})\s*日?\W*$")
_BARE = re.compile(r"^\W*(\d{1,2})\W*$")
_MONTH = re.compile(r"^\W*(\d{1,2})\s*月\W*$")
_YEAR_MONTH = re.compile(r"^\W*((?:19|20)\d\d)\s*[-/.年－]\s*(\d{1,2})\s*月?\W*$")
_MONTH_NAMED = re.compile(rf"^\W*{_NAME}\W*(?P<year>20\d\d)?\W*$", re.I)
_URL_DAY = (
    re.compile(r"[/_]t((?:19|20)\d\d)(\d\d)(\d\d)_\d"),
    re.compile(r"/((?:19|20)\d\d)[-_/](\d{1,2})[-_/](\d{1,2})(?=[/_.]|$)"),
    re.compile(r"/((?:19|20)\d\d)-?(\d\d)[-/](\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_.]|\d{1,8}\.|$)"),
)
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)[-_/]?(\d\d)(?=[/_])")
_URL_YEAR = re.compile(r"/((?:19|20)\d\d)/")
_HALF_A_YEAR = timedelta(days=183)
_WORD = re.compile(r"[A-Za-z\u4e00-\u9fff]")
_OPENS = re.compile(r"[\s\[【(（|]$")
_CLOSES = re.compile(r"(?<!日)[\s\]】)）|]")
_LABELS = 30
"""More letters than these beside a date make a sentence, and its date is what the sentence is about."""
_LABEL = 14
_NEAR_CLOCK = 8
_KEPT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A date as read. `source`: item, url (the year came from there), title, script, attribute."""

    day: date | None = None
    state: DateState = DateState.ABSENT
    source: str | None = None


NONE = Found()


@dataclass(frozen=True, slots=True)
class _Written:
    """A complete date in a text, with what stands before it since the date before."""

    day: date
    start: int
    end: int
    label: str = ""


def make(year: int | str, month: int | str, day: int | str) -> date | None:
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if made.year >= 1990 else None


def full_dates(text: str) -> list[tuple[date, int]]:
    """Complete dates in `text` with the position where each begins."""
    return [(one.day, one.start) for one in _written(text)]


def first_date(text: str) -> date | None:
    return next((day for day, _ in full_dates(text)), None)


def bare_date(text: str) -> date | None:
    """The date of a text that is nothing but a complete date, with its label and hour at most."""
    found = _written(text)
    if len(found) != 1 or _letters(text, found) > _LABEL:
        return None
    one = found[0]
    label, after = text[: one.start], text[one.end :]
    named = not _WORD.search(label) or pattern("date_label").search(label)
    return one.day if named and not pattern("told_after").search(after) else None


def is_clock(text: str) -> bool:
    """Whether a text of its own shows the visitor the day of the visit."""
    return bool(pattern("clock").search(text)) and first_date(text) is not None


def without_clock(text: str, *, weekdays: bool = False, stamps: bool = True) -> list[date]:
    """Complete dates in `text` but those of a clock, which shows the visitor the day of the visit,
    and those after which a sentence goes on. `weekdays`: a day of the week makes no clock here;
    `stamps`: when a page says it was last written to is a date here."""
    keys = ("clock",) if weekdays else ("clock", "weekday")
    keys = keys if stamps else (*keys, "written_stamp")
    return [
        one.day
        for one in _written(text)
        if not pattern("told_after").search(text[one.end : one.end + 3])
        and not any(
            pattern(key).search(near)
            for key in keys
            for near in (one.label[-_NEAR_CLOCK:], text[one.end : one.end + _NEAR_CLOCK])
        )
    ]


def _narrow(text: str) -> str:
    return text.translate(_NARROW) if _IS_WIDE.search(text) else text


def _written(text: str) -> list[_Written]:
    text = _narrow(text)
    found = []
    for day, match in _matches(text):
        if day:
            late = _UTC_EVENING.match(text, match.end())
            found.append((day + timedelta(days=bool(late)), match.start(), match.end()))
    found.sort(key=lambda one: one[1])
    made, before = [], 0
    for day, start, end in found:
        made.append(_Written(day, start, end, text[before:start][-_LABEL:]))
        before = end
    return made


def _matches(text: str) -> Iterator[tuple[date | None, re.Match[str]]]:
    for match in _FULL.finditer(text):
        yield make(match[1], match[2], match[3]), match
    if "年" in text:
        for match in pattern("han_date").finditer(text):
            year = "".join(str(int(numeric(one))) for one in match["year"])
            yield make(year, _number(match["month"]), _number(match["day"])), match
    if "20" in text and _ENGLISH_WORD.search(text):
        for expression in _ENGLISH:
            for match in expression.finditer(text):
                yield make(match["year"], _month(match[0]), match["day"]), match


def _number(han: str) -> int:
    """Up to ninety-nine, in Chinese numerals."""
    whole = 0
    for one in han:
        value = int(numeric(one))
        whole = (whole or 1) * value if value == 10 else whole + value
    return whole


def _month(english: str) -> int:
    name = re.search(_NAME, english, re.I)
    return _MONTHS.index(name[1].lower()) + 1 if name else 0


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


def heading_year(heading: str) -> int | None:
    """The year that a heading consists of: 2025年."""
    match = _YEAR.match(heading)
    return int(match[1]) if match else None


def item_date(fragments: Sequence[str], url: str, year: int | None = None) -> Found:
    """The date of a list item from its short texts outside the title, in page order.

    The day of publication is preferred over days of signature or answer; days of expiry and events
    and those that a summary tells of are none. A date without a year takes it from the item's
    address, else from `year`, that of the heading above it, else it is there but unreadable.
    """
    short = sum(map(len, fragments)) <= _KEPT_LENGTH
    read = (_item if short else _item.__wrapped__)(tuple(fragments))
    if isinstance(read, Found):
        return read
    known = with_year(*read, url)
    if known is None and year is not None and url_hint(url) is None:
        known = make(year, *read)
    return Found(known, DateState.READ, "url") if known else Found(None, DateState.UNREADABLE)


@lru_cache(maxsize=1 << 13)
def _item(fragments: tuple[str, ...]) -> Found | tuple[int, int]:
    """The item's date, or its month and day alone. Kept: the pages of a site share their boxes."""
    fragments = tuple(map(_narrow, fragments))
    shown = _shown(fragments)
    if shown:
        day = _preferred(shown)
        return Found(day, DateState.READ, "item") if day else NONE
    split = _split(fragments)
    if split:
        return split
    short = _month_and_day(fragments)
    if short:
        return short
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


def _shown(fragments: Sequence[str]) -> list[_Written]:
    """Complete dates that stand by themselves or beside a few words, not those of sentences."""
    text = " ".join(fragments)
    found = _written(text)
    kept = [one for one in found if not _told(text, found, one, fragments)]
    if kept:
        return kept
    alone = [day for one in fragments if (day := _abridged(one))]
    return [_Written(alone[-1], 0, 0)] if alone and not found else []


def _told(text: str, found: Sequence[_Written], one: _Written, fragments: Sequence[str]) -> bool:
    """Whether a sentence tells of the date; one set off at its beginning or end is the item's."""
    if pattern("strict_published_label").search(one.label):
        return False
    if "年" in text[one.start : one.end] and _in_words(text, one):
        return True
    start = 0
    for fragment in fragments:
        end = start + len(fragment)
        if start <= one.start < end:
            inside = [other for other in found if start <= other.start and other.end <= end]
            if one.end > end or _letters(fragment, inside) <= _LABELS:
                return False
            before, after = text[start : one.start], text[one.end : end]
            last = _OPENS.search(before) and not _WORD.search(after)
            return not (last or (not _WORD.search(before) and _CLOSES.match(after)))
        start = end + 1
    return False


def _in_words(text: str, one: _Written) -> bool:
    """Words lead on to a date without a break, or go on after it."""
    leads = text[: one.start][-1:]
    if "\u4e00" <= leads <= "\u9fff" and not pattern("date_label").search(one.label):
        return True
    return bool(pattern("told_after").search(text[one.end : one.end + 3]))


def _letters(text: str, found: Sequence[_Written]) -> int:
    """How many letters stand in `text` beside its dates."""
    return len(_WORD.findall(text)) - sum(len(_WORD.findall(text[o.start : o.end])) for o in found)


def _abridged(text: str) -> date | None:
    """A date alone in its markup, without signs between its numbers or with a year of two digits."""
    match = _COMPACT.match(text)
    if match:
        return make(match[1], match[2], match[3])
    match = _TWO_DIGITS.match(text)
    return make(f"20{match[1]}", match[3], match[4]) if match else None


def _preferred(found: Sequence[_Written]) -> date | None:
    """Of several dates the one called publication; one called something else if there is no other;
    never the end of a term or the day of an event."""
    for one in found:
        if pattern("strict_published_label").search(one.label):
            return one.day
    found = [one for n, one in enumerate(found) if not _is_end(one, first=n == 0)]
    answers = [one.day for one in found if pattern("answer_date_label").search(one.label)]
    if answers:
        return max(answers)
    plain = [one for one in found if not pattern("other_date_label").search(one.label)]
    unnamed = [one for one in plain if not pattern("date_label").search(one.label)]
    return (unnamed or plain or found)[-1].day if found else None


def _is_end(one: _Written, *, first: bool) -> bool:
    ranged = not first and pattern("until").search(one.label)
    return bool(ranged or pattern("event_date_label").search(one.label))


def _split(fragments: Sequence[str]) -> Found | None:
    """A date in pieces: day and year-month, year and month-day, or all three in tags of their own."""
    pieces = [one for one in fragments if re.search(r"\w", one)]
    day = next((m for one in pieces if (m := _DAY.match(one))), None)
    year_month = next((m for one in pieces if (m := _YEAR_MONTH.match(one))), None)
    named = next((m for one in pieces if (m := _MONTH_NAMED.match(one))), None)
    year = next((m for one in pieces if (m := _YEAR.match(one))), None)
    made = None
    if year_month and day:
        made = make(year_month[1], year_month[2], day[1])
    elif named and day and (named["year"] or year):
        made = make(named["year"] or (year[1] if year else 0), _month(named[0]), day[1])
    elif year and (short := _month_and_day(pieces)):
        made = make(year[1], *short)
    else:
        return _three(pieces)
    return Found(made, DateState.READ, "item") if made else None


def _three(pieces: Sequence[str]) -> Found | None:
    """Three numbers side by side. After the year comes the month; before it we know only where one
    of the two can be no month."""
    for n, piece in enumerate(pieces):
        year = _YEAR.match(piece)
        if not year:
            continue
        after = [m for one in pieces[n + 1 : n + 3] if (m := _BARE.match(one)) and len(m[1]) == 2]
        if len(after) == 2 and (made := make(year[1], after[0][1], after[1][1])):
            return Found(made, DateState.READ, "item")
        before = [int(m[1]) for one in pieces[max(0, n - 2) : n] if (m := _BARE.match(one))]
        if len(before) == 2 and 0 < min(before) <= 12 and max(before) <= 31:
            known = max(before) > 12 or before[0] == before[1]
            made = make(year[1], min(before), max(before)) if known else None
            state = DateState.READ if made else DateState.UNREADABLE
            return Found(made, state, "item" if made else None)
    return None


def _month_and_day(fragments: Sequence[str]) -> tuple[int, int] | None:
    for one in fragments:
        match = _SHORT.match(one)
        if match and 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 31:
            if pattern("event_date_label").search(one[: match.start(1)]):
                continue
            return int(match[1]), int(match[2])
    month = next((m for one in fragments if (m := _MONTH.match(one))), None)
    day = next((m for one in fragments if (m := _DAY.match(one))), None)
    return (int(month[1]), int(day[1])) if month and day and month is not day else None
