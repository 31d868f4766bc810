"""Accounts that sites present: which address is whose, and what becomes of a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.app.plan import Memory, recheck_seeds
from monitor.assess.gather import Crossings, Watch, look_at
from monitor.assess.gather.scene import Scene
from monitor.assess.gather.shown_accounts import CHECK, own_accounts, unlisted_accounts
from monitor.domain.account_address import AccountAddress, account_address, owner_address
from monitor.domain.address import Scopes
from monitor.domain.defect import Defect, DefectState
from monitor.domain.media_dossiers import OwnAccount, UnlistedAccount
from monitor.domain.run import Role
from monitor.domain.shown_accounts import Whose
from monitor.domain.subject import Account, Category, Site, SiteKind, Unit
from monitor.extract.accounts import whose
from monitor.extract.columns import NAMES
from tests.accuracy.corpus import Seen, page_seen

SITE = Site("jia", "jia", "甲县人民政府门户网站", "http://127.0.0.1:8000/", kind=SiteKind.PORTAL)
UNIT = Unit("jia", "甲县", Category.COUNTY, sites=(SITE,))
SHOWN = "https://weibo.com/u/5100000002"
OTHER = Account("b", "yi", "weibo", "乙县发布", "https://weibo.com/u/5100000009")


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://weibo.com/u/5100000001", ("weibo", "uid", "5100000001")),
        ("http://www.weibo.com/5100000001?is_all=1", ("weibo", "uid", "5100000001")),
        ("https://m.weibo.cn/profile/5100000001", ("weibo", "uid", "5100000001")),
        ("https://weibo.com/p/1001065100000001/home", ("weibo", "uid", "5100000001")),
        ("https://weibo.com/JiaXianFaBu", ("weibo", "name", "jiaxianfabu")),
        ("https://weibo.com/n/%E7%94%B2%E5%8E%BF", ("weibo", "nick", "甲县")),
        (
            "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA4MA==&scene=124",
            ("wechat", "biz", "MzA4MA"),
        ),
        ("https://www.douyin.com/user/MS4wLjABAAAAabc-_1", ("douyin", "sec", "MS4wLjABAAAAabc-_1")),
        ("https://www.toutiao.com/c/user/53139546745/", ("toutiao", "uid", "53139546745")),
        ("https://www.toutiao.com/c/user/token/MS4w/", ("toutiao", "name", "MS4w")),
        ("https://baijiahao.baidu.com/u?app_id=1600000001", ("baijiahao", "app", "1600000001")),
        ("https://author.baidu.com/home/1600000001", ("baijiahao", "app", "1600000001")),
        ("https://www.kuaishou.com/profile/3xabcdef", ("kuaishou", "id", "3xabcdef")),
        ("https://space.bilibili.com/123456", ("bilibili", "uid", "123456")),
    ],
)
def test_whose_address_it_is(url: str, found: tuple[str, str, str]) -> None:
    assert account_address(url) == AccountAddress(*found)


@pytest.mark.parametrize(
    "url",
    [
        "https://weibo.com/",
        "https://weibo.com/login.php",
        "https://weibo.com/5100000001/AbCdEfGhI",
        "https://m.weibo.cn/status/4800000000000001",
        "http://service.weibo.com/share/share.php?url=x",
        "https://s.weibo.com/weibo?q=x",
        "https://mp.weixin.qq.com/s/AbCdEf",
        "https://mp.weixin.qq.com/s?__biz=MzA4MA==&mid=1",
        "https://www.douyin.com/video/7123456789012345678",
        "https://www.douyin.com/user/self",
        "https://v.douyin.com/abc/",
        "https://www.toutiao.com/article/7123456789012345678/",
        "https://baijiahao.baidu.com/s?id=1700000000000000001",
        "https://www.baidu.com/s?wd=weibo.com",
        "https://weibo.com.example.cn/u/5100000001",
        "https://[weibo.com/u/5100000001",
    ],
)
def test_what_is_no_accounts_address(url: str) -> None:
    assert account_address(url) is None


def test_a_ledger_may_give_an_article() -> None:
    url = "https://mp.weixin.qq.com/s?__biz=MzA4MA==&mid=1&idx=1&sn=a"
    assert owner_address(url) == AccountAddress("wechat", "biz", "MzA4MA")


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("官方微博", Whose.NOBODY),
        ("扫一扫 关注我们", Whose.NOBODY),
        ("", Whose.NOBODY),
        ("甲县发布", Whose.OWN),
        ("@甲县发布 官方微博", Whose.OWN),
        ("甲县政府网官方微博", Whose.OWN),
        ("中国甲县", Whose.OWN),
        ("平安甲县", Whose.OTHER),
        ("甲县公安", Whose.OTHER),
        ("甲县网", Whose.OTHER),
        ("甲县日报", Whose.OTHER),
        ("乙县发布", Whose.OTHER),
        ("示范省发布", Whose.OTHER),
        ("人民日报", Whose.OTHER),
    ],
)
def test_of_whom_words_speak(text: str, who: Whose) -> None:
    assert whose(text, ["甲县", "甲县人民政府门户网站"]) is who


def page(path: str, foot: str) -> Seen:
    body = f"""<html><head><meta charset="utf-8"><title>甲县人民政府门户网站</title></head><body>
