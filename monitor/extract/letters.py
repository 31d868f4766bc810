"""Public messages on a page: the rows of its list, and what it says as the own page of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from monitor.domain.evidence import PageEvidence, PageKind
from monitor.domain.interaction import ANSWERED, ASKED, REPLY, Letter
from monitor.extract.document import Document
from monitor.extract.heads import heads
from monitor.extract.lexicon import count_held, pattern
from monitor.extract.message import (
    BREAK,
    PICTURE,
    fields_of,
    is_label,
    join,
    labels_of,
    read_message,
)
from monitor.extract.own import frames
from monitor.extract.regions import Place
from monitor.extract.rows import title_of
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

MOST = 100
"""Rows of one page that are kept."""
_UNREAD = frozenset(
    {PageKind.HOME, PageKind.LEADERS, PageKind.LEADER, PageKind.REDIRECT, PageKind.SOFT404}
)
_FORM_TAGS = frozenset({"select", "option", "textarea", "input", "button", "script", "style"})
_STOP = frozenset({"ul", "ol", "table", "tbody", "dl", "body", "form"})
_ROW_TAGS = frozenset({"li", "tr", "dd", "dl"})
_ROW_LENGTH = 600
_LEVELS = 5
_SEGMENTS = 2
_HEADED = 2
_SIGNS = 2
_TELLING = ("asked", "question", "reply", "answered")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd|zip|rar)$", re.I)
_OUTSIDE = frozenset({Place.NAV, Place.FOOTER, Place.TRAIL, Place.SIDE})
_LONGEST_HEAD = 12
_WORDS, _BEGINNING = 6, 30
_HAN = re.compile(r"[\u4e00-\u9fff]{4}")


def may_hold_messages(doc: Document, page: PageEvidence, *, promised: bool) -> bool:
    """Whether anything on the page is called as the fields of messages are. `promised`: its name
    says that there are some."""
    if page.kind in _UNREAD:
        return False
    if promised:
        return bool(pattern("letter_word").search(doc.text))
    if page.kind is PageKind.LETTERS:
        return True
    text = doc.text
    return pattern("letter_stem").may_match(text) and (count_held("letter_sign", text) >= _SIGNS)


def read_letters(doc: Document, page: PageEvidence) -> tuple[tuple[Letter, ...], Letter | None]:
    """The rows of messages, and the page's own message. For pages that `may_hold_messages`."""
    titles = _titles(doc, page)
    around = _around(titles)
    headed = _headed(doc)
    rows = headed or _listed(doc, titles, around) or _segments(doc)
    letters = tuple(letter for _, letter in rows[:MOST])
    taken = {row for row, _ in rows}
    taken |= {table for row, _ in headed for table in row.iterancestors("table")}
    if len(around) >= _SEGMENTS:
        taken |= around.keys()
    text = join(_without_foot(list(_pieces(doc.body, doc, taken))))
    own = read_message(text, title=page.title, url=doc.url)
    if own is not None and REPLY in own.blank and frames(doc):
        own = replace(own, blank=tuple(name for name in own.blank if name != REPLY))
    return letters, own if own is not None and _is_own(doc, own, text, letters) else None


def _without_foot(pieces: list[str]) -> list[str]:
    """On a short page the foot may be too much of it to be told by its place."""
    begins = (n for n, piece in enumerate(pieces) if pattern("foot_begins").search(piece))
    return pieces[: next(begins, len(pieces))]


def _is_own(doc: Document, own: Letter, text: str, letters: tuple[Letter, ...]) -> bool:
    """A page that answers, or asks in a text of its own; not what stands around a list or a form."""
    if next(doc.body.iter("textarea"), None) is not None and not (own.asked or own.answered):
        return False  # a form to write on
    named = {*own.given, *own.blank}
    if "question" in fields_of(text):
        named.add("question")
    if len(letters) > 1:
        return REPLY in own.given and ASKED in own.given
    return len(named) >= _HEADED and bool(named & {REPLY, "question", ANSWERED})


