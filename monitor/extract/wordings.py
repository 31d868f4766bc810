"""Wordings of a page that look like slips, and where on it they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from monitor.domain.evidence import PageEvidence, PageKind
from monitor.domain.mask import mask
from monitor.domain.subject import ColumnClass
from monitor.domain.wording import Wording
from monitor.extract.columns import classify
from monitor.extract.confusions import Slip, find_slips, may_hold_slips
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.tree import Element

_CONTEXT = 20
_MOST = 20
"""Wordings kept of one page: what has more is a list of slips or no text."""
_SHORT = 4
"""Forms of fewer characters are not believed across a line break of the source."""
_NEAR = 16
_PAIR = 6
_NAME = 3
_SOME, _PART = 12, 0.01
_KANA = re.compile(r"[\u3041-\u30ff]")
_SILENT = frozenset({PageKind.REDIRECT, PageKind.BLOCKED, PageKind.SOFT404, PageKind.API})
_INLINE = frozenset(
    {
        *("span", "b", "strong", "i", "em", "u", "font", "sub", "sup", "small", "big", "s", "mark"),
        *("label", "abbr", "ins", "del", "code", "q", "cite", "tt", "time"),
    }
)
_FORMS = frozenset({"select", "option", "textarea", "button"})
_BREAK = re.compile(r"[ \t\r]*\n[ \t\r\n]*")
_INVISIBLE = re.compile("[\u200b\u200c\u200d\ufeff\xad]")
_PIECE = re.compile(r"[^\u4e00-\u9fff]")
_OPEN = "“‘\"'「『《〈"
_WORD_QUOTED = re.compile("[“‘\"'「『][\u4e00-\u9fff]{0,3}\0[\u4e00-\u9fff]{0,3}[”’\"'」』]")
"""A word of its own in quotation marks, the form being where the zero is."""
_SEARCH = re.compile(
    r"/(?:search|so|s)(?:[/?.]|$)|[?&](?:q|qt|wd|keyword|keywords|searchword|kw)=", re.I
)
_ENDS = ("", "\n", "…", ".", "·")
_SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode", "Url", "Image")
_COLUMN_TAGS = ("ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords")
_RANK = ("title", "text", "alt", "tag", "link", "frame", "foot", "asked")
_OWN = frozenset(_RANK[:4])


def find_wordings(text: str) -> tuple[Wording, ...]:
    """The slips of a plain text, such as an attachment's; at most 20, the first of each form."""
    if not may_hold_slips(_squeezed(text)):
        return ()
    laid = _Laid()
    laid.add(text, None)
    told = laid.text
    found = (_wording(slip, told) for slip in laid.slips() if not _is_mention(slip, told))
    return _merged(found)


def read_wordings(doc: Document, page: PageEvidence) -> tuple[Wording, ...]:
    """What of a page's title, text, picture descriptions and tags looks like a slip; nothing where the
    page is about slips, in traditional characters, or a list of what was searched for."""
    if page.kind in _SILENT:
        return ()
    pictures = [(image, text) for image in doc.body.iter("img") if (text := _described(image))]
    beside = (doc.title, page.title, *dict(page.tags).values(), *(text for _, text in pictures))
    if not may_hold_slips("\n".join((_squeezed(doc.text), *beside))):
        return ()
    called = "\n".join((page.title, *page.trail))
    if _is_no_prose(doc, called):
        return ()
    past = bool(pattern("wording_history").search(called)) and not _speaks_of_today(page)
    letter = _is_letter(doc, page)
    found = [*_in_text(doc, letter), *_in_said(_said(doc, page, pictures, letter))]
    kept = (one for slip, one in found if not (past and slip.history))
    return _merged(kept)


def _is_no_prose(doc: Document, called: str) -> bool:
    """It speaks about slips, shows what was searched for, or is not in simplified characters."""
    if pattern("wording_about").search(called) or pattern("wording_search_page").search(doc.title):
        return True
    text = doc.text
    if _SEARCH.search(doc.url) or pattern("wording_listed").search(text):
        return True
    return is_traditional(text)


