from __future__ import annotations

from checks.base import Context, check
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.services import FormFile

_ALWAYS = {FetchStatus.DNS: "dns", FetchStatus.REFUSED: "refused"}
_ONLY_IF_HOST_ANSWERS = {FetchStatus.TIMEOUT: "timeout", FetchStatus.RESET: "reset"}
_WALLS = frozenset({401, 403, 405, 406, 412, 418, 429, 451, 521, 999})
_ARCHIVES = frozenset({"zip", "rar", "7z"})
_PAPERS = frozenset({"zip", "ole", "rtf", "office", "text", "binary"})
_NEW_PAPERS = frozenset({"zip", "ole"})
_BY_ENDING = {
    "pdf": frozenset({"pdf"}),
    "docx": _NEW_PAPERS,
    "xlsx": _NEW_PAPERS,
    "pptx": _NEW_PAPERS,
    "ofd": frozenset({"zip"}),
    "zip": _ARCHIVES,
    "rar": _ARCHIVES,
    "7z": _ARCHIVES,
    "jpg": frozenset({"image", "binary"}),
    "jpeg": frozenset({"image", "binary"}),
    "png": frozenset({"image", "binary"}),
}
_UNKNOWN = frozenset({"viewer", "certificate"})


@check(id="form-unavailable", reads=FormFile, volatile=("parents_total",), preview=True)
def form_unavailable(form: FormFile, context: Context) -> Verdict:
    """A form or sample that a guide names cannot be had.

    Reads every look at the form's address, the last one deciding: a dead link, an error page, a page
    or an empty answer where a file is promised, or a file whose first bytes are of another kind than its
    name says. `no_link`: the guide says 点击下载 and has no link there. Documents saved as markup by an
    office program, archives of another kind and old formats open all the same. Walls, logins, pages that
    show the file and a late loop of ours are not observed or pass. A dead link is reported as link-broken
    too. Cannot see: whether the form is the right one, downloads that a script makes, files that open but
    are damaged further on. A person decides.

    Source: 国办秘函〔2019〕19号, 扣分指标, 表格样表.
    """
    if not form.serves:
        return not_applicable("no_services")
    if not form.listed:
        return not_applicable("not_listed")
    if form.promised:
        return failed("no_link", **_facts(form))
    if not form.fetches:
        return not_observed("unseen")
    last = form.fetches[-1]
    if last.lagged and last.status in _ONLY_IF_HOST_ANSWERS:
        return not_observed("lagged")
    if last.status is FetchStatus.OK:
        return _answered(last, form)
    if last.status in _ALWAYS:
        return failed(_ALWAYS[last.status], **_facts(form))
    if last.status in _ONLY_IF_HOST_ANSWERS:
        if not form.host_answered or last.detail == "truncated":
            return not_observed(last.status.value)
        return failed(_ONLY_IF_HOST_ANSWERS[last.status], **_facts(form))
    return not_observed(last.status.value if last.status is not FetchStatus.UNKNOWN else "unseen")


def _answered(last: Fetch, form: FormFile) -> Verdict:
    status = last.http_status or 200
    if status in (404, 410):
        return failed("not_found", **_facts(form), http_status=status)
    if status in _WALLS:
        return not_observed("blocked")
    if status >= 500:
        return failed("server_error", **_facts(form), http_status=status)
    if status >= 400:
        return not_observed("unseen", http_status=status)
    if form.soft404:
        return failed("soft404", **_facts(form))
    return _opened(last.detail, form)


def _opened(nature: str | None, form: FormFile) -> Verdict:
    """By the first bytes of what was given; a page promises nothing but itself."""
    if nature == "login":
        return not_observed("behind_login")
    if nature == "empty":
        return failed("empty", **_facts(form))
    if nature is None or nature in _UNKNOWN or not form.kind:
        return passed(name=form.name)
    if nature == "html":
        return failed("page", **_facts(form))
    if nature not in _BY_ENDING.get(form.kind, _PAPERS):
        return failed("wrong_type", **_facts(form), nature=nature)
    return passed(name=form.name)


def _facts(form: FormFile) -> dict[str, object]:
    return {"name": form.name, "ending": form.kind, "parents_total": form.parents_total}
