"""Links of posts and menus: followed within bounds, dead only where every look says so."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.app import media_links
from monitor.app.media import look_at_accounts
from monitor.app.standing import standing
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.media import AccountLook, LinkLook, LookState, Post, Profile
from monitor.domain.media_links import carried, due
from monitor.report.record import Record
from spiders.media.links import follow
from tests.crawl.servers import Answer, serve
from tests.media.world import NOW, blog, built, desk, ledger, moment, weibo

LATER = "2026-01-27T11:00:00+08:00"
LAST = "2026-01-28T11:00:00+08:00"
UID = "5100000001"
GAMBLING = (
    "<title>某某娱乐城 真人百家乐 在线投注平台</title><body><h1>真人百家乐</h1><p>北京赛车 六合彩 时时彩"
    " 注册送彩金 首存送彩金 老虎机 捕鱼 体育投注 澳门赌场</p><a href='/a'>立即投注</a></body>"
)


def page(text: str, status: int = 200, **headers: str) -> Answer:
    return status, {"Content-Type": "text/html; charset=utf-8", **headers}, text.encode()


FINE = page("<title>通知</title><body><p>关于防汛工作的通知，请各单位遵照执行。</p></body>")


@contextmanager
def world(home: Path) -> Iterator[Any]:
    """An account, and somebody else's server that its posts link to."""
    account: dict[str, Answer] = {}
    other: dict[str, Answer] = {}
    with serve(account) as platform, serve(other) as elsewhere:  # type: ignore[arg-type]
        house = built(home, ledger([("jia-wb", "weibo", "甲县发布", f"{platform.url}u/{UID}")]))

        class World:
            url = elsewhere.url
            log = elsewhere.log
            answers = other

            @staticmethod
            def seen(now: str, *cards: dict[str, Any]) -> dict[str, Record]:
                account.clear()
                account.update(weibo(UID, "甲县发布", *cards))
                look_at_accounts(house, accounts=["jia-wb"], as_of=now)
                made = standing(house, as_of=now).records()
                return {one.check: one for one in made if one.check.startswith("link-")}

        World.house = house  # type: ignore[attr-defined]
        yield World


def card(number: int, url: str) -> dict[str, Any]:
    return blog(number, "01-25", f'今日<a href="{url}">网页链接</a>')


def test_a_dead_link_is_suspected_confirmed_and_repaired(tmp_path: Path) -> None:
    with world(tmp_path) as there:
        link = f"{there.url}tz/1.html"
        first = there.seen(NOW, card(1, link))
        then = there.seen(LATER, card(1, link))
        there.answers["/tz/1.html"] = FINE
        last = there.seen(LAST, card(1, link))
    record = first["link-broken"]
    assert (record.subject, record.site, record.state) == (link, "jia-wb", "suspected")
    assert record.parents[0].endswith("/status/B1")
    assert record.indicator == (), "the rows on links are about sites"
    assert "甲县微博“甲县发布”有外部页面链接不可用：返回码404" in record.description
    assert record.evidence
    assert then["link-broken"].state == "confirmed"
    assert last["link-broken"].state == "gone"


def test_a_link_that_the_account_no_longer_has(tmp_path: Path) -> None:
    with world(tmp_path) as there:
        link = f"{there.url}tz/1.html"
        there.seen(NOW, card(1, link))
        then = there.seen(LATER, blog(1, "01-25", "今日"))
    assert then["link-broken"].state == "gone"


def test_a_post_out_of_sight_says_nothing_of_its_dead_link(tmp_path: Path) -> None:
    with world(tmp_path) as there:
        there.seen(NOW, blog(1, "01-20", f'<a href="{there.url}tz/1.html">网页</a>'))
        then = there.seen(LATER, blog(2, "01-26", "今日"))
    assert then["link-broken"].state == "suspected"


@pytest.mark.parametrize(
    "answer",
    [
        FINE,
        page("", 302, Location="/fine"),
        page('<meta http-equiv="refresh" content="0;url=/fine"><body></body>'),
        page("验证码", 403),
        page("<html>busy</html>", 429),
    ],
    ids=["fine", "short", "leads on", "wall", "limited"],
)
def test_what_is_no_dead_link(tmp_path: Path, answer: Answer) -> None:
    with world(tmp_path) as there:
        there.answers.update({"/1": answer, "/fine": FINE})
        assert there.seen(NOW, card(1, f"{there.url}1")) == {}


