"""The marks a page must carry at its foot, and the 找错 entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from monitor.domain.evidence import Footer
from monitor.extract.document import Document, squeeze, text_of
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place

_CONAC = re.compile(r"(?:bszs|dcs)\.conac\.cn|_ideConac|imgConac", re.I)
_BADGE = re.compile(
    r"conac|/(?:red|blue|dz(?:wl)?_?jg(?:bs)?|dangzheng(?:jiguan)?|shiye(?:danwei)?|jiguan)\d*"
    r"\.(?:png|gif|jpe?g|svg)",
    re.I,
)
_RECORD = re.compile(r"beian\.(?:gov|mps\.gov)\.cn/.*?code=(\d{10,16})", re.I)
_WRITES = re.compile(r"document\.write|innerHTML|\.(?:html|append|prepend|before|after)\(")
_LITERAL = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\])*)\1""", re.S)
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Letters and figures of full width are the same marks.
_NARROW = {
    wide: wide - 0xFEE0
    for first, last in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
    for wide in range(first, last)
}
_FOOT_NAMES = r"foot|bottom|copyright|banquan|dibu|yejiao|pageend"
_FOOT_FILE = re.compile(_FOOT_NAMES, re.I)
_FOOT_LOADED = re.compile(
    rf"""["'][^"'\s<>]*(?:{_FOOT_NAMES})[^"'\s<>]*\.(?:s?html?|jsp|js|aspx?|php|inc|txt)\b""", re.I
)
_REPORT = re.compile(
    r"jiucuo|kaipuyun\.cn/exposure|zfwzgl\.www\.gov\.cn|errorInfo/(?:search|jcInfo)"
    r"|exposure/(?:jiucuo|index)|/exposure/",
    re.I,
)
_MAIL = re.compile(r"mailto:\S+@", re.I)
_TAIL = 2500
_SMALL = 900
_OF_A_FOOT = ("footer", "host", "contact_text")
_HOST_LENGTH = 40
# Of offices that stand side by side the first is the host; a padded word is still one name.
_NEXT_NAME = re.compile(r"(?<=[\u4e00-\u9fff]{4})\s")


def read_footer(doc: Document, *, rendered: bool = False) -> Footer:
    """Marks found in the tree; what stands in comments is not there (nobody sees it)."""
    text = _foot_text(doc)
    found = Footer(
        mark=_has(doc, _CONAC) or _has_badge(doc),
        site_code=_group("site_code", text),
        icp=_group("icp", text),
        police=_group("police", text) or _group("police_bare", text) or _record(doc),
        host=_host(text),
        contact=_contact(doc, text),
        error_report=_reports(doc),
    )
    marks = (found.mark, found.site_code, found.icp, found.police, found.host)
    return found if any(marks) else replace(found, hidden=_hidden(doc, rendered))


def _hidden(doc: Document, rendered: bool) -> str | None:
    """Whether a foot that is not there may come by a frame or a script."""
    frames = (frame.get("src") or "" for frame in doc.root.iter("iframe", "frame"))
    if any(_FOOT_FILE.search(source) for source in frames):
        return "loaded"
    scripts = [source for one in doc.root.iter("script") if (source := one.get("src"))]
    if rendered or not (scripts or doc.scripts):
        return None
    named = any(_FOOT_FILE.search(source) for source in scripts)
    if named or _FOOT_LOADED.search(doc.code) or (scripts and _has_empty_foot(doc)):
        return "loaded"
    return "maybe" if scripts else None


def _has_empty_foot(doc: Document) -> bool:
    return any(
        not text_of(element) and next(element.iter("img"), None) is None
        for element, place in doc.places.items()
        if place is Place.FOOTER and _top(doc, element)
    )


def _foot_text(doc: Document) -> str:
    """The footer's words, else the end of the page; with what scripts write there literally."""
    feet = [e for e, place in doc.places.items() if place is Place.FOOTER and _top(doc, e)]
    parts = [text_of(foot) for foot in feet]
    if any(pattern("footer").search(part) for part in parts):
        parts += [text for foot in feet for text in _beside(foot, doc.body)]
    else:
        parts.append(doc.text[-_TAIL:])
    return squeeze(" | ".join([*parts, *_written(doc)])).translate(_NARROW)


def _beside(foot: etree._Element, body: etree._Element) -> Iterator[str]:
    """What stands below a foot, and the small boxes above it that are of its kind: a foot's rows
    need not share a box, but the text of a notice above it with a telephone is none of them."""
    box: etree._Element | None = foot
    while box is not None and box is not body:
        if box.tail:
            yield squeeze(box.tail)
        for after in box.itersiblings():
            yield squeeze(f"{text_of(after)} {after.tail or ''}")
        for before in box.itersiblings(preceding=True):
            text = squeeze(f"{text_of(before)} {before.tail or ''}")
            if len(text) <= _SMALL and any(pattern(key).search(text) for key in _OF_A_FOOT):
                yield text
        box = box.getparent()
        if box is not None and box.text:
            yield squeeze(box.text)


def _written(doc: Document) -> Iterator[str]:
    """The words that scripts hold ready for the page."""
    for script in doc.scripts:
        if not _WRITES.search(script.code):
            continue
        held = " ".join(m[2] for m in _LITERAL.finditer(script.code) if _HAN.search(m[2]))
        yield re.sub(r"<[^>]+>", " ", f"{script.written} {held}")


def _record(doc: Document) -> str | None:
    """The number of the police record in the link under its picture."""
    for anchor in doc.anchors:
        match = _RECORD.search(anchor.get("href") or "")
        if match:
            return match[1]
    return None


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
        if doc.places.get(anchor) is Place.FOOTER and _MAIL.match(anchor.get("href") or ""):
            return str(anchor.get("href"))[len("mailto:") :]
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
    images = [i.get("alt") or i.get("title") or "" for i in doc.body.iter("img")]
    for label in (*map(text_of, doc.anchors), *images):
        if len(label) <= 12 and pattern("error_report").search(label):
            return True
    return False
