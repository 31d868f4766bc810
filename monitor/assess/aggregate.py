"""The nights of an inspection as one result. A fault of many nights is one fault in all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import fmean

from monitor.domain.defect import Defect, DefectState
from monitor.domain.rubric import Score


def union(
    at: Callable[[datetime], Sequence[Defect]], moments: Iterable[datetime], as_of: datetime
) -> list[Defect]:
    """Every defect that was confirmed at one of the moments or at `as_of`, each once, as it was last.

    `at` gives the defects of a site as of a moment. What a person had struck out by `as_of` is not
    among them.
    """
    found: dict[str, Defect] = {}
    for moment in [*sorted(moments), as_of]:
        for defect in at(moment):
            if defect.state is DefectState.CONFIRMED:
                found[defect.id] = defect
            elif defect.state is DefectState.WAIVED:
                found.pop(defect.id, None)
    return sorted(found.values(), key=lambda defect: defect.id)


def mean(last: Score, nights: Sequence[Score]) -> Score:
    """The mean of daily snapshots, told row by row; vetoes, states and coverage are those of `last`.

    A night on which little could be verified counts like any other: leaving it out would pay for
    hiding on bad nights.
    """
    if not nights:
        return last
    return replace(
        last,
        points=_mean(night.points for night in nights),
        verified=_mean(night.verified for night in nights),
        unobserved_points=_mean(night.unobserved_points for night in nights),
        rows=tuple(
            replace(row, points=_mean(_points(night, row.indicator) for night in nights))
            for row in last.rows
        ),
    )


def _points(score: Score, indicator: str) -> float:
    return next((row.points for row in score.rows if row.indicator == indicator), 0.0)


def _mean(figures: Iterable[float]) -> float:
    return round(fmean(figures), 2)