def _pieces(root: Element, doc: Document, without: Iterable[Element] = ()) -> Iterator[str]:
    """The texts of an element in page order, those of pictures among them; the page's furniture, the
    fields of forms and the elements named are left out."""
    left_out = set(without)
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, done = stack.pop()
        if done:
            if element is not root and element.tail and not element.tail.isspace():
                yield squeeze(element.tail)
            continue
        stack.append((element, True))
        if element.tag in _FORM_TAGS or element in left_out:
            continue
        if element is not root and doc.places.get(element) in _OUTSIDE:
            continue
        if element.tag == "img":
            told = squeeze(element.get("alt") or element.get("title") or "")
            yield told or PICTURE
        if element.text and not element.text.isspace():
            yield squeeze(element.text)
        stack.extend((child, False) for child in reversed(element.children))


_Rows = list[tuple[Element, Letter]]


def _headed(doc: Document) -> _Rows:
    """Rows of tables whose head names fields of messages."""
    found: _Rows = []
    for table in doc.body.iter("table"):
        if (
            doc.places.get(table) in _OUTSIDE
            or next(table.iterdescendants("table"), None) is not None
        ):
            continue
        lines = [row for row in table.iter("tr") if text_of(row)]
        names = [text_of(cell) for cell in _cells(lines[0])] if len(lines) > 1 else []
        if len(names) < _HEADED + 1 or not _is_head(names):
            continue
        for row in lines[1:]:
            cells = _cells(row)
            if len(cells) == len(names) and not all(is_label(text_of(cell)) for cell in cells):
                letter = _row(row, doc, names)
                if letter is not None:
                    found.append((row, letter))
    return found


def _cells(row: Element) -> list[Element]:
    return list(row)


def _is_head(names: list[str]) -> bool:
    if any(len(name) > _LONGEST_HEAD for name in names):
        return False
    told = fields_of(join([f"{name}：" for name in names if is_label(name)]))
    return len(told.keys() & {ASKED, ANSWERED, "state", "unit", "title"}) >= _HEADED and bool(
        told.keys() & {ASKED, ANSWERED, "state"}
    )


def _row(row: Element, doc: Document, names: list[str] | None = None) -> Letter | None:
    """What one row tells; `names`: what its cells are called, where a head says so."""
    anchor = max(
        (a for a in row.iter("a") if len(title_of(a)) > 1),
        key=lambda a: len(title_of(a)),
        default=None,
    )
    title = title_of(anchor) if anchor is not None else ""
    url = (doc.addresses.absolute(anchor.get("href")) if anchor is not None else None) or ""
    if names:
        cells = _cells(row)
        parts = []
        for name, cell in zip(names, cells, strict=True):
            told = join(list(_pieces(cell, doc)))
            if anchor is not None and anchor in cell.iter():
                continue
            parts.append(f"{squeeze(name)}：{told}" if is_label(name) else told)
        text = join(parts)
    else:
        text = join([piece for piece in _pieces(row, doc) if piece != title])
    return read_message(text, title=title, url="" if url == doc.url else url)


def _titles(doc: Document, page: PageEvidence) -> dict[Element, str]:
    """The links that title the items of the page's list, with their addresses."""
    entries = page.listing.entries if page.listing else ()
    wanted = {entry.url or entry.title for entry in entries}
    titles: dict[Element, str] = {}
    for anchor in doc.anchors if wanted else ():
        key = doc.addresses.absolute(anchor.get("href")) or title_of(anchor)
        if key in wanted and doc.places.get(anchor) not in _OUTSIDE and len(title_of(anchor)) > 1:
            titles[anchor] = key
    return titles


