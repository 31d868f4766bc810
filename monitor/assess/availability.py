"""Which visits count, and what a week of them comes to.

Source: 国办秘函〔2019〕19号, 单项否决, 站点无法访问: visits at intervals over one week, at least 20 a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.domain.calendar import shanghai_day
from monitor.domain.case import PlatformCase
from monitor.domain.dossier import VisitDay, VisitWeek
from monitor.domain.run import RunState
from monitor.domain.subject import Site
from monitor.domain.visit import Invalid, Visit, VisitOutcome
from monitor.domain.warning import Access

WEEK = 7


@dataclass(frozen=True, slots=True)
class Weighed:
    """A visit with what it counts for; `invalid` says why it counts for nothing."""

    visit: Visit
    invalid: Invalid | None

    @property
    def outcome(self) -> VisitOutcome:
        return self.visit.outcome if self.invalid is None else VisitOutcome.INVALID


def weigh(visit: Visit, site: Site, cases: Iterable[PlatformCase]) -> Weighed:
    """A visit weighed by all that is known today. `cases`: those of the site's platform.

    Our own blindness, a run that broke off, an outage approved in writing and a platform case that
    spares the site take it out, opened or not: of numerator and denominator alike.
    """
    day = shanghai_day(visit.now)
    if visit.run_state is RunState.BLIND:
        return Weighed(visit, Invalid.BLIND)
    if visit.run_state is not RunState.COMPLETE:
        return Weighed(visit, Invalid.UNFINISHED)
    if any(outage.holds_on(day) for outage in site.outages):
        return Weighed(visit, Invalid.OUTAGE)
    if any(case.covers(visit.now) and case.spares(site.id) for case in cases):
        return Weighed(visit, Invalid.PLATFORM)
    return Weighed(visit, visit.invalid)


def visit_week(site: Site, visits: Iterable[Weighed], today: date) -> VisitWeek:
    """The seven Shanghai days that end with `today`, each with what its visits came to."""
    first = today - timedelta(days=WEEK - 1)
    by_day: dict[date, list[VisitOutcome]] = {
        first + timedelta(days=number): [] for number in range(WEEK)
    }
    for one in visits:
        day = shanghai_day(one.visit.now)
        if day in by_day:
            by_day[day].append(one.outcome)
    return VisitWeek(
        subject=site.url,
        url=site.url,
        days=tuple(_day(day, outcomes) for day, outcomes in by_day.items()),
    )


def _day(day: date, outcomes: Sequence[VisitOutcome]) -> VisitDay:
    failed = outcomes.count(VisitOutcome.FAILED)
    invalid = outcomes.count(VisitOutcome.INVALID)
    return VisitDay(day, valid=len(outcomes) - invalid, failed=failed, invalid=invalid)


def access_warnings(
    weeks: Iterable[tuple[Site, VisitWeek]], *, share: float, least: int
) -> list[Access]:
    """Sites of which more than `share` of a week's valid visits failed, the worst first.

    A day's worth of valid visits (`least`) must be there: one failure in three visits is no rate.
    It is a warning of ours, so days with few visits count as well.
    """
    found = [
        Access(
            site.id,
            failed=sum(day.failed for day in week.days),
            visits=sum(day.valid for day in week.days),
        )
        for site, week in weeks
    ]
    above = [one for one in found if one.visits >= max(least, 1) and one.share > share]
    return sorted(above, key=lambda one: (-one.share, one.site_id))
