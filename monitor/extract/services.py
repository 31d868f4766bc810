"""What a page shows of public services: the ways to them, and whether it is a guide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from monitor.domain.evidence import Link, LinkKind, PageEvidence, PageKind, Region
from monitor.domain.guide import NO_SERVICES, ServiceSight
from monitor.extract.columns import promises
from monitor.extract.document import Document
from monitor.extract.guide import read_guide
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze
from monitor.extract.simplified import simplified
from monitor.extract.tree import Element

TOPIC = "services"
_MOST = 3
_SAYS = 18
_ITEM = 8
_HEADS = re.compile(r"(top|head|nav|menu|daohang)\w*\.(s?html?|jsp|aspx?|php)", re.I)
_BRINGS_HEAD = re.compile(
    r"(?:load|get|ajax|include|fetch)\w*\s*\(\s*\{?[^)]{0,40}[\"'][^\"']*(?:top|head|nav|menu)",
    re.I,
)
_STRING = re.compile(r"""(?<=[>"'])([^<>"'\s]{2,18})(?=[<"'])""")
_NOT_OFFICES = ("conac", "beian", "miit", "jiucuo", "pucha", "zfwzgl", "kaipuyun")


def read_services(doc: Document, page: PageEvidence) -> ServiceSight:
    """Home pages are asked for the ways to services, all other pages whether they are guides."""
    if page.kind is PageKind.HOME:
        entries = list(_entries(page.links))
        return ServiceSight(tuple(entries[:_MOST]), None if entries else _doubt(doc))
    guide = read_guide(doc, page)
    return ServiceSight(guide=guide) if guide else NO_SERVICES


def _entries(links: tuple[Link, ...]) -> Iterator[str]:
    needles, signs = pattern("service_address").needles, pattern("service_sign").needles
    for link in links:
        if link.kind is not LinkKind.PAGE:
            continue
        longest = _ITEM if link.region is Region.LIST else _SAYS
        named = 0 < len(link.text) <= longest and _is_way(link.text, signs)
        if named or (any(one in link.url for one in needles) and _is_platform(link)):
            yield link.url


def _is_platform(link: Link) -> bool:
    """Its address is one of services, and it is no news."""
    return link.region is not Region.LIST and bool(pattern("service_address").search(link.url))


def _is_way(said: str, signs: tuple[str, ...]) -> bool:
    text = simplified(said)
    small = text.lower()
    return any(sign in small for sign in signs) and promises(TOPIC, text)


def _doubt(doc: Document) -> str | None:
    """Why a way to services may stand where we do not read."""
    frames = [one.get("src") or "" for one in doc.root.iter("iframe", "frame")]
    if any(_HEADS.search(src) or pattern("service_address").search(src) for src in frames):
        return "in_frame"
    if _BRINGS_HEAD.search(doc.code) or _is_told(doc):
        return "script_built"
    return "picture_only" if any(map(partial(_is_mute, doc), doc.anchors)) else None


def _is_told(doc: Document) -> bool:
    """Words for services that are no link: a script makes one of them, or writes it."""
    signs = pattern("service_sign").needles
    for element, after in doc.flat.holding(signs):
        said = squeeze((element.tail if after else element.text) or "")
        if len(said) <= _SAYS and doc.places.get(element) is not Place.FOOTER:
            anchors = (one for one in (element, *element.iterancestors()) if one.tag == "a")
            leads = any(doc.addresses.absolute(one.get("href")) for one in anchors)
            if not leads and _is_way(said, signs):
                return True
    return any(_is_way(match[1], signs) for match in _STRING.finditer(doc.code))


def _is_mute(doc: Document, anchor: Element) -> bool:
    """A picture of the body that leads outside and says nothing."""
    if doc.flat.linked.get(anchor) or doc.places.get(anchor) is Place.FOOTER:
        return False
    image = next(anchor.iter("img"), None)
    href = anchor.get("href") or ""
    if image is None or anchor.get("title") or image.get("alt"):
        return False
    return href.startswith(("http", "//")) and not any(one in href for one in _NOT_OFFICES)
