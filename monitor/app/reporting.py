"""`monitor export`, `score`, `explain`: what is known, for people and for machines."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from checks.base import all_checks
from db import queries, repository
from monitor.app.house import BadInput, House
from monitor.app.judging import defects_as_of, rubric, upcoming
from monitor.app.selection import in_force
from monitor.assess.judge import HOME, WITHHELD
from monitor.assess.scoring import points_by_defect, score_site
from monitor.domain.address import Scopes
from monitor.domain.calendar import parse_moment, shanghai_day
from monitor.domain.defect import Defect
from monitor.domain.finding import Finding, Outcome
from monitor.domain.rubric import Rubric, Score
from monitor.domain.run import Purpose, Run
from monitor.domain.subject import Registry, Site, Unit
from monitor.report.plain import write_csv, write_json, write_text
from monitor.report.record import Record, beijing, describe, records
from monitor.report.score import ScoreSheet
from monitor.report.unit import Lapse, UnitReport, Unobserved
from monitor.report.workbook import write_all, write_unit_workbook

_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:Q(?P<quarter>[1-4])|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?", re.ASCII
)
LOOKS = (Purpose.CRAWL, Purpose.RECRAWL)


@dataclass(frozen=True)
class Standing:
    """Everything known at one moment, for the units chosen. `defects` and `scores` by site id.

    `resting`: sites that were not to be looked at on that day; nothing is said of them.
    """

    registry: Registry
    rubric: Rubric
    as_of: datetime
    units: tuple[Unit, ...]
    defects: dict[str, list[Defect]]
    scores: dict[str, Score]
    resting: frozenset[str]

    def records(self) -> list[Record]:
        """The contract's records, all states, in the order unit, site, check, subject."""
        scopes = Scopes(self.registry.sites.values())
        made: list[Record] = []
        for unit in self.units:
            for site in unit.sites:
                defects = self.defects[site.id]
                points = points_by_defect(
                    defects,
                    self.rubric,
                    site=site,
                    unit=unit,
                    platform=scopes.platform(site) == site.id,
                )
                made += records(defects, unit=unit, site=site, rubric=self.rubric, points=points)
        return made

    def sheet(self) -> ScoreSheet:
        """The scores with the sentence of each defect they charge."""
        sentences = {
            defect.id: describe(defect, unit, site)
            for unit in self.units
            for site in unit.sites
            for defect in self.defects[site.id]
        }
        return ScoreSheet(self.units, self.rubric, self.as_of, self.scores, sentences, self.resting)


def standing(
    house: House,
    *,
    units: Sequence[str] = (),
    as_of: str | None = None,
    period: str | None = None,
    rubric_id: str | None = None,
) -> Standing:
    """Defects and scores of units; without `--as-of` at the `now` of the latest judged run.

    Of a period at its last moment, or, while it is not over, at that of the latest judged run.
    """
    registry = repository.load_registry(house.engine)
    if not registry.units:
        raise BadInput("input.no_registry")
    for unit_id in units:
        if unit_id not in registry.units_by_id:
            raise BadInput("input.unknown_unit", value=unit_id)
    now = _moment(house, as_of, period)
    rules = rubric(rubric_id)
    chosen = tuple(u for u in registry.units if not units or u.id in units)
    sites = [registry.sites[site.id] for unit in chosen for site in unit.sites]
    resting = frozenset(site.id for site in sites if not in_force(site, shanghai_day(now)))
    defects = {
        site.id: [] if site.id in resting else defects_as_of(house, site.id, now) for site in sites
    }
    scores = {}
    for site in sites:
        if site.id in resting:
            continue
        made = _score(house, site, registry, rules, defects[site.id], now, period)
        if made:
            scores[site.id] = made
    return Standing(registry, rules, now, chosen, defects, scores, resting)


def _score(
    house: House,
    site: Site,
    registry: Registry,
    rules: Rubric,
    defects: list[Defect],
    now: datetime,
    period: str | None,
) -> Score | None:
    run = queries.latest_run(house.engine, site_id=site.id, before=now, purposes=LOOKS)
    if run is None:
        return None
    return score_site(
        site,
        registry.units_by_id[site.unit_id],
        rules,
        findings=queries.latest_findings(house.engine, site_id=site.id, as_of=now),
        defects=defects,
        coverage=queries.coverage(house.engine, run.id, site.id),
        platform=Scopes(registry.sites.values()).platform(site) == site.id,
        period=period or shanghai_day(now).isoformat(),
    )


def _moment(house: House, as_of: str | None, period: str | None) -> datetime:
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


def export(
    house: House,
    *,
    unit: str | None,
    everything: bool,
    file_format: str,
    output: Path,
    as_of: str | None = None,
    period: str | None = None,
    demo: bool = False,
) -> tuple[Path, ...]:
    """Write the 核对稿 (xlsx) or the records (csv, json). Returns the files written."""
    if (unit is None) is not everything:
        raise BadInput("input.unit_or_all")
    units = [] if unit is None else [unit]
    found = standing(house, units=units, as_of=as_of, period=period)
    made = found.records()
    try:
        if file_format == "json":
            return (write_json(output, made),)
        if file_format == "csv":
            return (write_csv(output, made),)
        lapses = _lapses(house, found)
        reports = [_unit_report(house, one, found, made, lapses, demo) for one in found.units]
        if unit:
            return (write_unit_workbook(output, reports[0], found.rubric),)
        return write_all(output, reports, found.rubric)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error


def write(output: Path, text: str) -> None:
    """A text as one file, whole or not at all. Raises BadInput where it cannot be written."""
    try:
        write_text(output, text)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error


