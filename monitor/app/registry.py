"""`monitor init`: the ledger into the database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from db import repository
from monitor.app.house import House
from monitor.config.registry import load_registry
from monitor.config.workbook import write_template


@dataclass(frozen=True)
class Imported:
    """`missing`: ids known to the database that the file no longer names (台账缺失)."""

    units: int
    sites: int
    accounts: int
    created: tuple[str, ...]
    updated: tuple[str, ...]
    missing: tuple[str, ...]
    unwatched: tuple[tuple[str, str], ...]


def init(house: House, path: Path, *, dry_run: bool = False) -> Imported:
    """Create or update the ledger from a file; never deletes. Raises ConfigError, nothing half-done."""
    registry = load_registry(path)
    report = repository.save_registry(house.engine, registry, house.clock.now(), dry_run=dry_run)
    return Imported(
        units=len(registry.units),
        sites=len(registry.sites),
        accounts=sum(len(unit.accounts) for unit in registry.units),
        created=report.created,
        updated=report.updated,
        missing=report.missing,
        unwatched=tuple(
            (unit.name, unit.unwatched_reason or "") for unit in registry.units if not unit.sites
        ),
    )


def template(path: Path) -> None:
    """Write the empty ledger workbook."""
    write_template(path)
