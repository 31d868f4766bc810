"""Pages of other platforms: lists as sent, data of scripts, lists that a script writes; pages of apps."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from monitor.demo.media.account import Account, Post, epoch
from monitor.demo.media.answers import notice, page
from monitor.demo.model import NOTE, TODAY, Answer

LOGIN = notice("请登录后查看更多内容", "登录")
CAPTCHA = page(
    "验证码中间页",
    "<div id='captcha'></div><script>window.TCaptcha=1</script>",
    head="<script src='https://turing.captcha.example/TCaptcha.js'></script>",
)
BANNED = notice("该账号已被封禁，无法查看其内容", "提示")
TAKEN_DOWN = notice("很抱歉，该应用已下架", "应用市场")
MISSING = notice("页面不存在", "404", 404)


def answer(account: Account) -> Answer:
    if account.way == "offer":
        return _offer(account)
    if account.listed is not None:
        return account.listed
    if account.way == "list":
        return page(f"{account.title}的主页", _frame(account, _rows(account)))
    if account.way == "script":
        return page(f"{account.title}的主页", _frame(account, "", _writer(account)))
    return page(account.title, f"<div id='root'></div>{_data(account)}")


def _frame(account: Account, rows: str, script: str = "") -> str:
    return f"""<div class='nav'><a href='/'>首页</a> <a href='/hot/'>热点</a></div>
<div class='user'><h1>{account.title}</h1><p>{account.name}官方账号（{NOTE}）</p></div>
<div class='feed'><ul class='list' id='list'>{rows}</ul></div>
<div class='footer'>平台版权所有（{NOTE}）</div>{script}"""


def _shown(account: Account) -> list[Post]:
    """Newest first, or as a platform that chooses would show them."""
    if not account.shuffled:
        return account.posts
    return [*account.posts[1::2], *account.posts[::2]]


def _rows(account: Account) -> str:
    return "".join(
        f"<li><a href='/item/{post.number}/'>{_headline(post)}</a>"
        f"<span class='time'>{post.words or _when(post)}</span></li>"
        for post in _shown(account)
    )


def _headline(post: Post) -> str:
    return f"【置顶】{post.title}" if post.pinned else post.title


def _when(post: Post) -> str:
    if post.age < 2:
        return ("3小时前", "昨天 18:00")[post.age]
    return post.day.strftime("%m-%d" if post.day.year == TODAY.year else "%Y-%m-%d")


def _writer(account: Account) -> str:
    """The list stands in the page only when its script has run."""
    rows = json.dumps(_rows(account), ensure_ascii=False).replace("</", "<\\/")
    return f"<script>document.getElementById('list').innerHTML={rows};</script>"


def _data(account: Account) -> str:
    clips = [_clip(account, post) for post in _shown(account)]
    state = {"user": {"uid": account.uid, "nickname": account.title}, "post": {"data": clips}}
    told = json.dumps({"app": state}, ensure_ascii=False)
    if account.way == "data":
        return f'<script id="RENDER_DATA" type="application/json">{quote(told)}</script>'
    return f"<script>window.__INITIAL_STATE__={told};(function(){{}})()</script>"


def _clip(account: Account, post: Post) -> dict[str, Any]:
    return {
        "aweme_id": str(7_300_000_000_000 + post.number),
        "desc": f"{post.title}（{NOTE}）",
        "create_time": epoch(post.age),
        "is_top": int(post.pinned),
        "author": {"uid": account.uid, "nickname": account.title},
        "status": {"is_delete": post.deleted},
        "statistics": {"digg_count": 12},
    }


def _offer(account: Account) -> Answer:
    """Where an app or mini-program is offered."""
    body = (
        f"<h1>{account.title}</h1><p>版本 3.2.1，更新日期 2024-06-01</p>"
        f"<p>{account.name}提供在线办事、预约、查询和投诉建议等服务，由{account.name}主办。（{NOTE}）</p>"
        "<a href='#download'>下载安装</a>"
    )
    return page(f"{account.title} - 应用详情", body)
