"""`monitor demo`: crawl the invented city, take the second look, compare with what was seeded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from monitor.app import crawling, registry, reporting
from monitor.app.house import House
from monitor.demo.city import AS_OF, City
from monitor.demo.compare import Comparison, compare
from monitor.demo.server import DemoServer
from monitor.domain.run import Mode
from monitor.report.record import to_dicts

SECOND_LOOK = "2026-01-26T10:45:00+08:00"
"""Three quarters of an hour after the crawl: late enough for a second look to count."""


@dataclass(frozen=True)
class Shown:
    """The demonstration's result: what was seeded and what was found, and the files written."""

    comparison: Comparison
    looked: crawling.Looked
    files: tuple[Path, ...]

    @property
    def clean(self) -> bool:
        return not self.comparison.missed and not self.comparison.wrong


@contextmanager
def city(without: tuple[str, ...] = ()) -> Iterator[DemoServer]:
    """The invented city on loopback, without the seeds named."""
    with DemoServer(City(without=without)) as server:
        yield server


def demo(
    house: House,
    server: DemoServer,
    output: Path,
    progress: Callable[[Any], None] | None = None,
) -> Shown:
    """Import the city's ledger, crawl, recheck, export, and compare with the truth."""
    with TemporaryDirectory() as folder:
        ledger = Path(folder) / "registry.yaml"
        ledger.write_text(server.registry_yaml(), encoding="utf-8")
        registry.init(house, ledger)
    looked = crawling.crawl(house, mode=Mode.FULL, as_of=AS_OF, fresh=True, progress=progress)
    crawling.recheck(house, at_once=True, as_of=SECOND_LOOK, progress=progress)
    found = reporting.standing(house)
    files = reporting.export(
        house, unit=None, everything=True, file_format="xlsx", output=output, demo=True
    )
    records = to_dicts(reporting.export_records(found))
    return Shown(compare(records, server.truth()), looked, files)
