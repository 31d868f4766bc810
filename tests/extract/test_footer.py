"""The marks at a page's foot in the spellings that were met."""

from __future__ import annotations

import pytest

from monitor.domain.evidence import Footer
from monitor.extract.page import read_page
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
        ("标识码为4409990001", "4409990001"),
        ("网站标识编码（4409990001）", "4409990001"),
        ("网站标志码【4409990001】", "4409990001"),
        ("网站标识码：４４０９９９０００１", "4409990001"),
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
        ("主办机关：甲县人民政府", "甲县人民政府"),
        ("【主办单位】甲县财政局", "甲县财政局"),
        ("主办单位(Sponsor)：甲县人民政府", "甲县人民政府"),
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
    "text",
    [
        "粤ICP备案12345678号", "粤ICP备案号：12345678", "粤 ICP 备第12345678号", "ICP备12345678号",
        "苏ICP备10026420-2号", "粤ＩＣＰ备１２３４５６７８号",
        "粤ICP<b>备</b>12345678号", "晋ICP备05000001号-2",
    ],
)  # fmt: skip
def test_spellings_of_the_icp_number(text: str) -> None:
    assert _footer(f"{FOOT} {text}").icp


@pytest.mark.parametrize(
    "text",
    [
        "公安机关备案号：44099902000001", "粤公网备44099902000001号", "粤公网 安备 44099902000001号",
        "粤公网安备(44099902000001)号", "网安备案号：44099902000001",
        "<a href='http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=44099902000001'><img></a>",
        "<a href='https://beian.mps.gov.cn/#/query/webSearch?code=44099902000001'><img src='b.png'></a>",
    ],
)  # fmt: skip
def test_spellings_of_the_police_record(text: str) -> None:
    assert _footer(f"{FOOT} {text}").police


@pytest.mark.parametrize(
    "text",
    [
        "联系方式：甲县东湖路1号", "电话（传真）：0753-2200000", "办公室电话：+86-753-2200000",
        "咨询：0753-2200000", "网站维护：0753-2200000", "联系我们：0753-2200000",
        "<a href='/lxwm/'>网站联系方式</a>",
        "<a href='mailto:office@jia.gov.cn'>管理员</a>",
    ],
)  # fmt: skip
def test_ways_to_give_a_contact(text: str) -> None:
    assert _footer(f"{FOOT} {text}").contact


def test_a_telephone_in_the_notice_is_not_the_footer_s() -> None:
    notice = f"<p>{'公开招聘工作人员。' * 150}</p><p>主办单位：某协会 联系电话：0753-1111111</p>"
    raw = framed(notice).replace(FOOT.encode(), "版权所有 甲县人民政府".encode())
    assert (read(raw).footer.contact, read(raw).footer.host) == (None, None)


def test_the_rows_of_a_foot_need_not_share_a_box() -> None:
    rows = f"<div>联系电话：0753-2200000</div><div>{FOOT}</div><div>粤ICP备12345678号-1</div>"
    footer = read(
        framed("<p>正文</p>" * 99).replace(b'<div class="footer">', f"{rows}<div>".encode())
    ).footer
    assert footer.contact and footer.host and footer.icp and footer.site_code


@pytest.mark.parametrize(
    "script",
    [
        f"document.write('<p>{FOOT}</p>');",
        f"var s='';s+='<p>主办单位：甲县人民政府办公室</p>';s+='<p>{FOOT}</p>';document.write(s);",
        f"document.getElementById('foot').innerHTML='<p>{FOOT}</p>';",
        f"$('.foot').html('<p>{FOOT}</p>');",
    ],
)
def test_marks_that_a_script_holds_ready(script: str) -> None:
    footer = _footer(f"<p id='foot'></p><script>{script}</script>")
    assert (footer.host, footer.site_code) == ("甲县人民政府办公室", "4409990001")
    assert _footer(f"<script>\n// {script}\n</script>").site_code is None
    assert _footer(f"<script>\n/* {script} */\n</script>").host is None


