"""What else a page tells of the day of its publication than the day it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

from monitor.domain.evidence import DateState, PageEvidence, PageKind
from monitor.domain.papers import Paper
from monitor.domain.stamps import NO_STAMPS, Row, Stamps
from monitor.extract import dates
from monitor.extract.address import Addresses
from monitor.extract.api import day_of, title_and_address
from monitor.extract.document import Document
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern
from monitor.extract.markup import SCRIPT, written_by
from monitor.extract.shown import squeeze

_REACH = 24
_LINE = 60
_LINES = 40
_HEAD = 1500
_SHORT = 20
_STOP = "\u3002"
_DIGITS = re.compile(r"\d{4}\s*[-/.\u5e74]|\u3007")
_TAG = re.compile(r"<[^>]+>")
_TEXT, _SENTENCES = 160, 4
_ROWS = 100
_CREATED = re.compile(
    r"""[cC]r(?:eated?)?_?(?:[tT]ime|[dD]ate|[aA]t|[oO]n)["']?\s*[:=]\s*["']?"""
    r"""(\d{4}[-/]\d\d[-/]\d\d|\d{10}(?:\d{3})?)\b"""
)
_CREATED_FIELDS = (
    "create_time", "created_at", "createtime", "created", "createdate", "crtime", "create_date",
)  # fmt: skip
_SHOWN_FIELDS = (
    "display_publish_time", "displaypublishtime", "publish_time", "publishtime", "pubdate",
    "published_at", "first_publish_time", "docreltime",
)  # fmt: skip
_NUMBER_FIELDS = ("document_number", "filenum", "wenhao")


def read_stamps(doc: Document, page: PageEvidence, paper: Paper) -> Stamps:
    """Of an article that surely shows its day: where a label, a short line under the title, a script
    that writes it or the tag says so. Nothing of any other page."""
    article = page.article
    if page.kind is not PageKind.ARTICLE or article is None or page.soft404:
        return NO_STAMPS
    if article.date_state is not DateState.READ or article.published is None:
        return NO_STAMPS
    tagged = dates.first_date(dict(page.tags).get("PubDate", ""))
    shown = _in_text(doc) or tagged
    if shown is None:
        return NO_STAMPS
    created = _created(doc)
    title = squeeze(page.title)
    head = doc.main_text[:_HEAD]
    source = article.source or ""
    return Stamps(
        shown=shown,
        tag=tagged if tagged != shown else None,
        created=created if created != shown else None,
        digest=_digest(doc) if not pattern("returning_title").search(title) else 0,
        renewed=bool(
            pattern("renewed_label").search(head) or pattern("renewed_title").search(title)
        ),
        older=bool(
            paper.number
            or pattern("older_label").search(head)
            or pattern("older_title").search(title)
            or pattern("older_source").search(source)
        ),
    )


def _in_text(doc: Document) -> date | None:
    """The day that the text itself shows as that of publication: labelled, written by a script, or in
    a short line before the first sentence."""
    text = doc.main_text
    for match in doc.said("strict_published_label"):
        day = dates.first_date(text[match.end() : match.end() + _REACH])
        if day:
            return day
    written = {day for script in doc.scripts for day in _written(script.code)}
    if len(written) == 1:
        return written.pop()
    lines = (piece for piece in doc.own_words if not piece.isspace())
    for piece, _ in zip(lines, range(_LINES), strict=False):
        if _STOP in piece:
            return None
        if len(piece) <= _LINE and _DIGITS.search(piece) and (day := _in_line(squeeze(piece))):
            return day
    return None


def _in_line(line: str) -> date | None:
    """Of a line that is nothing but a day, or that names the source beside it."""
    if pattern("other_date_label").search(line) or pattern("event_in_line").search(line):
        return None
    if pattern("source_label").search(line):
        return next(iter(dates.without_clock(line, weekdays=True)), None)
    return dates.bare_date(line)


def _created(doc: Document) -> date | None:
    """The one day on which the system says that the page was made; several are those of a list."""
    found = {day for script in doc.scripts for day in _made(script.code)}
    return found.pop() if len(found) == 1 else None


@kept(1 << 8, longest=SCRIPT)
def _made(code: str) -> tuple[date, ...]:
    """Kept: the pages of a site have most of their scripts in common."""
    return tuple(day for match in _CREATED.finditer(code) if (day := day_of(match[1])))


@kept(1 << 8, longest=SCRIPT)
def _written(code: str) -> tuple[date, ...]:
    """The days that a script writes, as far as it does so literally."""
    if "write" not in code or not _DIGITS.search(code):
        return ()
    written = written_by(code)
    return tuple(day for day, _ in dates.full_dates(_TAG.sub(" ", written)))


def _digest(doc: Document) -> int:
    """Equal for equal sentences; what stands around them (days, counters, labels) is none."""
    long = [
        text for piece in doc.own_words if _STOP in piece and len(text := squeeze(piece)) > _SHORT
    ]
    whole = "\n".join(long)
    if len(whole) < _TEXT or len(set(whole.split(_STOP))) < _SENTENCES:
        return 0
    return int.from_bytes(blake2b(whole.encode("utf-8", "replace"), digest_size=7).digest())


def read_rows(value: Any, url: str) -> tuple[Row, ...]:
    """The items of a platform's answer that were made on another day than they say they appeared."""
    addresses = Addresses(url)
    rows = (row for item in _items(value) if (row := _row(item, addresses)))
    return tuple(row for row, _ in zip(rows, range(_ROWS), strict=False))


def _items(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > 4:
        return
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        if isinstance(value, list) and isinstance(one, dict):
            yield one
        if isinstance(one, dict | list):
            yield from _items(one, depth + 1)


def _row(item: Mapping[str, Any], addresses: Addresses) -> Row | None:
    fields = {str(name).lower(): value for name, value in item.items()}
    created = next((fields[n] for n in _CREATED_FIELDS if fields.get(n)), None)
    shown = next((fields[n] for n in _SHOWN_FIELDS if fields.get(n)), None)
    if created is None or shown is None:
        return None
    made, said = day_of(created), day_of(shown)
    named = title_and_address(fields, addresses)
    if made is None or said is None or made == said or named is None:
        return None
    title, url = named
    older = any(fields.get(n) for n in _NUMBER_FIELDS) or pattern("older_title").search(title)
    return Row(url, title, said, made, bool(older))
