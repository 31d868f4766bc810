"""The owner's interface of WeChat, on answers shaped like the real ones."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from db import media as kept
from monitor.app.media import look_at_accounts
from monitor.domain.finding import Outcome
from monitor.domain.media import AccountLook, LookState
from monitor.domain.subject import Account
from spiders.media.wechat import ADAPTER
from tests.crawl.servers import Answer, Visit, serve
from tests.media.world import NOW, batch, built, desk, ledger, look, news, publication, told
from tests.schedule.world import at

KEYS = {"app_id": "wx0123456789abcdef", "app_secret": "0f" * 16}
TOKEN = "79_freshtoken"
EMPTY: dict[str, Any] = {"list": [], "is_delay": False}
ACCOUNT = Account("jia-wx", "jia", "wechat", "甲县发布")


def day_of(day: str, *titles: str) -> dict[str, Any]:
    """One day's publications in the statistics."""
    told = [
        {
            "ref_date": day,
            "msgid": f"10000_{n}",
            "publish_type": 0,
            "title": title,
            "content_url": f"http://mp.weixin.qq.com/s?__biz=MzA4&mid=9&idx={n}",
            "detail_list": [],
        }
        for n, title in enumerate(titles, 1)
    ]
    return {"list": told, "is_delay": False}


class Platform:
    """The interface: `published`, what its list says page by page; `days`, what its statistics say."""

    def __init__(self, *published: Any, days: Any = EMPTY, menu: Any = None) -> None:
        self.published = list(published) or [batch()]
        self.days = days
        self.menu = menu or {"is_menu_open": 0}
        self.token: Any = {"access_token": TOKEN, "expires_in": 7200}
        self.asked: list[str] = []

    def __call__(self, visit: Visit) -> Answer | None:
        path, _, query = visit.path.partition("?")
        self.asked.append(path)
        if path == "/cgi-bin/stable_token":
            return told(self.token)
        if f"access_token={TOKEN}" not in query:
            return told({"errcode": 41001, "errmsg": "access_token missing"})
        if path == "/cgi-bin/freepublish/batchget":
            one = self.published.pop(0) if len(self.published) > 1 else self.published[0]
            return told(one)
        if path == "/datacube/getarticletotaldetail":
            one = self.days.pop(0) if isinstance(self.days, list) and self.days else self.days
            return told(one or EMPTY)
        if path == "/cgi-bin/get_current_selfmenu_info":
            return told(self.menu)
        return None


def seen(platform: Platform, secrets: dict[str, str] | None = None) -> AccountLook:
    with serve(platform) as server:
        return look(ACCOUNT, secrets=(secrets or KEYS) | {"api": server.url})


def test_articles_of_publications() -> None:
    found = seen(
        Platform(
            batch(
                publication(
                    "2026-01-25T09:30:00+08:00", news("一"), news("二🍒", digest="全文" * 300)
                ),
                publication("2026-01-20T08:00:00+08:00", news("三", is_deleted=True)),
            )
        )
    )
    assert found.state is LookState.SEEN
    assert [one.deleted for one in found.posts] == [False, False, True]
    assert found.posts[1].text.startswith("二🍒 全文")
    assert len(found.posts[1].text) <= 200
    assert found.newest == at("2026-01-25T09:30:00+08:00")
    assert found.profile is not None
    assert found.profile.interactive is None


def test_what_was_sent_is_seen_by_its_day() -> None:
    """Messages sent to followers are not in the list of publications."""
    platform = Platform(
        batch(publication("2026-01-20T08:00:00+08:00", news("旧"))),
        days=[EMPTY, day_of("2026-01-24", "群发一", "群发二")],
    )
    found = seen(platform)
    assert not found.partial
    assert found.newest == at("2026-01-24T00:00:00+08:00")
    assert [one.text for one in found.posts] == ["旧", "群发一", "群发二"]
    assert platform.asked.count("/datacube/getarticletotaldetail") == 2


def test_what_stands_in_both_lists_is_one_post() -> None:
    found = seen(
        Platform(
            batch(publication("2026-01-25T08:00:00+08:00", news("通知", digest="全文"))),
            days=[day_of("2026-01-25", "通知")],
        )
    )
    assert [one.published for one in found.posts] == [at("2026-01-25T08:00:00+08:00")]


def test_an_empty_account_was_silent_for_the_days_asked_for() -> None:
    platform = Platform()
    found = seen(platform)
    assert (found.state, found.posts, found.partial) == (LookState.SEEN, (), False)
    assert platform.asked.count("/datacube/getarticletotaldetail") == 15


@pytest.mark.parametrize(
    "days",
    [
        {"errcode": 48001, "errmsg": "api unauthorized"},
        {"list": [], "is_delay": True},
        {"errcode": 61501, "errmsg": "date range error"},
        {"list": None},
    ],
)
def test_without_statistics_the_list_proves_no_silence(days: Any) -> None:
    old = batch(publication("2025-11-20T08:00:00+08:00", news("旧")))
    assert seen(Platform(old, days=days)).partial


def test_an_edited_article_keeps_its_day() -> None:
    found = seen(
        Platform(
            batch(
                publication(
                    "2026-01-02T08:00:00+08:00", news("旧"), updated="2026-01-25T08:00:00+08:00"
                )
            )
        )
    )
    assert found.posts[0].edited
    assert found.newest == at("2026-01-02T08:00:00+08:00")


def test_pages_are_turned() -> None:
    first = [publication(f"2026-01-25T{n:02}:00:00+08:00", news(f"{n}")) for n in range(20)]
    last = publication("2026-01-02T08:00:00+08:00", news("末"))
    platform = Platform(batch(*first, total=21), batch(last, total=21))
    assert len(seen(platform).posts) == 21


