"""Units and sites over time: who bears which name, who is there, and who answers for whom on a day.

The ledger says how things are; lists and scores are made as of a day. `registry_on` is the one place
where the two meet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from monitor.domain.address import address_key
from monitor.domain.subject import Account, FormerName, Registry, Site, Status, Unit

E = TypeVar("E", Unit, Site, Account)
H = TypeVar("H", Site, Account)


def ended(entry: Unit | Site | Account, day: date) -> bool:
    """Whether the entry was over before that day. `valid_until` is its last day; without one,
    `closed` is for any day."""
    if entry.valid_until is not None:
        return entry.valid_until < day
    return entry.status is Status.CLOSED


def there(entry: Unit | Site | Account, day: date) -> bool:
    """Whether the entry had begun by that day and was not over. A suspended one is there."""
    return (entry.valid_from is None or entry.valid_from <= day) and not ended(entry, day)


def registry_on(registry: Registry, day: date) -> Registry:
    """The ledger as it was on a day (Asia/Shanghai).

    Names are those borne that day. The sites of a unit that is over belong to its successor (or to
    that one's, if it is over too) while they are there themselves. An address belongs to the site
    that is there; one that is over or not yet begun keeps what nobody else claims, so that its pages
    are not charged to the platform around it. Every unit stays, also one without a site any more.
    """
    heirs = {unit.id: _heir(unit.id, registry.units_by_id, day) for unit in registry.units}
    sites = _held((site for unit in registry.units for site in unit.sites), heirs, day)
    accounts = _held((one for unit in registry.units for one in unit.accounts), heirs, day)
    dated = Registry(
        tuple(
            replace(
                _dated(unit, day),
                sites=tuple(sites[unit.id]),
                accounts=tuple(accounts[unit.id]),
            )
            for unit in registry.units
        )
    )
    return _scopes_settled(dated, day)


def units_on(registry: Registry, day: date) -> tuple[Unit, ...]:
    """Who appears in lists and scores of that day: units, sites and accounts that were there. `registry` as
    `registry_on` gives it. A unit left without any site keeps those it had, to be shown at rest."""

    def present(unit: Unit) -> Unit:
        sites = tuple(site for site in unit.sites if there(registry.sites[site.id], day))
        accounts = tuple(one for one in unit.accounts if there(registry.accounts[one.id], day))
        return replace(unit, sites=sites or unit.sites, accounts=accounts)

    return tuple(present(unit) for unit in registry.units if there(unit, day))


def _heir(unit_id: str, units: Mapping[str, Unit], day: date) -> str:
    """The unit that answers on that day. Where the line of successors ends, nobody takes over."""
    seen, heir = {unit_id}, units[unit_id]
    while ended(heir, day):
        following = units.get(heir.successor or "")
        if following is None or following.id in seen:
            return unit_id
        seen.add(following.id)
        heir = following
    return heir.id


def _held(entries: Iterable[H], heirs: Mapping[str, str], day: date) -> dict[str, list[H]]:
    """Sites or accounts by the unit that has them on that day, its own before those taken over."""
    own: dict[str, list[H]] = defaultdict(list)
    taken: dict[str, list[H]] = defaultdict(list)
    for entry in entries:
        owner = heirs[entry.unit_id] if there(entry, day) else entry.unit_id
        held = own if owner == entry.unit_id else taken
        held[owner].append(replace(_dated(entry, day), unit_id=owner))
    return {owner: own[owner] + taken[owner] for owner in heirs}


def _dated(entry: E, day: date) -> E:
    """The entry with the name of that day; one that was closed later was running until then. A name
    to come is known already: whoever bears it a few days early bears no strange one."""
    former = [f for f in entry.former_names if f.until is not None and day <= f.until]
    later = entry.status is Status.CLOSED and not ended(entry, day)
    status = Status.RUNNING if later else entry.status
    name = min(former, key=lambda f: f.until or day).name if former else entry.name
    to_come: tuple[FormerName, ...] = () if name == entry.name else (FormerName(entry.name),)
    known = (*entry.former_names, *to_come)
    return replace(entry, name=name, former_names=known, status=status)


def _scopes_settled(registry: Registry, day: date) -> Registry:
    sites = registry.sites
    taken = {
        address_key(prefix) for site in sites.values() if there(site, day) for prefix in site.scope
    }
    portals = {site.id: _living(site.portal, sites, day) for site in sites.values()}

    def settled(listed: Iterable[Site]) -> Iterable[Site]:
        for site in listed:
            kept = site.scope
            if not there(sites[site.id], day):
                kept = tuple(prefix for prefix in kept if address_key(prefix) not in taken)
            if kept or not site.scope:
                yield replace(site, scope=kept, portal=portals[site.id])

    return Registry(
        tuple(replace(unit, sites=tuple(settled(unit.sites))) for unit in registry.units)
    )


def _living(site_id: str | None, sites: Mapping[str, Site], day: date) -> str | None:
    """The platform that a channel names, or the one that took over from it."""
    seen: set[str] = set()
    site = sites.get(site_id or "")
    while site is not None and ended(site, day) and site.id not in seen and site.successor:
        seen.add(site.id)
        site = sites.get(site.successor)
    return site_id if site is None else site.id
