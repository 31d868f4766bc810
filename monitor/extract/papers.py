"""Documents of the administration, their interpretations, and what leads from one to the other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from monitor.domain.address import address_key
from monitor.domain.evidence import LinkKind, PageEvidence, PageKind
from monitor.domain.gist import mark_of
from monitor.domain.papers import NO_PAPER, Listed, Paper
from monitor.domain.subject import ColumnClass
from monitor.extract.columns import classify
from monitor.extract.document import Document
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze
from monitor.extract.tree import Element

_TEXTS = frozenset({PageKind.ARTICLE, PageKind.STATIC, PageKind.GUIDE, PageKind.OTHER})
_LISTS = frozenset({PageKind.COLUMN, PageKind.API, PageKind.HOME, PageKind.LETTERS})
_OUTSIDE = (Place.NAV, Place.FOOTER, Place.TRAIL)
_HEAD = 3000
"""Characters of a text in which its own number stands."""
_TITLE = 160
_NAME = 5
_PLACED = 6
_LABEL = 20
_LETTERS = 12
_FEW = 3
_MOST_LINKS, _MOST_MENTIONS, _MOST_LISTED, _MOST_ADDRESSES = 120, 24, 80, 30
_EXPLAINED = 40
_LETTER = re.compile(r"[^\w]+|_")
_DIRECTORY = re.compile(r"(?:/|/(?:index|default|list|main)(?:_\d+)?\.\w+)$", re.I)
_QUOTED = re.compile(
    r"""["'](https?://[^"'\s<>]{8,300}|/[^"'\s<>]{2,300}\.\w{2,6}(?:\?[^"'\s<>]*)?)["']"""
)
_FINISHED = re.compile(r"\.s?html?\?", re.I)
_RELATION = re.compile(r"""["']?relat\w*["']?\s*[:=]\s*(?=[\[{])""", re.I)
_YEAR = re.compile(r"[\u3014\[\uff3b\u3010(\uff08\ufe5d]\s*(?:19|20)\d\d")
_SENTENCE = re.compile("[\u3002\uff1b;]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def read_paper(doc: Document, page: PageEvidence) -> Paper:
    """What the page is to a document; `NO_PAPER` for most."""
    title = squeeze(page.title)[:_TITLE]
    if page.soft404 or not (page.kind in _TEXTS or _is_short(page, title)):
        return NO_PAPER
    column = next(iter(page.trail[-1:]), "")
    if _explains(title) or (_is_explaining(column) and not _is_document(title)):
        return _interpretation(doc, page, title, _is_explaining(column))
    number = _own_number(doc, title)
    if not (number or _is_document(title)) or pattern("document_title_not").search(title):
        return NO_PAPER
    return _document(doc, page, title, number)


def _is_short(page: PageEvidence, title: str) -> bool:
    """A short text whose one link is taken for a list, under the title of an interpretation, or under
    that of the notice by which a document is issued."""
    if page.kind is not PageKind.COLUMN or page.listing is None:
        return False
    if len(page.listing.entries) > _FEW:
        return False
    if _explains(title):
        return bool(interpreted(title))
    return bool(pattern("wrapped_title").search(title) and document_name(title))


def read_listed(page: PageEvidence) -> tuple[Listed, ...]:
    """The interpretations that a list shows, read or not: what is only listed explains as well."""
    if page.kind not in _LISTS or page.listing is None:
        return ()
    column = page.trail[-1] if page.trail else page.title
    all_do = page.kind is not PageKind.HOME and _is_explaining(column)
    found = [
        Listed(names, mark_of(address_key(entry.url)) if entry.url else 0)
        for entry in page.listing.entries
        if all_do or _explains(entry.title)
        if (names := interpreted(entry.title))
    ]
    return tuple(found[:_MOST_LISTED])


def _explains(title: str) -> bool:
    return bool(pattern("explains").search(title)) and not pattern("explains_not").search(title)


def _is_document(title: str) -> bool:
    return bool(pattern("document_title").search(title))


@kept(1 << 10, longest=60)
def _is_explaining(column: str) -> bool:
    return bool(column) and classify(column) is ColumnClass.INTERPRETATION


# Names -------------------------------------------------------------------------------------------


@kept(1 << 11, longest=200)
def document_name(title: str) -> str:
    """What a document is called everywhere: without number, issuer, place, quotes and brackets that
    tell of its trial or its year; "" where too little is left to tell it from others."""
    text = re.sub(r"[\s“”\"'‘’《》〈〉<>]", "", pattern("document_number").sub("", title))
    text = re.sub(r"[（(【\[]\s*[)）】\]]", "", text)
    wrapped = pattern("wrapped_title").search(text)
    if wrapped:
        text = wrapped["name"]
    text = pattern("title_suffix").sub("", text)
    for _ in range(2):
        for key in ("title_issuer", "title_about", "title_place"):
            shorter = pattern(key).sub("", text)
            if len(_letters(shorter)) >= _PLACED:
                text = shorter
    name = _letters(text)
    return name if len(name) >= _NAME else ""


def _letters(text: str) -> str:
    return _LETTER.sub("", text)


@kept(1 << 12, longest=200)
def interpreted(title: str) -> tuple[str, ...]:
    """The documents that the title of an interpretation names, quoted or not."""
    quoted = [match[1] for match in pattern("quoted_title").finditer(_straight(title))]
    if quoted:
        return _distinct(document_name(one) for one in quoted)
    bare = squeeze(title)
    for _ in range(2):
        bare = pattern("telling").sub("", bare).strip(' “”"：:—-|丨')
    name = document_name(bare)
    return (name,) if name and (_is_document(bare) or name != document_name(title)) else ()


def _straight(title: str) -> str:
    """Quotes within quotes made the same: 《关于印发〈…〉的通知》 is one name."""
    return re.sub(
        r"[〈<]([^〈〉<>《》]*)[〉>]",
        r"\1",
        re.sub(r"《([^《》]*)《([^《》]*)》([^《》]*)》", r"《\1\2\3》", title),
    )


def _distinct(names: Iterable[str], most: int = 8) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:most]


# Numbers -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    letters: str
    year: str
    serial: str

    @property
    def text(self) -> str:
        return f"{self.letters}{self.year}-{int(self.serial)}"


def _number(match: re.Match[str]) -> _Number:
    return _Number(match["letters"], match["year"], match["serial"])


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Every number in a text; it is tried only before a year in brackets."""
    match = pattern("document_number").match
    for bracket in _YEAR.finditer(text):
        for start in range(max(0, bracket.start() - _LETTERS), bracket.start()):
            found = match(text, start)
            if found:
                yield found
                break


def _own_number(doc: Document, title: str) -> _Number | None:
    """The number that a label, a line of its own or the title gives the document; one that the text
    only cites is another's."""
    titled = next(_numbers(title), None)
    if titled:
        return _number(titled)
    head = doc.main_text[:_HEAD]
    found = list(_numbers(head))
    for match in found:
        # A label without colon runs into the letters: what matches begins too early.
        before = head[max(0, match.start() - _LABEL) : match.start("letters")]
        if pattern("document_number_label").search(before):
            return _number(match)
    for match in found:
        if _SENTENCE.search(head, 0, match.start()):
            return None
        if _stands_alone(head, match):
            return _number(match)
    return None


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """In a line of its own under the title, in brackets or not; letters that belong to a sentence
    begin with its words."""
    before = text[: match.start()]
    bare = before.rstrip(" （(【[")
    if pattern("citing").match(match["letters"]) or pattern("citing_end").search(bare[-2:]):
        return False
    after = text[match.end() : match.end() + 4]
    return (not before or bare != before) and bool(pattern("document_number_rest").search(after))


# The two halves ----------------------------------------------------------------------------------


def _document(doc: Document, page: PageEvidence, title: str, number: _Number | None) -> Paper:
    names = _distinct([document_name(title)])
    letters = pattern("government_letters").search(number.letters) if number else None
    pointers = list(_pointers(doc))
    related = _related(doc)
    explained = _explains_itself(doc)
    return Paper(
        role="document",
        names=names,
        number=number.text if number else "",
        head=letters["place"] if letters else "",
        governs=letters is not None,
        issuer=_issuer(doc, title),
        wide=_is_wide(title),
        normative=bool(number and pattern("normative_letters").search(number.letters)),
        lapsed=_is_lapsed(doc, title),
        refers=any(_to_interpretation(one, names) for one in (*pointers, *related)),
        explained=explained,
        links=_marks(doc, page, pointers, related),
    )


def _interpretation(doc: Document, page: PageEvidence, title: str, in_column: bool) -> Paper:
    names = interpreted(title)
    pointers = list(_pointers(doc))
    related = _related(doc)
    return Paper(
        role="interpretation",
        names=names,
        firm=not pattern("explains_not").search(title)
        and (in_column or bool(pattern("explains_firmly").search(title))),
        mentions=_mentions(doc.main_text),
        refers=any(_to_document(one, names) for one in (*pointers, *related)),
        links=_marks(doc, page, pointers, related),
    )


def _is_wide(title: str) -> bool:
    if not pattern("wide_title").search(title) or pattern("narrow_title").search(title):
        return False
    return bool(pattern("rules_title").search(title)) or not pattern("few_title").search(title)


def _issuer(doc: Document, title: str) -> str:
    """The place whose government issued the document, by its title or by the label of the issuer."""
    found = pattern("government_issuer").search(title)
    if not found:
        labelled = pattern("issuer_label").search(doc.main_text[:_HEAD])
        found = pattern("government_issuer").search(labelled["name"]) if labelled else None
    return found["place"] if found else ""


def _is_lapsed(doc: Document, title: str) -> bool:
    lapsed = pattern("lapsed_status")
    return bool(lapsed.search(title) or lapsed.search(doc.main_text[:_HEAD]))


def _mentions(text: str) -> tuple[str, ...]:
    quoted = (document_name(match[1]) for match in pattern("quoted_title").finditer(text))
    numbers = (_number(match).text for match in _numbers(text))
    return _distinct([*numbers, *quoted], _MOST_MENTIONS)


def _explains_itself(doc: Document) -> bool:
    """A heading that promises an interpretation, and a text after it."""
    if not pattern("own_interpretation").may_match(doc.main_text):
        return False
    after: int | None = None
    for piece in doc.own_words:
        said = squeeze(piece)
        if len(said) <= _LABEL and pattern("own_interpretation").search(said):
            after = 0
        elif after is not None:
            after += len(said) if len(said) > _LABEL else 0
            if after >= _EXPLAINED:
                return True
    return False


# Links -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A link outside head, foot and breadcrumb: its words, what stands before it as a label."""

    url: str
    text: str
    label: str


def _pointers(doc: Document) -> Iterator[_Pointer]:
    """The links by which a visitor is led on; those to the next and the last article are no relation."""
    before, said, places = "", "", doc.places
    for element in doc.flat.elements:
        tag, text, after = element.tag, element.text, element.tail
        if tag == "a":
            if places.get(element) not in _OUTSIDE:
                before, said = said or before, ""
                label = _label(before)
                pointer = _pointer(doc, element, label)
                if pointer is not None:
                    heads = pattern("to_interpretation").search(pointer.text)
                    if heads and _leads_to_list(pointer.url):
                        before = pointer.text
                    yield pointer
        elif text and not text.isspace() and _HAN.search(text):
            said = text
        if after and not after.isspace() and _HAN.search(after):
            said = after


def _label(said: str) -> str:
    """Short words before a link label it, and the end of long ones."""
    return squeeze(said)[-_LABEL:]


def _pointer(doc: Document, anchor: Element, label: str) -> _Pointer | None:
    text = doc.flat.linked.get(anchor) or squeeze(anchor.get("title") or "")
    text = text or next((squeeze(i.get("alt") or "") for i in anchor.iter("img")), "")
    url = doc.addresses.absolute(anchor.get("href")) or _opened(doc, anchor.get("onclick"))
    if url is None or _is_neighbour(text, label):
        return None
    return _Pointer(url, text, label)


def _opened(doc: Document, code: str | None) -> str | None:
    found = _QUOTED.search(code) if code else None
    return doc.addresses.absolute(found[1]) if found else None


def _is_neighbour(text: str, label: str) -> bool:
    neighbour = pattern("neighbour_link")
    return bool(neighbour.search(text) or neighbour.search(label))


def _related(doc: Document) -> list[_Pointer]:
    """What a platform's script knows to be related: [{"title": …, "post_url": …}]."""
    found: list[_Pointer] = []
    if not any("relat" in script.code for script in doc.scripts):
        return found
    decoder = json.JSONDecoder(strict=False)
    for match in _RELATION.finditer(doc.code):
        try:
            value, _ = decoder.raw_decode(doc.code, match.end())
        except ValueError:
            continue
        for url, title in _named(value):
            absolute = doc.addresses.absolute(url)
            if absolute:
                found.append(_Pointer(absolute, title, ""))
    return found[:_MOST_ADDRESSES]


def _named(value: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > 4:
        return
    if isinstance(value, dict):
        urls = [v for k, v in value.items() if "url" in k.lower() and isinstance(v, str) and v]
        title = next(
            (v for k, v in value.items() if "title" in k.lower() and isinstance(v, str)), ""
        )
        if urls:
            yield urls[-1], squeeze(title)
        for inner in value.values():
            yield from _named(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner, depth + 1)


def _marks(
    doc: Document, page: PageEvidence, pointers: list[_Pointer], related: list[_Pointer]
) -> tuple[int, ...]:
    urls = [one.url for one in (*pointers, *related)]
    urls += [link.url for link in page.links if link.kind is LinkKind.FRAME]
    quoted = (match[1] for match in _QUOTED.finditer(doc.code))
    written = [
        doc.addresses.absolute(raw) for raw, _ in zip(quoted, range(_MOST_ADDRESSES), strict=False)
    ]
    told = (one.get("onclick") for one in doc.body.iterdescendants() if "onclick" in one.attrib)
    clicked = (_opened(doc, one) for one in told)
    urls += [url for url in (*written, *clicked) if url]
    # What comes after the name of a finished file tells only where a visitor comes from.
    urls += [url.partition("?")[0] for url in urls if _FINISHED.search(url)]
    marks = dict.fromkeys(mark_of(address_key(url)) for url in urls)
    return tuple(marks)[:_MOST_LINKS]


def _to_interpretation(one: _Pointer, names: tuple[str, ...]) -> bool:
    """The link's words, or the label of bare ones, promise an interpretation, and not another's."""
    promised = pattern("to_interpretation").search(one.text) is not None
    if not (promised or pattern("to_interpretation").search(one.label)) or _leads_to_list(one.url):
        return False
    if promised:
        told = interpreted(one.text)
        return (
            pattern("bare_pointer").search(one.text) is not None or not told or _fits(told, names)
        )
    told = _distinct(document_name(m[1]) for m in pattern("quoted_title").finditer(one.text))
    return not told or _fits(told, names)


def _to_document(one: _Pointer, names: tuple[str, ...]) -> bool:
    """The link names the document, or says that it leads to it."""
    if _leads_to_list(one.url):
        return False
    if pattern("to_document").search(one.text) and pattern("bare_pointer").search(one.text):
        return True
    if pattern("to_interpretation").search(one.text):
        return False
    quoted = _distinct(document_name(m[1]) for m in pattern("quoted_title").finditer(one.text))
    told = quoted or _distinct([document_name(re.sub(r"\.\w{2,5}$", "", one.text))])
    if told and _fits(told, names):
        return True
    bare = pattern("bare_pointer").search(one.text)
    return bool(bare) and bool(pattern("to_document").search(one.label))


def _leads_to_list(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and bool(_DIRECTORY.search(parts.path or "/"))


def _fits(told: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return any(one == name or one in name or name in one for one in told for name in names)
