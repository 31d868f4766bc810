from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_observed, passed
from monitor.domain.media import AccountState, Standing

_GONE = {"closed": "closed", "banned": "banned"}


@check(id="account-unreachable", reads=AccountState, preview=True)
def account_unreachable(account: AccountState, context: Context) -> Verdict:
    """An account of the ledger is not there, or bears another name than the ledger's.

    Reads what the platform itself says: that there is no such account, that it was closed or banned, or
    the name it shows. Spaces and letter case do not count. A wall, a login page and a platform that does
    not answer are no such word. Cannot see: whether a closing or a new name was reported (报备); a person
    decides.

    Source: 国办公开办 and provincial notices (更名、注销未报备); 国办秘函〔2019〕19号, 政务新媒体.
    """
    if account.standing is not Standing.VERIFIED and not account.partial:
        return not_observed(account.why or "unseen")
    if account.gone:
        return failed(_GONE.get(account.gone, "gone"), name=account.name)
    if account.spot:
        return not_observed("spot_check")
    if account.renamed_to:
        return failed("renamed", name=account.name, shown=account.renamed_to)
    return passed()
