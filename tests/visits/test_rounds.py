"""Rounds: failures again, one page of a host at a time, hosts side by side."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from monitor.crawl.guard import Networks
from monitor.crawl.rounds import visit_all
from monitor.crawl.visit import Manner
from monitor.domain.visit import Attempt, VisitOutcome
from tests.crawl.servers import Answer, Visit, closed_port, html, raw, serve

NOW = datetime(2026, 1, 26, tzinfo=UTC)


def manner(timeout: float = 10.0) -> Manner:
    networks = Networks.parse("127.0.0.0/8")
    return Manner(networks=networks, user_agent="test", clock=lambda: NOW, timeout=timeout)


def rounds(urls: dict[str, str], *, pause: float = 0.0) -> dict[str, list[Attempt]]:
    told: dict[str, list[Attempt]] = {}

    def tell(site: str, attempt: Attempt) -> None:
        assert threading.current_thread() is threading.main_thread()
        told.setdefault(site, []).append(attempt)

    asyncio.run(visit_all(urls, manner(), tell, pause=pause))
    return told


def outcomes(attempts: list[Attempt]) -> list[tuple[int, VisitOutcome]]:
    return [(attempt.number, attempt.outcome) for attempt in attempts]


def test_only_what_failed_is_tried_again_three_times_in_all() -> None:
    asked: Counter[str] = Counter()

    def answer(seen: Visit) -> Answer:
        asked[seen.path] += 1
        well = seen.path == "/well" or (seen.path == "/third" and asked["/third"] == 3)
        return html("text", 200 if well else 403 if seen.path == "/wall" else 500)

    with serve(answer) as server:
        told = rounds({key: f"{server.url}{key}" for key in ("well", "third", "dead", "wall")})
    failed, opened = VisitOutcome.FAILED, VisitOutcome.OPENED
    assert outcomes(told["well"]) == [(1, opened)]
    assert outcomes(told["third"]) == [(1, failed), (2, failed), (3, opened)]
    assert outcomes(told["dead"]) == [(1, failed), (2, failed), (3, failed)]
    assert outcomes(told["wall"]) == [(1, VisitOutcome.INVALID)]


def test_never_two_at_once_on_one_host_but_hosts_side_by_side() -> None:
    both = threading.Barrier(2, timeout=10)

    def meet(seen: Visit) -> Answer:
        if seen.path == "/0":
            both.wait()
        return html("text")

    with serve(meet) as jia, serve(meet, host="127.0.0.2") as yi:
        urls = {f"{s.port}-{n}": f"{s.url}{n}" for n in range(5) for s in (jia, yi)}
        told = rounds(urls)
        assert (jia.log.most, yi.log.most) == (1, 1)
    assert all(outcomes(one) == [(1, VisitOutcome.OPENED)] for one in told.values())


def test_every_attempt_has_a_connection_of_its_own() -> None:
    connections: list[int] = []

    def answer(connection: socket.socket) -> None:
        connections.append(connection.getpeername()[1])
        while connection.recv(1000):
            connection.sendall(b"HTTP/1.1 500 no\r\nContent-Length: 2\r\n\r\nno")

    with raw(answer) as port:
        rounds({"jia": f"http://127.0.0.1:{port}/"})
    assert len(set(connections)) == 3


def test_the_pause_is_kept_before_each_further_attempt() -> None:
    begun = time.monotonic()
    told = rounds({"jia": f"http://127.0.0.1:{closed_port()}/"}, pause=0.1)
    assert len(told["jia"]) == 3
    assert time.monotonic() - begun >= 0.2


def test_cancelled_it_breaks_off_what_is_in_flight() -> None:
    release = threading.Event()

    def hang(_: Visit) -> Answer:
        release.wait(30)
        return html("late")

    async def cancelled(url: str) -> None:
        task = asyncio.create_task(visit_all({"jia": url}, manner(30), lambda *_: None, pause=0))
        await asyncio.to_thread(server.log.wait_for, 1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with serve(hang) as server:
        begun = time.monotonic()
        asyncio.run(cancelled(server.url))
        assert time.monotonic() - begun < 10
        release.set()
