"""Documents that nothing explains or leads to, days that do not agree, and what only seems so."""

from __future__ import annotations

from collections.abc import Callable

from monitor.demo import land
from monitor.demo.families.base import Roads
from monitor.demo.model import Item, Policy, Site
from monitor.demo.spots.spot import Change, Spot, both, extra, spots


def _policy(number: int, alter: Callable[[Policy], None]) -> Change:
    def change(site: Site, _: Roads) -> None:
        alter(next(one for one in site.policies if one.number == number))

    return change


def _more(
    title: str, age: int, told: str = "", alter: Callable[[Policy], None] | None = None
) -> Change:
    """One more document; without `told` nothing explains it."""

    def change(site: Site, _: Roads) -> None:
        made = Policy(3, title, told, age, explained=bool(told))
        if alter:
            alter(made)
        site.policies.append(made)

    return change


def _unexplained(one: Policy) -> None:
    one.explained = False
    one.forth = ""


def _empty_box(one: Policy) -> None:
    one.explained = False
    one.forth = '<h4>相关解读</h4><ul class="xgjd"></ul>'


def _no_way_back(one: Policy) -> None:
    one.back = ""


def _no_way_forth(one: Policy) -> None:
    one.forth = ""


def _neighbours(one: Policy) -> None:
    """Only the next article of the list happens to be the other half."""
    one.back = '<p>下一篇：<a href="{document}">相邻文章</a></p>'


def _ways(forth: str, back: str) -> Callable[[Policy], None]:
    def alter(one: Policy) -> None:
        one.forth, one.back = forth, back

    return alter


def _elsewhere(site: Site, roads: Roads) -> None:
    """The list leads to the service platform for the interpretation."""
    one = site.policies[0]
    one.elsewhere = roads.to(land.PLATFORM_HOST, "/video/")


def _first(slug: str, alter: Callable[[Item], None], place: int = 0) -> Change:
    def change(site: Site, _: Roads) -> None:
        alter(site.column(slug).items[place])

    return change


def _put(age: int) -> Callable[[Item], None]:
    def alter(item: Item) -> None:
        item.put = age

    return alter


def _tagged(age: int) -> Callable[[Item], None]:
    def alter(item: Item) -> None:
        item.tagged = age

    return alter


def _added(slug: str, title: str, age: int, put: int | None = None, number: int = 1) -> Change:
    def change(site: Site, _: Roads) -> None:
        column = site.column(slug)
        column.items.append(Item(190_000 + number, title, age, put=put))

    return change


def _twice(slug: str, title: str, *ages: int) -> Change:
    return both(*(_added(slug, title, age, number=n) for n, age in enumerate(ages, 1)))


def _moved(slug: str, put: int) -> Change:
    """All articles of a column stand under one day."""

    def change(site: Site, _: Roads) -> None:
        for item in site.column(slug).items:
            item.put = put

    return change


_MADE = '<script>window._CONFIG={DETAIL:{"id":1,"created_at":"2025-06-02 10:00:00"}};</script>'
_RELATED = '<script>var relation=[{"title":"关联","post_url":"%s"}];</script>'

SPOTS: tuple[Spot, ...] = (
    *spots(
        "portal",
        ("unlinked-01", _policy(1, _no_way_back)),
        (
            "unlinked-d01",
            _policy(
                2,
                _ways(
                    '<p><a href="{interpretation}"><img src="/images/icon.png" alt=""/></a></p>',
                    '<p><a href="{document}"><img src="/images/icon.png" alt=""/></a></p>',
                ),
            ),
        ),
        ("missing-d01", _more("示范市人民政府关于许明远等同志职务任免的通知", 60)),
    ),
    *spots(
        "ji",
        ("unlinked-02", _policy(1, _no_way_forth)),
        (
            "unlinked-d02",
            _policy(2, _ways(_RELATED % "{interpretation}", _RELATED % "{document}")),
        ),
        ("missing-d02", _more("己县人民政府关于同意设立示范公园的批复", 60)),
    ),
    *spots(
        "jia",
        ("unlinked-03", _policy(1, _no_way_back)),
        ("missing-01", _policy(2, _unexplained)),
        ("missing-d03", _more("岭南省人民政府关于印发岭南省粮食储备管理办法的通知", 60)),
        ("forged-04", _first("xwzx/zwdt", _tagged(200), 1)),
    ),
    *spots(
        "yi",
        ("unlinked-04", _policy(1, _no_way_forth)),
        ("missing-02", _policy(2, _empty_box)),
        ("missing-d04", _more("（已废止）乙县人民政府关于印发乙县林地管理规定的通知", 90)),
        ("forged-01", _first("xwzx/bmdt", _put(400), 2)),
    ),
    *spots(
        "bing",
        ("unlinked-05", _policy(1, _neighbours)),
        ("missing-03", _policy(2, _unexplained)),
        ("missing-d05", _more("丙县人民政府关于印发丙县湿地保护管理办法的通知", 5)),
        ("forged-02", _added("xwzx/bmdt", "丙县召开重点项目推进会", 100, put=2)),
    ),
    *spots(
        "ding",
        (
            "unlinked-d03",
            _policy(
                1,
                _ways(
                    '<p><a href="{interpretation}">政策解读</a></p>',
                    '<p><a href="{document}">查看原文</a></p>',
                ),
            ),
        ),
        ("missing-04", _policy(2, _unexplained)),
        ("missing-d06", _more("丁县人民政府关于印发丁县农村公路管理办法的通知", 500)),
        ("forged-05", extra("xwzx/bmdt", 1, _MADE)),
    ),
    *spots(
        "wu",
        ("unlinked-06", _policy(1, _no_way_forth)),
        ("missing-05", _policy(2, _unexplained)),
        ("unlinked-d05", _more("戊县人民政府关于印发戊县人才公寓管理办法的通知", 50, "人才公寓怎么申请")),
        ("forged-03", _first("xwzx/zwdt", _put(300), 1)),
    ),
    *spots(
        "xin",
        ("unlinked-d04", _elsewhere),
        ("missing-06", _policy(2, _unexplained)),
        (
            "unlinked-d06",
            _more("辛县人民政府关于印发辛县校车安全管理细则的通知", 50, "关于校车安全的几个问题"),
        ),
        ("forged-06", _twice("tzgg", "辛县启动老旧管网改造工程", 12, 160)),
    ),
    *spots("jiaoyu", ("forged-07", _first("tzgg", _put(420), 1))),
    *spots("sifa", ("forged-d02", _moved("tzgg", 1))),
    *spots("shuiwu", ("forged-d01", _first("gzdt", _put(6), 1))),
    *spots("tuiyi", ("forged-d03", _added("tzgg", "退役军人事务权责清单", 9, put=500))),
    *spots("yingji", ("forged-d04", _added("zcfg", "示范市节约用水条例", 600, put=9))),
    *spots("minzheng", ("forged-d05", _first("tzgg", _tagged(5)))),
    *spots("chengguan", ("forged-d06", _twice("tzgg", "冬季安全用气温馨提示", 12, 160))),
)  # fmt: skip
