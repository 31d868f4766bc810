"""Ways to write that are not there, letters that wait, answers without name or day, mailboxes that
stand still, letters that nobody counts; and what only looks so."""

from __future__ import annotations

from monitor.demo import land
from monitor.demo.families.base import Roads
from monitor.demo.model import Column, Message, Site
from monitor.demo.spots.spot import (
    Change,
    Spot,
    ages,
    both,
    in_footer,
    on_home,
    spots,
    style,
    undated,
)

_LETTERS, _BUREAU = "hdjl/xjxx", "jzxx"
_PICTURE = '<img src="{base}images/photo.png"/>'


def _letter(slug: str, place: int, age: int, message: Message) -> Change:
    """One more letter, behind the others. `place` numbers those that are added to one mailbox."""

    def change(site: Site, _: Roads) -> None:
        column = site.column(slug)
        made = land.articles(column.name, column.code + 3000 + 100 * place, [age])
        made[0].message = message
        message.reply = message.reply.replace("{base}", site.base)
        column.items += made

    return change


def _waits(slug: str, place: int, age: int, state: str, reply: str = "") -> Change:
    """A letter asked so many days ago that still waits, by its state."""
    return _letter(slug, place, age, Message(state, 0, "", reply, day=False))


def _column(slug: str, name: str, code: int, *days: int) -> Change:
    def change(site: Site, _: Roads) -> None:
        items = land.articles(name, code, list(days))
        site.columns.append(Column(slug, name, code, items))

    return change


_LINK = '<p class="quick"><a href="{to}">{name}</a></p>'


def _unwritten(markup: str = "", *more: Change) -> Change:
    """No entry of its own; `markup` on the home page instead."""
    return both(style("unwritten"), on_home(markup), *more)


def _named(name: str, to: str = "/wyzx/index.html") -> str:
    return _LINK.replace("{to}", to).replace("{name}", name)


