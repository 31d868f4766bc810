"""Our own network goes away in mid-run: nobody is accused, the operator is told, and the interval
counts for nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from monitor.crawl.run import crawl_blocking
from monitor.domain.evidence import FetchStatus
from tests.commands import Monitor
from tests.crawl.harness import LinkSpider, Result, home, in_child, options, site
from tests.crawl.memory_store import MemoryStore
from tests.crawl.servers import Answer, Page, Visit, links, serve
from tests.job import small_site

HOSTS = [f"127.0.0.{n}" for n in range(1, 5)]
CRAWL = "2026-01-26T10:00"


@dataclass
class Network:
    """Cuts every connection after `after` answers, for so many connections (None: for good)."""

    after: int
    cut: int | None
    answers: int = 0
    cuts: int = 0
    urls: list[str] = field(default_factory=list)

    def around(self, pages: dict[str, Answer | Page]) -> Page:
        def page(visit: Visit) -> Answer:
            if self.answers >= self.after and (self.cut is None or self.cuts < self.cut):
                self.cuts += 1
                raise ConnectionResetError
            self.answers += 1
            found = pages.get(visit.path, (404, {}, b""))
            assert isinstance(found, tuple)
            return found

        return page


@contextmanager
def _on(network: Network, pages: dict[str, Answer | Page]) -> Iterator[list[str]]:
    with ExitStack() as stack:
        servers = [stack.enter_context(serve(network.around(pages), host=host)) for host in HOSTS]
        yield [server.url for server in servers]


def _crawl(directory: Path, urls: Sequence[str], controls: Sequence[str], pause: float) -> Result:
    sites = [site(url, f"s{n}") for n, url in enumerate(urls)]
    store = MemoryStore()
    totals = crawl_blocking(
        sites=sites,
        seeds=[home(one.url, one.id) for one in sites],
        spider=LinkSpider,
        store=store,
        options=options(directory, pause=pause),
        controls=controls,
        spider_args={"sites": sites},
    )
    return Result(store, totals)


def _pages() -> dict[str, Answer | Page]:
    return {"/": links(*(f"/{n}" for n in range(15)))} | {f"/{n}": links() for n in range(15)}


def test_what_failed_meanwhile_is_asked_again(tmp_path: Path) -> None:
    network = Network(after=25, cut=60)
    with _on(network, _pages()) as urls:
        result: Result = in_child(_crawl, tmp_path, urls, urls, 0.1)
    assert network.cuts == 60
    assert result.totals.away > 0 and not result.totals.lost
    assert result.totals.pages == 4 * 16
    statuses = {f.status for o in result.store.seen.values() for f in o.fetches}
    assert statuses == {FetchStatus.OK}, "no look of the interval is kept against anybody"


def test_a_network_that_stays_away_ends_the_run_and_leaves_the_rest_open(tmp_path: Path) -> None:
    network = Network(after=25, cut=None)
    with _on(network, _pages()) as urls:
        result: Result = in_child(_crawl, tmp_path, urls, urls, 0.01)
    assert result.totals.lost
    assert {o.reason for o in result.store.seen.values()} == {None}
    assert len(result.store.open_targets()) > 10


def test_dead_sites_are_told_from_a_dead_network(tmp_path: Path) -> None:
    """All that is crawled is dead, and one control answers."""
    with _on(Network(after=0, cut=None), {}) as urls, serve({}, host="127.0.0.9") as control:
        controls = [*urls, control.url]
        result: Result = in_child(_crawl, tmp_path, urls, controls, 0.05)
    assert not result.totals.lost and result.totals.away == 0
    assert {result.store.status(url) for url in urls} == {"reset"}


def _registry(urls: Sequence[str]) -> str:
    units: Any = "".join(
        f"  - {{id: u{n}, name: 甲局, category: service,"
        f' sites: [{{id: s{n}, name: 甲局网站, url: "{url}"}}]}}\n'
        for n, url in enumerate(urls)
    )
    return f"units:\n{units}"


def test_the_operator_is_told_and_nobody_is_accused(tmp_path: Path) -> None:
    for name, cut, code, told in (
        ("back", 60, 0, "其间的访问不计入任何单位"),
        ("lost", None, 3, "判定为我方网络中断"),
    ):
        (tmp_path / name).mkdir()
        network = Network(after=30, cut=cut)
        with _on(network, small_site.site()) as urls:
            delay = "0.01" if cut else "0.001"
            monitor = Monitor(tmp_path / name, MONITOR_DELAY=delay)
            monitor.registry(_registry(urls))
            ran = monitor.run("crawl", "--as-of", CRAWL)
            assert (ran.code, told in ran.out) == (code, True), ran.out + ran.err
            assert network.answers >= 30
            assert monitor.records() == []
