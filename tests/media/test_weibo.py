"""The Weibo adapter on answers shaped like the real ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.domain.media import AccountLook, LookState
from monitor.domain.subject import Account
from tests.crawl.servers import Answer, serve
from tests.media.world import blog, look, told, weibo
from tests.schedule.world import at

UID = "5100000001"
REAL = Path(__file__).parents[3] / "shared" / "pages" / "121_weibo_getIndex_cards.json"


def seen(pages: dict[str, Answer], now: str = "2026-01-26T10:00:00+08:00") -> AccountLook:
    with serve(dict(pages)) as server:
        account = Account("jia-wb", "jia", "weibo", "甲县发布", f"{server.url}u/{UID}")
        return look(account, now)


def test_posts_reposts_and_a_pinned_one() -> None:
    found = seen(
        weibo(
            UID,
            "甲县发布",
            blog(1, "2024-03-01", title={"text": "置顶"}),
            blog(2, "昨天 18:00", retweeted_status={"id": "9"}),
            blog(3, "01-20", '通知<br/>见<a href="https://www.example.cn/1">网页</a>🍒'),
        )
    )
    assert found.state is LookState.SEEN
    assert found.profile is not None
    assert found.profile.name == "甲县发布"
    assert [one.pinned for one in found.posts] == [True, False, False]
    assert [one.original for one in found.posts] == [True, False, True]
    assert found.newest == at("2026-01-25T18:00:00+08:00")
    assert found.posts[2].text == "通知 见 网页 🍒"
    assert found.posts[2].links == ("https://www.example.cn/1",)
    assert not found.whole
    assert len(found.proof) == 3


def test_posts_within_groups_are_posts() -> None:
    group = {"card_type": 11, "card_group": [blog(4, "3小时前"), {"card_type": 42}]}
    found = seen(weibo(UID, "甲县发布", group))
    assert [one.published for one in found.posts] == [at("2026-01-26T07:00:00+08:00")]


def test_a_short_list_is_whole() -> None:
    assert seen(weibo(UID, "甲县发布", blog(1, "2025-06-01"), total=1)).whole


def test_an_account_without_posts() -> None:
    pages = weibo(UID, "甲县发布", total=0)
    found = seen(pages)
    assert (found.state, found.posts, found.whole) == (LookState.SEEN, (), True)


def test_deleted_and_edited_posts() -> None:
    found = seen(
        weibo(
            UID,
            "甲县发布",
            blog(1, "01-25", "抱歉，此微博已被作者删除。查看帮助"),
            blog(2, "01-10", edit_count=2),
        )
    )
    assert [one.deleted for one in found.posts] == [True, False]
    assert found.posts[1].edited
    assert found.newest == at("2026-01-10T00:00:00+08:00")


def test_a_resident_id_in_a_post_is_not_kept() -> None:
    found = seen(weibo(UID, "甲县发布", blog(1, "01-25", "身份证110101199003078515公示")))
    assert "199003078515" not in found.posts[0].text


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("用户不存在", "not_found"),
        ("该账号已注销", "closed"),
        ("该账号已被封禁，页面不存在", "banned"),
    ],
)
def test_an_account_that_is_gone(message: str, reason: str) -> None:
    pages = weibo(UID, "甲县发布")
    first = next(iter(pages))
    found = seen({first: told({"ok": 0, "msg": message})})
    assert (found.state, found.reason) == (LookState.GONE, reason)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (told({"ok": -100, "url": "https://passport.example/signin"}), "blocked"),
        (told({"ok": 0, "msg": "请先登录"}), "blocked"),
        (told({"ok": 0}), "unreadable"),
        (told({"ok": 0}, 418), "blocked"),
        (told({"ok": 0}, 429), "rate_limited"),
        (told({"ok": 0}, 500), "refused_us"),
        ((200, {"Content-Type": "text/html"}, "<html>新浪访客系统</html>".encode()), "unreadable"),
        ((200, {"Content-Type": "application/json"}, b""), "unreadable"),
    ],
)
def test_what_is_no_word_on_the_account(answer: Answer, reason: str) -> None:
    first = next(iter(weibo(UID, "甲县发布")))
    found = seen({first: answer})
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


def test_a_wall_before_the_list_alone() -> None:
    pages = weibo(UID, "甲县发布", blog(1, "01-25"))
    first, second, *_ = pages
    found = seen({first: pages[first], second: told({"ok": -100})})
    assert (found.state, found.reason) == (LookState.UNVERIFIED, "blocked")


@pytest.mark.skipif(not REAL.exists(), reason="no real answers here")
def test_a_real_answer() -> None:
    value = json.loads(REAL.read_text(encoding="utf-8"))
    pages = weibo(UID, "甲县发布")
    first, second, *_ = pages
    found = seen({first: pages[first], second: told(value)}, "2019-06-15T12:00:00+08:00")
    assert len(found.posts) == 10
    assert found.newest is not None
    assert found.newest.date().isoformat() == "2019-06-14"
