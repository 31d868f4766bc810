from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import LeadersPage
from monitor.domain.finding import Verdict, failed, not_observed, passed


@check(id="leader-page-missing", reads=LeadersPage)
def leader_page_missing(leaders: LeadersPage, context: Context) -> Verdict:
    """A site has no page that presents its leaders.

    Reads all pages of the site, a part about leaders on a page about the office included, and every
    link text that promises such a page. A page on another host, or one that shows only a picture, is
    not observed. Cannot see: leaders presented inside an article without a column of their own.

    Source: 国办秘函〔2019〕19号, 扣分项, 领导信息.
    """
    if leaders.page is not None and leaders.picture_only:
        return not_observed("picture_only")
    if leaders.page is not None:
        return passed(page=leaders.page, names=leaders.names)
    if leaders.elsewhere:
        return not_observed("leads_elsewhere")
    if not leaders.searched:
        return not_observed("unseen")
    return failed("missing")
