"""From lines to a score: the stages of a subject, their weights, and the unit it stands for. Pure.

A score counts nothing that is 未能核验, on which side ever: it is the least that the subject can have
reached, so that hiding pages cannot raise it. Nobody fails by that: where the open rows decide whether
the subject passes, it has no score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from monitor.assess.daily import as_judged, charged, daily_rows, unmonitored
from monitor.assess.grading import exact, merge
from monitor.assess.ranking import site_standing
from monitor.assess.total import Applying, total
from monitor.assess.year import OPEN, Own, blind, own_assessment, unverified
from monitor.domain.assessment import (
    Entry,
    Figure,
    Line,
    Medium,
    Result,
    Stage,
    SubjectResult,
)
from monitor.domain.grading import AccountMerge, Merged, Points
from monitor.domain.office import AssessmentRules, SeveralSites, StageMode
from monitor.domain.rubric import Of, RowKind, Rubric, Score
from monitor.domain.subject import Category, Unit
from monitor.domain.total import StepKind, Total

_DEDUCTION = RowKind.DEDUCTION.value


def subject_result(
    rubric: Rubric,
    rules: AssessmentRules,
    *,
    unit: Unit,
    subject: str,
    name: str,
    medium: Medium,
    lines: tuple[Line, ...],
    unreviewed: tuple[Line, ...],
    score: Score | None,
    entries: Collection[Entry],
    resting: bool = False,
) -> SubjectResult:
    """How a site or an account stands. `lines` with reviews, `unreviewed` without them, which are those
    that count where reviews are compared only."""
    reviewed = _Reached(rubric, unit, medium, lines, score)
    before = _Reached(rubric, unit, medium, unreviewed, score)
    stands = reviewed if rules.reviews_stand else before
    own = own_assessment(rubric, unreviewed, score, entries)
    stages = {
        Stage.DAILY: _daily(
            rubric, reviewed.about, score, lines if rules.reviews_count else unreviewed
        ),
        Stage.SELF: _own(rubric, reviewed.about, own),
        Stage.PRELIMINARY: before.stage,
        Stage.REVIEW: reviewed.stage,
    }
    why = "resting" if resting else stands.unscored
    part2 = None if why else stands.free.part2
    vetoed = bool(stands.vetoes)
    changed = stands.stage != before.stage
    free, steps = stands.free.final, stands.steps("final_reviewed" if changed else "final")
    if why is None and rules.decided:
        free, more = weighted(rubric, reviewed.about, rules, stages)
        steps = steps if vetoed else (*steps, *more)
        why = "stage" if free is None else None
    if vetoed and why is None and free is not None:
        steps = (*steps, Figure("beside", free))
    return SubjectResult(
        unit=unit.id,
        subject=subject,
        name=name,
        medium=medium,
        lines=lines if rules.reviews_stand else unreviewed,
        stages={stage.value: made.score for stage, made in stages.items()},
        score=stands.least.final if vetoed else None if why else free,
        veto=vetoed,
        unscored=why,
        unverified=stands.unverified,
        steps=steps,
        provisional=rubric.trial or not rules.decided or rules.year_aggregation is None,
        beside=free if vetoed and why is None else None,
        part2=part2,
        failed=part2 is not None and stands.free.passed is False,
        self_open=own.open,
        unmonitored=reviewed.unmonitored,
    )


@dataclass(frozen=True, slots=True)
class StageScore:
    """`score` as shown; `free` without vetoes. `lost`: points by row that the score counts as lost, in
    the rubric's own points; `charged`: those of them that are deducted, and not merely 未能核验."""

    score: float | None
    free: float | None
    lost: Mapping[str, float]
    charged: Mapping[str, float]


