"""What belongs to an inspection: its defects and scores, and how they stand against earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from db import office, queries
from monitor.app.house import BadInput, House
from monitor.app.judging import defects_as_of
from monitor.app.scorer import Scorer
from monitor.assess.aggregate import mean, union
from monitor.assess.comparison import Progress, progress, told
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Defect
from monitor.domain.finding import Outcome
from monitor.domain.inspection import Inspection, InspectionState
from monitor.domain.office import Aggregation
from monitor.domain.rubric import Score
from monitor.domain.subject import Watched
from monitor.domain.suggestion import Suggestion


def find(house: House, inspection_id: str) -> Inspection:
    """Raises BadInput for an unknown inspection."""
    for one in office.inspections(house.engine):
        if one.id == inspection_id:
            return one
    raise BadInput("input.unknown_inspection", value=inspection_id)


def score_over(
    scorer: Scorer,
    site: Watched,
    inspection: Inspection,
    defects: Sequence[Defect],
    suggested: Sequence[Suggestion],
    rule: Aggregation | None,
) -> Score | None:
    """A site's score in a draft, as the office's rule has it; until it has one, at the moment alone."""
    house = scorer.house
    if rule is Aggregation.UNION:
        defects = union(
            lambda moment: defects_as_of(house, site.id, moment, scorer.decided),
            _moments(house, site, inspection),
            inspection.as_of,
        )
        suggested = scorer.waiting(site, defects, inspection.as_of)
    score = scorer.score(site, defects, suggested, inspection.as_of, inspection.id)
    if score is None or rule is not Aggregation.MEAN:
        return score
    return mean(score, list(_nights(scorer, site, inspection)))


def _nights(scorer: Scorer, site: Watched, inspection: Inspection) -> Iterator[Score]:
    """The score at the end of each day on which the site was looked at, by what the scorer goes by."""
    last_of_day: dict[date, datetime] = {}
    for moment in sorted(_moments(scorer.house, site, inspection)):
        last_of_day[shanghai_day(moment)] = moment
    for moment in last_of_day.values():
        defects = defects_as_of(scorer.house, site.id, moment, scorer.decided)
        score = scorer.score(site, defects, scorer.waiting(site, defects, moment), moment)
        if score is not None:
            yield score


def _moments(house: House, site: Watched, inspection: Inspection) -> set[datetime]:
    """The moments of the runs that looked at the site in the inspection's days."""
    return {
        finding.now
        for finding in queries.findings(house.engine, site_id=site.id)
        if inspection.first <= shanghai_day(finding.now) and finding.now <= inspection.as_of
    }


def earlier_finals(
    house: House, inspection: Inspection, unit_id: str | None = None
) -> list[Inspection]:
    """The final inspections whose days were over when this one began, oldest first; of a unit those
    that covered it, else those of the same scope."""

    def fits(one: Inspection) -> bool:
        if unit_id is not None:
            return one.covers(unit_id)
        return set(one.unit_ids) == set(inspection.unit_ids)

    return [
        one
        for one in office.inspections(house.engine)
        if one.state is InspectionState.FINAL and one.last < inspection.first and fits(one)
    ]


def progress_of(
    house: House, inspection: Inspection, units: Mapping[str, Mapping[str, Iterable[Defect]]]
) -> dict[str, Progress]:
    """How each defect stands against the final inspections before. `units`: the defects by unit id
    and site id."""
    held: dict[str, frozenset[str]] = {}
    rule = house.office.inspections.repeat_after
    found: dict[str, Progress] = {}
    for unit_id, sites in units.items():
        finals = earlier_finals(house, inspection, unit_id)
        for one in finals:
            if one.id not in held:
                results = (result for _, result in office.results(house.engine, one.id))
                held[one.id] = frozenset[str]().union(*(told(r.defects) for r in results))
        last_told = {key: one.as_of for one in finals for key in held[one.id]}
        for site_id, known in sites.items():
            gone = _seen_gone(house, site_id, inspection.as_of)
            found |= progress(
                known,
                [held[one.id] for one in finals],
                first=inspection.first,
                returned={
                    key for key, at in gone.items() if key in last_told and at > last_told[key]
                },
                repeat_after=rule,
            )
    return found


def _seen_gone(house: House, site_id: str, until: datetime) -> dict[str, datetime]:
    """When a look last no longer found each defect of a site, up to a moment."""
    return {
        finding.defect_id: finding.now
        for finding in queries.findings(house.engine, site_id=site_id)
        if finding.now <= until and finding.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)
    }
