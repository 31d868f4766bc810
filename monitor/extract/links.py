"""The links of a page as a visitor meets them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml import etree

from monitor.domain.evidence import Link, LinkKind, Region
from monitor.extract.document import Document, squeeze, text_of
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place, names_of, words_of

_ATTACHMENT = re.compile(
    r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|gz|tar|txt|csv|rtf|ceb|mp[34]|avi|flv|wmv"
    r"|mov|swf|exe|apk|caj|dwg|xml)(?:$|\?)",
    re.I,
)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|bmp|webp|svg|ico)(?:$|\?)", re.I)
_LAZY = ("src", "data-src", "data-original", "original", "data-url", "lazy-src", "_src")
_FRAMES = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}
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
_MENU_TEXT = 16
_MENU_LINKS = 3
# An address that a script would still fill in.
_TEMPLATE = re.compile(r"\{\{|[$#@]\{|\{\$|<%|<\?")
_DIRECTORY = re.compile(r"(?:/|/(?:index|default|list)[^/]*)$")


def read_links(doc: Document, items: Collection[etree._Element] = ()) -> tuple[Link, ...]:
    """Every link once per place. `items`: the anchors that are titles of the page's list.

    Left out: what leads nowhere (scripts, mail, empty, `#`), what stands in comments, in scripts'
    strings, in templates or for browsers without scripts, and the page itself.
    """
    listed = set(items)
    found: dict[tuple[str, LinkKind, Region], Link] = {}
    menus: dict[etree._Element, bool] = {}
    unshown = {e for box in doc.root.iter("noscript", "template") for e in box.iter()}
    for element, raw, kind in _raw(doc):
        url = doc.addresses.absolute(raw)
        if url is None or url == doc.url or element in unshown or _TEMPLATE.search(raw):
            continue
        text = ""
        region = Region.CONTENT
        if element.tag in ("a", "area"):
            text = _label(element)
            kind = _kind(url)
            region = Region.LIST if element in listed else _region(element, text, doc, menus)
        else:
            place = doc.places.get(element)
            region = _REGION.get(place, Region.CONTENT) if place else Region.CONTENT
        known = found.get((url, kind, region))
        if known is None or (text and not known.text):
            found[url, kind, region] = Link(url, text, kind, region)
    return tuple(found.values())


def _raw(doc: Document) -> Iterator[tuple[etree._Element, str, LinkKind]]:
    for element in doc.root.iter():
        tag = element.tag
        if tag in ("a", "area"):
            href = element.get("href")
            if href:
                yield element, href, LinkKind.PAGE
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


def _label(anchor: etree._Element) -> str:
    text = text_of(anchor)
    if not text:
        pictured = [squeeze(image.get("alt") or "") for image in anchor.iter("img")]
        text = squeeze(anchor.get("title") or "") or next(filter(None, pictured), "")
    return text


def _kind(url: str) -> LinkKind:
    path = url.split("#", 1)[0]
    if _ATTACHMENT.search(path):
        return LinkKind.ATTACHMENT
    return LinkKind.IMAGE if _IMAGE.search(path) else LinkKind.PAGE


def _region(
    anchor: etree._Element, text: str, doc: Document, menus: dict[etree._Element, bool]
) -> Region:
    place = doc.places.get(anchor)
    if place in _REGION:
        return _REGION[place]
    if pattern("more_link").search(text) or _is_heading(anchor):
        return Region.BLOCK
    for above in _near(anchor, 3):
        if above.tag in ("ul", "ol", "dl", "table", "div"):
            if above not in menus:
                menus[above] = _is_menu(above, doc)
            if menus[above]:
                return Region.MENU
    return Region.CONTENT


def _near(element: etree._Element, levels: int) -> Iterator[etree._Element]:
    for level, above in enumerate(element.iterancestors()):
        if level >= levels:
            return
        yield above


def _is_heading(anchor: etree._Element) -> bool:
    for element in (anchor, *_near(anchor, 3)):
        if element.tag in ("ul", "ol", "table", "body"):
            return False
        if element.tag in _HEADINGS or words_of(names_of(element)) & _HEADING_NAMES:
            return len(text_of(element)) <= 60
    return False


def _is_menu(box: etree._Element, doc: Document) -> bool:
    """A box of short names that lead to directories, not to documents."""
    names = [(text_of(a), doc.addresses.absolute(a.get("href"))) for a in box.iter("a")]
    if len(names) < _MENU_LINKS or any(len(text) > _MENU_TEXT for text, _ in names):
        return False
    leading = [url for _, url in names if url]
    return sum(bool(_DIRECTORY.search(url)) for url in leading) >= 0.6 * max(len(leading), 1)
