"""The jobs behind `monitor serve`: what a schedule runs, and the rows that say who runs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from db import jobs, repository
from db.jobs import JobRun, JobState
from monitor.app.house import BadInput, House
from monitor.app.timing import Due, horizon, must_end, opens_inside, stalled, upcoming
from monitor.config.schedules import Schedule, load_schedules
from monitor.domain.calendar import SHANGHAI, shanghai_day

SCHEDULES = Path("schedules.yaml")

_TAKES_SITES = ("crawl", "visits")
_PRIVATE_NAMES = ("localhost", "local", "internal", "test", "example", "invalid", "lan")


def load(house: House, path: Path) -> tuple[Schedule, ...]:
    """Read and check the schedules. Raises ConfigError or BadInput."""
    known = repository.load_registry(house.engine).sites
    schedules = load_schedules(path, known)
    for schedule in schedules:
        if upcoming(schedule, house.clock.now()) is None:
            raise BadInput("scheduler.never", job=schedule.id, cron=schedule.cron)
        if not opens_inside(schedule):
            raise BadInput("scheduler.outside_window", job=schedule.id)
        if schedule.sites is not None and schedule.verb not in _TAKES_SITES:
            raise BadInput("scheduler.sites", job=schedule.id, verb=schedule.verb)
    return schedules


def require_contact(house: House) -> None:
    """Whoever finds us in a log must be able to write to us. Raises BadInput."""
    registry = repository.load_registry(house.engine)
    public = next((s for s in registry.sites.values() if on_public_host(s.url)), None)
    if public is not None and house.environment.contact is None:
        raise BadInput("scheduler.contact", site=public.name, url=public.url)


def on_public_host(url: str) -> bool:
    """Whether an address is anybody else's machine, told by its name alone."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host and host.rsplit(".", 1)[-1].lower() not in _PRIVATE_NAMES


def take_stock(house: House, schedules: Sequence[Schedule]) -> list[JobRun]:
    """What ran so far, after dead runs were given up and new schedules taken on."""
    now = house.clock.now()
    since = horizon(schedules, now)
    known = jobs.history(house.engine, since)
    by_id = {schedule.id: schedule for schedule in schedules}
    for run in known:
        if run.job in by_id and stalled(by_id[run.job], run, now):
            jobs.release(house.engine, run, now)
    return jobs.history(house.engine, since)


def take_on(house: House, job: str, scheduled_for: datetime) -> None:
    jobs.take_on(house.engine, job, scheduled_for, house.clock.now())


def claim(house: House, wanted: Due) -> bool:
    """Whether this run is ours: true for one scheduler on the database."""
    return jobs.claim(house.engine, wanted.schedule.id, wanted.scheduled_for, house.clock.now())


def beat(house: House, job: str, scheduled_for: datetime) -> None:
    jobs.beat(house.engine, job, scheduled_for, house.clock.now())


def finish(
    house: House, job: str, scheduled_for: datetime, code: int, *, interrupted: bool = False
) -> None:
    """Note how a run ended. Only exit code 0 is success: blind or incomplete is not.

    `interrupted`: we stopped it ourselves, and it may go on while it is still in time.
    """
    state = JobState.DONE if code == 0 else JobState.FAILED
    jobs.finish(
        house.engine,
        job,
        scheduled_for,
        house.clock.now(),
        JobState.INTERRUPTED if interrupted else state,
        f"exit {code}",
    )


def arguments(house: House, wanted: Due) -> tuple[str, ...]:
    """The command line of a run, after `python -m monitor`."""
    schedule, now = wanted.schedule, house.clock.now()
    sites = [part for site in schedule.sites or () for part in ("--site", site)]
    day = shanghai_day(now).isoformat()
    match schedule.verb:
        case "crawl":
            mode = ["--mode", schedule.mode.value] if schedule.mode else []
            return ("crawl", *sites, *mode, *_until(wanted, now))
        case "media":
            return ("media", *_until(wanted, now))
        case "visits":
            return ("visits", *sites)
        case "score":
            path = _folder(house, "scores") / f"{day}.json"
            return ("score", "--format", "json", "--output", str(path))
        case "export":
            kind = schedule.format or "xlsx"
            name = f"{schedule.id}-{day}" + ("" if kind == "xlsx" else f".{kind}")
            path = _folder(house, "exports") / name
            return ("export", "--all", "--format", kind, "--output", str(path))
        case verb:
            return (verb,)


def _until(wanted: Due, now: datetime) -> tuple[str, ...]:
    """By when a run with a window must have ended."""
    if wanted.schedule.window is None:
        return ()
    end = must_end(wanted.schedule, wanted.scheduled_for, now).astimezone(SHANGHAI)
    return ("--until", end.isoformat())


def _folder(house: House, name: str) -> Path:
    folder = house.home / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
