"""The city's accounts: platforms answer as the real ones do, and rounds find what was seeded."""

from __future__ import annotations

import json
import stat
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from db import media as kept
from monitor.app import demo_media, demonstration, registry
from monitor.app.house import BadInput, House
from monitor.app.standing import standing
from monitor.crawl.rendered import find_browser
from monitor.demo import truth
from monitor.demo.city import AS_OF, City
from monitor.demo.compare import Comparison, compare
from monitor.demo.media.account import Account
from monitor.demo.model import NOTE
from monitor.demo.server import DemoServer
from monitor.domain.media import AccountLook, LookState
from monitor.report.record import to_dicts
from tests.media.world import moment
from tests.schedule.world import house as bare

ACCOUNTS = [spot for spot in truth.read() if spot["check"].startswith("account-")]
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def _ask(url: str, value: Any = None) -> tuple[int, bytes]:
    """Status (0: no answer) and body; a value is posted as JSON."""
    content = None if value is None else json.dumps(value).encode()
    try:
        with _OPENER.open(urllib.request.Request(url, content), timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()
    except OSError:
        return 0, b""


@pytest.fixture(scope="module")
def healthy() -> Iterator[DemoServer]:
    with DemoServer(City(without=City().ids)) as server:
        yield server


@pytest.fixture(scope="module")
def seeded() -> Iterator[DemoServer]:
    with DemoServer(City()) as server:
        yield server


def _account(server: DemoServer, account_id: str) -> Account:
    return next(one for one in server.city.media.accounts if one.id == account_id)


def _url(server: DemoServer, account_id: str) -> str:
    return server.city.media.url(_account(server, account_id), server.port) or ""


def test_accounts_of_every_platform_and_units_without_any(healthy: DemoServer) -> None:
    units = yaml.safe_load(healthy.registry_yaml())["units"]
    listed = [one for unit in units for one in unit.get("media", [])]
    assert len(listed) == len(healthy.city.media.accounts) == 85
    assert {one["platform"] for one in listed} == {
        "weibo", "wechat", "douyin", "toutiao", "kuaishou", "channels", "baijiahao", "bilibili",
        "app", "miniprogram", "feed", "webpage",
    }  # fmt: skip
    assert sum("media" not in unit for unit in units) > 10


def test_truth_knows_the_accounts(seeded: DemoServer) -> None:
    known = {one.id: one for one in seeded.city.media.accounts}
    addresses = seeded.city.media.subjects(seeded.port)
    for spot in ACCOUNTS:
        account = known[spot["site"]]
        assert (spot["unit"], spot["family"]) == (account.unit, account.platform), spot["id"]
    for told in seeded.truth():
        if told["check"].startswith("account-"):
            assert told["subject"] == addresses[told["site"]]


def test_weibo_shows_a_profile_and_pages_of_cards(healthy: DemoServer) -> None:
    base, _, uid = _url(healthy, "jia-wb").rpartition("/u/")
    index = f"{base}/api/container/getIndex?type=uid&value={uid}&containerid="
    profile = json.loads(_ask(f"{index}100505{uid}")[1])
    assert profile["data"]["userInfo"]["screen_name"] == "甲县发布"
    page = json.loads(_ask(f"{index}107603{uid}&page=1")[1])
    assert page["data"]["cardlistInfo"]["total"] == 9
    assert json.loads(_ask(f"{index}107603{uid}&page=2")[1])["msg"] == "这里还没有内容"


def test_wechat_gives_a_token_for_its_secret_alone(healthy: DemoServer) -> None:
    given = healthy.city.media.secrets(healthy.port)["jia-wx"]
    wanted = {"appid": given["app_id"], "secret": given["app_secret"]}
    refused = json.loads(_ask(f"{given['api']}/cgi-bin/stable_token", wanted | {"secret": "x"})[1])
    assert refused["errcode"] == 40125
    token = json.loads(_ask(f"{given['api']}/cgi-bin/stable_token", wanted)[1])["access_token"]
    listing = f"{given['api']}/cgi-bin/freepublish/batchget?access_token="
    page = json.loads(_ask(listing + token, {"offset": 5, "count": 3})[1])
    assert (page["total_count"], page["item_count"]) == (9, 3)
    assert json.loads(_ask(f"{listing}nobody", {})[1])["errcode"] == 40001
    day = {"begin_date": "2026-01-25", "end_date": "2026-01-25"}
    statistics = f"{given['api']}/datacube/getarticletotaldetail?access_token={token}"
    assert [one["ref_date"] for one in json.loads(_ask(statistics, day)[1])["list"]] == [
        "2026-01-25"
    ]


def test_what_is_posted_may_come_in_pieces(healthy: DemoServer) -> None:
    """A body longer than one packet is waited for."""
    given = healthy.city.media.secrets(healthy.port)["jia-wx"]
    wanted = {"appid": given["app_id"], "secret": given["app_secret"], "more": "x" * 300_000}
    told = json.loads(_ask(f"{given['api']}/cgi-bin/stable_token", wanted)[1])
    assert told["expires_in"] == 7200


@pytest.mark.parametrize(
    ("account", "status", "words"),
    [
        ("wu-tt", 404, "页面不存在"),
        ("ji-tt", 429, "Too Many Requests"),
        ("shichang-tt", 500, "500"),
        ("keji-bj", 0, ""),
        ("bing-wa", 200, "此帐号已自主注销"),
        ("weijian-wl", 200, "环境异常"),
        ("tongji-wa", 200, "示范数据之窗"),
        ("wenlv-dy", 200, "请登录"),
        ("renshe-ap", 200, "已下架"),
        ("shuiwu-rs", 200, "<rss"),
        ("shichang-at", 200, "http://www.w3.org/2005/Atom"),
        ("shangwu-js", 200, "jsonfeed.org"),
    ],
)
def test_platforms_answer(seeded: DemoServer, account: str, status: int, words: str) -> None:
    found = _ask(_url(seeded, account))
    assert (found[0], words in found[1].decode()) == (status, True)


def test_every_account_in_good_order_answers_and_says_that_it_is_invented(
    healthy: DemoServer,
) -> None:
    for one in healthy.city.media.accounts:
        url = healthy.city.media.url(one, healthy.port)
        if url is not None:
            status, body = _ask(url)
            assert (status, NOTE in body.decode()) == (200, True), one.id


def test_an_account_is_switched_while_the_city_is_served() -> None:
    with DemoServer(City()) as server:
        url = _url(server, "wu-tt")
        assert _ask(url)[0] == 404
        server.city.repair("acc-gone-04")
        assert _ask(url)[0] == 200
        server.city.add("acc-gone-04")
        assert _ask(url)[0] == 404


# Rounds.


def _round(house: House, without: frozenset[str] = frozenset()) -> Comparison:
    """The papers and two rounds, without any site: what is missed for want of a browser aside."""
    with demonstration.city(house, without) as (looking, server, ledger):
        registry.init(looking, ledger)
        demo_media.paperwork(looking, server.city.media.accounts)
        demo_media.look(looking, AS_OF)
        done = demo_media.look(looking, demonstration.SECOND_LOOK)
        seeds = [one for one in server.truth(whole=True) if one["check"].startswith("account-")]
    assert sum(demo_media.standings(house, done).values()) == len(done.looks)
    return compare(to_dicts(standing(house).records()), seeds)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    home = tmp_path_factory.mktemp("city")
    return replace(bare(home, AS_OF), browser=find_browser())


@pytest.fixture(scope="module")
def compared(house: House) -> Comparison:
    return _round(house)


def test_two_rounds_find_every_seed_and_leave_the_decoys(compared: Comparison) -> None:
    needs_browser = {"acc-stale-11"} if find_browser() is None else set()
    assert {seed["id"] for seed in compared.missed} == needs_browser
    assert compared.wrong == ()


def _last(house: House) -> dict[str, AccountLook]:
    ids = {spot["site"] for spot in ACCOUNTS}
    found = kept.looks(house.engine, ids, until=moment(demonstration.SECOND_LOOK))
    return {key: looks[-1] for key, looks in found.items()}


@pytest.mark.parametrize(
    ("account", "state", "reason"),
    [
        ("wu-wb", LookState.UNVERIFIED, "blocked"),
        ("jiaoyu-wb", LookState.UNVERIFIED, "blocked"),
        ("ji-tt", LookState.UNVERIFIED, "rate_limited"),
        ("geng-wx", LookState.UNVERIFIED, "token_expired"),
        ("keji-wn", LookState.UNVERIFIED, "no_public_list"),
        ("shuiwu-wa", LookState.UNVERIFIED, "post_gone"),
        ("weijian-wl", LookState.UNVERIFIED, "blocked"),
        ("keji-bj", LookState.UNVERIFIED, "reset"),
        ("shichang-tt", LookState.UNVERIFIED, "refused_us"),
        ("bing-wa", LookState.GONE, "closed"),
        ("nongye-dy", LookState.GONE, "banned"),
        ("shifan-wb", LookState.SEEN, None),
    ],
)
def test_decoys_are_what_they_are_meant_to_be(
    house: House, compared: Comparison, account: str, state: LookState, reason: str | None
) -> None:
    seen = _last(house)[account]
    assert (seen.state, seen.reason) == (state, reason)


def test_a_second_demonstration_adds_nothing(house: House, compared: Comparison) -> None:
    before = {one.id: one.state for one in standing(house).records()}
    again = _round(house)
    assert again.wrong == ()
    assert {one.id: one.state for one in standing(house).records()} == before


def test_every_way_of_looking_is_taken(house: House, compared: Comparison) -> None:
    ways = Counter(one.via for one in _last(house).values())
    assert set(ways) == {"weibo", "wechat", "wechat-page", "feed", "webpage", "app", "closed"}


def test_a_city_in_good_order_accuses_nobody(tmp_path: Path) -> None:
    ids = City().ids
    assert _round(bare(tmp_path, AS_OF), ids).wrong == ()


def test_secrets_are_readable_by_their_owner_alone(house: House, compared: Comparison) -> None:
    path = house.home / "secrets.yaml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    given = yaml.safe_load(path.read_text(encoding="utf-8"))["accounts"]
    assert {"app_id", "app_secret", "api"} == given["jia-wx"].keys()
    assert {"token", "api"} == given["geng-wx"].keys()
    assert {"feed"} == given["ji-wf"].keys()


def test_an_offices_own_secrets_are_left_alone(tmp_path: Path) -> None:
    office = bare(tmp_path, AS_OF)
    path = tmp_path / "secrets.yaml"
    path.write_text("platforms: {weibo: {cookie: SUB=x}}\n", encoding="utf-8")
    with pytest.raises(BadInput), demonstration.city(office):
        pass
    assert "SUB=x" in path.read_text(encoding="utf-8")