class _Reached:
    """What one reading of a subject's lines comes to. `least` counts what is 未能核验 as lost, `most`
    does not; `free` is the least without vetoes."""

    def __init__(
        self,
        rubric: Rubric,
        unit: Unit,
        medium: Medium,
        lines: Sequence[Line],
        score: Score | None,
    ) -> None:
        self.rubric = rubric
        self.medium = medium
        self.vetoes = [line.indicator for line in lines if line.veto]
        applying = [line for line in lines if line.state != "not_applicable"]
        ids = {line.indicator for line in applying}
        rows = tuple(row for row in rubric.rows if row.id in ids)
        of = Of.SITE if medium is Medium.SITES else Of.ACCOUNT
        self.about = Applying(of, rows, unit.category is not Category.INTERNAL)
        self.whole = sum(row.cap for row in rows if row.kind is RowKind.DEDUCTION)
        self.unmonitored = unmonitored(
            score, checked=any(row.counts for row in rows if row.kind is RowKind.DEDUCTION)
        )
        caps = {row.id: row.cap for row in rows}
        room = {
            line.indicator: max(0.0, caps[line.indicator] - line.points)
            for line in applying
            if line.kind == _DEDUCTION and line.state in ("charged", "clean")
        }
        self.unseen = unverified(lines, score, rubric)
        if "" in self.unseen:
            self.unseen[""] = min(self.unseen[""], sum(room.values()))
        known = {
            line.indicator: line.points
            for line in applying
            if line.kind != RowKind.VETO and line.indicator not in self.unseen
        }
        self.judged = sum(line.state not in OPEN for line in applying if line.kind == _DEDUCTION)
        self.open = sum(line.state in OPEN for line in applying if line.kind == _DEDUCTION)
        self.lost = _lost(known, self.unseen, room, caps)
        self.charged = {
            line.indicator: line.points
            for line in applying
            if line.kind == _DEDUCTION and line.points and line.indicator in known
        }
        self.free = total(rubric, self.about, self.lost)
        self.least = total(rubric, self.about, self.lost, vetoes=self.vetoes)
        self.most = total(rubric, self.about, known)

    @property
    def unscored(self) -> str | None:
        """Why there is no score, a veto apart; None when there is one."""
        if self.medium is Medium.MEDIA and not self.rubric.accounts_scored:
            return None if self.vetoes else "no_points"
        if not self.judged:
            return "not_seen"
        if self.unmonitored == "never" or self.verified < self.rubric.min_verified:
            return "insufficient"
        if self.free.part2 is None:
            return "services"
        return "gate" if self.free.passed != self.most.passed else None

    @property
    def verified(self) -> float:
        """The share of what applies that is known. Rows whose points no source sets have no part in it;
        where there are no others, all of them must be judged."""
        if not self.whole:
            return 0.0 if self.open else 1.0
        return (self.whole - sum(self.unseen.values())) / self.whole

    @property
    def unverified(self) -> float:
        """Points that are 未能核验, scaled as those deducted are, so that with these and what is left
        they are the total."""
        if self.most.part2 is None or self.free.part2 is None:
            return round(sum(self.unseen.values()), 2)
        return round(self.most.part2 - self.free.part2, 2)

    @property
    def stage(self) -> StageScore:
        known = self.unscored is None
        score = self.least.final if known or self.vetoes else None
        return StageScore(score, self.free.final if known else None, self.lost, self.charged)

    def steps(self, final: str) -> tuple[Figure, ...]:
        """How `least` came about; `final`: what its last step is called."""
        if self.unscored is not None and not self.vetoes:
            return ()
        deducted = [step for step in self.most.steps if step.kind is StepKind.DEDUCTED]
        others = [step for step in self.least.steps if step.kind is not StepKind.DEDUCTED]
        kinds = [step.kind for step in others]
        after = kinds.index(StepKind.LEFT) if StepKind.LEFT in kinds else len(kinds)
        made = [
            Figure(
                final if step.kind is StepKind.FINAL else step.kind.value,
                step.amount,
                step.row,
                step.factor,
            )
            for step in (*others[:after], *deducted, *others[after:])
        ]
        unseen = round(_left(self.most) - _left(self.free), 4)
        if unseen:
            made.insert(after + len(deducted), Figure("unverified", unseen))
        return tuple(made)


def _left(made: Total) -> float:
    """What is left of the base, before it is scaled up."""
    return next((step.amount for step in made.steps if step.kind is StepKind.LEFT), 0.0)


