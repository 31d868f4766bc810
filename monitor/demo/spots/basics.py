"""What sites fail to present of themselves, and what is presented in unusual ways."""

from __future__ import annotations

from monitor.demo import land
from monitor.demo.families.base import Roads
from monitor.demo.model import Column, Site
from monitor.demo.spots.availability import RIDDLE
from monitor.demo.spots.spot import Change, Spot, both, serve, spots, style


def _column(slug: str, name: str, code: int) -> Change:
    """One more column, kept up, whose name only sounds like something else."""

    def change(site: Site, _: Roads) -> None:
        items = land.articles(name, code, [2, 5, 8])
        site.columns.append(Column(slug, name, code, items))

    return change


def _disclosed_elsewhere(site: Site, roads: Roads) -> None:
    address = roads.to(land.PLATFORM_HOST, "/data/")
    site.columns.append(Column("gkpt", "政府信息公开", 949, elsewhere=address))
    site.style.add("area-none")


SPOTS: tuple[Spot, ...] = (
    *spots(
        "jia",
        ("overview-01", style("overview-none")),
        ("overview-d01", _column("jdjj", "街道简介", 940)),
        ("area-01", style("area-gone-zn")),
    ),
    *spots(
        "yi",
        ("overview-02", style("overview-blank")),
        ("overview-d02", _column("xzjj", "乡镇简介", 941)),
        ("area-02", style("area-gone-zd")),
    ),
    *spots(
        "bing",
        ("overview-03", style("overview-none")),
        ("overview-d03", _column("zjjc", "走进基层", 942)),
        ("area-03", style("area-gone-nr")),
    ),
    *spots(
        "ding",
        ("overview-04", style("overview-none")),
        ("overview-d04", _column("jygk", "教育概况", 943)),
        ("area-04", style("area-gone-nb")),
        ("area-d01", _column("bszn", "办事指南", 944)),
    ),
    *spots(
        "wu",
        ("overview-05", style("overview-blank")),
        ("area-05", style("area-gone-zn")),
        ("area-d02", _column("fwzn", "服务指南", 945)),
    ),
    *spots(
        "xin",
        ("overview-06", style("overview-none")),
        ("area-06", style("area-gone-nb")),
    ),
    *spots("ji", ("overview-d05", style("overview-pages")), ("area-d03", style("area-short"))),
    *spots(
        "portal", ("overview-d06", style("overview-odd")), ("area-d04", style("area-short"))
    ),
    *spots("jiaoyu", ("area-07", style("area-gone-zd"))),
    *spots("gongan", ("area-08", style("area-gone-zn")), ("agency-01", style("jgzn-gone-bodies"))),
    *spots("renshe", ("area-d05", _disclosed_elsewhere)),
    *spots("wenlv", ("area-d06", serve("zfxxgk/index.html", RIDDLE))),
    *spots("fagai", ("agency-02", style("jgzn-gone-hours"))),
    *spots("shangwu", ("agency-03", style("jgzn-fax"))),
    *spots("shengtai", ("agency-04", style("jgzn-gone-hours"))),
    *spots("tuiyi", ("agency-05", style("jgzn-gone-bodies"))),
    *spots("shuiwu", ("agency-06", style("jgzn-gone-functions"))),
    *spots("nongye", ("agency-07", style("jgzn-gone-head"))),
    *spots("zhengshu", ("agency-08", style("jgzn-none"))),
    *spots("dangan", ("agency-09", style("jgzn-none"))),
    *spots("yingji", ("agency-d01", style("jgzn-table"))),
    *spots("minzheng", ("agency-d02", style("jgzn-column"))),
    *spots("ziran", ("agency-d03", style("jgzn-picture"))),
    *spots("jiaotong", ("agency-d04", serve("jgzn/index.html", RIDDLE))),
    *spots(
        "zhujian", ("agency-d05", both(style("jgzn-table"), style("jgzn-column")))
    ),
    *spots("guozi", ("agency-d06", style("jgzn-column"))),
)  # fmt: skip
