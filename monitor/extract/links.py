"""The links of a page as a visitor meets them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from monitor.domain.evidence import MOST_LINKS, Link, LinkKind, Region
from monitor.extract.address import absolute_from
from monitor.extract.document import Document
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place, names_of, words_of
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|gz|tar|txt|csv|rtf|ceb|mp[34]|avi|flv|wmv"
    r"|mov|swf|exe|apk|caj|dwg|xml)(?:$|\?)",
    re.I,
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico)(?:$|\?)", re.I)
_LAZY = ("src", "data-src", "data-original", "original", "data-url", "lazy-src", "_src")
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
_LEADING = frozenset({"a", "area", "img", "script", "link", *_FRAMES})
_STYLED = {"stylesheet", "icon", "shortcut"}
_HEADINGS = {"h1", "h2", "h3", "h4", "dt", "th"}
_HEADING_NAMES = {
    "tit", "title", "titles", "more", "hd", "head", "bt", "tab", "tabs", "biaoti", "caption",
}  # fmt: skip
_REGION = {
    Place.NAV: Region.NAV,
    Place.TRAIL: Region.TRAIL,
    Place.FOOTER: Region.FOOTER,
}
_NO_HEADINGS = {"ul", "ol", "table", "body"}
_HEADING_TEXT = 60
_MENU_BOXES = {"ul", "ol", "dl", "table", "div"}
_LEVELS = 3
_MENU_TEXT = 16
_MENU_LINKS = 3
# An address that a script would still fill in.
_TEMPLATE = re.compile(r"\{\{|[$#@]\{|\{\$|<%|<\?")
_DIRECTORY = re.compile(r"(?:/|/(?:index|default|list)[^/]*)$")


def read_links(doc: Document, items: Collection[Element] = ()) -> tuple[Link, ...]:
    """Every link once per place, the first `MOST_LINKS` of them. `items`: the anchors that are titles
    of the page's list.

    Left out: what leads nowhere (scripts, mail, empty, `#`), what stands in comments, in scripts'
    strings, in templates or for browsers without scripts, and the page itself.
    """
    listed = set(items)
    found: list[Link] = []
    places: dict[str, list[int]] = {}
    boxes = _Boxes(doc)
    unshown = {e for box in doc.root.iter("noscript", "template") for e in box.iter()}
    for lead in doc.root.home.tree.gathered(_leads, *doc.addresses.scope):
        element, text, kind = lead.element, lead.text, lead.kind
        url = lead.url if lead.url is not None else doc.addresses.absolute(lead.raw)
        if url is None or url == doc.url or element in unshown:
            continue
        if kind is None:
            kind = lead.leads_to or _kind(url)
            region = Region.LIST if element in listed else _region(lead, boxes)
        else:
            place = doc.places.get(element)
            region = _REGION.get(place, Region.CONTENT) if place else Region.CONTENT
        same = places.get(url)
        if same is None:
            places[url] = [len(found)]
            found.append(lead.link(url, kind, region))
            if len(found) == MOST_LINKS:
                break
            continue
        number = next(
            (n for n in same if (one := found[n]).kind is kind and one.region is region), None
        )
        if number is None:
            same.append(len(found))
            found.append(lead.link(url, kind, region))
            if len(found) == MOST_LINKS:
                break
        elif text and not found[number].text:
            found[number] = lead.link(url, kind, region)
    return tuple(found)


class _Lead:
    """Where an element leads. `url`: None where that depends on the page; `kind`: None for a link, told
    by its address. `region`: what is around it tells, where that is the same on every page."""

    __slots__ = ("element", "kind", "last", "leads_to", "raw", "region", "text", "url")

    def __init__(self, element: Element, raw: str, kind: LinkKind | None, url: str | None) -> None:
        self.element = element
        self.raw = raw
        self.kind = kind
        self.url = url
        self.text = (text_of(element) or _label(element)) if kind is None else ""
        self.leads_to = _kind(url) if url else None
        self.last: Link | None = None
        self.region: Region | None = None

    def link(self, url: str, kind: LinkKind, region: Region) -> Link:
        """Mostly that of the page before."""
        last = self.last
        if last is None or last.region is not region or last.kind is not kind or last.url != url:
            last = self.last = Link(url, self.text, kind, region)
        return last


def _leads(elements: Sequence[Element], host: str, catalogue: bool) -> list[_Lead]:
    """Those that lead anywhere, from a page of `host`."""
    return [
        _Lead(element, raw, kind, url)
        for element, raw, kind in _raw(elements)
        if not _is_template(raw)
        for url in (absolute_from(host, raw, catalogue),)
        if url != ""
    ]


def _raw(elements: Sequence[Element]) -> Iterator[tuple[Element, str, LinkKind | None]]:
    for element in elements:
        tag = element.tag
        if tag not in _LEADING:
            continue
        if tag in ("a", "area"):
            href = element.get("href")
            if href:
                yield element, href, None
        elif tag == "img":
            for name in _LAZY:
                source = element.get(name)
                if source:
                    yield element, source, LinkKind.IMAGE
        elif tag in _FRAMES:
            source = element.get(_FRAMES[tag])
            if source:
                yield element, source, LinkKind.FRAME
        elif tag == "script":
            source = element.get("src")
            if source:
                yield element, source, LinkKind.ASSET
        elif tag == "link":
            href = element.get("href")
            if href and _STYLED & set((element.get("rel") or "").lower().split()):
                yield element, href, LinkKind.ASSET


def _label(anchor: Element) -> str:
    text = text_of(anchor)
    if not text:
        pictured = [squeeze(image.get("alt") or "") for image in anchor.iter("img")]
        text = squeeze(anchor.get("title") or "") or next(filter(None, pictured), "")
    return text


@kept(1 << 12, longest=300)
def _kind(url: str) -> LinkKind:
    path = url.split("#", 1)[0]
    if _ATTACHMENT.search(path):
        return LinkKind.ATTACHMENT
    return LinkKind.IMAGE if _IMAGE.search(path) else LinkKind.PAGE


def _region(lead: _Lead, boxes: _Boxes) -> Region:
    place = boxes.doc.places.get(lead.element)
    if place in _REGION:
        return _REGION[place]
    if lead.region is not None:
        return lead.region
    region = _told_around(lead.element, lead.text, boxes)
    if boxes.are_a_part(lead.element):
        lead.region = region
    return region


def _told_around(anchor: Element, text: str, boxes: _Boxes) -> Region:
    if _leads_to_more(text):
        return Region.BLOCK
    heads = _heads(anchor)
    box = anchor.getparent()
    if heads or (heads is None and boxes.head(box)):
        return Region.BLOCK
    return Region.MENU if boxes.are_menu(box) else Region.CONTENT


def _heads(element: Element) -> bool | None:
    """Whether it is a heading, short enough; None where what is around it decides."""
    if element.tag in _NO_HEADINGS:
        return False
    if element.tag in _HEADINGS or _is_named_heading(names_of(element)):
        return len(text_of(element)) <= _HEADING_TEXT
    return None


@kept(1 << 12, longest=100)
def _is_named_heading(names: str) -> bool:
    return bool(words_of(names) & _HEADING_NAMES)


@kept(1 << 12, longest=100)
def _leads_to_more(text: str) -> bool:
    return bool(pattern("more_link").search(text))


def _is_template(raw: str) -> bool:
    return ("{" in raw or "<" in raw) and bool(_TEMPLATE.search(raw))


class _Boxes:
    """What the elements around links are: asked once for all the links in one."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self._menus: dict[Element, bool] = {}
        self._are_menu: dict[Element | None, bool] = {}
        self._head: dict[Element | None, bool] = {}
        self._lasting: dict[Element, bool] = {}

    def are_a_part(self, anchor: Element) -> bool:
        """Whether all that is asked of the boxes around `anchor` is the same on every page that they
        stand on."""
        if not anchor.home.shared:
            return False
        widest: Element | None = anchor
        for _ in range(_LEVELS):
            widest = widest.parent if widest is not None else None
        if widest is None or widest.home is not anchor.home:
            return False
        known = self._lasting.get(widest)
        if known is None:
            scope = self.doc.addresses.scope
            leads = (
                absolute_from(scope[0], a.get("href") or "", scope[1]) for a in widest.iter("a")
            )
            known = self._lasting[widest] = all(url is not None for url in leads)
        return known

    def head(self, box: Element | None) -> bool:
        """Whether `box`, or the first around it that can tell, is a heading."""
        known = self._head.get(box)
        if known is None:
            told = (_heads(one) for one in _around(box))
            known = self._head[box] = next((one for one in told if one is not None), False)
        return known

    def are_menu(self, box: Element | None) -> bool:
        """Whether `box` or one next around it is a menu."""
        known = self._are_menu.get(box)
        if known is None:
            known = self._are_menu[box] = any(map(self._is_menu, _around(box)))
        return known

    def _is_menu(self, box: Element) -> bool:
        if box.tag not in _MENU_BOXES:
            return False
        if box not in self._menus:
            self._menus[box] = self._names_folders(box)
        return self._menus[box]

    def _names_folders(self, box: Element) -> bool:
        """A box of short names that lead to directories, not to documents."""
        anchors = list(box.iter("a"))
        if len(anchors) < _MENU_LINKS or any(
            len(self.doc.flat.linked[a]) > _MENU_TEXT for a in anchors
        ):
            return False
        urls = (self.doc.addresses.absolute(a.get("href")) for a in anchors)
        leading = [url for url in urls if url]
        return sum(bool(_DIRECTORY.search(url)) for url in leading) >= 0.6 * max(len(leading), 1)


def _around(box: Element | None) -> Iterator[Element]:
    for _ in range(_LEVELS):
        if box is None:
            return
        yield box
        box = box.getparent()
