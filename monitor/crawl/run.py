"""One crawl from its open targets to the last: builds the engine, feeds it, and winds it up."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

from scrapy.crawler import Crawler
from scrapy.settings import Settings

from monitor import settings as house
from monitor.crawl import loop
from monitor.crawl.files import Files
from monitor.crawl.frontier import Entry, Frontier
from monitor.crawl.guard import Resolver
from monitor.crawl.job import Job
from monitor.crawl.lag import LagMeter
from monitor.crawl.ledger import Ledger, Progress, Totals
from monitor.crawl.locks import Locks
from monitor.crawl.options import Options
from monitor.crawl.renders import Renders
from monitor.crawl.sight import Sight
from monitor.crawl.soundings import Errand, sound
from monitor.crawl.spider import Desk, TargetSpider
from monitor.crawl.store import Store
from monitor.domain.address import Scopes
from monitor.domain.observation import Observation, Recalled
from monitor.domain.run import Reason, Role, Target
from monitor.domain.subject import Site

__all__ = ["Options", "Progress", "Totals", "crawl", "crawl_blocking"]

MAX_DEATHS = 4
ALONE_AFTER = 2
"""Deaths after which a target answers for itself alone. Only then do they tell, and of one alone chance
may be the cause: of fifty processes that were ended from outside, one fell on such a target."""
PULSE = 0.5
_GRACE = 5.0


async def crawl(
    *,
    sites: Sequence[Site],
    seeds: Iterable[Target],
    spider: type[TargetSpider],
    store: Store,
    options: Options,
    controls: Sequence[str] = (),
    progress: Callable[[Progress], None] | None = None,
    spider_args: Mapping[str, Any] | None = None,
    recalled: Mapping[str, Recalled] | None = None,
    errands: Callable[[], Sequence[Errand]] | None = None,
) -> Totals:
    """Look at the seeds, at everything the store still has open, and at all that `spider` follows.

    Call it again after a killed process and it goes on. `spider_args` go to the spider's __init__.
    `controls`: addresses that tell our own dead network from dead sites, none for no telling.
    `recalled`: by address, what an earlier run knows of it. `errands`: asked for when all pages are
    done, what to ask of sites beside them. Cancelled, it stops asking, waits a moment for what is in
    flight, and leaves the rest open.
    """
    ledger = Ledger(store, (site.id for site in sites), options.page_budget)
    targets = _targets(store, seeds, ledger, Scopes(sites), options.page_budget)
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(
            _desk(sites, ledger, options, controls, recalled or {})
        )
        crawler = Crawler(spider, Settings(_settings(options)))
        pulse = asyncio.create_task(_pulse(desk, options, progress))
        stack.callback(pulse.cancel)
        watch = asyncio.create_task(desk.sight.watch())
        stack.callback(watch.cancel)
        desk.frontier.pending += 1  # held open until the targets are in
        crawling = asyncio.create_task(
            crawler.crawl_async(desk=desk, targets=targets, **(spider_args or {}))
        )
        await _finished(crawling, pulse, desk)
    ledger.flush()
    closed = desk.sight.lost or (options.until is not None and options.clock() >= options.until)
    if errands is not None and not closed:
        await sound(errands(), options, lambda made: store.record([made]))
    if progress is not None:
        progress(ledger.progress(desk.frontier.pending))
    return replace(ledger.totals(), away=desk.sight.seconds, lost=desk.sight.lost)


def crawl_blocking(**kwargs: Any) -> Totals:
    """`crawl` for callers that have no loop."""
    return loop.run(crawl(**kwargs))


def _targets(
    store: Store, seeds: Iterable[Target], ledger: Ledger, scopes: Scopes, budget: int
) -> list[Target]:
    store.plan(seeds)
    ledger.recall(store.known_urls(), scopes)
    targets = []
    opened: Counter[str | None] = Counter()
    for entry in store.open_targets():
        opened[entry.target.site_id] += 1
        if entry.target.site_id is not None and opened[entry.target.site_id] > budget:
            ledger.settle(Observation(entry.target, reason=Reason.BUDGET), opened=False)
        elif entry.attempts >= MAX_DEATHS:
            ledger.settle(Observation(entry.target, reason=Reason.KILLED_US), opened=False)
        elif entry.target.role is Role.ROBOTS:
            # Asked for afresh, before the first page that needs it; this one is out of date.
            ledger.settle(Observation(entry.target, reason=Reason.UNKNOWN), opened=False)
        else:
            ledger.reopen(entry.target, suspect=entry.attempts >= ALONE_AFTER)
            targets.append(entry.target)
    return targets


@asynccontextmanager
async def _desk(
    sites: Sequence[Site],
    ledger: Ledger,
    options: Options,
    controls: Sequence[str],
    recalled: Mapping[str, Recalled],
) -> AsyncIterator[Desk]:
    from twisted.internet import reactor

    logging.getLogger("scrapy").setLevel(logging.ERROR)
    resolver = Resolver(options.networks)
    locks = Locks(options.home / "locks", first=options.first)
    lag = LagMeter()
    before = reactor.installNameResolver(resolver)
    frontier = Frontier(sites, resolver, locks, options.delay, options.per_host, options.pause)
    frontier.last = {url for url, one in recalled.items() if one.later}
    renders = Renders(frontier, resolver, options.browser) if options.browser else None
    files = Files(frontier)
    sight = Sight(controls, options.networks, options.pause)
    sight.paused = frontier.pause
    lag.start()
    try:
        yield Desk(frontier, ledger, lag, options, sight, files, renders, recalled)
    finally:
        if renders is not None:
            await renders.close()
        await files.close()
        lag.stop()
        locks.close()
        reactor.installNameResolver(before)
        resolver.close()


def _settings(options: Options) -> dict[str, Any]:
    return house.as_dict() | {"DOWNLOAD_TIMEOUT": options.timeout}


async def _finished(crawling: asyncio.Task[None], pulse: asyncio.Task[None], desk: Desk) -> None:
    """Wait for the end; a pulse that fails (the store, say) ends the crawl and is raised."""
    try:
        await asyncio.wait((crawling, pulse), return_when=asyncio.FIRST_COMPLETED)
    except asyncio.CancelledError:
        desk.frontier.closed = True
        for _ in range(int(_GRACE / 0.1)):
            if not desk.frontier.in_flight:
                break
            await asyncio.sleep(0.1)
        desk.ledger.flush()
        crawling.cancel()
        raise
    if pulse.done():
        crawling.cancel()
        await pulse
    await crawling


async def _pulse(desk: Desk, options: Options, progress: Callable[[Progress], None] | None) -> None:
    """Twice a second: store what was seen, tell how far we are, look at the clock and the locks."""
    frontier, ledger = desk.frontier, desk.ledger

    def expire(entry: Entry) -> None:
        # A look that was not taken to its end accuses nobody.
        target = entry.target if isinstance(entry, Job) else entry
        ledger.settle(Observation(target, reason=Reason.WINDOW))
        frontier.done()

    while True:
        await asyncio.sleep(PULSE)
        ledger.flush()
        frontier.tend()
        if desk.sight.lost:
            frontier.abandon()
        if progress is not None:
            progress(ledger.progress(frontier.pending))
        if options.until is not None and options.clock() >= options.until and not frontier.expire:
            frontier.shut(expire)
