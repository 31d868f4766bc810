from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.function import Sight
from monitor.domain.function_dossier import MobileView


@check(id="mobile-view-missing", reads=MobileView, preview=True)
def mobile_view_missing(view: MobileView, context: Context) -> Verdict:
    """A home page has no view for small screens: advice, no row counts it.

    Reads the home page: a viewport that follows the screen, a style sheet for small ones, a link or a
    redirect to a mobile version. Cannot see: how the page really looks on a telephone, nor a mobile
    version that the server chooses by itself.

    Source: 国办发〔2017〕47号 (移动终端访问); advice without points.
    """
    if view.sight is Sight.SHOWN:
        return passed()
    if view.sight is Sight.MAYBE:
        return not_observed("script_built")
    return failed("missing")
