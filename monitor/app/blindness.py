"""Are we blind? Then the run speaks for nobody."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.app.house import House
from monitor.app.selection import all_in_force
from monitor.crawl import loop
from monitor.crawl.blind import control_check
from monitor.domain.address import host_of
from monitor.domain.run import Run
from monitor.domain.subject import Registry, Site

CONTROLS_NEEDED = 3
"""Fewer prove nothing: one dead neighbour is not a dead network."""
CONTROLS_MOST = 20


def controls(house: House, registry: Registry, run: Run) -> list[str]:
    """Addresses that tell our own dead network from dead sites while a run is under way: those
    named, else home pages of registered sites at different hosts; none when there are too few."""
    urls = house.environment.control or [
        site.url for site in all_in_force(registry.sites.values(), run.now)
    ]
    by_host = {host_of(url): url for url in urls}
    return list(by_host.values())[:CONTROLS_MOST] if len(by_host) >= CONTROLS_NEEDED else []


def blind(
    house: House, run: Run, registry: Registry, going: Sequence[Site], *, answered: bool
) -> bool:
    """None of at least three control addresses gave any answer at all.

    Controls are MONITOR_CONTROL, else the home pages of the registered sites at different hosts:
    whether any of the run's `answered` is known, the others are asked when none did. An answer is
    anything a server said, a wall included.
    """
    networks = house.options.networks
    if house.environment.control:
        controls = {host_of(url): url for url in house.environment.control}
        enough = len(controls) >= CONTROLS_NEEDED
        return enough and not loop.run(control_check(list(controls.values()), networks))
    if answered:
        return False
    asked = {host_of(site.url) for site in going}
    others = all_in_force(registry.sites.values(), run.now)
    rest = {host_of(site.url): site.url for site in others if host_of(site.url) not in asked}
    if len(asked) + len(rest) < CONTROLS_NEEDED:
        return False
    urls = list(rest.values())[:CONTROLS_MOST]
    return not urls or not loop.run(control_check(urls, networks))
