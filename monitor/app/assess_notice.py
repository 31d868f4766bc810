"""`monitor assess notice`: the results of an assessment, graded and told in public."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from db import assess, assess_final
from monitor.app.assess_results import results
from monitor.app.assess_year import terms_of
from monitor.app.assessing import find
from monitor.app.figures import figures
from monitor.app.house import House
from monitor.app.house import day as parsed_day
from monitor.app.noticing import Written, write_notice
from monitor.assess.grading import candidate, grade
from monitor.domain.assessment import Entry, EntryKind, Result, Stage
from monitor.domain.grading import ClassGrades, GradeRules
from monitor.domain.office import AssessmentRules
from monitor.report import notice as report
from monitor.text import say

_WATCHED = frozenset({"charged", "clean", "pending"})
"""States of lines on which the machine has something to say."""


def notice(
    house: House,
    assessment_id: str,
    output: Path,
    *,
    day: str | None = None,
    as_of: str | None = None,
) -> Written:
    """Write the notice (送审稿) of an assessment. `day`: 成文日期 (YYYY-MM-DD). Of a final one the
    figures are those of when it was made final, or of an earlier `as_of`. Raises BadInput."""
    assessment = find(house, assessment_id)
    moment = None if as_of is None else house.now(as_of)
    found = results(house, assessment_id, as_of=as_of)
    rules = terms_of(house, assessment)
    said = assess.entries(house.engine, assessment_id, moment)
    final = assess_final.final_at(house.engine, assessment_id)
    counted = min((one for one in (moment, final) if one is not None), default=None)
    carried = carried_out(rules.rules, found, said)
    return write_notice(
        house,
        output,
        year=assessment.year,
        grades=_graded(found, rules.grading),
        figures=figures(house, assessment.year, counted),
        stages=[say(f"assess.stage.{stage}", lang="zh") for stage in carried],
        day=None if day is None else parsed_day(day),
        as_of=as_of,
    )


def grades(
    house: House, assessment_id: str, *, as_of: str | None = None
) -> tuple[ClassGrades, ...]:
    """The units of an assessment by class and grade, as far as the office has set the rules."""
    rules = terms_of(house, find(house, assessment_id)).grading
    return _graded(results(house, assessment_id, as_of=as_of), rules)


def unsettled(house: House, assessment_id: str) -> list[str]:
    """Why units of an assessment have no grade, or one that rests on something open: a sentence each
    (Chinese), as in the notes of the notice. Of a final one this stays as it is."""
    return report.unsettled(grades(house, assessment_id))


def carried_out(
    rules: AssessmentRules, found: Iterable[Result], entries: Collection[Entry]
) -> tuple[Stage, ...]:
    """The stages that the office has set and that left anything behind; a notice names no others."""
    words = {one.stage for one in entries if one.kind is EntryKind.WORD}
    reviewed = any(one.kind is EntryKind.REVIEW for one in entries)
    lines = (line for one in found for subject in one.subjects for line in subject.lines)
    left = {
        Stage.DAILY: any(one.state in _WATCHED or one.machine is not None for one in lines),
        Stage.SELF: Stage.SELF in words,
        Stage.PRELIMINARY: Stage.PRELIMINARY in words,
        Stage.REVIEW: reviewed,
    }
    return tuple(one for one in Stage if left[one] and rules.stage(one).mode is not None)


def _graded(found: Sequence[Result], rules: GradeRules) -> tuple[ClassGrades, ...]:
    ranked = (one for one in found if one.ranked)
    candidates = [made for one in ranked if (made := candidate(rules, one)) is not None]
    return grade(candidates, rules, decided=rules.ties)