def test_a_short_address_is_followed_to_a_dead_end(tmp_path: Path) -> None:
    with world(tmp_path) as there:
        there.answers["/s"] = page("", 302, Location="/none")
        found = there.seen(NOW, card(1, f"{there.url}s"))
    assert found["link-broken"].subject == f"{there.url}s"


def test_a_link_that_offers_gambling(tmp_path: Path) -> None:
    with world(tmp_path) as there:
        there.answers["/1"] = page(GAMBLING)
        there.seen(NOW, card(1, f"{there.url}1"))
        found = there.seen(LATER, card(1, f"{there.url}1"))
    assert set(found) == {"link-hijacked"}
    assert found["link-hijacked"].state == "confirmed"
    assert found["link-hijacked"].evidence


def test_a_closed_port_and_a_network_that_is_not_ours_to_ask() -> None:
    with serve({}) as server:
        url = server.url
    dead = asyncio.run(follow(url, desk()))
    assert dead.fetch.status is FetchStatus.REFUSED
    outside = asyncio.run(follow("http://192.0.2.1/", desk()))
    assert outside.fetch.status is FetchStatus.NOT_REQUESTED


def test_a_round_follows_no_more_than_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_links, "MOST_OF_ONE", 3)
    with world(tmp_path) as there:
        cards = [card(n, f"{there.url}{n}") for n in range(8)]
        there.answers.update({f"/{n}": FINE for n in range(8)})
        there.seen(NOW, *cards)
        assert [one.path for one in there.log.visits] == ["/0", "/1", "/2"]
        there.seen(LATER, *cards)
        assert [one.path for one in there.log.visits][3:] == ["/3", "/4", "/5"], "new ones first"


# Which links, and in which order.


def look_with(at: str, *targets: LinkLook, **more: Any) -> AccountLook:
    return AccountLook("a", moment(at), LookState.SEEN, "weibo", targets=targets, **more)


def target(url: str, status: int = 200) -> LinkLook:
    return LinkLook(url, Fetch(url, FetchStatus.OK, moment(NOW), http_status=status))


def test_menu_first_then_posts_and_nothing_of_the_platform() -> None:
    look = look_with(
        NOW,
        profile=Profile(links=("https://www.example.cn/menu", "pages/index")),
        posts=(
            Post("https://m.weibo.cn/status/1", links=("https://www.example.cn/1",)),
            Post("https://m.weibo.cn/status/2", links=("https://s.weibo.com/topic",)),
            Post("https://m.weibo.cn/status/3", links=("https://www.example.cn/1",)),
            Post("https://m.weibo.cn/status/4", deleted=True, links=("https://www.example.cn/4",)),
        ),
    )
    assert carried(look, "https://weibo.com/u/1") == {
        "https://www.example.cn/menu": ("https://weibo.com/u/1",),
        "https://www.example.cn/1": (
            "https://m.weibo.cn/status/1",
            "https://m.weibo.cn/status/3",
        ),
    }


def test_second_looks_come_first_and_what_led_somewhere_waits_a_week() -> None:
    earlier = [
        look_with("2026-01-18T10:00:00+08:00", target("http://old/"), target("http://bad/", 404)),
        look_with("2026-01-25T10:00:00+08:00", target("http://fresh/")),
    ]
    links = dict.fromkeys(["http://new/", "http://fresh/", "http://old/"], ())
    now = moment(NOW)
    assert due(links, earlier, now=now, most=9) == ["http://bad/", "http://new/", "http://old/"]
    assert due(links, earlier, now=now, most=1) == ["http://bad/"]
    walled = [look_with("2026-01-25T10:00:00+08:00", target("http://wall/", 403))]
    assert due({}, walled, now=now, most=9) == [], "a wall is nothing to look at again"
    many = [
        look_with("2026-01-25T10:00:00+08:00", *(target(f"http://{n}/", 404) for n in range(9)))
    ]
    assert due(links, many, now=now, most=4)[2:] == ["http://new/", "http://fresh/"]
    mended = [*earlier, replace(earlier[0], at=now, targets=(target("http://bad/"),))]
    assert due(links, mended, now=now, most=9) == ["http://new/", "http://old/"]
