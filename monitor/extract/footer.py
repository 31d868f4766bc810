"""The marks a page must carry at its foot, and the 找错 entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from html import unescape

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
_WRITES = re.compile(
    r"document\.write|(?:inner|outer)HTML|insertAdjacentHTML|innerText|textContent"
    r"|\.(?:html|text|append|prepend|before|after|replaceWith)\("
    r"|\.(?:appendTo|prependTo|insertBefore|insertAfter|appendChild)\("
)
_LITERAL = re.compile(r"""(["'`])((?:\\.|(?!\1)[^\\])*)\1""", re.S)
_JOINED = re.compile(r"\s*\+\s*")
_MARKUP = re.compile(r"</?[a-z][^>]*>", re.I)
_LINK_TEXT = re.compile(r"<a\b[^>]*>([^<]{2,20})</a>", re.I)
_ESCAPED = re.compile(r"(?:\\|%)u([0-9a-fA-F]{4})")
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
_REPORT_NAME = re.compile(r"jiu-?cuo|zhao-?cuo|find-?wrong", re.I)
_REPORT = re.compile(
    r"jiucuo|kaipuyun\.cn/exposure|zfwzgl\.www\.gov\.cn|errorInfo/(?:search|jcInfo)"
    r"|exposure/(?:jiucuo|index)|/exposure/",
    re.I,
)
_MAIL = re.compile(r"mailto:\S+@", re.I)
_TAIL = 2500
_ENDING = 300
_SMALL = 900
_ROW = 300
_OF_A_FOOT = ("footer", "host", "contact_text")
# A number that cannot be mistaken, and what stands beside it in a foot but not in a notice.
_NUMBERED = ("site_code", "icp", "police")
_BETWEEN = " ¦ "
_HOST_LENGTH = 40
# Of offices that stand side by side the first is the host; a padded word is still one name.
_NEXT_NAME = re.compile(r"(?<=[\u4e00-\u9fff]{4})\s")


def read_footer(doc: Document, *, rendered: bool = False) -> Footer:
    """Marks found in the tree; what stands in comments is not there (nobody sees it)."""
    foot = _Foot(doc)
    found = Footer(
        mark=_has(doc, _CONAC) or _has_badge(doc),
        site_code=_group("site_code", foot.text),
        icp=_group("icp", foot.text),
        police=_group("police", foot.text) or _group("police_bare", foot.text) or _record(doc),
        host=_host(foot.text),
        contact=_contact(foot),
        error_report=_reports(doc),
    )
    found = replace(found, unread=tuple(_unread(foot, found, rendered)))
    marks = (found.mark, found.site_code, found.icp, found.police, found.host)
    return found if any(marks) else replace(found, hidden=_hidden(doc, rendered))


def _unread(foot: _Foot, found: Footer, rendered: bool) -> Iterator[str]:
    """The marks that are not found though the page speaks of them: in a script that may yet write
    them, or with a number that stands elsewhere or in a spelling of its own."""
    code = "" if rendered else foot.code
    for mark in (*_NUMBERED, "host", "contact"):
        if getattr(found, mark) is not None:
            continue
        spoken = pattern(f"{mark}_spoken")
        shown = foot.whole if mark in _NUMBERED else foot.boxed if mark == "host" else ""
        if spoken.search(code) or spoken.search(shown):
            yield mark


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


class _Foot:
    """What a page says at its foot, and what its scripts hold ready for it."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        named = [e for e, place in doc.places.items() if place is Place.FOOTER and _top(doc, e)]
        said = any(pattern("footer").search(text_of(foot)) for foot in named)
        beside = [one for foot in named for one in _beside(foot, doc.body)] if said else []
        self.boxes = [*named, *beside, *_twins(doc, {*named, *beside})]
        self.loose = [squeeze(text) for foot in named for text in _loose(foot, doc.body)]
        self.tail = "" if said else _tail(doc.text)

    @cached_property
    def held(self) -> list[str]:
        """The markup that scripts hold ready for the page."""
        return list(_written(self.doc))

    @cached_property
    def text(self) -> str:
        """The footer's words, else the end of the page; with what scripts write there literally."""
        pictures = (picture for box in self.boxes for picture in box.iter("img"))
        shown = (picture.get("alt") or picture.get("title") or "" for picture in pictures)
        numbers = [one for one in shown if any(pattern(key).search(one) for key in _NUMBERED)]
        parts = [*map(text_of, self.boxes), *self.loose, self.tail, *numbers]
        parts += [unescape(_MARKUP.sub(" ", held)) for held in self.held]
        return _plain(_BETWEEN.join(part for part in parts if part))

    @cached_property
    def boxed(self) -> str:
        return _plain(_BETWEEN.join(map(text_of, self.boxes)))

    @cached_property
    def whole(self) -> str:
        return _plain(self.doc.text)

    @cached_property
    def code(self) -> str:
        """Whatever may yet become part of the page: scripts, and templates that they fill."""
        templates = " ".join(text_of(t) for t in self.doc.root.iter("template", "textarea"))
        return _plain(_chars(f"{self.doc.code} {templates}"))


def _plain(text: str) -> str:
    return squeeze(text).translate(_NARROW)


def _chars(code: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), code)


