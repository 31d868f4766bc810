"""`monitor status`: how things stand, from rows alone; makes no request and starts nothing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import jobs, queries, repository
from db.jobs import JobRun, JobState
from monitor.app.house import House
from monitor.app.jobs import SCHEDULES, load
from monitor.app.precision import Decided, decided
from monitor.app.timing import Silence, horizon, silences, upcoming
from monitor.config.schedules import Schedule
from monitor.domain.defect import DefectState
from monitor.domain.run import Run


@dataclass(frozen=True, slots=True)
class JobStatus:
    """One job. `running`: since when a run of it is under way; `last`: the newest run that ended.

    `taken_on` is False while no scheduler has ever seen the schedule.
    """

    id: str
    taken_on: bool
    running: datetime | None
    last: JobRun | None
    next: datetime | None
    silence: Silence | None


@dataclass(frozen=True, slots=True)
class Status:
    """`schedules`: the file that the jobs come from, None when there is none. `decided`: what persons
    made of confirmed defects."""

    units: int
    sites: int
    unwatched: int
    latest: Run | None
    suspected: int
    confirmed: int
    stored_bytes: int
    free_bytes: int
    schedules: Path | None
    jobs: tuple[JobStatus, ...]
    decided: Decided

    @property
    def silent(self) -> bool:
        """Whether any job has gone silent."""
        return any(job.silence is not None for job in self.jobs)


def status(house: House, path: Path = SCHEDULES) -> Status:
    """How things stand now. Raises ConfigError or BadInput for schedules that do not fit."""
    registry = repository.load_registry(house.engine)
    open_defects = queries.defects(
        house.engine, states=(DefectState.SUSPECTED, DefectState.CONFIRMED)
    )
    schedules = load(house, path) if path.exists() else None
    return Status(
        units=len(registry.units),
        sites=len(registry.sites),
        unwatched=sum(not unit.sites for unit in registry.units),
        latest=queries.latest_run(house.engine, complete=False),
        suspected=sum(one.state is DefectState.SUSPECTED for one in open_defects),
        confirmed=sum(one.state is DefectState.CONFIRMED for one in open_defects),
        stored_bytes=queries.stored_bytes(house.engine),
        free_bytes=shutil.disk_usage(house.home).free,
        schedules=None if schedules is None else path,
        jobs=_jobs(house, schedules or ()),
        decided=decided(house),
    )


def _jobs(house: House, schedules: Sequence[Schedule]) -> tuple[JobStatus, ...]:
    now = house.clock.now()
    runs = jobs.history(house.engine, horizon(schedules, now))
    silent = {silence.job: silence for silence in silences(schedules, runs, now)}
    return tuple(
        _job(schedule, [run for run in runs if run.job == schedule.id], silent, now)
        for schedule in schedules
    )


def _job(
    schedule: Schedule, runs: Sequence[JobRun], silent: dict[str, Silence], now: datetime
) -> JobStatus:
    running = [run for run in runs if run.state is JobState.RUNNING]
    ended = [run for run in runs if run.state not in (JobState.RUNNING, JobState.KNOWN)]
    return JobStatus(
        id=schedule.id,
        taken_on=bool(runs),
        running=running[-1].claimed_at if running else None,
        last=ended[-1] if ended else None,
        next=upcoming(schedule, now),
        silence=silent.get(schedule.id),
    )
