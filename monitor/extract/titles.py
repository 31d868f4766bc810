"""What of a link is its title, and what else it holds: date, summary, label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.extract import dates
from monitor.extract.regions import names_of, words_of
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "tr", "td", "section", "article", "figure", "figcaption", "time",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TITLE_NAMES = {"title", "tit", "titles", "bt", "biaoti", "headline", "caption", "name"}
_NUMBERS = re.compile(r"^[\W\d年月日时分T]+$")
_SHORTEST = 4
_START = 8


@dataclass(frozen=True, slots=True)
class Title:
    """`rest`: the texts inside the link that are not its title, in order."""

    text: str
    rest: tuple[str, ...] = ()


def read_title(anchor: Element) -> Title:
    """The full title: the title attribute where the text is cut off or empty; where a whole item
    with date and summary is one link, its heading."""
    told = squeeze(anchor.get("title") or "")
    if len(anchor) == 0:
        return Title(_full(text_of(anchor), told))
    text = text_of(anchor)
    if not text:
        return Title(told or next((squeeze(i.get("alt") or "") for i in anchor.iter("img")), ""))
    pieces = list(_pieces(anchor))
    worded = [(element, piece) for element, piece in pieces if not _is_number(piece)]
    if not worded or (len(worded) == 1 and len(pieces) == 1):
        return Title(_full(text, told))
    element, chosen = _chosen(worded, told)
    rest = tuple(
        squeeze(one)
        for other, piece in pieces
        if (other, piece) != (element, chosen)
        for one in (_texts(other, anchor) if _is_number(piece) else [piece])
    )
    return Title(_full(chosen, told), rest)


def _full(text: str, told: str) -> str:
    cut = text.rstrip(".…· ")
    if told and len(told) >= len(cut) and (told.startswith(cut[:_START]) or cut != text):
        return told
    return text


def _is_number(text: str) -> bool:
    return bool(_NUMBERS.match(text)) or dates.bare_date(text) is not None


def _chosen(worded: Sequence[tuple[Element, str]], told: str) -> tuple[Element, str]:
    """The piece that the title attribute begins like, that is marked up as heading, or the first
    that is long enough."""
    if told:
        for element, piece in worded:
            cut = piece.rstrip(".…· ")
            if len(cut) >= _SHORTEST and told.startswith(cut[:_START]):
                return element, piece
    for element, piece in worded:
        if element.tag in _HEADINGS or words_of(names_of(element)) & _TITLE_NAMES:
            return element, piece
    long = (one for one in worded if len(one[1]) >= _SHORTEST)
    return next(long, max(worded, key=lambda one: len(one[1])))


def _pieces(anchor: Element) -> Iterator[tuple[Element, str]]:
    """The link's texts by the innermost block around them; a date in markup of its own is a piece
    as well, so that what remains of the line is the title."""
    texts: dict[Element, list[str]] = {}
    for element in anchor.iter():
        holder = _holder(element, anchor)
        if element.text and not element.text.isspace():
            texts.setdefault(holder, []).append(element.text)
        if element is not anchor and element.tail and not element.tail.isspace():
            above = element.getparent()
            if above is not None:
                texts.setdefault(_holder(above, anchor), []).append(element.tail)
    for holder, found in texts.items():
        yield holder, squeeze("".join(found))


def _holder(element: Element, anchor: Element) -> Element:
    step: Element | None = element
    while step is not None and step is not anchor:
        if step.tag in _BLOCKS or _is_number(text_of(step)):
            return step
        step = step.getparent()
    return anchor


def _texts(holder: Element, anchor: Element) -> Iterator[str]:
    """The single texts of a piece that is a date, as its markup cuts them."""
    if holder is anchor:
        found = [anchor.text or "", *(child.tail or "" for child in anchor)]
    else:
        found = [str(one) for one in holder.itertext()]
    yield from (one for one in found if one and not one.isspace())
