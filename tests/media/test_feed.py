"""Feeds of all three kinds."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.domain.media import AccountLook, LookState
from monitor.domain.subject import Account
from spiders.media.adapter import adapter_of
from tests.crawl.servers import Answer, html, serve
from tests.media.world import look, told
from tests.schedule.world import at

XML = {"Content-Type": "application/xml; charset=utf-8"}


def item(title: str, date: str = "", *, more: str = "") -> str:
    day = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title>{day}{more}</item>"


def rss(*items: str, head: str = "") -> Answer:
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:fh="http://purl.org/syndication/history/1.0"><channel><title>甲县发布</title>
<link>https://www.example.cn/</link><description/>{head}{"".join(items)}</channel></rss>"""
    return 200, XML, text.encode()


def atom(*entries: str) -> Answer:
    text = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>甲县发布</title>{"".join(entries)}</feed>'
    return 200, XML, text.encode()


def seen(answer: Answer, *, bridge: bool = False) -> AccountLook:
    with serve(lambda _: answer) as server:
        if bridge:
            account = Account(
                "jia-wb", "jia", "weibo", "甲县发布", "https://weibo.example/u/5100000001"
            )
            return look(account, secrets={"feed": f"{server.url}secretkey/feed"})
        return look(Account("jia-rss", "jia", "feed", "甲县发布", f"{server.url}news/feed.xml"))


def test_rss() -> None:
    found = seen(
        rss(
            item("【置顶】办事指南", "Mon, 01 Jan 2024 08:00:00 +0800", more="<link>/zd</link>"),
            item(
                "公示🍒",
                "Sat, 24 Jan 2026 23:30:00 GMT",
                more="<link>a/1.html</link><description>&lt;p&gt;全文 "
                "&lt;a href='/f'&gt;附件&lt;/a&gt; 110101199003078515&lt;/p&gt;</description>",
            ),
        )
    )
    assert found.state is LookState.SEEN
    pinned, newest = found.posts
    assert (pinned.pinned, newest.pinned) == (True, False)
    assert newest.published == at("2026-01-25T07:30:00+08:00")
    assert newest.text.startswith("公示🍒 全文 附件")
    assert "199003078515" not in newest.text
    assert newest.url.endswith("/news/a/1.html")
    assert (found.whole, found.partial) == (False, False)


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-25 07:30:00",
        "2026-01-25T07:30:00+08:00",
        "2026-01-24T23:30:00Z",
        "Sun, 25 Jan 2026 07:30:00 +0800",
        "Sun, 25 Jan 2026 07:30:00",
        "2026年1月25日 07:30",
    ],
)
def test_times_as_feeds_write_them(written: str) -> None:
    assert seen(rss(item("一", written))).newest == at("2026-01-25T07:30:00+08:00")


@pytest.mark.parametrize("written", ["", "soon", "Sun, 25 Jan 2027 07:30:00 +0800"])
def test_no_time_and_one_that_lies_ahead(written: str) -> None:
    (post,) = seen(rss(item("一", written))).posts
    assert post.published is None


def test_a_day_without_a_year_is_the_last_such_day() -> None:
    assert seen(rss(item("一", "12-31"))).newest == at("2025-12-31T00:00:00+08:00")


def test_a_number_without_a_link() -> None:
    found = seen(rss(item("一", more='<guid isPermaLink="false">tag:1</guid>')))
    assert found.posts[0].url.endswith("/news/feed.xml#tag%3A1")
    found = seen(rss(item("一", more="<guid>https://www.example.cn/1</guid>")))
    assert found.posts[0].url == "https://www.example.cn/1"


def test_atom_and_an_edited_entry() -> None:
    found = seen(
        atom(
            "<entry><title>一</title><id>tag:1</id><link href='/p/1'/>"
            "<published>2026-01-10T08:00:00+08:00</published>"
            "<updated>2026-01-25T08:00:00+08:00</updated></entry>",
            "<entry><title>二</title><id>tag:2</id><updated>2026-01-09T08:00:00+08:00</updated></entry>",
        )
    )
    first, second = found.posts
    assert (first.edited, first.published) == (True, at("2026-01-10T08:00:00+08:00"))
    assert (second.edited, second.published) == (False, at("2026-01-09T08:00:00+08:00"))


def json_feed(*items: dict[str, Any]) -> Answer:
    version = "https://jsonfeed.org/version/1.1"
    return told({"version": version, "title": "甲县发布", "items": list(items)})


def test_json_feed() -> None:
    found = seen(
        json_feed(
            {
                "id": "1",
                "url": "/p/1",
                "content_html": "<p>长" + "文" * 500 + "</p>",
                "date_published": "2026-01-25T08:00:00+08:00",
                "date_modified": "2026-01-25T09:00:00+08:00",
            },
            {"id": "2", "title": "此微博已被作者删除", "content_text": ""},
        )
    )
    first, second = found.posts
    assert (first.edited, len(first.text)) == (True, 200)
    assert first.url.endswith("/p/1")
    assert (second.deleted, second.published) == (True, None)


def test_an_empty_feed() -> None:
    found = seen(rss())
    assert (found.state, found.posts, found.whole) == (LookState.SEEN, (), False)


def test_a_feed_that_says_it_is_complete() -> None:
    found = seen(rss(item("一", "2025-06-01"), head="<fh:complete/>"), bridge=True)
    assert (found.whole, found.partial) == (True, False)


def test_a_bridge_proves_no_silence_and_its_address_stays_secret() -> None:
    found = seen(rss(item("一", "2025-06-01", more="<link>x/1</link>")), bridge=True)
    assert (found.state, found.partial) == (LookState.SEEN, True)
    assert "secretkey" not in repr(found)
    assert len(found.proof) == 1


def test_a_broken_feed_may_lack_posts() -> None:
    status, headers, body = rss(item("一", "2026-01-25"), item("二", "2026-01-24"))
    found = seen((status, headers, body[:-60]))
    assert found.partial
    assert found.newest == at("2026-01-25T00:00:00+08:00")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (html("<html><body><a href='/'>首页</a> 新闻列表</body></html>"), "not_a_feed"),
        (told({"items": []}), "not_a_feed"),
        ((200, XML, b""), "not_a_feed"),
        ((200, XML, b"<?xml version='1.0'?><opml version='2.0'/>"), "not_a_feed"),
        ((200, XML, b"{nothing"), "not_a_feed"),
        ((404, XML, b"gone"), "refused_us"),
        ((429, XML, b""), "rate_limited"),
        ((403, XML, b""), "blocked"),
    ],
)
def test_what_is_no_feed(answer: Answer, reason: str) -> None:
    found = seen(answer)
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


def test_no_file_is_read_for_a_feed() -> None:
    """An answer that names a file or an address is only an answer."""
    assert seen((200, XML, b"/etc/hostname")).reason == "not_a_feed"


@pytest.mark.parametrize(
    ("url", "lane"),
    [
        ("https://x.example.cn/rss.xml", "feed"),
        ("https://x.example.cn/feed/", "feed"),
        ("https://x.example.cn/a.atom", "feed"),
        ("https://x.example.cn/feedback/", "webpage"),
    ],
)
def test_addresses_of_feeds(url: str, lane: str) -> None:
    way = adapter_of(Account("a", "jia", "toutiao", "甲县发布", url), {})
    assert way is not None
    assert way.lane == lane


def test_json_that_is_not_utf8_is_no_feed() -> None:
    body = json.dumps({"version": 1}).encode("utf-16")
    assert seen((200, XML, body)).reason == "not_a_feed"
