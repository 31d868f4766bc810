from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import FooterMark
from monitor.domain.finding import Verdict, failed, not_observed, passed


@check(
    id="footer-mark-missing",
    reads=FooterMark,
    at_once=("missing",),
    volatile=("pages", "without", "home_lacks"),
)
def footer_mark_missing(footer: FooterMark, context: Context) -> Verdict:
    """A page's footer lacks one of the six marks every page must show.

    Reads the footers of all pages in the site's frame, comments left out: badge of party and
    government organs, site code, ICP number, police number, host, contact. Reported once, at the
    platform owner, with the pages as places. Cannot see: marks that stand only inside a picture, and
    footers written by a script it did not run.

    Source: 国办秘函〔2019〕19号, 扣分项, 网站标识.
    """
    if not footer.pages:
        return not_observed("unseen")
    if footer.scripted:
        return not_observed("script_built")
    if not footer.without:
        return passed(pages=footer.pages)
    return failed(
        "missing",
        mark=footer.mark,
        pages=footer.pages,
        without=footer.without,
        home_lacks=footer.home_lacks,
    )
