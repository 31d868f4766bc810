"""`monitor visits`: open every home page, keep how it went, judge the week; and list what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from db import repository
from db.visits import save_attempt
from monitor.app.availability import weeks, weighed
from monitor.app.blindness import blind
from monitor.app.cases import open_cases
from monitor.app.house import BadInput, House, day
from monitor.app.judging import Judged, judge_run, rubric
from monitor.app.selection import all_in_force, in_force, ledger, select
from monitor.assess.availability import WEEK, Weighed, access_warnings
from monitor.assess.judge import HOME
from monitor.crawl import loop
from monitor.crawl.rounds import visit_all
from monitor.crawl.visit import Manner
from monitor.domain.calendar import day_begins, shanghai_day
from monitor.domain.case import PlatformCase
from monitor.domain.evidence import FetchStatus
from monitor.domain.run import Mode, Purpose, Run, RunState
from monitor.domain.subject import Registry, Site
from monitor.domain.visit import Attempt
from monitor.domain.warning import Access
from monitor.report.visits import VisitSheet, write_visits

PAUSE = 60.0
"""Seconds before a failed visit is tried again."""
WEEK_CHECK = "visits-failed"


@dataclass(frozen=True)
class Visited:
    """One round of visits. `judged` is None when the run speaks for nobody (blind); `warnings`: who
    fails oftener than `share` in the week; `cases` wait for a person; `names`: site names by id;
    `unwatched`: units without a site, with the reason; `resting`: sites that were not to be visited."""

    run: Run
    visits: tuple[Weighed, ...]
    judged: Judged | None
    warnings: tuple[Access, ...]
    share: float
    cases: tuple[PlatformCase, ...]
    names: dict[str, str]
    unwatched: tuple[tuple[str, str], ...]
    resting: tuple[str, ...]


def visit_sites(
    house: House, *, sites: Sequence[str] = (), as_of: str | None = None, pause: float = PAUSE
) -> Visited:
    """Open every home page and keep each attempt; what fails is tried again after `pause` seconds."""
    now = house.now(as_of)
    registry = ledger(house, now)
    going = all_in_force(select(registry, sites=sites), now)
    run = repository.open_run(
        house.engine,
        now=now,
        purpose=Purpose.VISITS,
        mode=Mode.NIGHTLY,
        site_ids=[site.id for site in going],
        started=house.clock.now(),
    )
    try:
        state = _look(house, run, registry, going, pause)
    except KeyboardInterrupt:
        repository.finish_run(house.engine, run.id, RunState.INTERRUPTED, house.clock.now())
        raise
    repository.finish_run(house.engine, run.id, state, house.clock.now())
    judged = judge_run(house, run) if state is RunState.COMPLETE else None
    return Visited(
        run=replace(run, state=state),
        visits=tuple(weighed(house, registry, going, run_id=run.id)),
        judged=judged,
        warnings=tuple(access(house, registry, going, now)) if judged else (),
        share=house.office.early.access_share,
        cases=tuple(open_cases(house)),
        names={site.id: site.name for site in registry.sites.values()},
        unwatched=tuple(
            (unit.name, unit.unwatched_reason or "") for unit in registry.units if not unit.sites
        ),
        resting=tuple(
            site.name for site in registry.sites.values() if not in_force(site, shanghai_day(now))
        ),
    )


def _look(
    house: House, run: Run, registry: Registry, going: Sequence[Site], pause: float
) -> RunState:
    options, answered = house.options, False

    def tell(site_id: str, attempt: Attempt) -> None:
        nonlocal answered
        said = attempt.status in (FetchStatus.OK, FetchStatus.BLOCKED)
        answered = answered or said or attempt.http_status is not None
        save_attempt(house.engine, run.id, site_id, attempt)

    manner = Manner(
        networks=options.networks,
        user_agent=options.user_agent,
        clock=house.clock.now,
        timeout=float(rubric(None).params[HOME]["timeout_seconds"]),
    )
    loop.run(visit_all({site.id: site.url for site in going}, manner, tell, pause=pause))
    if blind(house, run, registry, going, answered=answered):
        return RunState.BLIND
    return RunState.COMPLETE


def access(house: House, registry: Registry, sites: Sequence[Site], now: datetime) -> list[Access]:
    """Sites whose home page failed oftener in the week up to `now` than the office's early figure."""
    return access_warnings(
        weeks(house, registry, sites, now),
        share=house.office.early.access_share,
        least=int(rubric(None).params[WEEK_CHECK]["visits"]),
    )


def list_visits(
    house: House,
    *,
    sites: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
) -> VisitSheet:
    """Every visit kept from day to day (both included), by default of the last seven days; and the
    warnings of the week that ends with the last day.

    Raises BadInput for what is no day, and for days in the wrong order.
    """
    registry = repository.load_registry(house.engine)
    chosen = select(registry, sites=sites)
    last = shanghai_day(house.now(as_of)) if until is None else day(until)
    first = last - timedelta(days=WEEK - 1) if since is None else day(since)
    if last < first:
        raise BadInput("input.days_backwards", first=first, last=last)
    end = day_begins(last + timedelta(days=1)) - timedelta(seconds=1)
    return VisitSheet(
        first=first,
        last=last,
        visits=tuple(weighed(house, registry, chosen, since=first, until=last)),
        warnings=tuple(access(house, registry, chosen, end)),
        share=house.office.early.access_share,
        names={site.id: site.name for site in registry.sites.values()},
    )


def export_visits(sheet: VisitSheet, file_format: str, output: Path) -> None:
    """The list as csv or xlsx. Raises BadInput where it cannot be written."""
    try:
        write_visits(output, sheet, file_format)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
