"""What a page tells of its office: functions, internal bodies, address, telephone, hours, head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from monitor.domain.basics import ITEMS, Agency
from monitor.domain.evidence import LinkKind, PageEvidence, PageKind
from monitor.extract.document import Document
from monitor.extract.leaders import fetches
from monitor.extract.lexicon import pattern
from monitor.extract.names import compact, is_name
from monitor.extract.own import frames, own_text, pictures
from monitor.extract.regions import Place
from monitor.extract.shown import text_of
from monitor.extract.simplified import simplified
from monitor.extract.tree import Element

_NUMBER = re.compile(
    r"(?<![\d.])[(（]?0\d{2,3}[)）]?\s?[-—－–―~]?\s?\d{3,4}[-\s]?\d{4}(?![\d.])"
    r"|(?<![\d.\-])(?P<bare>[2-9]\d{2,3}[-\s]?\d{4})(?![\d.])"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)400[-\s]?\d{3}[-\s]?\d{4}(?!\d)"
)
_SAID = re.compile(
    r"[\s:\uff1a]{0,4}(?P<number>[(\uff08]?\d[\d\s()\uff08\uff09\-\u2014\uff0d]{5,}\d)"
)
"""What stands after the word for a telephone, however many figures were typed."""
_DATED = re.compile(r"(?:19|20)\d{6}$")
_BEFORE = 16
_AFTER = 120
_BODIES_AFTER = 300
_HOURS_AFTER = 40
_DUTIES = 3
_TABLE_BODIES = 3
_CELLS = 80
_LINKED_BODIES = 2
_NAME_AFTER = 12
_WORD = re.compile(r"[\u4e00-\u9fff]+")
_LEAD = re.compile(r"[\s:：、（(【|]*")
_BETWEEN = re.compile(r"[\s、，,；;]+")
_SHORT = 120
_FILLED = 300
"""A page of fewer own words whose scripts ask the server for more may still get its text."""
_NOT_OF_OFFICE = (PageKind.REDIRECT, PageKind.BLOCKED, PageKind.SOFT404, PageKind.API)
_OF_A_MATTER = (PageKind.GUIDE, PageKind.LETTERS)
_CONTACTS = ("address", "telephone", "hours")


def read_agency(doc: Document, page: PageEvidence, *, named: bool) -> Agency:
    """`named`: the page calls itself the office's presentation or contacts. Other pages are read where
    they speak of such things, articles never; of a home page only where the office is found."""
    if page.kind in _NOT_OF_OFFICE:
        return Agency()
    if page.kind is PageKind.HOME:
        return _of_home(doc)
    if not named and (page.kind is PageKind.ARTICLE or page.kind in _OF_A_MATTER):
        return Agency()
    text = simplified(own_text(doc)[0])
    if not named and not pattern("agency_word").search(text):
        return Agency()
    read = tuple(item for item, finds in _FINDERS.items() if finds(doc, text))
    listed = page.listing.entries if page.listing else ()
    if "bodies" not in read and sum(_is_body(one.title) for one in listed) >= _LINKED_BODIES:
        read = (*read, "bodies")
    doubtful = _doubtful(doc, page, text) if named or read else frozenset()
    return Agency(read, doubtful=tuple(i for i in ITEMS if i in doubtful and i not in read))


def _of_home(doc: Document) -> Agency:
    text, tail = map(simplified, own_text(doc))
    own = tuple(item for item in _CONTACTS if _FINDERS[item](doc, text))
    boxes = (e for e, place in doc.places.items() if place is Place.FOOTER)
    foot = " ".join([tail, *(text_of(box) for box in boxes if not _is_inside(doc, box))])
    foot = simplified(foot)
    told = tuple(item for item in _CONTACTS if item not in own and _FINDERS[item](doc, foot))
    return Agency(own, foot=told)


def _is_inside(doc: Document, element: Element) -> bool:
    above = element.getparent()
    return above is not None and doc.places.get(above) is Place.FOOTER


def _functions(_: Document, text: str) -> bool:
    """Duties under a heading of their own, or several before the bodies are named; those of a section
    are none of the office's."""
    bodies = pattern("agency_bodies_label").search(text)
    for label in pattern("agency_functions_label").finditer(text):
        if pattern("agency_of_bodies").search(
            text[max(0, label.start() - _BEFORE) : label.start()]
        ):
            continue
        after = text[label.end() : label.end() + _AFTER]
        cut = pattern("agency_bodies_label").search(after)
        if pattern("agency_duty").search(after[: cut.start()] if cut else after):
            return True
    before = text[: bodies.start()] if bodies else text
    return sum(1 for _ in pattern("agency_duty").finditer(before)) >= _DUTIES


