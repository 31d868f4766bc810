from __future__ import annotations

from checks.base import Context, check
from monitor.domain.calendar import Window
from monitor.domain.dossier import HomeNews
from monitor.domain.finding import Verdict, failed, not_observed, passed


@check(id="home-stale", reads=HomeNews, at_once=("stale",), volatile=("days", "as_of", "items"))
def home_stale(news: HomeNews, context: Context) -> Verdict:
    """The home page has had no update for two weeks.

    Reads the newest dated item of the home page; items without a date are dated by the article they
    lead to, and an article that shows none counts as not updated. A home page that only navigates is
    judged by its second-level lists. The last day of the window (`window_days`) still passes. Cannot
    see: pictures with text in them, and anything whose date it could not read; while such an item is
    open nothing is held against the page.

    Source: 国办秘函〔2019〕19号, 单项否决, 首页不更新.
    """
    window = Window(days=int(context.params["window_days"]))
    earliest = window.earliest(context.today)
    if news.newest is not None and news.newest >= earliest:
        return passed(newest=news.newest.isoformat())
    if news.unread:
        return not_observed("unreadable_dates", unread=news.unread)
    if news.newest is not None:
        return failed(
            "stale",
            newest=news.newest.isoformat(),
            days=(context.today - news.newest).days,
            window_days=window.days,
            as_of=context.today.isoformat(),
        )
    if news.navigation_only or not news.undated:
        return not_observed("unseen")
    return failed("undated", items=news.undated)
