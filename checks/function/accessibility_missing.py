from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.function import Sight
from monitor.domain.function_dossier import AccessAid


@check(id="accessibility-missing", reads=AccessAid, preview=True)
def accessibility_missing(aid: AccessAid, context: Context) -> Verdict:
    """A home page offers no aid for the old or those who see or hear badly: advice, no row counts it.

    Reads the home page: an entry called 无障碍, 适老化, 长者助手 and the like, or the script of such
    a tool.
    Cannot see: whether the aid works, nor how far the pages themselves follow the standard.

    Source: 国办公开办函〔2021〕28号, 国办发〔2020〕45号 (适老化与无障碍改造); advice without points.
    """
    if aid.sight is Sight.SHOWN:
        return passed()
    if aid.sight is Sight.MAYBE:
        return not_observed("script_built")
    return failed("missing")
