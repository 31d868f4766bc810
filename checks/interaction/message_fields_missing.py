from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Facts, Verdict, failed, not_observed, passed
from monitor.domain.messages import AnsweredMessage


@check(id="message-fields-missing", reads=AnsweredMessage, volatile=("column",))
def message_fields_missing(message: AnsweredMessage, context: Context) -> Verdict:
    """An answered message is published without one of the four things it must show.

    Reads the five newest answered messages of the columns of consultation, one record each: 留言时间,
    答复时间, 答复单位, 答复内容, on its own page or named in its list. A signature below the reply gives
    unit and day, a heading (某局回复) the unit; on the site of a single office the unit goes without
    saying; a picture or a document is a text. The day in the line under an article's title is its
    publication's. One that stands in two columns is one. A page that was not opened, or that names
    fewer than two of a message's fields, is not observed.
    Cannot see: what only a script shows, whether the fields are right.

    Source: 国办秘函〔2019〕19号, 扣分项, 留言公开.
    """
    facts: Facts = {"title": message.title, "column": message.column}
    if not message.lacking:
        return passed(**facts)
    if message.shown < context.params["named"]:
        return not_observed("unreadable", **facts)
    return failed("missing", lacking=list(message.lacking), places=len(message.lacking), **facts)
