from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.function import Naming
from monitor.domain.function_dossier import SiteNaming


@check(id="site-name-mismatch", reads=SiteNaming, preview=True)
def site_name_mismatch(site: SiteNaming, context: Context) -> Verdict:
    """The home page bears another region's or department's name, or a title its template came with.

    Reads the title, the SiteName tag and the names in the head of the home page and compares them
    with the ledger's names of site, unit and portal. Short forms, 门户网站 and the like, traditional
    characters and former names count as the name itself; a name that tells neither region nor
    department is not judged. A title such as 首页 or index is reported whatever the head shows.
    Cannot see: names in pictures without a text, whether the name is prominent on every page, whether
    the domain conforms; a person confirms.

    Source: 国办秘函〔2019〕19号, 扣分项, 域名名称.
    """
    match site.naming:
        case Naming.OWN:
            return passed(shown=site.shown)
        case Naming.UNCLEAR:
            return not_observed("unclear_name")
        case Naming.DEFAULT:
            return failed("default_title", shown=site.shown, expected=site.expected)
        case Naming.OTHER:
            return failed("other_name", shown=site.shown, expected=site.expected)