SPOTS: tuple[Spot, ...] = (
    # Ways to write.
    *spots(
        "shuiwu",
        (
            "consult-01",
            _unwritten(_named("网上信访", "{platform}/") + _named("纪检监察举报", "{platform}/")),
        ),
    ),
    *spots("tuiyi", ("consult-02", _unwritten("<p>局长信箱：juzhang@example.invalid</p>"))),
    *spots("shenji", ("consult-03", _unwritten("", _column("cjwt", "常见问题", 4971, 5, 30, 60)))),
    *spots("shichang", ("consult-04", _unwritten(_named("12315消费投诉", "{platform}/")))),
    *spots("tongji", ("consult-05", _unwritten())),
    *spots("yingji", ("consult-06", _unwritten("<p>咨询电话：0999-2612345　便民热线：12345</p>"))),
    *spots("jiguan", ("consult-07", _unwritten("", _column("yjzj", "意见征集", 4972, 5, 30, 60)))),
    *spots(
        "guozi",
        (
            "consult-d01",
            _unwritten(
                '<a href="/wyzx/index.html"><img src="{base}images/icon.png" alt="领导信箱"/></a>'
            ),
        ),
    ),
    *spots(
        "yibao",
        (
            "consult-d02",
            both(style("unwritten"), in_footer(' | <a href="/wyzx/index.html">留言板</a>')),
        ),
    ),
    *spots(
        "zhujian",
        ("consult-d03", _unwritten('<input type="button" value="我要写信" onclick="openMail()"/>')),
    ),
    *spots("minzheng", ("consult-d04", _unwritten(_named("意见建议")))),
    *spots("nongye", ("consult-d05", _unwritten(_named("12345便民热线网上平台", "{platform}/")))),
    *spots(
        "shangwu",
        (
            "consult-d06",
            _unwritten(
                '<select><option>选择信箱</option><option value="/wyzx/index.html">局长信箱</option></select>'  # noqa: E501
            ),
        ),
    ),
    *spots("fagai", ("consult-d07", style("unwritten"))),
    # Letters.
    *spots(
        "jia",
        ("waits-01", _waits(_LETTERS, 1, 147, "待办理")),
        ("waits-d01", _waits(_LETTERS, 2, 92, "待办理")),
        ("fields-01", _letter(_LETTERS, 3, 1, Message(unit=""))),
        ("fields-d01", _letter(_LETTERS, 4, 2, Message(unit="", signed=True))),
        ("count-01", style("uncounted")),
    ),
    *spots(
        "yi",
        ("mailbox-01", ages(_LETTERS, 70, 80, 90)),
        ("waits-02", _waits(_LETTERS, 1, 120, "受理中")),
        ("fields-02", _letter(_LETTERS, 2, 75, Message(day=False))),
        ("fields-d02", _letter(_LETTERS, 3, 85, Message(unit="", signed=True))),
        ("count-02", style("uncounted")),
    ),
    *spots(
        "bing",
        ("mailbox-d01", undated(_LETTERS)),
        ("waits-03", _waits(_LETTERS, 1, 200, "未回复")),
        ("waits-d02", _waits(_LETTERS, 2, 366, "未回复")),
        ("fields-03", _letter(_LETTERS, 3, 1, Message(reply=""))),
        ("fields-d03", _letter(_LETTERS, 4, 250, Message(unit=""))),
        ("count-03", style("uncounted")),
    ),
    *spots(
        "ding",
        ("mailbox-d02", ages("hdjl/dczj", 400, 420)),
        ("waits-04", _waits(_LETTERS, 1, 93, "办理中")),
        ("waits-d03", _waits(_LETTERS, 2, 140, "不予受理")),
        ("fields-04", _letter(_LETTERS, 3, 1, Message(unit=""))),
        ("fields-d04", _letter(_LETTERS, 4, 2, Message(reply=_PICTURE))),
        ("count-04", style("uncounted")),
    ),
    *spots(
        "wu",
        ("mailbox-d03", ages(_LETTERS, 200, 150, 3)),
        ("waits-05", _waits(_LETTERS, 1, 364, "待回复")),
        (
            "waits-d04",
            _letter(_LETTERS, 2, 100, Message(state="待回复")),
        ),
        ("fields-05", _letter(_LETTERS, 3, 1, Message(day=False))),
        ("fields-d05", _letter(_LETTERS, 4, 2, Message(unit="", signed=True))),
        ("count-05", style("uncounted")),
    ),
    *spots(
        "ji",
        ("mailbox-02", ages(_LETTERS, 100, 130, 160)),
        (
            "count-d01",
            both(style("uncounted"), _column("hdjl/bltb", "来信办理情况通报", 4973, 9, 40)),
        ),
    ),
    *spots(
        "xin",
        ("mailbox-03", ages(_LETTERS, 62, 70, 90)),
        ("waits-06", _waits(_LETTERS, 1, 150, "待处理", reply="正在办理中")),
        ("waits-d05", _waits(_LETTERS, 2, 151, "已转办")),
        ("fields-06", _letter(_LETTERS, 3, 72, Message(asking=False, unit=""))),
        ("count-06", style("uncounted")),
    ),
    *spots(
        "gongan",
        ("mailbox-04", ages(_BUREAU, 300, 310, 330)),
        (
            "count-d02",
            both(style("uncounted"), on_home(_named("留言统计分析", "{base}wzdt/index.htm"))),
        ),
    ),
    *spots(
        "renshe",
        ("mailbox-05", ages(_BUREAU, 180, 190)),
        (
            "count-d03",
            both(
                style("uncounted"), on_home(_named("信件办理统计", "{base}col/col8002/index.html"))
            ),
        ),
    ),
    *spots("fagai", ("mailbox-06", ages(_BUREAU, 90, 95, 99))),
    *spots(
        "jiaoyu",
        ("mailbox-d04", ages(_BUREAU, 61, 70, 90)),
        ("waits-d06", _waits(_BUREAU, 1, 170, "重复来信")),
        ("fields-d06", _letter(_BUREAU, 2, 63, Message(unit=""))),
        (
            "count-d04",
            both(style("uncounted"), in_footer(' | <a href="{base}lxwm/">受理反馈情况</a>')),
        ),
    ),
    *spots(
        "caizheng",
        ("mailbox-d05", both(ages(_BUREAU, 90, 100), _waits(_BUREAU, 1, 1, "待办理"))),
        ("waits-07", _waits(_BUREAU, 2, 110, "尚未回复")),
        ("waits-d07", _letter(_BUREAU, 3, 300, Message())),
    ),
    *spots(
        "wenlv",
        ("mailbox-d06", ages(_BUREAU, -30, 20, 50)),
        ("count-d05", both(style("uncounted"), _column("jzxx/tj", "来信统计", 4974, 9, 40))),
    ),
    *spots("portal", ("count-d06", style("uncounted"))),
)
