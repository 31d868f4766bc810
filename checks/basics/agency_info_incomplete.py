from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.presented import AgencyItem

_LACKS = {
    "functions": "functions",
    "bodies": "bodies",
    "address": "address",
    "telephone": "telephone",
    "hours": "hours",
    "head": "head",
}


@check(id="agency-info-incomplete", reads=AgencyItem, preview=True)
def agency_info_incomplete(agency: AgencyItem, context: Context) -> Verdict:
    """A site does not present its office (机构职能), or the presentation lacks one of its items:
    functions, internal bodies, address, telephone, office hours, person in charge.

    Reads the pages that links or they themselves call the office's presentation or contacts, the
    pages in their folders, those that their lists lead to, and the leaders' pages (person in charge).
    Address, telephone and hours at the foot of the home page count where the foot is the site's own;
    a fax, the number of whoever keeps the website, and the duties of one section do not. A portal of
    a region need only show its offices: their particulars are their own. One record per missing item;
    a presentation that is missing altogether is one record. Cannot see: what stands in a picture,
    frame, file or script, on pages that did not open or on another site (not observed); whether what
    is told is right; hours and telephone told in a disclosure guide, which are those of disclosure.

    Source: 国办秘函〔2019〕19号, 扣分项, 机构职能; the items are those of 国办发〔2017〕47号, 机构职能.
    """
    if agency.item == "agency":
        return _whole(agency)
    if agency.whole_missing:
        return not_applicable("whole_missing")
    if agency.page is not None:
        return passed(item=agency.item, page=agency.page)
    if agency.hidden is not None:
        return not_observed(agency.hidden)
    if agency.elsewhere:
        return not_observed("leads_elsewhere")
    return failed(_LACKS[agency.item], item=agency.item)


def _whole(agency: AgencyItem) -> Verdict:
    if agency.page is not None:
        return passed(item=agency.item, page=agency.page)
    if agency.hidden is not None:
        return not_observed(agency.hidden)
    if agency.elsewhere:
        return not_observed("leads_elsewhere")
    if agency.bare is not None:
        return failed("empty", item=agency.item, page=agency.bare)
    return failed("missing", item=agency.item) if agency.searched else not_observed("unseen")
