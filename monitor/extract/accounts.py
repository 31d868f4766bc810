"""Links to accounts of new media in what surrounds a site's pages, and of whom their words speak."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.domain.account_address import HOSTS, account_address
from monitor.domain.evidence import PageEvidence, PageKind
from monitor.domain.shown_accounts import ShownAccount, Whose
from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze, text_of
from monitor.extract.sitename import same_body
from monitor.extract.tree import Element

_KINDS = frozenset({PageKind.HOME, PageKind.COLUMN, PageKind.STATIC, PageKind.OTHER})
_FRAME = (Place.NAV, Place.SIDE, Place.FOOTER)
_ABOVE = 5
"""How far above a link the words that present it may stand."""
_BOX = 120
"""A box of more characters is no box of accounts."""
_TEXT = 40
_SHORT = 16
_MOST = 12
_SIGNS = re.compile(r"[^\w\u4e00-\u9fff]+")
_LEAST = 3


def read_shown_accounts(doc: Document, page: PageEvidence) -> tuple[ShownAccount, ...]:
    """Of the home page all but dated items; of other pages what stands in head, side or foot."""
    if page.kind not in _KINDS or not any(host in doc.source for host in HOSTS):
        return ()
    dated = {one.url for one in page.listing.entries if one.published} if page.listing else set()
    found: dict[str, ShownAccount] = {}
    for anchor in doc.anchors:
        href = anchor.get("href") or ""
        if not any(host in href for host in HOSTS):
            continue
        url = doc.addresses.absolute(href)
        if url is None or url in dated or account_address(url) is None:
            continue
        if page.kind is not PageKind.HOME and doc.places.get(anchor) not in _FRAME:
            continue
        one = ShownAccount(url, _called(anchor), _is_presented(anchor, doc.body))
        known = found.get(url)
        if known is None or (one.presented, bool(one.text)) > (known.presented, bool(known.text)):
            found[url] = one
    return tuple(found.values())[:_MOST]


def _called(anchor: Element) -> str:
    """Its words, its title, what its picture is called; else those of the item it stands in."""
    pictures = [image.get("alt") or image.get("title") or "" for image in anchor.iter("img")]
    said = [text_of(anchor), anchor.get("title") or "", *pictures]
    told = list(dict.fromkeys(squeeze(one) for one in said if one.strip()))
    if not told:
        above = anchor.getparent()
        words = text_of(above) if above is not None else ""
        title = (above.get("title") or "") if above is not None else ""
        told = [one for one in (words, title) if one and len(one) <= _SHORT]
    return " ".join(told)[:_TEXT]


def _is_presented(anchor: Element, body: Element) -> bool:
    """By its own words or by those of the boxes around it, unless one of these is a box of others."""
    said = _called(anchor)
    presented = False
    for box, _ in zip(anchor.iterancestors(), range(_ABOVE), strict=False):
        if pattern("accounts_elsewhere").search(said):
            return False
        presented = presented or bool(pattern("accounts_presented").search(said))
        said = f"{text_of(box)} {box.get('title') or ''}"
        if box is body or len(said) > _BOX:
            break
    return presented


def whose(text: str, own: Sequence[str]) -> Whose:
    """Of whom a link's words speak; `own`: the names of the office, of its site and its accounts."""
    rest = _SIGNS.sub("", pattern("account_words").sub("", text))
    if not rest:
        return Whose.NOBODY
    if pattern("account_of_media").search(rest):
        return Whose.OTHER
    plain = pattern("account_tail").sub("", rest)
    for name in own:
        short = pattern("account_tail").sub("", _SIGNS.sub("", name))
        if rest == name or (plain and same_body(plain, short)):
            return Whose.OWN
        if len(rest) >= _LEAST and name.endswith(rest):
            return Whose.OWN
    return Whose.OTHER
