"""What a page offers beside its content, in the forms that were met."""

from __future__ import annotations

import pytest

from monitor.domain.function import Functions, Sight
from tests.extract.reading import framed, read

CODE = "9999010002"


def _functions(markup: str, path: str = "/") -> Functions:
    return read(framed(markup), path).particulars.functions


@pytest.mark.parametrize(
    "entry",
    [
        f"<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={CODE}&amp;url=x'>找错</a>",
        f"<script id='_jiucuo_' sitecode='{CODE}' src='https://x.gov.cn/exposure/jiucuo.js'></script>",
        f"<a href='http://121.43.68.40/exposure/jiucuo.html?site_code={CODE}'><img src='j.png'></a>",
        f"<a href='#' onclick=\"Link('{CODE}')\" title='网站找错'>我要找错</a>",
        f"<a href='javascript:;' onclick=\"Link('{CODE}')\" title='我为政府网站找错'></a>",
        f"<script>document.write(\"<a href='/exposure/jiucuo.html?site_code={CODE}'></a>\")</script>",
    ],
)
def test_the_code_in_an_entry(entry: str) -> None:
    found = _functions(f"<div class='footer'>版权所有 {entry}</div>")
    assert (found.report, found.report_codes) == (Sight.SHOWN, (CODE,))


@pytest.mark.parametrize(
    "other",
    [
        f"<a href='http://bszs.conac.cn/sitename?site_code={CODE}'>标识</a><a href='/zc/'>我要找错</a>",
        "<a href='https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=99990100021'>找错</a>",
        f"<!-- <a href='/exposure/jiucuo.html?site_code={CODE}'></a> --><a href='/zc/'>我要找错</a>",
    ],
)
def test_a_number_that_is_no_code_of_the_entry(other: str) -> None:
    assert _functions(f"<div class='footer'>版权所有 {other}</div>").report_codes == ()


@pytest.mark.parametrize(
    "box",
    [
        "<form action='/search'><input name='x'></form>",
        "<input type='text' placeholder='请输入关键字'>",
        "<input name='keyword'>",
        "<input name='q'>",
        "<input type=search>",
        "<div class='searchBox'><input type='text' id='a1'></div>",
        "<a href='/jsearchfront/search.do'>检索</a>",
        "<a href='/x/'><img src='/ss.gif' alt='搜索'></a>",
        "<iframe src='/include/search.htm'></iframe>",
        "<button aria-label='站内搜索'></button>",
    ],
)
def test_a_search(box: str) -> None:
    assert _functions(box).search is Sight.SHOWN


@pytest.mark.parametrize(
    "other",
    [
        "<input name='username'><input type='password' name='pwd'>",
        "<input type='hidden' name='q' value='1'>",
        "<input type='checkbox' name='keyword'>",
        "<a href='/cx/'>办件查询</a>",
        "<input name='email' placeholder='请输入邮箱'>",
        "<li><a href='/a/1.html'>我县开展走失人员搜索救援演练</a></li>",
    ],
)
def test_no_search(other: str) -> None:
    assert _functions(other).search is Sight.NONE


def test_a_script_of_unknown_purpose_leaves_everything_open() -> None:
    found = _functions("<script src='/js/common.js'></script>")
    assert found.search is found.report is Sight.MAYBE
    assert found.offers is not None
    assert found.offers.mobile is found.offers.accessible is Sight.MAYBE
    known = _functions("<script src='/js/jquery.min.js'></script>")
    assert known.search is Sight.NONE


def test_only_a_home_page_is_read_for_names_and_aids() -> None:
    page = framed("<p>正文</p>")
    assert read(page, "/").particulars.functions.offers is not None
    assert read(page, "/a/1.html").particulars.functions.offers is None
