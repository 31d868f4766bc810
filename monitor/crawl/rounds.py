"""Visits of many home pages: several hosts at once, one page of a host at a time, failures again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from monitor.crawl.visit import Manner, visit
from monitor.domain.address import host_of
from monitor.domain.visit import Attempt, VisitOutcome

ATTEMPTS = 3
HOSTS_AT_ONCE = 20


async def visit_all(
    urls: Mapping[str, str],
    manner: Manner,
    tell: Callable[[str, Attempt], None],
    *,
    pause: float,
) -> None:
    """Visit each address (by site id); `tell` gets every attempt as it ends, in the caller's thread.

    What failed is tried again after `pause` seconds, over a connection of its own, up to three
    attempts in all. Cancelled, it breaks off what is in flight.
    """
    stopped = Event()
    waiting: Iterable[str] = urls
    with ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="visit") as threads:
        try:
            for number in range(1, ATTEMPTS + 1):
                if number > 1:
                    await asyncio.sleep(pause)
                failed: list[str] = []
                async with asyncio.TaskGroup() as group:
                    for sites in _by_host(waiting, urls):
                        group.create_task(
                            _host(sites, urls, number, manner, tell, failed, threads, stopped)
                        )
                if not failed:
                    return
                waiting = failed
        finally:
            stopped.set()


async def _host(
    sites: Iterable[str],
    urls: Mapping[str, str],
    number: int,
    manner: Manner,
    tell: Callable[[str, Attempt], None],
    failed: list[str],
    threads: ThreadPoolExecutor,
    stopped: Event,
) -> None:
    loop = asyncio.get_running_loop()
    for site in sites:
        attempt = await loop.run_in_executor(threads, visit, urls[site], number, manner, stopped)
        tell(site, attempt)
        if attempt.outcome is VisitOutcome.FAILED:
            failed.append(site)


def _by_host(sites: Iterable[str], urls: Mapping[str, str]) -> Iterable[list[str]]:
    grouped: dict[str, list[str]] = {}
    for site in sites:
        grouped.setdefault(host_of(urls[site]), []).append(site)
    return grouped.values()
