"""WeChat official accounts of which the ledger names an article or an album: what one page proves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from monitor.crawl.desk import Answer, Desk
from monitor.domain.media import AccountLook, LookState, Post, Profile
from monitor.domain.media_round import Limit
from monitor.domain.subject import Account
from monitor.extract.decode import decode
from monitor.extract.moments import read_moment
from monitor.extract.posts import read_post
from monitor.extract.wechat import read_article, read_notice
from spiders.media.adapter import ended, proofs, unverified, why

LANE = "wechat-page"
_ARTICLE = re.compile(r"^/s(?:/|$)")
_ALBUM = "/mp/appmsgalbum"
_GONE = ("closed", "banned", "moved")
_COUNT = 20


class WechatPage:
    """A post that is seen proves that it was posted; nothing follows from one that is not: `partial`."""

    lane = LANE
    rank = 30
    limit = Limit(a_day=300, seconds=5.0)

    def takes(self, account: Account, secrets: Mapping[str, str]) -> bool:
        path = urlsplit(account.url or "").path
        return account.platform == "wechat" and (path == _ALBUM or bool(_ARTICLE.match(path)))

    async def look(self, account: Account, desk: Desk) -> AccountLook:
        url = account.url or ""
        if urlsplit(url).path == _ALBUM:
            return _album(account, desk, await desk.get(_as_json(url)))
        return _article(account, desk, await desk.get(url))


ADAPTER = WechatPage()


def _article(account: Account, desk: Desk, answer: Answer) -> AccountLook:
    proof = proofs(desk, answer.body)
    page = decode(answer.body)[0]
    article = read_article(page, desk.now)
    if article is None or article.published is None:
        notice = read_notice(page) or why(answer) or "unreadable"
        if notice in _GONE:
            return ended(account, desk, LANE, notice, *proof)
        return unverified(account, desk, LANE, notice, *proof)
    post = read_post(
        Post(account.url or "", article.published), article.said, beside=article.content, cut=True
    )
    profile = Profile(article.name, interactive=article.interactive)
    return _seen(account, desk, profile, (post,), proof)


def _album(account: Account, desk: Desk, answer: Answer) -> AccountLook:
    """The articles that the account gathered in an album, by the list that its page asks for."""
    proof = proofs(desk, answer.body)
    told = answer.json()
    listed = told.get("getalbum_resp") if isinstance(told, dict) else None
    if why(answer) or not isinstance(listed, dict):
        notice = read_notice(decode(answer.body)[0])
        return unverified(account, desk, LANE, why(answer) or notice or "unreadable", *proof)
    articles = listed.get("article_list") or []
    posts = tuple(
        read_post(
            Post(
                url=str(one.get("url") or ""),
                published=read_moment(one.get("create_time"), desk.now),
            ),
            str(one.get("title") or ""),
        )
        # One article alone comes as itself.
        for one in (articles if isinstance(articles, list) else [articles])
        if isinstance(one, dict)
    )
    return _seen(account, desk, Profile(), posts, proof)


def _seen(
    account: Account, desk: Desk, profile: Profile, posts: tuple[Post, ...], proof: tuple[str, ...]
) -> AccountLook:
    return AccountLook(
        account.id,
        desk.now,
        LookState.SEEN,
        LANE,
        profile=profile,
        posts=posts,
        partial=True,
        proof=proof,
    )


def _as_json(url: str) -> str:
    parts = urlsplit(url)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    query |= {"action": "getalbum", "count": str(_COUNT), "f": "json"}
    return urlunsplit(parts._replace(query=urlencode(query), fragment=""))
