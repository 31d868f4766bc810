from __future__ import annotations

from checks.base import Context, check
from monitor.domain.finding import Verdict, failed, not_applicable, not_observed, passed
from monitor.domain.media_dossiers import UnlistedAccount


@check(
    id="account-unregistered",
    reads=UnlistedAccount,
    preview=True,
    volatile=("text",),
)
def account_unregistered(account: UnlistedAccount, context: Context) -> Verdict:
    """A site presents an account of its office that the ledger does not have.

    Reads links to accounts' own addresses (Weibo, WeChat, Douyin, Toutiao, Baijiahao, Kuaishou,
    Bilibili) in what surrounds a site's pages: those that bear the office's name, and those that bear
    nobody's where the site presents its accounts (政务新媒体, 官方微博, 关注我们). They are held against
    the accounts of the whole ledger by number or name. Share buttons, single posts and the accounts of
    others are none; where an account of the ledger on that platform has no address there, or one of
    another form, it may be the same. Confirmed by a second look. Cannot see: accounts behind pictures of
    codes, accounts that no site presents, whether the account is in the national reporting system; a
    person compares.

    Source: 国办秘函〔2019〕19号, 政务新媒体, and city notices (瞒报漏报); the ledger is the office's own.
    """
    if account.unlinked:
        return not_applicable("unlinked")
    if account.listed:
        return passed()
    if account.doubt:
        return not_observed(account.doubt)
    return failed("unlisted", platform=account.platform, text=account.text)
