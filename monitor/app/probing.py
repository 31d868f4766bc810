"""`monitor probe` and `monitor inspect`: can we get in, and what do we read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db import repository
from monitor.app.house import BadInput, House
from monitor.app.selection import select
from monitor.crawl.run import Options, look_once
from monitor.domain.evidence import Fetch, FetchStatus, PageEvidence, Region
from monitor.domain.subject import Site
from monitor.extract.inspect import describe
from monitor.extract.page import read_page


@dataclass(frozen=True)
class Probed:
    """What one look at a home page told. `columns`: places the navigation leads to."""

    site: Site
    fetches: tuple[Fetch, ...]
    page: PageEvidence | None
    columns: int

    @property
    def lets_us_in(self) -> bool:
        last = self.fetches[-1] if self.fetches else None
        return last is not None and last.status is FetchStatus.OK and (last.http_status or 0) < 400


def probe(house: House, *, sites: Sequence[str] = ()) -> Iterator[Probed]:
    """Look once at each home page, climbing the ladder as far as it goes. Judges nobody."""
    registry = repository.load_registry(house.engine)
    for site in select(registry, sites=sites):
        fetches, page = look_once(site, options(house))
        places = {
            link.url
            for link in (page.links if page else ())
            if link.region in (Region.NAV, Region.MENU, Region.BLOCK)
        }
        yield Probed(site, fetches, page, len(places))


def options(house: House) -> Options:
    environment = house.environment
    return Options(
        delay=environment.delay,
        per_host=environment.per_host,
        networks=environment.networks,
        contact=environment.contact,
        browser=house.browser,
        home=house.home,
        clock=house.clock.now,
    )


def inspect_file(path: Path, url: str | None) -> dict[str, Any]:
    """What we read from one file: bytes only, no request, no browser."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise BadInput("input.unreadable_file", value=str(path)) from error
    return describe(read_page(body, url=url or path.resolve().as_uri()))
