"""What was sent to whom when, and whether it arrived; and since which run a fault has stood."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Engine, insert, select

from db.models import AlertRow, FindingRow, RunRow
from db.session import reading
from monitor.domain.alert import Sent, Style
from monitor.domain.finding import Outcome
from monitor.domain.run import RunState

_CHUNK = 500


def note_sent(engine: Engine, one: Sent) -> None:
    with engine.begin() as connection:
        connection.execute(
            insert(AlertRow).values(
                at=one.at,
                channel=one.channel,
                style=one.style.value,
                keys=list(one.keys),
                delivered=one.delivered,
                detail=one.detail,
            )
        )


def sent(engine: Engine) -> list[Sent]:
    """All of it, oldest first."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(AlertRow.__table__).order_by(AlertRow.at, AlertRow.id)
        ).all()
    return [
        Sent(row.channel, row.at, Style(row.style), tuple(row.keys), row.delivered, row.detail)
        for row in rows
    ]


def streaks(engine: Engine, defect_ids: Collection[str]) -> dict[str, tuple[int, datetime]]:
    """The run, and its moment, with which the present time of a fault began: the first that found it
    after it was last seen gone."""
    found: dict[str, tuple[int, datetime]] = {}
    wanted = sorted(defect_ids)
    gone = (Outcome.PASS.value, Outcome.NOT_APPLICABLE.value)
    for start in range(0, len(wanted), _CHUNK):
        with reading(engine) as connection:
            rows = connection.execute(
                select(FindingRow.defect_id, FindingRow.run_id, FindingRow.now, FindingRow.outcome)
                .where(FindingRow.defect_id.in_(wanted[start : start + _CHUNK]))
                .order_by(FindingRow.now, FindingRow.run_id)
            ).all()
        for row in rows:
            if row.outcome in gone:
                found.pop(row.defect_id, None)
            elif row.outcome == Outcome.FAIL.value:
                found.setdefault(row.defect_id, (row.run_id, row.now))
    return found


def blind_runs(engine: Engine, since: datetime) -> list[tuple[int, datetime]]:
    """Runs, by id with their end, in which our own network was away."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(RunRow.id, RunRow.now, RunRow.finished_at)
            .where(RunRow.state == RunState.BLIND.value, RunRow.now >= since)
            .order_by(RunRow.id)
        ).all()
    return [(row.id, row.finished_at or row.now) for row in rows]


def judged_at(engine: Engine, run_ids: Collection[int]) -> dict[int, datetime]:
    """When runs were judged, by the wall clock."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(RunRow.id, RunRow.judged_at).where(
                RunRow.id.in_(sorted(run_ids)), RunRow.judged_at.is_not(None)
            )
        ).all()
    return {row.id: row.judged_at for row in rows}
