"""A real small site: a defect is sent, repaired, closed by the next run, broken again and reopened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.job.small_site import registry, served, site


def ledger(monitor: Monitor) -> dict[str, Any]:
    (line,) = json.loads(monitor.ok("rectify", "list", "--format", "json"))
    found: dict[str, Any] = line
    return found


def test_the_next_run_closes_what_was_repaired_and_the_same_id_comes_back(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    good, stale = site(), site(news="2026-01-05")
    pages = dict(stale)
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        (one,) = [line["id"] for line in monitor.records() if line["check"] == "home-stale"]
        monitor.ok("review", one, "--decision", "included", "--by", "李四")
        out = str(tmp_path / "out.json")
        monitor.ok("export", "--unit", "jia", "--outgoing", "--format", "json", "--output", out)
        sent = ledger(monitor)
        assert (sent["id"], sent["state"]) == (one, "sent")
        said = monitor.ok(
            *("rectify", "claim", one, "--by", "甲局张", "--on", "2026-01-26"),
            *("--as-of", "2026-01-26T18:00"),
        )
        assert "待复查" in said and ledger(monitor)["state"] == "claimed"
        pages.update(good)
        monitor.ok("crawl", "--as-of", "2026-01-27T10:00")
        closed = ledger(monitor)
        assert (closed["id"], closed["state"], closed["closing"]) == (*(one, "closed", "machine"),)
        pages.update(stale)
        monitor.ok("crawl", "--as-of", "2026-01-28T10:00")
        again = ledger(monitor)
        assert (again["id"], again["state"], again["reopened"]) == (one, "reopened", 1)