def test_comments_or_a_menu_make_it_interactive() -> None:
    open_for_comments = news("一", need_open_comment=1)
    found = seen(Platform(batch(publication("2026-01-25T08:00:00+08:00", open_for_comments))))
    assert found.profile is not None
    assert found.profile.interactive
    below = {"list": [{"type": "view", "name": "信箱", "url": "https://www.example.cn/xx"}]}
    menu = {"button": [{"name": "互动", "sub_button": below}]}
    found = seen(Platform(menu={"is_menu_open": 1, "selfmenu_info": menu}))
    assert found.profile is not None
    assert found.profile.interactive
    assert found.profile.links == ("https://www.example.cn/xx",)


def test_an_expired_token_is_renewed_once() -> None:
    platform = Platform({"errcode": 42001, "errmsg": "access_token expired"}, batch())
    assert seen(platform).state is LookState.SEEN
    assert platform.asked.count("/cgi-bin/stable_token") == 2


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_token_that_stays_expired(code: int) -> None:
    platform = Platform({"errcode": code, "errmsg": "invalid credential"})
    found = seen(platform)
    assert (found.state, found.reason) == (LookState.UNVERIFIED, "token_expired")
    assert platform.asked.count("/cgi-bin/stable_token") == 2


def test_a_given_token_cannot_be_renewed() -> None:
    platform = Platform()
    found = seen(platform, {"token": "old"})
    assert (found.state, found.reason) == (LookState.UNVERIFIED, "refused_us")
    platform = Platform({"errcode": 42001, "errmsg": "access_token expired"})
    found = seen(platform, {"token": TOKEN})
    assert found.reason == "token_expired"
    assert "/cgi-bin/stable_token" not in platform.asked


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (45009, "rate_limited"),
        (45011, "rate_limited"),
        (-1, "rate_limited"),
        (48001, "no_permission"),
        (40164, "ip_not_listed"),
        (99999, "refused_us"),
    ],
)
def test_what_the_interface_refuses(code: int, reason: str) -> None:
    found = seen(Platform({"errcode": code, "errmsg": "…"}))
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


@pytest.mark.parametrize(
    ("code", "reason"),
    [(40013, "bad_credentials"), (40125, "bad_credentials"), (40164, "ip_not_listed")],
)
def test_no_token_is_given(code: int, reason: str) -> None:
    platform = Platform()
    platform.token = {"errcode": code, "errmsg": "invalid"}
    found = seen(platform)
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


def test_a_gateway_that_knows_the_ordinary_token_only() -> None:
    platform = Platform(batch(publication("2026-01-25T08:00:00+08:00", news("一"))))

    def gateway(visit: Visit) -> Answer | None:
        if visit.path.startswith("/cgi-bin/stable_token"):
            return None
        if visit.path.startswith("/cgi-bin/token?grant_type=client_credential&appid=wx"):
            return told(platform.token)
        return platform(visit)

    with serve(gateway) as server:
        found = look(ACCOUNT, secrets=KEYS | {"api": server.url})
    assert len(found.posts) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (told({}, 429), "rate_limited"),
        (told({}, 502), "refused_us"),
        ((200, {"Content-Type": "text/html"}, b"<html>login</html>"), "unreadable"),
        (told([]), "unreadable"),
    ],
)
def test_what_is_no_answer(answer: Answer, reason: str) -> None:
    with serve(lambda _: answer) as server:
        found = look(ACCOUNT, secrets=KEYS | {"api": server.url})
    assert (found.state, found.reason) == (LookState.UNVERIFIED, reason)


def test_no_secret_is_kept() -> None:
    """Neither in what is stored as proof nor in what the look says."""
    stored: list[bytes] = []

    def keep(body: bytes) -> str:
        stored.append(body)
        return str(len(stored))

    platform = Platform(batch(publication("2026-01-25T08:00:00+08:00", news("一"))))
    platform.menu = {"is_menu_open": 0, "echo": TOKEN}
    with serve(platform) as server:
        at_work = replace(
            desk(secrets=KEYS | {"api": server.url}),
            keep=keep,
        )
        found = asyncio.run(ADAPTER.look(ACCOUNT, at_work))
        assert TOKEN not in repr(found)
        assert KEYS["app_secret"] not in repr(at_work)
    assert stored
    assert not any(TOKEN.encode() in body for body in stored)
    assert json.loads(stored[0])["item_count"] == 1


def test_a_round_leaves_no_secret_in_the_house(tmp_path: Path) -> None:
    """From secrets.yaml to the verdict; then every file of the house is searched."""
    platform = Platform(batch(publication("2026-01-25T08:00:00+08:00", news("一"))))
    with serve(platform) as server:
        house = built(tmp_path, ledger([("jia-wx", "wechat", "甲县发布", None)]))
        secrets = tmp_path / "secrets.yaml"
        given = KEYS | {"api": server.url}
        secrets.write_text(json.dumps({"accounts": {"jia-wx": given}}), encoding="utf-8")
        secrets.chmod(0o600)
        done = look_at_accounts(house, as_of=NOW)
    assert done.judged is not None
    stale = next(one for one in done.judged.findings if one.check == "account-stale")
    assert stale.outcome is Outcome.PASS
    assert done.looks["jia-wx"].proof
    secrets.unlink()
    (account,) = kept.looks(house.engine, ["jia-wx"], until=at(NOW))["jia-wx"]
    held = [
        repr(account).encode(),
        *(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()),
    ]
    assert not any(
        secret in body for body in held for secret in (TOKEN.encode(), KEYS["app_secret"].encode())
    )
