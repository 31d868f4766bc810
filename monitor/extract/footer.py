"""The marks a page must carry at its foot, and the 找错 entry."""

from __future__ import annotations

import re

from lxml import etree

from monitor.domain.evidence import Footer
from monitor.extract.document import Document, squeeze, text_of
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place

_CONAC = re.compile(r"(?:bszs|dcs)\.conac\.cn|_ideConac|imgConac", re.I)
_BADGE = re.compile(
    r"conac|/(?:red|blue|dzjg|dz_jg|dangzheng|shiye|jiguan)\d*\.(?:png|gif|jpe?g)", re.I
)
_REPORT = re.compile(
    r"jiucuo|kaipuyun\.cn/exposure|zfwzgl\.www\.gov\.cn|errorInfo/(?:search|jcInfo)"
    r"|exposure/(?:jiucuo|index)|/exposure/",
    re.I,
)
_TAIL = 2500
_HOST_LENGTH = 40
# Of offices that stand side by side the first is the host; a padded word is still one name.
_NEXT_NAME = re.compile(r"(?<=[\u4e00-\u9fff]{4})\s")


def read_footer(doc: Document) -> Footer:
    """Marks found in the tree; what stands in comments is not there (nobody sees it)."""
    text = _foot_text(doc)
    return Footer(
        mark=_has(doc, _CONAC) or _has_badge(doc),
        site_code=_group("site_code", text),
        icp=_group("icp", text),
        police=_group("police", text) or _group("police_bare", text),
        host=_host(text),
        contact=_contact(doc, text),
        error_report=_reports(doc),
    )


def _foot_text(doc: Document) -> str:
    """The footer's words, else the end of the page; with what scripts write there literally."""
    parts = [
        text_of(e) for e, place in doc.places.items() if place is Place.FOOTER and _top(doc, e)
    ]
    written = [
        re.sub(r"<[^>]+>", " ", s.written) for s in doc.scripts if "document.write" in s.code
    ]
    return squeeze(" | ".join([doc.text[-_TAIL:], *parts, *written])).replace("\u3000", " ")


def _top(doc: Document, element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is None or doc.places.get(parent) is not Place.FOOTER


def _group(key: str, text: str) -> str | None:
    match = pattern(key).search(text)
    if match is None:
        return None
    return squeeze(next((g for g in match.groups() if g), match[0]))


def _host(text: str) -> str | None:
    for key in ("host", "host_bare"):
        for match in pattern(key).finditer(text):
            rest = text[match.end() :].lstrip(" :：")
            end = pattern("host_end").search(rest)
            name = squeeze(rest[: end.start()] if end else rest[:_HOST_LENGTH])[:_HOST_LENGTH]
            name = _NEXT_NAME.split(name)[0].strip(" -—·")
            if name:
                return name
    return _group("host_suffix", text)


def _contact(doc: Document, text: str) -> str | None:
    match = pattern("contact_text").search(text)
    if match:
        return squeeze(text[match.start() : match.end() + 24])
    for anchor in doc.anchors:
        if doc.places.get(anchor) is Place.FOOTER and pattern("contact_link").search(
            text_of(anchor)
        ):
            return text_of(anchor)
    return None


def _has(doc: Document, wanted: re.Pattern[str]) -> bool:
    if wanted.search(doc.code):
        return True
    for element in doc.root.iter("a", "img", "script", "iframe", "span", "input"):
        for name in ("href", "src", "id", "onclick"):
            value = element.get(name)
            if value and wanted.search(value):
                return True
    return False


def _has_badge(doc: Document) -> bool:
    for image in doc.body.iter("img"):
        if pattern("party_badge").search(image.get("alt") or image.get("title") or ""):
            return True
        if doc.places.get(image) is Place.FOOTER and _BADGE.search(image.get("src") or ""):
            return True
    return False


def _reports(doc: Document) -> bool:
    if _has(doc, _REPORT):
        return True
    for anchor in doc.anchors:
        label = text_of(anchor) or " ".join(
            (image.get("alt") or image.get("title") or "") for image in anchor.iter("img")
        )
        if len(label) <= 12 and pattern("error_report").search(label):
            return True
    return False
