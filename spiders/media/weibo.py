"""Weibo: the lists that its mobile site shows to visitors, as JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from monitor.crawl.desk import Answer, Desk
from monitor.domain.evidence import FetchStatus
from monitor.domain.media import AccountLook, LookState, Post, Profile
from monitor.domain.media_round import Limit
from monitor.domain.subject import Account
from monitor.extract.moments import read_moment
from monitor.extract.posts import (
    gone,
    is_deleted,
    is_empty,
    is_pinned,
    plain,
    read_post,
    wants_login,
)
from spiders.media.adapter import unverified, why

LANE = "weibo"
_UID = re.compile(r"/(?:u/|profile/)?(\d{6,})(?:[/?#]|$)")
_PAGES = 2
_VISITOR = -100
"""`ok` of an answer that wants its visitor to log in."""
_POSTED = 9
"""`card_type` of a card that holds a post."""
_WITHIN = 11
"""`card_type` of a card that holds a group of others."""


class Weibo:
    lane = LANE
    rank = 10
    limit = Limit(a_day=2000, seconds=3.0)

    def takes(self, account: Account, secrets: Mapping[str, str]) -> bool:
        return account.platform == LANE and _uid(account) is not None

    async def look(self, account: Account, desk: Desk) -> AccountLook:
        uid, base = _uid(account), _base(account, desk.secrets)
        headers = [
            "X-Requested-With: XMLHttpRequest",
            "MWeibo-Pwa: 1",
            f"Referer: {base}/u/{uid}",
            *([f"Cookie: {desk.secrets['cookie']}"] if "cookie" in desk.secrets else ()),
        ]
        index = f"{base}/api/container/getIndex?type=uid&value={uid}"
        about = await desk.get(f"{index}&containerid=100505{uid}", headers)
        said = _Said(about)
        if said.refusal or said.gone or said.data is None:
            return said.ended(account, desk)
        profile = _profile(said.data)
        proof = [desk.keep(about.body)]
        posts: list[Post] = []
        total = None
        for page in range(1, _PAGES + 1):
            answer = await desk.get(f"{index}&containerid=107603{uid}&page={page}", headers)
            listed = _Said(answer)
            if listed.refusal or (listed.data is None and not listed.empty):
                if page == 1:
                    return listed.ended(account, desk, *proof)
                break
            proof.append(desk.keep(answer.body))
            cards = list(_cards(listed.data or {}))
            total = _total(listed.data or {}) if page == 1 else total
            posts += [post for card in cards if (post := _post(card, base, desk)) is not None]
            if not cards:
                break
        whole = total is not None and len(posts) >= total
        return AccountLook(
            account.id,
            desk.now,
            LookState.SEEN,
            LANE,
            profile=profile,
            posts=tuple(posts),
            whole=whole,
            proof=tuple(proof),
        )


ADAPTER = Weibo()


class _Said:
    """An answer as the platform means it."""

    def __init__(self, answer: Answer) -> None:
        value = answer.json()
        told = value if isinstance(value, dict) else {}
        message = str(told.get("msg") or told.get("message") or "")
        self.answer = answer
        self.refusal = why(answer)
        self.data: dict[str, Any] | None = None
        self.gone = gone(message)
        self.empty = is_empty(message)
        if told.get("ok") == 1 and isinstance(told.get("data"), dict):
            self.data = told["data"]
        elif told.get("ok") == _VISITOR or wants_login(message):
            self.refusal = FetchStatus.BLOCKED.value
        elif self.refusal is None and not self.gone and not self.empty:
            self.refusal = "unreadable"

    def ended(self, account: Account, desk: Desk, *before: str) -> AccountLook:
        """The look ends here: gone, or we could not look."""
        proof = (*before, desk.keep(self.answer.body)) if self.answer.body else before
        if self.gone and not self.refusal:
            return AccountLook(account.id, desk.now, LookState.GONE, LANE, self.gone, proof=proof)
        return unverified(account, desk, LANE, self.refusal or "unreadable", *proof)


def _uid(account: Account) -> str | None:
    match = _UID.search(urlsplit(account.url or "").path)
    return match[1] if match else None


def _base(account: Account, secrets: Mapping[str, str]) -> str:
    """Where the mobile interface is: of weibo.com on its mobile host, of any other at the address."""
    if "api" in secrets:
        return secrets["api"].rstrip("/")
    parts = urlsplit(account.url or "")
    host = parts.hostname or ""
    if host == "weibo.com" or host.endswith(".weibo.com"):
        return "https://m.weibo.cn"
    return f"{parts.scheme}://{parts.netloc}"


def _profile(data: Mapping[str, Any]) -> Profile:
    user = data.get("userInfo")
    user = user if isinstance(user, dict) else {}
    return Profile(
        name=str(user.get("screen_name") or ""), owner=str(user.get("verified_reason") or "")
    )


def _cards(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The posts' cards, those within groups included."""
    found: list[dict[str, Any]] = []
    for card in data.get("cards") or ():
        if not isinstance(card, dict):
            continue
        if card.get("card_type") == _WITHIN:
            found += [one for one in card.get("card_group") or () if isinstance(one, dict)]
        else:
            found.append(card)
    return [card for card in found if card.get("card_type") == _POSTED and card.get("mblog")]


def _total(data: Mapping[str, Any]) -> int | None:
    info = data.get("cardlistInfo")
    total = info.get("total") if isinstance(info, dict) else None
    return total if isinstance(total, int) else None


def _post(card: Mapping[str, Any], base: str, desk: Desk) -> Post | None:
    blog = card["mblog"]
    if not isinstance(blog, dict):
        return None
    title = blog.get("title")
    label = str(title.get("text") or "") if isinstance(title, dict) else ""
    markup = str(blog.get("text") or "")
    number = str(blog.get("bid") or blog.get("id") or "")
    repeated = blog.get("retweeted_status")
    post = Post(
        url=f"{base}/status/{number}",
        published=read_moment(blog.get("created_at"), desk.now),
        original=not repeated,
        pinned=bool(blog.get("isTop")) or is_pinned(label),
        edited=bool(blog.get("edit_count")),
        deleted=bool(blog.get("deleted")) or is_deleted(plain(markup)),
    )
    quoted = str(repeated.get("text") or "") if isinstance(repeated, dict) else ""
    return read_post(post, markup, quoted=quoted)
