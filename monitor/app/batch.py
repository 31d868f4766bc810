"""What belongs to an inspection: its defects and scores, and how they stand against earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from db import office, queries
from monitor.app.house import BadInput, House
from monitor.app.judging import defects_as_of
from monitor.app.scorer import Scorer
from monitor.assess.aggregate import mean, union
from monitor.assess.comparison import Progress, listed, progress
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Defect
from monitor.domain.finding import Outcome
from monitor.domain.inspection import Inspection, InspectionState
from monitor.domain.office import Aggregation
from monitor.domain.rubric import Score
from monitor.domain.subject import Site
from monitor.domain.suggestion import Suggestion


def find(house: House, inspection_id: str) -> Inspection:
    """Raises BadInput for an unknown inspection."""
    for one in office.inspections(house.engine):
        if one.id == inspection_id:
            return one
    raise BadInput("input.unknown_inspection", value=inspection_id)


def score_over(
    scorer: Scorer,
    site: Site,
    inspection: Inspection,
    defects: Sequence[Defect],
    suggested: Sequence[Suggestion],
) -> Score | None:
    """A site's score in a draft, as the office's rule has it; until it has one, at the moment alone."""
    house, rule = scorer.house, scorer.house.office.inspections.aggregation
    if rule is Aggregation.UNION:
        defects = union(
            lambda moment: defects_as_of(house, site.id, moment),
            _moments(house, site, inspection),
            inspection.as_of,
        )
        suggested = scorer.waiting(site, defects, inspection.as_of)
    score = scorer.score(site, defects, suggested, inspection.as_of, inspection.id)
    if score is None or rule is not Aggregation.MEAN:
        return score
    days = (inspection.first.isoformat(), inspection.last.isoformat())
    nights = [
        one
        for one in queries.scores(house.engine, site.id)
        if one.rubric == scorer.rules.id and days[0] <= one.period <= days[1]
    ]
    return mean(score, nights)


def _moments(house: House, site: Site, inspection: Inspection) -> set[datetime]:
    """The moments of the runs that looked at the site in the inspection's days."""
    return {
        finding.now
        for finding in queries.findings(house.engine, site_id=site.id)
        if inspection.first <= shanghai_day(finding.now) and finding.now <= inspection.as_of
    }


def earlier_finals(house: House, inspection: Inspection) -> list[Inspection]:
    """The final inspections before this one, oldest first."""
    return [
        one
        for one in office.inspections(house.engine)
        if one.state is InspectionState.FINAL
        and one.as_of < inspection.as_of
        and one.id != inspection.id
    ]


def progress_of(
    house: House, inspection: Inspection, defects: Mapping[str, Iterable[Defect]]
) -> dict[str, Progress]:
    """How each defect of some sites stands against the final inspections before."""
    finals = earlier_finals(house, inspection)
    held: list[frozenset[str]] = []
    for one in finals:
        results = (result for _, result in office.results(house.engine, one.id))
        held.append(frozenset[str]().union(*(listed(result.defects) for result in results)))
    rule = house.office.inspections.repeat_after
    found: dict[str, Progress] = {}
    for site_id, known in defects.items():
        returned = _seen_gone(house, site_id, finals[-1].as_of, inspection.as_of) if finals else ()
        found |= progress(known, held, returned=returned, repeat_after=rule)
    return found


def _seen_gone(house: House, site_id: str, after: datetime, until: datetime) -> frozenset[str]:
    """Defects of a site that a look between two moments no longer found."""
    return frozenset(
        finding.defect_id
        for finding in queries.findings(house.engine, site_id=site_id)
        if after < finding.now <= until
        and finding.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)
    )