@pytest.mark.parametrize(
    ("foot", "hidden"),
    [
        ("<iframe src='/common/foot.html'></iframe>", "loaded"),
        ("<script src='/js/footer.js'></script>", "loaded"),
        ("<script>$('#f').load('/inc/bottom.html')</script>", "loaded"),
        ("<script src='/js/all.js'></script>", "loaded"),
        ("友情链接<script src='/js/all.js'></script>", "maybe"),
        ("友情链接", None),
        (FOOT, None),
    ],
)
def test_a_foot_that_may_come_later(foot: str, hidden: str | None) -> None:
    assert _footer(foot).hidden == hidden


def test_a_rendered_page_without_a_foot_has_none() -> None:
    raw = framed("<p>正文</p><script src='/js/footer.js'></script>").replace(FOOT.encode(), b"")
    assert read_page(raw, url="http://www.jia.gov.cn/", rendered=True).footer.hidden is None


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


def test_a_foot_that_one_script_holds_and_another_one_puts_in() -> None:
    held = (
        "var mobile = '<div class=\"wrap\">'+\n'<p>主办：甲县人民政府办公室&nbsp;&nbsp;承办：某网</p>'+\n"
        "'<a href=\"http://beian.example/\">示公网安备'+\n'   44099902000001号</a>'+\n"
        "'<span>网站标识码4409990001</span> <a href=\"/lxwm/\">联系我们</a></div>';"
    )
    put = "document.getElementById('anchor').innerHTML = mobile;"
    footer = _footer(f"<script>{held}</script><div id='anchor'></div><script>{put}</script>")
    assert (footer.host, footer.site_code) == ("甲县人民政府办公室", "4409990001")
    assert footer.police == "示公网安备 44099902000001号"
    assert footer.contact == "联系我们"
    escaped = _footer(
        r"<script>$('#f').append('<p>\u7f51\u7ad9\u6807\u8bc6\u7801\uff1a4409990001</p>')</script>"
    )
    assert escaped.site_code == "4409990001"


def test_a_foot_in_the_middle_of_a_page_with_two_layouts() -> None:
    wide = (
        f"<div class='copytext'><p>{FOOT} <a href='#'>示ICP备12345678号</a></p>"
        "<p>示公网安备 44099902000001号</p></div>"
    )
    text = f"<p>{'公开招聘工作人员。' * 300}</p>"
    raw = framed(f"{wide}{text}").replace(FOOT.encode(), "主办：甲县人民政府办公室".encode(), 2)
    raw = raw.replace("主办：甲县人民政府办公室".encode(), FOOT.encode(), 1)
    footer = read(raw).footer
    assert (footer.site_code, footer.police) == ("4409990001", "示公网安备 44099902000001号")


@pytest.mark.parametrize(
    "notice",
    [
        "<p>经查，网站标识码：4409990009的网站首页无法打开。</p>",
        "<p>县文联网站（示ICP备87654321号）与示公网安备44099902000009号信息不符。</p>",
    ],
)
def test_a_notice_that_quotes_a_number_carries_no_mark(notice: str) -> None:
    text = f"{notice}<p>{'公开招聘工作人员。' * 300}</p>"
    footer = read(framed(text).replace(FOOT.encode(), "版权所有 甲县人民政府".encode())).footer
    assert (footer.site_code, footer.icp, footer.police) == (None, None, None)
    assert footer.unread


def test_a_mark_that_a_page_speaks_of_and_that_could_not_be_read() -> None:
    template = (
        "<script type='text/template'><p>主办：{{host}} 网站标识码：{{code}}4409</p></script>"
    )
    assert {"site_code", "host"} <= set(_footer(f"版权所有{template}").unread)
    assert _footer("版权所有 网站标识码：44099900012").unread == ("site_code",)
    assert _footer("版权所有 主办（甲县人民政府）").unread == ("host",)
    assert _footer("版权所有：甲县人民政府办公室").unread == ("host",)
    assert not _footer("版权所有 未经许可不得转载 网站标识码：4409990001").unread
    assert not _footer(f"{FOOT} <script>function f(){{return '标识'}}</script>").unread
    assert not _footer("版权所有 <!-- 网站标识码：4409990001 -->").unread
    raw = framed("<p>正文</p>").replace(FOOT.encode(), f"版权所有{template}".encode())
    assert not read_page(raw, url="http://www.jia.gov.cn/", rendered=True).footer.unread


