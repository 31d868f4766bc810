"""One answer in five fails by chance: nothing is confirmed that is not so, and all that is so is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Monitor
from tests.faults.world import BROKEN, GONE, Faults, sites

NIGHTS = [("2026-01-26T01:00", "2026-01-26T09:30"), ("2026-01-27T01:00", "2026-01-27T09:30")]


def _confirmed(directory: Path, number: int, seed: int | None) -> tuple[set[tuple[str, ...]], int]:
    """What two nights and their second looks confirm (site, check, path), and answers that failed."""
    directory.mkdir()
    # No browser: what it would clear up is not left to it.
    monitor = Monitor(directory, MONITOR_BROWSER=str(directory / "none"), MONITOR_PER_HOST="4")
    faults = Faults(seed)
    with sites(number, faults) as registry:
        monitor.registry(registry)
        for night, morning in NIGHTS:
            monitor.ok("crawl", "--mode", "full", "--as-of", night, timeout=7200)
            monitor.ok("recheck", "--now", "--as-of", morning, timeout=7200)
    return {
        (r["site"], r["check"], "/" + r["url"].split("/", 3)[-1])
        for r in monitor.records()
        if r["state"] == "confirmed"
    }, faults.failed


def _nobody_is_accused_wrongly(tmp_path: Path, number: int, seed: int) -> None:
    confirmed, failed = _confirmed(tmp_path / "faulty", number, seed)
    assert failed > 10 * number, "faults were injected"
    dead = {(f"s{n}", "link-broken", path) for n in range(number) for path in (GONE, BROKEN)}
    assert confirmed == dead


def test_faults_that_pass_confirm_nothing(tmp_path: Path) -> None:
    _nobody_is_accused_wrongly(tmp_path, 8, seed=4)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2])
def test_faults_that_pass_confirm_nothing_on_a_thousand_sites(tmp_path: Path, seed: int) -> None:
    _nobody_is_accused_wrongly(tmp_path, 1000, seed)


def test_two_runs_on_a_frozen_city_are_the_same(tmp_path: Path) -> None:
    """Identifiers, facts, places and all: as of two homes that know nothing of each other."""
    faults = Faults(None)
    found = []
    with sites(4, faults) as registry:
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            monitor = Monitor(tmp_path / name, MONITOR_BROWSER=str(tmp_path / "none"))
            monitor.registry(registry)
            monitor.ok("crawl", "--as-of", NIGHTS[0][0])
            monitor.ok("recheck", "--now", "--as-of", NIGHTS[0][1])
            found.append(monitor.records())
    assert found[0] == found[1]
    assert len({record["id"] for record in found[0]}) == len(found[0]) == 8
