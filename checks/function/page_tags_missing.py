from __future__ import annotations

from checks.base import Context, check
from monitor.domain.dossier import PageTag
from monitor.domain.finding import Verdict, failed, not_applicable, passed


@check(id="page-tags-missing", reads=PageTag, at_once=("missing",), volatile=("pages", "without"))
def page_tags_missing(tag: PageTag, context: Context) -> Verdict:
    """Pages lack a page tag (网页标签, meta).

    Reads the meta elements of all pages in the site's frame: site tags on every page, column tags on
    list pages, content tags on articles. Names count in any case; an empty value or "null" counts as
    missing. Cannot see: whether a value is right. Which tags are mandatory is known from practice
    only: the annex of 国办发〔2017〕47号 was not at hand.

    Source: 国办秘函〔2019〕19号, 扣分项, 页面标签.
    """
    if not tag.pages:
        return not_applicable("no_pages")
    if not tag.without:
        return passed(pages=tag.pages)
    return failed("missing", tag=tag.tag, group=tag.group, pages=tag.pages, without=tag.without)
