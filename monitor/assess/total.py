"""The full score of one subject in a year's assessment, step by step. Pure; the same input gives the
same steps.

part two = total - Σ min(deduction, cap); less than 60 fails (60 passes); only more than 80 opens the
bonus (80 does not), of which no more than its most counts; an upheld veto fails whatever the points
are. Source: 国办秘函〔2019〕19号, part one; the figures are the rubric's. Points are reckoned exactly and
part two is rounded to the hundredth, halves up, before it meets a gate: what is printed decides.

Rows that are not the subject's: where the rubric rescales, what is left is scaled up to the total.
Units without public services: `NoServices`; until somebody has decided there is no score. A veto
recorded as a number of points is never more than the points themselves, so that none gains by one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isfinite

from monitor.assess.scoring import applies
from monitor.domain.rubric import NoServices, Of, Row, RowKind, Rubric
from monitor.domain.subject import Category, Site, Unit
from monitor.domain.total import Step, StepKind, Total


@dataclass(frozen=True, slots=True)
class Applying:
    """The rows that are one subject's, of all kinds. `services`: whether its unit has public services."""

    of: Of
    rows: tuple[Row, ...]
    services: bool


def of_site(rubric: Rubric, site: Site, unit: Unit, *, platform: bool) -> Applying:
    """The rows of a site; `platform`: whether it answers for what its platform shares. A veto is one
    for whom it is upheld."""
    rows = (
        row
        for row in rubric.rows
        if applies(row, site, unit, platform=platform or row.kind is RowKind.VETO)
    )
    return Applying(Of.SITE, tuple(rows), unit.category is not Category.INTERNAL)


def of_account(rubric: Rubric, unit: Unit) -> Applying:
    """The rows of an account of a unit."""
    services = unit.category is not Category.INTERNAL
    rows = (
        row
        for row in rubric.rows
        if row.of is Of.ACCOUNT
        and unit.category not in row.not_for_categories
        and (services or not row.services)
    )
    return Applying(Of.ACCOUNT, tuple(rows), services)


def total(
    rubric: Rubric,
    applying: Applying,
    points: Mapping[str, float],
    *,
    vetoes: Collection[str] = (),
) -> Total:
    """What the rows come to. `points`: what was deducted, or given as bonus, by row id, in the rubric's
    own points (not scaled, not cut to caps); rows left out were not judged. `vetoes`: rows upheld.

    Raises ValueError for a row that is not the subject's, and for points below nought or of a veto.
    """
    return _Reckoning(rubric, applying, points, vetoes).total()


