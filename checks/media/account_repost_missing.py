from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.media_dossiers import RepostState


@check(id="account-repost-missing", reads=RepostState, preview=True)
def account_repost_missing(repost: RepostState, context: Context) -> Verdict:
    """An account did not repost in time what the office had asked for.

    Reads the posts of every look at the account, what they repeat of others included, for the titles of
    the office's own list (`reposts.yaml`), signs and blanks left out. A post of the last day is in time.
    That there is none is told only after that day, from a list without gaps that reaches back beyond the
    first, and only where no post may be it: one that was cut short, has no text or no readable time.
    Without a list nothing is said. Cannot see: reposts under another title, in pictures or films,
    accounts whose list nobody can read.

    Source: 国办发〔2018〕123号 (known from memory) and city notices (重要信息转载不及时); what is to be
    reposted the office says.
    """
    if repost.withdrawn:
        return not_applicable("withdrawn")
    asked = {"title": repost.subject, "until": repost.last.isoformat()}
    if repost.found is not None:
        if repost.found <= repost.last:
            return passed(published=repost.found.isoformat())
        if repost.reaches and not repost.alike:
            return failed("late", published=repost.found.isoformat(), **asked)
    if context.today <= repost.last:
        return not_applicable("not_due")
    if not repost.reaches:
        return not_observed("list_too_short")
    if repost.alike:
        return not_observed("alike")
    return failed("missing", **asked)
