"""Memory of our crawl where it could grow: many URLs, many addresses, many rounds, a browser.

    python -m bench.soak [--quick] [--scenario wide|many|rounds|browser]…

Writes bench/SOAK.md. The worker is the Python process; the browser is all that it starts.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from threading import Event, Thread

from bench import crawlers, measure
from bench.place import CACHE, PORT, machine, need_room
from bench.server import CannotServe, Nginx, Served, nginx
from bench.site import NEIGHBOUR, Plan, write

_Ground = tuple[Path, Sequence[str], Nginx]

RESULTS = Path(__file__).parent / "SOAK.md"
WORKER_MB = 300
BROWSER_MB = 1024
ROUND_MB = 1.0
LONG_ENOUGH = 5_000
"""Requests of a scenario from which on its growth means something."""

_EVERY = 0.5
_LIMIT = 12 * 3600.0
# No address of the bench, so that both can run.
_SCRIPTED_ADDRESS = "127.1.255.1"
_NEIGHBOUR_ADDRESS = "127.1.255.2"
_HUSK = """\
<!DOCTYPE html><html><head><meta charset="utf-8"><title>栏目{number}</title></head><body>
<div id="app"></div><script>
var box = document.getElementById("app"), text = "<ul>";
for (var n = 1; n <= 20; n++) {{
    text += '<li><a href="/a/{number}-' + n + '.html">关于做好第' + n + '项工作的通知</a><span>2026-01-'
        + (n < 10 ? "0" + n : n) + "</span></li>";
}}
setTimeout(function () {{ box.innerHTML = text + "</ul>"; }}, 50);
</script></body></html>
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How far each scenario goes."""

    wide: int = 100_000
    addresses: int = 200
    each: int = 500
    rounds: int = 20
    scripted: int = 250


QUICK = Sizes(wide=1_000, addresses=10, each=150, rounds=3, scripted=10)


@dataclass(frozen=True, slots=True)
class Soaked:
    """What a scenario came to, in MB. `slope`: growth of the worker for `per`. `starts`: browsers
    started; `orphans`: processes that outlived the crawl. `most_slope`: none within one run, which comes to
    know more and more addresses: for those `WORKER_MB` is the bound."""

    name: str
    requests: int
    wall: float
    peak: float
    slope: float
    per: str
    most_slope: float = inf
    browser: float = 0.0
    starts: int = 0
    orphans: int = 0

    @property
    def grown(self) -> float | None:
        """None where the crawl was too short to tell growth from filling up."""
        return self.slope if self.requests >= LONG_ENOUGH else None

    @property
    def misses(self) -> list[str]:
        return [
            what
            for what, missed in (
                (f"worker over {WORKER_MB} MB", self.peak > WORKER_MB),
                (
                    f"grows over {self.most_slope:g} MB {self.per}",
                    self.grown is not None and self.grown > self.most_slope,
                ),
                (f"browser over {BROWSER_MB} MB", self.browser > BROWSER_MB),
                ("orphans", self.orphans > 0),
            )
            if missed
        ]


@dataclass(slots=True)
class Watch:
    """Looks at a process twice a second. `samples`: size of the server's log, resident MB."""

    pid: int
    log: Path
    samples: list[tuple[int, float]] = field(default_factory=list)
    browser: float = 0.0
    seen: set[int] = field(default_factory=set)
    roots: set[int] = field(default_factory=set)

    def look(self) -> None:
        memory = measure.resident(self.pid)
        if memory:
            self.samples.append((self.log.stat().st_size, memory))
        others = measure.descendants(self.pid)
        self.browser = max(self.browser, sum(measure.proportional(one) for one in others))
        for one in set(others) - self.seen:
            line = _command_line(one)
            if line:  # else it ended, or has not yet become what it will be
                self.seen.add(one)
                if "--headless" in line and "--type=" not in line:
                    self.roots.add(one)


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Least squares: by how much the second value grows for one of the first; 0 for too few."""
    if len(points) < 2:
        return 0.0
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    wide = sum((x - middle) ** 2 for x, _ in points)
    return sum((x - middle) * (y - height) for x, y in points) / wide if wide else 0.0


class Soak:
    def __init__(self, cache: Path, sizes: Sizes) -> None:
        self.cache = cache
        self.sizes = sizes

    def wide(self) -> Soaked:
        """One site with so many addresses that most are over the budget of a run: all are kept."""
        return self._plain("wide", self.sizes.wide, 1)

    def many(self) -> Soaked:
        """Many sites at as many addresses, interleaved in one worker."""
        return self._plain("many", self.sizes.each, self.sizes.addresses)

    def rounds(self) -> Soaked:
        """The same home crawled again and again: its database grows, a round must not."""
        peaks: list[tuple[float, float]] = []
        requests, wall = 0, 0.0
        with self._generated(self.sizes.each, 2) as (home, sites, server):
            for number in range(self.sizes.rounds):
                mode = "nightly" if number else "full"
                watch, cost = self._watched(home, sites, server, mode)
                if number:  # the full round before is another thing
                    peaks.append((number, max(memory for _, memory in watch.samples)))
                requests, wall = server.requests(), wall + cost.wall
        peak = max(memory for _, memory in peaks)
        return Soaked("rounds", requests, wall, peak, slope(peaks), "a round", ROUND_MB)

    def browser(self) -> Soaked:
        """Pages that are empty until a script has run."""
        root = self.cache / f"scripted-{self.sizes.scripted}"
        _write_scripted(root, self.sizes.scripted)
        with self._served([Served(_SCRIPTED_ADDRESS, root)]) as (home, sites, server):
            watch, cost = self._watched(home, sites, server, "full")
            return self._said("browser", watch, cost, server)

    def _plain(self, name: str, pages: int, addresses: int) -> Soaked:
        with self._generated(pages, addresses) as (home, sites, server):
            watch, cost = self._watched(home, sites, server, "full")
            return self._said(name, watch, cost, server)

    @contextmanager
    def _generated(self, pages: int, addresses: int) -> Iterator[_Ground]:
        # Links from the root let one folder stand at any number of addresses.
        neighbour = f"http://{_NEIGHBOUR_ADDRESS}:{PORT}"
        plan = Plan("", neighbour, pages)
        need_room([plan], self.cache, crawled=pages * addresses)
        root = write(plan, self.cache)
        sites = [Served(f"127.1.{n // 250}.{n % 250 + 1}", root) for n in range(addresses)]
        with self._served(sites, Served(_NEIGHBOUR_ADDRESS, root / NEIGHBOUR)) as ground:
            yield ground

    @contextmanager
    def _served(self, sites: Sequence[Served], *others: Served) -> Iterator[_Ground]:
        with (
            tempfile.TemporaryDirectory(prefix="gms") as temporary,
            nginx(self.cache / "nginx-soak", PORT, [*sites, *others]) as server,
        ):
            home = Path(temporary) / "home"
            crawlers.prepare_ours(home, [f"http://{one.address}:{PORT}/" for one in sites])
            yield home, [f"u{number}-site" for number in range(1, len(sites) + 1)], server

    def _watched(
        self, home: Path, sites: Sequence[str], server: Nginx, mode: str
    ) -> tuple[Watch, measure.Cost]:
        log = self.cache / "logs" / "soak.log"
        env = crawlers.clean_environment(crawlers.our_environment(home))
        command = crawlers.our_command(*sites, mode=mode)
        running = measure.Running(command, log=log, env=env, folder=crawlers.ROOT)
        watch, over = Watch(running.pid, server.log), Event()

        def keep_looking() -> None:
            while not over.wait(_EVERY):
                watch.look()

        looking = Thread(target=keep_looking, daemon=True)
        looking.start()
        cost = running.end(_LIMIT)
        over.set()
        looking.join()
        if cost.code:
            raise CannotServe(f"the crawl ended with {cost.code}; see {log}")
        return watch, cost

    def _said(self, name: str, watch: Watch, cost: measure.Cost, server: Nginx) -> Soaked:
        requests = server.requests()
        return Soaked(
            name=name,
            requests=requests,
            wall=cost.wall,
            peak=max(memory for _, memory in watch.samples),
            slope=10_000 * slope(steady(watch.samples, requests)),
            per="in 10,000 requests",
            browser=watch.browser,
            starts=len(watch.roots),
            orphans=sum(Path(f"/proc/{one}").exists() for one in watch.seen),
        )


def steady(samples: Sequence[tuple[int, float]], requests: int) -> list[tuple[float, float]]:
    """Requests and MB while the crawl was on, its first quarter left out: what is loaded and filled
    once is no growth. The size of the log stands for the requests."""
    last = max((size for size, _ in samples), default=0)
    return [
        (requests * size / last, memory)
        for size, memory in samples
        if last and last / 4 <= size < last
    ]


def page(found: Iterable[Soaked], *, command: str, machine: str, day: str, sizes: Sizes) -> str:
    """SOAK.md."""
    out = [
        "# Memory of a worker",
        "",
        f"Written by `{command}` on {day}. {machine}",
        "",
        f"Sizes: {', '.join(f'{key} {value:,}' for key, value in asdict(sizes).items())}. The worker's",
        "resident memory and that of all it starts (the browser with its driver; proportional) were",
        "looked at twice a second. Goals: worker 300 MB, browser 1,024 MB, no orphans, and from round to",
        "round no growth. Within a run a worker grows with the addresses that it comes to know.",
        "",
        "| scenario | requests | wall s | worker MB | growth MB | browser MB | browsers | orphans | |",
        "| --- |" + " ---: |" * 7 + " --- |",
    ]
    for one in found:
        verdict = "**missed**: " + ", ".join(one.misses) if one.misses else "held"
        grown = "too short to say" if one.grown is None else f"{one.grown:+.2f} {one.per}"
        out.append(
            f"| {one.name} | {one.requests:,} | {one.wall:.0f} | {one.peak:.0f} | {grown} "
            f"| {one.browser:.0f} | {one.starts} | {one.orphans} | {verdict} |"
        )
    docs = [(name, getattr(Soak, name).__doc__) for name in SCENARIOS]
    return "\n".join([*out, "", *(f"- {name}: {text}" for name, text in docs)]) + "\n"


def _write_scripted(root: Path, pages: int) -> None:
    (root / "p").mkdir(parents=True, exist_ok=True)
    links = "".join(f'<li><a href="/p/{n}.html">栏目{n}</a></li>' for n in range(pages))
    for number in range(pages):
        husk = _HUSK.format(number=number)
        (root / "p" / f"{number}.html").write_text(husk, encoding="utf-8")
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>青禾县人民政府</title></head>'
    body = f'<body><div class="nav"><ul>{links}</ul></div></body></html>'
    (root / "index.html").write_text(head + body, encoding="utf-8")


def _command_line(pid: int) -> str:
    try:
        return (
            Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        )
    except OSError:
        return ""


SCENARIOS = ("wide", "many", "rounds", "browser")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--scenario", action="append", choices=SCENARIOS)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    for one in fields(Sizes):
        parser.add_argument(f"--{one.name}", type=int)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args()
    given = {one.name: getattr(asked, one.name) for one in fields(Sizes)}
    sizes = replace(
        QUICK if asked.quick else Sizes(), **{key: n for key, n in given.items() if n is not None}
    )
    soak = Soak(asked.cache, sizes)
    found: list[Soaked] = []
    try:
        for name in asked.scenario or SCENARIOS:
            run: Callable[[], Soaked] = getattr(soak, name)
            found.append(run())
            print(found[-1], flush=True)
    except CannotServe as error:
        print(error, file=sys.stderr)
        return 2
    text = page(
        found,
        command=" ".join(["python -m bench.soak", *sys.argv[1:]]),
        machine=machine(),
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        sizes=sizes,
    )
    output = asked.output or (asked.cache / "SOAK.md" if asked.quick else RESULTS)
    output.write_text(text, encoding="utf-8")
    print(f"written: {output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