<div class="nav"><a href="/">首页</a><a href="/zwgk/">政务公开</a></div><p>欢迎访问本站</p>
<div class="footer">{foot}<p>主办：甲县人民政府办公室</p></div></body></html>"""
    return page_seen(SITE, path, {"body": body})


def found(
    home: str,
    *,
    watched: Sequence[Defect] = (),
    accounts: Sequence[Account] = (OTHER,),
    older: str | None = None,
    site: Site = SITE,
) -> list[UnlistedAccount]:
    scopes, crossings = Scopes([SITE]), Crossings()
    below = [page("/zwgk/", older)] if older else []
    look = look_at(site, scopes, [page("/", home)], crossings, below)
    watch = Watch(date(2026, 1, 26), {(CHECK, one.subject): one for one in watched})
    scene = Scene(UNIT, (), {}, crossings, NAMES, watch, None, accounts)
    return list(unlisted_accounts(look, scene))


def record(*parents: str) -> Defect:
    now = datetime(2026, 1, 20, tzinfo=UTC)
    return Defect(
        "d", "jia", CHECK, SHOWN, SHOWN, DefectState.SUSPECTED, "unlisted", {}, now, now, parents
    )


LINK = f'<span>关注我们</span><a href="{SHOWN}">官方微博</a>'


def test_the_pages_that_present_it_are_its_parents() -> None:
    (one,) = found(LINK)
    assert (one.subject, one.url, one.parents, one.parents_total) == (SHOWN, SHOWN, (SITE.url,), 1)
    assert (one.platform, one.text, one.doubt) == ("weibo", "官方微博", None)


def test_a_link_taken_off_ends_the_record_and_an_unopened_page_does_not() -> None:
    (gone,) = found("", watched=[record(SITE.url)])
    assert gone.unlinked and gone.unseen is None
    (unsure,) = found("", watched=[record(SITE.url, f"{SITE.url}zwgk/")])
    assert not unsure.unlinked and unsure.unseen == "unseen"


def test_an_account_that_is_registered_by_now_ends_it_under_any_address() -> None:
    listed = replace(OTHER, url="https://m.weibo.cn/u/5100000002")
    (one,) = found(LINK, watched=[record(SITE.url)], accounts=[listed])
    assert one.listed and one.subject == SHOWN
    (two,) = found("", watched=[record(SITE.url)], accounts=[listed])
    assert two.listed


def test_what_only_an_earlier_run_saw_is_not_told_again() -> None:
    assert found("", older=LINK) == []


def test_a_second_look_goes_to_the_pages() -> None:
    seeds = recheck_seeds([record(SITE.url)], [SITE], Scopes([SITE]), Memory())
    roles = {one.url: one.role for one in seeds}
    assert roles == {SITE.url: Role.HOME, SHOWN: Role.LINK}


WEIBO, DOUYIN = "https://weibo.com/u/5100000001", "https://www.douyin.com/user/MS4wLjABAAAAabc"
MINE = (
    Account("a", "jia", "weibo", "甲县发布", WEIBO),
    Account("c", "jia", "douyin", "甲县融媒", DOUYIN),
    Account("d", "jia", "wechat", "甲县微信", "https://mp.weixin.qq.com/mp/profile_ext?__biz=MzA"),
    Account("e", "jia", "toutiao", "甲县头条", None),
)


def own(home: str, unit: Unit | None = None, site: Site = SITE) -> list[OwnAccount]:
    unit = unit or replace(UNIT, accounts=MINE)
    crossings = Crossings()
    scopes = Scopes(unit.sites)
    look = look_at(site, scopes, [page("/", home)], crossings, [])
    scene = Scene(unit, (), {}, crossings, NAMES, Watch(date(2026, 1, 26), {}), None, MINE)
    return list(own_accounts(look, scene))


def link(url: str, text: str = "官方微博") -> str:
    return f'<a href="{url}">{text}</a>'


def test_an_account_to_which_nothing_leads_beside_one_to_which_something_does() -> None:
    made = {one.name: one.shown for one in own(link(WEIBO))}
    assert made == {"甲县发布": True, "甲县融媒": False}
    assert all(one.unseen is None for one in own(link(WEIBO)))


def test_a_site_that_leads_to_none_of_its_accounts_is_asked_for_none() -> None:
    assert own("") == own(link("https://weibo.com/u/5100000009", "乙县发布")) == []


def test_an_address_of_another_form_or_a_name_may_be_it() -> None:
    named = own(link(WEIBO) + link("https://v.douyin.com/AbC/", "甲县融媒抖音"))
    assert [one.shown for one in named if one.platform == "douyin"] == [False]
    by_name = own(link(DOUYIN, "抖音") + link("https://weibo.com/jiaxianfabu", "微博"))
    assert [one.doubt for one in by_name if one.platform == "weibo"] == ["address_unknown"]
    called = own(link(DOUYIN, "抖音") + link("https://weibo.com/jiaxianfabu", "甲县发布"))
    assert [one.shown for one in called if one.platform == "weibo"] == [True]


def test_of_several_sites_any_would_do() -> None:
    second = Site("zwfw", "jia", "甲县政务服务网", "http://127.0.0.1:8001/")
    assert own(link(WEIBO), replace(UNIT, sites=(SITE, second), accounts=MINE)) == []
