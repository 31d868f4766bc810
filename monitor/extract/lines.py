"""A page as lines, the way a reader sees it, with what scripts write in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, NavigableString, Tag
from lxml import etree

from monitor.extract.document import Document
from monitor.extract.markup import parsed
from monitor.extract.regions import Place
from monitor.extract.shown import squeeze

_BLOCKS = {
    "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "tr", "td", "th", "table", "tbody", "thead",
    "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "aside", "main", "form", "center",
    "fieldset", "blockquote", "pre", "body", "figure", "figcaption", "nav", "header", "caption",
}  # fmt: skip
_SILENT = {"script", "style", "textarea", "select", "option", "button", "noscript", "template"}
# What shows something that we do not read here.
_PICTURES = {"img", "iframe", "embed", "object", "video"}
_OUTSIDE = {Place.FOOTER, Place.TRAIL}
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(slots=True)
class Line:
    """Words between two breaks. `node` is the innermost element around all of them."""

    node: Tag
    block: Tag
    text: str = ""
    anchors: list[Tag] = field(default_factory=list)
    pictures: list[Tag] = field(default_factory=list)

    @property
    def make(self) -> tuple[object, ...]:
        """Lines of one make stand in the same sort of element below the same sort of parents."""
        return tuple(
            (tag.name, tuple(tag.get_attribute_list("class")))
            for tag in (self.node, *list(self.node.parents)[:2])
        )

    def within(self, box: Tag) -> bool:
        return self.node is box or any(above is box for above in self.node.parents)


def read_lines(doc: Document) -> list[Line]:
    """The body's lines without footer and breadcrumb; a line without words holds a picture or
    a frame."""
    lines: list[Line] = []
    fresh = True
    for node in _soup(doc).descendants:
        if isinstance(node, Tag):
            fresh = fresh or node.name in _BLOCKS or node.name in ("br", "hr")
            if node.name not in _PICTURES:
                continue
        elif not isinstance(node, NavigableString) or not str(node).strip():
            continue
        holder = node.parent
        if holder is None or holder.name in _SILENT:
            continue
        block = next((t for t in (holder, *holder.parents) if t.name in _BLOCKS), holder)
        if fresh or not lines or lines[-1].block is not block:
            lines.append(Line(holder, block))
        fresh = False
        _add(lines[-1], node, holder)
    for line in lines:
        line.text = squeeze(line.text)
    return lines


def _add(line: Line, node: Tag | NavigableString, holder: Tag) -> None:
    if isinstance(node, Tag):
        line.pictures.append(node)
    else:
        line.text = f"{line.text} {node}" if line.text else str(node)
    if holder is not line.node and line.node not in holder.parents:
        line.node = line.block
    anchor = holder if holder.name == "a" else holder.find_parent("a")
    if isinstance(anchor, Tag) and not any(anchor is known for known in line.anchors):
        line.anchors.append(anchor)


def _soup(doc: Document) -> Tag:
    """A copy of the body for reading line by line: Beautiful Soup takes the halves of markup that
    scripts write, and gives texts parents and neighbours."""
    written = {script.element: script.written for script in doc.scripts}
    markup = parsed(doc.source)
    if markup is None:
        return BeautifulSoup("", "lxml")
    body = next(markup.root.iter("body"), markup.root)
    kept: dict[str, str] = {}
    for mine, original in zip(list(body.iter()), doc.body.iter(), strict=True):
        if doc.places.get(original) in _OUTSIDE:
            mine.set("data-outside", "")
        elif _HAN.search(written.get(original, "")):
            mine.set("data-written", str(len(kept)))
            kept[str(len(kept))] = written[original]
    soup = BeautifulSoup(etree.tostring(body, encoding="unicode", method="html"), "lxml")
    for outside in soup.select("[data-outside]"):
        outside.extract()
    for script in soup.select("[data-written]"):
        made = BeautifulSoup(kept[str(script["data-written"])], "lxml").body
        if made is not None:
            made.name = "div"
            script.replace_with(made)
    return soup.body or soup
