"""Short lists, articles with little text, and what runs along the head of a page."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.evidence import PageKind
from tests.extract.reading import days, listing, read

HEAD = "<tr><th>序号</th><th>标题</th><th>发布时间</th></tr>"
TEXT = "我单位位于甲县人民路八号，主要负责建设信息发布和咨询服务工作。" * 5


@pytest.mark.parametrize("title", ["联系我们", "网站声明"])
@pytest.mark.parametrize(
    ("row", "path"),
    [
        (
            '<ul><li><span>[2018-03-30 16:49]</span><a href="20180330/194.html">{t}</a></li></ul>',
            "/lxwm/",
        ),
        (
            "<table>" + HEAD + '<tr><td>1</td><td><a href="20180330/19.html">{t}</a></td>'
            "<td>2018-03-30</td></tr></table>",
            "/031010/cityMoreinfo.html",
        ),
    ],
)
def test_a_dated_row_is_an_item_whatever_its_title(row: str, path: str, title: str) -> None:
    found = read(row.format(t=title), path)
    assert found.kind is PageKind.COLUMN and found.listing is not None
    assert [entry.title for entry in found.listing.entries] == [title]
    assert days(found.listing.entries) == [date(2018, 3, 30)]


def test_standing_pages_without_a_day_are_no_items() -> None:
    links = (
        '<ul><li><a href="/a.html">联系我们</a></li><li><a href="/b.html">关于我们</a></li></ul>'
    )
    news = '<ul><li><a href="20240601/1.html">夏粮收购全面展开</a>2024-06-01</li></ul>'
    shared = '<p><a href="/a.html">联系我们</a> <a href="/c.html">网站地图</a> 更新于2024-06-03</p>'
    assert len(listing(news + links + shared).entries) == 1


@pytest.mark.parametrize("path", ["/xyxx/moreinfo.html", "/xyxx/031001.html"])
def test_the_bare_head_of_a_list_is_no_article(path: str) -> None:
    found = read(f'<div id="jt"><table><thead>{HEAD}</thead></table></div>', path)
    assert found.kind is PageKind.COLUMN
    assert found.listing is not None and found.listing.empty_container


@pytest.mark.parametrize("href", ["/f/x.doc", "javascript:;"])
@pytest.mark.parametrize("day", ["【时间：2006年12月11日 23:02】", "发布时间：2006-12-11"])
def test_a_text_that_is_one_file_is_an_article(href: str, day: str) -> None:
    body = f"""<h2>重要事项变更审批表</h2><div>{day}</div>
    <div class="article-content"><p>附件：<a href="{href}">重要事项变更审批表</a></p></div>"""
    found = read(body, "/staticpages/20061211/ghb457d72f7-64.html")
    assert found.kind is PageKind.ARTICLE
    assert found.article is not None and found.article.published == date(2006, 12, 11)


@pytest.mark.parametrize("path", ["/xxgk/", "/xxgk/20240601/031001-1.html", "/list.aspx?id=12"])
def test_a_list_of_one_file_is_a_column(path: str) -> None:
    found = read(
        '<ul><li><a href="/f/x.pdf">重要事项变更审批表</a><b>2024-06-01</b></li></ul>', path
    )
    assert found.kind is PageKind.COLUMN


RUNNING = """<marquee {how}><a href="/55968.html">新纪录！全县粮食总产量突破八亿斤</a>&nbsp;
<a href="/55948.html">大展宏图：工业园区三期工程开工建设</a></marquee>"""


def test_headlines_that_run_across_are_no_list() -> None:
    assert (
        read(RUNNING.format(how="scrolldelay=100") + f"<p>{TEXT}</p>", "/gywm/").kind
        is PageKind.STATIC
    )
    empty = listing(RUNNING.format(how="") + '<ul class="list"></ul>')
    assert empty.empty_container and not empty.entries


def test_headlines_that_run_across_the_home_page_are_its_items() -> None:
    found = read(RUNNING.format(how="") + "<ul></ul>", "/").listing
    assert found is not None and len(found.entries) == 2


def test_a_list_that_climbs_is_a_list() -> None:
    rows = "".join(
        f'<li><a href="20240601/{n}.html">第{n}号征地补偿安置方案公示</a>2024-06-0{n}</li>'
        for n in range(1, 5)
    )
    assert len(listing(f'<marquee direction="up"><ul>{rows}</ul></marquee>').entries) == 4


def test_a_short_text_beside_an_empty_list_is_no_empty_column() -> None:
    said = "<p>根据机构改革安排，本栏目内容已并入县政府门户网站信息公开专栏。</p>"
    assert read(said + '<ul class="list"></ul>').listing is None


@pytest.mark.parametrize(
    "said", ["<p>共 1 页 当前第 1 页</p>", "<h3>通知公告</h3>", "<p>欢迎访问甲县。</p>"]
)
def test_words_around_an_empty_list_leave_it_empty(said: str) -> None:
    assert listing(said + '<ul class="list"></ul>').empty_container
