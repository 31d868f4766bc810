"""One public message from the words around it: when it was asked and answered, by whom, in what state.

A text comes in pieces, each as it stands between two tags, with BREAK between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from zlib import crc32

from monitor.domain.interaction import (
    ANSWERED,
    ASKED,
    DONE,
    FIELDS,
    FORWARDED,
    PENDING,
    REPLY,
    UNIT,
    VOID,
    Letter,
)
from monitor.extract import dates
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern

BREAK = "\x1f"
PICTURE = "\ufffc"
"""Stands for a picture without words."""
_QUESTION, _STATE, _TITLE, _OTHER = "question", "state", "title", "other"
_LABELS = (ASKED, ANSWERED, _STATE, _TITLE, UNIT, _QUESTION, REPLY, _OTHER)
_STATUS_LENGTH = 14
_DATE_REACH = 40
_SIGNATURE = 4
_FIRST_WORDS = 80
_TITLE_LENGTH = 60
_ASKED_LENGTH = 30
_REACH = 60
_COLON = re.compile("[:\uff1a]\\s*")
_OPEN = re.compile("[\\s\u3010\\[(\uff08]+")
_TEXT = 8
"""A shorter text after a field is no letter and no reply."""
_UNFILLED = re.compile(r"\{\{|\$\{|<%|#\{")
_DAY = r"(?:19|20)\d\d\D{1,3}\d{1,2}\D{1,3}\d{1,2}\D?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
_ANY_DAY = re.compile(_DAY)
_NOTHING = re.compile(r"^[\W_]*$")


@dataclass(slots=True)
class _Read:
    """What the labels of a text say: by label its first value, "" where all stand empty; what stands
    before the first label; where the reply begins, in characters."""

    values: dict[str, str] = field(default_factory=dict)
    head: str = ""
    reply_at: int | None = None
    by: bool = False
    dated_reply: str = ""


def read_message(text: str, *, title: str = "", url: str = "") -> Letter | None:
    """None where the text names none of a message's fields and no state. Fields that a script would
    still fill in are none."""
    if _UNFILLED.search(text):
        return None
    read = _labelled(text)
    values = read.values
    given: set[str] = set()
    blank: set[str] = set()
    days: dict[str, date | None] = {}
    for name in (ASKED, ANSWERED):
        if name in values:
            days[name] = dates.first_date(values[name][:_DATE_REACH])
            said = days[name] is not None or any(one.isdigit() for one in values[name])
            (given if said else blank).add(name)
    if UNIT in values:
        (blank if _is_nothing(values[UNIT]) else given).add(UNIT)
    status = state_of(values.get(_STATE, "")) if values.get(_STATE) else ""
    reply = values.get(REPLY)
    if reply is not None:
        short = len(reply) <= _STATUS_LENGTH
        if short and (told := state_of(_bare(reply))) in (DONE, PENDING, VOID, FORWARDED):
            status = status or told
            if told is PENDING:
                blank.add(REPLY)
        elif _is_nothing(reply):
            blank.add(REPLY)
        else:
            given.add(REPLY)
            _read_signature(reply, given, days)
    if read.by:
        given.add(UNIT)
    if read.dated_reply:
        days.setdefault(ANSWERED, dates.first_date(read.dated_reply))
        given.add(ANSWERED)
    question = values.get(_QUESTION, "")
    if ASKED not in values and (day := dates.bare_date(question.rpartition(BREAK)[2])):
        days[ASKED] = day
        given.add(ASKED)
    _read_lines(text, given, days)
    status = status or _standing_state(text, values)
    if not (given or blank or status):
        return None
    if REPLY in given and status is PENDING:
        status = ""
    return Letter(
        title=_title(title or values.get(_TITLE, ""), question),
        url=url,
        asked=days.get(ASKED),
        answered=days.get(ANSWERED),
        shown=_shown(text, values),
        status=status[:_STATUS_LENGTH],
        given=tuple(name for name in FIELDS if name in given),
        blank=tuple(name for name in FIELDS if name in blank - given),
        asks=_mark(question),
    )


def _mark(question: str) -> int:
    """Of its letters alone: two columns lay the same text out in two ways."""
    letters = "".join(letter for letter in question if letter.isalnum())
    return crc32(letters.encode()) if len(letters) >= _TEXT else 0


def _title(title: str, question: str) -> str:
    """What a message is called; without a title, how it begins."""
    if title:
        return title.replace(BREAK, " ").strip()[:_TITLE_LENGTH]
    return question.partition(BREAK)[0].strip()[:_ASKED_LENGTH]


def fields_of(text: str) -> dict[str, str]:
    """The labels that stand in a text, with their values."""
    return _labelled(text).values


def labels_of(text: str) -> set[str]:
    """The labels that stand in a text, a bare day or content being none."""
    return {one.name for one in _labels(text)}


def is_label(text: str) -> bool:
    """Whether a short text is nothing but the name of one of a message's fields."""
    return bool(_label_only().fullmatch(text.strip()))


