"""Articles and albums of WeChat, and what stands in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.domain.media import AccountLook, LookState
from monitor.domain.subject import Account
from monitor.extract.wechat import read_article
from tests.crawl.servers import Answer, html, serve
from tests.media.world import NOW, article_page, epoch, look, notice_page, told
from tests.schedule.world import at

REAL = Path(__file__).parents[3] / "shared" / "pages" / "095_wechat_article_aifou.html"


def seen(answer: Answer, path: str = "s/AbCdEf") -> AccountLook:
    with serve(lambda _: answer) as server:
        return look(Account("jia-wx", "jia", "wechat", "甲县发布", f"{server.url}{path}"))


def test_the_moment_in_the_page_not_the_words_shown() -> None:
    found = seen(html(article_page("甲县发布", "2025-12-31T23:50:00+08:00", shown="昨天")))
    assert found.state is LookState.SEEN
    assert found.newest == at("2025-12-31T23:50:00+08:00")
    assert found.profile is not None
    assert (found.profile.name, found.profile.interactive) == ("甲县发布", None)
    assert found.partial
    assert not found.whole
    assert len(found.proof) == 1


def test_room_for_comments() -> None:
    page = article_page("甲县发布", "2026-01-20T08:00:00+08:00", comment_id="1206697968322215937")
    found = seen(html(page), "s?__biz=MzA4&mid=1&idx=1&sn=ab")
    assert found.profile is not None
    assert found.profile.interactive


def test_a_long_text_with_emoji_and_a_number_is_cut_and_masked() -> None:
    page = article_page(
        "甲县发布", "2026-01-20T08:00:00+08:00", "🍒公示", desc="110101199003078515" + "长" * 900
    )
    text = seen(html(page)).posts[0].text
    assert text.startswith("🍒公示")
    assert "199003078515" not in text
    assert len(text) <= 200


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("var nickname = htmlDecode(\"甲县&amp;发布\");var ct = '{}';", "甲县&发布"),
        ("nick_name: JsDecode('甲县发布'), create_time: JsDecode('{}'),", "甲县发布"),
        ("window.cgiDataNew={{nick_name:'甲县发布',ori_create_time:'{}'}}", "甲县发布"),
    ],
)
def test_other_ways_to_write_it(written: str, name: str) -> None:
    moment = "2026-01-20T08:00:00+08:00"
    page = f'<div id="js_content"></div><script>{written.format(epoch(moment))}</script>'
    found = read_article(page, at(NOW))
    assert found is not None
    assert (found.published, found.name) == (at(moment), name)


@pytest.mark.parametrize(
    ("words", "state", "reason"),
    [
        ("该内容已被发布者删除", LookState.UNVERIFIED, "post_gone"),
        ("此内容因违规无法查看", LookState.UNVERIFIED, "post_gone"),
        ("链接已过期", LookState.UNVERIFIED, "post_gone"),
        ("环境异常 当前环境异常，完成验证后即可继续访问。", LookState.UNVERIFIED, "blocked"),
        ("该公众号已迁移", LookState.GONE, "moved"),
        ("此帐号已自主注销，内容无法查看", LookState.GONE, "closed"),
        ("该公众号已注销", LookState.GONE, "closed"),
        ("此帐号已被屏蔽, 内容无法查看", LookState.GONE, "banned"),
        ("系统出错", LookState.UNVERIFIED, "unreadable"),
    ],
)
def test_what_stands_in_its_place(words: str, state: LookState, reason: str) -> None:
    found = seen(html(notice_page(words)))
    assert (found.state, found.reason) == (state, reason)


def test_an_article_that_speaks_of_deleted_contents_is_an_article() -> None:
    page = article_page("甲县发布", "2026-01-20T08:00:00+08:00", "辟谣：该内容已被发布者删除")
    assert seen(html(page)).state is LookState.SEEN


@pytest.mark.parametrize(("status", "reason"), [(429, "rate_limited"), (403, "blocked")])
def test_a_refusal(status: int, reason: str) -> None:
    found = seen(html("no", status))
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


def test_an_album() -> None:
    articles = [
        {"title": "二", "url": "http://mp.weixin.qq.com/s?2", "create_time": str(epoch(NOW))},
        {"title": "一", "url": "http://mp.weixin.qq.com/s?1", "create_time": "1735689600"},
    ]
    answer = told({"base_resp": {"ret": 0}, "getalbum_resp": {"article_list": articles}})
    found = seen(answer, "mp/appmsgalbum?__biz=MzA4&album_id=1#wechat_redirect")
    assert [one.text for one in found.posts] == ["二", "一"]
    assert found.newest == at(NOW)
    assert found.partial


def test_an_empty_album_and_none() -> None:
    path = "mp/appmsgalbum?album_id=1"
    assert seen(told({"getalbum_resp": {"article_list": []}}), path).posts == ()
    found = seen(html(notice_page("参数错误")), path)
    assert (found.state, found.reason) == (LookState.UNVERIFIED, "post_gone")


@pytest.mark.skipif(not REAL.exists(), reason="no real page here")
def test_a_real_article() -> None:
    found = read_article(REAL.read_text(encoding="utf-8"), at("2020-02-13T22:00:00+08:00"))
    assert found is not None
    assert found.published == at("2020-02-12T22:17:54+08:00")
    assert (found.name, found.number) == ("爱否科技", "gh_3fb3f07c5c4a")
