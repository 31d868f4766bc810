"""WeChat official accounts whose owner granted us the platform's own interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from monitor.crawl.desk import Answer, Desk
from monitor.domain.calendar import shanghai_day
from monitor.domain.media import AccountLook, LookState, Post, Profile
from monitor.domain.media_round import Limit
from monitor.domain.subject import Account
from monitor.extract.moments import read_moment
from monitor.extract.posts import read_post
from spiders.media.adapter import proofs, unverified, why

LANE = "wechat"
_API = "https://api.weixin.qq.com"
_PAGE = 20
"""The most publications that one answer holds."""
_PAGES = 3
_BACK = 15
"""Days before today whose publications are asked for: two weeks and the day they end on."""
_STALE_TOKEN = frozenset({40001, 40014, 42001})
_REASONS = {
    -1: "rate_limited",
    40001: "bad_credentials",
    40013: "bad_credentials",
    40125: "bad_credentials",
    40243: "bad_credentials",
    40164: "ip_not_listed",
    45009: "rate_limited",
    45011: "rate_limited",
    48001: "no_permission",
    48004: "no_permission",
    50002: "no_permission",
}
_NOT_FOUND = 404
_EDITED = timedelta(minutes=1)
_MOST_LINKS = 50


class Wechat:
    """Two lists are read, as neither is whole: what was published without a message to followers
    (freepublish/batchget, which leaves out what was sent), and day by day what was published at all
    (datacube/getarticletotaldetail, which ends yesterday). With the second one an account may be found
    to have been silent; the first alone proves posts only. The days are asked for back to the newest
    publication, so that of older ones those sent to followers are missing (`gaps`).
    """

    lane = LANE
    rank = 1
    limit = Limit(a_day=2000, seconds=1.0)

    def takes(self, account: Account, secrets: Mapping[str, str]) -> bool:
        own = "token" in secrets or ("app_id" in secrets and "app_secret" in secrets)
        return account.platform == LANE and own

    async def look(self, account: Account, desk: Desk) -> AccountLook:
        session = _Session(desk)
        try:
            published, comments = await _published(session, desk.now)
        except _Refused as refused:
            return unverified(account, desk, LANE, str(refused), *session.proof)
        sent = await _sent(session, {one.text for one in published}, desk.now)
        menu, links = await _menu(session)
        return AccountLook(
            account.id,
            desk.now,
            LookState.SEEN,
            LANE,
            profile=Profile(interactive=comments or menu or None, links=links),
            posts=(*published, *(sent or ())),
            partial=sent is None,
            gaps=sent is not None,
            proof=tuple(session.proof),
        )


ADAPTER = Wechat()


class _Refused(Exception):
    """The interface does not answer; the reason's key."""


