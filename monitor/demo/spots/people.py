"""Leaders' pages and biographies that are not there, and those that are in unusual places."""

from __future__ import annotations

from monitor.demo.families.base import Roads
from monitor.demo.model import Leader, Site
from monitor.demo.spots.availability import RIDDLE
from monitor.demo.spots.spot import Change, Spot, leader, roster, serve, spots, style

_CAREER = (
    "1995年7月—2001年3月 示范中学教师；2001年3月—2012年5月 示范市某局科员、科长；"
    "2012年5月至今 现任职务。"
)


def _no_biography(one: Leader) -> None:
    one.bio = ""


def _nothing(one: Leader) -> None:
    one.bio = one.duties = ""


def _face_only(one: Leader) -> None:
    one.bio = one.duties = ""
    one.linked = False


def _one_sentence(one: Leader) -> None:
    one.bio = f"{one.name}，男，汉族，1976年8月生，大学学历，中共党员。"


def _career(one: Leader) -> None:
    one.bio = _CAREER


def _two_characters(one: Leader) -> None:
    old, one.name = one.name, "路示"
    one.bio = one.bio.replace(old, one.name)


def _vacancy(post: str) -> Change:
    """One more post, which nobody holds."""

    def change(site: Site, _: Roads) -> None:
        site.leaders.append(Leader(len(site.leaders) + 1, "", post, "", "", linked=False))

    return change


def _stub_before(path: str) -> Change:
    """The menu leads to a page that sends on to the leaders' page."""

    def change(site: Site, _: Roads) -> None:
        site.roster_stub = path

    return change


SPOTS: tuple[Spot, ...] = (
    *spots(
        "jia",
        ("bio-01", leader(2, _no_biography)),
        ("bio-d01", _vacancy("副县长")),
    ),
    *spots("yi", ("bio-02", leader(3, _no_biography)), ("bio-d02", leader(2, _one_sentence))),
    *spots("bing", ("bio-03", leader(2, _no_biography))),
    *spots("ding", ("bio-04", leader(2, _face_only))),
    *spots(
        "wu",
        ("bio-05", leader(3, _nothing)),
        ("bio-d05", serve("art/2024/6/1/art_8004_7002.html", RIDDLE)),
    ),
    *spots(
        "xin",
        ("bio-06", leader(2, _no_biography)),
        ("leaders-d03", roster("cards", "县长之窗")),
    ),
    *spots("weijian", ("bio-07", leader(2, _no_biography))),
    *spots("jiguan", ("bio-08", leader(1, _nothing))),
    *spots("gongan", ("bio-d03", leader(2, _career))),
    *spots("shichang", ("bio-d04", style("classes-swapped"))),
    *spots("renshe", ("bio-d06", leader(2, _two_characters))),
    *spots("tuiyi", ("bio-d07", _vacancy("副局长"))),
    *spots("nongye", ("leaders-01", roster("none"))),
    *spots("sifa", ("leaders-02", roster("none"))),
    *spots("zhengshu", ("leaders-03", roster("none"))),
    *spots("dangan", ("leaders-04", roster("none"))),
    *spots("yibao", ("leaders-05", roster("none"))),
    *spots("shangwu", ("leaders-06", roster("none"))),
    *spots("wenlv", ("leaders-d01", roster("elsewhere"))),
    *spots("jiaotong", ("leaders-d02", roster("picture"))),
    *spots("caizheng", ("leaders-d04", style("roster-hidden"))),
    *spots("tongji", ("leaders-d05", _stub_before("ldzc.html"))),
    *spots("minzheng", ("leaders-d06", serve("ldxx/index.html", RIDDLE))),
    *spots("shengtai", ("leaders-d07", roster("table", "局领导"))),
)
