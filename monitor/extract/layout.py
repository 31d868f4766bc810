"""A page's body in lines, as a reader sees them, with the cells that hold nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.extract.document import Document
from monitor.extract.lexicon import pattern
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_BLOCKS = frozenset(
    {
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "td", "th",
        "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "main", "fieldset",
        "legend", "caption", "details", "summary", "form", "center", "blockquote", "pre", "body",
        "button", "aside", "nav",
    }
)  # fmt: skip
_HELD = frozenset({"td", "th", "dd"})
_UNREAD = frozenset({"script", "style", "noscript", "template", "select", "option", "textarea"})
_PICTURES = frozenset({"img", "canvas", "svg"})
_FRAMES = frozenset({"iframe", "frame", "embed", "object"})


@dataclass(eq=False, slots=True)
class Line:
    """`box`: the innermost block around it. `links`: anchors in it, `linked`: it is nothing but the
    words of links. `aside`: it stands in a box that may be navigation."""

    box: Element
    text: str = ""
    aside: bool = False
    links: list[Element] = field(default_factory=list)
    pictures: list[Element] = field(default_factory=list)
    frames: list[Element] = field(default_factory=list)
    linked: bool = False


class _Writer:
    def __init__(self, doc: Document, is_label: Callable[[str], bool]) -> None:
        self.lines: list[Line] = []
        self._places = doc.places
        self._is_label = is_label
        self._pieces: list[str] = []
        self._free = False
        self._line: Line | None = None

    def write(self, element: Element, box: Element, aside: bool, link: bool) -> None:
        """The element's words and those of all in it."""
        tag = element.tag
        if tag in _UNREAD:
            return
        place = self._places.get(element)
        if place is Place.TRAIL or (place is Place.FOOTER and self._is_foot(element)):
            return
        aside = aside or place in (Place.NAV, Place.SIDE)
        block = tag in _BLOCKS or tag in ("br", "hr")
        if block:
            self.end()
            box = box if tag in ("br", "hr") else element
        before = len(self.lines)
        if tag == "a":
            link = True
            self._at(box, aside).links.append(element)
        elif tag in _PICTURES:
            self._at(box, aside).pictures.append(element)
        elif tag in _FRAMES:
            self._at(box, aside).frames.append(element)
        self._say(element.text, box, aside, link)
        for child in element:
            self.write(child, box, aside, link)
            self._say(child.tail, box, aside, link)
        if block:
            self.end()
            if tag in _HELD and len(self.lines) == before:
                self.lines.append(Line(element, aside=aside))

    def _is_foot(self, element: Element) -> bool:
        """What merely names an office that is in charge is no foot."""
        parent = element.getparent()
        if parent is not None and self._places.get(parent) is Place.FOOTER:
            return False  # its box was asked
        return bool(pattern("foot_alone").search(text_of(element)))

    def _at(self, box: Element, aside: bool) -> Line:
        if self._line is None:
            self._line = Line(box, aside=aside)
        return self._line

    def _say(self, text: str | None, box: Element, aside: bool, link: bool) -> None:
        if not text or text.isspace():
            if text and self._pieces:
                self._pieces.append(" ")
            return
        self._at(box, aside)
        if self._pieces and self._is_label(squeeze("".join(self._pieces))):
            self._pieces.append("：")
        self._pieces.append(text)
        self._free = self._free or not link

    def end(self) -> None:
        line = self._line
        if line is not None:
            line.text = squeeze("".join(self._pieces))
            line.linked = bool(line.text) and not self._free
            if line.text or line.links or line.pictures or line.frames:
                self.lines.append(line)
        self._pieces, self._free, self._line = [], False, None


def lines_of(doc: Document, is_label: Callable[[str], bool]) -> list[Line]:
    """The lines of the body without foot and breadcrumb. Where a piece of a line that `is_label` is
    followed by another in markup of its own, a colon is put between them."""
    writer = _Writer(doc, is_label)
    writer.write(doc.body, doc.body, aside=False, link=False)
    writer.end()
    return writer.lines


def cell_of(line: Line) -> Element | None:
    """The innermost cell of a table around the line."""
    for one in (line.box, *line.box.iterancestors()):
        if one.tag in ("td", "th"):
            return one
        if one.tag == "table":
            return None
    return None


def cells(row: Element) -> list[Element]:
    return [one for one in row if one.tag in ("td", "th")]


def rows_after(row: Element) -> list[Element]:
    """The rows of the same table that follow."""
    found = [one for one in row.itersiblings() if one.tag == "tr"]
    parent = row.getparent()
    if parent is not None and parent.tag in ("thead", "tbody"):
        for part in parent.itersiblings():
            if part.tag in ("tbody", "tfoot"):
                found += [one for one in part if one.tag == "tr"]
            elif part.tag == "tr":
                found.append(part)
    return found


def head_row(cell: Element) -> Element | None:
    """The first row of the table that the cell stands in."""
    table = next((one for one in cell.iterancestors() if one.tag == "table"), None)
    return None if table is None else next(table.iter("tr"), None)
