"""CPU per page of our own job by stage.

    python -m bench.profile [--pages 2000] [--top 40] [--write]

Crawls a generated site with the sampling runner and prints milliseconds of CPU for each HTML page
that the server answered: by stage, by module (its own time, and with all it called), by function.
With --write the stages, and what the checks cost beside the crawl, are written into CHECKS.md.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bench import crawlers, measure
from bench.place import CACHE, PORT, SITE_ADDRESS, plan_for, served
from bench.server import nginx

_FIRST_PARTY = ("monitor/", "spiders/", "checks/", "db/")
# What runs at the bottom of every stack says nothing.
_BOTTOM = ("monitor/__main__.py", "monitor/cli/", "monitor/app/crawling.py", "monitor/crawl/loop.py",
           "monitor/crawl/run.py", "monitor/bootstrap.py")  # fmt: skip
_JUDGING = "monitor/app/judging.py"
_PARTICULARS = "monitor/extract/particulars.py"
_FOR_CHECKS = "extract: for single checks"
_RESULTS = Path(__file__).with_name("CHECKS.md")
_STAGES = (
    ("monitor/extract/decode.py", "decode"),
    ("monitor/extract/", "extract"),
    ("monitor/crawl/observe.py", "fetch: unpack, hash"),
    ("monitor/crawl/frontier.py", "frontier"),
    ("monitor/crawl/", "spider, ledger"),
    ("spiders/", "spider, ledger"),
    ("monitor/domain/address.py", "spider, ledger"),
    ("db/", "store"),
    ("monitor/", "rest of ours"),
)

Stack = tuple[list[str], float]


def stage(frames: list[str]) -> str:
    """The stage a stack belongs to: judging whatever it calls, else by its innermost frame of ours."""
    if any("importlib" in frame for frame in frames):
        return "start: imports"
    ours = own(frames)
    if any(frame.startswith(_PARTICULARS) for frame in frames):
        return _FOR_CHECKS
    if any(frame.startswith(_JUDGING) for frame in frames):
        inner = ours[-1] if ours else ""
        kind = (
            "checks" if inner.startswith("checks/") else "db" if inner.startswith("db/") else "rest"
        )
        return f"judge: {kind}"
    if not ours:
        return "fetch: Scrapy, Twisted, asyncio"
    return next((name for start, name in _STAGES if ours[-1].startswith(start)), "rest of ours")


def own(frames: Iterable[str]) -> list[str]:
    return [f for f in frames if f.startswith(_FIRST_PARTY) and not f.startswith(_BOTTOM)]


def checks_share(stacks: list[Stack], threads: float) -> tuple[float, float]:
    """Seconds of CPU for the checks (what only they read, gathering, judging), and for all else."""
    theirs = sum(
        seconds
        for frames, seconds in stacks
        if stage(frames) == _FOR_CHECKS or stage(frames).startswith("judge")
    )
    return theirs, sum(seconds for _, seconds in stacks) + threads - theirs


def document(stacks: list[Stack], threads: float, pages: int, command: str) -> str:
    """CHECKS.md: what the checks cost beside the crawl, and every stage."""
    by_stage: dict[str, float] = defaultdict(float)
    for frames, seconds in stacks:
        by_stage[stage(frames)] += seconds
    by_stage["other threads"] += threads
    checks, crawl = checks_share(stacks, threads)
    held = "held" if checks <= crawl / 2 else "**missed**"
    return "\n".join(
        [
            "# What the checks cost",
            "",
            f"Written by `{command}`: CPU of a whole crawl of a generated site of",
            f"{pages:,} HTML pages, sampled. The checks are what only they read of a page, gathering and",
            "judging; the crawl is all else. Other programs may share the machine: the share matters.",
            "",
            "| | ms a page | of the crawl | goal |",
            "| --- | ---: | ---: | --- |",
            f"| checks | {1000 * checks / pages:.2f} | {checks / crawl:.2f} | at most 0.5: {held} |",
            f"| crawl | {1000 * crawl / pages:.2f} | | |",
            "",
            "| stage | ms a page |",
            "| --- | ---: |",
            *(
                f"| {name} | {1000 * seconds / pages:.2f} |"
                for name, seconds in sorted(by_stage.items(), key=lambda one: -one[1])
            ),
            "",
        ]
    )


def tables(stacks: list[Stack], threads: float, pages: int, top: int) -> str:
    """The report, in ms per page."""
    by_stage: dict[str, float] = defaultdict(float)
    self_module: dict[str, float] = defaultdict(float)
    with_module: dict[str, float] = defaultdict(float)
    self_function: dict[str, float] = defaultdict(float)
    with_function: dict[str, float] = defaultdict(float)
    for frames, seconds in stacks:
        by_stage[stage(frames)] += seconds
        ours = own(frames)
        inner = ours[-1] if ours else frames[-1] if frames else "?"
        self_function[inner] += seconds
        self_module[inner.partition(":")[0]] += seconds
        for one in set(ours):
            with_function[one] += seconds
        for one in {frame.partition(":")[0] for frame in ours}:
            with_module[one] += seconds
    by_stage["other threads"] += threads

    def lines(title: str, found: dict[str, float], most: int) -> list[str]:
        ranked = sorted(found.items(), key=lambda one: -one[1])[:most]
        return ["", title, *(f"{1000 * seconds / pages:8.3f}  {name}" for name, seconds in ranked)]

    total = sum(by_stage.values())
    return "\n".join(
        [
            f"{1000 * total / pages:.3f} ms of CPU per page, {pages} pages",
            *lines("By stage", by_stage, 30),
            *lines("By module, own time (libraries it calls included)", self_module, top),
            *lines("By module, with all of ours it called", with_module, top),
            *lines("By function, own time (libraries it calls included)", self_function, top),
            *lines("By function, with all of ours it called", with_function, top),
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--top", type=int, default=40)
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    plan = plan_for(asked.pages)
    with (
        tempfile.TemporaryDirectory(prefix="gmb") as temporary,
        nginx(asked.cache / "nginx", PORT, served([plan], asked.cache)) as server,
    ):
        home, output = Path(temporary) / "home", Path(temporary) / "samples.json"
        crawlers.prepare_ours(home, [f"{plan.origin}/"])
        mark = server.mark()
        command = crawlers.our_command("u1-site")
        command = (command[0], "-m", "bench.sampler", str(output), *command[3:])
        env = crawlers.clean_environment(crawlers.our_environment(home))
        log = asked.cache / "logs" / "profile.log"
        cost = measure.run(command, log=log, env=env, folder=crawlers.ROOT)
        count = server.count(mark, SITE_ADDRESS)
        if cost.code:
            raise SystemExit(f"the crawl ended with {cost.code}; see {log}")
        read = json.loads(output.read_text())
        stacks = [(f, s) for f, s in read["stacks"]]
        print(tables(stacks, read["threads"], count.pages, asked.top))
        if asked.write:
            how = f"python -m bench.profile --pages {asked.pages} --write"
            text = document(stacks, read["threads"], count.pages, how)
            _RESULTS.write_text(text, encoding="utf-8")
        print(
            f"\n{count.requests} requests, {cost.wall:.1f} s, peak {cost.peak:.0f} MB; "
            f"{1000 * cost.cpu / count.pages:.3f} ms of CPU per page by the system's count"
        )


if __name__ == "__main__":
    main()
