"""How long a whole crawl keeps each address busy, and what the schedules come to."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from db import memory, queries
from db.memory import Remembered
from monitor.app.house import House
from monitor.app.plan import asked_tonight
from monitor.app.selection import in_force, ledger
from monitor.app.timing import a_day, upcoming
from monitor.config.schedules import Schedule
from monitor.crawl.guard import Networks, Resolved, Resolver
from monitor.domain.address import Scopes, host_of
from monitor.domain.calendar import shanghai_day
from monitor.domain.subject import Site

ASSUMED_PAGES = 500
SECONDS_A_PAGE = 1.0
"""How long an answer takes, assumed; with few requests in flight it counts more than the delay."""

VISITS_NEEDED = 20
"""Visits a day without which availability is not judged (国办秘函〔2019〕19号)."""


@dataclass(frozen=True, slots=True)
class Load:
    """One resolved address. `address` is None when the name could not be resolved, or may not be
    connected to: the hosts are then taken for one machine each. `assumed`: sites never seen whole.
    `known`: addresses of those that were; `tonight`: how many of them a night asks.
    """

    hosts: tuple[str, ...]
    address: str | None
    pages: int
    assumed: int
    delay: float
    per_host: int
    known: int = 0
    tonight: int = 0

    @property
    def hours(self) -> float:
        """Of a whole crawl."""
        return hours(self.pages, self.delay, self.per_host)

    @property
    def night_hours(self) -> float:
        return hours(self.tonight, self.delay, self.per_host)


def hours(requests: int, delay: float, per_host: int) -> float:
    """Requests start `delay` apart, and no more than `per_host` are in flight."""
    return requests * max(delay, SECONDS_A_PAGE / per_host) / 3600


@dataclass(frozen=True, slots=True)
class Checked:
    """Schedules that fit, each with its next time, and the load of each address, heaviest first."""

    schedules: tuple[tuple[Schedule, datetime], ...]
    loads: tuple[Load, ...]
    visits: float

    @property
    def too_few_visits(self) -> bool:
        return 0 < self.visits < VISITS_NEEDED


def estimate(house: House, schedules: Sequence[Schedule]) -> Checked:
    """What the schedules come to. Looks names up; asks no site for anything."""
    now = house.clock.now()
    registry = ledger(house, now)
    memory.remember(house.engine, Scopes(registry.sites.values()).owner)
    sites = [s for s in registry.sites.values() if in_force(s, shanghai_day(now))]
    timed = [(schedule, upcoming(schedule, now)) for schedule in schedules]
    return Checked(
        schedules=tuple((schedule, at) for schedule, at in timed if at is not None),
        loads=_loads(house, sites, now),
        visits=sum(a_day(one) for one in schedules if one.verb == "visits"),
    )


def _loads(house: House, sites: Sequence[Site], now: datetime) -> tuple[Load, ...]:
    answers = asyncio.run(_resolve(house, {_hostname(site) for site in sites}))
    by_address: dict[str, list[Site]] = {}
    for site in sites:
        found = answers[_hostname(site)]
        key = found.key if found.addresses else host_of(site.url)
        by_address.setdefault(key, []).append(site)
    loads = [
        _load(house, key if answers[_hostname(group[0])].addresses else None, group, now)
        for key, group in by_address.items()
    ]
    return tuple(sorted(loads, key=lambda load: -load.hours))


def _load(house: House, address: str | None, sites: Sequence[Site], now: datetime) -> Load:
    """The gentler setting of all sites at the address holds, as in the crawl."""
    environment = house.environment
    known = [_pages(house, site, now) for site in sites]
    remembered = [found for site in sites if (found := _remembered(house, site, now))]
    today = shanghai_day(now)
    return Load(
        hosts=tuple(sorted({host_of(site.url) for site in sites})),
        address=address,
        pages=sum(ASSUMED_PAGES if pages is None else pages for pages in known),
        assumed=known.count(None),
        delay=max(environment.delay if s.delay is None else s.delay for s in sites),
        per_host=min(environment.per_host if s.per_host is None else s.per_host for s in sites),
        known=sum(len(found) for found in remembered),
        tonight=sum(asked_tonight(found, today) for found in remembered),
    )


def _remembered(house: House, site: Site, now: datetime) -> list[Remembered]:
    run = queries.last_whole_run(house.engine, site.id, now)
    return memory.remembered(house.engine, site.id, run.now) if run else []


def _pages(house: House, site: Site, now: datetime) -> int | None:
    """The addresses of the site that its last whole crawl planned; None before there was one."""
    run = queries.last_whole_run(house.engine, site.id, now)
    return queries.coverage(house.engine, run.id, site.id).planned if run else None


def _hostname(site: Site) -> str:
    return urlsplit(site.url).hostname or ""


async def _resolve(house: House, hosts: Collection[str]) -> dict[str, Resolved]:
    resolver = Resolver(Networks.parse(house.environment.networks))
    try:
        answers = await asyncio.gather(*(resolver.resolve(host) for host in hosts))
        return dict(zip(hosts, answers, strict=True))
    finally:
        resolver.close()
