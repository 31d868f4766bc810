"""Which scheduled job ran when. The unique row (job, scheduled_for) decides who runs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, func, or_, select, text, tuple_, update

from db.insert import insert_new
from db.models import JobRunRow
from db.session import reading


class JobState(StrEnum):
    """`known`: the time that had passed when a schedule was taken on; nothing ran then.
    `interrupted`: we were stopped while it ran, and it may go on. `stalled`: its process died."""

    KNOWN = "known"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    STALLED = "stalled"


@dataclass(frozen=True, slots=True)
class JobRun:
    """One scheduled run of a job. `heartbeat`: when its scheduler last saw it alive."""

    job: str
    scheduled_for: datetime
    state: JobState
    claimed_at: datetime
    heartbeat: datetime
    finished_at: datetime | None = None
    detail: str | None = None


def claim(engine: Engine, job: str, scheduled_for: datetime, now: datetime) -> bool:
    """True for exactly one caller, and for none while a run of the same job is under way.

    A run that was interrupted is claimed again by its row.
    """
    with engine.begin() as connection:
        _one_at_a_time(connection)
        running = select(JobRunRow.job).where(
            JobRunRow.job == job, JobRunRow.state == JobState.RUNNING.value
        )
        if connection.execute(running).first() is not None:
            return False
        row = connection.execute(
            select(JobRunRow.state).where(
                JobRunRow.job == job, JobRunRow.scheduled_for == scheduled_for
            )
        ).scalar()
        if row is None:
            _insert(connection, job, scheduled_for, JobState.RUNNING, now)
            return True
        if row != JobState.INTERRUPTED.value:
            return False
        connection.execute(
            update(JobRunRow)
            .where(JobRunRow.job == job, JobRunRow.scheduled_for == scheduled_for)
            .values(state=JobState.RUNNING.value, claimed_at=now, heartbeat=now, finished_at=None)
        )
        return True


def take_on(engine: Engine, job: str, scheduled_for: datetime, now: datetime) -> None:
    """Note the time before which a new schedule was not ours: nothing was missed until then."""
    with engine.begin() as connection:
        _insert(connection, job, scheduled_for, JobState.KNOWN, now)


def beat(engine: Engine, job: str, scheduled_for: datetime, now: datetime) -> None:
    _change(engine, job, scheduled_for, heartbeat=now)


def finish(
    engine: Engine,
    job: str,
    scheduled_for: datetime,
    now: datetime,
    state: JobState,
    detail: str | None = None,
) -> None:
    _change(engine, job, scheduled_for, state=state.value, finished_at=now, detail=detail)


def release(engine: Engine, run: JobRun, now: datetime) -> None:
    """Give a dead run up, unless somebody has seen it alive since `run` was read."""
    with engine.begin() as connection:
        connection.execute(
            update(JobRunRow)
            .where(
                JobRunRow.job == run.job,
                JobRunRow.scheduled_for == run.scheduled_for,
                JobRunRow.state == JobState.RUNNING.value,
                JobRunRow.heartbeat == run.heartbeat,
            )
            .values(state=JobState.STALLED.value, finished_at=now)
        )


def history(engine: Engine, since: datetime) -> list[JobRun]:
    """Runs scheduled since then, and of each job its first row, its last success and what is under
    way; oldest first."""
    key = (JobRunRow.job, JobRunRow.scheduled_for)
    first = select(JobRunRow.job, func.min(JobRunRow.scheduled_for)).group_by(JobRunRow.job)
    succeeded = (
        select(JobRunRow.job, func.max(JobRunRow.scheduled_for))
        .where(JobRunRow.state == JobState.DONE.value)
        .group_by(JobRunRow.job)
    )
    wanted = or_(
        JobRunRow.scheduled_for >= since,
        JobRunRow.state == JobState.RUNNING.value,
        tuple_(*key).in_(first),
        tuple_(*key).in_(succeeded),
    )
    statement = select(JobRunRow.__table__).where(wanted).order_by(*reversed(key))
    with reading(engine) as connection:
        return [
            JobRun(
                row.job,
                row.scheduled_for,
                JobState(row.state),
                row.claimed_at,
                row.heartbeat,
                row.finished_at,
                row.detail,
            )
            for row in connection.execute(statement)
        ]


def _one_at_a_time(connection: Connection) -> None:
    """Claims wait for one another: on SQLite every write does so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE job_run IN SHARE ROW EXCLUSIVE MODE"))


def _insert(
    connection: Connection, job: str, scheduled_for: datetime, state: JobState, now: datetime
) -> None:
    row = {
        "job": job,
        "scheduled_for": scheduled_for,
        "state": state.value,
        "claimed_at": now,
        "heartbeat": now,
        "finished_at": None,
        "detail": None,
    }
    insert_new(connection, JobRunRow, [row])


def _change(engine: Engine, job: str, scheduled_for: datetime, **values: object) -> None:
    with engine.begin() as connection:
        connection.execute(
            update(JobRunRow)
            .where(JobRunRow.job == job, JobRunRow.scheduled_for == scheduled_for)
            .values(**values)
        )
