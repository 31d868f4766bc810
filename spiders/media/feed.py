"""Feeds: an account that is one, and bridges that make one of an account's posts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from monitor.crawl.desk import Desk
from monitor.domain.media import AccountLook, LookState
from monitor.domain.media_round import Limit
from monitor.domain.subject import Account
from monitor.extract.feeds import read_feed
from spiders.media.adapter import proofs, unverified, why

LANE = "feed"
_LOOKS_LIKE = re.compile(r"(?:\.(?:rss|atom)|/(?:rss|feed|atom|feeds)(?:\.xml|\.json)?/?)$", re.I)


class Feeds:
    """A feed that the unit itself publishes is the account; its newest entry is the newest post. A
    bridge's may lag behind or have stopped: it proves posts, and silence only where it says that it is
    complete (RFC 5005)."""

    lane = LANE
    rank = 5
    limit = Limit(a_day=5000, seconds=0.5)

    def takes(self, account: Account, secrets: Mapping[str, str]) -> bool:
        return "feed" in secrets or (account.url is not None and _is_feed(account))

    async def look(self, account: Account, desk: Desk) -> AccountLook:
        bridge = desk.secrets.get("feed")
        url = bridge or account.url or ""
        answer = await desk.get(url)
        reason = why(answer)
        proof = proofs(desk, answer.body)
        if reason is not None:
            return unverified(account, desk, LANE, reason, *proof)
        # What is kept of a bridge's address is its host: keys stand in paths.
        parts = urlsplit(url)
        feed = read_feed(
            answer.body, f"{parts.scheme}://{parts.netloc}/" if bridge else url, desk.now
        )
        if feed is None:
            return unverified(account, desk, LANE, "not_a_feed", *proof)
        return AccountLook(
            account.id,
            desk.now,
            LookState.SEEN,
            LANE,
            posts=feed.posts,
            whole=feed.complete and not feed.broken,
            partial=feed.broken or (bridge is not None and not feed.complete),
            proof=proof,
        )


ADAPTER = Feeds()


def _is_feed(account: Account) -> bool:
    path = urlsplit(account.url or "").path
    return account.platform == LANE or bool(_LOOKS_LIKE.search(path))
