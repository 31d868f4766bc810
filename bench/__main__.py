"""Runs our crawl and its peers on the same site, and writes bench/RESULTS.md.

python -m bench [--quick] [--pages 20000] [--small 2000] [--repeats 3]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import crawlers, measure, results
from bench.crawlers import Crawler
from bench.install import Peers, install
from bench.place import CACHE, PORT, SECOND_ADDRESS, SITE_ADDRESS, machine, plan_for, served
from bench.server import CannotServe, Nginx, nginx
from bench.site import Plan, read_made

RESULTS = Path(__file__).parent / "RESULTS.md"
_LIMIT = 3600.0


class Bench:
    """One session at one server. Every crawl starts from nothing: a fresh home, no cache."""

    def __init__(self, cache: Path, temporary: Path) -> None:
        self.cache = cache
        self.temporary = temporary
        self._number = 0

    def crawl(self, server: Nginx, plan: Plan, make: Callable[[Path], Crawler]) -> results.Run:
        """Run what `make` returns for a fresh folder. Raises CannotServe when our own crawl fails."""
        folder = self._folder()
        crawler = make(folder)
        mark = server.mark()
        log = self.cache / "logs" / f"{crawler.name.replace(' ', '-')}-{plan.pages}.log"
        env = crawlers.clean_environment(crawler.env)
        cost = measure.run(crawler.command, log=log, env=env, folder=crawlers.ROOT, limit=_LIMIT)
        count = server.count(mark, SITE_ADDRESS)
        if crawler.name == crawlers.OURS and cost.code:
            raise CannotServe(f"our own crawl ended with {cost.code}; see {log}")
        shutil.rmtree(folder, ignore_errors=True)
        run = results.Run(crawler.name, plan.pages, cost, count, crawler.goal, crawler.note)
        print(
            f"{crawler.name} on {plan.pages}: {count.pages} pages, {cost.cpu:.1f} s of CPU, "
            f"{cost.wall:.1f} s, {run.rate:.1f} pages/CPU s, code {cost.code}",
            flush=True,
        )
        return run

    def workers(self, server: Nginx, urls: Sequence[str]) -> results.Workers:
        """Both sites by one worker, then each by one of its own, at once."""
        one_cost, one_pages = self._together(server, urls, [("u1-site", "u2-site")])
        two_cost, two_pages = self._together(server, urls, [("u1-site",), ("u2-site",)])
        found = results.Workers(
            one_cost.cpu, one_cost.wall, one_pages, two_cost.cpu, two_cost.wall, two_pages
        )
        print(
            f"two workers: {found.cpu_ratio:.2f} of the CPU per page, {found.wall_ratio:.2f} times faster",
            flush=True,
        )
        return found

    def _together(
        self, server: Nginx, urls: Sequence[str], shares: Sequence[tuple[str, ...]]
    ) -> tuple[measure.Cost, int]:
        home = self._folder() / "home"
        crawlers.prepare_ours(home, urls)
        env = crawlers.clean_environment(crawlers.our_environment(home))
        mark = server.mark()
        running = [
            measure.Running(
                crawlers.our_command(*share),
                log=self.cache / "logs" / f"worker-{number}.log",
                env=env,
                folder=crawlers.ROOT,
            )
            for number, share in enumerate(shares)
        ]
        costs = [one.end(_LIMIT) for one in running]
        if any(cost.code for cost in costs):
            raise CannotServe(f"a worker failed; see {self.cache / 'logs'}")
        pages = sum(server.count(mark, one).pages for one in (SITE_ADDRESS, SECOND_ADDRESS))
        shutil.rmtree(home.parent, ignore_errors=True)
        whole = replace(
            costs[0],
            cpu=sum(cost.cpu for cost in costs),
            wall=max(cost.wall for cost in costs),
        )
        return whole, pages

    def _folder(self) -> Path:
        self._number += 1
        folder = self.temporary / str(self._number)
        folder.mkdir()
        return folder


def crowd(plan: Plan, peers: Peers, cache: Path, *, slow: bool) -> list[Callable[[Path], Crawler]]:
    """Who crawls a site in a round, ours first; each is made for a fresh folder. `slow`: also those
    that would take hours on a big site."""
    url = f"{plan.origin}/"

    def fetching(folder: Path) -> Crawler:
        addresses = folder / "addresses"
        pages = read_made(plan, cache).pages
        addresses.write_text("\n".join(f"{url}{path}" for path in pages), encoding="utf-8")
        return crawlers.fetch_only(peers, addresses)

    made: list[Callable[[Path], Crawler]] = [
        lambda folder: crawlers.ours(folder / "home", url),
        lambda folder: crawlers.plain_scrapy(url, folder / "items.jl"),
    ]
    if peers.python:
        made += [lambda folder: crawlers.own_loop(peers, url), fetching]
    if slow and peers.python:
        made.append(lambda folder: crawlers.linkchecker(peers, url, folder))
    if slow and peers.modules:
        made.append(lambda folder: crawlers.linkinator(peers, url))
        made.append(lambda folder: crawlers.broken_link_checker(peers, url))
    return made


def main() -> int:
    asked = _arguments()
    whole, small = plan_for(asked.pages), plan_for(min(asked.small, asked.pages))
    second = plan_for(small.pages, SECOND_ADDRESS)
    peers = install(asked.cache)
    runs: list[results.Run] = []
    workers: list[results.Workers] = []
    try:
        with tempfile.TemporaryDirectory(prefix="gmb") as temporary:
            bench = Bench(asked.cache, Path(temporary))
            for plan in dict.fromkeys((whole, small)):
                print(f"a site of {plan.pages} addresses", flush=True)
                with nginx(asked.cache / "nginx", PORT, served([plan], asked.cache)) as server:
                    who = crowd(plan, peers, asked.cache, slow=plan == small)
                    for make in who * asked.repeats:
                        runs.append(bench.crawl(server, plan, make))
            if not asked.quick:
                both = served([small, second], asked.cache)
                with nginx(asked.cache / "nginx", PORT, both) as server:
                    urls = [f"{small.origin}/", f"{second.origin}/"]
                    workers += [bench.workers(server, urls) for _ in range(asked.repeats)]
    except CannotServe as error:
        print(error, file=sys.stderr)
        return 2
    html = {plan.pages: read_made(plan, asked.cache).html for plan in (whole, small)}
    _write(asked, runs, workers, html, peers.absent)
    return 0


def _write(
    asked: argparse.Namespace,
    runs: Sequence[results.Run],
    workers: Sequence[results.Workers],
    html: dict[int, int],
    absent: Sequence[tuple[str, str]],
) -> None:
    text = results.page(
        results.lines(runs),
        workers,
        machine=machine(),
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        command=" ".join(["python -m bench", *sys.argv[1:]]),
        html=html,
        absent=absent,
    )
    asked.output.write_text(text, encoding="utf-8")
    raw = {"runs": [asdict(run) for run in runs], "workers": [asdict(one) for one in workers]}
    (asked.cache / "results.json").write_text(json.dumps(raw, indent=1), encoding="utf-8")
    print(f"written: {asked.output}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--pages", type=int, default=20_000, help="addresses of the site")
    parser.add_argument("--small", type=int, default=2_000, help="of the site for slow peers")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="300 addresses, one round, one worker")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    if asked.quick:
        asked.pages, asked.small, asked.repeats = 300, 300, 1
        if asked.output == RESULTS:
            asked.output = asked.cache / "QUICK.md"
    return asked


if __name__ == "__main__":
    sys.exit(main())
