"""A page's own part: its words without the foot, and what it shows besides them."""

from __future__ import annotations

import re

from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.tree import Element

_ORNAMENT = re.compile(
    r"logo|banner|icon|ico[_\-.\d]|top|head|foot|bg|arrow|dot|line|search|close|print|share|qr|ewm"
    r"|erweima|weixin|wechat|/wx|jiucuo|conac|gongan|ghs|beian|spacer|blank|title|btn|button|menu|nav"
    r"|/(?:red|blue)\.|loading|clear|left|right",
    re.I,
)
_FOOT = 400
_FRAMES = ("iframe", "frame", "embed", "object", "video")


def own_text(doc: Document) -> tuple[str, str]:
    """The page's own words, and those at its end that are a foot: on a short page the foot is too
    large a part of all to be told from it by its size."""
    text = doc.main_text
    tail = max(0, len(text) - _FOOT)
    found = pattern("foot_begins").search(text[tail:])
    if found is None:
        return text, ""
    end = tail + found.start()
    return text[:end], text[end:]


def pictures(doc: Document) -> int:
    """Pictures in the page's own part that may say something; what stands before the breadcrumb is
    the head of every page."""
    found = [image for image in doc.body.iter("img") if image not in doc.places]
    trail = next((e for e, place in doc.places.items() if place is Place.TRAIL), None)
    if trail is not None and found:
        ordered = doc.flat.in_order([trail, *found])
        found = ordered[ordered.index(trail) + 1 :]
    return sum(bool(source) and not _ORNAMENT.search(source) for source in map(_source, found))


def _source(image: Element) -> str:
    return image.get("src") or image.get("data-src") or ""


def frames(doc: Document) -> bool:
    """Whether a frame or player stands in the page's own part."""
    return any(_shows(frame) for frame in doc.body.iter(*_FRAMES) if frame not in doc.places)


def _shows(frame: Element) -> bool:
    inner = next((one.get("src") for one in frame.iter("source") if one.get("src")), None)
    source = frame.get("src") or frame.get("data") or inner or ""
    hidden = frame.get("width") in ("0", "1") or "display:none" in (frame.get("style") or "")
    return bool(source) and not source.startswith("about:") and not hidden