def _lost(
    known: Mapping[str, float],
    unseen: Mapping[str, float],
    room: Mapping[str, float],
    caps: Mapping[str, float],
) -> dict[str, float]:
    """Points by row with all that is 未能核验 lost. What is spread over several rows is laid on those
    that the machine saw, as far as they have `room`.

    Those of the least caps first: where points on services are spread these weigh the most, and in any
    other order hiding a page could raise the score.
    """
    lost = {**known, **{row: points for row, points in unseen.items() if row}}
    left = unseen.get("", 0.0)
    for row in sorted(room, key=lambda row: (caps[row], row)):
        more = min(left, room[row])
        lost[row] = round(lost[row] + more, 4)
        left -= more
    return lost


def _daily(
    rubric: Rubric, about: Applying, score: Score | None, lines: Sequence[Line]
) -> StageScore:
    if score is None:
        return StageScore(None, None, {}, {})
    now = as_judged(score, lines, rubric)
    kept = site_standing(now)
    value = None if kept is None else round(float(100 * kept), 2)
    return StageScore(value, value, _daily_lost(rubric, about, now, lines), charged(score, lines))


def _daily_lost(
    rubric: Rubric, about: Applying, now: Score, lines: Iterable[Line]
) -> dict[str, float]:
    """Points by row that daily monitoring counts as lost, `now` being its score with persons' words:
    what is charged, and what is 未能核验."""
    own = daily_rows(now) & {row.id for row in about.rows}
    by_persons = {line.indicator for line in lines if line.state == "judged"}
    rows = [row for row in now.rows if row.indicator in own]
    unseen = {row.indicator: row.cap for row in rows if row.state == "not_observed"}
    seen = [row for row in rows if row.indicator not in unseen]
    room = {r.indicator: r.cap - r.points for r in seen if r.indicator not in by_persons}
    return _lost(
        {row.indicator: row.points for row in seen},
        {**unseen, "": blind(now)},
        room,
        {row.id: row.cap for row in rubric.rows},
    )


def _own(rubric: Rubric, about: Applying, own: Own) -> StageScore:
    if not own.complete:
        return StageScore(None, None, own.points, {})
    made = total(rubric, about, own.points, vetoes=own.vetoes)
    free = total(rubric, about, own.points)
    rows = {row.id for row in about.rows if row.kind is RowKind.DEDUCTION}
    charges = {row: points for row, points in own.points.items() if points and row in rows}
    return StageScore(made.final, free.final, own.points, charges)


def weighted(
    rubric: Rubric,
    about: Applying,
    rules: AssessmentRules,
    stages: Mapping[Stage, StageScore],
) -> tuple[float | None, tuple[Figure, ...]]:
    """The total by the office's weights, vetoes apart; None where a stage that counts has no score.

    A preliminary evaluation that is reviewed (a stage of the mode review) counts as reviewed. Of a
    stage of the mode deduct the charged rows are taken off, scaled as the rubric scales them; a row
    that a scoring stage has charged too, or counts as lost, costs the larger of both and no more. What
    daily monitoring could not see costs nothing there, so that it need not have a score. The steps name
    the rows that cost something more, with what they do; that is what is taken off.
    """
    scoring: list[tuple[StageScore, Fraction]] = []
    charges: list[tuple[str, str, float]] = []
    steps: list[Figure] = []
    for stage in Stage:
        rule = rules.stage(stage)
        if rule.mode not in (StageMode.SCORE, StageMode.DEDUCT):
            continue
        reviewed = stage is Stage.PRELIMINARY and rules.reviewed
        made = stages[Stage.REVIEW if reviewed else stage]
        if made.free is None and not (stage is Stage.DAILY and rule.mode is StageMode.DEDUCT):
            return None, tuple(steps)
        name = "reviewed" if reviewed and made != stages[stage] else stage.value
        if rule.mode is StageMode.SCORE:
            scoring.append((made, Fraction(str(rule.weight or 0))))
            steps.append(Figure(f"score_{name}", made.free or 0.0, factor=rule.weight))
            continue
        charges += ((name, row, points) for row, points in made.charged.items())
    weights = sum(weight for _, weight in scoring)
    mean = sum(Fraction(str(made.free)) * weight for made, weight in scoring) / weights
    taken: dict[str, float] = {}
    off = Fraction()
    for name, row, points in charges:
        taken[row] = max(points, taken.get(row, 0.0))
        before = round(float(off), 2)
        off = sum(
            (_more(rubric, about, made, taken) * weight for made, weight in scoring), Fraction()
        )
        off /= weights
        if more := round(round(float(off), 2) - before, 2):
            steps.append(Figure(f"deduct_{name}", more, row))
    if charges:
        steps.append(Figure("taken_off", round(float(off), 2)))
    final = round(float(max(Fraction(), mean - off)), 2)
    return final, (*steps, Figure("total", final))


