from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.function import Searched, Sight
from monitor.domain.function_dossier import SiteSearch

_NO_BOX = "not_searched"
_NOTHING = (Searched.DEAD, Searched.FAILED)


@check(id="search-broken", reads=SiteSearch, preview=True, volatile=("searched",))
def search_broken(search: SiteSearch, context: Context) -> Verdict:
    """A site has no search, or its search does not find the site's own articles.

    Reads whether any page shows a search box or a way to one, and what the real box answers for titles
    of the site's own articles, each older than a week and distinct: by its form's plain address, and in
    a real browser where that does not find one. A title is found where the first page of results has it
    as a link, markup of the hits left out, or links to the article. Not judged where the search stands
    on a host we may not go to, wants a code or a login, or answers with what we cannot read. Cannot
    see: whether results are grouped, and whether what was found at the second or tenth place is found
    by people; a person confirms.

    Source: 国办秘函〔2019〕19号, 扣分项, 站内搜索.
    """
    if search.box is Sight.NONE and all(look.why == _NO_BOX for look in search.looks):
        return failed("no_search")
    sure = [look for look in search.looks if look.outcome is not Searched.UNSURE]
    lost = [look for look in sure if look.outcome is not Searched.FOUND]
    facts = {"searched": len(sure), "lost": len(lost), "titles": [one.query for one in lost]}
    if sure and not lost:
        return passed(searched=len(sure))
    if not lost or len(sure) < context.params["titles"]:
        why = next((look.why for look in search.looks if look.why), None)
        return not_observed(why or "not_searched")
    if len(lost) < len(sure):
        return failed("some_lost", **facts)
    if all(look.outcome in _NOTHING for look in lost):
        return failed("unusable", **facts)
    return failed("nothing_found", **facts)