def _listed(
    doc: Document,
    titles: dict[Element, str],
    around: dict[Element, Element],
) -> _Rows:
    """Rows around the titles of the page's list."""
    found: _Rows = []
    if len(around) == 1 and _FILE.search(urlsplit(next(iter(titles.values()))).path):
        return []  # the reply of the page's own message, as a document
    for row, anchor in around.items():
        if row is anchor:
            continue
        above = heads(row, set(around))
        names = next((one for one in above if any(is_label(name) for name in one)), None)
        letter = _row(row, doc, names)
        if letter is not None and not (len(around) == 1 and REPLY in letter.given):
            found.append((row, letter))
    return found


def _around(titles: dict[Element, str]) -> dict[Element, Element]:
    """The widest element around each title that holds no other, by row."""
    inside: dict[Element, set[str]] = {}
    for anchor, key in titles.items():
        for above in anchor.iterancestors():
            inside.setdefault(above, set()).add(key)
    found: dict[Element, Element] = {}
    for anchor in titles:
        row = anchor
        for level, above in enumerate(anchor.iterancestors()):
            if above.tag in _STOP or len(inside[above]) > 1 or level >= _LEVELS:
                break
            if len(text_of(above)) > _ROW_LENGTH:
                break
            row = above
            if above.tag in _ROW_TAGS:
                break
        found.setdefault(row, anchor)
    return found


def _segments(doc: Document) -> _Rows:
    """Messages that follow each other with their answers in place: a label that stands once in each
    tells them apart."""
    spots = {key: list(_speaking(doc, f"letter_{key}")) for key in _TELLING}
    most = max(map(len, spots.values()))
    if most < _SEGMENTS:
        return []
    often = [found for found in spots.values() if len(found) == most]
    first = doc.flat.in_order([found[0] for found in often])[0]
    chosen = next(found for found in often if found[0] is first)
    found: _Rows = []
    for row in _widest(chosen):
        text = join([piece for part in _run(row, chosen) for piece in _pieces(part, doc)])
        anchor = next((a for a in row.iter("a") if len(title_of(a)) > 1), None)
        url = doc.addresses.absolute(anchor.get("href")) if anchor is not None else None
        title = title_of(anchor) if anchor is not None else ""
        letter = read_message(text, title=title, url=url or "")
        if letter is not None and not letter.title and {ASKED, REPLY} <= set(letter.given):
            letter = replace(letter, title=_first_words(text))
        if letter is not None and letter.title:
            found.append((row, letter))
    return found if len(found) >= _SEGMENTS else []


def _first_words(text: str) -> str:
    """How an old board's message begins: the first piece that is neither a field's name nor short."""
    pieces = (piece.strip() for piece in text.split(BREAK))
    said = (one for one in pieces if len(one) >= _WORDS and not is_label(one) and _HAN.search(one))
    return next(said, "")[:_BEGINNING]


def _widest(spots: list[Element]) -> list[Element]:
    """Around each of some elements the widest that holds no other of them."""
    counts: Counter[Element] = Counter()
    for element in spots:
        counts.update((element, *element.iterancestors()))
    rows: dict[Element, None] = {}
    for element in spots:
        row = element
        for above in element.iterancestors():
            if counts[above] > 1 or above.tag == "body":
                break
            row = above
        rows[row] = None
    return list(rows)


def _run(row: Element, spots: list[Element]) -> Iterator[Element]:
    """The row and what follows it, up to the next one."""
    yield row
    for after in row.itersiblings():
        if any(after is spot or after in spot.iterancestors() for spot in spots):
            return
        yield after


def _speaking(doc: Document, key: str) -> Iterator[Element]:
    """The elements whose own words hold a label under `key`."""
    words = pattern(key)
    for element, in_tail in doc.flat.holding(words.needles):
        said = (element.tail if in_tail else element.text) or ""
        owner = element.getparent() if in_tail else element
        if owner is None or owner.tag in _FORM_TAGS or doc.places.get(owner) in _OUTSIDE:
            continue
        if key.removeprefix("letter_") in labels_of(said):
            yield owner
