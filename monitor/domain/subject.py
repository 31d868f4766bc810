"""What is watched: units, their sites (portals, sites, channels), columns and accounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TypeVar


class Category(StrEnum):
    COUNTY = "county"
    SERVICE = "service"
    INTERNAL = "internal"


class SiteKind(StrEnum):
    PORTAL = "portal"
    SITE = "site"
    CHANNEL = "channel"


class Status(StrEnum):
    RUNNING = "running"
    SUSPENDED = "suspended"
    CLOSING = "closing"
    CLOSED = "closed"


class ColumnClass(StrEnum):
    NEWS = "news"
    NOTICE = "notice"
    POLICY = "policy"
    INTERPRETATION = "interpretation"
    PERSONNEL = "personnel"
    PLAN = "plan"
    DATA = "data"
    LETTERS = "letters"
    SURVEY = "survey"
    TOPIC = "topic"
    STATIC = "static"
    OTHER = "other"


FIRST_LEVEL_CLASSES = frozenset(
    {ColumnClass.NOTICE, ColumnClass.POLICY, ColumnClass.INTERPRETATION}
)
"""Judged at the first level only, newest date over all descendants (国办秘函〔2019〕19号, 一级栏目)."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """A written release of a column from its deadline; `until` is inclusive, None is open-ended."""

    reason: str
    document: str | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.until is None or day <= self.until


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of a site as the office's ledger has it."""

    name: str
    url: str
    cls: ColumnClass | None = None
    level: int | None = None
    parent: str | None = None
    deadline_days: int | None = None
    confirmed_by: str | None = None
    exempt: Exemption | None = None


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that an entry bore before; `until` is its last day, None when nobody wrote it down."""

    name: str
    until: date | None = None

    def __str__(self) -> str:
        return self.name if self.until is None else f"{self.name} {self.until.isoformat()}"


@dataclass(frozen=True, slots=True)
class Outage:
    """A time, first and last day included, in which a site may be closed: approved in writing."""

    first: date
    last: date
    document: str
    reason: str

    def holds_on(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Site:
    """A website object: a portal, a stand-alone site, or a channel (path prefix) of a portal.

    `columns_open`: the columns were confirmed one by one, so that what discovery finds besides them
    is judged as well (栏目待核). A registry file that lists columns of a site lists all of them.
    """

    id: str
    unit_id: str
    name: str
    url: str
    scope: tuple[str, ...] = ()
    kind: SiteKind = SiteKind.SITE
    code: str | None = None
    portal: str | None = None
    columns: tuple[Column, ...] = ()
    columns_open: bool = False
    delay: float | None = None
    per_host: int | None = None
    obey_robots: bool = True
    status: Status = Status.RUNNING
    valid_from: date | None = None
    valid_until: date | None = None
    former_names: tuple[FormerName, ...] = ()
    successor: str | None = None
    outages: tuple[Outage, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """A new-media account."""

    id: str
    unit_id: str
    platform: str
    name: str
    url: str | None = None
    status: Status = Status.RUNNING
    valid_from: date | None = None
    valid_until: date | None = None
    former_names: tuple[FormerName, ...] = ()
    successor: str | None = None


Watched = Site | Account
"""What findings, defects and scores are about. Ids of sites and accounts are one space."""


W = TypeVar("W", Site, Account)


@dataclass(frozen=True, slots=True)
class Unit:
    """An office that answers for sites and accounts.

    `unwatched_reason` says why a unit has no site in the ledger; it is printed in every run.
    """

    id: str
    name: str
    category: Category
    ranked_sites: bool = True
    ranked_media: bool = True
    sites: tuple[Site, ...] = ()
    accounts: tuple[Account, ...] = ()
    status: Status = Status.RUNNING
    valid_from: date | None = None
    valid_until: date | None = None
    former_names: tuple[FormerName, ...] = ()
    successor: str | None = None
    unwatched_reason: str | None = None
    outages: tuple[Outage, ...] = ()

    @property
    def watched(self) -> tuple[Watched, ...]:
        """Its sites, then its accounts, in the order of the ledger."""
        return (*self.sites, *self.accounts)


def _within(entry: W, unit: Unit) -> W:
    begins = [day for day in (entry.valid_from, unit.valid_from) if day is not None]
    ends = [day for day in (entry.valid_until, unit.valid_until) if day is not None]
    return replace(
        entry,
        status=unit.status if entry.status is Status.RUNNING else entry.status,
        valid_from=max(begins, default=None),
        valid_until=min(ends, default=None),
    )


def _site_within(site: Site, unit: Unit) -> Site:
    return replace(_within(site, unit), outages=(*site.outages, *unit.outages))


@dataclass(frozen=True)
class Registry:
    """The ledger (台账): every unit with its sites and accounts. Ids are unique in the ledger."""

    units: tuple[Unit, ...] = ()

    @cached_property
    def sites(self) -> dict[str, Site]:
        """Every site by id. What suspends, ends or delays a unit does so to its sites too."""
        return {site.id: _site_within(site, unit) for unit in self.units for site in unit.sites}

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Every account by id. What suspends or ends a unit does so to its accounts too."""
        return {one.id: _within(one, unit) for unit in self.units for one in unit.accounts}

    @cached_property
    def watched(self) -> dict[str, Watched]:
        """Every site and every account by id."""
        return {**self.sites, **self.accounts}

    @cached_property
    def units_by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}
