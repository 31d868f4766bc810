"""When a schedule is due, and when its silence is an error: pure functions of rows and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from db.jobs import JobRun, JobState
from monitor.config.schedules import Schedule
from monitor.domain.calendar import SHANGHAI

LATE = timedelta(minutes=15)
"""A start this late still counts as on time: schedulers tick, machines restart."""

GRACE = timedelta(hours=2)
"""How long after its expected end a job may be without success before that is silence."""

LONGEST = timedelta(hours=6)
"""A job that has neither window nor interval must have ended after this time."""

DEAD = timedelta(minutes=10)
"""A run whose scheduler has not seen it alive for so long has no living process."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FOUR_YEARS = 4 * 366
_ANCHOR = datetime(2000, 1, 1, tzinfo=SHANGHAI)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A run to start now. `caught_up`: its own time has passed, this makes up for it."""

    schedule: Schedule
    scheduled_for: datetime
    caught_up: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """A job of which nothing succeeded since it was expected; `last` is its last success."""

    job: str
    expected: datetime
    last: datetime | None


def due(schedules: Iterable[Schedule], runs: Iterable[JobRun], now: datetime) -> list[Due]:
    """The runs to start now, by what is noted as run already.

    Of several missed times only the latest is made up for, and only if the schedule says so. A job
    that is under way blocks its next run. What was before a schedule was taken on is not missed.
    """
    history = _by_job(runs)
    found = []
    for schedule in schedules:
        own = history.get(schedule.id, [])
        slot = previous(schedule, now)
        if slot is None or any(run.state is JobState.RUNNING for run in own):
            continue
        noted = next((run for run in own if run.scheduled_for == slot), None)
        on_time = now < _on_time_until(schedule, slot)
        if noted is not None:
            if noted.state is JobState.INTERRUPTED and on_time:
                found.append(Due(schedule, slot))
        elif on_time:
            found.append(Due(schedule, slot))
        elif schedule.catch_up and own and own[0].scheduled_for < slot:
            found.append(Due(schedule, slot, caught_up=True))
    return found


def silences(schedules: Iterable[Schedule], runs: Iterable[JobRun], now: datetime) -> list[Silence]:
    """Jobs of which nothing succeeded since expected + grace.

    A run under way within its time is no silence, nor is a schedule that was never taken on.
    """
    history = _by_job(runs)
    found = []
    for schedule in schedules:
        own = history.get(schedule.id, [])
        expected = _expected(schedule, now)
        if not own or expected is None or not _ours(own[0], expected):
            continue
        if any(_under_way(schedule, run, now) for run in own):
            continue
        successes = [run for run in own if run.state is JobState.DONE]
        if not any(_since(run, expected) for run in successes):
            last = max((run.finished_at or run.scheduled_for for run in successes), default=None)
            found.append(Silence(schedule.id, expected, last))
    return found


def stalled(schedule: Schedule, run: JobRun, now: datetime) -> bool:
    """Whether a run marked as running is dead: nobody saw it alive lately, and its time is over.

    Not earlier: its process may have outlived its scheduler.
    """
    if run.state is not JobState.RUNNING or now - run.heartbeat <= DEAD:
        return False
    return now >= must_end(schedule, run.scheduled_for, run.claimed_at)


def must_end(schedule: Schedule, slot: datetime, begun: datetime) -> datetime:
    """By when a run must have ended.

    A night ends with its window. One that is made up for by day has as long as a window, and makes
    way for the next night.
    """
    if schedule.window is not None:
        end = _window_end(schedule.window, slot)
        if begun < end:
            return end
        late = begun + _length(schedule.window)
        following = upcoming(schedule, begun)
        return min(late, following) if following else late
    if schedule.every is not None:
        return begun + 2 * schedule.every
    return begun + LONGEST


def previous(schedule: Schedule, now: datetime) -> datetime | None:
    """The latest scheduled time up to and including `now`; None when there never was one."""
    if schedule.every is not None:
        return _ANCHOR + schedule.every * ((now - _ANCHOR) // schedule.every)
    for day in _days(now.astimezone(SHANGHAI).date(), -1):
        times = [moment for moment in _times(schedule, day) if moment <= now]
        if times:
            return times[-1]
    return None


def upcoming(schedule: Schedule, now: datetime) -> datetime | None:
    """The next scheduled time after `now`; None when no such day exists (31 February)."""
    if schedule.every is not None:
        return _ANCHOR + schedule.every * ((now - _ANCHOR) // schedule.every + 1)
    for day in _days(now.astimezone(SHANGHAI).date(), 1):
        times = [moment for moment in _times(schedule, day) if moment > now]
        if times:
            return times[0]
    return None


def horizon(schedules: Sequence[Schedule], now: datetime) -> datetime:
    """How far back rows are needed to answer `due` and `silences`."""
    back = now - GRACE
    moments = [previous(s, now) for s in schedules] + [_expected(s, now) for s in schedules]
    return min([moment for moment in moments if moment is not None], default=back) - _DAY


def opens_inside(schedule: Schedule) -> bool:
    """Whether every scheduled time lies in the schedule's window."""
    if schedule.window is None:
        return True
    start, end = schedule.window
    midnight = datetime.combine(_ANCHOR.date(), time(0), SHANGHAI)
    moments = (
        (midnight + schedule.every * n for n in range(-(-_DAY // schedule.every)))
        if schedule.every
        else _clock_times(schedule, _ANCHOR.date())
    )
    for moment in moments:
        at = moment.time()
        if not (start <= at < end if start < end else at >= start or at < end):
            return False
    return True


def a_day(schedule: Schedule) -> float:
    """How often a schedule runs on a day that it runs on."""
    if schedule.every is not None:
        return _DAY / schedule.every
    return len(list(_clock_times(schedule, _ANCHOR.date())))


def daily_times(schedule: Schedule) -> tuple[time, ...]:
    """The times of a schedule that runs at the same times of every day; nothing of any other."""
    if schedule.cron is None or schedule.cron.split()[2:] != ["*", "*", "*"]:
        return ()
    return tuple(at.time() for at in _clock_times(schedule, _ANCHOR.date()))


def _by_job(runs: Iterable[JobRun]) -> dict[str, list[JobRun]]:
    history: dict[str, list[JobRun]] = {}
    for run in sorted(runs, key=lambda one: one.scheduled_for):
        history.setdefault(run.job, []).append(run)
    return history


def _on_time_until(schedule: Schedule, slot: datetime) -> datetime:
    return _window_end(schedule.window, slot) if schedule.window else slot + LATE


def _expected(schedule: Schedule, now: datetime) -> datetime | None:
    """The latest scheduled time of which a success must be there by now."""
    allowed = GRACE
    if schedule.window is not None:
        allowed += _length(schedule.window)
    elif schedule.every is not None:
        allowed = max(GRACE, schedule.every)
    return previous(schedule, now - allowed)


def _ours(first: JobRun, expected: datetime) -> bool:
    if first.state is JobState.KNOWN:
        return first.scheduled_for < expected
    return first.scheduled_for <= expected


def _since(run: JobRun, expected: datetime) -> bool:
    return run.scheduled_for >= expected or (
        run.finished_at is not None and run.finished_at >= expected
    )


def _under_way(schedule: Schedule, run: JobRun, now: datetime) -> bool:
    alive = run.state is JobState.RUNNING and now - run.heartbeat <= DEAD
    return alive and now < must_end(schedule, run.scheduled_for, run.claimed_at) + GRACE


def _window_end(window: tuple[time, time], slot: datetime) -> datetime:
    local = slot.astimezone(SHANGHAI)
    end = datetime.combine(local.date(), window[1], SHANGHAI)
    return end if end > local else end + _DAY


def _length(window: tuple[time, time]) -> timedelta:
    start, end = (datetime.combine(_ANCHOR.date(), one, SHANGHAI) for one in window)
    return end - start if end > start else end - start + _DAY


def _days(first: date, step: int) -> Iterator[date]:
    return (first + step * n * _DAY for n in range(_FOUR_YEARS))


def _times(schedule: Schedule, day: date) -> Iterator[datetime]:
    """The times of a day in order; day of month and day of week must both fit."""
    _, _, of_month, months, of_week = (schedule.cron or "").split()
    fits = (
        day.day in _numbers(of_month, 1, 31)
        and day.month in _numbers(months, 1, 12)
        and _DAYS[day.weekday()] in _weekdays(of_week)
    )
    return _clock_times(schedule, day) if fits else iter(())


def _clock_times(schedule: Schedule, day: date) -> Iterator[datetime]:
    minutes, hours, *_ = (schedule.cron or "").split()
    return (
        datetime.combine(day, time(hour, minute), SHANGHAI)
        for hour in _numbers(hours, 0, 23)
        for minute in _numbers(minutes, 0, 59)
    )


def _numbers(field: str, low: int, high: int) -> list[int]:
    """`*`, `*/5`, `7` or `7-9`, and lists of these."""
    found: set[int] = set()
    for part in field.split(","):
        if part.startswith("*"):
            found.update(range(low, high + 1, int(part[2:] or 1)))
        else:
            first, _, last = part.partition("-")
            found.update(range(int(first), int(last or first) + 1))
    return sorted(found)


def _weekdays(field: str) -> tuple[str, ...]:
    if field == "*":
        return _DAYS
    found: list[str] = []
    for part in field.split(","):
        first, _, last = part.partition("-")
        start, count = _DAYS.index(first), _DAYS.index(last or first) - _DAYS.index(first)
        found += [_DAYS[(start + n) % 7] for n in range(count % 7 + 1)]
    return tuple(found)
