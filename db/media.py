"""Accounts: looks, what a round left out, self-reports, spot checks; appended, and read as of a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Engine, func, select

from db.insert import insert_new
from db.mapping import dumped, storable
from db.models import AccountLookRow, AccountWaitRow, SelfReportRow, SpotCheckRow
from db.packing import packed, unpacked
from db.session import reading
from monitor.domain.media import AccountLook, LookState, SelfReport, SpotCheck, SpotResult

_LOOK = TypeAdapter(AccountLook)


def save_look(engine: Engine, run_id: int, lane: str, look: AccountLook) -> None:
    """Append one look; one that is there already stays as it is."""
    row = {
        "run_id": run_id,
        "account_id": look.account_id,
        "at": look.at,
        "lane": lane,
        "state": look.state.value,
        "body": packed(dumped(_LOOK, look, exclude_defaults=True)),
    }
    with engine.begin() as connection:
        insert_new(connection, AccountLookRow, [row])


def save_waits(engine: Engine, run_id: int, later: Mapping[str, str]) -> None:
    """Append the accounts that a round left for later, each with its reason."""
    rows = [
        {"run_id": run_id, "account_id": key, "reason": why} for key, why in sorted(later.items())
    ]
    with engine.begin() as connection:
        insert_new(connection, AccountWaitRow, rows)


def waits(engine: Engine, run_id: int) -> dict[str, str]:
    with reading(engine) as connection:
        rows = connection.execute(
            select(AccountWaitRow.account_id, AccountWaitRow.reason).where(
                AccountWaitRow.run_id == run_id
            )
        )
        return {row.account_id: row.reason for row in rows}


def looks(
    engine: Engine, account_ids: Collection[str], *, until: datetime, run_id: int | None = None
) -> dict[str, list[AccountLook]]:
    """Looks up to a moment by account id, oldest first; of one run if given."""
    statement = (
        select(AccountLookRow.account_id, AccountLookRow.body)
        .where(AccountLookRow.at <= until, AccountLookRow.account_id.in_(list(account_ids)))
        .order_by(AccountLookRow.at, AccountLookRow.run_id)
    )
    if run_id is not None:
        statement = statement.where(AccountLookRow.run_id == run_id)
    found: dict[str, list[AccountLook]] = defaultdict(list)
    with reading(engine) as connection:
        for row in connection.execute(statement):
            found[row.account_id].append(_LOOK.validate_json(unpacked(row.body)))
    return dict(found)


def last_looks(engine: Engine, until: datetime) -> tuple[dict[str, datetime], dict[str, datetime]]:
    """When each account's list was last read, and when it was last tried."""
    statement = (
        select(AccountLookRow.account_id, AccountLookRow.state, func.max(AccountLookRow.at))
        .where(AccountLookRow.at <= until)
        .group_by(AccountLookRow.account_id, AccountLookRow.state)
    )
    seen: dict[str, datetime] = {}
    tried: dict[str, datetime] = {}
    with reading(engine) as connection:
        for account_id, state, at in connection.execute(statement):
            tried[account_id] = max(at, tried.get(account_id, at))
            if state != LookState.UNVERIFIED:
                seen[account_id] = max(at, seen.get(account_id, at))
    return seen, tried


def spent(engine: Engine, since: datetime, until: datetime) -> dict[str, int]:
    """Looks by lane after `since`, up to `until`."""
    statement = (
        select(AccountLookRow.lane, func.count())
        .where(AccountLookRow.at > since, AccountLookRow.at <= until)
        .group_by(AccountLookRow.lane)
    )
    with reading(engine) as connection:
        return {lane: int(count) for lane, count in connection.execute(statement)}


def save_reports(engine: Engine, reports: Iterable[SelfReport]) -> None:
    with engine.begin() as connection:
        insert_new(connection, SelfReportRow, [_storable(asdict(one)) for one in reports])


def reports(
    engine: Engine, account_ids: Collection[str], until: datetime
) -> dict[str, list[SelfReport]]:
    """What was loaded up to a moment, by account id, oldest first; of each day the last word."""
    statement = (
        select(SelfReportRow.__table__)
        .where(SelfReportRow.loaded_at <= until, SelfReportRow.account_id.in_(list(account_ids)))
        .order_by(SelfReportRow.day, SelfReportRow.loaded_at)
    )
    last: dict[str, dict[Any, SelfReport]] = defaultdict(dict)
    with reading(engine) as connection:
        for row in connection.execute(statement):
            last[row.account_id][row.day] = SelfReport(**row._mapping)
    return {key: list(days.values()) for key, days in last.items()}


def save_spot_checks(engine: Engine, checks: Iterable[SpotCheck]) -> None:
    rows = [
        _storable(asdict(one) | {"result": one.result.value, "loaded_at": one.known_at})
        for one in checks
    ]
    with engine.begin() as connection:
        insert_new(connection, SpotCheckRow, rows)


def spot_checks(
    engine: Engine, account_ids: Collection[str], until: datetime
) -> dict[str, list[SpotCheck]]:
    """Spot checks known at a moment by account id, oldest first; of one moment the last word."""
    statement = (
        select(SpotCheckRow.__table__)
        .where(SpotCheckRow.loaded_at <= until, SpotCheckRow.account_id.in_(list(account_ids)))
        .order_by(SpotCheckRow.at, SpotCheckRow.loaded_at)
    )
    found: dict[str, dict[datetime, SpotCheck]] = defaultdict(dict)
    with reading(engine) as connection:
        for row in connection.execute(statement):
            values = dict(row._mapping) | {"result": SpotResult(row.result)}
            found[row.account_id][row.at] = SpotCheck(**values)
    return {key: list(made.values()) for key, made in found.items()}


def _storable(row: dict[str, Any]) -> dict[str, Any]:
    return {key: storable(value) if isinstance(value, str) else value for key, value in row.items()}


def blind_since(
    engine: Engine, account_ids: Collection[str], until: datetime
) -> dict[str, datetime]:
    """Since when each account could not be verified: its first look in vain after the last that was."""
    since: dict[str, datetime] = {}
    for key, made in looks(engine, account_ids, until=until).items():
        for look in made:
            if look.state is not LookState.UNVERIFIED:
                since.pop(key, None)
            else:
                since.setdefault(key, look.at)
    return since
