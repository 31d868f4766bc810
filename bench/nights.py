"""What a night costs beside a whole crawl, on a generated site of which a little changes every day.

    python -m bench.nights [--pages 5000] [--changed 0.01] [--nights 7] [--repeats 3] [--quick]

Writes bench/NIGHTS.md. The start of the process is left out: it is the same for both. Each crawl is made
several times from the same state, and the least CPU counts: what else uses the machine can only add.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench import crawlers, measure
from bench.place import CACHE, PORT, SITE_ADDRESS, machine, plan_for, served
from bench.server import CannotServe, Served, nginx
from bench.site import AS_OF, NEIGHBOUR, Plan, night

RESULTS = Path(__file__).parent / "NIGHTS.md"
MOST_REQUESTS = 1 / 4
MOST_CPU = 1 / 10
_SITE = "u1-site"
_LIMIT = 3600.0


@dataclass(frozen=True, slots=True)
class Looked:
    """One crawl, judging included. `cpu`: seconds without the start of the process; `changed`, `added`:
    addresses that had changed or come, `found`: those of the latter that the crawl saw; `seen`: all."""

    day: date
    requests: int
    cpu: float
    changed: int
    added: int
    found: int
    seen: frozenset[str]


class Site:
    """The generated site as it stands on a day, in a folder of its own."""

    def __init__(self, plan: Plan, cache: Path, root: Path, repeats: int) -> None:
        self.plan = plan
        self.repeats = repeats
        self.root = root
        self._cache = cache
        # Links, since only few files will change; those are then written anew.
        shutil.copytree(served([plan], cache)[0].root, root, copy_function=os.link)

    def change(self, number: int, share: float) -> tuple[int, list[str]]:
        """Let a day pass: how many files changed, and the addresses that are new."""
        made = night(self.plan, number, share)
        for path, body in made.files.items():
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.write_bytes(body)
        return len(made.files), [f"{self.plan.origin}/{path}" for path in made.added]

    def crawl(
        self, home: Path, mode: str, day: date, start: float, new: Sequence[str], changed: int
    ) -> Looked:
        """Raises CannotServe when the crawl fails."""
        hosts = [
            Served(SITE_ADDRESS, self.root),
            Served(
                self.plan.neighbour.partition("://")[2].partition(":")[0], self.root / NEIGHBOUR
            ),
        ]
        command = crawlers.our_command(_SITE, mode=mode, day=day)
        before = home.with_name("before")
        shutil.copytree(home, before)
        spent = []
        for _ in range(self.repeats):
            shutil.rmtree(home)
            shutil.copytree(before, home)
            # Started anew for each: it keeps what it knows of files for a minute.
            with nginx(self._cache / "nginx-nights", PORT, hosts) as server:
                spent.append(run(home, command, self._cache).cpu)
                requests = server.requests()
        shutil.rmtree(before)
        seen = _seen(home / "monitor.db")
        found = len(seen.intersection(new))
        return Looked(day, requests, min(spent) - start, changed, len(new), found, seen)


def run(home: Path, command: Sequence[str], cache: Path, code: int = 0) -> measure.Cost:
    env = crawlers.clean_environment(crawlers.our_environment(home))
    log = cache / "logs" / "nights.log"
    cost = measure.run(command, log=log, env=env, folder=crawlers.ROOT, limit=_LIMIT)
    if cost.code != code:
        raise CannotServe(f"the crawl ended with {cost.code}; see {log}")
    return cost


def start_cost(home: Path, cache: Path) -> float:
    """CPU of a crawl that is refused once it has begun: nobody has such a site."""
    command = crawlers.our_command("nobody")
    return min(run(home, command, cache, code=2).cpu for _ in range(3))


def _seen(database: Path) -> frozenset[str]:
    """The addresses that the last run looked at."""
    with closing(sqlite3.connect(database)) as db:
        rows = db.execute(
            "SELECT url FROM target WHERE state = 'observed' AND run_id = (SELECT max(id) FROM run)"
        )
        return frozenset(url for (url,) in rows)


def page(whole: Looked, nights: Sequence[Looked], start: float, command: str) -> str:
    """The report."""
    again = frozenset().union(*(one.seen for one in nights))
    lines = [
        "# What a night costs",
        "",
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d}, {machine()}",
        "",
        f"A whole crawl: {whole.requests} requests, {whole.cpu:.1f} s of CPU, judging included, the start "
        f"of the process ({start:.1f} s) left out here and below. Of each crawl the least of several from "
        "the same state. Night after night:",
        "",
        "| night | changed or new | requests | of the whole | CPU s | of the whole | new items found |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        *(
            f"| {one.day} | {one.changed} | {one.requests} | {one.requests / whole.requests:.3f} | "
            f"{one.cpu:.2f} | {one.cpu / whole.cpu:.3f} | {one.found} of {one.added} |"
            for one in nights
        ),
        "",
        f"Goals: at most {MOST_REQUESTS:g} of the requests, {MOST_CPU:g} of the CPU, every new item found.",
    ]
    if len(nights) >= 7:
        left = len(whole.seen - again)
        lines.append(f"Addresses of the whole crawl that no night of the week looked at: {left}.")
    missed = misses(whole, nights)
    lines += ["", "Missed: " + "; ".join(missed) + "." if missed else "All held."]
    return "\n".join(lines) + "\n"


def misses(whole: Looked, nights: Sequence[Looked]) -> list[str]:
    return [
        f"{one.day}: {what}"
        for one in nights
        for what, missed in (
            ("requests", one.requests > MOST_REQUESTS * whole.requests),
            ("CPU", one.cpu > MOST_CPU * whole.cpu),
            ("new items", one.found < one.added),
        )
        if missed
    ]


def main() -> int:
    asked = _arguments()
    try:
        with tempfile.TemporaryDirectory(prefix="gmn", dir=asked.cache) as temporary:
            root = Path(temporary) / "site"
            site = Site(plan_for(asked.pages), asked.cache, root, asked.repeats)
            home = Path(temporary) / "home"
            crawlers.prepare_ours(home, [f"{site.plan.origin}/"])
            start = start_cost(home, asked.cache)
            whole = site.crawl(home, "full", AS_OF, start, (), 0)
            print(f"whole: {whole.requests} requests, {whole.cpu:.1f} s of CPU", flush=True)
            nights: list[Looked] = []
            for number in range(1, asked.nights + 1):
                changed, new = site.change(number, asked.changed)
                day = AS_OF + timedelta(days=number)
                one = site.crawl(home, "nightly", day, start, new, changed)
                nights.append(one)
                print(
                    f"{day}: {one.requests} requests ({one.requests / whole.requests:.3f}), "
                    f"{one.cpu:.2f} s of CPU ({one.cpu / whole.cpu:.3f}), {one.found} of {one.added} new",
                    flush=True,
                )
    except CannotServe as error:
        print(error, file=sys.stderr)
        return 2
    command = " ".join(("python -m bench.nights", *sys.argv[1:]))
    asked.output.write_text(page(whole, nights, start, command), encoding="utf-8")
    print(f"written: {asked.output}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.nights", description=__doc__)
    parser.add_argument("--pages", type=int, default=5_000, help="addresses of the site")
    parser.add_argument("--changed", type=float, default=0.01, help="share of them, every day")
    parser.add_argument("--nights", type=int, default=7)
    parser.add_argument("--repeats", type=int, default=3, help="of each crawl")
    parser.add_argument("--quick", action="store_true", help="300 addresses, two nights, once each")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--output", type=Path, default=RESULTS)
    asked = parser.parse_args()
    if asked.quick:
        asked.pages, asked.nights, asked.repeats = 300, 2, 1
        if asked.output == RESULTS:
            asked.output = asked.cache / "QUICK-NIGHTS.md"
    asked.cache.mkdir(parents=True, exist_ok=True)
    return asked


if __name__ == "__main__":
    sys.exit(main())
