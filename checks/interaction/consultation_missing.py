from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.messages import ConsultationChannel


@check(id="consultation-missing", reads=ConsultationChannel, preview=True)
def consultation_missing(channel: ConsultationChannel, context: Context) -> Verdict:
    """A site offers no way to ask or suggest on the net (咨询建言).

    Reads the names of all links of navigation, menus, headings and foot, those of short links,
    buttons and choices in the body of pages, and what pages call themselves. A mailbox, message
    board, consultation or hotline on the net counts, on another site too, and so does the portal's
    for its channels; petition, discipline and complaint platforms, surveys, questions often asked,
    mail addresses and telephones do not. A hub of interaction counts where it leads elsewhere or
    could not be looked into. A form or list of messages that nothing names is not observed.
    Cannot see: whether one can really submit, entries that are pictures without words.

    Source: 国办秘函〔2019〕19号, 单项否决, 互动回应差.
    """
    if channel.channel is not None:
        return passed(page=channel.channel)
    if channel.elsewhere:
        return passed(elsewhere=True)
    if not channel.searched:
        return not_observed("unseen")
    if channel.unclear:
        return not_observed("unreadable")
    return failed("dead" if channel.dead else "missing")
