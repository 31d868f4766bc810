"""Samples (抽样) for rows that are judged on a few pages. Pure: the same seed draws the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """Where the things to draw from come from: pages of a kind, or items listed in columns of a class."""

    GUIDES = "guides"
    LETTERS = "letters"
    ARTICLES = "articles"
    COLUMNS = "columns"
    POLICIES = "policies"
    INTERPRETATIONS = "interpretations"


@dataclass(frozen=True, slots=True)
class Draw:
    """`size` things of one source."""

    source: Source
    size: int


SAMPLED: Mapping[str, tuple[Draw, ...]] = {
    "WD-1.7": (Draw(Source.POLICIES, 3),),
    "WD-1.8": (Draw(Source.INTERPRETATIONS, 3),),
    "WD-2.4": (Draw(Source.GUIDES, 5),),
    "WD-2.5": (Draw(Source.GUIDES, 5),),
    "WD-2.6": (Draw(Source.GUIDES, 2),),
    "WD-3.3": (Draw(Source.LETTERS, 5),),
    "WD-4.7": (Draw(Source.ARTICLES, 5), Draw(Source.COLUMNS, 5)),
}
"""Rows judged on samples (国办秘函〔2019〕19号): how many of what. Where fewer exist, all are checked."""


def draw(seed: str, population: Iterable[str], size: int) -> tuple[str, ...]:
    """`size` different things of a population, in the order of their names; all of a smaller one.

    Each thing is placed by a hash of seed and name, so that neither the order in which the population
    is given nor the version of a random generator plays a part.
    """
    known = sorted(set(population), key=lambda one: (_place(seed, one), one))
    return tuple(sorted(known[:size]))


def drawn_for(
    seed: str, indicator: str, populations: Mapping[Source, Iterable[str]]
) -> tuple[int, tuple[str, ...]]:
    """How many there were for a row, and what was drawn: source by source, in the order of the rule."""
    total = 0
    drawn: list[str] = []
    for one in SAMPLED[indicator]:
        population = set(populations.get(one.source, ()))
        total += len(population)
        drawn += draw(f"{seed}/{indicator}/{one.source}", population, one.size)
    return total, tuple(drawn)


def _place(seed: str, thing: str) -> str:
    return hashlib.sha256(f"{seed}\0{thing}".encode()).hexdigest()
