"""What a labelled site says that no page shows: how an address answered, IPv6, a week of visits."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from monitor.assess.availability import visit_week, weigh
from monitor.crawl.guard import Networks
from monitor.crawl.observe import TRUNCATED
from monitor.crawl.soundings import answer
from monitor.crawl.v6 import look_over_v6
from monitor.crawl.visit import Manner
from monitor.domain.calendar import SHANGHAI, shanghai_day
from monitor.domain.case import CaseVerdict, PlatformCase
from monitor.domain.dossier import VisitWeek
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.function import Sounding
from monitor.domain.observation import Observation
from monitor.domain.run import Role, RunState
from monitor.domain.subject import Site
from monitor.domain.visit import Attempt, Invalid, Visit
from monitor.extract.blocked import wall
from monitor.extract.nature import nature_of

HTML = "text/html; charset=utf-8"
_AT = datetime(2026, 1, 26, tzinfo=UTC)


def body_of(given: Mapping[str, Any]) -> bytes:
    if "base64" in given:
        return b64decode(given["base64"])
    return str(given.get("body", "")).encode(given.get("encoding", "utf-8"))


def fetch_of(url: str, role: Role, given: Mapping[str, Any], leads_to: str) -> Fetch:
    """One look at an address, named as the crawl names it: a wall by its answer, a file by its bytes."""
    if "fetch" in given:
        return Fetch(
            url,
            FetchStatus(given["fetch"]),
            _AT,
            final_url=leads_to,
            http_status=given.get("status"),
            detail=given.get("detail"),
            lagged=given.get("lagged", False),
        )
    body, status = body_of(given), given.get("status", 200)
    name = wall(status, given.get("headers", {}), body)
    return Fetch(
        url,
        FetchStatus.OK if name is None else FetchStatus.BLOCKED,
        _AT,
        final_url=leads_to,
        http_status=status,
        content_type=given.get("type", HTML),
        body_size=len(body),
        detail=name or (nature_of(body) if role is Role.ASSET and status == 200 else None),
    )


def v6_of(site: Site, given: Mapping[str, Any]) -> Observation:
    """The look over IPv6, answered by the site's `v6` instead of the network."""
    told = given["aaaa"]
    attempt = _attempt(1, _AT, str(given.get("attempt", "ok")))
    look = look_over_v6(
        given.get("url", site.url),
        Manner(networks=Networks.parse("public"), user_agent="test", clock=lambda: _AT),
        ask=lambda host: FetchStatus(told) if isinstance(told, str) else told,
        route=lambda: bool(given.get("route", True)),
        look=lambda url, number, manner: attempt,
    )
    fetch = Fetch(f"ipv6:{site.url}", FetchStatus.OK, _AT, final_url=site.url, detail=look.detail)
    return answer(site, fetch, Sounding(v6=look))


def week_of(
    site: Site, now: datetime, given: Mapping[date, Mapping[str, int]], cases: list[Any]
) -> VisitWeek:
    """The week of visits up to `now`, as `monitor.app.availability` puts it together."""
    known = [_case(one) for one in cases]
    visits = [visit for day, told in given.items() for visit in _visits(site.id, day, told)]
    weighed = [weigh(visit, site, known) for visit in visits]
    return visit_week(site, weighed, shanghai_day(now))


def _visits(site_id: str, day: date, told: Mapping[str, int]) -> Iterator[Visit]:
    begins = datetime.combine(day, time(0, 10), SHANGHAI)
    number = 0
    for how, times in told.items():
        *state, attempts = [part.strip() for part in how.split(":")]
        for _ in range(times):
            at = begins + timedelta(minutes=number * 45)
            looks = tuple(_attempt(i, at, one) for i, one in enumerate(attempts.split(), 1))
            run = RunState(state[0]) if state else RunState.COMPLETE
            yield Visit(number, at.astimezone(UTC), run, site_id, looks)
            number += 1


def _attempt(number: int, at: datetime, told: str) -> Attempt:
    """`told`: ok, an HTTP status, a value of FetchStatus, or one of Invalid that an answer can have."""
    if told in (Invalid.TRUNCATED, Invalid.EMPTY):
        invalid = Invalid(told)
        detail = TRUNCATED if invalid is Invalid.TRUNCATED else None
        status = FetchStatus.UNKNOWN if detail else FetchStatus.OK
        return Attempt(number, at, status, http_status=200, detail=detail, invalid=invalid)
    if told.isdecimal():
        name = wall(int(told), {}, b"")
        status = FetchStatus.OK if name is None else FetchStatus.BLOCKED
        reason = None if name is None else Invalid.BLOCKED
        return Attempt(number, at, status, http_status=int(told), detail=name, invalid=reason)
    status = FetchStatus(told)
    ours = status.value in {one.value for one in Invalid}
    http_status = 200 if status is FetchStatus.OK else None
    return Attempt(
        number, at, status, http_status=http_status, invalid=Invalid(status.value) if ours else None
    )


def _case(told: Mapping[str, Any]) -> PlatformCase:
    first, last = (
        datetime.combine(told[key], moment, SHANGHAI)
        for key, moment in (("from", time.min), ("until", time.max))
    )
    verdict = CaseVerdict(told["verdict"]) if "verdict" in told else None
    owner = str(told.get("owner", "zhu"))
    return PlatformCase(
        1, owner, "127.0.0.1", first=first, last=last, sites=9, over=last, verdict=verdict
    )
