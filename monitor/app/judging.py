"""Checks on stored evidence: findings, defects, scores. Makes no request."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from checks.base import all_checks
from db import queries, repository
from db.cases import platform_cases
from db.history import Before, before
from db.visits import visits
from monitor.app.accounts import judge_accounts
from monitor.app.availability import note_platforms, weeks
from monitor.app.house import BadInput, House
from monitor.app.looking import Looked, Looking
from monitor.app.rectification import close_seen
from monitor.app.scorer import Scorer
from monitor.app.selection import ledger
from monitor.assess.gather import Crossings, Watch, dossiers
from monitor.assess.judge import HOME, judge
from monitor.assess.platform import excused
from monitor.config.rubric import load_rubric
from monitor.domain.address import Scopes, address_key
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import OPEN_STATES, Defect, rebuild
from monitor.domain.dossier import Dossier
from monitor.domain.finding import Finding, Outcome
from monitor.domain.rubric import Rubric
from monitor.domain.run import Purpose, Run, RunState
from monitor.domain.subject import Registry, Site, Watched
from monitor.domain.succession import registry_on
from monitor.domain.visit import VisitOutcome
from monitor.extract.columns import NAMES

DEFAULT_RUBRIC = "national-2019"
LOOKED = (Purpose.CRAWL, Purpose.RECRAWL, Purpose.RECHECK)
JUDGED = (*LOOKED, Purpose.VISITS, Purpose.MEDIA)


@dataclass(frozen=True)
class Judged:
    """What a judged run changed: findings of this run, and all defects of its sites now."""

    run: Run
    findings: tuple[Finding, ...]
    defects: tuple[Defect, ...]


def rubric(rubric_id: str | None, home: Path | None = None) -> Rubric:
    """By id or path, of the package or the office's home; without one the national. Raises
    ConfigError."""
    chosen = DEFAULT_RUBRIC if rubric_id is None else rubric_id
    return load_rubric(chosen, frozenset(all_checks()), home)


def find_run(house: House, run_id: int | None = None, as_of: str | None = None) -> Run:
    """A run by id, else the latest complete crawl or second look up to `as_of`.

    Raises BadInput when there is none, and for one that speaks for nobody: that did not add up, in
    which we were blind, or that read no page.
    """
    if run_id is None:
        before = None if as_of is None else house.now(as_of)
        found = queries.latest_run(house.engine, before=before, purposes=LOOKED)
        if found is None:
            raise BadInput("input.no_run")
        return found
    if as_of is not None:
        raise BadInput("input.run_and_as_of")
    found = queries.run(house.engine, run_id) if 0 < run_id < 2**31 else None
    if found is None:
        raise BadInput("input.unknown_run", value=run_id)
    if found.purpose not in JUDGED or found.state is not RunState.COMPLETE:
        raise BadInput("input.silent_run", value=run_id)
    return found


def judge_run(
    house: House,
    run: Run,
    rubric_id: str | None = None,
    only: Collection[str] | None = None,
) -> Judged:
    """Judge one run and rebuild defects and scores of its sites, or of some of them (`only`, ids).

    A second look lays its pages over those of the last crawl, so that columns keep their place in
    the tree, and speaks only of what it went to see. What a crawl saw of a whole platform opens, draws
    out or ends a case, and nobody is charged for what fell into one.
    """
    rules = rubric(rubric_id, house.home)
    registry = ledger(house, run.now)
    seen = [registry.sites[site_id] for site_id in run.site_ids if site_id in registry.sites]
    sites = [site for site in seen if only is None or site.id in only]
    match run.purpose:
        case Purpose.RECHECK:
            findings = _recheck(house, run, registry, sites, rules)
        case Purpose.VISITS:
            findings = _visits(house, run, registry, sites, rules)
        case Purpose.MEDIA:
            accounts = [registry.accounts[key] for key in run.site_ids if key in registry.accounts]
            going = [one for one in accounts if only is None or one.id in only]
            findings = judge_accounts(house, run, registry, rules, _watch(house, going, run))
        case _:
            findings = _crawl(house, run, registry, seen, sites, rules)
    if run.purpose is Purpose.CRAWL and only is None:
        note_platforms(house, registry, _opened(findings), run.now)
    findings = excused(
        findings,
        sites=registry.sites,
        scopes=Scopes(registry.sites.values()),
        cases=platform_cases(house.engine),
    )
    repository.save_findings(house.engine, findings)
    repository.mark_judged(house.engine, run.id, house.clock.now())
    subjects = [
        registry.watched[key]
        for key in run.site_ids
        if key in registry.watched and (only is None or key in only)
    ]
    defects = rebuild_defects(house, subjects, run.now)
    save_scores(house, subjects, registry, rules, run.now, defects)
    close_seen(house, run, findings)
    latest = queries.latest_judged_moment(house.engine)
    if latest is not None and latest > run.now:  # an older run judged again; newer ones stand
        rebuild_defects(house, subjects, latest)
    return Judged(run, tuple(findings), tuple(defects))


def _opened(findings: Iterable[Finding]) -> dict[str, bool]:
    """Which home pages opened and which failed, by site id; what was not observed is neither."""
    sure = {Outcome.PASS: True, Outcome.FAIL: False}
    return {
        finding.site_id: sure[finding.outcome]
        for finding in findings
        if finding.check == HOME and finding.outcome in sure
    }


def _visits(
    house: House, run: Run, registry: Registry, sites: list[Site], rules: Rubric
) -> list[Finding]:
    """The week of visits that ends with the run. Availability is the platform's: of a channel the
    visits are kept and listed, and its owner alone is judged."""
    seen = {one.site_id: one.outcome for one in visits(house.engine, run_id=run.id)}
    opened = {
        site.id: seen[site.id] is VisitOutcome.OPENED
        for site in sites
        if seen.get(site.id) in (VisitOutcome.OPENED, VisitOutcome.FAILED)
    }
    note_platforms(house, registry, opened, run.now)
    scopes = Scopes(registry.sites.values())
    owners = [site for site in sites if scopes.platform(site) == site.id]
    return [
        finding
        for site, week in weeks(house, registry, owners, run.now)
        for finding in judge(
            [week],
            site_id=site.id,
            run_id=run.id,
            now=run.now,
            purpose=run.purpose.value,
            rubric=rules,
        )
    ]


def _crawl(
    house: House, run: Run, registry: Registry, seen: list[Site], sites: list[Site], rules: Rubric
) -> list[Finding]:
    """Findings on `sites`, from the pages of all that were seen: they share platforms and links."""
    watch = _watch(house, seen, run)
    turns, crossings = Looking(house, run, registry, seen, watch).in_turn(sites)
    found = {
        one.site.id: judge(
            list(
                _dossiers(
                    registry,
                    one,
                    crossings,
                    rules,
                    watch[one.site.id],
                    before(house.engine, run, one.site.id),
                )
            ),
            site_id=one.site.id,
            run_id=run.id,
            now=run.now,
            purpose=run.purpose.value,
            rubric=rules,
        )
        for one in turns
    }
    return [finding for site in sites for finding in found[site.id]]


def _recheck(
    house: House, run: Run, registry: Registry, sites: list[Site], rules: Rubric
) -> list[Finding]:
    watch = _watch(house, sites, run)
    findings: list[Finding] = []
    gone_to = {address_key(t.target.url) for t in queries.targets(house.engine, run.id)}
    for looked, crossings in Looking(house, run, registry, sites, watch).one_by_one():
        site = looked.site
        wanted = set(watch[site.id].open)
        made = judge(
            list(_dossiers(registry, looked, crossings, rules, watch[site.id])),
            site_id=site.id,
            run_id=run.id,
            now=run.now,
            purpose=run.purpose.value,
            rubric=rules,
        )
        findings += [
            f for f in made if (f.check, f.subject) in wanted and address_key(f.url) in gone_to
        ]
    return findings


def _dossiers(
    registry: Registry,
    looked: Looked,
    crossings: Crossings,
    rules: Rubric,
    watch: Watch,
    history: Before | None = None,
) -> Iterator[Dossier]:
    yield from dossiers(
        looked.look,
        unit=registry.units_by_id[looked.site.unit_id],
        platform_pages=looked.channels,
        crossings=crossings,
        windows=rules.windows,
        names=NAMES,
        watch=watch,
        history=history,
        accounts=tuple(registry.accounts.values()),
    )


def _watch(house: House, sites: Iterable[Watched], run: Run) -> dict[str, Watch]:
    """The defects that were open when the run began, from the findings of the runs before it: a run
    judged again, however late, is asked about the same ones and answers the same."""
    today = shanghai_day(run.now)
    watched: dict[str, Watch] = {}
    for site in sites:
        known = _rebuilt(house, site.id, run.now, before=run)
        open_ones = {(d.check, d.subject): d for d in known if d.state in OPEN_STATES}
        watched[site.id] = Watch(today, open_ones)
    return watched


def rebuild_defects(house: House, sites: Iterable[Watched], as_of: datetime) -> list[Defect]:
    """Replay all findings and decisions of the sites up to `as_of`; store the result."""
    rebuilt: list[Defect] = []
    for site in sites:
        defects = defects_as_of(house, site.id, as_of)
        repository.replace_defects(house.engine, site.id, defects)
        rebuilt += defects
    return rebuilt


def defects_as_of(
    house: House, site_id: str, as_of: datetime, decided: datetime | None = None
) -> list[Defect]:
    """The defects of a site as they stood, by what was decided until `decided` (None: ever)."""
    return _rebuilt(house, site_id, as_of, decided=decided)


def _rebuilt(
    house: House,
    site_id: str,
    as_of: datetime,
    before: Run | None = None,
    decided: datetime | None = None,
) -> list[Defect]:
    """`before`: only what runs earlier than this one found."""
    words = queries.decisions(house.engine, site_id=site_id, until=decided)
    rebuilt: list[Defect] = []
    for findings in queries.histories(house.engine, site_id):
        rebuilt += rebuild(
            (
                finding
                for finding in findings
                if before is None or (finding.now, finding.run_id) < (before.now, before.id)
            ),
            words,
            as_of=as_of,
            volatile={check.id: check.volatile for check in all_checks().values()},
        )
    return rebuilt


def save_scores(
    house: House,
    sites: Iterable[Watched],
    registry: Registry,
    rules: Rubric,
    now: datetime,
    defects: Iterable[Defect],
) -> None:
    """Keep the day's snapshot of each site that was ever looked at. `defects`: of all the sites, as of
    `now`."""
    known: dict[str, list[Defect]] = defaultdict(list)
    for defect in defects:
        known[defect.site_id].append(defect)
    registry = registry_on(registry, shanghai_day(now))
    scorer = Scorer(house, registry, rules)
    for site in (registry.watched[one.id] for one in sites if one.id in registry.watched):
        own = known[site.id]
        score = scorer.score(site, own, scorer.waiting(site, own, now), now)
        if score is not None:
            repository.save_scores(house.engine, [score], shanghai_day(now))


def dossiers_of_run(
    house: House, run: Run, sites: Sequence[Site], registry: Registry
) -> dict[str, list[Dossier]]:
    """What a run saw of some of its sites, by site id; the run is read once."""
    rules = rubric(None)
    watch = {site.id: Watch(shanghai_day(run.now)) for site in sites}
    turns, crossings = Looking(house, run, registry, sites, watch).in_turn(sites)
    return {
        one.site.id: list(_dossiers(registry, one, crossings, rules, watch[one.site.id]))
        for one in turns
    }
