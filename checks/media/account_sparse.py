from __future__ import annotations

from datetime import timedelta

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.media import AccountState, Standing


@check(id="account-sparse", reads=AccountState, preview=True, volatile=("posts",))
def account_sparse(account: AccountState, context: Context) -> Verdict:
    """An account posts, but rarely.

    Reads the account's own list of posts of the last `days`, where the list reaches back so far: fewer
    than `least` posts are few. An account that is stale is not counted again. No source says how many
    posts are enough: the figures are the office's to set. Cannot see: platforms without a public list,
    and lists in which older posts may be missing (WeChat's interface).

    Source: 国办公开办 and city notices name 更新不及时 without a figure.
    """
    if account.standing is not Standing.VERIFIED or account.gone or account.spot:
        return not_observed(account.why or ("gone" if account.gone else "unseen"))
    if account.unread:
        return not_observed("undated")
    if account.newest is None or (context.today - account.newest).days > int(
        context.params["stale_days"]
    ):
        return not_applicable("stale")
    first = context.today - timedelta(days=int(context.params["days"]))
    posts = sum(day > first for day in account.days)
    if posts >= int(context.params["least"]):
        return passed(posts=posts)
    if account.partial or account.gaps or not (account.whole or account.days[0] <= first):
        return not_observed("list_too_short")
    return failed("sparse", name=account.name, posts=posts, period_days=int(context.params["days"]))
