from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.function_dossier import ErrorEntry


@check(
    id="error-report-missing",
    reads=ErrorEntry,
    at_once=("wrong_code",),
    preview=True,
    volatile=("pages", "without", "wrong"),
)
def error_report_missing(entry: ErrorEntry, context: Context) -> Verdict:
    """Pages lack the entry 我为政府网站找错, or theirs bears another site's code.

    Reads links, pictures and scripts of all pages in the site's frame, comments left out: the national
    script, links to its platform in every form that was met, links and pictures so called. Reported
    once, at the platform owner, with the pages as places; the row charges by page, so a person counts.
    The code is read from the entry's link or script; it is wrong where it is neither the ledger's (of
    the platform or the channel) nor the foot's. Cannot see: an entry that is a picture without a name,
    and one that a script brings which it did not run; where only the rendered home page shows it,
    plain pages prove nothing.

    Source: 国办秘函〔2019〕19号, 扣分项, “我为政府网站找错”.
    """
    if not entry.pages and not entry.wrong:
        return not_observed("script_built" if entry.scripted else "unseen")
    if entry.scripted:
        return not_observed("script_built")
    if entry.without:
        return failed(
            "missing", pages=entry.pages, without=entry.without, home_lacks=entry.home_lacks
        )
    if entry.wrong:
        return failed("wrong_code", code=entry.code, expected=entry.expected, wrong=entry.wrong)
    return passed(pages=entry.pages)
