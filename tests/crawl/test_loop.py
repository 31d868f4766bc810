"""The process ends, can crawl twice, and stops when asked; our own lateness accuses nobody."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from monitor.crawl.frontier import Frontier
from monitor.crawl.guard import Resolver
from monitor.crawl.locks import Locks
from monitor.crawl.spider import LAG_PAUSES
from monitor.domain.evidence import PageEvidence
from monitor.domain.run import Target
from tests.crawl.harness import LOOPBACK, LinkSpider, crawled, home, in_child, options, site
from tests.crawl.memory_store import FileStore, MemoryStore
from tests.crawl.servers import Answer, Visit, html, links, raw, serve


def test_the_process_ends_after_a_host_name_was_resolved(tmp_path: Path) -> None:
    with serve({"/": html("x")}) as server:
        url = f"http://localhost:{server.port}/"
        result = crawled(tmp_path, [site(url)], within=30)
        assert result.store.status(url) == "ok"


def _resolved_by_the_reactor(_: Any) -> str:
    from twisted.internet import defer

    from monitor.crawl import loop

    async def look_up() -> str:
        from twisted.internet import reactor

        looked_up: defer.Deferred[str] = reactor.resolve("localhost")  # type: ignore[attr-defined]
        return await looked_up.asFuture(loop._started())

    return loop.run(look_up())


def test_the_process_ends_even_when_the_reactors_own_threads_were_used() -> None:
    assert in_child(_resolved_by_the_reactor, None, within=30) == "127.0.0.1"


def _woken(tmp_path: Path) -> bool:
    from monitor.crawl import loop

    async def wait() -> bool:
        frontier = Frontier([], Resolver(LOOPBACK), Locks(tmp_path), delay=0.0, per_host=1)
        woken = asyncio.Event()
        frontier.wake = woken.set
        for seconds in (0.0004, 0.0, 0.0002):
            frontier._wake_in(seconds)
        await asyncio.wait_for(woken.wait(), 10)
        return woken.is_set()

    return loop.run(wait())


def test_a_place_that_is_ready_within_a_millisecond_is_waited_for(tmp_path: Path) -> None:
    """Not every loop's timers tell when they are due, least of all those that are due at once."""
    assert in_child(_woken, tmp_path, within=30)


def _twice(tmp_path: Path, url: str) -> list[int]:
    from monitor.crawl.run import crawl_blocking

    one = site(url)
    return [
        crawl_blocking(
            sites=[one],
            seeds=[home(url)],
            spider=LinkSpider,
            store=MemoryStore(),
            options=options(tmp_path),
            spider_args={"sites": [one]},
        ).pages
        for _ in range(2)
    ]


def test_one_process_crawls_twice(tmp_path: Path) -> None:
    with serve({"/": links("/a"), "/a": html("x")}) as server:
        assert in_child(_twice, tmp_path, f"http://localhost:{server.port}/") == [2, 2]


def test_ctrl_c_leaves_the_rest_open_and_the_same_command_goes_on(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        time.sleep(0.05)
        return links(*(f"/{n}" for n in range(60)))

    with serve(page) as server:
        command = [sys.executable, "-m", "tests.crawl.killed", server.url, str(tmp_path), "-"]
        child = subprocess.Popen(command, stderr=subprocess.PIPE)
        server.log.wait_for(10)
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=60)
        assert b"KeyboardInterrupt" in errors
        store = FileStore(tmp_path / "ledger")
        assert 0 < len(store.open_targets()) < 61
        subprocess.run(command, check=True, timeout=60)
        assert store.open_targets() == []


class BusySpider(LinkSpider):
    """Takes its time over every page, and now and then stops the whole loop."""

    pages = 0

    def follow(self, target: Target, page: PageEvidence, final_url: str) -> Iterable[Target]:
        time.sleep(0.02)
        BusySpider.pages += 1
        if BusySpider.pages % 25 == 0:
            time.sleep(2.0)
        return super().follow(target, page, final_url)


def test_a_saturated_worker_charges_no_timeout_to_a_site(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        time.sleep(0.01)
        return links("a", "b") if visit.path.count("/") == 2 else html("x")

    with serve(page, bind="0.0.0.0") as server:  # sixty loopback addresses, one server
        urls = [f"http://127.0.0.{n}:{server.port}/x/" for n in range(1, 61)]
        sites = [site(url, str(n), obey_robots=False) for n, url in enumerate(urls)]
        result = crawled(tmp_path, sites, spider=BusySpider, timeout=1.5, within=120)
        accused = {
            o.target.url: o.fetches[-1].status.value
            for o in result.store.seen.values()
            if o.fetches[-1].status.value in ("timeout", "reset") and not o.fetches[-1].lagged
        }
        assert accused == {}
        assert result.totals.pages + result.totals.not_observed.get("lagged", 0) == 180
        assert result.totals.pages >= 170


class StalledSpider(LinkSpider):
    """Stops the whole loop over its first page."""

    pages = 0

    def follow(self, target: Target, page: PageEvidence, final_url: str) -> Iterable[Target]:
        StalledSpider.pages += 1
        if StalledSpider.pages == 1:
            time.sleep(1.5)
        return super().follow(target, page, final_url)


def test_a_look_that_our_late_loop_spoiled_is_taken_again_when_it_has_caught_up(
    tmp_path: Path,
) -> None:
    asked: list[float] = []

    def hang_up_once(connection: socket.socket) -> None:
        connection.recv(4096)
        asked.append(time.monotonic())
        if len(asked) == 1:
            time.sleep(0.6)
        else:
            body = b"<title>a</title>"
            head = (
                f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            connection.sendall(head.encode() + body)

    def slowly(visit: Visit) -> Answer:
        time.sleep(0.3)
        return html("<title>b</title>")

    with serve(slowly) as server, raw(hang_up_once, "127.0.0.2") as port:
        urls = [server.url, f"http://127.0.0.2:{port}/"]
        sites = [site(url, str(n), obey_robots=False) for n, url in enumerate(urls)]
        result = crawled(tmp_path, sites, spider=StalledSpider)
    assert [result.store.status(url) for url in urls] == ["ok", "ok"]
    first, second = asked
    assert second - first > LAG_PAUSES[0]
