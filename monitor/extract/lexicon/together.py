"""Literals that many ask of one long text, found together in one pass of an automaton (Aho and
Corasick's): to search for each costs a microsecond a thousand characters, and there are hundreds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from ahocorasick_rs import BytesAhoCorasick, Implementation

LONG = range(800, 1 << 17)
"""Characters of a text for which one pass is worth its while, and whose places are worth holding."""

_LAST = 8
"""Texts whose places are remembered: a page has three or four that are asked for them."""


class Together:
    """`literals`: those of two characters or more that have no letter case; others are passed over."""

    def __init__(self, literals: Iterable[str]) -> None:
        kept = (one for one in literals if len(one) > 1 and one == one.lower() == one.upper())
        self._literals = tuple(dict.fromkeys(kept))
        self.literals = frozenset(self._literals)
        self._automaton = BytesAhoCorasick(
            [_coded(one) for one in self._literals], implementation=Implementation.DFA
        )
        self.places = lru_cache(maxsize=_LAST)(self._places)

    def _places(self, text: str) -> Mapping[str, Sequence[int]] | None:
        """Where in `text` each of the literals stands that it holds; None for a text with characters
        of two halves, whose places are not counted here."""
        coded = _coded(text)
        if len(coded) != 2 * len(text):
            return None
        found: dict[int, list[int]] = {}
        for number, start, _ in self._automaton.find_matches_as_indexes(coded, overlapping=True):
            if start & 1:
                continue  # halves of neighbours that look like a character
            if number in found:
                found[number].append(start >> 1)
            else:
                found[number] = [start >> 1]
        return {self._literals[number]: places for number, places in found.items()}


def _coded(text: str) -> bytes:
    """Two bytes a character: made at once, and a place in them tells the place in the text."""
    return text.encode("utf-16-le", "surrogatepass")
