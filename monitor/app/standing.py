"""What is known at one moment: defects, scores, and what waits for a person."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from db import office, queries
from db.proof import pictures
from monitor.app.batch import find, progress_of, score_over
from monitor.app.house import BadInput, House
from monitor.app.judging import defects_as_of, rubric
from monitor.app.scorer import Scorer
from monitor.app.selection import in_force, ledger
from monitor.assess.scoring import unit_score
from monitor.domain.calendar import parse_moment, shanghai_day
from monitor.domain.defect import Defect
from monitor.domain.inspection import Inspection, InspectionState, SiteResult
from monitor.domain.rubric import Rubric, Score
from monitor.domain.subject import Registry, Unit
from monitor.domain.succession import registry_on, units_on
from monitor.domain.suggestion import Suggestion
from monitor.report.record import Record, describe, records
from monitor.report.score import ScoreSheet

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:Q(?P<quarter>[1-4])|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII
)


@dataclass(frozen=True)
class Standing:
    """Everything known at one moment, for the units chosen. `defects` and `scores` by the id of the site
    or account.

    `resting`: sites and accounts that were not to be looked at on that day; nothing is said of them.
    `suggestions`: by site id, the rows that wait for a person, or had one. `progress`: how a defect
    stands against the last inspection, by id.
    """

    scorer: Scorer
    as_of: datetime
    units: tuple[Unit, ...]
    defects: dict[str, list[Defect]]
    scores: dict[str, Score]
    resting: frozenset[str]
    suggestions: dict[str, list[Suggestion]]
    progress: Mapping[str, str] = field(default_factory=dict)
    inspection: Inspection | None = None

    @property
    def basis(self) -> str:
        """What a list of this standing is a list of."""
        if self.inspection is not None:
            return basis(inspection=self.inspection.id)
        return basis(moment=self.as_of)

    @property
    def registry(self) -> Registry:
        return self.scorer.registry

    @property
    def rubric(self) -> Rubric:
        return self.scorer.rules

    def records(self) -> list[Record]:
        """The contract's records, all states, in the order unit, site, check, subject."""
        known = [
            one.id for unit in self.units for site in unit.watched for one in self.defects[site.id]
        ]
        taken = pictures(self.scorer.house.engine, known)
        made: list[Record] = []
        for unit in self.units:
            for site in unit.watched:
                defects = self.defects[site.id]
                points = self.scorer.points(site, defects, self.suggestions[site.id])
                made += records(
                    defects,
                    unit=unit,
                    site=site,
                    rubric=self.rubric,
                    points=points,
                    pictures=taken,
                )
        return made

    def unit_scores(self) -> dict[str, Score]:
        """How each unit with several sites stands, by the office's rule."""
        rule = self.scorer.house.office.inspections.several_sites
        found: dict[str, Score] = {}
        for unit in self.units:
            watched = [site.id for site in unit.sites if site.id not in self.resting]
            score = unit_score([self.scores.get(site_id) for site_id in watched], rule)
            if len(watched) > 1 and score is not None:
                found[unit.id] = replace(score, site_id=None)
        return found

    def sheet(self) -> ScoreSheet:
        """The scores with the sentence of each defect they charge."""
        sentences = {
            defect.id: describe(defect, unit, site)
            for unit in self.units
            for site in unit.watched
            for defect in self.defects[site.id]
        }
        return ScoreSheet(
            self.units,
            self.rubric,
            self.as_of,
            self.scores,
            sentences,
            self.resting,
            self.unit_scores(),
            self.scorer.house.office.inspections.several_sites,
            {
                defect.id: [(proof.sha256, proof.kind) for proof in defect.evidence]
                for known in self.defects.values()
                for defect in known
            },
        )


def basis(moment: datetime | None = None, inspection: str | None = None) -> str:
    """What a list is a list of: an inspection, else a moment."""
    if inspection is not None:
        return f"inspection {inspection}"
    return f"moment {moment.isoformat() if moment else ''}"


def standing(
    house: House,
    *,
    units: Sequence[str] = (),
    as_of: str | None = None,
    period: str | None = None,
    inspection: str | None = None,
    rubric_id: str | None = None,
    by: tuple[Registry, Rubric] | None = None,
    decided: datetime | None = None,
) -> Standing:
    """Defects and scores of units; without `--as-of` at the `now` of the latest judged run.

    Of a period at its last moment, or, while it is not over, at that of the latest judged run. Of an
    inspection at its own moment, by its own rubric, within its scope; a final one as it was kept.
    `by`: the ledger (of all days) and the rubric to go by, where they are not the house's own.
    `decided`: what was decided later is not known; without it a decision holds whenever it was taken.
    """
    if inspection is not None:
        if as_of is not None or period is not None:
            raise BadInput("input.inspection_alone")
        if rubric_id is not None:
            raise BadInput("input.inspection_rubric")
        return _of_inspection(house, units, find(house, inspection))
    now = moment_of(house, as_of, period)
    if by is None:
        registry, rules = ledger(house, now), rubric(rubric_id, house.home)
    else:
        registry, rules = registry_on(by[0], shanghai_day(now)), by[1]
    chosen = _chosen(registry, units, now)
    scorer = Scorer(house, registry, rules, decided)
    base = _known(house, scorer, chosen, now)
    scores = {
        site_id: scorer.score(
            registry.watched[site_id], known, base.suggestions[site_id], now, period
        )
        for site_id, known in base.defects.items()
        if site_id not in base.resting
    }
    return replace(base, scores=_made(scores))


