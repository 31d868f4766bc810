"""Where the breadcrumb ends and the page begins."""

from __future__ import annotations

import pytest

from monitor.domain.evidence import PageEvidence, PageKind, Region
from tests.extract.reading import read

PAGE = """<html><head><title>甲县林业局</title></head><body>
<div class="menu"><a href="/">首页</a><a href="/zwgk/">政务公开</a><a href="/bsfw/">办事服务</a></div>
<div class="w">{body}</div>
<div class="footer">主办单位：甲县林业局 网站标识码：4409990001</div></body></html>"""
NOTICES = """<div class="db"><ul><li><a href="t20240902_11.html">关于秋季植树的通知</a>2024-09-02</li>
<li><a href="t20240806_12.html">关于防火的通告</a>2024-08-06</li></ul></div>"""
PLAIN = [
    '<div class="dz">当前位置：首页&gt;信息公开&gt;通知公告</div>',
    '<div class="dz"><img src="/i/home.gif">您现在的位置：首页 » 信息公开 » 通知公告</div>',
    "<div><span>当前位置：</span><span>首页</span>&gt;<span>通知公告</span></div>",
    '<div class="dz"><span>当前位置</span>：首页 → 通知公告</div>',
    "<table><tr><td>当前位置：通知公告</td></tr></table>",
    '<ul class="dz"><li>当前位置：首页</li><li>&gt;</li><li>通知公告</li></ul>',
]
LINKED = [
    '<div class="dz">当前位置：<a href="/">首页</a> &gt; <a href="/tzgg/">通知公告</a></div>',
    '<div class="dz"><span>当前位置：</span><a href="/">首页</a><a href="/tzgg/">通知公告</a></div>',
    '<div class="dz">当前位置：<ul><li><a href="/">首页</a></li><li><a href="./">通知公告</a></ul></div>',
    '<div class="dz">当前位置：首页 &gt; <a href="/xxgk/">信息公开</a> &gt; 通知公告</div>',
    "<table><tr><td>当前位置：<td><a href='/'>首页</a> &gt; <a href='./'>通知公告</a></table>",
    '<div class="dz"><span>当前位置：</span><span><a href="./">通知公告</a></span></div>',
]


def forestry(body: str, path: str = "/tzgg/") -> PageEvidence:
    return read(PAGE.format(body=body).encode(), path)


@pytest.mark.parametrize("crumb", [*PLAIN, *LINKED])
def test_what_follows_the_breadcrumb_is_the_page(crumb: str) -> None:
    page = read(
        PAGE.format(title="甲县林业局", body=f'<div class="w">{crumb}{NOTICES}</div>').encode()
    )
    assert page.listing is not None
    assert [entry.title for entry in page.listing.entries] == [
        "关于秋季植树的通知",
        "关于防火的通告",
    ]
    assert page.trail[-1:] in [("通知公告",), ()]


@pytest.mark.parametrize("crumb", [one for one in [*PLAIN, *LINKED] if "&gt;" in one or "»" in one])
def test_the_steps_of_a_breadcrumb_are_read(crumb: str) -> None:
    page = read(
        PAGE.format(title="甲县林业局", body=f'<div class="w">{crumb}{NOTICES}</div>').encode()
    )
    assert page.trail[0] == "首页"
    assert page.trail[-1] == "通知公告"


def test_leaders_under_a_breadcrumb_in_plain_text() -> None:
    rows = "".join(
        f'<li><div class="img"><a href="{n}.html"><img src="{n}.jpg"></a></div>'
        f'<div><a href="{n}.html">{name}</a><p>{post}</p></div></li>'
        for n, (name, post) in enumerate(
            [("张国强", "局长"), ("李秀英", "副局长"), ("王建军", "副局长")], 1
        )
    )
    crumb = '<div class="dz">当前位置：首页&gt;机构简介&gt;领导介绍</div>'
    found = forestry(f'{crumb}<div class="db"><ul>{rows}</ul></div>', "/jgjj/ldjs/")
    assert found.kind is PageKind.LEADERS
    assert [one.name for one in found.leaders] == ["张国强", "李秀英", "王建军"]


def test_an_empty_column_under_a_plain_breadcrumb_is_empty() -> None:
    body = '<div>当前位置：首页&gt;通知公告</div><div class="db"><ul></ul></div>'
    page = forestry(body)
    assert page.listing is not None
    assert page.listing.empty_container
    assert page.trail == ("首页", "通知公告")


def test_the_place_of_an_office_in_a_text_is_no_breadcrumb() -> None:
    body = """<h1>甲县博物馆</h1><p>地理位置：甲县人民路8号，馆藏两千余件。</p>
    <ul><li><a href="t20240902_11.html">国庆期间开放的通知</a>2024-09-02</li></ul>"""
    page = forestry(body)
    assert page.listing is not None
    assert len(page.listing.entries) == 1


NAMED = '<div class="{name}"><div><ul>{rows}</ul></div></div>'


@pytest.mark.parametrize("name", ["pos-r", "main position", "place", "location"])
def test_a_box_called_for_its_place_on_the_screen_is_no_breadcrumb(name: str) -> None:
    rows = "".join(
        f'<li><a href="{n}.html">全县第{n}次防汛工作会议召开</a></li>' for n in range(11, 15)
    )
    found = forestry(NAMED.format(name=name, rows=rows)).listing
    assert found is not None
    assert len(found.entries) == 4


@pytest.mark.parametrize(
    ("name", "steps"),
    [
        (
            "position",
            '<a href="/">甲县林业局</a> &gt; <a href="/a/">公开</a> &gt; <a href="./">公告</a>',
        ),
        (
            "place",
            '<a href="/">首页</a><a href="/a/">公开</a><a href="/b/">目录</a><a href="./">公告</a>',
        ),
        (
            "crumbs",
            '<a href="/x/">林业</a><a href="/a/">公开</a><a href="/b/">目录</a><a href="./">公告</a>',
        ),
    ],
)
def test_a_breadcrumb_known_by_its_name(name: str, steps: str) -> None:
    found = forestry(f'<div class="{name}">{steps}</div>{NOTICES}')
    places = {link.region for link in found.links if link.text in ("公开", "目录", "公告")}
    assert places <= {Region.TRAIL, Region.NAV}
    assert found.listing is not None and len(found.listing.entries) == 2


@pytest.mark.parametrize(
    "title", ["文化惠民演出公告（主办单位：甲县文化馆）", "关于版权所有问题的通告"]
)
def test_an_item_that_names_an_organiser_is_no_footer(title: str) -> None:
    page = PAGE.replace("主办单位：甲县林业局 网站标识码：4409990001", "")
    row = f'<li><a href="t20240709_77.html">{title}</a>2024-07-09</li>'
    found = read(page.format(body=NOTICES.replace("</ul>", row + "</ul>")).encode()).listing
    assert found is not None
    assert [entry.title for entry in found.entries][-1] == title
