from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.messages import MessageStatistics


@check(id="message-statistics-missing", reads=MessageStatistics, preview=True)
def message_statistics_missing(statistics: MessageStatistics, context: Context) -> Verdict:
    """A site that publishes messages does not say how many came and how many were answered.

    Reads the names of links and pages (留言统计, 受理反馈情况, 办理情况通报 …) and, on the pages of
    interaction, sentences and tables that count messages received and answered. Only where a list of
    messages stands on the site itself; channels are covered by their portal's. A link called so is
    enough, whether or not its page could be opened. Cannot see: statistics that stand in a picture, a
    document or on another site, and whether they are kept up.

    Source: 国办秘函〔2019〕19号, 扣分项, 留言公开.
    """
    if statistics.page is not None:
        return passed(page=statistics.page)
    if not statistics.messages:
        return not_applicable("no_messages")
    if statistics.unclear:
        return not_observed("unreadable")
    return failed("missing", lists=statistics.messages)
