"""What visits and platform cases say, put together from what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from db.cases import change_cases, platform_cases
from db.visits import visits
from monitor.app.house import House
from monitor.assess.availability import WEEK, Weighed, visit_week, weigh
from monitor.assess.platform import cases_of, followed, platform_looks
from monitor.domain.address import Scopes, host_of
from monitor.domain.calendar import day_begins, shanghai_day
from monitor.domain.case import PlatformCase
from monitor.domain.dossier import VisitWeek
from monitor.domain.subject import Registry, Site


def weighed(
    house: House,
    registry: Registry,
    sites: Iterable[Site],
    *,
    since: date | None = None,
    until: date | None = None,
    run_id: int | None = None,
) -> list[Weighed]:
    """Visits of sites on Shanghai days (both included), in order, each with what it counts for."""
    by_id = {site.id: site for site in sites}
    scopes = Scopes(registry.sites.values())
    known = platform_cases(house.engine)
    own = {site.id: cases_of(site, scopes, known) for site in by_id.values()}
    found = visits(
        house.engine,
        site_ids=by_id,
        since=None if since is None else day_begins(since),
        before=None if until is None else day_begins(until + timedelta(days=1)),
        run_id=run_id,
    )
    return [weigh(visit, by_id[visit.site_id], own[visit.site_id]) for visit in found]


def weeks(
    house: House, registry: Registry, sites: Iterable[Site], now: datetime
) -> list[tuple[Site, VisitWeek]]:
    """For each site the seven days that end with the day of `now`, visits up to `now` alone."""
    chosen, today = list(sites), shanghai_day(now)
    known = weighed(house, registry, chosen, since=today - timedelta(days=WEEK - 1), until=today)
    by_site: dict[str, list[Weighed]] = {site.id: [] for site in chosen}
    for one in known:
        if one.visit.now <= now:
            by_site[one.visit.site_id].append(one)
    return [(site, visit_week(site, by_site[site.id], today)) for site in chosen]


def note_platforms(
    house: House, registry: Registry, opened: Mapping[str, bool], now: datetime
) -> list[PlatformCase]:
    """Open, draw out or end cases by what a run saw of each platform; returns all cases.

    `opened`: by site id, whether its home page opened or failed. A site whose closure was approved
    for that day is left out: it is no sign of anything.
    """
    sites, scopes = registry.sites, Scopes(registry.sites.values())
    day = shanghai_day(now)
    counted = {
        site_id: well
        for site_id, well in opened.items()
        if not any(outage.holds_on(day) for outage in sites[site_id].outages)
    }
    looks = platform_looks(counted, sites, scopes)

    def decide(known: list[PlatformCase]) -> list[PlatformCase]:
        return [
            case
            for look in looks
            for case in followed(
                known,
                look,
                host=host_of(sites[look.owner_id].url),
                now=now,
                rules=house.office.platform,
            )
        ]

    return change_cases(house.engine, decide)
