"""The ledger of units, sites, columns and accounts: written whole, never deleted from.

A file that lists columns of a site lists all of them and replaces what was known; one that lists none
leaves those that people confirmed since (`db.columns`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.orm import DeclarativeBase

from db.columns import put_columns, read_columns
from db.models import AccountRow, FormerNameRow, OutageRow, ScopeRow, SiteRow, UnitRow
from db.session import reading
from monitor.domain.subject import (
    Account,
    Category,
    FormerName,
    Outage,
    Registry,
    Site,
    SiteKind,
    Status,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Saved:
    """Ids created, updated, and known to the database but missing in the file (台账缺失)."""

    created: tuple[str, ...]
    updated: tuple[str, ...]
    missing: tuple[str, ...]


def save_registry(
    engine: Engine, registry: Registry, now: datetime, *, dry_run: bool = False
) -> Saved:
    """Create or update every entry in one transaction; a dry run writes nothing."""
    with engine.connect() as connection, connection.begin() as transaction:
        saved = _save(connection, registry, now)
        if dry_run:
            transaction.rollback()
    return saved


def _save(connection: Connection, registry: Registry, now: datetime) -> Saved:
    before = _read(connection)
    registry = _with_known_columns(registry, before)
    known = _entries(before)
    named = _entries(registry)
    for position, unit in enumerate(registry.units):
        _put(connection, UnitRow, unit.id, _unit_values(unit, position, now))
        _names(connection, "unit", unit.id, unit.former_names)
        _outages(connection, "unit", unit.id, unit.outages)
        for index, site in enumerate(unit.sites):
            _put(connection, SiteRow, site.id, _site_values(site, index, now))
            _site_parts(connection, site)
        for index, account in enumerate(unit.accounts):
            _put(connection, AccountRow, account.id, _account_values(account, index, now))
            _names(connection, "account", account.id, account.former_names)
    return Saved(
        created=tuple(key for key in named if key not in known),
        updated=tuple(key for key, one in named.items() if key in known and known[key] != one),
        missing=tuple(key for key in known if key not in named),
    )


def _with_known_columns(registry: Registry, known: Registry) -> Registry:
    def filled(site: Site) -> Site:
        old = known.sites.get(site.id)
        if site.columns or old is None:
            return site
        return replace(site, columns=old.columns, columns_open=old.columns_open)

    return Registry(
        tuple(replace(unit, sites=tuple(map(filled, unit.sites))) for unit in registry.units)
    )


def _entries(registry: Registry) -> dict[str, object]:
    found: dict[str, object] = {}
    for unit in registry.units:
        found[f"unit {unit.id}"] = replace(unit, sites=(), accounts=())
        found |= {f"site {site.id}": site for site in unit.sites}
        found |= {f"account {account.id}": account for account in unit.accounts}
    return found


def _put(
    connection: Connection, model: type[DeclarativeBase], key: str, values: dict[str, Any]
) -> None:
    table = model.__table__
    changed = connection.execute(update(model).where(table.c.id == key).values(**values))
    if not changed.rowcount:
        connection.execute(insert(model).values(id=key, **values))


def _unit_values(unit: Unit, position: int, now: datetime) -> dict[str, Any]:
    return {
        "position": position,
        "name": unit.name,
        "category": unit.category.value,
        "ranked_sites": unit.ranked_sites,
        "ranked_media": unit.ranked_media,
        "status": unit.status.value,
        "valid_from": unit.valid_from,
        "valid_until": unit.valid_until,
        "successor": unit.successor,
        "unwatched_reason": unit.unwatched_reason,
        "changed_at": now,
    }


def _site_values(site: Site, position: int, now: datetime) -> dict[str, Any]:
    return {
        "unit_id": site.unit_id,
        "position": position,
        "name": site.name,
        "url": site.url,
        "kind": site.kind.value,
        "code": site.code,
        "portal": site.portal,
        "delay": site.delay,
        "per_host": site.per_host,
        "obey_robots": site.obey_robots,
        "columns_open": site.columns_open,
        "status": site.status.value,
        "valid_from": site.valid_from,
        "valid_until": site.valid_until,
        "successor": site.successor,
        "changed_at": now,
    }


def _account_values(account: Account, position: int, now: datetime) -> dict[str, Any]:
    return {
        "unit_id": account.unit_id,
        "position": position,
        "platform": account.platform,
        "name": account.name,
        "url": account.url,
        "status": account.status.value,
        "valid_from": account.valid_from,
        "valid_until": account.valid_until,
        "successor": account.successor,
        "changed_at": now,
    }


def _names(connection: Connection, kind: str, owner: str, names: tuple[FormerName, ...]) -> None:
    connection.execute(
        delete(FormerNameRow).where(FormerNameRow.kind == kind, FormerNameRow.owner_id == owner)
    )
    for position, former in enumerate(names):
        values = {
            "kind": kind,
            "owner_id": owner,
            "position": position,
            "name": former.name,
            "until": former.until,
        }
        connection.execute(insert(FormerNameRow).values(**values))


def _outages(connection: Connection, kind: str, owner: str, outages: tuple[Outage, ...]) -> None:
    connection.execute(delete(OutageRow).where(OutageRow.kind == kind, OutageRow.owner_id == owner))
    for position, outage in enumerate(outages):
        connection.execute(
            insert(OutageRow).values(
                kind=kind,
                owner_id=owner,
                position=position,
                first=outage.first,
                last=outage.last,
                document=outage.document,
                reason=outage.reason,
            )
        )


def _site_parts(connection: Connection, site: Site) -> None:
    _names(connection, "site", site.id, site.former_names)
    _outages(connection, "site", site.id, site.outages)
    connection.execute(delete(ScopeRow).where(ScopeRow.site_id == site.id))
    for position, prefix in enumerate(site.scope):
        values = {"site_id": site.id, "position": position, "prefix": prefix}
        connection.execute(insert(ScopeRow).values(**values))
    put_columns(connection, site.id, site.columns)


def load_registry(engine: Engine) -> Registry:
    """The whole ledger, in the order of the file it came from."""
    with reading(engine) as connection:
        return _read(connection)


def _read(connection: Connection) -> Registry:
    names: dict[tuple[str, str], list[FormerName]] = defaultdict(list)
    for row in connection.execute(select(FormerNameRow.__table__).order_by(FormerNameRow.position)):
        names[row.kind, row.owner_id].append(FormerName(row.name, row.until))
    outages: dict[tuple[str, str], list[Outage]] = defaultdict(list)
    for row in connection.execute(select(OutageRow.__table__).order_by(OutageRow.position)):
        outages[row.kind, row.owner_id].append(
            Outage(row.first, row.last, row.document, row.reason)
        )
    scopes: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(select(ScopeRow.__table__).order_by(ScopeRow.position)):
        scopes[row.site_id].append(row.prefix)
    columns = read_columns(connection)
    sites: dict[str, list[Site]] = defaultdict(list)
    for row in connection.execute(select(SiteRow.__table__).order_by(SiteRow.position, SiteRow.id)):
        sites[row.unit_id].append(
            Site(
                id=row.id,
                unit_id=row.unit_id,
                name=row.name,
                url=row.url,
                scope=tuple(scopes[row.id]),
                kind=SiteKind(row.kind),
                code=row.code,
                portal=row.portal,
                columns=columns.get(row.id, ()),
                columns_open=row.columns_open,
                delay=row.delay,
                per_host=row.per_host,
                obey_robots=row.obey_robots,
                status=Status(row.status),
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                former_names=tuple(names["site", row.id]),
                successor=row.successor,
                outages=tuple(outages["site", row.id]),
            )
        )
    accounts: dict[str, list[Account]] = defaultdict(list)
    for row in connection.execute(
        select(AccountRow.__table__).order_by(AccountRow.position, AccountRow.id)
    ):
        accounts[row.unit_id].append(
            Account(
                id=row.id,
                unit_id=row.unit_id,
                platform=row.platform,
                name=row.name,
                url=row.url,
                status=Status(row.status),
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                former_names=tuple(names["account", row.id]),
                successor=row.successor,
            )
        )
    units = connection.execute(select(UnitRow.__table__).order_by(UnitRow.position, UnitRow.id))
    return Registry(
        tuple(
            Unit(
                id=row.id,
                name=row.name,
                category=Category(row.category),
                ranked_sites=row.ranked_sites,
                ranked_media=row.ranked_media,
                sites=tuple(sites[row.id]),
                accounts=tuple(accounts[row.id]),
                status=Status(row.status),
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                former_names=tuple(names["unit", row.id]),
                successor=row.successor,
                unwatched_reason=row.unwatched_reason,
                outages=tuple(outages["unit", row.id]),
            )
            for row in units
        )
    )
