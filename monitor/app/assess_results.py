"""`monitor assess result`: how every unit stands, stage by stage and row by row."""

from __future__ import annotations

from collections.abc import Sequence

from db import assess
from monitor.app.assess_year import Year, year_of
from monitor.app.assessing import find, find_draft
from monitor.app.house import BadInput, House
from monitor.assess.stages import subject_result, unit_result
from monitor.domain.assessment import Assessment, AssessmentState, Medium, Result, SubjectResult
from monitor.domain.subject import Unit
from monitor.report.record import describe
from monitor.report.result import ResultSheet


def results(house: House, assessment_id: str, *, as_of: str | None = None) -> list[Result]:
    """A result for each unit and medium that it has subjects of, sites before media, in the order of
    the ledger: what grading starts from.

    Of a final assessment as they were kept; with `as_of` as they were known at that moment. Raises
    BadInput for an unknown assessment.
    """
    assessment = find(house, assessment_id)
    return list(_results(assessment, year_of(house, assessment, as_of=as_of), as_of))


def sheet(house: House, assessment_id: str, *, as_of: str | None = None) -> ResultSheet:
    """The results with what explains them."""
    assessment = find(house, assessment_id)
    year = year_of(house, assessment, as_of=as_of)
    return ResultSheet(
        assessment,
        house.office.assessment,
        _results(assessment, year, as_of),
        year.entries,
        {
            defect.id: describe(defect, unit, site)
            for unit in year.units
            for site in unit.sites
            for defect in year.stands.defects.get(site.id, [])
        },
    )


def finalize(house: House, assessment_id: str, *, by: str) -> Assessment:
    """Make a draft final: its results are kept and never change again. Raises BadInput for one that is
    final already."""
    assessment = find_draft(house, assessment_id)
    made = _of(year_of(house, assessment))
    kept = assess.finalize(house.engine, assessment_id, made, by=by, at=house.clock.now())
    if not kept:
        raise BadInput("input.assess_final", value=assessment_id)
    return find(house, assessment_id)


def _results(assessment: Assessment, year: Year, as_of: str | None) -> Sequence[Result]:
    if assessment.state is AssessmentState.FINAL and as_of is None:
        place = {unit.id: number for number, unit in enumerate(year.registry.units)}
        kept = assess.results(year.house.engine, assessment.id)
        media = list(Medium)
        return sorted(kept, key=lambda one: (media.index(one.medium), place.get(one.unit, 0)))
    return _of(year)


def _of(year: Year) -> list[Result]:
    rule = year.house.office.inspections.several_sites
    made = []
    for medium in Medium:
        for unit in year.units:
            subjects = _subjects(year, unit, medium)
            if subjects:
                ranked = unit.ranked_sites if medium is Medium.SITES else unit.ranked_media
                made.append(unit_result(unit, medium, subjects, rule, ranked=ranked))
    return made


def _subjects(year: Year, unit: Unit, medium: Medium) -> list[SubjectResult]:
    return [
        subject_result(
            year.rubric,
            year.house.office.assessment,
            unit=year.answering(unit, one),
            subject=one.id,
            name=one.name,
            medium=medium,
            lines=year.lines(unit, one),
            unreviewed=year.lines(unit, one, reviewed=False),
            score=year.scores.get(one.id),
            entries=[entry for entry in year.entries if entry.subject == one.id],
            resting=one.resting,
        )
        for one in year.subjects(unit)
        if one.medium is medium
    ]
