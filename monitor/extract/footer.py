"""The marks a page must carry at its foot, and the 找错 entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape

from monitor.domain.evidence import Footer
from monitor.extract.document import Document
from monitor.extract.kept import kept
from monitor.extract.lexicon import pattern
from monitor.extract.markup import SCRIPT
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze, text_of
from monitor.extract.simplified import simplified
from monitor.extract.tree import Element

_CONAC = ("bszs.conac.cn", "dcs.conac.cn", "_ideconac", "imgconac")
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
# As short as a number of _NUMBERED gets, whatever is hidden between its figures.
_LONG_NUMBER = re.compile(r"\d(?:[\u200b\ufeff]*\d){4}")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Letters and figures of full width are the same marks.
_NARROW = {
    wide: wide - 0xFEE0
    for first, last in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B))
    for wide in range(first, last)
}
_WIDE = re.compile("[\uff10-\uff5a]")
_FOOT_NAMES = r"foot|bottom|copyright|banquan|dibu|yejiao|pageend"
_FOOT_FILE = re.compile(_FOOT_NAMES, re.I)
_FOOT_LOADED = re.compile(
    rf"""["'][^"'\s<>]*(?:{_FOOT_NAMES})[^"'\s<>]*\.(?:s?html?|jsp|js|aspx?|php|inc|txt)\b""", re.I
)
_REPORT_NAME = ("jiucuo", "jiu-cuo", "zhaocuo", "zhao-cuo", "findwrong", "find-wrong")
_REPORT = (
    "jiucuo", "kaipuyun.cn/exposure", "zfwzgl.www.gov.cn", "errorinfo/search", "errorinfo/jcinfo",
    "exposure/index", "/exposure/", "zfwzzc", "errorinfo_jcinfo", "errorcorrection", "/jcinfo/",
)  # fmt: skip
_REPORT_CALL = re.compile(r"""\blink\(\s*["'](?:bm\d{8}|\d{10})["']""")
"""The national script's own function, called with the site's code."""
_LEADING = ("href", "src", "id", "onclick")
_LEADERS = frozenset({"a", "area", "img", "script", "iframe", "span", "input"})
_MAIL = re.compile(r"mailto:\S+@", re.I)
_TAIL = 2500
_ENDING = 300
_SMALL = 900
_ROW = 300
_LABEL = 12
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
    said = _read(foot.text)
    found = replace(
        said,
        mark=_has(foot, _CONAC) or _has_badge(doc),
        police=said.police or _record(doc),
        contact=_contact(foot),
        error_report=_reports(foot),
    )
    found = replace(found, unread=tuple(_unread(foot, found, rendered)))
    marks = (found.mark, found.site_code, found.icp, found.police, found.host)
    return found if any(marks) else replace(found, hidden=_hidden(doc, rendered))


@kept(1 << 9, longest=4000)
def _read(text: str) -> Footer:
    """What a foot says in words. Kept: the pages of a site have their foot in common."""
    return Footer(
        site_code=_group("site_code", text),
        icp=_group("icp", text),
        police=_group("police", text) or _group("police_bare", text),
        host=_host(text),
    )


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
        said = any(pattern("footer").search(simplified(text_of(foot))) for foot in named)
        beside = [one for foot in named for one in _beside(foot, doc.body)] if said else []
        self.boxes = [*named, *beside, *_twins(doc, {*named, *beside})]
        self.loose = [squeeze(text) for foot in named for text in _loose(foot, doc.body)]
        self.tail = "" if said else _tail(doc.text)

    @cached_property
    def leading(self) -> str:
        """Where the page leads and what its parts are called, in small letters."""
        return "\n".join(self.doc.root.home.tree.gathered(_leads)).lower()

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
        return " ".join([*(_shown(one.code) for one in self.doc.scripts), _shown(templates)])


def _leads(elements: Sequence[Element]) -> list[str]:
    told = (one.attrib for one in elements if one.tag in _LEADERS)
    return [value for one in told for name, value in one.items() if name in _LEADING]


def _plain(text: str) -> str:
    text = simplified(squeeze(text))
    return text.translate(_NARROW) if _WIDE.search(text) else text


@kept(1 << 8, longest=SCRIPT)
def _shown(code: str) -> str:
    return _plain(_chars(code))


def _chars(code: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), code)


def _tail(text: str) -> str:
    """The end of a page whose foot has no box of its own; of a notice only its last words."""
    tail = text[-_TAIL:]
    match = pattern("foot_begins").search(simplified(tail))
    return tail[max(0, match.start() - _ENDING) :] if match else tail[-_ENDING:]


def _beside(foot: Element, body: Element) -> Iterator[Element]:
    """What stands below a foot, and the small boxes above it that are of its kind: a foot's rows
    need not share a box, but the text of a notice above it with a telephone is none of them."""
    box: Element | None = foot
    while box is not None and box is not body:
        yield from box.itersiblings()
        near = True
        for before in box.itersiblings(preceding=True):
            text = text_of(before)
            if not text:
                continue
            if _is_row(before, text) and (
                _is_of_a_foot(text) or (near and len(text) <= _ROW and _links_contact(before))
            ):
                yield before
            else:
                near = False
        box = box.getparent()


def _is_row(box: Element, text: str) -> bool:
    """A small box without a sentence or a heading: a notice has the one or the other."""
    return (
        len(text) <= _SMALL
        and "。" not in text
        and next(box.iter("h1", "h2", "h3", "h4"), None) is None
        and not pattern("strict_published_label").search(text)
    )


def _loose(foot: Element, body: Element) -> Iterator[str]:
    """Words between boxes, beside a foot and the boxes around it."""
    box: Element | None = foot
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
    return _is_of_a_foot(text)


@kept(1 << 10, longest=_SMALL)
def _is_of_a_foot(text: str) -> bool:
    text = simplified(text)
    return any(pattern(key).search(text) for key in _OF_A_FOOT)


def _twins(doc: Document, known: set[Element]) -> Iterator[Element]:
    """Feet that stand elsewhere on the page: of two layouts in one file each has its own. A notice
    that quotes a number is none, a foot says at least two things."""
    taken = {inner for box in known for inner in box.iter()}
    needles = (needle for key in _NUMBERED for needle in pattern(key).needles)
    owners = {one.getparent() if after else one for one, after in doc.flat.holding(needles)}
    found = [one for one in owners if one is not None and one not in taken and _is_numbered(one)]
    for element in doc.flat.in_order(found):
        if element in taken:
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


def _is_numbered(element: Element) -> bool:
    own = f"{element.text or ''} {' '.join([child.tail or '' for child in element])}"
    if not _LONG_NUMBER.search(own):
        return False
    own = _plain(own)
    return any(pattern(key).search(own) for key in _NUMBERED)


def _written(doc: Document) -> Iterator[str]:
    """Literals joined as the script joins them. Only a script that writes, or whose strings are
    markup where another one writes, holds words for the page."""
    scripts = [(script, _holds(script.code)) for script in doc.scripts]
    writes = any(held.writes for _, held in scripts)
    for script, held in scripts:
        if held.writes:
            yield " ".join([script.written, *held.words])
        elif writes:
            yield " ".join(text for text in held.words if _MARKUP.search(text))


@dataclass(frozen=True, slots=True)
class _Held:
    """What a script holds: whether it writes to the page, and its strings with Chinese words."""

    writes: bool
    words: tuple[str, ...]


@kept(1 << 8, longest=SCRIPT)
def _holds(code: str) -> _Held:
    words = tuple(text for text in _strings(code) if _HAN.search(text))
    return _Held(bool(_WRITES.search(code)), words)


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


def _top(doc: Document, element: Element) -> bool:
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


def _links_contact(box: Element) -> bool:
    return any(pattern("contact_link").search(text_of(anchor)) for anchor in box.iter("a"))


def _has(foot: _Foot, wanted: tuple[str, ...]) -> bool:
    """Whether a script or an attribute that leads somewhere or names a thing has one of these words."""
    in_scripts = any(_speaks_of(script.code, wanted) for script in foot.doc.scripts)
    return in_scripts or any(word in foot.leading for word in wanted)


@kept(1 << 9, longest=SCRIPT)
def _speaks_of(code: str, wanted: tuple[str, ...]) -> bool:
    small = code.lower()
    return any(word in small for word in wanted)


def _has_badge(doc: Document) -> bool:
    for image in doc.body.iter("img"):
        if pattern("party_badge").search(image.get("alt") or image.get("title") or ""):
            return True
        if doc.places.get(image) is Place.FOOTER and _BADGE.search(image.get("src") or ""):
            return True
    return False


def _reports(foot: _Foot) -> bool:
    doc = foot.doc
    if _has(foot, _REPORT) or _is_called(doc, _REPORT_NAME) or _REPORT_CALL.search(foot.leading):
        return True
    words = pattern("error_report")
    shown = [i.get("alt") or i.get("title") or "" for i in doc.body.iter("img")]
    shown += [title for anchor in doc.anchors if (title := anchor.get("title"))]
    linked = doc.flat.linked.values() if words.may_match(doc.text) else ()
    return any(len(label) <= _LABEL and words.search(label) for label in (*linked, *shown))


def _is_called(doc: Document, names: tuple[str, ...]) -> bool:
    called = "\n".join(one.get("class") or "" for one in doc.body.iter("div", "a")).lower()
    return any(name in called for name in names)
