"""`monitor assess result`: how every unit stands, stage by stage and row by row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from db import assess, assess_final
from monitor.app.assess_year import Year, kept_terms, stays_as_kept, year_of
from monitor.app.assessing import find, find_draft
from monitor.app.house import BadInput, House
from monitor.assess.stages import subject_result, unit_result
from monitor.domain.assessment import (
    Assessment,
    Entry,
    EntryKind,
    Medium,
    Result,
    Stage,
    SubjectResult,
    open_appeals,
)
from monitor.domain.grading import AccountMerge
from monitor.domain.office import SeveralSites
from monitor.domain.subject import Unit
from monitor.domain.terms import KeptTerms
from monitor.report.record import describe
from monitor.report.result import ResultSheet

_TRIES = 3


def results(house: House, assessment_id: str, *, as_of: str | None = None) -> list[Result]:
    """A result for each unit and medium that it has subjects of, sites before media, in the order of
    the ledger: what grading starts from.

    Of a final assessment as they were kept; with `as_of` as they were known at that moment, which is as
    they were kept once it was final. Raises BadInput for an unknown assessment.
    """
    assessment = find(house, assessment_id)
    if stays_as_kept(house, assessment, as_of):
        return _as_kept(house, assessment)
    return _of(year_of(house, assessment, as_of=as_of))


def sheet(house: House, assessment_id: str, *, as_of: str | None = None) -> ResultSheet:
    """The results with what explains them."""
    assessment = find(house, assessment_id)
    if stays_as_kept(house, assessment, as_of):
        kept = kept_terms(house, assessment)
        said = assess.entries(house.engine, assessment.id)
        found = _as_kept(house, assessment)
        return ResultSheet(assessment, kept.terms.rules, found, said, kept.descriptions)
    year = year_of(house, assessment, as_of=as_of)
    return ResultSheet(assessment, year.terms.rules, _of(year), year.entries, _descriptions(year))


def finalize(
    house: House, assessment_id: str, *, by: str, pass_over: str | None = None
) -> Assessment:
    """Make a draft final: its results are kept with what they were reckoned by, and never change again.

    `pass_over`: why appeals that nobody reviewed are left as they are; it is kept with each of them.
    Raises BadInput for an assessment that is final already, for open appeals without that reason, and
    where words, decisions or findings came in time and again while it was reckoned.
    """
    for _ in range(_TRIES):
        assessment = find_draft(house, assessment_id)
        since = assess_final.mark(house.engine, assessment_id)
        now = house.clock.now()
        over = _over(assess.entries(house.engine, assessment_id), by, now, pass_over or "")
        year = year_of(house, assessment)
        kept = KeptTerms(year.terms, _descriptions(year))
        made = assess_final.finalize(
            house.engine, assessment_id, _of(year), kept, since, by=by, at=now, over=over
        )
        if made is assess_final.Outcome.WAS_FINAL:
            raise BadInput("input.assess_final", value=assessment_id)
        if made is assess_final.Outcome.MADE:
            return find(house, assessment_id)
    raise BadInput("input.assess_moved", value=assessment_id)


def _over(entries: Iterable[Entry], by: str, at: datetime, reason: str) -> list[Entry]:
    """What is said of the appeals that nobody reviewed. Raises BadInput where no reason is given."""
    waiting = open_appeals(entries)
    if waiting and not reason.strip():
        raise BadInput(
            "input.open_appeals",
            count=len(waiting),
            rows=", ".join(f"{one.subject}/{one.indicator}" for one in waiting),
        )
    return [_passed_over(one, by, at, reason.strip()) for one in waiting]


def _passed_over(appeal: Entry, by: str, at: datetime, reason: str) -> Entry:
    return Entry(
        assessment=appeal.assessment,
        kind=EntryKind.PASSED_OVER,
        stage=Stage.REVIEW,
        unit=appeal.unit,
        subject=appeal.subject,
        indicator=appeal.indicator,
        by=by,
        at=at,
        reason=reason,
        on=appeal.id,
    )


def _as_kept(house: House, assessment: Assessment) -> list[Result]:
    ledger = kept_terms(house, assessment).terms.ledger
    place = {unit.id: number for number, unit in enumerate(ledger.units)}
    media = list(Medium)
    kept = assess_final.results(house.engine, assessment.id)
    return sorted(kept, key=lambda one: (media.index(one.medium), place.get(one.unit, 0)))


def _descriptions(year: Year) -> dict[str, str]:
    """The sentence of each defect."""
    return {
        defect.id: describe(defect, unit, site)
        for unit in year.units
        for site in unit.sites
        for defect in year.stands.defects.get(site.id, [])
    }


def _of(year: Year) -> list[Result]:
    rules: dict[Medium, SeveralSites | AccountMerge | None] = {
        Medium.SITES: year.terms.several_sites,
        Medium.MEDIA: year.terms.grading.account_merge,
    }
    made = []
    for medium in Medium:
        for unit in year.units:
            subjects = _subjects(year, unit, medium)
            if subjects:
                ranked = unit.ranked_sites if medium is Medium.SITES else unit.ranked_media
                made.append(
                    unit_result(
                        unit,
                        medium,
                        subjects,
                        rules[medium],
                        fail_below=year.rubric.gates.fail_below,
                        ranked=ranked,
                    )
                )
    return made


def _subjects(year: Year, unit: Unit, medium: Medium) -> list[SubjectResult]:
    return [
        subject_result(
            year.rubric,
            year.terms.rules,
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