@pytest.mark.parametrize(
    ("foot", "host"),
    [
        (
            "主办：甲县高新技术产业开发区管理委员会 技术支持：某公司",
            "甲县高新技术产业开发区管理委员会",
        ),
        ("主办：甲县住房和城乡建设局 承办：甲县信息中心", "甲县住房和城乡建设局"),
        ("主办：甲县重大项目建设指挥部办公室技术支持：某公司", "甲县重大项目建设指挥部办公室"),
        ("主办：甲县人民政府 建设维护：某公司", "甲县人民政府"),
        ("主办：甲县人民政府办公室网站维护单位：某公司", "甲县人民政府办公室"),
        ("中共甲县委员会、甲县人民政府主办 <p>乙县</p>", "中共甲县委员会、甲县人民政府"),
        ("甲县人民政府办公室主办，甲县大数据中心承办", "甲县人民政府办公室"),
        ("甲县人民政府办公室主办、甲县信息中心承办", "甲县人民政府办公室"),
        ("本网站由甲县人民政府办公室主办", "甲县人民政府办公室"),
        ("甲县人民政府办公室主办。版权所有", "甲县人民政府办公室"),
        ("版权所有 本次大赛由甲县文学艺术界联合会主办，历时三天", None),
    ],
)
def test_where_the_name_of_a_host_ends(foot: str, host: str | None) -> None:
    assert _footer(foot).host == host


@pytest.mark.parametrize(
    "text",
    [
        "<p>活动由甲县硬笔书法协会与乙镇文联联合主办，近万名学生参加。</p>",
        "<p>本次赛事由某省体育局主办。</p>",
        "<h1>书法大赛的通知</h1><p>主办单位：甲县书法协会</p><p>联系电话：0753-1111111</p>",
    ],
)
def test_an_article_has_no_host_and_no_telephone_for_its_page(text: str) -> None:
    bare = framed(text).replace(FOOT.encode(), "版权所有 甲县人民政府 示ICP备12345678号".encode())
    footer = read(bare).footer
    assert (footer.host, footer.contact) == (None, None)


@pytest.mark.parametrize(
    "text",
    ["网警备案号：45019902000001", "示公网备案号:4501990200000", "示公网安备号45019902000001"],
)
def test_more_spellings_of_the_police_record(text: str) -> None:
    assert _footer(f"{FOOT} {text}").police


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("联系电话 商务局：0753-2200000", True),
        ("甲县东湖路1号 0753-2200000", True),
        ("政务服务便民热线12345", True),
        ("12345", True),
        ("示ICP备12345号", False),
        ("", False),
    ],
)
def test_any_number_to_ring_is_a_contact_at_the_foot(text: str, contact: bool) -> None:
    assert bool(_footer(f"{FOOT} {text}").contact) is contact


def test_an_error_report_that_a_script_draws() -> None:
    entry = "<div class='fl j-jiucuo' data-setting='{sitecode:4409990001}'></div>"
    assert _footer(f"{FOOT}{entry}").error_report
    assert not _footer(f"{FOOT}<div class='jiu'></div>").error_report


def test_a_foot_in_the_older_characters() -> None:
    footer = _footer(
        "主辦單位：甲縣人民政府辦公室 聯繫電話：0999-2612345 網站標識碼：4409990001 "
        "粵ICP備26000001號 粵公網安備44099902000001號"
    )
    assert (footer.site_code, footer.host) == ("4409990001", "甲县人民政府办公室")
    assert footer.icp and footer.police and footer.contact
