"""A tree laid out in page order, so that words are looked for once in one text and not element by
element."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate

from monitor.extract.shown import text_of
from monitor.extract.tree import Element, place_of


class Flat:
    """The elements of a tree in page order."""

    def __init__(self, root: Element, text: str) -> None:
        """`text`: all that is to be read in `root`."""
        self.root = root
        self.elements = list(root.iter())
        self.text = text

    def in_order(self, some: Iterable[Element]) -> list[Element]:
        """Elements of the tree as they follow each other on the page."""
        return sorted(some, key=place_of)

    @cached_property
    def linked(self) -> dict[Element, str]:
        """The words of every link."""
        return dict(self.root.home.tree.gathered(_linked, within=self.root))

    def holding(self, needles: Iterable[str]) -> list[tuple[Element, bool]]:
        """In page order the elements that hold one of `needles` (in small letters), each with True
        where it stands in the text after the element and False where in its own."""
        tree, wanted = self.root.home.tree, tuple(needles)
        found = tree.gathered(_holding, wanted, within=self.root)
        tails = [one for one in tree.part_roots(self.root) if _holds(one.tail, wanted)]
        if tails:
            found = sorted([*found, *((one, True) for one in tails)], key=_in_turn)
        return found


def _linked(elements: Sequence[Element]) -> list[tuple[Element, str]]:
    return [(one, text_of(one)) for one in elements if one.tag == "a"]


def _laid(elements: Sequence[Element]) -> tuple[str, list[int]]:
    """The own text of each element, and the text after it, in turn in one text; and where each begins."""
    pieces = [piece or "" for one in elements for piece in (one.text, one.tail)]
    if elements[0].home.shared:
        pieces[1] = ""  # what stands after a part is the page's own
    told = "\x00".join(pieces)
    small = told.lower()
    starts = list(accumulate([len(piece) + 1 for piece in pieces], initial=0))
    return small if len(small) == len(told) else told, starts


def _holding(elements: Sequence[Element], needles: Sequence[str]) -> list[tuple[Element, bool]]:
    told, starts = elements[0].home.tree.once(_laid, elements)
    found = {at for needle in needles for at in places(told, needle)}
    if not found:
        return []
    held = sorted({bisect_right(starts, at) - 1 for at in found})
    return [(elements[piece // 2], bool(piece % 2)) for piece in held]


def _holds(text: str | None, needles: Sequence[str]) -> bool:
    small = (text or "").lower()
    return any(needle in small for needle in needles)


def _in_turn(found: tuple[Element, bool]) -> tuple[int, bool]:
    return place_of(found[0]), found[1]


def places(text: str, needle: str) -> list[int]:
    """Where `needle` stands in `text`."""
    found = []
    at = text.find(needle)
    while at >= 0:
        found.append(at)
        at = text.find(needle, at + 1)
    return found
