"""WeChat's interface for owners of official accounts: token, publications, statistics, menu."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.demo.media.account import Account, Post, epoch
from monitor.demo.media.answers import told
from monitor.demo.model import NOTE, Answer

_WORDS = {
    40001: "invalid credential, access_token is invalid or not latest",
    40125: "invalid appsecret",
    40164: "invalid ip 127.0.0.1, not in whitelist",
    42001: "access_token expired",
    45009: "reach max api daily quota limit",
    48001: "api unauthorized",
    61501: "date range error",
}


def secrets(account: Account) -> dict[str, str]:
    """What its owner would hand to the office; of one a token that a server of its own gives out."""
    if "token" in account.errors:
        return {"token": _token(account)}
    return {"app_id": f"wx{account.number:016x}", "app_secret": f"{account.number:032x}"}


def answer(accounts: Sequence[Account], target: str, content: bytes) -> Answer:
    parts = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    wanted = _wanted(content)
    last = parts.path.rpartition("/")[2]
    if last == "stable_token":
        return _new_token(accounts, wanted)
    account = next((a for a in accounts if _token(a) == query.get("access_token")), None)
    if account is None:
        return _error(40001)
    if last in account.errors or "token" in account.errors:
        return _error(account.errors.get(last) or account.errors["token"])
    if last == "batchget":
        return _published(account, int(wanted.get("offset", 0)), int(wanted.get("count", 20)))
    if last == "getarticletotaldetail":
        return _statistics(account, str(wanted.get("begin_date")))
    if last == "get_current_selfmenu_info":
        return _menu(account)
    return _error(-1)


def _wanted(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _token(account: Account) -> str:
    return f"79_demo{account.number:04d}"


def _error(code: int) -> Answer:
    return told({"errcode": code, "errmsg": f"{_WORDS.get(code, 'system error')} rid: demo"})


def _new_token(accounts: Sequence[Account], wanted: dict[str, Any]) -> Answer:
    known = (a for a in accounts if "token" not in a.errors)
    account = next((a for a in known if secrets(a)["app_id"] == wanted.get("appid")), None)
    if account is None or wanted.get("secret") != secrets(account)["app_secret"]:
        return _error(40125)
    if "stable_token" in account.errors:
        return _error(account.errors["stable_token"])
    return told({"access_token": _token(account), "expires_in": 7200})


def _published(account: Account, offset: int, count: int) -> Answer:
    """Publications without a message to followers, newest first."""
    own = [post for post in account.posts if not post.sent]
    items = [_item(account, post) for post in own[offset : offset + count]]
    return told({"total_count": len(own), "item_count": len(items), "item": items})


def _item(account: Account, post: Post) -> dict[str, Any]:
    created = epoch(post.age)
    updated = created if post.edited is None else epoch(post.edited)
    article = {
        "title": post.title,
        "author": account.name,
        "digest": NOTE,
        "content_source_url": "",
        "need_open_comment": int(account.comments),
        "only_fans_can_comment": 0,
        "url": _address(post),
        "is_deleted": post.deleted,
    }
    content = {"news_item": [article], "create_time": created, "update_time": updated}
    return {"article_id": f"demo-{post.number}", "content": content, "update_time": updated}


def _statistics(account: Account, day: str) -> Answer:
    """What was published on a day, sent to followers or not; today's comes tomorrow."""
    of_day = [one for one in account.posts if one.day.isoformat() == day and one.age > 0]
    told_of: list[dict[str, Any]] = [
        {
            "ref_date": day,
            "msgid": f"{post.number}_1",
            "publish_type": 0 if post.sent else 1,
            "title": post.title,
            "content_url": _address(post),
            "detail_list": [],
        }
        for post in of_day
        if not post.deleted
    ]
    return told({"list": told_of, "is_delay": False})


def _menu(account: Account) -> Answer:
    button = {"type": "click", "name": "办事", "key": "demo"}
    info = {"button": [button] if account.menu else []}
    return told({"is_menu_open": int(account.menu), "selfmenu_info": info})


def _address(post: Post) -> str:
    return f"https://mp.weixin.example/s/Demo{post.number}"
