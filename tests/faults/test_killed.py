"""Killed at any moment, again and again: nothing is lost, and the findings are those of one whole run."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Monitor
from tests.crawl.servers import Answer, Visit, serve
from tests.job.small_site import page, registry, site

CRAWL = "2026-01-26T10:00"


def _pages(extra: int) -> dict[str, Any]:
    pages: dict[str, Any] = site(news="2026-01-05")
    names = [f"/far/{n}.html" for n in range(extra)]
    links = "".join(f"<a href='{name}'>历年办事材料说明{name}</a>" for name in names)
    pages["/zhaocuo.html"] = page("我要找错", links)
    for n, name in enumerate(names):
        dead = f"<a href='/gone/{n}.doc'>附件下载</a>" if n % 5 == 0 else ""
        pages[name] = page(f"材料{n}", f"<p>{'正文内容。' * 40}</p>{dead}")
    return pages


def _coverage(out: str) -> dict[str, Any]:
    events = [json.loads(line) for line in out.splitlines()]
    found: dict[str, Any] = next(event for event in events if event["event"] == "coverage")
    return found


def _survives(tmp_path: Path, kills: int, extra: int, seed: int) -> None:
    pages, chance = _pages(extra), random.Random(seed)
    slow = [0.0]

    def answer(visit: Visit) -> Answer:
        time.sleep(slow[0])
        found = pages.get(visit.path, (404, {}, b""))
        assert isinstance(found, tuple)
        return found

    homes = {name: tmp_path / name for name in ("whole", "killed")}
    monitors = {}
    for name, directory in homes.items():
        directory.mkdir()
        monitors[name] = Monitor(
            directory, MONITOR_PER_HOST="2", MONITOR_BROWSER=str(directory / "none")
        )
    with serve(answer) as server:
        for monitor in monitors.values():
            monitor.registry(registry(server.url))
        whole = _coverage(monitors["whole"].ok("crawl", "--json", "--as-of", CRAWL))
        slow[0] = 0.03
        killed = 0
        for _ in range(kills):
            already = len(server.log.visits)
            child = monitors["killed"].start("crawl", "--as-of", CRAWL)
            # Not by the clock: after so many requests, whatever it is doing then.
            wanted = already + chance.randint(4, 9)
            while len(server.log.visits) < wanted and child.poll() is None:
                time.sleep(0.001)
            time.sleep(chance.random() * slow[0])
            killed += child.poll() is None
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
            child.communicate()
        slow[0] = 0.0
        assert killed == kills, "each kill hit a crawl at work"
        end = _coverage(monitors["killed"].ok("crawl", "--json", "--as-of", "2026-03-01T10:00"))
    assert end["planned"] == end["observed"] + sum(end["not_observed"].values())
    assert end == whole
    assert monitors["killed"].records() == monitors["whole"].records() != []


def test_killed_five_times(tmp_path: Path) -> None:
    _survives(tmp_path, kills=5, extra=40, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2, 3])
def test_killed_fifty_times(tmp_path: Path, seed: int) -> None:
    _survives(tmp_path, kills=50, extra=500, seed=seed)
