"""Visits: appended attempt by attempt, read back visit by visit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Engine, select

from db.insert import insert_new
from db.mapping import storable
from db.models import RunRow, VisitRow
from db.session import reading
from monitor.domain.evidence import FetchStatus
from monitor.domain.run import RunState
from monitor.domain.visit import Attempt, Invalid, Phases, Visit


def save_attempt(engine: Engine, run_id: int, site_id: str, attempt: Attempt) -> None:
    """Append one attempt; one that is there already stays as it is."""
    phases = attempt.phases
    with engine.begin() as connection:
        insert_new(
            connection,
            VisitRow,
            [
                {
                    "run_id": run_id,
                    "site_id": site_id,
                    "attempt": attempt.number,
                    "at": attempt.at,
                    "status": attempt.status.value,
                    "http_status": attempt.http_status,
                    "final_url": attempt.final_url and storable(attempt.final_url),
                    "remote_address": attempt.remote_address,
                    "dns": phases.dns,
                    "connect": phases.connect,
                    "tls": phases.tls,
                    "first_byte": phases.first_byte,
                    "total": phases.total,
                    "detail": attempt.detail and storable(attempt.detail),
                    "invalid": attempt.invalid and attempt.invalid.value,
                }
            ],
        )


def visits(
    engine: Engine,
    *,
    site_ids: Collection[str] | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
    run_id: int | None = None,
) -> list[Visit]:
    """Visits in order of time and site; `since` inclusive and `before` exclusive of the run's `now`."""
    statement = (
        select(VisitRow.__table__, RunRow.now, RunRow.state)
        .join(RunRow, RunRow.id == VisitRow.run_id)
        .order_by(RunRow.now, RunRow.id, VisitRow.site_id, VisitRow.attempt)
    )
    if site_ids is not None:
        statement = statement.where(VisitRow.site_id.in_(list(site_ids)))
    if since is not None:
        statement = statement.where(RunRow.now >= since)
    if before is not None:
        statement = statement.where(RunRow.now < before)
    if run_id is not None:
        statement = statement.where(RunRow.id == run_id)
    with reading(engine) as connection:
        rows = connection.execute(statement).all()
    return [
        Visit(run, group[0].now, RunState(group[0].state), site, tuple(map(_attempt, group)))
        for (run, site), found in groupby(rows, key=lambda row: (row.run_id, row.site_id))
        for group in (list(found),)
    ]


def _attempt(row: Any) -> Attempt:
    return Attempt(
        number=row.attempt,
        at=row.at,
        status=FetchStatus(row.status),
        phases=Phases(row.dns, row.connect, row.tls, row.first_byte, row.total),
        http_status=row.http_status,
        final_url=row.final_url,
        remote_address=row.remote_address,
        detail=row.detail,
        invalid=Invalid(row.invalid) if row.invalid else None,
    )
