"""A government's document without interpretation, an unlinked pair and a day that does not agree: found,
confirmed by the second look, and gone once they are repaired."""

from __future__ import annotations

from pathlib import Path

from monitor.demo.city import AS_OF, City
from monitor.demo.server import DemoServer
from tests.commands import Monitor

CHECKS = {"interpretation-missing", "interpretation-unlinked", "date-forged"}
SPOTS = ("missing-02", "unlinked-04", "forged-01")


def _states(monitor: Monitor) -> dict[tuple[str, str], str]:
    return {
        (record["check"], record["subject"]): record["state"]
        for record in monitor.records()
        if record["check"] in CHECKS
    }


def test_found_confirmed_and_gone_once_repaired(tmp_path: Path) -> None:
    city = City()
    with DemoServer(city) as server:
        monitor = Monitor(tmp_path)
        monitor.registry(server.registry_yaml())
        seeds = {
            (spot["check"], spot["subject"])
            for spot in server.truth(whole=True)
            if spot["id"] in SPOTS
        }
        monitor.ok("crawl", "--site", "yi", "--mode", "full", "--as-of", AS_OF)
        assert _states(monitor).keys() == seeds
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45:00+08:00")
        assert _states(monitor) == dict.fromkeys(seeds, "confirmed")
        for spot in SPOTS[:2]:
            city.repair(spot)
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T15:00:00+08:00")
        states = _states(monitor)
    gone = {check for (check, _), state in states.items() if state == "gone"}
    assert gone == {"interpretation-missing", "interpretation-unlinked"}
