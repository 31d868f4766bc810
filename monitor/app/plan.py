"""What a run goes to: seeds and itinerary for crawl, recrawl, recheck and visits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from zlib import crc32

from db import queries
from db.ledger import former_targets
from monitor.app.house import House
from monitor.domain.address import Scopes, address_key
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Defect, DefectState
from monitor.domain.run import Mode, Role, Run, Target
from monitor.domain.subject import Registry, Site
from spiders.site import Itinerary

OPEN_STATES = (DefectState.SUSPECTED, DefectState.CONFIRMED, DefectState.WAIVED)
_ROTATION = 7
_ROLES = {
    "home-unreachable": Role.HOME,
    "home-stale": Role.HOME,
    "column-stale": Role.COLUMN,
    "column-blank": Role.COLUMN,
    "leader-page-missing": Role.HOME,
}
_FILES = ("image", "attachment")


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier crawls had on their list, by address key: what each address is to us (`known`),
    what a window cut (`cut`), and what is looked at again tonight (`due`)."""

    known: Mapping[str, Target] = field(default_factory=dict)
    cut: tuple[Target, ...] = ()
    due: tuple[Target, ...] = ()


def memory(house: House, sites: Iterable[Site], now: datetime, *, rotate: bool = False) -> Memory:
    """Everything since each site's last whole crawl. `rotate`: tonight's seventh of it is due, asked
    for by itself, as the pages that lead there may not be opened tonight; a file together with
    the page that carries it."""
    share = _share(now)
    known: dict[str, Target] = {}
    cut: list[Target] = []
    due: list[Target] = []
    for site in sites:
        whole = queries.last_whole_run(house.engine, site.id, now)
        if whole is None:
            continue
        for former in former_targets(house.engine, site.id, since=whole.now, before=now):
            target = former.target
            known[address_key(target.url)] = target
            carrier = target.found_on if target.role is Role.ASSET else None
            if former.cut:
                cut.append(target)
            elif rotate and _seventh(address_key(carrier or target.url)) == share:
                due.append(target)
    return Memory(known, tuple(cut), tuple(due))


def crawl_seeds(
    sites: Sequence[Site], defects: Iterable[Defect], scopes: Scopes, memory: Memory
) -> list[Target]:
    """Home pages, the ledger's columns, what a window cut, whatever was broken last time with its
    places, and what is due."""
    seeds = [Target(site.url, Role.HOME, site.id) for site in sites]
    for site in sites:
        seeds += [Target(c.url, Role.COLUMN, site.id, anchor=c.name) for c in site.columns]
    seeds += memory.cut
    return _distinct(seeds + _again(defects, scopes, memory) + list(memory.due))


def recheck_seeds(
    defects: Iterable[Defect], sites: Sequence[Site], scopes: Scopes, memory: Memory
) -> list[Target]:
    """The places of the given defects, and the root of each dead link's host (does it answer?)."""
    chosen = list(defects)
    homes = [Target(site.url, Role.HOME, site.id) for site in sites]
    roots = []
    for defect in chosen:
        if defect.check == "link-broken":
            parts = urlsplit(defect.url)
            root = f"{parts.scheme}://{parts.netloc}/"
            roots.append(Target(root, Role.LINK, scopes.owner(root)))
    return _distinct(homes + _again(chosen, scopes, memory) + roots)


def _again(defects: Iterable[Defect], scopes: Scopes, memory: Memory) -> list[Target]:
    """Each place as what it was: a column that was dead is read whole once it is back."""
    targets = []
    for defect in defects:
        role = _ROLES.get(defect.check)
        place = memory.known.get(address_key(defect.url))
        if place is None or role is not None:
            owner = scopes.owner(defect.url)
            place = Target(defect.url, role or _role_of(defect, owner), owner)
        targets.append(place)
        targets += [
            memory.known.get(address_key(url)) or Target(url, Role.PAGE, scopes.owner(url))
            for url in defect.parents
        ]
    return targets


def _role_of(defect: Defect, owner: str | None) -> Role:
    if defect.check == "leader-bio-missing":
        return Role.LEADER
    if defect.check != "link-broken":
        return Role.PAGE
    if defect.facts.get("kind") in _FILES:
        return Role.ASSET
    return Role.LINK if owner is None else Role.PAGE


def _distinct(targets: Iterable[Target]) -> list[Target]:
    """The first target of each address stands; homes come first and so keep their role."""
    kept: dict[str, Target] = {}
    for target in targets:
        kept.setdefault(address_key(target.url), target)
    return list(kept.values())


def itinerary(house: House, run: Run, registry: Registry, *, follow: bool = True) -> Itinerary:
    """Full mode follows everything; nightly what is new, was broken, or is today's seventh."""
    scopes = Scopes(registry.sites.values())
    if run.mode is Mode.FULL or not follow:
        return Itinerary(scopes, frozenset(run.site_ids), Mode.FULL, follow=follow)
    first_time = {s for s in run.site_ids if not queries.crawled_in_full(house.engine, s, run.now)}
    known = {
        address_key(url)
        for site_id in run.site_ids
        for url in queries.known_urls(house.engine, site_id, run.now)
    }
    return Itinerary(
        scopes,
        frozenset(run.site_ids),
        Mode.NIGHTLY,
        full_sites=frozenset(first_time),
        is_due=_Due(known, _share(run.now)),
    )


class _Due:
    """New addresses, and every known one once in seven nights."""

    def __init__(self, known: Collection[str], share: int) -> None:
        self._known = known
        self._share = share

    def __call__(self, key: str) -> bool:
        return key not in self._known or _seventh(key) == self._share


def _seventh(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % _ROTATION


def _share(now: datetime) -> int:
    return shanghai_day(now).toordinal() % _ROTATION


def open_defects(house: House, sites: Iterable[Site]) -> list[Defect]:
    return queries.defects(house.engine, site_ids=[s.id for s in sites], states=OPEN_STATES)
