from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import VisitWeek
from monitor.domain.finding import Verdict, failed, not_observed, passed


@check(
    id="visits-failed",
    reads=VisitWeek,
    at_once=("too_often",),
    volatile=("first", "last", "judged_days", "valid", "failed", "share"),
)
def visits_failed(week: VisitWeek, context: Context) -> Verdict:
    """The home page failed to open too often in a week of visits.

    Reads the valid visits of seven days, each visit failed only when every attempt at it did; days
    with too few are left out. The share is that of the days judged. While the week is not whole,
    the visits that it lacks count as opened: two failures of a first day are no week's share. Between
    the two counts it is not observed. A decision on it holds until the next day with a failure.
    Cannot see: why a visit failed, nor what an error page sent as a good one says; walls, approved
    outages, our own blindness and platform cases were taken out before.

    Source: 国办秘函〔2019〕19号, 单项否决, 站点无法访问.
    """
    least, limit = context.params["visits"], context.params["share"]
    judged = week.judged(least)
    if not judged:
        return not_observed("too_few_visits")
    valid, broken = sum(day.valid for day in judged), sum(day.failed for day in judged)
    facts = {
        "first": judged[0].day.isoformat(),
        "last": judged[-1].day.isoformat(),
        "judged_days": len(judged),
        "valid": valid,
        "failed": broken,
        "share": broken / valid,
        "limit": limit,
    }
    if broken / valid < limit:
        return passed(**facts)
    if broken / max(valid, least * len(week.days)) < limit:
        return not_observed("too_few_visits", **facts)
    last_failed = max(day.day for day in judged if day.failed)
    return failed("too_often", last_failed=last_failed.isoformat(), **facts)
