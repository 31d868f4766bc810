"""What a run found against what was seeded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

Key = tuple[str, str, str]
_OPEN = ("suspected", "confirmed")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a comparison; `wrong` are open records that nothing was seeded for."""

    name: str
    seeded: int
    found: int
    missed: int
    unseen: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`found`, `missed` and `unseen` are seeds of the truth, `wrong` are records: also one on a decoy.

    `unseen` is for the caller to tell from `missed`: what could not be looked at.
    """

    found: tuple[dict[str, Any], ...]
    missed: tuple[dict[str, Any], ...]
    wrong: tuple[dict[str, Any], ...]
    unseen: tuple[dict[str, Any], ...] = ()

    def by_unit(self) -> tuple[Row, ...]:
        return self._rows("unit")

    def by_check(self) -> tuple[Row, ...]:
        return self._rows("check")

    def _rows(self, field: str) -> tuple[Row, ...]:
        of = _counter(field)
        found, missed, wrong = of(self.found), of(self.missed), of(self.wrong)
        unseen = of(self.unseen)
        return tuple(
            Row(
                name,
                found.get(name, 0) + missed.get(name, 0) + unseen.get(name, 0),
                found.get(name, 0),
                missed.get(name, 0),
                unseen.get(name, 0),
                wrong.get(name, 0),
            )
            for name in sorted({*found, *missed, *unseen, *wrong})
        )


def compare(records: list[dict[str, Any]], truth: list[dict[str, Any]]) -> Comparison:
    """Match records of the contract with seeds by site, check and subject.

    Only a confirmed record finds a seed. What is suspected or confirmed without a seed is wrong;
    what is gone or waived counts for nothing.
    """
    seeds = {_key(spot): spot for spot in truth if spot["kind"] == "seed"}
    confirmed = {_key(one) for one in records if one["state"] == "confirmed"}
    return Comparison(
        found=tuple(seed for key, seed in seeds.items() if key in confirmed),
        missed=tuple(seed for key, seed in seeds.items() if key not in confirmed),
        wrong=tuple(r for r in records if r["state"] in _OPEN and _key(r) not in seeds),
    )


def _key(one: dict[str, Any]) -> Key:
    return one["site"], one["check"], one["subject"]


def _counter(field: str) -> Callable[[Iterable[dict[str, Any]]], dict[str, int]]:
    def count(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for row in rows:
            counts[row[field]] = counts.get(row[field], 0) + 1
        return counts

    return count
