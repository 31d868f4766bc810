from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import HomeVisit
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.finding import Verdict, failed, not_observed, passed

_UNREACHABLE = {
    FetchStatus.DNS: "dns",
    FetchStatus.REFUSED: "refused",
    FetchStatus.TIMEOUT: "timeout",
    FetchStatus.RESET: "reset",
}
_OURS = (
    FetchStatus.BLOCKED,
    FetchStatus.ROBOTS,
    FetchStatus.NOT_REQUESTED,
    FetchStatus.TOO_LARGE,
    FetchStatus.TLS,
    FetchStatus.UNKNOWN,
)


@check(id="home-unreachable", reads=HomeVisit, volatile=("seconds", "looks"))
def home_unreachable(visit: HomeVisit, context: Context) -> Verdict:
    """The home page does not open.

    Reads the fetches of the home page in one run, the last one deciding. A wall, robots, our own
    late loop or our own network are no answer, nor is one that breaks off, holds nothing, or needs
    a secure connection that we cannot make; a bad certificate is advice and does not stop the look.
    Cannot see: whether the share of failed visits reaches 5 % of a week, which alone is the veto
    (at least 20 spaced visits a day, 15 s); that is `visits-failed`, counted from visits.

    Source: 国办秘函〔2019〕19号, 单项否决, 站点无法访问.
    """
    if not visit.fetches:
        return not_observed("unseen")
    last = visit.fetches[-1]
    if last.status in _OURS:
        return not_observed(
            last.status.value if last.status is not FetchStatus.UNKNOWN else "unseen"
        )
    if last.lagged and last.status in (FetchStatus.TIMEOUT, FetchStatus.RESET):
        return not_observed("lagged")
    if last.detail == "truncated":
        return not_observed(last.status.value)
    reason = _reason(last, visit.soft_error)
    if reason is None and last.body_size == 0:
        return not_observed("unreadable")
    if reason is None:
        return passed(http_status=last.http_status)
    facts = {"looks": len(visit.fetches), "source": "crawl"}
    if last.http_status is not None:
        facts["http_status"] = last.http_status
    if last.seconds is not None:
        facts["seconds"] = round(last.seconds, 1)
    return failed(reason, **facts)


def _reason(last: Fetch, soft_error: bool) -> str | None:
    if last.status in _UNREACHABLE:
        return _UNREACHABLE[last.status]
    if (last.http_status or 200) >= 400:
        return "http_error"
    return "error_page" if soft_error else None
