from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.services import GuideText


@check(
    id="guide-incomplete",
    reads=GuideText,
    volatile=("items", "every"),
    preview=True,
)
def guide_incomplete(guide: GuideText, context: Context) -> Verdict:
    """A guide lacks four or more of the ten classes of elements that it must tell.

    Reads headings, tables, lists, bold paragraphs and tabs, hidden ones too, with the usual synonyms:
    事项名称, 设定依据, 申请条件, 办理材料, 办理地点, 办理机构, 收费标准, 办理时间, 联系电话, 办理流程.
    A heading with nothing under it tells nothing; 无 answers for fees, basis, conditions and
    materials; 详见附件 is told. Telephone, time, fee, street address and what to bring count
    wherever the guide tells them; a number for complaints is no contact. News, notices, policies,
    questions and lists are no guides. `every`: the site has fewer guides than `items` and all of them
    lack that many. Cannot see: what stands in attached files, pictures and frames or is written by
    script (not observed), guides on other platforms, whether what is told is right. A person decides.

    Source: 国办秘函〔2019〕19号, 单项否决, 服务不实用; 扣分指标, 办事指南.
    """
    if not guide.serves:
        return not_applicable("no_services")
    if not guide.listed:
        return not_applicable("no_guide")
    limit = context.params["missing"]
    missing, count = list(guide.missing), len(guide.missing)
    if count < limit:
        return passed(missing=missing, count=count)
    if guide.hidden is not None:
        return not_observed(guide.hidden)
    few = guide.items < context.params["items"]
    return failed(
        "incomplete",
        title=guide.title,
        missing=missing,
        count=count,
        items=guide.items,
        every=few and guide.least >= limit and not guide.unread,
    )
