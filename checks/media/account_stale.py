from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.media import AccountState, Standing


@check(id="account-stale", reads=AccountState, at_once=("stale", "stale_then"), volatile=("days",))
def account_stale(account: AccountState, context: Context) -> Verdict:
    """An account has posted nothing for two weeks.

    Reads the account's own list of posts, or what a person saw who opened it in the last two weeks.
    Deleted posts are none, pinned ones count by their own time; the last day of the window
    (`window_days`) still passes. What was seen some days ago is judged at its own day: a window that ran
    out since then is not observed. What a unit reports of itself is told apart and passes nobody. Cannot
    see: accounts of platforms that show no list to visitors, without a login or an interface that the
    owner grants; what else was posted where only some posts can be come by (`partial`): those pass an
    account and never accuse it; posts whose time it could not read.

    Source: 国办秘函〔2019〕19号, 政务新媒体 单项否决, 内容不更新.
    """
    if account.gone:
        return not_observed("gone")
    if account.standing is Standing.REPORTED:
        return not_observed(
            "self_reported", reported=account.reported.isoformat() if account.reported else None
        )
    if account.standing is Standing.UNVERIFIED:
        return not_observed(account.why or "unseen")
    window = int(context.params["window_days"])
    recent = account.newest is not None and (context.today - account.newest).days <= window
    if account.partial and not recent:
        return not_observed("list_partial")
    seen_on = account.seen_on or context.today
    then = "" if seen_on == context.today else "_then"
    facts = {"name": account.name, "window_days": window}
    if then:
        facts["seen_on"] = seen_on.isoformat()
    if account.newest is None:
        if account.unread or not (account.whole or account.spot):
            return not_observed("undated")
        return failed(f"never{then}", **facts)
    if recent:
        return passed(newest=account.newest.isoformat())
    if account.unread:
        return not_observed("undated")
    days = (seen_on - account.newest).days
    if days <= window:
        return not_observed("seen_earlier")
    return failed(f"stale{then}", newest=account.newest.isoformat(), days=days, **facts)