def is_traditional(text: str) -> bool:
    """Whether it is written in traditional characters, or in Japanese."""
    least = max(_SOME, len(text) * _PART)
    return any(
        sum(1 for _ in signs.finditer(text)) > least
        for signs in (pattern("traditional_character"), _KANA)
    )


def _speaks_of_today(page: PageEvidence) -> bool:
    """News of those who look after the past."""
    return bool(pattern("wording_today").search(page.title))


def _squeezed(text: str) -> str:
    return text.replace(" ", "").replace("\n", "").replace("\r", "").replace("\t", "")


@dataclass(slots=True)
class _Laid:
    """A text as it is read: pieces in order, a new line where another block begins. `owners`: in
    which element each piece stands. `cuts`: where the source had a line break inside a piece."""

    parts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    owners: list[Element | None] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    length: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def add(self, text: str, owner: Element | None) -> None:
        self.starts.append(self.length)
        self.owners.append(owner)
        for number, piece in enumerate(_BREAK.split(_INVISIBLE.sub("", text))):
            if number:
                self.cuts.append(self.length)
            self.parts.append(piece)
            self.length += len(piece)

    def end_block(self) -> None:
        if self.parts and self.parts[-1] != "\n":
            self.parts.append("\n")
            self.length += 1

    def owner(self, place: int) -> Element | None:
        return self.owners[bisect_right(self.starts, place) - 1]

    def slips(self) -> Iterator[Slip]:
        for slip in find_slips(self.text):
            cut = bisect_right(self.cuts, slip.start)
            whole = cut == bisect_left(self.cuts, slip.end)
            if whole or len(slip.wrong) >= _SHORT:
                yield slip


def _laid(body: Element) -> _Laid:
    laid = _Laid()
    for begins, element in body.walk():
        if element.tag not in _INLINE:
            laid.end_block()
        if begins:
            if element.text:
                laid.add(element.text, element)
        elif element.tail and element is not body:
            laid.add(element.tail, element.getparent())
    return laid


def _in_text(doc: Document, letter: bool) -> Iterator[tuple[Slip, Wording]]:
    laid = _laid(doc.body)
    text = laid.text
    for slip in laid.slips():
        if _is_mention(slip, text):
            continue
        owner = laid.owner(slip.start)
        where, target = _where(owner, doc) if owner is not None else ("text", "")
        if target and _may_be_cut(slip, text):
            continue
        if letter and where in ("text", "link") and not _is_answer(text, slip.start):
            where = "asked"
        yield slip, replace(_wording(slip, text), where=where, target=target)


def _where(element: Element, doc: Document) -> tuple[str, str]:
    """What kind of place it is, and the address where its words are a link's."""
    target = ""
    for above in (element, *element.iterancestors()):
        if above.tag in _FORMS:
            return "frame", ""
        if above.tag == "a":
            target = doc.addresses.absolute(above.get("href") or "") or ""
            break
    if target == doc.url:
        target = ""
    place = doc.places.get(element)
    if place is Place.FOOTER:
        return "foot", target
    if place is not None:
        return "frame", target
    return ("link", target) if target else ("text", "")


def _described(image: Element) -> str:
    return image.get("alt") or image.get("title") or ""


def _may_be_cut(slip: Slip, text: str) -> bool:
    """A short form that ends a line may be the beginning of a longer word: lists cut titles short."""
    return len(slip.wrong) < _SHORT and text[slip.end : slip.end + 1] in _ENDS


def _said(
    doc: Document,
    page: PageEvidence,
    pictures: Iterable[tuple[Element, str]],
    letter: bool,
) -> list[tuple[str, str, str]]:
    """What the page says outside its text: the words, what kind of place, and a link's address."""
    own = page.title and page.title in doc.title
    said = [(page.title, "asked" if letter else "title", "")]
    said.append((doc.title.replace(page.title, " ") if own else doc.title, "frame", ""))
    shared = "title" if page.kind in (PageKind.COLUMN, PageKind.HOME) else "frame"
    for name, value in page.tags:
        if value and name not in _SITE_TAGS:
            where = shared if name in _COLUMN_TAGS else "tag"
            said.append((value, "asked" if letter and where == "tag" else where, ""))
        elif value and name == "SiteName":
            said.append((value, "frame", ""))
    for image, text in pictures:
        where, target = _where(image, doc)
        said.append((text, "alt" if where == "text" else where, target))
    return said


