"""Which links of an account are followed with a look at it, and where the account has them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.domain.evidence import FetchStatus
from monitor.domain.media import AccountLook, LinkLook

FRESH = timedelta(days=7)
"""How long it will do that a link led somewhere."""
_DEAD = (FetchStatus.DNS, FetchStatus.REFUSED)
_REMOVED = (404, 410)
_FAILED = range(500, 521)
_PLATFORMS = (
    "weibo.com", "weibo.cn", "weixin.qq.com", "douyin.com", "toutiao.com", "kuaishou.com",
    "bilibili.com", "xiaohongshu.com",
)  # fmt: skip
"""Who shows strangers a wall, or an error as a good page: nothing is learnt there."""


def carried(look: AccountLook, address: str) -> dict[str, tuple[str, ...]]:
    """The links of an account's menu and profile, then of its posts as they come, each with its places:
    addresses of posts, or the account's own (`address`)."""
    places: dict[str, list[str]] = {}
    for url in look.profile.links if look.profile else ():
        places.setdefault(url, []).append(address)
    for post in look.posts:
        if not post.deleted:
            for url in post.links:
                places.setdefault(url, []).append(post.url or address)
    return {
        url: tuple(dict.fromkeys(found))
        for url, found in places.items()
        if url.startswith(("http://", "https://")) and not _is_the_platforms(url, address)
    }


def _is_the_platforms(url: str, address: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if any(host == one or host.endswith(f".{one}") for one in _PLATFORMS):
        return True
    return parts.netloc == urlsplit(address).netloc


def is_bad(one: LinkLook) -> bool:
    """It leads nowhere, or to what no office links to, as far as one look tells."""
    if one.fetch.status in _DEAD:
        return True
    status = one.fetch.http_status if one.fetch.status is FetchStatus.OK else None
    return status in _REMOVED or status in _FAILED or one.soft404 or one.guise is not None


def due(
    links: Mapping[str, object], earlier: Sequence[AccountLook], *, now: datetime, most: int
) -> list[str]:
    """The links to follow now: what led nowhere last time, still there or not, as it wants a second
    look, for half of them at most; what was never followed; what was longest ago. `earlier`: looks,
    oldest first."""
    last = {one.url: (look.at, one) for look in earlier for one in look.targets}
    bad = sorted((at, url) for url, (at, one) in last.items() if is_bad(one))
    again = [url for _, url in bad][: (most + 1) // 2]
    new = [url for url in links if url not in last]
    old = [url for url in links if url in last and now - last[url][0] >= FRESH]
    old = [url for url in old if url not in again]
    old.sort(key=lambda url: last[url][0])
    return [*again, *new, *old][:most]
