"""Medians, ratios against the goals, and the page that says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bench.crawlers import OURS
from bench.measure import Cost
from bench.server import Count

WORKERS_CPU_GOAL = 1.1
WORKERS_WALL_GOAL = 1.5


@dataclass(frozen=True, slots=True)
class Run:
    """One crawl of one site. `size`: addresses of the site. `goal`: how many times the crawler's
    pages a CPU second ours must make; None where it only says how far there is to go."""

    crawler: str
    size: int
    cost: Cost
    count: Count
    goal: float | None = None
    note: str = ""

    @property
    def rate(self) -> float:
        """HTML pages for each second of CPU."""
        return self.count.pages / self.cost.cpu if self.cost.cpu else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """The medians of one crawler on one site. `ratio`: our rate over its rate."""

    crawler: str
    size: int
    runs: int
    rate: float
    cpu: float
    wall: float
    peak: float
    pages: int
    requests: int
    ratio: float | None
    goal: float | None
    note: str
    incomplete: bool

    @property
    def held(self) -> bool | None:
        return None if self.goal is None or self.ratio is None else self.ratio >= self.goal


@dataclass(frozen=True, slots=True)
class Workers:
    """Two sites at two addresses: by one worker, and by two at once. Seconds; `one_pages` and
    `two_pages` are the HTML pages of both sites."""

    one_cpu: float
    one_wall: float
    one_pages: int
    two_cpu: float
    two_wall: float
    two_pages: int

    @property
    def cpu_ratio(self) -> float:
        """CPU per page with two workers over that of one."""
        return (self.two_cpu / max(1, self.two_pages)) / (self.one_cpu / max(1, self.one_pages))

    @property
    def wall_ratio(self) -> float:
        """How many times faster two are."""
        return self.one_wall / self.two_wall


def lines(runs: Iterable[Run]) -> list[Line]:
    """By size of site, ours first, then by rate. A ratio is taken within one round, where the
    machine's mood is the same for both; the median of those is what counts."""
    grouped: dict[tuple[int, str], list[Run]] = {}
    for run in runs:
        grouped.setdefault((run.size, run.crawler), []).append(run)
    made = []
    for (size, name), own in grouped.items():
        rounds = list(zip(grouped.get((size, OURS), []), own, strict=False))
        ratios = [us.rate / them.rate for us, them in rounds if them.rate]
        made.append(
            Line(
                crawler=name,
                size=size,
                runs=len(own),
                rate=median(run.rate for run in own),
                cpu=median(run.cost.cpu for run in own),
                wall=median(run.cost.wall for run in own),
                peak=median(run.cost.peak for run in own),
                pages=int(median(run.count.pages for run in own)),
                requests=int(median(run.count.requests for run in own)),
                ratio=median(ratios) if ratios and name != OURS else None,
                goal=own[0].goal,
                note=own[0].note,
                incomplete=any(run.cost.late or run.cost.code not in (0, 1) for run in own),
            )
        )
    return sorted(made, key=lambda one: (-one.size, one.crawler != OURS, one.rate))


def page(
    found: Sequence[Line],
    workers: Sequence[Workers],
    *,
    machine: str,
    day: str,
    command: str,
    html: dict[int, int],
    absent: Sequence[tuple[str, str]] = (),
) -> str:
    """RESULTS.md. `html`: HTML pages that a site of a size has; `absent`: crawlers that were not
    measured, and why."""
    out = [
        "# Results of the bench",
        "",
        f"Written by `{command}` on {day}. {machine}",
        "",
        "Pages are distinct HTML addresses that the server answered with 200, requests all that it was",
        "asked: both from the server's log, not from what a crawler says of itself. CPU is user and system",
        "time of the crawler's process tree, the server excluded; memory its highest proportional size.",
        "Medians; the ratio is our pages per CPU second over the crawler's, taken within each round.",
        "Ratios matter, not absolutes: other programs may share the machine.",
    ]
    for size in sorted({one.size for one in found}, reverse=True):
        out += [
            "",
            f"## A site of {size:,} addresses, {html[size]:,} HTML pages",
            "",
            "| crawler | pages | requests | CPU s | wall s | peak MB "
            "| ms/page | pages/CPU s | ratio | goal |",
            "| --- |" + " ---: |" * 8 + " --- |",
        ]
        out += [_row(one) for one in found if one.size == size]
        notes = [f"- {one.crawler}: {one.note}" for one in found if one.size == size and one.note]
        out += ["", *notes]
    if workers:
        cpu = median(one.cpu_ratio for one in workers)
        wall = median(one.wall_ratio for one in workers)
        first = workers[0]
        out += [
            "",
            "## Two workers on two sites at two addresses",
            "",
            "| | goal | median | |",
            "| --- | ---: | ---: | --- |",
            f"| CPU per page, two workers over one | at most {WORKERS_CPU_GOAL} | {cpu:.2f} "
            f"| {_said(cpu <= WORKERS_CPU_GOAL)} |",
            f"| times faster by the clock | at least {WORKERS_WALL_GOAL} | {wall:.2f} "
            f"| {_said(wall >= WORKERS_WALL_GOAL)} |",
            "",
            f"In the first round one worker took {first.one_wall:.1f} s and {first.one_cpu:.1f} s of CPU "
            f"for {first.one_pages:,} pages, two {first.two_wall:.1f} s and {first.two_cpu:.1f} s.",
        ]
    if absent:
        out += ["", "## Not measured", "", *(f"- {name}: {why}" for name, why in absent)]
    return "\n".join(out) + "\n"


def _row(one: Line) -> str:
    name = f"**{one.crawler}**" if one.crawler == OURS else one.crawler
    name += " (did not end)" if one.incomplete else ""
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    goal = "" if one.held is None else f"≥ {one.goal:g}: {_said(one.held)}"
    each = f"{1000 * one.cpu / one.pages:.2f}" if one.pages else "–"
    return (
        f"| {name} | {one.pages:,} | {one.requests:,} | {one.cpu:.1f} | {one.wall:.1f} "
        f"| {one.peak:.0f} | {each} | {one.rate:.1f} | {ratio} | {goal} |"
    )


def _said(held: bool) -> str:
    return "held" if held else "**missed**"
