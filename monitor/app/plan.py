"""What a run goes to: seeds and itinerary for crawl, recrawl, recheck and visits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from db import memory as pages
from db import queries
from db.memory import Remembered
from monitor.app.house import House
from monitor.assess.gather.links import ON_LINKS
from monitor.crawl.traps import is_trap
from monitor.domain.address import Scopes, address_key
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import OPEN_STATES, Defect
from monitor.domain.observation import Recalled
from monitor.domain.revisit import NIGHTLY, WEEK, may_ask_for_changes, must, overdue
from monitor.domain.run import Mode, Role, Run, Target
from monitor.domain.subject import Registry, Site
from spiders.site import Itinerary

LEARNED_SHARE = 0.05
"""How much of what is known of a site may be asked a night for having changed lately. On many sites
one new item changes a box on every page; what does not fit waits for its night of the week."""
_LEARNED_LEAST = 20
_ROLES = {
    "home-unreachable": Role.HOME,
    "home-stale": Role.HOME,
    "column-stale": Role.COLUMN,
    "column-blank": Role.COLUMN,
    "leader-page-missing": Role.HOME,
    "consultation-missing": Role.HOME,
    "message-statistics-missing": Role.HOME,
    "message-list-stale": Role.COLUMN,
    "service-missing": Role.HOME,
    "overview-missing": Role.HOME,
    "agency-info-incomplete": Role.HOME,
    "annual-report-missing": Role.HOME,
    "key-area-missing": Role.HOME,
}
_FILES = ("image", "attachment")
_LINKED = ("link-broken", "form-unavailable")
"""Whose address is what a page links to."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier crawls had on their list since each site's last whole crawl (`since`), by address
    key (`known`); of that, what comes first tonight (`first`: what is judged daily, what a window
    cut) and what is due in its turn (`due`). `recalled`: by address, how it was when last seen."""

    known: Mapping[str, Target] = field(default_factory=dict)
    first: tuple[Target, ...] = ()
    due: tuple[Target, ...] = ()
    recalled: Mapping[str, Recalled] = field(default_factory=dict)
    since: Mapping[str, datetime] = field(default_factory=dict)


def memory(
    house: House,
    sites: Iterable[Site],
    now: datetime,
    scopes: Scopes,
    *,
    mode: Mode = Mode.FULL,
    rotate: bool = False,
    defects: Iterable[Defect] = (),
) -> Memory:
    """Everything since each site's last whole crawl.

    In mode nightly what is judged daily is asked for by itself, as the pages that lead there may
    stand unread; with `rotate` also what is due tonight, and servers may say that nothing changed.
    The places of open `defects` are always looked at themselves.
    """
    pages.remember(house.engine, scopes.owner)
    today = shanghai_day(now)
    places = {address_key(url) for defect in defects for url in (defect.url, *defect.parents)}
    known: dict[str, Target] = {}
    since: dict[str, datetime] = {}
    first: list[Target] = []
    due: list[Target] = []
    recalled: dict[str, Recalled] = {}
    for site in sites:
        whole = queries.last_whole_run(house.engine, site.id, now)
        if whole is None:
            continue
        since[site.id] = whole.now
        found = pages.remembered(house.engine, site.id, whole.now)
        known |= {address_key(one.target.url): one.target for one in found}
        first += [one.target for one in found if one.history.cut and not _is_trap(one)]
        if mode is not Mode.NIGHTLY:
            continue
        daily = [one for one in found if one.target.role in NIGHTLY]
        turns = due_tonight(found, today) if rotate else []
        first += [one.target for one in daily]
        due += [one.target for one in turns]
        placed = [one for one in found if address_key(one.target.url) in places]
        ask = rotate and not _is_impatient(site) and not any(one.history.lies for one in found)
        recalled |= _recalled(house, (*turns, *daily, *placed), today, places, ask=ask)
    return Memory(known, tuple(first), tuple(due), recalled, since)


def due_tonight(found: Sequence[Remembered], today: date) -> list[Remembered]:
    """Of all that is known of a site, what is due beside what is judged daily: its seventh, what is a
    week old, and as much as fits of what changed lately. A file comes with the page that carries it.
    """
    by_key = {address_key(one.target.url): one for one in found}
    chosen: dict[str, Remembered] = {}
    learned: list[Remembered] = []
    for one in found:
        if one.target.role in NIGHTLY or one.history.cut or _is_trap(one):
            continue
        carrier = address_key(one.target.found_on or "") if one.target.role is Role.ASSET else ""
        if must(one.history, carrier or address_key(one.target.url), one.target.role, today):
            chosen[one.target.url] = one
            page = by_key.get(carrier)
            if page is not None and page.target.role not in NIGHTLY:
                chosen[page.target.url] = page
        elif overdue(one.history, today) >= 0:
            learned.append(one)
    learned.sort(key=lambda one: (-overdue(one.history, today), one.target.url))
    most = max(_LEARNED_LEAST, int(len(found) * LEARNED_SHARE))
    chosen |= {one.target.url: one for one in learned[:most]}
    return list(chosen.values())


def asked_tonight(found: Sequence[Remembered], today: date) -> int:
    """How many of the known addresses of a site a night asks, without what it finds new."""
    daily = {one.target.url for one in found if one.target.role in NIGHTLY or one.history.cut}
    return len(daily | {one.target.url for one in due_tonight(found, today)})


def _is_trap(one: Remembered) -> bool:
    return one.history.asked is None and is_trap(one.target.url, one.target.depth)


def _is_impatient(site: Site) -> bool:
    """A column that must be renewed within days may turn stale between two looks at its bytes."""
    return any(column.deadline_days and column.deadline_days < WEEK for column in site.columns)


def _recalled(
    house: House,
    planned: Iterable[Remembered],
    today: date,
    places: set[str],
    *,
    ask: bool,
) -> dict[str, Recalled]:
    chosen = {one.target.url: one for one in planned}
    answers = pages.answers(house.engine, chosen.values())
    recalled = {}
    for url, one in chosen.items():
        key, role = address_key(url), one.target.role
        answer, reading = answers.get(url, (None, None))
        recalled[url] = Recalled(
            role,
            answer,
            reading,
            ask=ask and key not in places and may_ask_for_changes(one.history, key, role, today),
            later=role not in NIGHTLY and key not in places,
        )
    return recalled


def crawl_seeds(
    sites: Sequence[Site], defects: Iterable[Defect], scopes: Scopes, memory: Memory
) -> list[Target]:
    """Home pages, the ledger's columns, what comes first, whatever was broken last time with its
    places, and what is due."""
    seeds = [Target(site.url, Role.HOME, site.id) for site in sites]
    for site in sites:
        seeds += [Target(c.url, Role.COLUMN, site.id, anchor=c.name) for c in site.columns]
    seeds += memory.first
    return _distinct(seeds + _again(defects, scopes, memory) + list(memory.due))


def recheck_seeds(
    defects: Iterable[Defect], sites: Sequence[Site], scopes: Scopes, memory: Memory
) -> list[Target]:
    """The places of the given defects, and the root of each dead link's host (does it answer?)."""
    chosen = list(defects)
    homes = [Target(site.url, Role.HOME, site.id) for site in sites]
    roots = []
    for defect in chosen:
        if defect.check in _LINKED:
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
    if defect.check == "form-unavailable":
        file = Role.ASSET if defect.facts.get("ending") else Role.PAGE
        return Role.LINK if owner is None else file
    if defect.check == "personal-data-exposed" and defect.facts.get("form"):
        return Role.ASSET
    if defect.check in ("account-unregistered", "account-unshown"):
        return Role.LINK
    if defect.check not in ON_LINKS:
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


def itinerary(
    house: House,
    run: Run,
    registry: Registry,
    known: Mapping[str, Target] | None = None,
    *,
    follow: bool = True,
) -> Itinerary:
    """Full mode follows everything; nightly what is not `known`: the rest is asked for by itself."""
    scopes = Scopes(registry.sites.values())
    if run.mode is Mode.FULL or not follow:
        return Itinerary(scopes, frozenset(run.site_ids), Mode.FULL, follow=follow)
    first_time = {s for s in run.site_ids if not queries.crawled_in_full(house.engine, s, run.now)}
    return Itinerary(
        scopes,
        frozenset(run.site_ids),
        Mode.NIGHTLY,
        full_sites=frozenset(first_time),
        is_new=_New(known or {}),
    )


class _New:
    """Addresses that no crawl since the last whole one had on its list."""

    def __init__(self, known: Mapping[str, Target]) -> None:
        self._known = known

    def __call__(self, key: str) -> bool:
        return key not in self._known


def open_defects(house: House, sites: Iterable[Site]) -> list[Defect]:
    return queries.defects(house.engine, site_ids=[s.id for s in sites], states=OPEN_STATES)
