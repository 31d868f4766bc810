from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.media import AccountState, Standing


@check(id="account-no-interaction", reads=AccountState)
def account_no_interaction(account: AccountState, context: Context) -> Verdict:
    """An account offers nothing by which anybody could answer it.

    Reads whether comments, messages or a menu are open, where the platform shows it, or what a person
    noted in a spot check. Cannot see: whether what is written there is answered; a person tests it.

    Source: 国办秘函〔2019〕19号, 政务新媒体 单项否决, 互动回应差.
    """
    if account.gone:
        return not_observed("gone")
    if account.standing is not Standing.VERIFIED and not account.partial:
        return not_observed(account.why or "unseen")
    if account.interactive is None:
        return not_observed("not_shown")
    if account.interactive:
        return passed()
    if account.noted_on is not None:
        return failed("noted", name=account.name, noted_on=account.noted_on.isoformat())
    return failed("closed", name=account.name)
