"""A tree laid out in page order, so that words are looked for once in one text and not element by
element."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate

from monitor.extract.shown import text_of
from monitor.extract.tree import Element, place_of


class Flat:
    """The elements of a tree in page order. Held here, each is made for Python only once."""

    def __init__(self, root: Element, text: str) -> None:
        """`text`: all that is to be read in `root`."""
        self.elements = list(root.iter())
        self.text = text

    def in_order(self, some: Iterable[Element]) -> list[Element]:
        """Elements of the tree as they follow each other on the page."""
        return sorted(some, key=place_of)

    @cached_property
    def linked(self) -> dict[Element, str]:
        """The words of every link."""
        return {one: text_of(one) for one in self.elements if one.tag == "a"}

    @cached_property
    def _told(self) -> str:
        """The own text of each element and the text after it, in turn."""
        return "\x00".join([piece or "" for one in self.elements for piece in (one.text, one.tail)])

    @cached_property
    def _starts(self) -> list[int]:
        lengths = (len(piece) + 1 for piece in self._told.split("\x00"))
        return list(accumulate(lengths, initial=0))

    def holding(self, needles: Iterable[str]) -> list[tuple[Element, bool]]:
        """In page order the elements that hold one of `needles` (in small letters), each with True
        where it stands in the text after the element and False where in its own."""
        told = self._told
        small = told.lower()
        if len(small) == len(told):
            told = small
        found: set[int] = set()
        for needle in needles:
            at = told.find(needle)
            while at >= 0:
                piece = bisect_right(self._starts, at) - 1
                found.add(piece)
                at = told.find(needle, self._starts[piece + 1])
        return [(self.elements[piece // 2], bool(piece % 2)) for piece in sorted(found)]
