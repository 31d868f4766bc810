"""`monitor serve`: schedules become runs, each in a child process, so that a crawl owns its loop.

APScheduler only ticks. It offers neither "once" nor "made up for": rows of the database do.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Protocol

from apscheduler.schedulers.blocking import BlockingScheduler

from monitor.app import alerting, jobs
from monitor.app.estimate import Checked, estimate
from monitor.app.house import House
from monitor.app.timing import GRACE, Due, Silence, due, must_end, previous, silences
from monitor.config.alerts import NAME as ALERTS
from monitor.config.schedules import Schedule

TICK = timedelta(seconds=20)
_TELL_EVERY = timedelta(minutes=5)
_TELLING_MOST = timedelta(minutes=10)
_LAST_WORDS = 30.0
"""Seconds that a child gets to put down what it has seen when we are stopped."""

log = logging.getLogger(__name__)


class Child(Protocol):
    """What is asked of a child process; subprocess.Popen is one."""

    def poll(self) -> int | None: ...
    def send_signal(self, sig: int) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def kill(self) -> None: ...


Start = Callable[[Sequence[str]], Child]


def start_child(arguments: Sequence[str]) -> Child:
    """In a session of its own: Ctrl-C reaches us alone, and we tell the children."""
    command = [sys.executable, "-m", "monitor", *arguments]
    return subprocess.Popen(command, start_new_session=True)  # noqa: S603


@dataclass
class _Running:
    wanted: Due
    child: Child
    must_end: datetime
    told: bool = False


@dataclass
class _Telling:
    child: Child
    since: datetime


class Scheduler:
    """Starts what is due, watches over what it started, and says when a job has gone silent."""

    def __init__(
        self, house: House, schedules: Sequence[Schedule], start: Start = start_child
    ) -> None:
        self._house = house
        self._schedules = tuple(schedules)
        self._start = start
        self._running: list[_Running] = []
        self._telling: _Telling | None = None
        self._told: datetime | None = None
        """When those on duty were last told what there was; None when there may be something new."""
        self._silent: frozenset[Silence] = frozenset()
        self._lock = threading.Lock()
        self._stopped = False

    def tick(self) -> None:
        """One look at clock, rows and children; safe to repeat, and with other schedulers about."""
        with self._lock:
            if self._stopped:
                return
            self._watch()
            now = self._house.clock.now()
            runs = jobs.take_stock(self._house, self._schedules)
            wanted = due(self._schedules, runs, now)
            for one in wanted:
                self._run(one)
            known = {run.job for run in runs} | {one.schedule.id for one in wanted}
            for schedule in self._schedules:
                slot = previous(schedule, now)
                if schedule.id not in known and slot is not None:
                    jobs.take_on(self._house, schedule.id, slot)
            self._report(silences(self._schedules, runs, now))
            self._tell(now)

    def stop(self) -> None:
        """Let the children put down what they saw; their runs go on when we come back in time."""
        with self._lock:
            self._stopped = True
            for one in self._running:
                one.child.send_signal(signal.SIGINT)
            for one in self._running:
                try:
                    code = one.child.wait(_LAST_WORDS)
                except subprocess.TimeoutExpired:
                    one.child.kill()
                    code = one.child.wait()
                self._finish(one, code, interrupted=code != 0)
            self._running.clear()
            if self._telling is not None:
                self._telling.child.kill()

    def _tell(self, now: datetime) -> None:
        """Alerts by a child of their own, after each job and now and then: for silent jobs, what quiet
        hours held back, and channels that failed. Whatever becomes of it, jobs go on."""
        if self._telling is not None:
            if self._telling.child.poll() is not None:
                self._telling = None
            elif now - self._telling.since > _TELLING_MOST:
                log.error("alerts have not ended in time and are stopped")
                self._telling.child.kill()
            return
        waiting = self._told is not None and now - self._told < _TELL_EVERY
        if waiting or not (self._house.home / ALERTS).exists():
            return
        self._told = now
        try:
            self._telling = _Telling(self._start(("alert",)), now)
        except OSError:
            log.exception("alerts cannot be sent")

    def _run(self, wanted: Due) -> None:
        if not jobs.claim(self._house, wanted):
            return
        schedule, slot = wanted.schedule, wanted.scheduled_for
        arguments = jobs.arguments(self._house, wanted)
        log.info("job %s of %s starts: %s", schedule.id, slot.isoformat(), " ".join(arguments))
        try:
            child = self._start(arguments)
        except OSError:
            log.exception("job %s cannot be started", schedule.id)
            jobs.finish(self._house, schedule.id, slot, -1)
            return
        end = must_end(schedule, slot, self._house.clock.now())
        self._running.append(_Running(wanted, child, end))

    def _watch(self) -> None:
        now = self._house.clock.now()
        for one in list(self._running):
            code = one.child.poll()
            if code is not None:
                self._running.remove(one)
                self._finish(one, code)
                continue
            jobs.beat(self._house, one.wanted.schedule.id, one.wanted.scheduled_for)
            # A child that hangs must not block its job for ever.
            if now >= one.must_end + GRACE:
                log.error("job %s has not ended in time and is stopped", one.wanted.schedule.id)
                one.child.kill() if one.told else one.child.send_signal(signal.SIGINT)
                one.told = True

    def _finish(self, one: _Running, code: int, *, interrupted: bool = False) -> None:
        job, slot = one.wanted.schedule.id, one.wanted.scheduled_for
        jobs.finish(self._house, job, slot, code, interrupted=interrupted)
        self._told = None
        if code == 0:
            log.info("job %s of %s is done", job, slot.isoformat())
        else:
            log.error("job %s of %s ended with exit code %d", job, slot.isoformat(), code)

    def _report(self, found: Sequence[Silence]) -> None:
        """Each silence once, when it begins."""
        for one in found:
            if one not in self._silent:
                last = one.last.isoformat() if one.last else "never"
                log.error(
                    "job %s is silent: expected %s, last success %s",
                    one.job,
                    one.expected.isoformat(),
                    last,
                )
        self._silent = frozenset(found)


def serve(house: House, path: Path = jobs.SCHEDULES) -> int:
    """Run by the schedules until SIGTERM or Ctrl-C.

    Raises ConfigError or BadInput before anything starts: for schedules or alerts that do not fit, and
    without MONITOR_CONTACT when a registered site is on a public host.
    """
    schedules = jobs.load(house, path)
    jobs.require_contact(house)
    alerting.check(house)
    logging.getLogger("monitor").setLevel(logging.INFO)
    scheduler = Scheduler(house, schedules)
    ticking = BlockingScheduler(timezone="UTC")
    ticking.add_job(
        scheduler.tick, "interval", seconds=TICK.total_seconds(), max_instances=1, coalesce=True
    )

    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()
        if ticking.running:
            ticking.shutdown(wait=False)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        scheduler.tick()
        if not stopping.is_set():
            ticking.start()
    finally:
        signal.signal(signal.SIGTERM, before)
        scheduler.stop()
    return 0


def check_schedules(house: House, path: Path = jobs.SCHEDULES) -> Checked:
    """Validate the schedules and estimate how long a whole crawl keeps each address busy."""
    return estimate(house, jobs.load(house, path))
