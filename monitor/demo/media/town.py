"""The platforms of the city: which address answers what, with every spot switched on or off."""

from __future__ import annotations

from collections.abc import Set

from monitor.demo.media import feeds, land, pages, wechat, wechat_pages, weibo
from monitor.demo.media.account import Account
from monitor.demo.media.answers import page
from monitor.demo.media.spots import SPOTS
from monitor.demo.model import NOTE, Answer

HOSTS = tuple(land.HOSTS.values())
_NOT_FOUND = page("404", f"404 Not Found {NOTE}", 404)
_FEEDS = ("rss", "atom", "json", "bridge")


class Town:
    """Accounts by address. `off`: ids of spots that are off, as the city's own set that it changes."""

    def __init__(self, off: Set[str]) -> None:
        self._off = off
        self._accounts: dict[str, Account] | None = None
        self._asked: set[str] = set()

    def changed(self, account_id: str) -> None:
        """A spot of the account was switched."""
        self._accounts = None
        self._asked.discard(account_id)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts as they are now, in the order of the ledger."""
        return tuple(self._known().values())

    def url(self, account: Account, port: int) -> str | None:
        """The registered address of an account."""
        path = land.path(account)
        return None if path is None else f"http://{land.host(account)}:{port}{path}"

    def subjects(self, port: int) -> dict[str, str]:
        """What a record on an account names, by the account's id: its address, or its id."""
        return {one.id: self.url(one, port) or one.id for one in self.accounts}

    def secrets(self, port: int) -> dict[str, dict[str, str]]:
        """What the owners of accounts gave the office for looking at them, by account id."""
        gateway = f"http://{land.HOSTS['wechat']}:{port}"
        found = {
            one.id: wechat.secrets(one) | {"api": gateway}
            for one in self.accounts
            if one.way == "interface"
        }
        for one in self.accounts:
            if one.way == "bridge":
                found[one.id] = {"feed": f"http://{land.host(one)}:{port}{_bridged(one)}"}
        return found

    def answer(self, host: str, target: str, content: bytes) -> Answer:
        """What a platform's address says to a request; `content` is what was posted."""
        if host == land.HOSTS["wechat"]:
            own = [one for one in self.accounts if one.way == "interface"]
            return wechat.answer(own, target, content)
        account = next((one for one in self.accounts if _is_at(one, host, target)), None)
        if account is None:
            return _NOT_FOUND
        if account.once is not None and account.id not in self._asked:
            self._asked.add(account.id)
            return account.once
        if account.instead is not None:
            return account.instead
        if account.way == "weibo":
            return weibo.answer(account, target)
        if account.way in ("article", "album"):
            return wechat_pages.answer(account, target)
        return feeds.answer(account) if account.way in _FEEDS else pages.answer(account)

    def _known(self) -> dict[str, Account]:
        if self._accounts is None:
            self._accounts = {one.id: one for one in land.accounts()}
            for spot in SPOTS:
                if spot.id not in self._off:
                    spot.change(self._accounts[spot.site])
        return self._accounts


def _is_at(account: Account, host: str, target: str) -> bool:
    if land.host(account) != host:
        return False
    if account.way == "weibo":
        return account.uid in target
    if account.way == "album":
        return f"album_id={account.uid}" in target
    path = _bridged(account) if account.way == "bridge" else land.path(account)
    return target.partition("?")[0] == path


def _bridged(account: Account) -> str:
    return f"/feeds/{account.uid}.xml"
