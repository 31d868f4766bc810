"""`monitor export`: what is known, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from db import queries
from monitor.app.accounts import account_states
from monitor.app.house import BadInput, House
from monitor.app.lapsing import lapsing_sites
from monitor.app.media_list import counts
from monitor.app.scorer import looks
from monitor.app.standing import Standing, standing
from monitor.assess.judge import HOME, WITHHELD
from monitor.domain.finding import Finding, Outcome
from monitor.domain.office import ListRules
from monitor.domain.run import Run
from monitor.domain.subject import Account, Unit, Watched
from monitor.domain.warning import Upcoming
from monitor.report.plain import write_csv, write_json
from monitor.report.record import Record, to_dicts
from monitor.report.score import unit_line
from monitor.report.unit import Lapse, Mark, Proposal, UnitReport, Unobserved
from monitor.report.workbook import write_all, write_unit_workbook
from monitor.text import say


def export(
    house: House,
    *,
    unit: str | None,
    everything: bool,
    file_format: str,
    output: Path,
    as_of: str | None = None,
    period: str | None = None,
    inspection: str | None = None,
    demo: bool = False,
) -> tuple[Path, ...]:
    """Write the 核对稿 (xlsx) or the records (csv, json). Returns the files written."""
    if (unit is None) is not everything:
        raise BadInput("input.unit_or_all")
    units = [] if unit is None else [unit]
    found = standing(house, units=units, as_of=as_of, period=period, inspection=inspection)
    made = found.records()
    try:
        if file_format == "json":
            return (write_json(output, to_dicts(made)),)
        if file_format == "csv":
            return (write_csv(output, to_dicts(made)),)
        lapses = _lapses(house, found)
        reports = [_unit_report(house, one, found, made, lapses, demo) for one in found.units]
        if unit:
            return (write_unit_workbook(output, reports[0], found.rubric),)
        return write_all(output, reports, found.rubric)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error


def _last_look(house: House, site: Watched, found: Standing) -> Run | None:
    if site.id in found.resting:
        return None
    return queries.latest_run(
        house.engine, site_id=site.id, before=found.as_of, purposes=looks(site)
    )


def _lapses(house: House, found: Standing) -> dict[str, list[Lapse]]:
    """What will lapse soon, by site id."""
    sites = [site for unit in found.units for site in unit.sites if site.id not in found.resting]
    names = {site.id: site.name for site in sites}
    soon = lapsing_sites(house, sites, found.registry, found.as_of)
    return {
        site_id: [_lapse(names[site_id], one) for one in lapsing.upcoming]
        for site_id, lapsing in soon.items()
    }


def _lapse(site_name: str, one: Upcoming) -> Lapse:
    return Lapse(
        site_name,
        one.column or say("warning.home", lang="zh"),
        one.cls or "",
        one.url,
        one.newest,
        one.lapses,
        one.days_left,
        one.confirmed,
    )


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
    for site in unit.watched:
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
        scores=tuple(found.scores[site.id] for site in unit.watched if site.id in found.scores),
        verified=verified,
        unverified=unverified,
        as_of=found.as_of,
        resting=frozenset(site.id for site in unit.watched if site.id in found.resting),
        demo=demo,
        marks={
            defect.id: Mark(defect.fingerprint, defect.word, found.progress.get(defect.id))
            for site in unit.watched
            for defect in found.defects[site.id]
        },
        proposals=tuple(_proposals(unit, found)),
        inspection=found.inspection,
        standing=_standing(unit, found),
        accounts=_accounts(house, unit, found),
        deadline=_deadline(house.office.lists),
    )


def _deadline(rules: ListRules) -> str | None:
    if rules.deadline_days is not None:
        return say("report.days_after", lang="zh", days=rules.deadline_days)
    if rules.deadline_working_days is not None:
        return say("report.working_days_after", lang="zh", days=rules.deadline_working_days)
    return None


def _standing(unit: Unit, found: Standing) -> str | None:
    score = found.unit_scores().get(unit.id)
    rule = found.scorer.house.office.inspections.several_sites
    return None if score is None else unit_line(unit, score, rule)


def _accounts(house: House, unit: Unit, found: Standing) -> dict[str, int]:
    """How many of its accounts stand how, by what was known at the moment of the list."""
    ids = [one.id for one in unit.accounts if one.id not in found.resting]
    return counts(account_states(house, found.registry, ids, found.as_of)) if ids else {}


def _proposals(unit: Unit, found: Standing) -> Iterator[Proposal]:
    rows = {row.id: row for row in found.rubric.rows}
    for site in unit.watched:
        for one in found.suggestions[site.id]:
            row = rows[one.indicator]
            yield Proposal(
                id=one.id,
                site=site.name,
                indicator=row.id,
                name=row.name,
                clause=row.clause,
                kind=one.kind.value,
                defects=one.defects,
                mark=Mark(one.fingerprint, one.word),
            )


def _unobserved(house: House, site: Watched, run: Run, as_of: datetime) -> list[Unobserved]:
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
    if isinstance(site, Account):
        return lines
    coverage = queries.coverage(house.engine, run.id, site.id)
    lines += [
        Unobserved(site=site.name, item="page", reason=reason, count=count)
        for reason, count in sorted(coverage.not_observed.items())
    ]
    return lines


def _said_by_home(finding: Finding) -> bool:
    """A home page that did not open is one line, told among the pages; not one more for each check."""
    return finding.reason == WITHHELD or finding.check == HOME
