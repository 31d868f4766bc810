from __future__ import annotations

from checks.base import Context, check
from monitor.domain.calendar import Window
from monitor.domain.finding import Facts, Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.interaction import DONE, FORWARDED, VOID
from monitor.domain.messages import PublicMessage


@check(id="message-unanswered", reads=PublicMessage, volatile=("days", "as_of"))
def message_unanswered(message: PublicMessage, context: Context) -> Verdict:
    """A public message has waited for its answer for more than three months.

    Reads the lists of the columns of consultation and each message's own page, whose word counts
    before the list's: lists in tables, cards, frames and JSON, and answers in place. Calendar months:
    the day of exactly three passes. Only what was asked within the last year. A state (已办结), a day
    or a text of reply is an answer. It waits where its state says so, where the place of its reply
    stands empty, or where its page has none and others of the column do. Messages that are invalid,
    withdrawn, said twice or not accepted want no answer; one passed on to another office is not
    observed, nor one whose page could not be opened. Columns of petition, discipline, surveys,
    interviews, proposals and questions often asked are none. Cannot see: messages that are not
    published, whether a message is valid, what an answer is worth.

    Source: 国办秘函〔2019〕19号, 单项否决, 互动回应差.
    """
    facts: Facts = {"title": message.title, "column": message.column}
    if message.answered is not None:
        return passed(answered=message.answered.isoformat(), **facts)
    if message.replied or message.status == DONE:
        return passed(**facts)
    if message.status == VOID:
        return not_applicable("not_valid", **facts)
    if message.status == FORWARDED:
        return not_observed("forwarded", **facts)
    if message.asked is None or message.asked > context.today:
        return not_observed("unreadable_dates", **facts)
    facts["asked"] = message.asked.isoformat()
    window = Window(months=context.params["months"])
    within = Window(months=context.params["within_months"])
    if message.asked < within.earliest(context.today):
        return not_applicable("too_old", **facts)
    if window.lapses(message.asked) >= context.today:
        return passed("in_time", **facts)
    if not message.unreplied:
        return not_observed("no_state", **facts)
    days = (context.today - message.asked).days
    return failed("unanswered", days=days, as_of=context.today.isoformat(), **facts)
