"""`monitor probe` and `monitor inspect`: can we get in, and what do we read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from monitor.app.house import BadInput, House
from monitor.app.selection import ledger, select
from monitor.crawl.run import crawl_blocking
from monitor.domain.address import Scopes
from monitor.domain.evidence import Fetch, FetchStatus, PageEvidence, Region
from monitor.domain.observation import Observation, OpenTarget
from monitor.domain.run import Role, Target
from monitor.domain.subject import Site
from monitor.extract.inspect import describe
from monitor.extract.page import read_page
from spiders.site import Itinerary, SiteSpider


@dataclass(frozen=True)
class Probed:
    """What one look at a home page told. `columns`: places the navigation leads to."""

    site: Site
    fetches: tuple[Fetch, ...]
    page: PageEvidence | None

    @property
    def lets_us_in(self) -> bool:
        last = self.fetches[-1] if self.fetches else None
        return last is not None and last.status is FetchStatus.OK and (last.http_status or 0) < 400

    @property
    def columns(self) -> int:
        links = self.page.links if self.page else ()
        places = (Region.NAV, Region.MENU, Region.BLOCK)
        return len({link.url for link in links if link.region in places})


def probe(house: House, *, sites: Sequence[str] = ()) -> list[Probed]:
    """Look once at each home page, climbing the ladder as far as it goes. Judges nobody."""
    chosen = select(ledger(house, house.clock.now()), sites=sites)
    seen = look_once(house, chosen)
    return [Probed(site, *seen.get(site.url, ((), None))) for site in chosen]


def inspect_file(path: Path, url: str | None) -> dict[str, Any]:
    """What we read from one file: bytes only, no request, no browser."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise BadInput("input.unreadable_file", value=str(path)) from error
    return describe(read_page(body, url=url or path.resolve().as_uri()))


def inspect_url(house: House, url: str) -> dict[str, Any]:
    """What we read from one address. Raises BadInput when it gives no page."""
    fetches, page = look_once(house, [Site("inspect", "inspect", url, url)]).get(url, ((), None))
    if page is None:
        status = fetches[-1].status if fetches else FetchStatus.UNKNOWN
        raise BadInput("input.unreadable_url", value=url, status=status)
    return describe(page)


def look_once(
    house: House, sites: Sequence[Site]
) -> dict[str, tuple[tuple[Fetch, ...], PageEvidence | None]]:
    """Fetches and page of each site's address, by that address; nothing is stored or followed."""
    notebook = _Notebook()
    crawl_blocking(
        sites=sites,
        seeds=[Target(site.url, Role.HOME, site.id) for site in sites],
        spider=SiteSpider,
        spider_args={"itinerary": Itinerary(Scopes(sites), frozenset(), follow=False)},
        store=notebook,
        options=replace(house.options, escalate=True),
    )
    return notebook.seen


class _Notebook:
    """The store of a look that leaves nothing behind."""

    def __init__(self) -> None:
        self.planned: list[Target] = []
        self.seen: dict[str, tuple[tuple[Fetch, ...], PageEvidence | None]] = {}

    def plan(self, targets: Iterable[Target]) -> None:
        self.planned += targets

    def record(self, observations: Sequence[Observation]) -> None:
        for one in observations:
            if one.target.role is not Role.ROBOTS:
                self.seen[one.target.url] = (one.fetches, one.page)

    def started(self, urls: Sequence[str]) -> None:
        """A look that dies is simply taken again."""

    def open_targets(self) -> list[OpenTarget]:
        return [OpenTarget(target) for target in self.planned]

    def known_urls(self) -> set[str]:
        return {target.url for target in self.planned}
