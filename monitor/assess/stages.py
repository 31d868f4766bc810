"""From lines to a score: the stages of a subject, their weights, and the unit it stands for. Pure.

A score counts nothing that is 未能核验, on which side ever: it is the least that the subject can have
reached, so that hiding pages cannot raise it. Nobody fails by that: where the open rows decide whether
the subject passes, it has no score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from monitor.assess.ranking import site_standing
from monitor.assess.total import Applying, total
from monitor.assess.year import OPEN, self_score, unverified
from monitor.domain.assessment import (
    Entry,
    Figure,
    Line,
    Medium,
    Result,
    Stage,
    SubjectResult,
)
from monitor.domain.office import AssessmentRules, SeveralSites, StageMode
from monitor.domain.rubric import Of, RowKind, Rubric, Score
from monitor.domain.subject import Category, Unit
from monitor.domain.total import StepKind

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
    """How a site or an account stands. `lines` with reviews, `unreviewed` without them."""
    reviewed = _Reached(rubric, unit, medium, lines, score)
    before = _Reached(rubric, unit, medium, unreviewed, score)
    stages = {
        Stage.DAILY: _daily(score),
        Stage.SELF: self_score(rubric, entries, subject, _caps(lines)),
        Stage.PRELIMINARY: before.score,
        Stage.REVIEW: reviewed.score,
    }
    why = "resting" if resting else reviewed.unscored
    final, steps = reviewed.score, reviewed.steps
    if why is None and rules.decided and not reviewed.vetoes:
        final, more = weighted(rubric, rules, stages)
        steps = (*steps, *more)
        why = "stage" if final is None else None
    return SubjectResult(
        unit=unit.id,
        subject=subject,
        name=name,
        medium=medium,
        lines=lines,
        stages={stage.value: value for stage, value in stages.items()},
        score=final if why is None else None,
        veto=bool(reviewed.vetoes),
        unscored=None if reviewed.vetoes else why,
        unverified=round(sum(reviewed.unseen.values()), 2),
        steps=steps,
        provisional=rubric.trial or not rules.decided or rules.year_aggregation is None,
    )


class _Reached:
    """What one reading of a subject's lines comes to. `least` counts what is 未能核验 as lost, `most`
    does not."""

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
        self.unseen = unverified(lines, score, rubric)
        self.vetoes = [line.indicator for line in lines if line.veto]
        applying = [line for line in lines if line.state != "not_applicable"]
        ids = {line.indicator for line in applying}
        rows = tuple(row for row in rubric.rows if row.id in ids)
        of = Of.SITE if medium is Medium.SITES else Of.ACCOUNT
        about = Applying(of, rows, unit.category is not Category.INTERNAL)
        self.whole = sum(row.cap for row in rows if row.kind is RowKind.DEDUCTION)
        known = {
            line.indicator: line.points
            for line in applying
            if line.kind != RowKind.VETO and line.indicator not in self.unseen
        }
        self.judged = sum(line.state not in OPEN for line in applying if line.kind == _DEDUCTION)
        self.open = sum(line.state in OPEN for line in applying if line.kind == _DEDUCTION)
        caps = {row.id: row.cap for row in rows}
        room = {
            line.indicator: max(0.0, caps[line.indicator] - line.points)
            for line in applying
            if line.kind == _DEDUCTION and line.state in ("charged", "clean")
        }
        lost = _lost(known, self.unseen, room)
        self.least = total(rubric, about, lost, vetoes=self.vetoes)
        self.most = total(rubric, about, known, vetoes=self.vetoes)

    @property
    def unscored(self) -> str | None:
        """Why there is no score; None when there is one, or a veto."""
        if self.vetoes:
            return None
        if self.medium is Medium.MEDIA and not self.rubric.accounts_scored:
            return "no_points"
        if not self.judged:
            return "not_seen"
        if self.verified < self.rubric.min_verified:
            return "insufficient"
        if self.least.part2 is None:
            return "services"
        return "gate" if self.least.passed != self.most.passed else None

    @property
    def verified(self) -> float:
        """The share of what applies that is known. Rows whose points no source sets have no part in it;
        where there are no others, all of them must be judged."""
        if not self.whole:
            return 0.0 if self.open else 1.0
        return (self.whole - sum(self.unseen.values())) / self.whole

    @property
    def score(self) -> float | None:
        return self.least.final if self.unscored is None else None

    @property
    def steps(self) -> tuple[Figure, ...]:
        if self.unscored is not None:
            return ()
        unseen = round(sum(self.unseen.values()), 2)
        deducted = [step for step in self.most.steps if step.kind is StepKind.DEDUCTED]
        others = [step for step in self.least.steps if step.kind is not StepKind.DEDUCTED]
        kinds = [step.kind for step in others]
        after = kinds.index(StepKind.LEFT) if StepKind.LEFT in kinds else len(kinds)
        made = [
            Figure(step.kind.value, step.amount, step.row, step.factor)
            for step in (*others[:after], *deducted, *others[after:])
        ]
        if unseen:
            made.insert(after + len(deducted), Figure("unverified", unseen))
        return tuple(made)


def _lost(
    known: Mapping[str, float], unseen: Mapping[str, float], room: Mapping[str, float]
) -> dict[str, float]:
    """Points by row with all that is 未能核验 lost. What is spread over several rows is laid on those
    that the machine saw, as far as they have `room`."""
    lost = {**known, **{row: points for row, points in unseen.items() if row}}
    left = unseen.get("", 0.0)
    for row, free in room.items():
        more = min(left, free)
        lost[row] = round(lost[row] + more, 4)
        left -= more
    return lost


def _daily(score: Score | None) -> float | None:
    kept = None if score is None else site_standing(score)
    return None if kept is None else round(float(100 * kept), 2)


def _caps(lines: Iterable[Line]) -> dict[str, float]:
    return {
        line.indicator: line.cap
        for line in lines
        if line.kind == RowKind.DEDUCTION and line.state != "not_applicable"
    }


def weighted(
    rubric: Rubric, rules: AssessmentRules, stages: Mapping[Stage, float | None]
) -> tuple[float | None, tuple[Figure, ...]]:
    """The total by the office's weights; None where a stage that counts has no score.

    A preliminary evaluation that is reviewed (a stage of the mode review) counts as reviewed.
    """
    reviewed = rules.stage(Stage.REVIEW).mode is StageMode.REVIEW
    shares: list[tuple[float, float]] = []
    off = 0.0
    steps: list[Figure] = []
    for stage in Stage:
        rule = rules.stage(stage)
        if rule.mode not in (StageMode.SCORE, StageMode.DEDUCT):
            continue
        source = Stage.REVIEW if stage is Stage.PRELIMINARY and reviewed else stage
        value = stages.get(source)
        if value is None:
            return None, tuple(steps)
        if rule.mode is StageMode.SCORE:
            shares.append((value, rule.weight or 0.0))
        else:
            off += max(0.0, rubric.total - value)
        steps.append(Figure(f"{rule.mode}_{stage}", value, factor=rule.weight))
    weights = sum(weight for _, weight in shares)
    mean = sum(value * weight for value, weight in shares) / weights
    final = round(max(0.0, mean - off), 2)
    return final, (*steps, Figure("total", final))


def unit_result(
    unit: Unit,
    medium: Medium,
    subjects: Sequence[SubjectResult],
    rule: SeveralSites | None,
    *,
    ranked: bool = True,
) -> Result:
    """A unit by its subjects, in the order of the ledger: its lowest until the office has a rule (试算).

    A veto of one that counts is the unit's. Where one that counts has no score the unit has none: left
    out, a bad one would raise its unit. Those at rest do not count beside others.
    """
    awake = [one for one in subjects if one.unscored != "resting"] or list(subjects)
    counted = awake[:1] if rule is SeveralSites.FIRST else awake
    veto = any(one.veto for one in counted)
    scores = [one.score for one in counted if one.score is not None and not one.veto]
    why = next((one.unscored for one in counted if one.unscored is not None), None)
    score: float | None = None
    if not veto and why is None and scores:
        mean = rule is SeveralSites.MEAN
        score = round(sum(scores) / len(scores), 2) if mean else min(scores)
    stands = (
        counted
        if score is None or rule is SeveralSites.MEAN
        else [one for one in counted if one.score == score][:1]
    )
    return Result(
        unit=unit.id,
        name=unit.name,
        category=unit.category.value,
        medium=medium,
        score=score,
        veto=veto,
        unscored=None if veto else why,
        subjects=tuple(subjects),
        stands=tuple(one.subject for one in stands),
        ranked=ranked,
        provisional=any(one.provisional for one in counted) or (len(awake) > 1 and rule is None),
    )
