"""Assessments (年度考评): opened, listed, made final."""

from __future__ import annotations

from db import assess
from monitor.app.house import BadInput, House
from monitor.app.inspecting import kept_rubric
from monitor.app.judging import rubric
from monitor.config.fields import ID
from monitor.domain.assessment import Assessment, AssessmentState

_YEARS = range(2000, 2100)


def open_assessment(
    house: House, assessment_id: str, *, name: str, year: int, rubric_id: str | None = None
) -> Assessment:
    """Open a draft. Raises BadInput for an id that is taken or does not fit, for a year that cannot be,
    and for a rubric that cannot be found again by its id; ConfigError for an unknown one."""
    if not ID.fullmatch(assessment_id):
        raise BadInput("input.not_an_id", value=assessment_id)
    if year not in _YEARS:
        raise BadInput("input.assess_year", value=year)
    if not name.strip():
        raise BadInput("input.missing", option="--name")
    rules = kept_rubric(house, rubric(rubric_id, house.home))
    made = Assessment(assessment_id, name.strip(), year, rules.id)
    if not assess.add_assessment(house.engine, made, house.clock.now()):
        raise BadInput("input.assess_taken", value=assessment_id)
    return made


def everyone(house: House) -> list[Assessment]:
    """All assessments, by year."""
    return assess.assessments(house.engine)


def find(house: House, assessment_id: str) -> Assessment:
    """Raises BadInput for an unknown assessment."""
    for one in assess.assessments(house.engine):
        if one.id == assessment_id:
            return one
    raise BadInput("input.unknown_assessment", value=assessment_id)


def find_draft(house: House, assessment_id: str) -> Assessment:
    """Raises BadInput for an unknown assessment and for a final one."""
    found = find(house, assessment_id)
    if found.state is AssessmentState.FINAL:
        raise BadInput("input.assess_final", value=assessment_id)
    return found
