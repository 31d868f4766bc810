"""The full score of an assessment, line by line."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.domain.rubric import Rubric
from monitor.domain.total import Step, StepKind, Total
from monitor.report.score import figure
from monitor.text import say

_OFFICES_TO_DECIDE = frozenset({StepKind.SPREAD, StepKind.SCALED, StepKind.RECORDED})
"""Steps that the national text does not settle for a city: 试算 until the office has."""


def total_lines(made: Total, rubric: Rubric) -> Iterable[str]:
    """One sentence a step, in order; at last the rows that nobody has judged."""
    names = {row.id: row.name for row in rubric.rows}
    for step in made.steps:
        trial = rubric.trial and step.kind in _OFFICES_TO_DECIDE
        yield say(
            f"total.{step.kind}",
            lang="zh",
            row=step.row,
            name=names.get(step.row, ""),
            amount=figure(step.amount),
            given=figure(step.amount if step.given is None else step.given),
            factor=figure(step.factor or 1.0, 4),
            cut=_cut(step),
            fail_below=figure(rubric.gates.fail_below),
            bonus_above=figure(rubric.gates.bonus_above),
            trial=say("total.trial", lang="zh") if trial else "",
        )
    if made.unfilled:
        rows = "、".join(made.unfilled)
        yield say("total.unfilled", lang="zh", rows=rows, points=figure(made.unfilled_points))


def _cut(step: Step) -> str:
    """What the cap and the share of the points on services made of what was given."""
    told = ""
    if step.cap is not None and step.given is not None and step.given > step.cap:
        told += say("total.cut", lang="zh", cap=figure(step.cap))
    if step.factor is not None:
        told += say("total.weighed", lang="zh", amount=figure(step.amount))
    return told
