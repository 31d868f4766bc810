"""日常监测 of a site with what persons said of its rows. Pure.

A row that checks serve belongs to daily monitoring, whoever had the last word on it: a review, or a
person's word where the machine could not look or could only suggest. Its points are then that
person's, and it is wholly verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from monitor.assess.year import blind
from monitor.domain.assessment import Line
from monitor.domain.rubric import RowKind, RowScore, Rubric, Score

_APART = frozenset({"not_applicable", "person"})
"""Rows that are no part of daily monitoring: not the site's, or served by no check."""
_SEEN = frozenset({"charged", "clean"})


def daily_rows(score: Score | None) -> frozenset[str]:
    """The deduction rows that are daily monitoring's of a site."""
    rows = () if score is None else score.rows
    return frozenset(row.indicator for row in rows if row.cap and row.state not in _APART)


def charged(score: Score | None, lines: Iterable[Line]) -> dict[str, float]:
    """Points by row that stand charged in daily monitoring; nothing that is 未能核验 or only suggested."""
    own = daily_rows(score)
    return {
        line.indicator: line.points
        for line in lines
        if line.indicator in own
        and line.kind == RowKind.DEDUCTION
        and line.state in ("charged", "judged")
        and line.points
    }


def as_judged(score: Score, lines: Iterable[Line], rubric: Rubric) -> Score:
    """The score with the points of persons in the rows that they judged."""
    own = daily_rows(score)
    judged = {
        line.indicator: line.points
        for line in lines
        if line.state == "judged" and line.indicator in own
    }
    if not judged:
        return score
    rows = tuple(_judged(row, judged) for row in score.rows)
    ours = [row for row in rows if row.indicator in own]
    seen = [row for row in ours if row.state in _SEEN]
    room = sum(row.cap - row.points for row in seen if row.indicator not in judged)
    unseen = min(blind(score), room)
    points = round(score.factor * sum(row.points for row in ours), 2)
    verified = round(score.factor * (sum(row.cap for row in seen) - unseen), 2)
    component = score.factor * sum(row.cap for row in ours)
    return replace(
        score,
        rows=rows,
        points=points,
        verified=verified,
        unobserved_points=round(score.max - verified, 2),
        scored=verified >= component * rubric.min_verified,
    )


def _judged(row: RowScore, judged: dict[str, float]) -> RowScore:
    if row.indicator not in judged:
        return row
    points = judged[row.indicator]
    return replace(row, points=points, state="charged" if points else "clean")


def unmonitored(score: Score | None, *, checked: bool) -> str | None:
    """Whether what is known of a site rests on persons: never (no run looked at it), little (the
    machine verified less than the rubric asks for), None. `checked`: whether any check is about it."""
    if not checked:
        return None
    if score is None:
        return "never"
    return None if score.scored else "little"
