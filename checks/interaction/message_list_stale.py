from __future__ import annotations

from checks.base import Context, check
from monitor.domain.calendar import Window
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.messages import MessageList


@check(
    id="message-list-stale",
    reads=MessageList,
    at_once=("stale",),
    volatile=("days", "as_of", "items"),
)
def message_list_stale(messages: MessageList, context: Context) -> Verdict:
    """A site has published no message or answer for more than two months.

    Reads the newest day of asking or answering over all lists of messages of a site, of the lists and
    of the messages' own pages; days in the future do not count. The list with the newest message
    speaks for the site, so that one fresh mailbox is enough. Calendar months: the day of exactly two
    passes. Lists without any message are empty, after a second look. Not observed: a list that could
    not be opened or that a script makes, messages without a day whose pages were not opened, and
    lists without any day. Columns of other kinds (surveys, interviews, petition, instructions) are
    none. Cannot see: messages on other platforms, and that a site has no list at all.

    Source: 国办秘函〔2019〕19号, 扣分项, 留言公开.
    """
    facts: Facts = {"column": messages.name, "class": "letters"}
    window = Window(months=context.params["months"])
    if messages.newest is not None:
        facts["newest"] = messages.newest.isoformat()
        if messages.newest >= window.earliest(context.today):
            return passed(**facts)
    if not messages.speaks:
        return not_applicable("other_list", **facts)
    if messages.hidden is not None:
        return not_observed(messages.hidden, **facts)
    if messages.state == "unreadable":
        return not_observed("script_built", **facts)
    if messages.unread or (messages.items and messages.newest is None):
        return not_observed("unreadable_dates", **facts)
    facts |= {"window": f"{window.months}m", "as_of": context.today.isoformat()}
    if messages.newest is None:
        return failed("empty", **facts)
    days = (context.today - messages.newest).days
    return failed("stale", days=days, items=messages.items, **facts)
