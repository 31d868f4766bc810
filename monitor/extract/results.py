"""Whether a page of search results has an article, told by its title or its address."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from monitor.domain.address import address_key
from monitor.domain.function import Searched
from monitor.extract.decode import decode
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import text_of
from monitor.extract.tree import Element

_BESIDE = (Place.NAV, Place.FOOTER, Place.SIDE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")
_MORE = 24
"""So many characters a hit may say beside the title: its column, a number, a date."""
_CUT = 8
"""A title that is cut short still shows so many characters."""
_PATH = 8
_WALL = 400


@dataclass(frozen=True, slots=True)
class Results:
    """`found`: the article is among them; `none`: the page says that there are none; `walled`: it wants
    a code or a login instead."""

    found: bool
    none: bool
    walled: bool

    @property
    def outcome(self) -> tuple[Searched, str | None]:
        """What this makes of a search whose page came whole, and a reason key where that is unsure."""
        if self.found:
            return Searched.FOUND, None
        if self.walled and not self.none:
            return Searched.UNSURE, "search_walled"
        return Searched.ABSENT, None


def read_results(
    body: bytes, *, url: str, title: str, article: str, content_type: str | None = None
) -> Results:
    """The results at `url` for the `title` of the page at `article`. The words that were searched for
    stand on every such page; they are no hit where they only repeat what was asked."""
    text, _ = decode(body, content_type)
    doc = Document.read(text, url)
    if doc is None:
        return Results(found=False, none=False, walled=False)
    wanted = plain(title)
    linked = any(_is_hit(one, doc, wanted, article) for one in doc.anchors)
    found = linked or any(plain(words) == wanted for words in _headed(doc))
    none = bool(pattern("search_none").search(doc.text))
    return Results(found, none, walled=_is_walled(doc))


def plain(text: str) -> str:
    """Letters, figures and characters alone, of full width or not, large or small."""
    told = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in told if sign.isalnum())


def _is_hit(anchor: Element, doc: Document, wanted: str, article: str) -> bool:
    if doc.places.get(anchor) in _BESIDE:
        return False
    href = anchor.get("href") or ""
    if _leads(doc, href, article):
        return True
    if _asks_again(doc, href):
        return False
    label = text_of(anchor)
    return any(_names(one, wanted) for one in (label, anchor.get("title") or "") if one)


def _names(label: str, wanted: str) -> bool:
    if pattern("search_elsewhere").search(label):
        return False
    said = plain(label)
    if wanted in said:
        return len(said) <= len(wanted) + _MORE
    cut = label.rstrip().endswith(("…", "...", "．．．"))
    return cut and len(said) >= _CUT and wanted.startswith(said)


def _leads(doc: Document, href: str, article: str) -> bool:
    """To the article, or by a counter of clicks that has its address in its own."""
    address = doc.addresses.absolute(href) if href else None
    if address and address_key(address) == address_key(article):
        return True
    path = urlsplit(article).path
    return len(path) > _PATH and path in unquote(href) and "?" in href


def _asks_again(doc: Document, href: str) -> bool:
    """The same search in another order or on another page."""
    address = doc.addresses.absolute(href) if href else None
    if not address:
        return False
    there, here = urlsplit(address), urlsplit(doc.url)
    return bool(there.query) and (there.netloc, there.path) == (here.netloc, here.path)


def _headed(doc: Document) -> Iterator[str]:
    """What stands like the title of a hit though it is no link: a script opens it."""
    for element in doc.flat.elements:
        if element.tag in _HEADINGS or element.get("onclick"):
            if doc.places.get(element) not in _BESIDE:
                yield text_of(element)
        elif element.tag in ("div", "span", "p", "td", "li") and "tit" in (
            element.get("class") or ""
        ):
            yield text_of(element)


def _is_walled(doc: Document) -> bool:
    if any((one.get("type") or "") == "password" for one in doc.body.iter("input")):
        return len(doc.text) < 2 * _WALL
    return len(doc.text) < _WALL and bool(pattern("search_walled").search(doc.text))