def _last_look(house: House, site: Site, found: Standing) -> Run | None:
    if site.id in found.resting:
        return None
    return queries.latest_run(house.engine, site_id=site.id, before=found.as_of, purposes=LOOKS)


def _lapses(house: House, found: Standing) -> dict[str, list[Lapse]]:
    """Columns that will lapse soon, by site id; a run of many sites is read once."""
    by_run: dict[int, tuple[Run, list[Site]]] = {}
    for site in (site for unit in found.units for site in unit.sites):
        run = _last_look(house, site, found)
        if run is not None:
            by_run.setdefault(run.id, (run, []))[1].append(site)
    lapses: dict[str, list[Lapse]] = {}
    for run, sites in by_run.values():
        soon = upcoming(house, run, sites, found.registry, found.as_of)
        for site in sites:
            lapses[site.id] = [
                Lapse(site.name, c.column, c.cls, c.url, c.newest, c.lapses, c.days_left)
                for c in soon[site.id]
            ]
    return lapses


def _unit_report(
    house: House,
    unit: Unit,
    found: Standing,
    made: list[Record],
    lapses: dict[str, list[Lapse]],
    demo: bool,
) -> UnitReport:
    unobserved: list[Unobserved] = []
    verified = unverified = 0
    for site in unit.sites:
        run = _last_look(house, site, found)
        if run is None:
            continue
        for finding in queries.latest_findings(house.engine, site_id=site.id, as_of=found.as_of):
            if finding.outcome in (Outcome.NOT_OBSERVED, Outcome.ERROR):
                unverified += 1
            else:
                verified += 1
        unobserved += _unobserved(house, site, run, found.as_of)
    return UnitReport(
        unit=unit,
        records=tuple(record for record in made if record.unit == unit.id),
        lapses=tuple(lapse for site in unit.sites for lapse in lapses.get(site.id, ())),
        unobserved=tuple(unobserved),
        scores=tuple(found.scores[site.id] for site in unit.sites if site.id in found.scores),
        verified=verified,
        unverified=unverified,
        as_of=found.as_of,
        resting=frozenset(site.id for site in unit.sites if site.id in found.resting),
        demo=demo,
    )


def _unobserved(house: House, site: Site, run: Run, as_of: datetime) -> list[Unobserved]:
    findings = queries.latest_findings(house.engine, site_id=site.id, as_of=as_of)
    counts: dict[tuple[str, str], int] = {}
    for finding in findings:
        if finding.outcome is Outcome.NOT_OBSERVED and not _said_by_home(finding):
            key = (finding.check, finding.reason)
            counts[key] = counts.get(key, 0) + 1
    lines = [
        Unobserved(site=site.name, item=check, reason=reason, count=count)
        for (check, reason), count in sorted(counts.items())
    ]
    coverage = queries.coverage(house.engine, run.id, site.id)
    lines += [
        Unobserved(site=site.name, item="page", reason=reason, count=count)
        for reason, count in sorted(coverage.not_observed.items())
    ]
    return lines


def _said_by_home(finding: Finding) -> bool:
    """A home page that did not open is one line, told among the pages; not one more for each check."""
    return finding.reason == WITHHELD or finding.check == HOME


@dataclass(frozen=True)
class Explanation:
    """Why we said what we said about one subject."""

    site: Site
    findings: tuple[Finding, ...]
    defect: Defect | None
    rows: tuple[str, ...]
    bodies: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The last word, all findings that led to it, and what became of them."""
        last = self.findings[-1]
        return {
            "site": self.site.id,
            "check": last.check,
            "subject": last.subject,
            "url": last.url,
            "outcome": last.outcome.value,
            "reason": last.reason,
            "facts": last.facts,
            "findings": [
                {
                    "run": one.run_id,
                    "now": beijing(one.now),
                    "outcome": one.outcome.value,
                    "reason": one.reason,
                    "facts": one.facts,
                }
                for one in self.findings
            ],
            "defect": self.defect and self.defect.id,
            "state": self.defect and self.defect.state.value,
            "decision": self.defect and self.defect.decision.value,
            "rows": list(self.rows),
            "bodies": list(self.bodies),
        }


def explain(
    house: House, site_id: str, check: str, subject: str | None = None, as_of: str | None = None
) -> list[Explanation]:
    """Evidence, facts, rule, verdict, decision and stored body of a site's subjects of one check."""
    registry = repository.load_registry(house.engine)
    site = registry.sites.get(site_id)
    if site is None:
        raise BadInput("input.unknown_site", value=site_id)
    if check not in all_checks():
        raise BadInput("input.unknown_check", value=check)
    findings = queries.findings(house.engine, site_id=site_id, check=check, subject=subject)
    now = house.now(as_of) if as_of else None
    by_subject: dict[str, list[Finding]] = {}
    for finding in findings:
        if now is None or finding.now <= now:
            by_subject.setdefault(finding.subject, []).append(finding)
    if not by_subject:
        raise BadInput("input.nothing_to_explain", site=site_id, check=check)
    latest = queries.latest_judged_moment(house.engine) or house.clock.now()
    defects = {
        d.subject: d for d in defects_as_of(house, site_id, now or latest) if d.check == check
    }
    rows = tuple(row.id for row in rubric(None).rows_counting(check))
    return [
        Explanation(
            site=site,
            findings=tuple(sorted(known, key=lambda f: f.now)),
            defect=defects.get(name),
            rows=rows,
            bodies=tuple(str(house.blobs.path(proof.sha256)) for proof in known[-1].evidence),
        )
        for name, known in sorted(by_subject.items())
    ]