def _more(
    rubric: Rubric, about: Applying, made: StageScore, taken: Mapping[str, float]
) -> Fraction:
    """What rows that are taken off cost a stage beyond what it has lost on them itself."""
    kinds = {row.id: row.kind for row in about.rows}
    lost = {row: points for row, points in made.lost.items() if kinds[row] is RowKind.DEDUCTION}
    both = {**lost, **{row: max(points, lost.get(row, 0.0)) for row, points in taken.items()}}
    before, after = (total(rubric, about, points).part2 for points in (lost, both))
    if before is None or after is None:
        return Fraction()
    return Fraction(str(before)) - Fraction(str(after))


def unit_result(
    unit: Unit,
    medium: Medium,
    subjects: Sequence[SubjectResult],
    rule: SeveralSites | AccountMerge | None,
    *,
    fail_below: float,
    ranked: bool = True,
) -> Result:
    """A unit by its subjects, in the order of the ledger. `rule`: for sites how several stand, the
    lowest until the office has a rule (试算); for accounts how they are merged, without a rule not at
    all (待定). `fail_below`: the gate of the rubric, which the unit's part two meets as the rule merges it.

    Where one that counts has no score the unit has none: left out, a bad one would raise its unit.
    Those at rest do not count beside others.
    """
    awake = [one for one in subjects if one.unscored != "resting" or one.veto] or list(subjects)
    counted = awake[:1] if rule is SeveralSites.FIRST else awake
    how = rule if isinstance(rule, AccountMerge) else None if medium is Medium.MEDIA else _HOW[rule]
    one = merge([_merged(subject) for subject in counted], how)
    score, beside = _printed(one.score), _printed(one.beside)
    lowest = one.score is not None and how is AccountMerge.MIN and not one.veto
    stands = [subject for subject in counted if subject.score == score][:1] if lowest else counted
    below = one.part2 is not None and one.part2 < Fraction(str(fail_below))
    return Result(
        unit=unit.id,
        name=unit.name,
        category=unit.category.value,
        medium=medium,
        score=score,
        veto=one.veto,
        unscored=one.unscored,
        subjects=tuple(subjects),
        stands=tuple(subject.subject for subject in stands),
        ranked=ranked,
        provisional=one.provisional or (len(awake) > 1 and rule is None),
        beside=beside,
        failed=below or (how is AccountMerge.MIN and any(subject.failed for subject in counted)),
        unverified=_printed(None if one.unobserved is None else 100 * one.unobserved) or 0.0,
        open_vetoes=tuple(veto for subject in counted for veto in subject.open_vetoes),
        unmonitored=tuple(subject.name for subject in counted if subject.unmonitored),
    )


_HOW = {
    None: AccountMerge.MIN,
    SeveralSites.LOWEST: AccountMerge.MIN,
    SeveralSites.MEAN: AccountMerge.WORST_FAILS,
    SeveralSites.FIRST: AccountMerge.MIN,
}
"""Sites are merged as accounts are. A veto of any is the unit's."""


def _merged(one: SubjectResult) -> Merged:
    return Merged(
        one.score,
        one.veto,
        one.unscored,
        Fraction(str(one.unverified)) / 100,
        one.provisional,
        one.beside,
        one.part2,
    )


def _printed(points: Points | None) -> float | None:
    """To the hundredth, halves up."""
    return (
        None
        if points is None
        else float(Fraction(floor(exact(points) * 100 + Fraction(1, 2)), 100))
    )
