"""Ten traps that real government pages set, in small."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.evidence import Article, DateState, PageKind
from monitor.extract.page import read_page
from tests.extract.reading import days, framed, items, leaders, listing, read

FIVE = (
    "关于一件事情的通知",
    "关于另一件事情的公告",
    "关于第三件事情的公示",
    "第四份普通通知",
    "第五份普通通知",
)


def test_1_the_newest_entry_is_not_the_first() -> None:
    found = listing(
        items(
            ("post_1.html", "置顶：网站年度工作报表公开", "2020-01-15"),
            ("post_4.html", "关于一件事情的通知公告", "2020-10-30"),
            ("post_5.html", "关于另一件事情的通知公告", "2020-11-21"),
        )
    )
    assert found.newest == date(2020, 11, 21)


def test_2_month_and_day_take_their_year_from_the_address_alone() -> None:
    found = listing(
        items(
            ("t20200623_6119.html", "业务要闻第一条消息", "06-23"),
            ("t20190115_6118.html", "业务要闻第二条消息", "01-15"),
            ("detail?no=7", "业务要闻第三条消息", "12-30"),
        )
    )
    assert days(found.entries) == [date(2020, 6, 23), date(2019, 1, 15), None]
    assert found.entries[2].date_state is DateState.UNREADABLE
    assert found.newest == date(2020, 6, 23)


def test_2_around_new_year_the_nearest_year_counts() -> None:
    found = listing(
        items(
            ("t20210102_1.html", "年末最后一天印发的通知", "12-31"),
            ("t20210102_2.html", "新年第二天印发的通知", "01-02"),
        )
    )
    assert days(found.entries) == [date(2020, 12, 31), date(2021, 1, 2)]


def test_3_a_home_page_without_any_date_has_none() -> None:
    page = read(
        items(*((f"content/post_{n}.html", title, "") for n, title in enumerate(FIVE))), "/"
    )
    assert page.kind is PageKind.HOME
    assert page.listing is not None and page.listing.newest is None
    assert page.page_dates == ()
    assert {entry.date_state for entry in page.listing.entries} == {DateState.ABSENT}
    assert len(page.listing.entries) == len(FIVE)


CLOCK = "<div><span>2021年6月10日 星期四</span></div>"


def test_3_a_clock_is_no_news() -> None:
    assert read(CLOCK + "<p>今天是2021年6月10日</p>", "/").page_dates == ()
    assert read("<p>更新日期：2021年6月10日</p>", "/").page_dates == (date(2021, 6, 10),)


def test_3_a_clock_dates_no_article() -> None:
    def article(info: str) -> Article:
        body = f"<h1>关于一件事情的通知</h1>{info}<p>{'现将有关事项通知如下。' * 20}</p>"
        raw = framed(CLOCK + body, title="关于一件事情的通知_甲县人民政府")
        found = read(raw, "/tzgg/post_1.html").article
        assert found is not None
        return found

    end = "<p>本办法自发布之日起实行，2020年1月1日起施行。</p>"
    assert article(end).date_state is DateState.ABSENT
    assert article("<p>2021年6月9日 星期三</p>").published == date(2021, 6, 9)
    assert article("<p>发布时间：2021-06-08</p>").published == date(2021, 6, 8)


def test_4_sort_keys_of_leaders_are_no_publications() -> None:
    names = ("路　标", "周仁福", "张炎耀", "孙若梅")
    body = items(
        *((f"2018-06-24/{n}.html", name, f"2018-01-0{9 - n}") for n, name in enumerate(names))
    )
    page = read(body, "/zfld/", column="政府领导", title="政府领导_甲县人民政府")
    assert page.kind is PageKind.LEADERS
    assert [one.name for one in page.leaders] == ["路标", "周仁福", "张炎耀", "孙若梅"]


def test_4_one_date_on_all_entries_is_read_as_shown() -> None:
    rows = (
        (f"post_{n}.html", f"{2009 + n}年政府信息公开工作年度报告", "2018-08-07") for n in range(9)
    )
    assert set(days(listing(items(*rows)).entries)) == {date(2018, 8, 7)}


def test_5_the_shown_date_of_an_entry_wins_over_its_address() -> None:
    found = listing(
        items(
            ("202106/t20210609_1.html", "关于公开招聘教师的公告", "2021-06-01"),
            ("2018-07-27/10312.html", "关于公开招聘医师的公告", "2018-07-26"),
        )
    )
    assert days(found.entries) == [date(2021, 6, 1), date(2018, 7, 26)]


def test_5_publication_and_not_signature_dates_an_article() -> None:
    body = (
        "<h1>关于征求意见的通知</h1><div>发布时间：2020-12-04 来源：甲县人民政府</div>"
        f"<p>{'现将有关事项通知如下。' * 20}</p><p>甲县人民政府 2020年11月26日</p>"
    )
    article = read(body, "/tzgg/content/post_303531.html").article
    assert article is not None and article.published == date(2020, 12, 4)


def test_6_a_date_that_a_script_writes_is_read() -> None:
    body = (
        "<h1>关于转发一份通知的通知</h1><div>发布时间：<script>var pubdata='2020年11月27日';"
        f"document.write(pubdata)</script></div><p>{'附件如下。' * 20}</p>"
    )
    article = read(body, "/tzgg/202011/t20201127_65399695.html").article
    assert article is not None
    assert (article.published, article.date_state) == (date(2020, 11, 27), DateState.READ)


@pytest.mark.parametrize(
    "body",
    [
        '<ul class="list"></ul><ul class="page"><a href="">第一页</a><a href="">最后一页</a></ul>',
        '<ul class="list"></ul><script>createPageHTML(1,0,"index","html");</script>',
    ],
)
def test_7_an_empty_column_says_nothing(body: str) -> None:
    page = read(body, "/myzj/", column="民意征集")
    assert page.kind is PageKind.COLUMN and page.listing is not None
    assert (page.listing.entries, page.listing.empty_container) == ((), True)


def test_7_an_empty_column_says_so() -> None:
    page = read("<div><p>此栏目暂无任何新增信息</p></div>", "/xczj/", column="财政局")
    assert page.listing is not None and page.listing.placeholder


@pytest.mark.parametrize(
    ("body", "wall"),
    [
        (
            b'<html><head><meta content="{a|b" r="m"></head><body><script r="m">_$A()</script>',
            "ruishu",
        ),
        (b"<html><script>$_ts=window['$_ts'];</script><body></body></html>", "ruishu"),
        (
            b"<script>document.cookie=('_')+('_')+('j')+'sl_clearance_s';location.href='/'</script>",
            "jsl",
        ),
    ],
)
def test_8_a_challenge_is_a_wall(body: bytes, wall: str) -> None:
    page = read_page(body, url="http://www.jia.gov.cn/")
    assert (page.kind, page.blocked) == (PageKind.BLOCKED, wall)


def test_8_a_farewell_is_no_page() -> None:
    body = "<title>公告</title><body><p>本网站域名变更为 www.yi.gov.cn，原网站关闭。</p>"
    page = read_page(body.encode(), url="http://www.jia.gov.cn/")
    assert (page.kind, page.soft404) == (PageKind.SOFT404, True)


def test_8_a_proxy_error_with_status_200_is_a_wall() -> None:
    body = "<title>502</title><body>360安域 节点连接失败 您的IP: 1.2.3.4 eventID: 105-1"
    assert (
        read_page(body.encode(), url="http://www.jia.gov.cn/a.html", http_status=200).blocked
        == "360"
    )


def test_9_leaders_in_one_picture_are_not_read() -> None:
    assert leaders('<div class="content"><img src="ld.jpg" alt=""></div>') == ()


def test_9_leaders_whom_a_script_writes_are_read() -> None:
    def entry(number: int, who: str) -> str:
        link = f'<a href="/ldzc/t2017_{number}.html" title="{who}">…</a>'
        on, off = (f"document.write('<li{c}>{link}</li>');" for c in (' class="on"', ""))
        return f"<script>if(a=='1'){{{on}}}else{{{off}}}</script>"

    who = ("县社保局局长:邱先绪", "县就业局局长:李晓梅", "县人社局党组成员、副局长:高志来")
    menu = "".join(entry(number, one) for number, one in enumerate(who))
    found = leaders(f"<ul>{menu}</ul>")
    assert [(one.name, one.post, one.bio) for one in found] == [
        ("邱先绪", "县社保局局长", None),
        ("李晓梅", "县就业局局长", None),
        ("高志来", "县人社局党组成员、副局长", None),
    ]
    assert found[0].url == "http://www.jia.gov.cn/ldzc/t2017_0.html"


def test_9_photo_and_name_only() -> None:
    cards = "".join(
        f'<li><div class="img"><a href="w{n}.html"><img src="{n}.jpg"></a></div>'
        f'<div class="z1">{name}</div></li>'
        for n, name in enumerate(("王　伟", "赵晓峰", "钱　进"))
    )
    found = leaders(f"<ul>{cards}</ul>")
    assert [(one.name, one.url) for one in found] == [
        ("王伟", "http://www.jia.gov.cn/ldzc/w0.html"),
        ("赵晓峰", "http://www.jia.gov.cn/ldzc/w1.html"),
        ("钱进", "http://www.jia.gov.cn/ldzc/w2.html"),
    ]


def test_10_what_stands_in_a_comment_is_not_there() -> None:
    raw = framed("<p>正文</p>").replace(
        "网站标识码：4409990001".encode(),
        '<!--网站标识码：4409990001--><!--<script id="_jiucuo_" src="http://pucha.kaipuyun.cn/exposure/jiucuo.js">'
        '</script>--><!--a href="http://bszs.conac.cn/sitename?id=1"><img src="red.png"></a-->'.encode(),
    )
    footer = read(raw).footer
    assert (footer.site_code, footer.error_report, footer.mark) == (None, False, False)
    assert footer.host == "甲县人民政府办公室"


def test_10_commented_dates_are_not_counted_twice() -> None:
    row = (
        '<li><a href="content/post_{0}.html">关于一件事情的通知</a>'
        "<!--span>2020-12-0{0}</span--><span>2020-11-0{0}</span></li>"
    )
    found = listing("<ul>" + "".join(row.format(n) for n in range(1, 5)) + "</ul>")
    assert found.newest == date(2020, 11, 4)
    assert len(found.entries) == 4
