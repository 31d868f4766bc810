"""`monitor probe --letter`: the request to be let in, of what a probe saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from db import repository
from monitor.app.blindness import CONTROLS_NEEDED
from monitor.app.house import BadInput, House
from monitor.app.paper import docx, written
from monitor.app.probing import Probed
from monitor.app.timing import daily_times
from monitor.config.schedules import Schedule, load_schedules
from monitor.crawl.ladder import BROWSER_HEADERS, CHROME
from monitor.domain.address import host_of
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.report.letter import Asked, Hours, Letter, write_letter

WALLS = frozenset(
    {FetchStatus.BLOCKED, FetchStatus.RESET, FetchStatus.TIMEOUT, FetchStatus.REFUSED}
)
"""What letting us in may help against; a name that does not resolve is no wall, nor is a 404."""
_ANSWERED = frozenset({FetchStatus.OK, FetchStatus.BLOCKED, FetchStatus.ROBOTS})
_SCHEDULES = Path("schedules.yaml")
_LOOKS = ("crawl", "visits", "recheck")


@dataclass(frozen=True)
class Wanted:
    """A letter to write once the probe is done: where to, our addresses, when we come."""

    path: Path
    addresses: tuple[str, ...]
    schedules: tuple[Schedule, ...]


@dataclass(frozen=True)
class Lettered:
    """`path` is None when there was nobody to ask. `blind`: no site answered at all, which may be our
    own network. `asked` and `left_out` are the sites."""

    path: Path | None
    blind: bool
    asked: tuple[Probed, ...]
    left_out: tuple[Probed, ...]


def prepare(path: Path | None, addresses: Sequence[str], schedules: Path | None) -> Wanted | None:
    """Read what the letter needs before anything is asked; None when no letter is wanted.

    Where no file of schedules is named and there is none by its usual name, the hours are left blank.
    Raises BadInput, and ConfigError for schedules that do not fit.
    """
    if path is None:
        if addresses or schedules:
            option = "--exit-address" if addresses else "--schedules"
            raise BadInput("papers.letter_only", option=option)
        return None
    for address in addresses:
        try:
            ip_network(address)
        except ValueError as error:
            raise BadInput("papers.exit_address", value=address) from error
    plan = schedules or _SCHEDULES
    known = load_schedules(plan) if schedules or plan.exists() else ()
    return Wanted(docx(path, "--letter"), tuple(addresses), known)


def write(house: House, wanted: Wanted, probed: Sequence[Probed]) -> Lettered:
    """Write the letter about the sites that kept us out; no file when there are none."""
    asked = tuple(one for one in probed if _wall(one))
    left_out = tuple(one for one in probed if not _wall(one))
    blind = _blind(probed)
    if blind or not asked:
        return Lettered(None, blind, (), left_out)
    letter = _letter(house, wanted, asked)
    path = written(lambda: write_letter(wanted.path, letter), wanted.path)
    return Lettered(path, False, asked, left_out)


def _wall(probed: Probed) -> Fetch | None:
    """The last fetch that a wall kept out; None where the site itself answered in the end."""
    if not probed.fetches or probed.fetches[-1].status is FetchStatus.OK:
        return None
    return next((one for one in reversed(probed.fetches) if one.status in WALLS), None)


def _blind(probed: Sequence[Probed]) -> bool:
    """None of at least three hosts gave any answer, as in a run."""
    hosts = {host_of(one.site.url) for one in probed}
    heard = any(fetch.status in _ANSWERED for one in probed for fetch in one.fetches)
    return len(hosts) >= CONTROLS_NEEDED and not heard


def _letter(house: House, wanted: Wanted, asked: Sequence[Probed]) -> Letter:
    units = repository.load_registry(house.engine).units_by_id
    ids = {one.site.id for one in asked}
    options = house.options
    return Letter(
        office=house.office.name,
        contact=house.office.contact or options.contact,
        addresses=wanted.addresses,
        agents=(options.user_agent, BROWSER_HEADERS["User-Agent"], CHROME.format("*")),
        hours=tuple(
            _hours(one)
            for one in wanted.schedules
            if one.verb in _LOOKS and (one.sites is None or ids & set(one.sites))
        ),
        delay=options.delay,
        per_host=options.per_host,
        sites=tuple(
            Asked(units[one.site.unit_id].name, one.site.name, one.site.url, wall)
            for one in asked
            if (wall := _wall(one)) is not None
        ),
        moment=house.clock.now(),
    )


def _hours(schedule: Schedule) -> Hours:
    if schedule.window or schedule.every:
        return Hours(schedule.verb, window=schedule.window, every=schedule.every)
    times = daily_times(schedule)
    return Hours(schedule.verb, at=times, cron="" if times else schedule.cron or "")
