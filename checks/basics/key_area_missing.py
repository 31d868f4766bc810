from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.presented import KeyArea

_LACKS = {
    "guide": "guide",
    "rules": "rules",
    "statutory": "statutory",
    "annual": "annual",
    "request": "request",
    "budget": "budget",
    "procurement": "procurement",
    "projects": "projects",
    "resources": "resources",
    "enforcement": "enforcement",
}


@check(id="key-area-missing", reads=KeyArea, preview=True)
def key_area_missing(area: KeyArea, context: Context) -> Verdict:
    """Disclosure (政府信息公开) lacks a column that the rules require.

    Which columns are required is the rubric's `topics`, a list in one line that an office may change:
    guide (政府信息公开指南), rules (政府信息公开制度), statutory (法定主动公开内容) and annual
    (政府信息公开年报) as given, to which it may add request (依申请公开), budget (财政预决算),
    procurement (政府采购), projects (重大建设项目), resources (公共资源交易) and enforcement
    (行政执法). Reads every link text and page name. One record per missing column, at portals and
    sites, never at channels.
    A column, or disclosure as a whole, on another site or page that was not read is not observed, nor
    is one whose entry has no address for a script opens it.
    Cannot see: a column under a name of its own; what a column holds.

    Source: 国办公开办函〔2019〕61号 (the four columns as pages show them; the text itself was not
    read); 中华人民共和国政府信息公开条例, 第二十条, for those that may be added.
    """
    required = str(context.params["topics"]).replace(",", " ").split()
    if area.topic not in required:
        return not_applicable("not_required")
    if area.page is not None:
        return passed(topic=area.topic, page=area.page)
    if area.hidden is not None:
        return not_observed(area.hidden)
    if area.elsewhere:
        return not_observed("leads_elsewhere")
    return failed(_LACKS[area.topic], topic=area.topic) if area.searched else not_observed("unseen")