@kept(1 << 10, longest=40)
def state_of(text: str) -> str:
    """One of the known states, the text itself where it is another word."""
    text = _bare(text)
    if not text:
        return ""
    if pattern("state_void").search(text):
        return VOID
    waits = bool(pattern("state_pending").search(text))
    if pattern("state_done").search(text) and not waits:
        return DONE
    if pattern("state_forwarded").search(text):
        return FORWARDED
    return PENDING if waits else text


def _bare(text: str) -> str:
    return text.replace(BREAK, " ").strip(
        " \u3000[]\u3010\u3011()\uff08\uff09<>\u300a\u300b|:：\xa0"
    )


def _is_nothing(text: str) -> bool:
    bare = text.replace(BREAK, " ").strip()
    if PICTURE in bare:
        return False
    return not bare or bool(_NOTHING.match(bare) or pattern("no_reply").search(bare))


def _labelled(text: str) -> _Read:
    read = _Read()
    found = list(_labels(text))
    read.head = text[: found[0].start] if found else text
    for n, one in enumerate(found):
        end = found[n + 1].start if n + 1 < len(found) else len(text)
        value = text[one.end : end].strip(f"{BREAK} \u3000\xa0")
        name = one.name
        if name == _OTHER and pattern("day_alone").match(text[one.start : one.end]):
            name = _whose_day(text, found, n, answered=read.reply_at is not None)
        if name == _QUESTION and _QUESTION in read.values and one.plain:
            name = REPLY
        if name in (ASKED, ANSWERED) and one.dated:
            value = one.dated + BREAK + value
        if name not in (REPLY, _QUESTION):
            value, more = _one_line(value)
            _give(read, more, answers=name in (ANSWERED, UNIT) or read.reply_at is not None)
        if name == REPLY:
            read.reply_at = one.start if read.reply_at is None else read.reply_at
            read.by = read.by or one.by
            read.dated_reply = read.dated_reply or one.dated
        if not read.values.get(name):
            read.values[name] = value
    return read


def _one_line(value: str) -> tuple[str, str]:
    """A field of one line, and the text that goes on after it."""
    line, _, more = value.partition(BREAK)
    return line.strip(), more.strip(BREAK)


def _give(read: _Read, text: str, *, answers: bool) -> None:
    """A text under short fields belongs to the heading above them, or to what they are about."""
    name = REPLY if answers else _QUESTION
    if len(text) < _TEXT or read.values.get(name) or not read.values.keys() & {ASKED, _QUESTION}:
        return
    if name == REPLY and read.reply_at is None:
        read.reply_at = 0
    read.values[name] = text


def _whose_day(text: str, found: Sequence[_Label], n: int, *, answered: bool) -> str:
    """What a day called no more than that is: of asking or answering by its place, unless it stands
    in the line under an article's title."""
    for near in found[max(0, n - 1) : n + 2]:
        if pattern("article_line").search(text[near.start : near.end]):
            return _OTHER
    return ANSWERED if answered or UNIT in {one.name for one in found[:n]} else ASKED


@dataclass(frozen=True, slots=True)
class _Label:
    name: str
    start: int
    end: int
    plain: bool = False
    by: bool = False
    dated: str = ""


def _labels(text: str) -> Iterator[_Label]:
    """In their order. A label ends with a colon, or is a piece of its own: looked for only there."""
    found = [*_before_colons(text), *_whole_pieces(text)]
    found.sort(key=lambda one: (one.start, -one.end))
    at = 0
    for one in found:
        if one.start >= at:
            at = one.end
            yield one


def _before_colons(text: str) -> Iterator[_Label]:
    for colon in _COLON.finditer(text):
        match = _label().search(text, max(colon.start() - _REACH, 0), colon.start())
        if match:
            yield _made(match, colon.end())


