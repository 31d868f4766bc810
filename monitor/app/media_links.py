"""Following the links of accounts in a round, within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from db import media as kept
from monitor.app.house import House
from monitor.crawl.desk import Desk
from monitor.domain.address import host_of
from monitor.domain.media import AccountLook, LinkLook, LookState
from monitor.domain.media_links import carried, due
from monitor.domain.subject import Account
from spiders.media.links import follow

MOST = 200
"""Links followed in one round."""
MOST_OF_ONE = 20
"""Links followed with one look, so that no account takes all of a round's."""


@dataclass
class Links:
    """The links of one round; each address is asked once. `over`: whether the round's time is up."""

    house: House
    over: Callable[[], bool]
    left: int = MOST
    _known: dict[str, LinkLook] = field(default_factory=dict)
    _host: str = ""

    async def of(self, account: Account, look: AccountLook, desk: Desk) -> AccountLook:
        """The look with where its links led, as many as there is room for. A look that read the account
        a moment ago has shown that our own network is there: what fails now is the link's fault."""
        if look.state is not LookState.SEEN:
            return look
        earlier = kept.looks(self.house.engine, [account.id], until=look.at).get(account.id, [])
        links = carried(look, account.url or account.id)
        chosen = due(links, earlier, now=look.at, most=min(MOST_OF_ONE, self.left))
        # The links' owners are told none of the account's secrets.
        own = replace(desk, secrets={})
        targets = [one for url in chosen if (one := await self._look(url, own)) is not None]
        return replace(look, targets=tuple(targets))

    async def _look(self, url: str, desk: Desk) -> LinkLook | None:
        if url not in self._known:
            if self.over() or self.left <= 0:
                return None
            self.left -= 1
            host = host_of(url)
            if host == self._host:
                await asyncio.sleep(self.house.options.delay)
            self._host = host
            self._known[url] = await follow(url, desk)
        return self._known[url]
