from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.media_dossiers import OwnAccount


@check(
    id="account-unshown",
    reads=OwnAccount,
    preview=True,
)
def account_unshown(account: OwnAccount, context: Context) -> Verdict:
    """A site presents accounts of its office, and one of the ledger's is not among them.

    The other way round of account-unregistered, as advice: reads the same links. Asked of the only
    platform site of a unit, of accounts whose ledger has an address on a platform where addresses can
    be compared (not WeChat), and only where the site leads to another account of the unit; a link on
    the same platform with an address of another form may be it. Confirmed by a second look.
    Cannot see: accounts shown by a picture of a code, or on pages that were not read.

    Source: 国办秘函〔2019〕19号, 政务新媒体, judges the accounts of the ledger; that a site must show them
    is no rule, so this is advice for whoever compares the two.
    """
    if account.unlisted:
        return not_applicable("not_in_ledger")
    if account.shown:
        return passed()
    if account.doubt:
        return not_observed(account.doubt)
    return failed("unshown", platform=account.platform, name=account.name)
