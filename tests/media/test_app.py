"""Apps and mini-programs by their pages."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from monitor.crawl.rendered import Rendered
from monitor.domain.evidence import FetchStatus
from monitor.domain.media import AccountLook, LookState
from monitor.domain.subject import Account
from spiders.media.adapter import adapter_of
from tests.crawl.servers import Answer, html, serve
from tests.media.world import desk

STORE = """<html><head><title>甲县通-应用市场</title></head><body><h1>甲县通</h1><a href='/d/1.apk'>下载</a>
<p>版本 2.3.1 更新时间：2024-03-01 开发者：甲县人民政府办公室</p></body></html>"""


def seen(answer: Answer, platform: str = "app", shown: Rendered | None = None) -> AccountLook:
    async def render(url: str) -> Rendered:
        assert shown is not None
        return shown

    with serve(lambda _: answer) as server:
        account = Account("jia-app", "jia", platform, "甲县通", f"{server.url}app/1")
        way = adapter_of(account, {})
        assert way is not None
        assert way.lane == "app"
        return asyncio.run(way.look(account, replace(desk(), render=render if shown else None)))


@pytest.mark.parametrize("platform", ["app", "miniprogram"])
def test_a_page_that_opens_says_nothing_of_posts(platform: str) -> None:
    found = seen(html(STORE), platform)
    assert (found.state, found.posts, found.partial) == (LookState.SEEN, (), True)
    assert found.newest is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (html("no", 404), "not_found"),
        (html("<html><body>抱歉，该应用已下架，去看看别的应用吧</body></html>"), "removed"),
        (html("<html><body>没有结果：您访问的应用不存在，请返回首页</body></html>"), "removed"),
    ],
)
def test_an_app_that_is_gone(answer: Answer, reason: str) -> None:
    found = seen(answer)
    assert (found.state, found.reason) == (LookState.GONE, reason)


def test_a_long_page_that_speaks_of_others_taken_down() -> None:
    page = STORE.replace("</body>", "<p>公告：应用已下架的处理办法。</p>" * 60 + "</body>")
    assert seen(html(page)).state is LookState.SEEN


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (html("no", 403), "blocked"),
        (html("no", 429), "rate_limited"),
        (html("no", 502), "refused_us"),
        (html("<html><body></body></html>"), "unreadable"),
        (html("<html><title>安全验证</title><body>请完成安全验证</body></html>"), "blocked"),
    ],
)
def test_what_is_no_word_on_the_app(answer: Answer, reason: str) -> None:
    found = seen(answer)
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


def test_a_page_that_scripts_build() -> None:
    empty = html("<html><body><div id=app></div></body></html>")
    shown = Rendered(STORE.encode(), "", FetchStatus.OK, 200, whole=True)
    assert seen(empty, shown=shown).state is LookState.SEEN
