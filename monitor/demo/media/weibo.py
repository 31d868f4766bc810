"""Weibo's mobile interface: a profile and pages of ten cards, as visitors get them."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.demo.media.account import Account, Post, day
from monitor.demo.media.answers import page, told
from monitor.demo.model import NOTE, TODAY, Answer

_SIZE = 10
_EMPTY = {"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}}
WALL = told({"ok": -100, "errno": "100005", "url": "https://passport.example/signin/welcome"})
"""What visitors get whom it does not let in."""


def gone(message: str) -> Answer:
    """What it says of an account that is no more."""
    return told({"ok": 0, "errno": "20003", "msg": message, "request": "/api/container/getIndex"})


def answer(account: Account, target: str) -> Answer:
    parts = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    container = query.get("containerid", "")
    if container == f"100505{account.uid}":
        return told({"ok": 1, "data": {"userInfo": _profile(account), "tabsInfo": {"tabs": []}}})
    if container == f"107603{account.uid}":
        return account.listed or _cards(account, int(query.get("page", "1")))
    return page(f"{account.title}的微博", "<div id='app'></div>")


def _profile(account: Account) -> dict[str, Any]:
    return {
        "id": int(account.uid),
        "screen_name": account.title,
        "profile_url": f"/u/{account.uid}",
        "statuses_count": len(account.posts) + account.more,
        "verified": True,
        "verified_type": 1,
        "verified_reason": f"{account.name}官方微博（{NOTE}）",
        "followers_count": 1000 + account.number,
    }


def _cards(account: Account, number: int) -> Answer:
    shown = account.posts[(number - 1) * _SIZE : number * _SIZE]
    if not shown and account.posts:
        return told(_EMPTY)
    cards: list[dict[str, Any]] = [_card(account, post) for post in shown]
    if number == 1 and account.number % 2 and len(cards) > 1:
        # Some lists begin with a group of cards.
        cards = [{"card_type": 11, "card_group": cards[:2]}, *cards[2:]]
    info = {"total": len(account.posts) + account.more, "containerid": f"107603{account.uid}"}
    return told({"ok": 1, "data": {"cardlistInfo": info, "cards": cards}})


def _card(account: Account, post: Post) -> dict[str, Any]:
    number = str(4_900_000_000_000 + post.number)
    text = f"#{account.name}# {post.title}🍀<br />（{NOTE}）"
    if post.deleted:
        text = "抱歉，此微博已被作者删除。查看帮助：<a href='/help'>网页链接</a>"
    blog: dict[str, Any] = {
        "id": number,
        "bid": f"Demo{post.number}",
        "created_at": post.words or _created(account, post),
        "text": text,
        "source": "微博网页版",
        "reposts_count": 1,
        "user": {"id": int(account.uid), "screen_name": account.title},
    }
    if post.pinned:
        blog |= {"isTop": 1, "mblogtype": 2, "title": {"text": "置顶", "base_color": 1}}
    if post.repost:
        blog["retweeted_status"] = {"id": "4890000000000001", "text": f"转发的原文（{NOTE}）"}
    if post.edited is not None:
        blog |= {
            "edit_count": 1,
            "edit_at": day(post.edited).strftime("%a %b %d 09:00:00 +0800 %Y"),
        }
    return {"card_type": 9, "itemid": f"107603_-_{number}", "mblog": blog}


def _created(account: Account, post: Post) -> str:
    """Every third account shows whole times; the others the words of the older list."""
    if account.number % 3 == 0:
        return post.moment.strftime("%a %b %d %H:%M:%S +0800 %Y")
    if post.age < 2:
        return ("3小时前", "昨天 18:00")[post.age]
    return post.day.strftime("%m-%d" if post.day.year == TODAY.year else "%Y-%m-%d")
