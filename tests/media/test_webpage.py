"""Accounts of any platform by the page that shows their posts."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from monitor.crawl.rendered import Rendered
from monitor.domain.evidence import FetchStatus
from monitor.domain.media import AccountLook, LookState
from monitor.domain.subject import Account
from spiders.media.webpage import ADAPTER
from tests.crawl.servers import Answer, html, serve
from tests.media.world import NOW, desk, epoch
from tests.schedule.world import at


def seen(answer: Answer, *, shown: Rendered | None = None, now: str = NOW) -> AccountLook:
    async def render(url: str) -> Rendered:
        assert shown is not None
        return shown

    with serve(lambda _: answer) as server:
        account = Account("jia-tt", "jia", "toutiao", "甲县发布", f"{server.url}c/user/100/")
        looking = replace(desk(now), render=render if shown else None)
        return asyncio.run(ADAPTER.look(account, looking))


def listed(*items: tuple[str, str], head: str = "") -> str:
    rows = "".join(
        f"<li><a href='/item/{n}/'>{title}</a><span class='time'>{time}</span></li>"
        for n, (title, time) in enumerate(items, 70001)
    )
    return f"""<html><head><title>甲县发布的主页</title></head><body><div class='nav'><a href='/'>首页</a>
<a href='/hot/'>热点</a></div>{head}<div class='feed'><ul class='list'>{rows}</ul></div>
<div class='footer'>版权所有</div></body></html>"""


TITLES = (
    "关于召开全县防汛工作会议的通知",
    "全县春季造林工作全面启动",
    "甲县人民医院新院区投入使用",
)


def test_a_list_with_days() -> None:
    days = ("2026-01-25", "2026-01-20", "2025-12-30")
    found = seen(html(listed(*zip(TITLES, days, strict=True))))
    assert found.state is LookState.SEEN
    assert [one.text for one in found.posts] == list(TITLES)
    assert found.newest == at("2026-01-25T00:00:00+08:00")
    assert (found.whole, found.partial) == (False, False)


def test_words_for_times_and_a_day_of_the_year_before() -> None:
    times = ("3小时前", "昨天 18:00", "12-30")
    found = seen(html(listed(*zip(TITLES, times, strict=True))), now="2026-01-02T10:00:00+08:00")
    assert [one.published for one in found.posts] == [
        at("2026-01-02T07:00:00+08:00"),
        at("2026-01-01T18:00:00+08:00"),
        at("2025-12-30T00:00:00+08:00"),
    ]


def test_a_pinned_post_and_an_emoji() -> None:
    titles = ("【置顶】甲县政务服务办事指南汇总", *TITLES[:2], "🍒甲县樱桃开园了，欢迎前来")
    times = ("2024-03-01", "2026-01-25", "2026-01-20", "2026-01-19")
    found = seen(html(listed(*zip(titles, times, strict=True))))
    assert [one.pinned for one in found.posts] == [True, False, False, False]
    assert found.posts[3].text.startswith("🍒")
    assert not found.partial


def test_posts_in_no_order_are_a_choice() -> None:
    times = ("2025-11-01", "2025-12-20", "2025-10-30")
    assert seen(html(listed(*zip(TITLES, times, strict=True)))).partial


def state(value: Any, way: str) -> Answer:
    told = json.dumps(value, ensure_ascii=False)
    script = {
        "render": f'<script id="RENDER_DATA" type="application/json">{quote(told)}</script>',
        "next": f'<script id="__NEXT_DATA__" type="application/json">{told}</script>',
        "initial": f"<script>window.__INITIAL_STATE__={told};(function(){{}})()</script>",
        "parse": f"<script>window._SSR_DATA = JSON.parse({json.dumps(told)});</script>",
    }[way]
    return html(
        f"<html><head><title>甲县发布</title></head><body><div id=root></div>{script}</body></html>"
    )


def clip(number: int, moment: str, title: str = "防汛提示", **more: Any) -> dict[str, Any]:
    return {"aweme_id": str(number), "desc": title, "create_time": epoch(moment), **more}


@pytest.mark.parametrize("way", ["render", "next", "initial", "parse"])
def test_the_data_of_scripts(way: str) -> None:
    posts = [
        clip(1, "2024-03-01T08:00:00+08:00", is_top=1),
        clip(2, "2026-01-25T08:00:00+08:00", "🌧️防汛提示" + "长" * 500),
        clip(3, "2026-01-21T08:00:00+08:00", status={"is_delete": True}),
    ]
    found = seen(state({"app": {"user": {"uid": 1}, "post": {"data": posts, "x": None}}}, way))
    assert [one.pinned for one in found.posts] == [True, False, False]
    assert [one.deleted for one in found.posts] == [False, False, True]
    assert found.newest == at("2026-01-25T08:00:00+08:00")
    assert len(found.posts[1].text) == 200
    assert len({one.url for one in found.posts}) == 3
    assert not found.partial


def test_posts_of_others_are_not_the_accounts() -> None:
    def by(name: str, number: int, moment: str) -> dict[str, Any]:
        return clip(number, moment, author={"nickname": name})

    others = [by("乙市日报", n, "2026-01-26T08:00:00+08:00") for n in range(5)]
    own = [
        by("甲县发布", 8, "2025-12-20T08:00:00+08:00"),
        by("甲县发布", 9, "2025-12-02T08:00:00+08:00"),
    ]
    found = seen(state({"recommend": others, "post": own}, "initial"))
    assert found.newest == at("2025-12-20T08:00:00+08:00")
    found = seen(state({"recommend": others}, "initial"))
    assert (found.state, found.reason) == (LookState.UNVERIFIED, "unreadable")


def test_an_edited_post_keeps_the_time_of_its_publication() -> None:
    one = clip(1, "2026-01-20T08:00:00+08:00", modify_time=epoch("2026-01-25T08:00:00+08:00"))
    assert seen(state({"data": [one]}, "next")).newest == at("2026-01-20T08:00:00+08:00")


def test_what_needs_a_browser_is_shown_by_one() -> None:
    times = ("2026-01-25", "2026-01-20", "2025-12-30")
    page = listed(*zip(TITLES, times, strict=True)).encode()
    empty = html("<html><body><div id=root></div><script src=/a.js></script></body></html>")
    found = seen(empty, shown=Rendered(page, "", FetchStatus.OK, 200, whole=True))
    assert len(found.posts) == 3
    found = seen(empty, shown=Rendered(status=FetchStatus.TIMEOUT))
    assert (found.state, found.reason) == (LookState.UNVERIFIED, "unreadable")
    captcha = "<html><body>请完成下方验证 拖动滑块</body></html>".encode()
    found = seen(empty, shown=Rendered(captcha, "", FetchStatus.OK, 200))
    assert (found.state, found.reason) == (LookState.UNVERIFIED, "blocked")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (html("<html><title>滑动验证</title><body>拖动滑块完成拼图</body></html>"), "blocked"),
        (html("<html><body>请登录后查看更多内容</body></html>"), "blocked"),
        (html("no", 403), "blocked"),
        (html("no", 429), "rate_limited"),
        (html("no", 500), "refused_us"),
        (html(""), "unreadable"),
        (
            html("<html><body>" + "<p>本页介绍本单位的基本情况。</p>" * 40 + "</body></html>"),
            "unreadable",
        ),
    ],
)
def test_what_is_no_word_on_the_account(answer: Answer, reason: str) -> None:
    found = seen(answer)
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (html("no", 404), "not_found"),
        (html("no", 410), "not_found"),
        (html("<html><body>用户不存在</body></html>"), "not_found"),
        (html("<html><body>该账号已注销</body></html>"), "closed"),
        (html("<html><body>该账号已被封禁，内容无法查看</body></html>"), "banned"),
    ],
)
def test_an_account_that_is_gone(answer: Answer, reason: str) -> None:
    found = seen(answer)
    assert (found.state, found.reason) == (LookState.GONE, reason)


def test_a_page_that_says_there_is_nothing_proves_nothing() -> None:
    found = seen(html("<html><body>甲县发布 暂无内容</body></html>"))
    assert (found.state, found.posts, found.partial) == (LookState.SEEN, (), True)
