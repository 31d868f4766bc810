"""However many processes, sites and ports: an address feels one gentle visitor."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.crawl.harness import crawled, site
from tests.crawl.memory_store import FileStore
from tests.crawl.servers import Answer, Visit, html, links, serve
from tests.polite.gauge import Gauge
from tests.polite.worker import PER_HOST, start

DELAY = 0.05


def _small(visit: Visit) -> Answer:
    """Sites /0/, /1/, … of three pages each; an answer takes longer than the delay."""
    time.sleep(1.5 * DELAY)
    if visit.path == "/robots.txt":
        return html("", 404)
    if visit.path.endswith("/"):
        return links("a.html", "b.html")
    return html("<title>a</title>")


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_workers_share_the_places_and_the_gaps_of_an_address(tmp_path: Path, workers: int) -> None:
    gauge = Gauge()
    with serve(gauge.around(_small)) as server:
        running = [start(f"{server.url}{n}/", tmp_path, f"w{n}", DELAY, "") for n in range(workers)]
        assert [one.wait(120) for one in running] == [0] * workers
    assert gauge.most <= PER_HOST
    assert len(gauge.came) == 4 * workers
    assert gauge.shortest(4) > 2 * DELAY, "three gaps, and one request that was late"
    for n in range(workers):
        assert FileStore(tmp_path / f"w{n}").open_targets() == []


def test_thirty_sites_with_ports_of_their_own_share_their_address(tmp_path: Path) -> None:
    gauge = Gauge()
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(gauge.around(_small))) for _ in range(30)]
        sites = [site(one.url, f"s{n}") for n, one in enumerate(servers)]
        result = crawled(tmp_path, sites, per_host=2, delay=0.02)
    assert gauge.most <= 2
    assert gauge.shortest(11) > 8 * 0.02
    assert result.totals.pages == 30 * 3


def test_a_recrawl_goes_first_and_within_the_budget(tmp_path: Path) -> None:
    gauge = Gauge()

    def page(visit: Visit) -> Answer:
        time.sleep(1.5 * DELAY)
        if visit.path.endswith("/night/"):
            return links(*(f"{n}.html" for n in range(60)))
        return _small(visit)

    with serve(gauge.around(page)) as server:
        night = start(f"{server.url}night/", tmp_path, "night", DELAY)
        server.log.wait_for(8)
        call = start(f"{server.url}call/", tmp_path, "call", DELAY, "first")
        assert call.wait(60) == 0
        left = len([path for path in gauge.paths if path.startswith("/night/")])
        assert left < 61, "the call was over before the night"
        assert night.wait(60) == 0
    assert gauge.most <= PER_HOST
    assert gauge.shortest(4) > 2 * DELAY
    calls = [n for n, path in enumerate(gauge.paths) if path.startswith("/call/")]
    assert calls == list(range(calls[0], calls[0] + 3)), "nothing of the night came in between"
    assert FileStore(tmp_path / "night").open_targets() == []
