"""A house with a clock that we move, a real database file, and children that end when told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from db.blobs import BlobStore
from db.jobs import JobRun, JobState, history
from db.session import connect, upgrade
from monitor.app.house import House
from monitor.clock import FixedClock
from monitor.config.environment import load_environment
from monitor.config.schedules import Schedule, load_schedules
from monitor.domain.calendar import parse_moment
from monitor.scheduler import Scheduler
from tests.commands import ROOT

SCHEDULES = load_schedules(ROOT / "schedules.yaml")
BY_ID = {schedule.id: schedule for schedule in SCHEDULES}
NIGHTLY = BY_ID["nightly"]
VISITS = BY_ID["visits"]


def at(text: str) -> datetime:
    """A moment in Shanghai; 2026-01-26 is a Monday."""
    return parse_moment(text)


def house(home: Path, now: str, **environment: str) -> House:
    settings = load_environment({"MONITOR_HOME": str(home), **environment})
    engine = connect(settings.database_url)
    upgrade(engine)
    clock = FixedClock(at(now))
    return House(settings, clock, engine, BlobStore(home / "blobs"), None)


class FakeChild:
    """A process that runs until `code` is set. `stubborn` ones do not listen to signals."""

    def __init__(self, arguments: Sequence[str], code: int | None = None) -> None:
        self.arguments = tuple(arguments)
        self.code = code
        self.signals: list[int] = []

    def poll(self) -> int | None:
        return self.code

    def send_signal(self, sig: int) -> None:
        self.signals.append(sig)

    def wait(self, timeout: float | None = None) -> int:
        self.code = 130 if self.code is None else self.code
        return self.code

    def kill(self) -> None:
        self.code = -9


class Office:
    """One scheduler on a house. Children end at once with `code`, or run on when it is None."""

    def __init__(
        self, house: House, schedules: Sequence[Schedule] = (NIGHTLY,), code: int | None = 0
    ) -> None:
        self.house = house
        self.code = code
        self.children: list[FakeChild] = []
        self.scheduler = Scheduler(house, schedules, self._start)

    def _start(self, arguments: Sequence[str]) -> FakeChild:
        child = FakeChild(arguments, self.code)
        self.children.append(child)
        return child

    def tick(self, moment: str) -> None:
        """Look at the clock at a moment, and once more so that ended children are noted."""
        self.go(at(moment))

    def go(self, moment: datetime) -> None:
        clock = self.house.clock
        assert isinstance(clock, FixedClock)
        clock.advance(moment - clock.now())
        self.scheduler.tick()
        self.scheduler.tick()

    def live(self, since: str, until: str, every: timedelta = timedelta(minutes=5)) -> None:
        """Tick from one moment to another."""
        moment = at(since)
        while moment <= at(until):
            self.go(moment)
            moment += every

    @property
    def runs(self) -> list[JobRun]:
        found = history(self.house.engine, at("2000-01-01"))
        return [run for run in found if run.state is not JobState.KNOWN]