def _whole_pieces(text: str) -> Iterator[_Label]:
    at = 0
    for piece in text.split(BREAK):
        if 0 < len(piece) <= _REACH:
            opened = _OPEN.match(piece)
            starts = range(opened.end() + 1 if opened else 1)
            match = next((m for start in starts if (m := _label().match(piece, start))), None)
            if match:
                yield _made(match, at + len(piece), at)
        at += len(piece) + 1


def _made(match: re.Match[str], end: int, offset: int = 0) -> _Label:
    name = next(one for one in (*_LABELS, "by") if match[one] is not None)
    said = _ANY_DAY.search(match[0])
    return _Label(
        name=REPLY if name == "by" else name,
        start=match.start() + offset,
        end=end,
        plain=bool(pattern("content_alone").match(match[0])),
        by=name == "by",
        dated=match["dated"] or (said[0] if name == "by" and said else ""),
    )


@cache
def _label() -> re.Pattern[str]:
    """A label at the end of a text, with a day after it in brackets or without."""
    named = "|".join(f"(?P<{name}>{pattern(f'letter_{name}').pattern})" for name in _LABELS)
    named += f"|(?P<by>{pattern('letter_by').pattern})"
    return re.compile(
        rf"(?<![\u4e00-\u9fff\w])(?:{named})\s*[\]\u3011)\uff09\u300b]?\s*"
        rf"(?P<dated>[(\uff08][^()\uff08\uff09\x1f]{{0,24}}\d[^()\uff08\uff09\x1f]{{0,24}}[)\uff09]|{_DAY})?\s*$",
        re.I,
    )


@cache
def _label_only() -> re.Pattern[str]:
    named = "|".join(f"(?:{pattern(f'letter_{name}').pattern})" for name in _LABELS)
    return re.compile(rf"[\[\u3010(\uff08]?(?:{named})[\]\u3011)\uff09]?\s*[:：]?", re.I)


def _read_signature(reply: str, given: set[str], days: dict[str, date | None]) -> None:
    """Who answered and when, as it stands below a text or in its first words."""
    pieces = [one.strip() for one in reply.split(BREAK) if one.strip()]
    for piece in pieces[-_SIGNATURE:]:
        day = dates.bare_date(piece)
        if day is not None:
            days.setdefault(ANSWERED, day)
            given.add(ANSWERED)
        if pattern("signed_unit").search(piece):
            given.add(UNIT)
    end = pattern("signed_end").search(pieces[-1]) if pieces else None
    if end:
        given.add(UNIT)
        day = dates.first_date(end[0])
        if day is not None:
            days.setdefault(ANSWERED, day)
            given.add(ANSWERED)
    if pattern("reply_by").search(reply[:_FIRST_WORDS]):
        given.add(UNIT)


def _read_lines(text: str, given: set[str], days: dict[str, date | None]) -> None:
    """Lines that say in words who wrote or answered on which day."""
    for key, name in (("asked_line", ASKED), ("answered_line", ANSWERED)):
        if name not in given and (match := pattern(key).search(text)):
            day = dates.first_date(text[match.start() : match.end() + _DATE_REACH])
            if day is not None:
                days[name] = days.get(name) or day
                given.add(name)


def _standing_state(text: str, values: dict[str, str]) -> str:
    """A piece that is nothing but a known state."""
    if REPLY in values or _QUESTION in values:
        return ""
    for piece in text.split(BREAK):
        bare = _bare(piece)
        if 1 < len(bare) <= _STATUS_LENGTH:
            told = state_of(bare)
            if told in (DONE, PENDING, FORWARDED, VOID) and _is_state_alone(bare):
                return told
    return ""


@kept(1 << 10, longest=40)
def _is_state_alone(text: str) -> bool:
    """Little else than the words of the state."""
    keys = ("state_void", "state_pending", "state_forwarded", "state_done")
    said = max((m.end() - m.start() for k in keys if (m := pattern(k).search(text))), default=0)
    return said * 2 >= len(text)


def _shown(text: str, values: dict[str, str]) -> date | None:
    """The newest day that stands for itself."""
    if ASKED in values or ANSWERED in values:
        return None
    found = [day for one in text.split(BREAK) if (day := dates.bare_date(one)) is not None]
    return max(found, default=None)


def join(pieces: Sequence[str]) -> str:
    return BREAK.join(one for one in pieces if one)
