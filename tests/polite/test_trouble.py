"""Servers in trouble: waited for as they ask, pressed less, left alone; and nobody else waits."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from monitor.domain.run import Reason, Role
from tests.crawl.harness import crawled, home, now, site
from tests.crawl.servers import Answer, Visit, html, links, raw, serve
from tests.polite.gauge import Gauge


def _first(answers: int, bad: Answer, then: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
    """`bad` for the first so many requests but robots.txt, then what `then` says."""
    left = [bad] * answers

    def page(visit: Visit) -> Answer:
        if visit.path == "/robots.txt":
            return html("", 404)
        return left.pop() if left else then(visit)

    return page


def _good(visit: Visit) -> Answer:
    return html("<title>a</title>")


def test_retry_after_is_obeyed_and_the_page_read(tmp_path: Path) -> None:
    busy = html("busy", 503, **{"Retry-After": "1"})
    gauge = Gauge()
    with serve(gauge.around(_first(1, busy, _good))) as server:
        seen = crawled(tmp_path, [site(server.url)]).store.seen[server.url]
    assert [fetch.http_status for fetch in seen.fetches] == [503, 200]
    assert seen.reason is None
    assert gauge.came[2] - gauge.came[1] > 0.95


def test_a_server_that_says_it_is_too_much_is_pressed_less_and_less(tmp_path: Path) -> None:
    for status in (429, 503):
        gauge = Gauge()
        with serve(gauge.around(_first(3, html("busy", status), _good))) as server:
            seeds = [home(f"{server.url}{n}", role=Role.PAGE) for n in range(3)]
            crawled(tmp_path, [site(server.url)], seeds, per_host=1)
        gaps = [b - a for a, b in zip(gauge.came[1:], gauge.came[2:], strict=False)]
        assert gaps[0] > 0.45 and gaps[1] > 0.95 and gaps[2] > 1.9


def test_a_server_that_slows_down_is_asked_one_thing_at_a_time(tmp_path: Path) -> None:
    gauge, open_now, slow_since = Gauge(), [0], [0]
    most_when_slow = [0]
    lock = threading.Lock()

    def page(visit: Visit) -> Answer:
        if visit.path == "/":
            return links(*(f"/{n}" for n in range(20)))
        slow = len(gauge.came) > 12
        with lock:
            open_now[0] += 1
            slow_since[0] += slow
            if slow_since[0] > 8:  # those that were under way when it began are over
                most_when_slow[0] = max(most_when_slow[0], open_now[0])
        time.sleep(1.6 if slow else 0.02)
        with lock:
            open_now[0] -= 1
        return html("<title>a</title>")

    with serve(gauge.around(page)) as server:
        result = crawled(tmp_path, [site(server.url)], per_host=4, timeout=10.0)
    assert result.totals.not_observed == {}
    assert most_when_slow == [1]


def test_a_robots_file_that_fails_once_is_asked_for_again(tmp_path: Path) -> None:
    failed = []

    def page(visit: Visit) -> Answer:
        if visit.path != "/robots.txt":
            return html("<title>a</title>")
        if not failed:
            failed.append(visit)
            return html("", 500)
        return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /secret"

    with serve(page) as server:
        seeds = [home(f"{server.url}secret/{n}", role=Role.PAGE) for n in range(4)]
        result = crawled(tmp_path, [site(server.url)], seeds, per_host=4)
    assert server.log.paths == ["/robots.txt"] * 2
    assert {result.store.seen[seed.url].reason for seed in seeds} == {Reason.ROBOTS}


def test_a_site_that_starts_failing_is_left_alone_and_the_rest_goes_on(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def breaks(connection: socket.socket) -> None:
        line = connection.recv(2000).partition(b"\r\n")[0]
        asked.append(line)
        if len(asked) <= 2:
            body = b"<title>t</title>" + b"".join(b'<a href="/%d">x</a>' % n for n in range(80))
            head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
            connection.sendall(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        else:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    def healthy(visit: Visit) -> Answer:
        return links(*(f"/{n}" for n in range(50))) if visit.path == "/" else html("x")

    with raw(breaks) as port, serve(healthy) as server:
        bad = f"http://127.0.0.1:{port}/"
        sites = [site(bad, "bad"), site(server.url, "good")]
        result = crawled(tmp_path, sites, pause=0.01, per_host=4)
    reasons = [o.reason for o in result.store.seen.values() if o.target.site_id == "bad"]
    assert len(reasons) == 82, "every target has its outcome"
    assert reasons.count(Reason.PARKED) >= 70
    assert set(reasons) <= {None, Reason.PARKED, Reason.RESET}
    assert len(asked) < 40
    looked_at = [o for o in result.store.seen.values() if o.reason is Reason.PARKED]
    assert all(o.fetches == () for o in looked_at), "what was not looked at to its end says nothing"
    assert result.totals.pages == 1 + 51, "the other site, at the same address, has all its pages"


def test_a_site_that_comes_back_is_read_whole(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        if 3 < len(server.log.visits) <= 18:
            raise ConnectionResetError
        return links(*(f"/{n}" for n in range(30))) if visit.path == "/" else html("x")

    with serve(page) as server:
        result = crawled(tmp_path, [site(server.url)], pause=0.3, per_host=8, within=120)
    assert result.totals.not_observed == {}
    assert result.totals.pages == 31


def test_when_the_window_closes_nothing_more_is_asked(tmp_path: Path) -> None:
    with serve(lambda visit: links(*(f"/{n}" for n in range(300)))) as server:
        one = site(server.url, obey_robots=False)
        until = now() + timedelta(seconds=3)
        result = crawled(tmp_path, [one], delay=0.05, until=until)
        late = [visit for visit in server.log.visits if visit.at > until.timestamp() + 1.0]
    assert late == []
    asked = len(server.log.visits)
    assert 0 < asked < 200
    assert result.totals.not_observed == {"window": 301 - asked}
