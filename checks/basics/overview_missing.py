from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.presented import OverviewPage


@check(id="overview-missing", reads=OverviewPage, preview=True)
def overview_missing(overview: OverviewPage, context: Context) -> Verdict:
    """A region's portal does not present the region (概况信息).

    Reads every link text and page name that promises an overview of the region under whatever name
    (县情概况, 走进某县, 市情, 魅力某县, 历史沿革), and any page whose text describes a region by its place,
    extent and parts. A page of that name with text, pictures or pages below it passes; one that opens
    and is blank fails. Asked of counties' portals and the city's, never of departments or channels.
    Cannot see: an overview inside a picture, frame, script or file, or on another site (not
    observed), under a name of its own without a text that describes the region; whether what is told
    is right and up to date.

    Source: 国办秘函〔2019〕19号, 扣分项, 概况信息.
    """
    if overview.page is not None:
        return passed(page=overview.page)
    if overview.hidden is not None:
        return not_observed(overview.hidden)
    if overview.elsewhere:
        return not_observed("leads_elsewhere")
    if overview.bare is not None:
        return failed("empty", page=overview.bare)
    return failed("missing") if overview.searched else not_observed("unseen")
