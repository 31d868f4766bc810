"""`monitor probe --suggest`: channels that a portal's list of departments leads to. Stores nothing."""

from __future__ import annotations

from dataclasses import dataclass

from db import repository
from monitor.app.house import BadInput, House
from monitor.app.probing import look_once
from monitor.app.selection import in_force, ledger
from monitor.domain.calendar import shanghai_day
from monitor.domain.evidence import FetchStatus, PageEvidence
from monitor.domain.subject import Site
from monitor.domain.succession import units_on
from monitor.extract.departments import department_lists, suggestions, unit_places
from monitor.report.suggestion import Suggested, fragment


@dataclass(frozen=True)
class Suggestions:
    """A registry fragment (YAML) with its suggestions; `pages` were read for it."""

    text: str
    pages: tuple[str, ...]
    count: int
    strangers: int


def suggest(house: House, portal: str) -> Suggestions:
    """Read a portal's page (an address, or the id of a site) and the lists of departments it leads to.

    Raises BadInput for an unknown site, an empty ledger, and a page that does not open.
    """
    now = house.clock.now()
    registry = ledger(house, now)
    if not registry.units:
        raise BadInput("input.no_registry")
    url = portal
    if not portal.startswith(("http://", "https://")):
        if portal not in registry.sites:
            raise BadInput("input.unknown_site", value=portal)
        url = registry.sites[portal].url
    first = _read(house, [url])
    if not first:
        raise BadInput("input.no_portal_page", value=url)
    pages = [*first, *_read(house, department_lists(first[0]))]
    day = shanghai_day(now)
    units = units_on(registry, day)
    sites = {key: site for key, site in registry.sites.items() if in_force(site, day)}
    found, strangers = suggestions(unit_places(pages, units), units, sites)
    entries = repository.load_registry(house.engine).units_by_id  # as written, not as of today
    text = fragment(
        url,
        [
            Suggested(
                unit=entries[one.unit.id],
                url=one.place.url,
                text=one.place.name,
                page=one.place.page,
                known=tuple((site.id, site.url) for site in one.known),
            )
            for one in found
        ],
        [(place.name, place.url) for place in strangers],
        set(registry.sites),
    )
    return Suggestions(text, tuple(page.url for page in pages), len(found), len(strangers))


def _read(house: House, urls: list[str] | tuple[str, ...]) -> list[PageEvidence]:
    """The pages that opened, in the order asked for."""
    seen = look_once(house, [Site(f"page-{n}", "suggest", url, url) for n, url in enumerate(urls)])
    pages = []
    for url in urls:
        fetches, page = seen.get(url, ((), None))
        last = fetches[-1] if fetches else None
        opened = last is not None and last.status is FetchStatus.OK
        if opened and last and (last.http_status or 0) < 400 and page is not None:
            pages.append(page)
    return pages