def _chosen(registry: Registry, units: Sequence[str], moment: datetime) -> tuple[Unit, ...]:
    """Who of the ledger of that day is asked for. Raises BadInput."""
    today = shanghai_day(moment)
    if not registry.units:
        raise BadInput("input.no_registry")
    there = units_on(registry, today)
    known = {unit.id for unit in there}
    for unit_id in units:
        if unit_id not in registry.units_by_id:
            raise BadInput("input.unknown_unit", value=unit_id)
        if unit_id not in known:
            raise BadInput("input.unit_not_there", value=unit_id, day=today.isoformat())
    return tuple(unit for unit in there if not units or unit.id in units)


def _known(house: House, scorer: Scorer, units: tuple[Unit, ...], now: datetime) -> Standing:
    """Defects and what waits for a person; scores are still to be made."""
    sites = [scorer.registry.watched[site.id] for unit in units for site in unit.watched]
    resting = frozenset(site.id for site in sites if not in_force(site, shanghai_day(now)))
    defects = {
        site.id: [] if site.id in resting else defects_as_of(house, site.id, now, scorer.decided)
        for site in sites
    }
    suggested = {site.id: scorer.waiting(site, defects[site.id], now) for site in sites}
    return Standing(scorer, now, units, defects, {}, resting, suggested)


def _of_inspection(house: House, units: Sequence[str], batch: Inspection) -> Standing:
    if batch.state is InspectionState.FINAL:
        return _as_kept(house, units, batch)
    registry, rules = ledger(house, batch.as_of), rubric(batch.rubric, house.home)
    chosen = tuple(u for u in _chosen(registry, units, batch.as_of) if batch.covers(u.id))
    rule = house.office.inspections.aggregation
    scorer = Scorer(house, registry, replace(rules, trial=rules.trial or rule is None))
    base = _known(house, scorer, chosen, batch.as_of)
    scores = {
        site: score_over(scorer, registry.watched[site], batch, known, base.suggestions[site], rule)
        for site, known in base.defects.items()
        if site not in base.resting
    }
    by_unit = {u.id: {site.id: base.defects[site.id] for site in u.watched} for u in chosen}
    return replace(
        base,
        scores=_made(scores),
        progress=progress_of(house, batch, by_unit),
        inspection=batch,
    )


def _as_kept(house: House, units: Sequence[str], batch: Inspection) -> Standing:
    """A final inspection as it was, whatever ledger, rubric and decisions have become since."""
    under = office.kept(house.engine, batch.id)
    chosen = _chosen(under.registry, units, batch.as_of)
    chosen = tuple(unit for unit in chosen if batch.covers(unit.id))
    kept = {one.site_id: one for _, one in office.results(house.engine, batch.id)}
    none = SiteResult("", (), (), None)
    sites = [under.registry.watched[site.id] for unit in chosen for site in unit.watched]
    found = {site.id: kept.get(site.id, none) for site in sites}
    today = shanghai_day(batch.as_of)
    return Standing(
        scorer=Scorer(house, under.registry, under.rubric),
        as_of=batch.as_of,
        units=chosen,
        defects={site_id: list(one.defects) for site_id, one in found.items()},
        scores=_made({site_id: one.score for site_id, one in found.items()}),
        resting=frozenset(site.id for site in sites if not in_force(site, today)),
        suggestions={site_id: list(one.suggestions) for site_id, one in found.items()},
        progress=under.progress,
        inspection=batch,
    )


def _made(scores: Mapping[str, Score | None]) -> dict[str, Score]:
    return {site_id: score for site_id, score in scores.items() if score is not None}


def moment_of(house: House, as_of: str | None, period: str | None) -> datetime:
    """The moment that a list or a score is about. Raises BadInput."""
    latest = queries.latest_judged_moment(house.engine)
    if period is not None:
        if as_of is not None:
            raise BadInput("input.period_and_as_of")
        end = end_of(period)
        return min(end, latest) if latest else end
    return house.now(as_of) if as_of is not None else (latest or house.clock.now())


def end_of(period: str) -> datetime:
    """The last moment of a period (YYYY-MM-DD, YYYY-MM, YYYYQn or YYYY), Asia/Shanghai.

    Raises BadInput for anything else.
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise BadInput("input.period", value=period)
    year = int(match["year"])
    month = int(match["month"] or 0) or 3 * int(match["quarter"] or 4)
    try:
        day = int(match["day"] or 0) or monthrange(year, month)[1]
        return parse_moment(f"{year:04}-{month:02}-{day:02}T23:59:59")
    except ValueError as error:
        raise BadInput("input.period", value=period) from error
