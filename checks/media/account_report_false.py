from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.media import AccountState, Standing


@check(id="account-report-false", reads=AccountState, preview=True)
def account_report_false(account: AccountState, context: Context) -> Verdict:
    """A unit's form names a last post that the account does not show.

    Reads the day the form names beside the posts seen after it. Only a list that reaches back beyond
    that day speaks, and only where nothing was posted from the day before the one named on: forms are
    filled in around midnight, posts are edited. Where a person compared the two and found them
    different, the day itself counts. A post of that day that the platform shows as deleted is none to
    accuse with. Cannot see: posts that were deleted without a trace; a person decides.

    Source: 国办公开办 and city notices (瞒报漏报).
    """
    if account.reported_on is None or account.reported is None:
        return not_applicable("no_report")
    if account.standing is not Standing.VERIFIED or account.gone or account.unread:
        return not_observed(account.why or "unseen")
    if (account.seen_on or context.today) <= account.reported:
        return not_observed("seen_earlier")
    slack = 0 if account.spot_differs else 1
    if account.newest is not None and (account.reported - account.newest).days <= slack:
        return passed()
    if account.removed is not None and (account.reported - account.removed).days <= slack:
        return not_observed("deleted_since")
    if account.partial or not (account.whole or account.spot or account.days):
        return not_observed("list_too_short")
    return failed(
        "differs",
        name=account.name,
        reported=account.reported.isoformat(),
        reported_on=account.reported_on.isoformat(),
        newest=account.newest.isoformat() if account.newest else None,
    )
