"""The published precision: how much of what the machine confirmed did persons find to be so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from db import rectification as kept
from monitor.app.house import House
from monitor.domain.defect import DecisionKind


@dataclass(frozen=True, slots=True)
class Decided:
    """`cases`: confirmed cases that a person decided on, once for each state of their facts. `reasons`:
    those given for false reports, with how often, the most frequent first."""

    cases: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def false(self) -> int:
        return sum(count for _, count in self.reasons)

    @property
    def precision(self) -> float | None:
        """The share of decided cases that were no false report; None while nothing was decided."""
        return (self.cases - self.false) / self.cases if self.cases else None


def decided(house: House) -> Decided:
    """Of everything that was ever decided, by the last word on each case."""
    words = kept.decided(house.engine)
    false = Counter(word.reason for word in words if word.kind is DecisionKind.FALSE)
    reasons = sorted(false.items(), key=lambda pair: (-pair[1], pair[0]))
    return Decided(len(words), tuple(reasons))
