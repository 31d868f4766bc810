"""Which visits count, and what a week of them comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.assess.availability import Weighed, access_warnings, visit_week, weigh
from monitor.domain.case import CaseState, CaseVerdict, PlatformCase
from monitor.domain.dossier import VisitDay, VisitWeek
from monitor.domain.evidence import FetchStatus
from monitor.domain.run import RunState
from monitor.domain.subject import Outage, Site
from monitor.domain.visit import Attempt, Invalid, Visit, VisitOutcome
from tests.schedule.world import at

SITE = Site("c1", "jia", "甲频道", "http://127.0.0.1/c1/")
OUTAGE = Outage(date(2026, 1, 20), date(2026, 1, 21), "某办函〔2026〕1号", "机房改造")
OPENED = Attempt(1, at("2026-01-20T01:00"), FetchStatus.OK, http_status=200)
FAILED = replace(OPENED, status=FetchStatus.TIMEOUT, http_status=None)
WALLED = replace(OPENED, status=FetchStatus.BLOCKED, http_status=521, invalid=Invalid.BLOCKED)


def made(
    *attempts: Attempt, now: str = "2026-01-20T01:00", state: RunState = RunState.COMPLETE
) -> Visit:
    return Visit(1, at(now), state, "c1", attempts)


@pytest.mark.parametrize(
    ("attempts", "outcome", "invalid"),
    [
        ((OPENED,), VisitOutcome.OPENED, None),
        ((FAILED, FAILED, FAILED), VisitOutcome.FAILED, None),
        ((FAILED, FAILED, OPENED), VisitOutcome.OPENED, None),
        ((WALLED,), VisitOutcome.INVALID, Invalid.BLOCKED),
        ((FAILED, WALLED), VisitOutcome.INVALID, Invalid.BLOCKED),
    ],
)
def test_a_visit_is_what_its_attempts_come_to(
    attempts: tuple[Attempt, ...], outcome: VisitOutcome, invalid: Invalid | None
) -> None:
    one = weigh(made(*attempts), SITE, ())
    assert (one.outcome, one.invalid) == (outcome, invalid)


@pytest.mark.parametrize(
    ("state", "invalid"),
    [
        (RunState.BLIND, Invalid.BLIND),
        (RunState.RUNNING, Invalid.UNFINISHED),
        (RunState.INTERRUPTED, Invalid.UNFINISHED),
        (RunState.COMPLETE, None),
    ],
)
def test_only_complete_rounds_that_saw_count(state: RunState, invalid: Invalid | None) -> None:
    assert weigh(made(FAILED, state=state), SITE, ()).invalid is invalid
    assert weigh(made(OPENED, state=state), SITE, ()).invalid is invalid


@pytest.mark.parametrize(
    ("now", "invalid"),
    [
        ("2026-01-19T23:59:59", None),
        ("2026-01-20T00:00", Invalid.OUTAGE),
        ("2026-01-21T23:59:59", Invalid.OUTAGE),
        ("2026-01-22T00:00", None),
    ],
)
def test_an_approved_outage_takes_its_days_out(now: str, invalid: Invalid | None) -> None:
    site = replace(SITE, outages=(OUTAGE,))
    assert weigh(made(FAILED, now=now), site, ()).invalid is invalid
    assert weigh(made(OPENED, now=now), site, ()).invalid is invalid


CASE = PlatformCase(1, "portal", "127.0.0.1", at("2026-01-20T01:00"), at("2026-01-20T05:00"), 5)
OVER = replace(CASE, over=at("2026-01-20T06:00"))


def closed(case: PlatformCase, verdict: CaseVerdict, when: str) -> PlatformCase:
    return replace(case, state=CaseState.CLOSED, verdict=verdict, at=at(f"2026-01-20T{when}"))


@pytest.mark.parametrize(
    ("case", "moment", "covered"),
    [
        (CASE, "00:59:59", False),
        (CASE, "01:00", True),
        (CASE, "05:00", True),
        (CASE, "23:00", True),
        (OVER, "05:59:59", True),
        (OVER, "06:00", False),
        (closed(OVER, CaseVerdict.OURS, "09:30"), "05:59:59", True),
        (closed(OVER, CaseVerdict.OURS, "09:30"), "06:00", False),
        (closed(CASE, CaseVerdict.PLATFORM, "07:00"), "23:00", True),
        (closed(CASE, CaseVerdict.OURS, "07:00"), "06:59", True),
        (closed(CASE, CaseVerdict.MAINTENANCE, "07:00"), "07:00", False),
        (closed(CASE, CaseVerdict.OURS, "03:00"), "05:00", True),
        (closed(CASE, CaseVerdict.OURS, "03:00"), "05:00:01", False),
    ],
)
def test_how_long_a_case_lasts(case: PlatformCase, moment: str, covered: bool) -> None:
    now = f"2026-01-20T{moment}"
    assert case.covers(at(now)) is covered
    taken_out = weigh(made(FAILED, now=now), SITE, (case,)).invalid is Invalid.PLATFORM
    assert taken_out is covered


@pytest.mark.parametrize(
    ("verdict", "owner"),
    [(None, True), (CaseVerdict.PLATFORM, False), (CaseVerdict.OURS, True)],
)
def test_the_owner_answers_once_a_person_said_so(verdict: CaseVerdict | None, owner: bool) -> None:
    case = replace(CASE, verdict=verdict, at=at("2026-01-20T09:30"))
    assert case.spares("c1")
    assert case.spares("portal") is owner


def week(today: date, *moments: tuple[str, Attempt]) -> VisitWeek:
    visits = [weigh(made(attempt, now=now), SITE, ()) for now, attempt in moments]
    return visit_week(SITE, visits, today)


def test_a_week_is_seven_shanghai_days_that_end_with_today() -> None:
    found = week(
        date(2026, 1, 26),
        ("2026-01-19T23:59:59", FAILED),
        ("2026-01-20T00:00", FAILED),
        ("2026-01-26T23:59:59", OPENED),
        ("2026-01-26T10:00", WALLED),
        ("2026-01-27T00:00", FAILED),
    )
    assert [day.day.day for day in found.days] == [20, 21, 22, 23, 24, 25, 26]
    assert found.days[0] == VisitDay(date(2026, 1, 20), valid=1, failed=1)
    assert found.days[-1] == VisitDay(date(2026, 1, 26), valid=1, invalid=1)
    assert (found.subject, found.url) == (SITE.url, SITE.url)


def days(*counts: tuple[int, int]) -> VisitWeek:
    first = date(2026, 1, 20)
    return VisitWeek(
        subject="u",
        url="u",
        days=tuple(
            VisitDay(first + timedelta(days=n), valid=valid, failed=failed)
            for n, (valid, failed) in enumerate(counts)
        ),
    )


def test_days_are_judged_from_twenty_visits_on() -> None:
    assert [day.valid for day in days((20, 0), (19, 19), (21, 1)).judged(20)] == [20, 21]


@pytest.mark.parametrize(
    ("counts", "warned"),
    [
        (((100, 3),), False),
        (((100, 4),), True),
        (((10, 1), (10, 1)), True),
        (((19, 19),), False),
        ((), False),
    ],
)
def test_warnings_above_the_offices_figure(
    counts: tuple[tuple[int, int], ...], warned: bool
) -> None:
    found = access_warnings([(SITE, days(*counts))], share=0.03, least=20)
    assert bool(found) is warned


def test_the_worst_comes_first() -> None:
    yi = replace(SITE, id="c2")
    found = access_warnings([(SITE, days((100, 4))), (yi, days((100, 50)))], share=0.03, least=20)
    assert [(one.site_id, one.failed) for one in found] == [("c2", 50), ("c1", 4)]


def test_what_takes_a_visit_out_is_told() -> None:
    assert Weighed(made(OPENED), Invalid.BLIND).outcome is VisitOutcome.INVALID