def _tail(text: str) -> str:
    """The end of a page whose foot has no box of its own; of a notice only its last words."""
    tail = text[-_TAIL:]
    match = pattern("foot_begins").search(tail)
    return tail[max(0, match.start() - _ENDING) :] if match else tail[-_ENDING:]


def _beside(foot: etree._Element, body: etree._Element) -> Iterator[etree._Element]:
    """What stands below a foot, and the small boxes above it that are of its kind: a foot's rows
    need not share a box, but the text of a notice above it with a telephone is none of them."""
    box: etree._Element | None = foot
    while box is not None and box is not body:
        yield from (after for after in box.itersiblings() if isinstance(after.tag, str))
        near = True
        for before in box.itersiblings(preceding=True):
            text = text_of(before)
            if not text:
                continue
            if _is_row(before, text) and (
                any(pattern(key).search(text) for key in _OF_A_FOOT)
                or (near and len(text) <= _ROW and _links_contact(before))
            ):
                yield before
            else:
                near = False
        box = box.getparent()


def _is_row(box: etree._Element, text: str) -> bool:
    """A small box without a sentence or a heading: a notice has the one or the other."""
    return (
        len(text) <= _SMALL
        and "。" not in text
        and next(box.iter("h1", "h2", "h3", "h4"), None) is None
        and not pattern("strict_published_label").search(text)
    )


def _loose(foot: etree._Element, body: etree._Element) -> Iterator[str]:
    """Words between boxes, beside a foot and the boxes around it."""
    box: etree._Element | None = foot
    while box is not None and box is not body:
        above = box.getparent()
        tails = [one.tail for one in (box, *box.itersiblings())]
        tails += [one.tail for one in box.itersiblings(preceding=True) if _is_loose(one.tail)]
        yield from (tail for tail in tails if tail)
        if above is not None and above.text:
            yield above.text
        box = above


def _is_loose(text: str | None) -> bool:
    if not text or text.isspace() or "。" in text or len(text) > _ROW:
        return False
    return any(pattern(key).search(text) for key in _OF_A_FOOT)


def _twins(doc: Document, known: set[etree._Element]) -> Iterator[etree._Element]:
    """Feet that stand elsewhere on the page: of two layouts in one file each has its own. A notice
    that quotes a number is none, a foot says at least two things."""
    taken = {inner for box in known for inner in box.iter()}
    for element in doc.body.iter():
        if element in taken or not isinstance(element.tag, str):
            continue
        own = _plain(f"{element.text or ''} {' '.join(child.tail or '' for child in element)}")
        if not any(pattern(key).search(own) for key in _NUMBERED):
            continue
        box = element
        above = element.getparent()
        while above is not None and above is not doc.body and _is_row(above, text_of(above)):
            box, above = above, above.getparent()
        text = _plain(text_of(box))
        kinds = (*_NUMBERED, "host", "foot_says")
        if _is_row(box, text) and sum(bool(pattern(key).search(text)) for key in kinds) > 1:
            taken.update(box.iter())
            yield box


def _written(doc: Document) -> Iterator[str]:
    """Literals joined as the script joins them. Only a script that writes, or whose strings are
    markup where another one writes, holds words for the page."""
    writes = bool(_WRITES.search(doc.code))
    for script in doc.scripts:
        own = bool(_WRITES.search(script.code))
        held = [text for text in _strings(script.code) if _HAN.search(text)]
        if own:
            yield " ".join([script.written, *held])
        elif writes:
            yield " ".join(text for text in held if _MARKUP.search(text))


def _strings(code: str) -> Iterator[str]:
    text, end = "", 0
    for match in _LITERAL.finditer(code):
        if text and not _JOINED.fullmatch(code, end, match.start()):
            yield _chars(text)
            text = ""
        text, end = text + match[2], match.end()
    if text:
        yield _chars(text)


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


def _contact(foot: _Foot) -> str | None:
    return (
        _said(foot.text, "contact_text") or _contact_link(foot) or _said(foot.text, "contact_bare")
    )


def _said(text: str, key: str) -> str | None:
    match = pattern(key).search(text)
    if match is None:
        return None
    return squeeze(text[match.start() : match.end() + 24].split(_BETWEEN.strip())[0])


def _contact_link(foot: _Foot) -> str | None:
    for box in foot.boxes:
        for anchor in box.iter("a"):
            if pattern("contact_link").search(text_of(anchor)):
                return text_of(anchor)
            if _MAIL.match(anchor.get("href") or ""):
                return str(anchor.get("href"))[len("mailto:") :]
    labels = (squeeze(m[1]) for held in foot.held for m in _LINK_TEXT.finditer(held))
    return next((label for label in labels if pattern("contact_link").search(label)), None)


def _links_contact(box: etree._Element) -> bool:
    return any(pattern("contact_link").search(text_of(anchor)) for anchor in box.iter("a"))


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
    if any(
        _REPORT_NAME.search(element.get("class") or "") for element in doc.body.iter("div", "a")
    ):
        return True
    images = [i.get("alt") or i.get("title") or "" for i in doc.body.iter("img")]
    for label in (*map(text_of, doc.anchors), *images):
        if len(label) <= 12 and pattern("error_report").search(label):
            return True
    return False