class _Reckoning:
    def __init__(
        self,
        rubric: Rubric,
        applying: Applying,
        points: Mapping[str, float],
        vetoes: Collection[str],
    ) -> None:
        self.rubric = rubric
        self.points = {key: _exact(value) for key, value in points.items()}
        self.rows = {row.id: row for row in applying.rows}
        self.steps: list[Step] = []
        self.deductions = [r for r in applying.rows if r.kind is RowKind.DEDUCTION]
        every = rubric.rows_of(applying.of, RowKind.DEDUCTION)
        dropped = [row for row in every if row.services and not applying.services]
        moved = [row for row in every if row.id not in self.rows and row not in dropped]
        self.dropped = sum((_exact(row.cap) for row in dropped), Fraction())
        self.moved = sum((_exact(row.cap) for row in moved), Fraction()) if rubric.rescale else 0
        self.scored = applying.of is Of.SITE or rubric.accounts_scored
        self.vetoes = self._upheld(vetoes)

    def _upheld(self, upheld: Collection[str]) -> tuple[str, ...]:
        rows = [row.id for row in self.rows.values() if row.kind is RowKind.VETO]
        if unknown := (set(upheld) - set(rows)) | (set(self.points) - (set(self.rows) - set(rows))):
            raise ValueError(f"not rows of this subject: {', '.join(sorted(unknown))}")
        return tuple(row for row in rows if row in upheld)

    def total(self) -> Total:
        for row in self.vetoes:
            self._step(StepKind.VETO, row=row)
        part2, scale = self._part2() if self.scored else (None, Fraction(1))
        final, bonus = None, Fraction()
        if self.vetoes:
            passed: bool | None = False
            final = self._recorded(part2)
        elif part2 is None:
            passed = None if self.scored else True
        else:
            passed = part2 >= _exact(self.rubric.gates.fail_below)
            self._step(StepKind.PASSED if passed else StepKind.FAILED, part2)
            bonus = self._bonus(part2)
            final = part2 + bonus
        if final is not None:
            self._step(StepKind.FINAL, final)
        unfilled = [r for r in self.deductions if self.scored and r.id not in self.points]
        open_points = sum((_exact(row.cap) for row in unfilled), Fraction()) * scale
        return Total(
            passed=passed,
            part2=None if part2 is None else float(part2),
            bonus=float(bonus),
            final=None if final is None else float(final),
            vetoes=self.vetoes,
            steps=tuple(self.steps),
            unfilled=tuple(row.id for row in unfilled),
            unfilled_points=float(_hundredth(open_points)),
        )

    def _part2(self) -> tuple[Fraction | None, Fraction]:
        """Part two, and by what the points that apply were scaled."""
        mode = self.rubric.no_services
        if self.dropped and mode is None:
            self._step(StepKind.UNDECIDED, self.dropped)
            return None, Fraction(1)
        spread = self.dropped if mode is NoServices.SPREAD else Fraction()
        whole = _exact(self.rubric.total)
        base = whole - self.moved - (self.dropped - spread)
        if base <= 0:
            raise ValueError("no points apply to this subject")
        self._step(StepKind.BASE, base)
        sharing = [row for row in self.deductions if row.cap]
        extra = spread / len(sharing) if spread and sharing else Fraction()
        if extra:
            self._step(StepKind.SPREAD, extra)
        left = max(Fraction(), base - sum(self._deducted(row, extra) for row in self.deductions))
        self._step(StepKind.LEFT, left)
        scale = whole / base
        part2 = _hundredth(left * scale)
        if scale != 1:
            self._step(StepKind.SCALED, part2, factor=scale)
        return part2, scale

    def _deducted(self, row: Row, extra: Fraction) -> Fraction:
        given = self.points.get(row.id, Fraction())
        if not given:
            return given
        if row.undecided:
            amount = min(given, _exact(self.rubric.total))
            self._step(StepKind.DEDUCTED, amount, row=row.id, given=given)
            return amount
        cap = _exact(row.cap)
        weight = (cap + extra) / cap if cap else Fraction(1)
        amount = min(given, cap) * weight
        factor = weight if weight != 1 else None
        self._step(StepKind.DEDUCTED, amount, row=row.id, given=given, cap=cap, factor=factor)
        return amount

    def _bonus(self, part2: Fraction) -> Fraction:
        gates = self.rubric.gates
        rows = [row for row in self.rows.values() if row.kind is RowKind.BONUS]
        given = [row for row in rows if self.points.get(row.id)]
        if part2 <= _exact(gates.bonus_above):
            if given:
                self._step(StepKind.CLOSED, part2)
            return Fraction()
        made = Fraction()
        for row in given:
            amount = min(self.points[row.id], _exact(row.cap))
            self._step(StepKind.BONUS, amount, row=row.id, given=self.points[row.id], cap=row.cap)
            made += amount
        most = _exact(gates.bonus_max)
        if made > most:
            self._step(StepKind.BONUS_CUT, most, given=made, cap=most)
        return _hundredth(min(made, most))

    def _recorded(self, part2: Fraction | None) -> Fraction | None:
        score = self.rubric.gates.veto_score
        if score is None or not self.scored:
            return None
        recorded = _exact(score) if part2 is None else min(_exact(score), part2)
        self._step(StepKind.RECORDED, recorded)
        return recorded

    def _step(
        self,
        kind: StepKind,
        amount: Fraction | int = 0,
        *,
        row: str = "",
        given: Fraction | None = None,
        cap: Fraction | float | None = None,
        factor: Fraction | None = None,
    ) -> None:
        told = (None if one is None else float(one) for one in (given, cap, factor))
        self.steps.append(Step(kind, float(amount), row, *told))


def _exact(points: float) -> Fraction:
    """As written, not as binary fractions have it: ten times 0.1 is one."""
    if not isfinite(points) or points < 0:
        raise ValueError(f"not points: {points}")
    return Fraction(str(points))


def _hundredth(points: Fraction) -> Fraction:
    return Fraction(floor(points * 100 + Fraction(1, 2)), 100)
