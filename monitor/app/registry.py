"""`monitor init`: the ledger into the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import repository
from monitor.app.house import BadInput, House
from monitor.app.selection import in_force, ledger
from monitor.config.registry import load_mapped_registry, load_registry
from monitor.config.workbook import write_template
from monitor.domain.address import address_key
from monitor.domain.calendar import shanghai_day
from monitor.domain.subject import Registry


@dataclass(frozen=True)
class Imported:
    """`missing`: ids known to the database that the file no longer names (台账缺失). `replaced`: sites
    whose columns the file lists, with how many confirmed ones it does not list and so takes out."""

    units: int
    sites: int
    accounts: int
    created: tuple[str, ...]
    updated: tuple[str, ...]
    missing: tuple[str, ...]
    unwatched: tuple[tuple[str, str], ...]
    replaced: tuple[tuple[str, int], ...] = ()


def init(
    house: House, path: Path, *, dry_run: bool = False, headings: Path | None = None
) -> Imported:
    """Create or update the ledger from a file; never deletes. Raises ConfigError, nothing half-done.

    `headings`: the map by which the workbook of another system is read.
    """
    now = house.clock.now()
    known = ledger(house, now)
    registry = load_mapped_registry(path, headings, known) if headings else load_registry(path)
    _refuse_kept(known, registry, now)
    replaced = _replaced(repository.load_registry(house.engine), registry)
    report = repository.save_registry(house.engine, registry, now, dry_run=dry_run)
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
        replaced=replaced,
    )


def _replaced(known: Registry, registry: Registry) -> tuple[tuple[str, int], ...]:
    """A file that lists columns of a site lists all of them, also against what people confirmed."""
    counts = []
    for site in registry.sites.values():
        held = known.sites.get(site.id)
        if held is not None and site.columns:
            listed = {address_key(column.url) for column in site.columns}
            confirmed = [address_key(c.url) for c in held.columns if c.confirmed_by]
            counts.append((site.id, sum(key not in listed for key in confirmed)))
    return tuple((site_id, count) for site_id, count in counts if count)


def _refuse_kept(known: Registry, registry: Registry, now: datetime) -> None:
    """A site of the file must not take the addresses of one that the file no longer names and that
    is kept: both would be charged for the same page."""
    kept = {
        address_key(prefix): site.id
        for site in known.sites.values()
        if site.id not in registry.sites and in_force(site, shanghai_day(now))
        for prefix in site.scope
    }
    for site in registry.sites.values():
        for prefix in site.scope:
            if address_key(prefix) in kept and in_force(site, shanghai_day(now)):
                kept_id = kept[address_key(prefix)]
                raise BadInput("input.kept_scope", site=site.id, prefix=prefix, kept=kept_id)


def template(path: Path) -> None:
    """Write the empty ledger workbook."""
    write_template(path)
