"""Columns and home pages that stand still, and those that merely look so."""

from __future__ import annotations

from monitor.demo import land
from monitor.demo.families.base import Roads
from monitor.demo.model import Column, Item, Site
from monitor.demo.spots.availability import RIDDLE
from monitor.demo.spots.spot import (
    Change,
    Spot,
    ages,
    both,
    frozen,
    look,
    serve,
    spots,
    undated,
)


def _home(kind: str) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.home = kind

    return change


def _home_without_days(site: Site, _: Roads) -> None:
    site.home_dates = False


def _pinned(slug: str, *old: int) -> Change:
    """Old articles held at the top of a fresh list."""

    def change(site: Site, _: Roads) -> None:
        column = site.column(slug)
        held = land.articles(column.name, column.code + 2000, list(old))
        for item in held:
            item.pinned = True
        column.items = held + column.items

    return change


def _short(*slugs: str) -> Change:
    """Days without a year; the address has it."""

    def change(site: Site, _: Roads) -> None:
        for slug in slugs:
            site.column(slug).short = True

    return change


def _emptied(slug: str, says: str = "") -> Change:
    def change(site: Site, _: Roads) -> None:
        column = site.column(slug)
        column.items, column.empty = [], says

    return change


def _elsewhere(slug: str, name: str, path: str) -> Change:
    """One more entry of the menu, which leads to another platform."""

    def change(site: Site, roads: Roads) -> None:
        address = roads.to(land.PLATFORM_HOST, path)
        site.columns.append(Column(slug, name, 970, elsewhere=address))

    return change


def _added(column: Column, *days: int) -> Change:
    def change(site: Site, _: Roads) -> None:
        items: list[Item] = land.articles(column.name, column.code, list(days))
        site.columns.append(
            Column(column.slug, column.name, column.code, items, column.look, column.empty)
        )

    return change


def _small_pages(slug: str, size: int) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.column(slug).size = size

    return change


SPOTS: tuple[Spot, ...] = (
    *spots("portal", ("blank-d02", _added(Column("hdjl", "互动交流", 983, look="menu")))),
    *spots(
        "fagai", ("home-stale-01", frozen(15, 16, 20, 33)),
    ),
    *spots("shuiwu", ("home-stale-02", frozen(40, 41, 47, 60))),
    *spots("tuiyi", ("home-stale-03", frozen(90, 95, 120))),
    *spots(
        "zhujian",
        ("home-stale-04", frozen(21, 22, 29, 31)),
        ("stale-09", ages("zcfg", 400, 430, 500)),
    ),
    *spots("shenji", ("home-stale-05", frozen(30, 31, 45))),
    *spots(
        "guozi",
        ("home-stale-06", frozen(200, 214, 230)),
        ("stale-07", ages("gzdt", 200, 214, 230, 260)),
        ("stale-08", ages("tzgg", 300, 310, 350)),
    ),
    *spots("minzheng", ("home-stale-d01", frozen(14, 30, 60, 61))),
    *spots("caizheng", ("home-stale-d02", frozen(400, 380, 3, 9))),
    *spots(
        "shangwu",
        ("home-stale-d03", _short("gzdt", "tzgg", "zcfg", "zcjd")),
        ("blank-02", _emptied("sjfb")),
    ),
    *spots(
        "ji",
        ("home-stale-d04", _home("refresh")),
        ("stale-d15", _added(Column("nbdt", "内部动态", 984), 100, 130)),
    ),
    *spots("nongye", ("home-stale-d05", _home("bare"))),
    *spots("yibao", ("home-stale-d06", _home_without_days)),
    *spots(
        "xin",
        ("home-stale-d07", _home("fetch")),
        ("stale-06", both(look("xwzx/bmdt", "fetch"), ages("xwzx/bmdt", 45, 50, 61))),
        ("stale-d06", undated("xwzx/zwdt")),
        ("stale-d11", look("zwgk/zcwj", "frame")),
    ),
    *spots(
        "jia",
        ("stale-01", ages("xwzx/bmdt", 15, 19, 28, 40)),
        ("stale-d01", _pinned("tzgg", 700, 640)),
        ("stale-d07", _elsewhere("spxw", "视频新闻", "/video/")),
        ("blank-06", both(look("zwgk/ghjh", "fetch"), _emptied("zwgk/ghjh"))),
    ),
    *spots(
        "yi",
        ("stale-02", both(ages("tzgg", 210, 240, 255), ages("tzgg/gsgg", 230, 260))),
        ("stale-d02", ages("xwzx/zwdt", 14, 17, 25, 33)),
    ),
    *spots(
        "bing",
        ("stale-03", ages("zwgk/zcjd", 185, 200, 260)),
        ("stale-d03", ages("zwgk/zcwj", 184, 220, 300)),
        ("blank-d03", _emptied("tzgg")),
    ),
    *spots(
        "ding",
        ("stale-04", ages("xwzx/zwdt", 30, 38, 47, 60)),
        ("stale-d04", ages("tzgg", 250, 300)),
        ("blank-d08", look("zwgk/sjfb", "frame")),
    ),
    *spots(
        "wu",
        ("stale-05", ages("xwzx/bmdt", 20, 27, 31)),
        ("stale-d05", ages("xwzx/zwdt", -30, 2, 6)),
        ("blank-05", _emptied("zwgk/sjfb")),
    ),
    *spots("ziran", ("stale-d08", ages("gzdt", 60, 70, 90))),
    *spots("jiaotong", ("stale-d09", _added(Column("ztzl", "专题专栏", 981), 700, 720, 730))),
    *spots(
        "sifa",
        ("stale-d10", serve("gzdt/", RIDDLE)),
        ("blank-d01", _added(Column("ztzl", "专题专栏", 982))),
    ),
    *spots("yanjiu", ("stale-d12", ages("gzdt", 25, 30, 44)), ("blank-d07", _emptied("zcjd"))),
    *spots(
        "jiaoyu",
        ("stale-d13", both(_pinned("gzdt", 300, 310, 330), _small_pages("gzdt", 3))),
    ),
    *spots("shengtai", ("stale-11", ages("gzdt", -20, 50, 60, 71))),
    *spots(
        "weijian",
        ("stale-10", both(look("zcfg", "catalogue"), ages("zcfg", 250, 260, 300))),
    ),
    *spots("jiguan", ("blank-d05", look("zcfg", "catalogue"))),
    *spots("gongxin", ("blank-01", _emptied("sjfb"))),
    *spots("yingji", ("blank-03", _emptied("sjfb", "此栏目暂无任何新增信息"))),
    *spots("shichang", ("blank-04", _emptied("zcjd"))),
    *spots("renshe", ("blank-07", _emptied("zcjd"))),
    *spots("tongji", ("blank-d04", look("sjfb", "fetch"))),
    *spots("chengguan", ("blank-d06", _elsewhere("sjkf", "数据开放", "/data/"))),
)  # fmt: skip
