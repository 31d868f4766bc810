"""Where a list goes on: the addresses of its further pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import text_of
from monitor.extract.tree import Element

_CREATE = re.compile(
    r"""createPageHTML\w*\(\s*['"]?(\d+)['"]?\s*,\s*['"]?(\d+)['"]?\s*,\s*["']([\w./-]*)["']\s*,\s*["'](\w+)["']"""
)
_PAGER = re.compile(r"Pager\(\s*\{(.*?)\}", re.S)
_FIELD = re.compile(r"""(\w+)\s*:\s*["']?([\w./-]+)""")
_NUMBER = re.compile(r"^[\[(（]?\s*(\d{1,4})\s*[\])）]?$")
_PAGE_FIELDS = "page|p|pageno|paging|curpage|cur_page|pagenum"
_INDEX = re.compile(r"(?:index|default)(?:_[01])?\.\w+$")
_MOST = 200
_OUTSIDE = {Place.NAV, Place.TRAIL, Place.FOOTER}


@dataclass(frozen=True, slots=True)
class Pager:
    """`anchors` are the paging links themselves; `pages` says how many pages there are, if told."""

    next_pages: tuple[str, ...] = ()
    anchors: tuple[Element, ...] = ()
    pages: int | None = None

    @property
    def present(self) -> bool:
        return bool(self.anchors) or self.pages is not None


def read_pager(doc: Document) -> Pager:
    """Page 2 and on, in order, the page itself and the first page left out; at most 200."""
    made = _CREATE.search(doc.code)
    if made:
        return _numbered(doc, int(made[1]), made[3] or "index", made[4])
    for match in _PAGER.finditer(doc.code):
        fields = dict(_FIELD.findall(match[1]))
        if fields.get("size", "").isdigit():
            return _numbered(
                doc,
                int(fields["size"]),
                fields.get("prefix", "index"),
                fields.get("suffix", "html"),
            )
    return _static(doc)


def _numbered(doc: Document, pages: int, prefix: str, suffix: str) -> Pager:
    """TRS counts from nought: the second page is index_1."""
    urls = [
        doc.addresses.absolute(f"{prefix}_{number}.{suffix}")
        for number in range(1, min(pages, _MOST))
    ]
    return Pager(tuple(u for u in urls if u and u != doc.url), pages=pages)


def _static(doc: Document) -> Pager:
    anchors = [a for a in doc.anchors if doc.places.get(a) not in _OUTSIDE and _pages(text_of(a))]
    if not any(_leads_on(text_of(a)) for a in anchors):
        anchors = [a for a in anchors if a.get("title") == "Total record" or _numbers(a, doc)]
    first = _bare(doc.url)
    found: list[str] = []
    for anchor in anchors:
        url = doc.addresses.absolute(anchor.get("href"))
        if (
            url
            and url not in found
            and url != doc.url
            and _bare(url) != first
            and _kin(url, doc.url)
        ):
            found.append(url)
    return Pager(tuple(found[:_MOST]), tuple(anchors))


def _pages(text: str) -> bool:
    return (
        bool(text)
        and len(text) <= 8
        and bool(_NUMBER.match(text) or pattern("paging").search(text))
    )


def _leads_on(text: str) -> bool:
    """A word of paging; the first page alone is also what the way home is called."""
    return bool(pattern("paging").search(text)) and not pattern("home_link").search(text)


def _numbers(anchor: Element, doc: Document) -> bool:
    """A number alone is paging where it only numbers the list's own address."""
    url = doc.addresses.absolute(anchor.get("href"))
    return bool(url) and url != doc.url and _stem(url or "") == _stem(doc.url)


def _stem(url: str) -> str:
    """The address without index file and page number: what the pages of one list share."""
    parts = urlsplit(url)
    path = re.sub(r"(?:[_-]?\d{1,4})?(\.\w+)$", r"\1", parts.path)
    query = re.sub(rf"(?:^|&)(?:{_PAGE_FIELDS})=\d{{1,4}}(?=&|$)", "", parts.query, flags=re.I)
    return f"{parts.netloc}{_INDEX.sub('', path)}?{query}"


def _bare(url: str) -> str:
    """The first page's address: without page number and index file."""
    bare = re.sub(rf"[?&](?:{_PAGE_FIELDS})=1$", "", url, flags=re.I)
    return _INDEX.sub("", bare)


def _kin(url: str, page: str) -> bool:
    """Further pages lie beside the first one, or are the same script asked for another number."""
    one, other = urlsplit(url), urlsplit(page)
    if one.netloc != other.netloc:
        return False
    here = other.path[: other.path.rfind("/") + 1]
    return one.path.startswith(here) or one.path == other.path
