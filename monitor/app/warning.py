"""`monitor upcoming`: what each unit should see to before a day comes, such as a long holiday's last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from monitor.app.house import BadInput, House
from monitor.app.house import day as parsed_day
from monitor.app.lapsing import lapsing_sites
from monitor.app.standing import Standing, standing
from monitor.app.visiting import access
from monitor.assess.upcoming import near_vetoes
from monitor.domain.calendar import shanghai_day
from monitor.domain.office import EarlyRules
from monitor.domain.subject import Unit
from monitor.domain.warning import Access, Ahead, Lapsing, UnitWarnings, Warnings
from monitor.domain.workdays import WorkCalendar
from monitor.report.warning import write_workbook


def upcoming(
    house: House,
    *,
    units: Sequence[str] = (),
    until: str | None = None,
    as_of: str | None = None,
) -> Warnings:
    """Columns and home pages that lapse soon, counts near a veto and failed visits, by unit.

    With `until` (YYYY-MM-DD) everything that lapses on or before that day; else as the office's
    early-warning days say. Raises BadInput for what is no day or lies before the moment looked at.
    """
    found = standing(house, units=units, as_of=as_of)
    today = shanghai_day(found.as_of)
    day = None if until is None else _day(until, today)
    sites = [s for u in found.units for s in u.sites if s.id not in found.resting]
    failing = access(house, found.registry, sites, found.as_of)
    lapsing = lapsing_sites(house, sites, found.registry, found.as_of, day)
    early = house.office.early
    return Warnings(
        as_of=found.as_of,
        ahead=None if day is None else ahead(house.calendar, day),
        units=tuple(_unit(unit, found, early, lapsing, failing) for unit in found.units),
    )


def ahead(calendar: WorkCalendar, day: date) -> Ahead:
    """The holiday that a day is in or right before, or the year whose notice is missing."""
    missing = calendar.missing(day) or calendar.missing(day + timedelta(days=1))
    return Ahead(day, missing, None if missing else calendar.rest(day))


def _day(text: str, today: date) -> date:
    day = parsed_day(text, "input.until")
    if day < today:
        raise BadInput("warning.until_past", value=text, today=today.isoformat())
    return day


def _unit(
    unit: Unit,
    found: Standing,
    early: EarlyRules,
    lapsing: Mapping[str, Lapsing],
    failing: Sequence[Access],
) -> UnitWarnings:
    sites = [site for site in unit.sites if site.id not in found.resting]
    seen = {site.id: lapsing.get(site.id) for site in sites}
    soon = {site_id: one.upcoming if one else () for site_id, one in seen.items()}
    return UnitWarnings(
        unit=unit,
        upcoming=tuple(one for site in sites for one in soon[site.id]),
        near=tuple(
            one
            for site in sites
            for one in near_vetoes(
                site,
                unit,
                found.rubric,
                defects=found.defects[site.id],
                upcoming=soon[site.id],
                early=early,
            )
        ),
        access=tuple(one for one in failing if one.site_id in seen),
        unread={site_id: one.unread if one else None for site_id, one in seen.items()},
    )


def save(warnings: Warnings, output: Path) -> Path:
    """All units in one workbook. Raises BadInput where it cannot be written."""
    try:
        return write_workbook(output, warnings)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
