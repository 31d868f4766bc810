from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import LinkTarget
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed

_ALWAYS = {FetchStatus.DNS: "dns", FetchStatus.REFUSED: "refused"}
_ONLY_IF_HOST_ANSWERS = {FetchStatus.TIMEOUT: "timeout", FetchStatus.RESET: "reset"}
_WALLS = frozenset({401, 403, 405, 406, 412, 418, 429, 451, 521, 999})


@check(id="link-broken", reads=LinkTarget, volatile=("parents_total", "on_home", "text"))
def link_broken(target: LinkTarget, context: Context) -> Verdict:
    """A link leads nowhere: pages, images, attachments and outside addresses alike, of pages and of what
    accounts post and have in their menus.

    Reads every look at the target in the run, the last one deciding: no such host, refused, 404,
    410, a server error without a wall, or an error page behind a good status. A timeout or a reset
    counts only when the same host answered something else in the same round. Walls (401, 403, 405,
    406, 412, 418, 429, 451, 521, 999, challenge pages), an answer that breaks off and a secure
    connection that does not come about are not observed on any host; a bad certificate is advice
    and does not stop the look. Cannot see: links that only a script makes.

    Source: 国办秘函〔2019〕19号, 扣分项, 可用性.
    """
    if target.unlinked:
        return not_applicable("unlinked")
    if not target.fetches:
        return not_observed("unseen")
    last = target.fetches[-1]
    if last.lagged and last.status in _ONLY_IF_HOST_ANSWERS:
        return not_observed("lagged")
    if last.status is FetchStatus.OK:
        return _answered(last, target)
    if last.status in _ALWAYS:
        return failed(_ALWAYS[last.status], **_facts(target, last))
    if last.status in _ONLY_IF_HOST_ANSWERS:
        if not target.host_answered or last.detail == "truncated":
            return not_observed(last.status.value)
        return failed(_ONLY_IF_HOST_ANSWERS[last.status], **_facts(target, last))
    return not_observed(last.status.value if last.status is not FetchStatus.UNKNOWN else "unseen")


def _answered(last: Fetch, target: LinkTarget) -> Verdict:
    status = last.http_status or 200
    if status in (404, 410):
        return failed("not_found", **_facts(target, last))
    if status in _WALLS:
        return not_observed("blocked")
    if status >= 500:
        return failed("server_error", **_facts(target, last))
    if status >= 400:
        return not_observed("unseen", http_status=status)
    if target.soft404:
        return failed("soft404", **_facts(target, last))
    return passed(http_status=status)


def _facts(target: LinkTarget, last: Fetch) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": target.kind,
        "external": target.external,
        "on_home": target.on_home,
        "parents_total": target.parents_total,
    }
    if last.http_status is not None:
        facts["http_status"] = last.http_status
    if target.text:
        facts["text"] = target.text
    return facts
