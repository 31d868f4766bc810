"""Runs a crawl in a child process, as the reactor wants a process of its own, and brings it home."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.crawl.guard import Networks
from monitor.crawl.run import Options, Totals, crawl
from monitor.crawl.spider import TargetSpider
from monitor.domain.address import Scopes
from monitor.domain.evidence import PageEvidence
from monitor.domain.run import Role, Target
from monitor.domain.subject import Site
from tests.crawl.memory_store import MemoryStore

LOOPBACK = Networks.parse("127.0.0.0/8,::1/128")


def site(url: str, site_id: str = "s", **changes: Any) -> Site:
    return Site(id=site_id, unit_id="u", name="n", url=url, **changes)


def home(url: str, site_id: str | None = "s", role: Role = Role.HOME) -> Target:
    return Target(url=url, role=role, site_id=site_id)


def now() -> datetime:
    return datetime.now(UTC)


class LinkSpider(TargetSpider):
    """Follows every link; what lies outside the sites is a link target."""

    def __init__(self, *args: Any, sites: Sequence[Site], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._scopes = Scopes(sites)

    def follow(self, target: Target, page: PageEvidence, final_url: str) -> Iterable[Target]:
        for link in page.links:
            owner = self._scopes.owner(link.url)
            role = Role.LINK if owner is None else Role.PAGE
            yield Target(link.url, role, owner, found_on=final_url, depth=target.depth + 1)


@dataclass
class Result:
    """What a crawl in a child process left."""

    store: MemoryStore
    totals: Totals


def options(home_dir: Path, **changes: Any) -> Options:
    plain: dict[str, Any] = {"delay": 0.0, "pause": 0.05, "networks": LOOPBACK, "timeout": 3.0}
    return Options(home=home_dir, clock=now, **(plain | changes))


def crawled(
    tmp_path: Path,
    sites: Sequence[Site],
    seeds: Sequence[Target] | None = None,
    *,
    spider: type[TargetSpider] = LinkSpider,
    within: float = 60,
    **changes: Any,
) -> Result:
    """Crawl in a child process. `changes` go into the options."""
    seeds = seeds or [home(s.url, s.id) for s in sites]
    order = (tuple(sites), tuple(seeds), spider, options, changes)
    result: Result = in_child(_crawl_here, tmp_path, order, within=within)
    return result


def _crawl_here(tmp_path: Path, order: Any) -> Result:
    from monitor.crawl import loop

    sites, seeds, spider, make, changes = order
    store = MemoryStore()
    totals = loop.run(
        crawl(
            sites=sites,
            seeds=seeds,
            spider=spider,
            store=store,
            options=make(tmp_path, **changes),
            spider_args={"sites": sites} if issubclass(spider, LinkSpider) else None,
        )
    )
    return Result(store, totals)


def in_child(function: Callable[..., Any], *args: Any, within: float = 60) -> Any:
    """Call a module-level function in a fresh interpreter; fails when it does not end in time."""
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-m", "tests.crawl.harness"],
        input=pickle.dumps((function, args)),
        stdout=subprocess.PIPE,
        timeout=within,
        check=True,
    )
    return pickle.loads(done.stdout)


def main() -> None:
    """The child: a call comes in by stdin, its answer goes out by stdout."""
    function, args = pickle.load(sys.stdin.buffer)
    answer = function(*args)
    sys.stdout.buffer.write(pickle.dumps(answer))


if __name__ == "__main__":
    # Pickle names this module by its import name, not as __main__.
    from tests.crawl import harness

    harness.main()
