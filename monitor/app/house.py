"""What a verb works with. Made in one place, `monitor.bootstrap`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from db.blobs import BlobStore
from db.session import Engine
from monitor.clock import Clock
from monitor.config.calendars import load_calendar
from monitor.config.environment import Environment
from monitor.config.office import load_office
from monitor.crawl.guard import Networks
from monitor.crawl.options import Options
from monitor.domain.calendar import parse_moment
from monitor.domain.office import Office
from monitor.domain.workdays import WorkCalendar


class BadInput(Exception):
    """Something a person gave us does not fit. `key` and `params` make the one clear sentence."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key, params)
        self.key = key
        self.params = params


@dataclass(frozen=True)
class House:
    environment: Environment
    clock: Clock
    engine: Engine
    blobs: BlobStore
    browser: str | None

    @property
    def home(self) -> Path:
        return self.environment.home

    @cached_property
    def office(self) -> Office:
        """What the office decided for itself. Raises ConfigError for an office.yaml that does not fit."""
        return load_office(self.home)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """Public holidays and make-up days. Raises ConfigError for a file that does not fit."""
        return load_calendar(self.home)

    @property
    def options(self) -> Options:
        """How a crawl is to be run, from the environment."""
        environment = self.environment
        return Options(
            home=self.home,
            clock=self.clock.now,
            delay=environment.delay,
            pause=10 * environment.delay,
            per_host=environment.per_host,
            networks=Networks.parse(environment.networks),
            contact=environment.contact,
            browser=self.browser,
        )

    def now(self, as_of: str | None, option: str = "--as-of") -> datetime:
        """The moment given by an option, else the present one (UTC). Raises BadInput, naming the option,
        for what is no ISO 8601."""
        if as_of is None:
            return self.clock.now()
        return moment(as_of, option)


def day(text: str, key: str = "input.day") -> date:
    """A day as a person writes it, YYYY-MM-DD. Raises BadInput (`key`) for anything else."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(key, value=text) from error
    if text != found.isoformat():
        raise BadInput(key, value=text)
    return found


def moment(text: str, option: str) -> datetime:
    try:
        return parse_moment(text)
    except ValueError as error:
        raise BadInput("input.as_of", value=text, option=option) from error
