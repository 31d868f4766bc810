"""robots.txt is known before the first page of its origin is asked for."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from monitor.domain.run import Reason, Role
from tests.crawl.harness import crawled, home, site
from tests.crawl.servers import Answer, Visit, html, links, serve

FORBIDS = b"User-agent: *\nDisallow: /secret\n"


def _slow_robots(visit: Visit) -> Answer:
    if visit.path == "/robots.txt":
        time.sleep(0.4)
        return 200, {"Content-Type": "text/plain"}, FORBIDS
    return html("<title>t</title>")


def test_four_requests_cannot_race_robots(tmp_path: Path) -> None:
    with serve(_slow_robots) as server:
        paths = ["secret/1", "secret/2", "secret/3", "open"]
        seeds = [home(f"{server.url}{path}", role=Role.PAGE) for path in paths]
        result = crawled(tmp_path, [site(server.url)], seeds, per_host=4)
        assert server.log.paths == ["/robots.txt", "/open"]
        forbidden = result.store.seen[f"{server.url}secret/1"]
        assert forbidden.reason is Reason.ROBOTS
        assert forbidden.fetches[0].status.value == "robots"
        assert result.store.seen[f"{server.url}robots.txt"].body == FORBIDS


def test_a_written_order_sets_robots_aside(tmp_path: Path) -> None:
    with serve(_slow_robots) as server:
        one = site(server.url, obey_robots=False)
        crawled(tmp_path, [one], [home(f"{server.url}secret/1")])
        assert server.log.paths == ["/secret/1"]


def test_a_redirect_cannot_lead_around_robots(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        if visit.path == "/":
            return 302, {"Location": "/secret/x"}, b""
        return _slow_robots(visit)

    with serve(page) as server:
        result = crawled(tmp_path, [site(server.url)])
        assert server.log.paths == ["/robots.txt", "/"]
        assert result.store.seen[server.url].reason is Reason.ROBOTS


def test_a_link_to_a_stranger_is_looked_at_without_robots(tmp_path: Path) -> None:
    with serve(_slow_robots) as other, serve({"/": links(f"{other.url}secret/1")}) as server:
        result = crawled(tmp_path, [site(server.url)])
        assert other.log.paths == ["/secret/1"]
        assert result.store.status(f"{other.url}secret/1") == "ok"


def test_missing_and_broken_robots_allow(tmp_path: Path) -> None:
    for status in (404, 500, 521):
        with serve({"/": html("x"), "/robots.txt": html("x", status)}) as server:
            result = crawled(tmp_path, [site(server.url)])
            assert result.store.status(server.url) == "ok"


def test_crawl_delay_is_honoured(tmp_path: Path) -> None:
    robots = 200, {"Content-Type": "text/plain"}, b"User-agent: *\nCrawl-delay: 0.3\n"
    with serve({"/": links("/a", "/b"), "/robots.txt": robots}) as server:
        crawled(tmp_path, [site(server.url)], per_host=4)
        times = [visit.at for visit in server.log.visits[1:]]
        assert len(times) == 3
        assert min(later - earlier for earlier, later in itertools.pairwise(times)) > 0.25


def test_a_mark_before_the_first_line_hides_nothing(tmp_path: Path) -> None:
    robots = 200, {"Content-Type": "text/plain"}, b"\xef\xbb\xbf" + FORBIDS
    with serve({"/secret/1": html("x"), "/robots.txt": robots}) as server:
        crawled(tmp_path, [site(server.url)], [home(f"{server.url}secret/1")])
        assert server.log.paths == ["/robots.txt"]


def test_of_an_endless_robots_the_beginning_holds(tmp_path: Path) -> None:
    robots = 200, {"Content-Type": "text/plain"}, FORBIDS + b"# filler\n" * 400_000
    with serve({"/secret/1": html("x"), "/robots.txt": robots}) as server:
        crawled(tmp_path, [site(server.url)], [home(f"{server.url}secret/1")])
        assert server.log.paths == ["/robots.txt"]
