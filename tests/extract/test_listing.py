"""Which rows of a page are its list, and how a list says that it is empty."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.evidence import PageEvidence, PageKind, Region
from monitor.extract.page import read_page
from tests.extract.reading import days as days_of
from tests.extract.reading import framed, items, listing, read

LIST = items(
    ("post_1.html", "关于一件事情的通知公告", "2020-12-04"),
    ("post_2.html", "关于另一件事情的通知公告", "2020-12-03"),
    ("post_3.html", "关于第三件事情的通知公告", "2020-12-01"),
)


def test_a_side_box_is_not_the_list() -> None:
    hot = items(
        *((f"/x/post_9{n}.html", f"热门信息标题第{n}条内容", "2021-01-01") for n in range(9))
    )
    found = listing(f'{LIST}<div class="hot"><h3>热门信息</h3>{hot}</div>')
    assert [entry.title for entry in found.entries] == [
        "关于一件事情的通知公告",
        "关于另一件事情的通知公告",
        "关于第三件事情的通知公告",
    ]
    assert found.newest == date(2020, 12, 4)


def test_a_single_item_is_a_list() -> None:
    found = listing(items(("content/post_1.html", "县侨办内设机构", "2018-08-15")))
    assert [(entry.title, entry.published) for entry in found.entries] == [
        ("县侨办内设机构", date(2018, 8, 15))
    ]


def test_rows_of_a_table_with_other_cells() -> None:
    rows = "".join(
        f'<tr><td><a href="t2020080{n}_{n}.html" title="教育局关于印发方案的通知第{n}号">'
        "教育局关于印发…</a></td>"
        f"<td>000014348/2020-{n}</td><td>教育局</td><td>2020-08-0{n}</td></tr>"
        for n in range(1, 4)
    )
    found = listing(f"<table>{rows}</table>")
    assert found.entries[0].title == "教育局关于印发方案的通知第1号"
    assert found.newest == date(2020, 8, 3)


@pytest.mark.parametrize("head", ["thead", "row", "list"])
def test_the_head_of_a_table_says_which_date_is_the_publication(head: str) -> None:
    names, days = ("标题", "发布日期", "实施日期"), ("2020-08-0{}", "2019-0{}-15")
    tag, cell = ("li", "span") if head == "list" else ("tr", "td")
    top = "".join(f"<{cell}>{name}</{cell}>" for name in names)
    top = f"<thead><{tag}>{top}</{tag}></thead>" if head == "thead" else f"<{tag}>{top}</{tag}>"
    rows = "".join(
        f'<{tag}><{cell}><a href="post_{n}.html">关于印发方案的通知第{n}号</a></{cell}>'
        + "".join(f"<{cell}>{day.format(n)}</{cell}>" for day in days)
        + f"</{tag}>"
        for n in range(1, 4)
    )
    box = "ul" if head == "list" else "table"
    found = listing(f"<{box}>{top}{rows}</{box}>")
    assert days_of(found.entries) == [date(2020, 8, n) for n in range(1, 4)]


def test_a_whole_item_in_one_link() -> None:
    """Title, date and summary inside the link: the title is its heading, the date its own."""
    rows = "".join(
        f'<li><a href="post_{n}.html"><div class="date"><p>06-0{n}</p><p>2021</p></div>'
        f"<h3>县政府工作动态第{n}条</h3><p>会议研究了定于2020年9月1日起施行的办法。</p></a></li>"
        for n in range(1, 4)
    )
    found = listing(f"<ul>{rows}</ul>")
    assert [(one.title, one.published) for one in found.entries] == [
        (f"县政府工作动态第{n}条", date(2021, 6, n)) for n in range(1, 4)
    ]


@pytest.mark.parametrize(
    "row",
    [
        "<dt>{day}</dt><dd>{link}</dd>",
        "[{day}] {link}<br>",
        "<div>{day}</div><div>{link}</div>",
        "<span>{day}</span>{link}",
        "<div>{link}</div><div>发布时间：{day} 浏览：100</div>",
    ],
)
def test_a_flat_list_gives_each_title_its_own_date(row: str) -> None:
    """In a flat list a date stands before or after its title; a shift by one would lose the newest."""
    rows = "".join(
        row.format(day=f"2021-06-{n:02}", link=f'<a href="post_{n}.html">工作动态第{n}条消息</a>')
        for n in range(15, 10, -1)
    )
    box = "dl" if "<dt>" in row else "div"
    found = listing(f"<{box}>{rows}</{box}>")
    assert [one.title for one in found.entries] == [
        f"工作动态第{n}条消息" for n in range(15, 10, -1)
    ]
    assert days_of(found.entries) == [date(2021, 6, n) for n in range(15, 10, -1)]


def test_a_date_in_an_attribute_is_only_a_date() -> None:
    day = '<time datetime="2021-06-09T08:00:00+08:00">6月9日</time>'
    title = "关于2019年12月31日前完成整改的通知"
    link = f'<a href="post_1.html" title="{title}">关于2019年…</a>'
    assert days_of(listing(f"<ul><li>{link}{day}</li></ul>").entries) == [date(2021, 6, 9)]
    undated = listing(f'<ul><li title="{title}">{link}</li></ul>').entries
    assert (undated[0].title, undated[0].published) == (title, None)


def test_malformed_anchors_and_the_date_first() -> None:
    rows = "".join(
        f'<li><span> 2021-06-0{n} </span><a href="p{n}000.html"><a href="p{n}000.html">'
        f"县政府工作动态第{n}条</a></li>"
        for n in range(1, 5)
    )
    found = listing(f"<ul>{rows}</ul>")
    assert len(found.entries) == 4
    assert found.newest == date(2021, 6, 4)


def test_further_pages() -> None:
    second = '<a href="index_2.html">{}</a>'
    pager = f'<div><a href="index.html">1</a>{second.format(2)}{second.format("下一页")}</div>'
    assert listing(LIST + pager).next_pages == ("http://www.jia.gov.cn/tzgg/index_2.html",)


def test_numbers_alone_are_paging_where_they_number_the_list() -> None:
    def numbered(address: str) -> tuple[str, ...]:
        links = "".join(f'<a href="{address.format(n)}">{n}</a>' for n in (2, 3))
        return listing(f"{LIST}<div>{links}</div>").next_pages

    base = "http://www.jia.gov.cn/tzgg/"
    assert numbered("index_{}.html") == (f"{base}index_2.html", f"{base}index_3.html")
    assert numbered("?page={}") == (f"{base}?page=2", f"{base}?page=3")
    assert numbered("post_{}.html") == (), "a slide show"
    assert numbered("2020120{}.html") == (), "a calendar"


def test_a_list_that_a_script_builds_is_not_empty() -> None:
    body = '<ul id="list"></ul><script>$.getJSON("/a.json", function(d){ $("#list").html(d); });</script>'
    page = read(body)
    assert page.listing is not None
    assert page.listing.script_built and not page.listing.empty_container
    assert page.needs_script


def test_entries_are_list_links_and_the_menu_is_not() -> None:
    page = read(LIST)
    assert page.kind is PageKind.COLUMN
    assert [link.region for link in page.links if "post_" in link.url] == [Region.LIST] * 3
    assert next(link.region for link in page.links if link.text == "政务公开") is Region.NAV


def test_a_repeated_address_on_a_home_page_is_one_entry() -> None:
    page = read(f"<div>{LIST}</div><div>{LIST}</div>", "/")
    assert page.listing is not None
    assert len(page.listing.entries) == 3


def test_a_page_that_closes_itself_early_is_read_to_the_end() -> None:
    raw = f"<html><head><title>甲县</title></head><body>头部</body></html><div>{LIST}</div></html>"
    found = listing(raw.encode())
    assert len(found.entries) == 3


def test_a_list_in_a_data_island() -> None:
    records = "".join(
        f'<record><![CDATA[<li><a href="/art/2021/5/1{n}/art_1_{n}.html">政策文件第{n}号</a>'
        f"<span>2021-05-1{n}</span></li>]]></record>"
        for n in range(3)
    )
    found = listing(f'<div><script type="text/xml"><datastore>{records}</datastore></script></div>')
    assert found.newest == date(2021, 5, 12)
    assert len(found.entries) == 3


def test_a_form_or_a_frame_is_no_empty_list() -> None:
    """A page to write to the office on, or one whose content stands in a frame, is no blank column."""
    empty = '<ul class="list"></ul><div class="page">共 0 页 <a href="#">下一页</a></div>'
    blank = listing(empty)
    assert blank.empty_container and not blank.entries
    fields = "".join(f'<input type="text" name="f{n}">' for n in range(3))
    frame, video = '<iframe src="/x"></iframe>', '<video src="/v.mp4"></video>'
    for held in (f"<form>{fields}</form>", "<textarea></textarea>", frame, video):
        found = read(empty + held).listing
        assert found is None or not found.empty_container, held
    search = read(empty + '<input type="text" name="q">').listing
    assert search is not None and search.empty_container


ASIDE = "<div><h3>{heading}</h3>{box}</div>"
OTHERS = items(*((f"/info/99{n}.html", f"别的栏目信息第{n}条标题", "2021-06-01") for n in range(6)))


@pytest.mark.parametrize("heading", ["最新发布", "热点推荐", "相关链接"])
@pytest.mark.parametrize(
    "empty",
    [
        "<p>暂无数据</p>",
        "<p>当前栏目下没有内容</p>",
        '<ul class="list"></ul>',
        '<img src="/images/nodata.png" alt="">',
        "<table><tr><th>序号</th><th>标题</th><th>发布日期</th></tr></table>",
        '<script type="text/xml"><datastore><recordset></recordset></datastore></script>',
    ],
)
def test_an_empty_list_beside_a_box_of_other_items_is_empty(heading: str, empty: str) -> None:
    for page in (empty, empty + ASIDE.format(heading=heading, box=OTHERS)):
        found = listing(page)
        assert not found.entries
        assert found.placeholder or found.empty_container


def test_a_larger_box_of_another_column_is_not_the_list() -> None:
    more = '<h4>部门动态<a href="/x/">更多&gt;&gt;</a></h4>'
    found = listing(f"<div>{LIST}</div><div>{more}{OTHERS}</div>")
    assert len(found.entries) == 3


def test_a_list_under_a_heading_of_side_boxes_is_read_where_nothing_is_empty() -> None:
    page = '<ul class="tabs"></ul>' + ASIDE.format(
        heading="最新信息", box=LIST + '<a href="index_2.html">下一页</a>'
    )
    assert len(listing(page).entries) == 3
    assert len(listing(ASIDE.format(heading="最新信息", box=LIST)).entries) == 3


def test_an_empty_box_of_tabs_makes_no_list_empty() -> None:
    page = '<ul class="tabs"></ul>' + ASIDE.format(heading="最新动态", box=LIST)
    assert len(listing(page).entries) == 3


def test_a_picture_in_the_place_of_the_text_is_no_empty_list() -> None:
    picture = '<div class="content"><p><img src="zzjg.jpg"></p></div>'
    assert read(picture + '<ul class="list"></ul>').listing is None
    assert read('<img src="line.gif"><ul class="share"></ul>').listing is None


def test_a_menu_in_a_table_is_no_list() -> None:
    names = ("动态", "公告", "法规", "数据")
    menu = " | ".join(f'<a href="/list.asp?classid={n}">工作{o}</a>' for n, o in enumerate(names))
    raw = f'<html><body><table><tr><td><a href="/">首页</a> | {menu}</td></tr></table>{{}}</body>'
    link = '<a href="/show.asp?id=7">关于做好防汛工作的通知</a>'
    row = f"<table><tr><td>{link}</td><td>2021/6/9</td></tr></table>"
    found = read(raw.format(row).encode(), "/list.asp?classid=1").listing
    assert found is not None and len(found.entries) == 1
    empty = read(
        raw.format("<p>共0条 0/0页 首页 上一页 下一页 尾页</p>").encode(), "/list.asp?classid=1"
    )
    assert empty.listing is not None and empty.listing.placeholder


def test_the_way_home_is_no_paging() -> None:
    """A page with a picture and a link home holds no empty list."""
    found = read('<a href="/">首页</a><div><img src="zzjg.jpg"></div>')
    assert found.listing is None and found.kind is PageKind.OTHER


@pytest.mark.parametrize(
    "body",
    [
        '<div v-for="one in list"><a :href="one.url">{{ one.title }}</a><i>{{one.day | date}}</i></div>',
        '<ul><li v-for="one in list"><a v-text="one.title"></a></li></ul>',
        '<div class="list">数据加载中...</div>',
    ],
)
def test_a_list_still_to_be_filled_is_not_empty(body: str) -> None:
    found = listing(body)
    assert found.script_built and not found.entries and not found.empty_container


def test_a_list_that_never_stops_loading_is_not_empty_either() -> None:
    def rendered(body: str) -> PageEvidence:
        raw, url = framed(body), "http://www.jia.gov.cn/tzgg/"
        return read_page(raw, url=url, rendered=True, whole=True)

    late = rendered('<div class="list">数据加载中...</div>').listing
    assert late is not None and late.script_built
    hidden = rendered('<ul class="list"></ul><p style="display:none">加载中...</p>').listing
    assert hidden is not None and hidden.empty_container


def test_an_empty_shell_wants_a_script() -> None:
    assert read('<div id="app"></div><script src="/js/app.js"></script>').needs_script
    assert not read(f'<div id="app"></div>{LIST}<script src="/js/app.js"></script>').needs_script


def test_a_list_that_a_script_writes_literally() -> None:
    def write(row: str) -> str:
        return f"document.write('{row}');"

    rows = [
        f'<li><a href="post_{n}.html">工作动态第{n}条消息</a><span>2021-06-0{n}</span></li>'
        for n in range(1, 4)
    ]
    found = listing(f"<ul><script>{''.join(map(write, rows))}</script></ul>")
    assert days_of(found.entries) == [date(2021, 6, n) for n in range(1, 4)]
    either = f"<ul><script>if(a){{{write(rows[0])}}}else{{{write(rows[1])}}}</script></ul>"
    assert not any("post_" in link.url for link in read(either).links)


TEXT = f"<div>{'会议强调，要认真贯彻落实上级决策部署，扎实做好各项工作。' * 8}</div>"


@pytest.mark.parametrize("path", ["/list.aspx?id=12", "/channels/1234.html", "/node_123456.htm"])
@pytest.mark.parametrize("count", [1, 3])
def test_a_short_list_at_a_numbered_address_is_a_column(path: str, count: int) -> None:
    rows = [
        (f"/info/10{n}.htm", f"关于第{n}件事情的通知公告", f"2021-06-0{n}")
        for n in range(1, count + 1)
    ]
    found = read(items(*rows), path)
    assert found.kind is PageKind.COLUMN
    assert found.listing is not None and len(found.listing.entries) == count


@pytest.mark.parametrize("heading", ["热点推荐", "最新发布", "部门动态<a href='/x/'>更多</a>"])
@pytest.mark.parametrize("info", ["发布时间：2021-06-09 来源：县府办", "2021-06-09 10:20:00"])
def test_an_article_beside_a_long_box_is_an_article(heading: str, info: str) -> None:
    body = f"<h1>县政府召开安全生产工作会议</h1><p>{info}</p>{TEXT}"
    raw = framed(
        body + ASIDE.format(heading=heading, box=OTHERS), title="县政府召开安全生产工作会议"
    )
    found = read(raw, "/info/1011/4001.htm")
    assert found.kind is PageKind.ARTICLE and found.listing is None
    assert found.article is not None and found.article.published == date(2021, 6, 9)


def test_a_side_box_with_the_name_of_the_column_is_its_list() -> None:
    found = listing(f'<div class="hot-news"><h3>通知公告</h3>{LIST}</div>')
    assert len(found.entries) == 3


def test_links_that_no_visitor_follows_are_none() -> None:
    page = read(
        '<noscript><a href="/old.html">旧版</a></noscript><template><a href="/x.html">空</a></template>'
        '<a href="{{item.url}}">模板</a><a href="/d/${id}.html">模板</a><a href="/d/<%=id%>">模板</a>'
        '<a href="/d/{0A1B-22}.html">真的</a>'
    )
    assert [link.text for link in page.links if link.text in ("旧版", "空", "模板", "真的")] == [
        "真的"
    ]


SIDE = "".join(
    f'<tr><td><a href="list.asp?id={n}">{name}</a></td></tr>'
    for n, name in enumerate(("政务动态", "招商引资", "旅游文化", "在线服务"))
)
BUILDING = "<table><tr><td><table>{side}</table></td><td>{said}</td></tr></table>"


@pytest.mark.parametrize(
    "said",
    [
        "<table><tr><td>正在建设中……</td></tr></table>",
        "<a href='#'>正在建设中</a>",
        "<a href='javascript:history.back()'>栏目正在建设中，点击返回</a>",
    ],
)
def test_a_menu_beside_an_empty_column_is_not_its_list(said: str) -> None:
    """On an old page without a foot hardly anything tells a menu but that the page is in it."""
    head = "<html><head><title>招商引资</title></head><body>"
    raw = f"{head}{BUILDING.format(side=SIDE, said=said)}</body></html>".encode()
    found = listing(raw, "/list.asp?id=1")
    assert found.placeholder
    assert not found.entries


def test_short_titles_with_days_are_items_though_the_page_is_among_them() -> None:
    rows = (("/tzgg/", "通知一", "2020-12-04"), ("/tzgg/2.html", "通知二", "2020-12-03"))
    assert len(listing(items(*rows)).entries) == 2


def test_a_clock_over_a_list_dates_nothing() -> None:
    body = (
        "<div class='today'>今天是：2026年1月26日 星期一</div>"
        '<h2><a href="/zwdt/">要闻动态</a></h2>'
        + items(("/zwdt/t20251220_1.html", "县长调研春季农业生产准备工作", "2025-12-20"))
    )
    page = read(body, "/")
    assert page.listing is not None
    assert page.listing.newest == date(2025, 12, 20)


@pytest.mark.parametrize("stamp", ["最后更新：2026-01-26", "网站更新时间：2026年1月26日"])
def test_a_home_page_s_own_stamp_is_no_news(stamp: str) -> None:
    rows = items(("/zwdt/t20251220_1.html", "县长调研春季农业生产准备工作", "2025-12-20"))
    assert read(f"{rows}<p>{stamp}</p>", "/").page_dates == ()
    assert read(f"{rows}<p>县医院开诊 2026-01-20</p>", "/").page_dates
