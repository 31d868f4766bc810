"""`monitor crawl`, `recheck`, `recrawl`: look, then judge what was seen."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db import queries, repository
from db.blobs import apply_cap
from db.memory import note_resting
from db.repository import RunStore
from monitor.app.blindness import blind, controls
from monitor.app.house import BadInput, House
from monitor.app.judging import Judged, judge_run
from monitor.app.plan import (
    Memory,
    crawl_seeds,
    itinerary,
    memory,
    open_defects,
    recheck_seeds,
)
from monitor.app.selection import all_in_force, in_force, ledger, select
from monitor.app.soundings import errands
from monitor.crawl.locks import Locks
from monitor.crawl.run import Progress as Progress
from monitor.crawl.run import crawl_blocking
from monitor.domain.address import Scopes
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Defect, DefectState
from monitor.domain.run import Coverage, Mode, Purpose, Run, RunState, Target
from monitor.domain.subject import Registry, Site, Unit
from monitor.domain.succession import units_on
from spiders.site import Itinerary, SiteSpider

_LOG = logging.getLogger(__name__)
RESUMABLE_FOR = timedelta(hours=12)
ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True)
class Looked:
    """What a run came to. `judged` is None when the run speaks for nobody (incomplete or blind).

    `names`: site names by id. `unwatched`: units without a site in the ledger, with the reason;
    `resting`: sites suspended, closed or out of validity on the day. `away`: seconds for which our own
    network was away meanwhile; what failed then was asked again and counts for nobody.
    """

    run: Run
    state: RunState
    coverage: dict[str, Coverage]
    judged: Judged | None
    unwatched: tuple[tuple[str, str], ...]
    resting: tuple[str, ...]
    names: dict[str, str]
    away: float


def crawl(
    house: House,
    *,
    sites: Sequence[str] = (),
    units: Sequence[str] = (),
    mode: Mode = Mode.NIGHTLY,
    as_of: str | None = None,
    fresh: bool = False,
    until: datetime | None = None,
    progress: ProgressCallback | None = None,
) -> Looked:
    """Look at sites and judge what was seen. The same command continues an unfinished run, unless
    another process is at it."""
    now = house.now(as_of)
    registry = ledger(house, now)
    chosen = select(registry, sites=sites, units=units)
    going = all_in_force(chosen, now)
    with closing(Locks(house.home / "locks")) as locks:
        run = None if fresh else _unfinished(house, Purpose.CRAWL, mode, going)
        if run is None or not locks.claim(run.id):
            run = _open(house, Purpose.CRAWL, mode, going, now)
            locks.claim(run.id)
        scopes = Scopes(registry.sites.values())
        defects = open_defects(house, going)
        nightly = mode is Mode.NIGHTLY
        known = memory(house, going, run.now, scopes, mode=mode, rotate=nightly, defects=defects)
        seeds = crawl_seeds(going, defects, scopes, known)
        plan = itinerary(house, run, registry, known.known)
        return _look(
            house, run, registry, going, seeds, plan, memory=known, until=until, progress=progress
        )


def recheck(
    house: House,
    *,
    defects: Sequence[str] = (),
    units: Sequence[str] = (),
    sites: Sequence[str] = (),
    at_once: bool = False,
    as_of: str | None = None,
    progress: ProgressCallback | None = None,
) -> Looked | None:
    """The second look at open defects, over a fresh connection and then a browser.

    Without `at_once` only defects first seen at least half an hour ago are looked at. Returns None
    when there is nothing to look at. Raises BadInput for an unknown defect id.
    """
    now = house.now(as_of)
    registry = ledger(house, now)
    going = select(registry, sites=sites, units=units)
    known = open_defects(house, going)
    if defects:
        by_id = {defect.id: defect for defect in known}
        missing = [one for one in defects if one not in by_id]
        if missing:
            raise BadInput("input.unknown_defect", value=missing[0])
        known = [by_id[one] for one in defects]
    if not at_once and not defects:
        ripe = now - timedelta(minutes=30)
        known = [d for d in known if d.state is DefectState.SUSPECTED and d.first_seen <= ripe]
    ids = {defect.site_id for defect in known}
    going = all_in_force([site for site in going if site.id in ids], now)
    if not going:
        return None
    run = _open(house, Purpose.RECHECK, Mode.FULL, going, now)
    scopes = Scopes(registry.sites.values())
    seeds = recheck_seeds(known, going, scopes, memory(house, going, run.now, scopes))
    plan = itinerary(house, run, registry, follow=False)
    return _look(house, run, registry, going, seeds, plan, escalate=True, progress=progress)


@dataclass(frozen=True)
class Recrawled:
    """One site looked at while somebody waits: what is new, still there, gone. `runs`: the looks at
    it, the last of which is `looked`."""

    looked: Looked
    runs: tuple[Run, ...]
    unit: Unit
    site: Site
    new: tuple[Defect, ...]
    still: tuple[Defect, ...]
    gone: tuple[Defect, ...]


def recrawl(
    house: House, site: str, *, as_of: str | None = None, progress: ProgressCallback | None = None
) -> Recrawled:
    """Crawl, take the second look and judge one site now."""
    now = house.now(as_of)
    registry = ledger(house, now)
    going = select(registry, sites=[site])
    before = {d.id: d for d in open_defects(house, going)}
    run = _open(house, Purpose.RECRAWL, Mode.NIGHTLY, going, now)
    scopes = Scopes(registry.sites.values())
    known = memory(house, going, run.now, scopes, mode=Mode.NIGHTLY, defects=before.values())
    seeds = crawl_seeds(going, before.values(), scopes, known)
    plan = itinerary(house, run, registry, known.known)
    looked = _look(house, run, registry, going, seeds, plan, memory=known, progress=progress)
    runs: tuple[Run, ...] = (looked.run,)
    suspected = [d for d in open_defects(house, going) if d.state is DefectState.SUSPECTED]
    if looked.judged and suspected:
        again = recheck(
            house,
            defects=[d.id for d in suspected],
            at_once=True,
            progress=progress,
            as_of=(now + timedelta(seconds=1)).isoformat(),
        )
        if again is not None:
            looked, runs = again, (*runs, again.run)
    after = {d.id: d for d in open_defects(house, going)}
    return Recrawled(
        looked,
        runs,
        unit=registry.units_by_id[going[0].unit_id],
        site=going[0],
        new=tuple(d for key, d in after.items() if key not in before),
        still=tuple(d for key, d in after.items() if key in before),
        gone=tuple(
            replace(d, state=DefectState.GONE) for key, d in before.items() if key not in after
        ),
    )


def _look(
    house: House,
    run: Run,
    registry: Registry,
    going: Sequence[Site],
    seeds: Iterable[Target],
    plan: Itinerary,
    *,
    memory: Memory | None = None,
    escalate: bool = False,
    until: datetime | None = None,
    progress: ProgressCallback | None = None,
) -> Looked:
    options = replace(
        house.options,
        escalate=escalate,
        first=run.purpose is Purpose.RECRAWL,
        until=until,
    )
    with RunStore(house.engine, run.id, blobs=house.blobs) as store:
        asked = open_defects(house, going)
        totals = crawl_blocking(
            sites=going,
            seeds=seeds,
            spider=SiteSpider,
            spider_args={"itinerary": plan},
            store=store,
            options=options,
            controls=controls(house, registry, run),
            progress=progress,
            recalled=memory.recalled if memory else None,
            errands=errands(house, run, going, plan.scopes, asked, store),
        )
    if memory and run.mode is Mode.NIGHTLY and run.purpose is Purpose.CRAWL:
        note_resting(house.engine, run.id, memory.since)
    coverage = {s.id: queries.coverage(house.engine, run.id, s.id) for s in going}
    state = RunState.BLIND if totals.lost else _state(house, run, registry, going, coverage)
    repository.finish_run(house.engine, run.id, state, house.clock.now())
    run = replace(run, state=state)
    concluded = judge_run(house, run) if state is RunState.COMPLETE else None
    _keep_cap(house, run)
    return Looked(
        run=run,
        state=state,
        coverage=coverage,
        judged=concluded,
        away=totals.away,
        unwatched=tuple(
            (unit.name, unit.unwatched_reason or "")
            for unit in units_on(registry, shanghai_day(run.now))
            if not unit.sites
        ),
        names={site.id: site.name for site in registry.sites.values()},
        resting=tuple(s.name for s in registry.sites.values() if not _rests_not(s, run.now)),
    )


def _keep_cap(house: House, run: Run) -> None:
    """Free the disk of what no open case needs; not under the hands of another crawl."""
    if queries.another_running(house.engine, run.id, house.clock.now() - RESUMABLE_FOR):
        return
    if apply_cap(house.engine, house.blobs, house.blobs.cap).over:
        _LOG.warning("the proof of open defects alone takes more than the disk cap")


def _rests_not(site: Site, now: datetime) -> bool:
    return in_force(site, shanghai_day(now))


def _state(
    house: House,
    run: Run,
    registry: Registry,
    going: Sequence[Site],
    coverage: dict[str, Coverage],
) -> RunState:
    """Blind when no control answered; incomplete when the ledger does not add up."""
    if not all(one.adds_up for one in coverage.values()):
        return RunState.INCOMPLETE
    answered = any(queries.answered(house.engine, run.id, site.url) for site in going)
    if blind(house, run, registry, going, answered=answered):
        return RunState.BLIND
    return RunState.COMPLETE


def _open(house: House, purpose: Purpose, mode: Mode, going: Sequence[Site], now: datetime) -> Run:
    return repository.open_run(
        house.engine,
        now=now,
        purpose=purpose,
        mode=mode,
        site_ids=_ids(going),
        started=house.clock.now(),
    )


def _unfinished(house: House, purpose: Purpose, mode: Mode, going: Sequence[Site]) -> Run | None:
    return repository.unfinished_run(
        house.engine,
        purpose=purpose,
        mode=mode,
        site_ids=_ids(going),
        started_after=house.clock.now() - RESUMABLE_FOR,
    )


def _ids(sites: Iterable[Site]) -> tuple[str, ...]:
    return tuple(site.id for site in sites)
