from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.services import GuideText


@check(id="guide-vague", reads=GuideText, at_once=("vague",), preview=True)
def guide_vague(guide: GuideText, context: Context) -> Verdict:
    """A guide's list of materials holds an open-ended phrase (兜底性模糊表述).

    Such as 其他材料, 等相关材料, 有关规定要求的材料, a list that ends in 等. Reads the part on materials
    alone, of tables the column that names them: what a quoted statute, a remark, the name of a form or
    of a person says is none, nor is a heading with its items below it or a phrase that is told in
    detail in brackets behind it. Cannot see: materials in attached files, pictures and frames, on other
    platforms. A person decides.

    Source: 国办秘函〔2019〕19号, 扣分指标, 办事指南.
    """
    if not guide.serves:
        return not_applicable("no_services")
    if not guide.listed:
        return not_applicable("no_guide")
    if guide.vague:
        return failed(
            "vague",
            title=guide.title,
            section="materials",
            phrases=list(guide.vague),
            phrase=guide.vague[0],
            count=len(guide.vague),
        )
    if guide.materials:
        return passed(count=len(guide.vague))
    return not_observed(guide.hidden) if guide.hidden else not_applicable("no_materials")
