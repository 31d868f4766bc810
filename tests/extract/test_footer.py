"""The marks at a page's foot in the spellings that were met."""

from __future__ import annotations

import pytest

from monitor.domain.evidence import Footer
from tests.extract.reading import framed, read

FOOT = "主办单位：甲县人民政府办公室 网站标识码：4409990001"


def _footer(foot: str) -> Footer:
    return read(framed("<p>正文</p>").replace(FOOT.encode(), foot.encode())).footer


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("网站标识码：4114240001", "4114240001"),
        ("网站标识码:2202000006", "2202000006"),
        ("标识码4400000084", "4400000084"),
        ("政府网站标识码 1310000050", "1310000050"),
        ("网站标识码bm01000001", "bm01000001"),
        ("网站标识码：N000000672", None),
        ("网站标识码：44000000841", None),
    ],
)
def test_site_codes(text: str, code: str | None) -> None:
    assert _footer(f"主办：甲县人民政府 {text}").site_code == code


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("主办单位：甲县人民政府办公室 承办单位：甲县信息中心", "甲县人民政府办公室"),
        ("主办：甲县人民政府&nbsp;&nbsp;&nbsp;承办：甲县人民政府办公室", "甲县人民政府"),
        ("主办：甲县纪律检查委员会 甲县监察委员会 合作单位：某网", "甲县纪律检查委员会"),
        ("主办：<a href='#'>甲县人民政府办公室</a> 友情链接：某网", "甲县人民政府办公室"),
        ("甲县市场监督管理局主办 地址：甲县东湖路1号", "甲县市场监督管理局"),
        ("版权所有：甲县", None),
    ],
)
def test_hosts(text: str, host: str | None) -> None:
    assert _footer(text).host == host


def test_records() -> None:
    footer = _footer("粤ICP备19160819号-1 粤公网安备 44011102001603号 电话：0753-1234567")
    assert footer.icp == "粤ICP备19160819号-1"
    assert footer.police == "粤公网安备 44011102001603号"
    assert footer.contact is not None and "0753-1234567" in footer.contact
    assert _footer("粤ICP备05070829").icp == "粤ICP备05070829"


@pytest.mark.parametrize(
    "markup",
    [
        "<script id='_jiucuo_' src='http://pucha.kaipuyun.cn/exposure/jiucuo.js'></script>",
        "<a href='http://pucha.kaipuyun.cn/exposure/jiucuo.html?site_code=44'><img src='a.png'></a>",
        "<a href='http://121.43.68.40/exposure/jiucuo.html?site_code=4409990001'><img src='a.png'></a>",
        "<a href='http://114.55.181.28/errorInfo/search'><img src='zc.png'></a>",
        "<a href='/wzjc/'>网站纠错</a>",
        "<a href='/wzjc/'><img src='a.png' alt='我要找错'></a>",
    ],
)
def test_ways_to_report_an_error(markup: str) -> None:
    assert _footer(f"{FOOT} {markup}").error_report
    assert not _footer(f"{FOOT} <!--{markup}-->").error_report


@pytest.mark.parametrize(
    "markup",
    [
        "<script>document.write(unescape(\"%3Cspan id='_ideConac' %3E%3C/span%3E%3Cscript "
        "src='http://dcs.conac.cn/js/24/1.js' type='text/javascript'%3E%3C/script%3E\"));</script>",
        "<a href='http://bszs.conac.cn/sitename?method=show&id=1'><img src='dzjg.png'></a>",
        "<a href='javascript:;'><img src='../images/red.png'></a>",
        "<img src='x.png' alt='党政机关'>",
    ],
)
def test_the_badge(markup: str) -> None:
    assert _footer(f"{FOOT} {markup}").mark
    assert not _footer(f"{FOOT} <!--{markup}-->").mark


def test_a_page_without_marks_has_none() -> None:
    assert _footer("") == Footer()
