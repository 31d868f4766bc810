"""An item under a day of two months ago that nobody saw when its list was read a week ago."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Monitor
from tests.job.small_site import column, registry, served, site


def test_an_old_item_that_was_not_there_a_week_ago(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    days = ["2026-01-15", "2026-01-02", "2025-09-01"]
    pages = site() | column("gzdt", "工作动态", days)
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--mode", "full", "--as-of", "2026-01-16T10:00:00+08:00")
        assert _found(monitor) == []
        pages.update(column("gzdt", "工作动态", [*days, "2025-11-20"]))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00:00+08:00")
        found = _found(monitor)
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T12:00:00+08:00")
        confirmed = _found(monitor)
    assert [(one["subject"], one["facts"]["told"]) for one in found] == [
        (f"{server.url}gzdt/4.html", "2026-01-16")
    ]
    assert [one["state"] for one in confirmed] == ["confirmed"]


def _found(monitor: Monitor) -> list[dict[str, object]]:
    return [one for one in monitor.records() if one["check"] == "date-forged"]
