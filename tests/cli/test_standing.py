"""What the lists and scores stand on: runs judged again, periods, sites at rest, decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.crawl.servers import html
from tests.job.small_site import registry, served, site

CRAWL, SECOND, NEXT = "2026-01-26T10:00", "2026-01-26T10:45", "2026-01-27T10:00"


def test_a_run_judged_again_says_the_same_whenever_that_is(tmp_path: Path) -> None:
    """The second look found the home page open; judged again it is asked about the same defect."""
    monitor = Monitor(tmp_path)
    pages = {path: html("oops", 500) for path in site()}
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        pages.update(site(news="2026-01-05"))
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        second = monitor.records()
        assert [(r["check"], r["state"]) for r in second] == [("home-unreachable", "gone")]
        for _ in range(2):
            monitor.ok("judge")
            assert monitor.records() == second
        monitor.ok("crawl", "--as-of", NEXT)
        after = monitor.records()
        status = [line for line in monitor.run("status").out.splitlines() if "问题" in line]
        monitor.ok("judge", "--as-of", "2026-01-26T10:30")
        monitor.ok("judge", "--run", "2")
        assert monitor.records() == after, "an older run judged again leaves what newer ones say"
        assert status == [line for line in monitor.run("status").out.splitlines() if "问题" in line]


def test_periods_rest_and_decisions(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    with served(site(news="2026-01-05")) as server:
        ledger = registry(server.url)
        monitor.registry(ledger)
        monitor.ok("crawl", "--as-of", CRAWL)
    records = monitor.records()
    assert len(records) == 2

    def score(*options: str) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = json.loads(monitor.ok("score", "--format", "json", *options))
        return made

    (today,) = score()
    assert today["period"] == "2026-01-26"
    for period in ("2026", "2026Q1", "2026-01", "2026-01-26"):
        assert score("--period", period) == [today | {"period": period}]
        assert monitor.records("--period", period) == records, "a period not over ends with the run"
    assert score("--period", "2025Q4") == []
    assert monitor.records("--period", "2025") == []

    decide = ("review", records[0]["id"], "--decision", "false", "--reason", "误报", "--until")
    for day in ("20260210", "2026-W07-2", "2026-01-25"):
        refused = monitor.run(*decide, day)
        assert (refused.code, refused.out) == (2, "") and day in refused.err
    assert monitor.records() == records

    monitor.registry(ledger.replace("service,", "service, status: suspended,"))
    assert monitor.records() == [] and score() == []
    assert "甲局网站｜暂不监测" in monitor.ok("score")
    assert "暂不监测：甲局网站" in monitor.ok("crawl", "--as-of", NEXT)