class _Session:
    """Calls under one token, renewed once. The token is kept in memory alone."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._base = desk.secrets.get("api", _API).rstrip("/")
        self._token = desk.secrets.get("token")
        self._renewed = False
        self.proof: list[str] = []

    async def call(self, path: str, value: Any = None) -> dict[str, Any]:
        """What an interface says. Raises _Refused."""
        if self._token is None:
            self._token = await self._new_token(force=False)
        address = f"{self._base}{path}?access_token={quote(self._token)}"
        get = self._desk.get(address) if value is None else self._desk.post(address, value)
        answer = await get
        told = _told(answer)
        code = told.get("errcode")
        if code in _STALE_TOKEN:
            if self._renewed or "app_secret" not in self._desk.secrets:
                raise _Refused("token_expired")
            self._renewed = True
            self._token = await self._new_token(force=True)
            return await self.call(path, value)
        if code:
            raise _Refused(_REASONS.get(code, "refused_us"))
        if self._token.encode() not in answer.body:
            self.proof += proofs(self._desk, answer.body)
        return told

    async def _new_token(self, *, force: bool) -> str:
        """The stable token, which leaves valid whatever token the owner's own systems hold. Gateways
        that do not know it give the ordinary one."""
        secrets = self._desk.secrets
        wanted = {
            "grant_type": "client_credential",
            "appid": secrets["app_id"],
            "secret": secrets["app_secret"],
        }
        answer = await self._desk.post(
            f"{self._base}/cgi-bin/stable_token", {**wanted, "force_refresh": force}
        )
        if answer.http_status == _NOT_FOUND:
            query = "&".join(f"{name}={quote(text, safe='')}" for name, text in wanted.items())
            answer = await self._desk.get(f"{self._base}/cgi-bin/token?{query}")
        told = _told(answer)
        token = told.get("access_token")
        if not isinstance(token, str) or not token:
            raise _Refused(_REASONS.get(told.get("errcode", 0), "unreadable"))
        return token


def _told(answer: Answer) -> dict[str, Any]:
    refusal = why(answer)
    if refusal is not None:
        raise _Refused(refusal)
    told = answer.json()
    if not isinstance(told, dict):
        raise _Refused("unreadable")
    return told


async def _published(session: _Session, now: datetime) -> tuple[list[Post], bool]:
    """What was published without a message to followers, newest first; and whether any of it may be
    commented on. Raises _Refused."""
    posts: list[Post] = []
    comments = False
    for page in range(_PAGES):
        wanted = {"offset": page * _PAGE, "count": _PAGE, "no_content": 1}
        told = await session.call("/cgi-bin/freepublish/batchget", wanted)
        items = _dicts(told.get("item"))
        for article, post in (one for item in items for one in _articles(item, now)):
            posts.append(post)
            comments = comments or (bool(article.get("need_open_comment")) and not post.deleted)
        total = told.get("total_count")
        if len(items) < _PAGE or total == len(posts):
            break
    return posts, comments


def _articles(item: Mapping[str, Any], now: datetime) -> Iterator[tuple[dict[str, Any], Post]]:
    """One publication holds one article or several."""
    content = item.get("content")
    content = content if isinstance(content, dict) else {}
    updated = read_moment(item.get("update_time") or content.get("update_time"), now)
    created = read_moment(content.get("create_time"), now) or updated
    for article in _dicts(content.get("news_item")):
        yield (
            article,
            read_post(
                Post(
                    url=str(article.get("url") or ""),
                    published=created,
                    edited=bool(created and updated and updated - created > _EDITED),
                    deleted=bool(article.get("is_deleted")),
                ),
                f"{article.get('title') or ''}\n{article.get('digest') or ''}",
                cut=True,
            ),
        )


async def _sent(session: _Session, known: Set[str], now: datetime) -> list[Post] | None:
    """What was published on the last days before today, sent to followers or not: back to the last day
    that has any. None where that cannot be told. `known`: texts of posts that are there already."""
    for back in range(1, _BACK + 1):
        day = (shanghai_day(now) - timedelta(days=back)).isoformat()
        try:
            told = await session.call(
                "/datacube/getarticletotaldetail", {"begin_date": day, "end_date": day}
            )
        except _Refused:
            return None
        if told.get("is_delay") or not isinstance(told.get("list"), list):
            return None
        of_day = [one for one in _dicts(told["list"]) if one.get("ref_date") == day]
        if of_day:
            posts = [
                read_post(
                    Post(url=str(one.get("content_url") or ""), published=read_moment(day, now)),
                    str(one.get("title") or ""),
                )
                for one in of_day
            ]
            return [one for one in posts if not _among(one.text, known)]
    return []


def _among(title: str, known: Set[str]) -> bool:
    return bool(title) and any(text.startswith(title) for text in known)


async def _menu(session: _Session) -> tuple[bool, tuple[str, ...]]:
    """Whether the account has a menu, and where its entries lead."""
    try:
        told = await session.call("/cgi-bin/get_current_selfmenu_info")
    except _Refused:
        return False, ()
    info = told.get("selfmenu_info")
    buttons = _dicts(info.get("button")) if isinstance(info, dict) else []
    for one in list(buttons):
        below = one.get("sub_button")
        buttons += _dicts(below.get("list")) if isinstance(below, dict) else []
    links = dict.fromkeys(str(one["url"]) for one in buttons if one.get("url"))
    return bool(told.get("is_menu_open")) and bool(buttons), tuple(links)[:_MOST_LINKS]


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
