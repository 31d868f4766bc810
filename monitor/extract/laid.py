"""A text as lines: one line a block or a table's row, its cells parted by tabs.

What is marked inside a word keeps the word whole, and what stands in two cells never becomes one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass
from functools import cached_property

from monitor.extract.lexicon import pattern
from monitor.extract.tree import Element

_INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd",
        "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
        "var", "st1", "o:p",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_BREAKS = ("br", "p", "div", "li")
_LONGEST_CELL, _MOST_BREAKS = 300, 3
FEW = 3
"""So many numbers on a form that shows how to fill it in are nobody's."""
_LONGEST_HEAD = 24
_MOST_HEADS = 40
_TOP = 200
_HEAD_KEYS = (
    "personal_id_caption", "personal_id_other", "personal_card_caption", "personal_name_column",
    "personal_phone_column", "personal_private_column", "personal_trait_column",
)  # fmt: skip


def laid_out(root: Element, without: Container[Element] = ()) -> str:
    """Everything readable below `root` but for the elements of `without`. A cell that holds a table,
    or a text, is a part of the page's layout and no cell."""
    pieces: list[str] = []
    cells: set[Element] = set()
    for begins, element in root.walk():
        tag = element.tag
        if begins:
            if tag in _CELLS and _is_cell(element):
                cells.add(element)
            elif tag not in _INLINE:
                pieces.append(" " if cells else "\n")
            if element.text and element not in without:
                pieces.append(_on_one_line(element.text))
            continue
        if element in cells:
            cells.discard(element)
            pieces.append("\t")
        elif tag not in _INLINE:
            pieces.append(" " if cells else "\n")
        if element.tail and element is not root and element.getparent() not in without:
            pieces.append(_on_one_line(element.tail))
    return "".join(pieces)


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _is_cell(element: Element) -> bool:
    if next(element.iter("table"), None) is not None:
        return False
    if sum(1 for _ in element.iter(*_BREAKS)) > _MOST_BREAKS:
        return False
    return sum(map(len, element.itertext())) <= _LONGEST_CELL


@dataclass(slots=True)
class Row:
    """One line: where it begins, its text, and the heads of the columns that stand above it."""

    start: int
    text: str
    heads: tuple[str, ...] = ()
    head_line: int = -1


@dataclass(frozen=True)
class Laid:
    """A text with its lines at hand."""

    text: str
    title: str

    @cached_property
    def rows(self) -> list[Row]:
        """All lines, each with the heads above it. A head is a line of short words that names what
        its columns hold."""
        rows: list[Row] = []
        start, head_line = 0, -1
        heads: tuple[str, ...] = ()
        for number, line in enumerate(self.text.split("\n")):
            found = _heads(line)
            if found:
                heads, head_line = found, number
            rows.append(Row(start, line, () if found else heads, -1 if found else head_line))
            start += len(line) + 1
        return rows

    @cached_property
    def _starts(self) -> list[int]:
        return [row.start for row in self.rows]

    def row_at(self, place: int) -> tuple[int, Row]:
        """The line in which a place stands, and its number."""
        number = bisect_right(self._starts, place) - 1
        return number, self.rows[number]

    def head_at(self, place: int) -> str:
        """The head of the column in which a number stands."""
        _, row = self.row_at(place)
        if not row.heads:
            return ""
        before = row.text[: place - row.start]
        column = before.count("\t") if "\t" in row.text else len(before.split())
        return row.heads[column] if column < len(row.heads) else ""

    def before(self, place: int, length: int) -> str:
        """What stands before a place, so many characters of it."""
        return self.text[max(0, place - length) : place]

    def line_before(self, place: int) -> str:
        """The line up to a place."""
        _, row = self.row_at(place)
        return row.text[: place - row.start]

    @cached_property
    def is_sample(self) -> bool:
        """A form filled in to show how: nobody's numbers."""
        words = pattern("personal_sample")
        return bool(words.search(self.title) or words.search(self.text[:_TOP]))


def _heads(line: str) -> tuple[str, ...]:
    cells = line.split("\t") if "\t" in line else line.split()
    told = [cell.strip() for cell in cells]
    if not 1 < len([cell for cell in told if cell]) <= _MOST_HEADS or any(
        c.isdigit() for c in line
    ):
        return ()
    if max(map(len, told)) > _LONGEST_HEAD:
        return ()
    known = sum(any(pattern(key).search(cell) for key in _HEAD_KEYS) for cell in told if cell)
    return tuple(told) if known > 1 else ()