def _bodies(doc: Document, text: str) -> bool:
    """Named after the word for them, in cells of their own, or as links."""
    for label in pattern("agency_bodies_label").finditer(text):
        if pattern("agency_body").search(text[label.end() : label.end() + _BODIES_AFTER]):
            return True
    pieces = [piece for piece in doc.own_words if len(piece) < _CELLS]
    cells = {compact(piece) for piece in pieces} | {
        part for piece in pieces for part in _BETWEEN.split(piece)
    }
    if sum(map(_is_body, cells)) >= _TABLE_BODIES:
        return True
    linked = (words for a, words in doc.flat.linked.items() if a not in doc.places)
    return sum(map(_is_body, linked)) >= _LINKED_BODIES


def _is_body(text: str) -> bool:
    return 2 <= len(text) <= 16 and bool(pattern("agency_body").fullmatch(text.strip(" ：:")))


def _address(_: Document, text: str) -> bool:
    return bool(pattern("agency_address").search(text))


def _telephone(_: Document, text: str) -> bool:
    """A number that is said or looks like one, is no fax and not that of who keeps the website. Whether
    one that is said has the right figures is no matter here."""
    labels = list(pattern("agency_telephone_label").finditer(text))
    for found in _NUMBER.finditer(text):
        if _is_of_others(text, found.start()):
            continue
        if (bare := found["bare"]) and (_DATED.match(bare) or not labels):
            continue
        return True
    said = (_SAID.match(text, label.end()) for label in labels)
    return any(one is not None and not _is_of_others(text, one.start("number")) for one in said)


def _is_of_others(text: str, start: int) -> bool:
    before = text[max(0, start - _BEFORE) : start]
    return bool(
        pattern("agency_fax").search(before) or pattern("agency_not_telephone").search(before)
    )


def _hours(_: Document, text: str) -> bool:
    for label in pattern("agency_hours_label").finditer(text):
        if pattern("agency_hours").search(text[label.end() : label.end() + _HOURS_AFTER]):
            return True
    return bool(pattern("agency_hours_bare").search(text))


def _head(_: Document, text: str) -> bool:
    """Somebody named after the post, or right before it and by nothing but the name."""
    for label in pattern("agency_head_label").finditer(text):
        rest = text[label.end() : label.end() + _NAME_AFTER]
        lead = _LEAD.match(rest)
        if lead and any(map(is_name, _candidates(rest[lead.end() :]))):
            return True
        earlier = text[max(0, label.start() - _NAME_AFTER) : label.start()]
        before = pattern("agency_last_word").search(earlier)
        if before and is_name(before[1]):
            return True
    return False


def _candidates(text: str) -> Iterator[str]:
    """What may be a name at the beginning of `text`: those of two characters are spread."""
    words = _WORD.findall(text)
    if words and _WORD.match(text):
        yield words[0]
        if len(words[0]) == 1 and len(words) > 1:
            yield words[0] + words[1]


_FINDERS: dict[str, Callable[[Document, str], bool]] = {
    "functions": _functions,
    "bodies": _bodies,
    "address": _address,
    "telephone": _telephone,
    "hours": _hours,
    "head": _head,
}
_LABELS = {
    "functions": "agency_functions_label",
    "bodies": "agency_bodies_label",
    "address": "agency_address_label",
    "telephone": "agency_telephone_label",
    "hours": "agency_hours_label",
    "head": "agency_head_label",
}


def _doubtful(doc: Document, page: PageEvidence, text: str) -> frozenset[str]:
    """Items that something on the page may tell which is not read: all of them where the page holds
    little else, those that are spoken of beside a picture, those a file is named for."""
    short = len(text) < _SHORT
    if page.needs_script or frames(doc) or (len(text) < _FILLED and fetches(doc)):
        return frozenset(ITEMS)
    pictured = pictures(doc)
    if pictured and short:
        return frozenset(ITEMS)
    found = {item for item, key in _LABELS.items() if pictured and pattern(key).search(text)}
    for link in page.links:
        if link.kind is LinkKind.ATTACHMENT:
            if pattern("agency_file").search(link.text) or short:
                found |= {"functions", "bodies"}
            if pattern("contact_file").search(link.text) or short:
                found |= {*_CONTACTS, "head"}
    return frozenset(found)
