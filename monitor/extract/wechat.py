"""Pages of WeChat official accounts: an article, or what stands in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from monitor.extract.lexicon import pattern
from monitor.extract.moments import read_moment
from monitor.extract.posts import plain

_CONTENT = re.compile(r"""id=\\?["'](?:js_content|js_article|js_image_content)\\?["']""")
_TAG = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]+>", re.S | re.I)
# = "…", : '…', = ""||"…", = decode("…")
_ASSIGNED = r"""["']?\s*[:=]\s*(?:\w+\()?(?:["']{2}\s*\|\|\s*)*(["'])(.*?)(?<!\\)\1"""
_WITHIN_NAME = re.compile(r"[\w.-]")
_SHORT = 400
_TIMES = ("ct", "oriCreateTime", "ori_create_time", "create_time", "createTime", "publish_time")


@dataclass(frozen=True, slots=True)
class WechatArticle:
    """One article as its page tells it. `published` is the moment in the page's script (the words
    shown, 昨天, are those of the day it was saved). `number`: the account's own (gh_…); `said`: title and
    summary, `content`: the text's markup; `interactive`: True where it has room for comments, else None.
    """

    name: str
    number: str
    title: str
    published: datetime | None
    said: str
    content: str
    interactive: bool | None


def read_article(page: str, now: datetime) -> WechatArticle | None:
    """None for a page that is no article."""
    place = _CONTENT.search(page)
    if place is None:
        return None
    times = (read_moment(_value(page, name), now) for name in _TIMES)
    title = plain(_value(page, "msg_title") or _value(page, "title"))
    comments = _value(page, "comment_id")
    return WechatArticle(
        name=plain(_value(page, "nickname") or _value(page, "nick_name")),
        number=_value(page, "user_name"),
        title=title,
        published=next((one for one in times if one is not None), None),
        said=f"{title}\n{_value(page, 'msg_desc')}",
        content=page[page.find(">", place.end()) + 1 :].partition("<script")[0],
        interactive=True if comments.strip("0") else None,
    )


def read_notice(page: str) -> str | None:
    """What stands in an article's place: blocked (a wall), closed, banned or moved (the account is
    gone), post_gone (the article is). None where the page says nothing of the kind."""
    shown = unescape(" ".join(_TAG.sub(" ", page).split()))
    if len(shown) > _SHORT:
        return None
    for key in (
        "wechat_wall",
        "wechat_closed",
        "wechat_moved",
        "wechat_banned",
        "wechat_post_gone",
    ):
        if pattern(key).search(shown):
            return _NOTICES[key]
    return None


_NOTICES = {
    "wechat_wall": "blocked",
    "wechat_closed": "closed",
    "wechat_moved": "moved",
    "wechat_banned": "banned",
    "wechat_post_gone": "post_gone",
}


def _value(page: str, name: str) -> str:
    """The first value of a script's variable or field that is not empty."""
    for found in re.finditer(name + _ASSIGNED, page):
        value = unescape(found[2]).strip()
        if value and not _WITHIN_NAME.match(page[found.start() - 1 : found.start()]):
            return value
    return ""
