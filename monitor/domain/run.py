"""A run and what it meant to look at: planned = observed + not observed (reason)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    CRAWL = "crawl"
    RECHECK = "recheck"
    RECRAWL = "recrawl"
    VISITS = "visits"
    MEDIA = "media"


class Mode(StrEnum):
    NIGHTLY = "nightly"
    FULL = "full"


class RunState(StrEnum):
    """`incomplete`: the ledger does not add up. `blind`: our own network was down. Neither is judged."""

    RUNNING = "running"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    INTERRUPTED = "interrupted"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class Run:
    """`now` is fixed once: the only time that judging, ids, first_seen and last_seen use (UTC)."""

    id: int
    now: datetime
    purpose: Purpose
    mode: Mode
    site_ids: tuple[str, ...]
    state: RunState = RunState.RUNNING


class Role(StrEnum):
    """What a target is to us; the order of `PRIORITY` is the order of the crawl. `sounding`: a question
    put to a site beside its pages, when these are done; its address is no page's."""

    ROBOTS = "robots"
    HOME = "home"
    MENU = "menu"
    COLUMN = "column"
    LEADERS = "leaders"
    LEADER = "leader"
    ARTICLE = "article"
    PAGE = "page"
    ASSET = "asset"
    LINK = "link"
    SOUNDING = "sounding"


NO_PAGES = (Role.ROBOTS.value, Role.SOUNDING.value)
"""Targets that count in no coverage statement and are not remembered."""

PRIORITY: dict[Role, int] = {role: rank for rank, role in enumerate(Role)}


class TargetState(StrEnum):
    OPEN = "open"
    OBSERVED = "observed"
    NOT_OBSERVED = "not_observed"


class Reason(StrEnum):
    """Why a planned target was not observed."""

    BLOCKED = "blocked"
    ROBOTS = "robots"
    BUDGET = "budget"
    WINDOW = "window"
    NOT_REQUESTED = "not_requested"
    NO_BROWSER = "no_browser"
    LAGGED = "lagged"
    PARKED = "parked"
    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    RESET = "reset"
    TOO_LARGE = "too_large"
    KILLED_US = "killed_us"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Target:
    """One address a run means to look at.

    `site_id` is the site in whose scope the address lies, None for an address outside every
    registered site. `url` is unique within a run. `anchor` is the text of the link it was first
    found by; `depth` counts clicks from the home page.
    """

    url: str
    role: Role
    site_id: str | None
    anchor: str = ""
    found_on: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage statement of one site in one run. `not_observed` counts by reason. `resting`:
    known addresses that were no part of the plan, as their turn is on another night."""

    planned: int
    observed: int
    not_observed: dict[str, int] = field(default_factory=dict)
    resting: int = 0

    @property
    def adds_up(self) -> bool:
        return self.planned == self.observed + sum(self.not_observed.values())
