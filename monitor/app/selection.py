"""Which sites a verb is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from db import repository
from monitor.app.house import BadInput, House
from monitor.domain.calendar import shanghai_day
from monitor.domain.subject import Registry, Site, Status, Watched
from monitor.domain.succession import registry_on, there


def select(
    registry: Registry, *, sites: Sequence[str] = (), units: Sequence[str] = ()
) -> tuple[Site, ...]:
    """The sites named by id or through their unit; all of them when none is named.

    Raises BadInput for an unknown id and for an empty ledger.
    """
    if not registry.units:
        raise BadInput("input.no_registry")
    for site_id in sites:
        if site_id not in registry.sites:
            raise BadInput("input.unknown_site", value=site_id)
    for unit_id in units:
        if unit_id not in registry.units_by_id:
            raise BadInput("input.unknown_unit", value=unit_id)
    if not sites and not units:
        return tuple(registry.sites.values())
    wanted = set(sites) | {s.id for u in units for s in registry.units_by_id[u].sites}
    return tuple(site for site in registry.sites.values() if site.id in wanted)


def ledger(house: House, moment: datetime) -> Registry:
    """The ledger as it was on the day of a moment: names, owners and addresses of that day."""
    return registry_on(repository.load_registry(house.engine), shanghai_day(moment))


def one(house: House, site_id: str) -> Site:
    """One site by id. Raises BadInput as `select` does."""
    return select(repository.load_registry(house.engine), sites=[site_id])[0]


def in_force(site: Watched, day: date) -> bool:
    """Whether the site or account is to be looked at on that day: running, and within its validity."""
    return site.status in (Status.RUNNING, Status.CLOSING) and there(site, day)


def all_in_force(sites: Iterable[Site], now: datetime) -> tuple[Site, ...]:
    """Those of the sites that are to be looked at on the day of a moment."""
    return tuple(site for site in sites if in_force(site, shanghai_day(now)))
