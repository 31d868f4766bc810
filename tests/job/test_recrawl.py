"""While the webmaster waits on the phone: what is new, still there, gone."""

from __future__ import annotations

from pathlib import Path

from monitor.demo.city import AS_OF, City
from monitor.demo.server import DemoServer
from tests.commands import Monitor

CALL = "2026-01-26T15:00:00+08:00"


def test_new_still_and_gone_are_right(tmp_path: Path) -> None:
    """In a county of the demonstration one defect is repaired and one added between two looks."""
    city = City(without=("broken-02",))
    with DemoServer(city) as server:
        monitor = Monitor(tmp_path)
        monitor.registry(server.registry_yaml())
        truth = {
            spot["id"]: (spot["check"], spot["subject"])
            for spot in server.truth(whole=True)
            if spot["kind"] == "seed" and spot["site"] == "yi"
        }
        monitor.ok("crawl", "--site", "yi", "--mode", "full", "--as-of", AS_OF)
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45:00+08:00")
        before = open_keys(monitor)
        repaired, added = "footer-02", "broken-02"
        assert before == set(truth.values()) - {truth[added]}
        city.repair(repaired)
        city.add(added)
        lines = monitor.ok("recrawl", "yi", "--as-of", CALL).splitlines()
    counts = [line for line in lines if line.startswith(("新增", "仍在", "已消失"))]
    assert counts == ["新增 1 项", f"仍在 {len(before) - 1} 项", "已消失 1 项"]
    assert open_keys(monitor) == set(truth.values()) - {truth[repaired]}
    states = {(r["check"], r["subject"]): r["state"] for r in monitor.records()}
    assert states[truth[added]] == "confirmed", "a person waits: the second look comes at once"
    assert lines[0].startswith("开始重新巡检")


def open_keys(monitor: Monitor) -> set[tuple[str, str]]:
    return {
        (record["check"], record["subject"])
        for record in monitor.records()
        if record["state"] in ("suspected", "confirmed")
    }