def _in_said(said: Iterable[tuple[str, str, str]]) -> Iterator[tuple[Slip, Wording]]:
    for text, where, target in said:
        for slip in find_slips(text):
            cut = where != "title" and _may_be_cut(slip, text)
            if not cut and not _is_mention(slip, text):
                yield slip, replace(_wording(slip, text), where=where, target=target)


def _wording(slip: Slip, text: str) -> Wording:
    around = text[max(0, slip.start - _CONTEXT) : slip.end + _CONTEXT]
    context = mask(" ".join(around.split()))
    return Wording(slip.wrong, slip.right, slip.kind, slip.severe, context=context)


def _merged(found: Iterable[Wording]) -> tuple[Wording, ...]:
    """One a form and kind of place; what the page says of its own is one place."""
    kept: dict[tuple[str, str, str], Wording] = {}
    for one in sorted(found, key=lambda one: _RANK.index(one.where)):
        key = (one.wrong, "own" if one.where in _OWN else one.where, one.target)
        known = kept.get(key)
        kept[key] = replace(known, count=known.count + one.count) if known else one
    return tuple(kept.values())[:_MOST]


def _is_letter(doc: Document, page: PageEvidence) -> bool:
    """It shows what people wrote to the office."""
    if page.kind is PageKind.LETTERS:
        return True
    if any(classify(name) is ColumnClass.LETTERS for name in page.trail):
        return True
    words = {match[0] for match in pattern("wording_letter").finditer(doc.text)}
    return len(words) > 1


def _is_answer(text: str, place: int) -> bool:
    """The last thing said before is that the office answers."""
    answered = max(
        (m.end() for m in pattern("wording_answered").finditer(text[:place])), default=-1
    )
    if answered < 0:
        return False
    return pattern("wording_asked").search(text[answered:place]) is None


def _is_mention(slip: Slip, text: str) -> bool:
    """The form is spoken of, quoted, somebody's name, or what was searched for."""
    start, end = slip.start, slip.end
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if pattern("wording_search").search(before):
        return True
    if pattern("wording_mention").search(before) or pattern("wording_mention").search(after):
        return True
    if _stands_with_its_correction(slip, text):
        return True
    if slip.quoted and (_is_quoted(before, after) or _in_title(text, start, end)):
        return True
    if slip.severe:
        return False
    return bool(_WORD_QUOTED.search(f"{before}\0{after}")) or _is_name(slip, before, after)


def _is_quoted(before: str, after: str) -> bool:
    """A quotation mark opens right before it, or somewhere before with the closing one after it."""
    if before[-1:] and before[-1:] in _OPEN:
        return True
    opened = max(before.rfind(mark) for mark in "“‘「『")
    shut = max(before.rfind(mark) for mark in "”’」』")
    return opened > shut and any(mark in after for mark in "”’」』")


def _in_title(text: str, start: int, end: int) -> bool:
    """Between the marks of a title."""
    opened, shut = text.rfind("《", 0, start), text.rfind("》", 0, start)
    return opened > shut and text.find("》", end) >= 0


def _stands_with_its_correction(slip: Slip, text: str) -> bool:
    """What was meant stands beside it, as in a list of both."""
    reach = len(slip.right) + _PAIR
    ahead, behind = text[slip.end : slip.end + reach], text[max(0, slip.start - reach) : slip.start]
    at, last = ahead.find(slip.right), behind.rfind(slip.right)
    pair = pattern("wording_pair")
    if at >= 0 and pair.match(ahead[:at]):
        return True
    return last >= 0 and bool(pair.match(behind[last + len(slip.right) :]))


def _is_name(slip: Slip, before: str, after: str) -> bool:
    """Part of a firm's name, or the given name of a person."""
    firm = pattern("wording_firm").search(after)
    if firm and not pattern("wording_not_firm").search(firm[0]):
        return True
    if pattern("wording_person").search(after):
        return True
    if len(slip.wrong) < _NAME and pattern("wording_named").search(before):
        return True
    told = _PIECE.split(before)[-1] + slip.wrong + _PIECE.split(after)[0]
    return len(told) == _NAME and bool(pattern("person_name").fullmatch(told))
