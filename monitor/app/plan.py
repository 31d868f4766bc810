"""What a run goes to: seeds and itinerary for crawl, recrawl, recheck and visits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from urllib.parse import urlsplit
from zlib import crc32

from db import queries
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
    "link-broken": Role.LINK,
    "leader-page-missing": Role.HOME,
    "leader-bio-missing": Role.LEADER,
}


def crawl_seeds(sites: Sequence[Site], defects: Iterable[Defect], scopes: Scopes) -> list[Target]:
    """Home pages, the ledger's columns, and whatever was broken last time with its places."""
    seeds = [Target(site.url, Role.HOME, site.id) for site in sites]
    for site in sites:
        seeds += [Target(c.url, Role.COLUMN, site.id, anchor=c.name) for c in site.columns]
    return _distinct(seeds + _again(defects, scopes))


def recheck_seeds(defects: Iterable[Defect], sites: Sequence[Site], scopes: Scopes) -> list[Target]:
    """The places of the given defects, and the root of each dead link's host (does it answer?)."""
    chosen = list(defects)
    homes = [Target(site.url, Role.HOME, site.id) for site in sites]
    roots = []
    for defect in chosen:
        if defect.check == "link-broken":
            parts = urlsplit(defect.url)
            root = f"{parts.scheme}://{parts.netloc}/"
            roots.append(Target(root, Role.LINK, scopes.owner(root)))
    return _distinct(homes + _again(chosen, scopes) + roots)


def _again(defects: Iterable[Defect], scopes: Scopes) -> list[Target]:
    targets = []
    for defect in defects:
        role = _ROLES.get(defect.check, Role.PAGE)
        targets.append(Target(defect.url, role, scopes.owner(defect.url)))
        targets += [Target(url, Role.PAGE, scopes.owner(url)) for url in defect.parents]
    return targets


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
    share = shanghai_day(run.now).toordinal() % _ROTATION
    return Itinerary(
        scopes,
        frozenset(run.site_ids),
        Mode.NIGHTLY,
        full_sites=frozenset(first_time),
        is_due=_Due(known, share),
    )


class _Due:
    """New addresses, and every known one once in seven nights."""

    def __init__(self, known: Collection[str], share: int) -> None:
        self._known = known
        self._share = share

    def __call__(self, key: str) -> bool:
        return key not in self._known or crc32(key.encode()) % _ROTATION == self._share


def open_defects(house: House, sites: Iterable[Site]) -> list[Defect]:
    return queries.defects(house.engine, site_ids=[s.id for s in sites], states=OPEN_STATES)
