"""What will lapse soon on some sites, from what their last crawl saw. Makes no request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from db import queries
from monitor.app.house import House
from monitor.app.judging import dossiers_of_run, rubric
from monitor.app.scorer import LOOKS
from monitor.assess.upcoming import lapsing
from monitor.domain.calendar import Window, shanghai_day
from monitor.domain.run import Run
from monitor.domain.subject import Registry, Site
from monitor.domain.warning import Lapsing


def lapsing_sites(
    house: House,
    sites: Iterable[Site],
    registry: Registry,
    as_of: datetime,
    until: date | None = None,
) -> dict[str, Lapsing]:
    """By site id; a site that was never looked at is left out. A run of many sites is read once."""
    today = shanghai_day(as_of)
    home_window = Window(days=int(rubric(None).params["home-stale"]["window_days"]))
    by_run: dict[int, tuple[Run, list[Site]]] = {}
    for site in sites:
        run = queries.latest_run(house.engine, site_id=site.id, before=as_of, purposes=LOOKS)
        if run is not None:
            by_run.setdefault(run.id, (run, []))[1].append(site)
    return {
        site.id: lapsing(
            site,
            seen[site.id],
            today=today,
            early=house.office.early,
            home_window=home_window,
            until=until,
        )
        for run, looked_at in by_run.values()
        for seen in [dossiers_of_run(house, run, looked_at, registry)]
        for site in looked_at
    }
