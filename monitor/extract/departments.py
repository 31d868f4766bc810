"""A portal's list of departments: which channels it leads to, and which units of the ledger they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.domain.address import address_key, host_of
from monitor.domain.evidence import LinkKind, PageEvidence
from monitor.domain.subject import Site, Unit
from monitor.extract.lexicon import pattern

MOST_LISTS = 5
"""Pages with a list of departments that are opened besides the one that was named."""
_LEAST = 3
"""Fewer links that name units below one path are no list of departments."""
_SHORTEST = 3
"""A name of fewer characters, its region left out, tells no unit from another."""


@dataclass(frozen=True, slots=True)
class Place:
    """A link that names a unit: the name without words such as 频道, and the page it stands on."""

    name: str
    url: str
    page: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A channel that a unit of the ledger seems to have. `known`: its sites at other addresses."""

    unit: Unit
    place: Place
    known: tuple[Site, ...]


def department_lists(page: PageEvidence) -> tuple[str, ...]:
    """Addresses on the page's host that promise a list of departments, in their order."""
    found: dict[str, str] = {}
    for link in page.links:
        if link.kind is not LinkKind.PAGE or host_of(link.url) != host_of(page.url):
            continue
        text = "".join(link.text.split())
        if pattern("departments").search(text) or pattern("departments_path").search(link.url):
            found.setdefault(address_key(link.url), link.url)
    found.pop(address_key(page.url), None)
    return tuple(found.values())[:MOST_LISTS]


def unit_places(pages: Iterable[PageEvidence], units: Sequence[Unit]) -> tuple[Place, ...]:
    """The links that name units and lie together below one path of the pages' own host.

    A channel is a folder of its own; news about a unit are not.
    """
    below: dict[str, dict[str, Place]] = defaultdict(dict)
    for page in pages:
        for link in page.links:
            key = address_key(link.url)
            name = pattern("unit_site_words").sub("", "".join(link.text.split()))
            named = bool(pattern("unit_name").search(name)) or _unit_of(name, units) is not None
            folder = key.endswith("/") and "/" in key.rstrip("/")
            if folder and named and host_of(link.url) == host_of(page.url):
                above = key.rstrip("/").rpartition("/")[0]
                below[above].setdefault(key, Place(name, link.url, page.url))
    groups = (group for group in below.values() if len(group) >= _LEAST)
    return tuple(place for group in groups for place in group.values())


def suggestions(
    places: Iterable[Place], units: Sequence[Unit], sites: Mapping[str, Site]
) -> tuple[tuple[Suggestion, ...], tuple[Place, ...]]:
    """Channels for units that have none at that address, and places whose unit the ledger does not
    know. `sites`: those in force, by id; a place that is one of them already is left out, and of two
    places of one unit the one that bears its name stands."""
    held = {address_key(prefix) for site in sites.values() for prefix in (*site.scope, site.url)}
    made: list[Suggestion] = []
    strangers: list[Place] = []
    for place in sorted(places, key=lambda one: not _bearers(one.name, units)):
        if address_key(place.url) in held:
            continue
        unit = _unit_of(place.name, units)
        if unit is None:
            strangers.append(place)
        elif all(one.unit.id != unit.id for one in made):
            known = tuple(site for site in sites.values() if site.unit_id == unit.id)
            made.append(Suggestion(unit, place, known))
    return tuple(made), tuple(strangers)


def _unit_of(name: str, units: Sequence[Unit]) -> Unit | None:
    """The unit of that name, else the only one of which one name is the other's short form."""
    told = set(_variants(name))
    found = _bearers(name, units) or [
        unit for unit in units if any(_is_short(a, b) for a in told for b in _names(unit))
    ]
    return found[0] if len(found) == 1 else None


def _bearers(name: str, units: Sequence[Unit]) -> list[Unit]:
    told = set(_variants(name))
    return [unit for unit in units if told & _names(unit)]


def _names(unit: Unit) -> set[str]:
    former = (one.name for one in unit.former_names)
    return {variant for name in (unit.name, *former) for variant in _variants(name)}


def _variants(name: str) -> Iterator[str]:
    """The name, and what is left of it without the region before it (市教育局, 甲市教育局)."""
    yield name
    for region in (pattern("region_word"), pattern("region_name")):
        rest = region.sub("", name, count=1)
        if rest != name and len(rest) >= _SHORTEST:
            yield rest


def _is_short(one: str, other: str) -> bool:
    """Whether the shorter is the longer with characters left out, neither the first nor the last:
    发展改革局 of 发展和改革局, 市场监管局 of 市场监督管理局."""
    short, full = sorted((one, other), key=len)
    if len(short) < _SHORTEST or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)
