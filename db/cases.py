"""Platform cases: read, and changed by one writer at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text, update

from db import queries
from db.models import PlatformCaseRow, RunRow
from db.session import reading
from monitor.domain.case import CaseState, CaseVerdict, PlatformCase
from monitor.domain.run import Run


def platform_cases(engine: Engine) -> list[PlatformCase]:
    """All of them, oldest first."""
    with reading(engine) as connection:
        return _read(connection)


def change_cases(
    engine: Engine, decide: Callable[[list[PlatformCase]], Iterable[PlatformCase]]
) -> list[PlatformCase]:
    """Store what `decide` makes of the known cases (those of id 0 are new); returns all of them.

    A crawl and a round of visits may end at once: both must not open a case for the same platform.
    """
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE platform_case IN SHARE ROW EXCLUSIVE MODE"))
        for case in decide(_read(connection)):
            _put(connection, case)
        return _read(connection)


def judged_runs(engine: Engine, since: datetime) -> list[Run]:
    """The runs judged so far whose `now` is not before `since`, in its order."""
    statement = (
        select(RunRow.id)
        .where(RunRow.judged_at.is_not(None), RunRow.now >= since)
        .order_by(RunRow.now, RunRow.id)
    )
    with reading(engine) as connection:
        ids = list(connection.execute(statement).scalars())
    return [one for one in (queries.run(engine, run_id) for run_id in ids) if one is not None]


def _put(connection: Connection, case: PlatformCase) -> None:
    values = {
        "owner_id": case.owner_id,
        "host": case.host,
        "first": case.first,
        "last": case.last,
        "over": case.over,
        "sites": case.sites,
        "state": case.state.value,
        "verdict": case.verdict and case.verdict.value,
        "by": case.by,
        "at": case.at,
        "note": case.note,
    }
    if case.id:
        connection.execute(
            update(PlatformCaseRow).where(PlatformCaseRow.id == case.id).values(**values)
        )
    else:
        connection.execute(insert(PlatformCaseRow).values(**values))


def _read(connection: Connection) -> list[PlatformCase]:
    rows = connection.execute(
        select(PlatformCaseRow.__table__).order_by(PlatformCaseRow.first, PlatformCaseRow.id)
    )
    return [_case(row) for row in rows]


def _case(row: Any) -> PlatformCase:
    return PlatformCase(
        id=row.id,
        owner_id=row.owner_id,
        host=row.host,
        first=row.first,
        last=row.last,
        sites=row.sites,
        over=row.over,
        state=CaseState(row.state),
        verdict=CaseVerdict(row.verdict) if row.verdict else None,
        by=row.by,
        at=row.at,
        note=row.note,
    )
