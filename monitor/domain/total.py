"""The full score of one subject in a year's assessment, with every step that led to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """What a step did.

    veto: a row upheld. base: the points that apply. spread: what each other row got of those on
    services. deducted: a row's points, within its cap. left: base without deductions. scaled: up to the
    total. undecided: nobody has said what becomes of the points on services. failed, passed: part two
    at its gate. closed: no bonus at this score. bonus: a row's. bonus_cut: the sum, where it was more
    than the most. recorded: what a veto is recorded as. final: the score.
    """

    VETO = "veto"
    BASE = "base"
    SPREAD = "spread"
    DEDUCTED = "deducted"
    LEFT = "left"
    SCALED = "scaled"
    UNDECIDED = "undecided"
    FAILED = "failed"
    PASSED = "passed"
    CLOSED = "closed"
    BONUS = "bonus"
    BONUS_CUT = "bonus_cut"
    RECORDED = "recorded"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reckoning. `given` points became `amount`; `cap`, `factor` where they had a say."""

    kind: StepKind
    amount: float = 0.0
    row: str = ""
    given: float | None = None
    cap: float | None = None
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """`part2` and `final` to the hundredth; None where there is none: a veto without points, accounts
    that are not scored, points on services of which nobody has decided. `passed` is None in that last
    case. `unfilled`: deduction rows that nobody has judged, worth `unfilled_points` of the total: until
    they are, the score is an upper bound."""

    passed: bool | None
    part2: float | None
    bonus: float
    final: float | None
    vetoes: tuple[str, ...]
    steps: tuple[Step, ...]
    unfilled: tuple[str, ...]
    unfilled_points: float

    @property
    def settled(self) -> bool:
        """Whether every row was judged and every rule decided."""
        return self.passed is not None and not self.unfilled
