"""What home pages lack or only seem to lack, and entries for reports that are amiss."""

from __future__ import annotations

from monitor.demo.families.base import Roads
from monitor.demo.model import Site
from monitor.demo.spots.spot import (
    Change,
    Spot,
    both,
    extra,
    in_footer,
    mark,
    said,
    serve,
    spots,
    style,
)

_OTHER = '<p><a href="{platform}/conac/show?site_code=9999016666">相关标识</a></p>'
_PRINT = '<p><a href="{base}pop/report.html">打印预览</a></p>'
_POP = said("打印预览：本页供打印使用，内容与正文一致。")


def _titled(title: str) -> Change:
    """What stands in the browser's bar above the home page."""

    def change(site: Site, _: Roads) -> None:
        site.home_title = title

    return change


SPOTS: tuple[Spot, ...] = (
    *spots(
        "yi",
        ("report-01", mark("error_report")),
        ("search-02", style("search-deaf")),
        ("mobile-03", style("viewport-none")),
        ("aid-02", style("aid-topic")),
        ("name-d01", _titled("中国·乙县")),
    ),
    *spots(
        "bing",
        ("report-02", mark("error_report", "home")),
        ("search-03", style("search-error")),
        ("mobile-04", style("viewport-none", "view-app")),
        ("aid-03", style("aid-none")),
        ("name-02", _titled("首页")),
    ),
    *spots(
        "ding",
        ("report-03", mark("error_report", "article")),
        ("search-04", style("search-dead")),
        ("mobile-05", style("viewport-none")),
        ("aid-04", style("aid-comment")),
        ("name-03", _titled("无标题文档")),
    ),
    *spots(
        "wu",
        ("report-04", mark("error_report", how="comment")),
        ("search-05", style("search-mute")),
        ("mobile-06", style("viewport-none")),
        ("aid-05", style("aid-none")),
        ("name-d02", _titled("戊縣人民政府")),
    ),
    *spots(
        "ji",
        ("report-05", mark("error_report", how="9999019999")),
        ("search-d02", style("search-script")),
        ("mobile-d01", style("viewport-none", "view-link")),
        ("aid-d02", style("aid-box")),
        ("name-d03", _titled("欢迎访问己县政府网")),
    ),
    *spots(
        "renshe",
        ("report-06", mark("error_report", "column")),
        ("search-06", style("search-partial")),
        ("mobile-d05", style("viewport-none", "view-link")),
        ("aid-d06", style("aid-tool")),
        ("name-06", _titled("index")),
    ),
    *spots(
        "wenlv",
        ("report-07", mark("error_report", how="9999018888")),
        ("search-d05", style("search-key")),
        ("mobile-d06", style("viewport-none", "view-switch")),
        ("aid-06", style("aid-none")),
        ("name-d05", _titled("示范市人民政府门户网站")),
    ),
    *spots(
        "jia",
        ("report-d01", style("report-script")),
        ("search-01", style("search-none")),
        ("mobile-02", style("viewport-desk")),
        ("aid-d01", style("aid-picture")),
        ("name-01", _titled("乙县人民政府门户网站")),
    ),
    *spots(
        "xin",
        ("report-d02", style("report-click")),
        ("search-d06", style("search-code")),
        ("mobile-d02", style("viewport-none", "view-switch")),
        ("aid-d03", style("aid-button")),
    ),
    *spots(
        "jiaoyu",
        ("report-d03", style("report-picture")),
        ("search-d03", style("search-window")),
        ("mobile-d03", style("viewport-none", "view-script")),
        ("aid-d04", style("aid-old")),
        ("name-04", _titled("示范市水务局")),
    ),
    *spots(
        "gongan",
        ("report-d04", extra("tzgg", 0, _OTHER)),
        ("search-d04", style("search-cut")),
        ("mobile-d04", style("viewport-none", "view-picture")),
        ("aid-d05", style("aid-title")),
        ("name-d04", _titled("示范公共安全网")),
    ),
    *spots(
        "portal",
        ("report-d05", both(extra("tzgg", 0, _PRINT), serve("pop/report.html", _POP))),
        (
            "report-d06",
            in_footer(' | <a href="{platform}/conac/show?site_code=9999017777">网站标识</a>'),
        ),
        ("search-d01", style("search-marked")),
        ("mobile-01", style("viewport-none")),
        ("aid-01", style("aid-none")),
    ),
    *spots(
        "gongxin",
        ("name-05", _titled("示范市教育局")),
    ),
    *spots(
        "tongji",
        ("name-07", _titled("欢迎访问")),
    ),
    *spots(
        "minzheng",
        ("name-d06", _titled("民政局")),
    ),
    *spots(
        "shuiwu",
        ("name-d07", _titled("Water Affairs Bureau")),
    ),
)
