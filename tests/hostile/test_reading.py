"""What one page shows of what others put there, read from its bytes."""

from __future__ import annotations

import pytest

from monitor.domain.hostile import NOTHING_HOSTILE, Hostile, is_official
from monitor.extract.document import fragment
from monitor.extract.guise import folded, spam
from monitor.extract.hosts import is_stranger, owned_by, same_house
from monitor.extract.page import read_page
from monitor.extract.unseen import Veils, veil_of_style

SPAM = (
    '<a href="http://www.example-a.com/">百家乐</a><a href="http://www.example-b.com/">时时彩</a>'
)


def hostile(html: str, url: str = "http://www.example.gov.cn/x.html") -> Hostile:
    return read_page(html.encode(), url=url).particulars.hostile


@pytest.mark.parametrize(
    ("style", "trick"),
    [
        ("display:none", "display"),
        ("DISPLAY : None !important", "display"),
        ("visibility:hidden", "visibility"),
        ("position:absolute;left:-999em", "position"),
        ("position: fixed; top: -3000px", "position"),
        ("margin-top:-9999px", "position"),
        ("text-indent:-9999px", "indent"),
        ("overflow:hidden;height:1px", "size"),
        ("width:0;height:0;overflow:hidden", "size"),
        ("font-size:1px", "font"),
        ("font-size:0", "font"),
        ("color:#fff;background:#ffffff", "colour"),
        ("background-color:rgb(0, 0, 0);color:black", "colour"),
        ("opacity:0", "opacity"),
        ("filter:alpha(opacity=0)", "opacity"),
        ("position:absolute;clip:rect(0,0,0,0)", "clip"),
        ("position:absolute;z-index:-1", "behind"),
        ("transform:scale(0)", "size"),
        ("display:block", None),
        ("left:-9999px", None),
        ("position:absolute;left:-20px", None),
        ("margin-left:-15px", None),
        ("height:0", None),
        ("overflow:hidden;height:30px", None),
        ("overflow:hidden;line-height:0.5", "size"),
        ("font-size:12px", None),
        ("font-size:0.8em", None),
        ("color:#fff;background:#0054a6", None),
        ("color:#fff;background:url(a.png)", None),
        ("opacity:0.9", None),
        ("transform:scale(0.9)", None),
        ("text-indent:2em", None),
    ],
)
def test_a_style_hides_or_it_does_not(style: str, trick: str | None) -> None:
    assert veil_of_style(style) == trick


@pytest.mark.parametrize(
    "html",
    [
        f'<p>x</p><div style="display:none">{SPAM}</div>',
        f'<style>.a1{{visibility:hidden}}</style><p>x</p><div class="a1">{SPAM}</div>',
        f'<style>#a1 a{{font-size:0}}</style><p>x</p><div id="a1">{SPAM}</div>',
        f'<p>x</p><div id="a1">{SPAM}</div><script>$("#a1").hide();</script>',
        f'<p>x</p><marquee width="1">{SPAM}</marquee>',
        f"<p>x</p><div hidden>{SPAM}</div>",
        f'<body bgcolor="#ffffff"><p><font color="#FFFFFF">{SPAM}</font></p></body>',
        f"<body><p>x</p></body></html>{SPAM}",
        "<p>x</p><script>document.write('<div style=\"display:none\">')</script>"
        f"{SPAM}<script>document.write('</div>')</script>",
    ],
)
def test_spam_that_nobody_sees_is_found(html: str) -> None:
    (box,) = hostile(html).hidden
    assert [url for url, _ in box.links] == [
        "http://www.example-a.com/",
        "http://www.example-b.com/",
    ]
    assert box.words == ("时时彩", "百家乐")


@pytest.mark.parametrize(
    "html",
    [
        f"<p>x</p><div>{SPAM}</div>",
        f"<p>x</p><noscript><div style='display:none'>{SPAM}</div></noscript>",
        f"<p>x</p><!-- <div style='display:none'>{SPAM}</div> -->",
        f"<style>.m{{display:none}}.m.on{{display:block}}</style><div class='m'>{SPAM}</div>",
        f"<style>@media print{{.m{{display:none}}}}</style><div class='m'>{SPAM}</div>",
        f"<style>li:hover .m{{display:none}}</style><div class='m'>{SPAM}</div>",
    ],
)
def test_what_is_shown_or_no_part_of_the_page_hides_nothing(html: str) -> None:
    assert hostile(html).hidden == ()


def test_what_is_kept_of_a_page_is_bounded() -> None:
    many = "".join(
        f'<a href="http://www.example{n}.com/{"x" * 300}">百家乐{"长" * 90}，{n}</a>'
        for n in range(300)
    )
    (box,) = hostile(f'<p>x</p><div style="display:none">{many}</div>').hidden
    assert (box.total, len(box.links)) == (300, 20)
    assert all(len(url) <= 200 and len(text) <= 30 and "，" not in text for url, text in box.links)


def test_an_ordinary_page_costs_nothing_where_pages_are_stored() -> None:
    html = "<title>甲县</title><p>正文</p><a href='http://www.xinhuanet.com/'>新华网</a>"
    assert hostile(html) is NOTHING_HOSTILE


def test_words_of_one_trade_are_counted_once_and_the_longest_stands() -> None:
    assert spam(folded("澳门新葡京娱乐城 新葡京官网 百家乐 百家乐")) == {
        "gambling": ["澳门新葡京", "娱乐城", "百家乐"],
        "porn": [],
    }


def test_a_brand_counts_beside_an_offer_only() -> None:
    assert spam("金沙在线")["gambling"] == []
    assert spam("金沙在线 登录")["gambling"] == []
    assert spam("金沙娱乐 登录")["gambling"] == ["金沙娱乐"]
    assert spam("金沙娱乐 登录 酒店预订")["gambling"] == []
    assert spam("金沙在线", in_links=True)["gambling"] == []
    assert spam("金沙娱乐", in_links=True)["gambling"] == ["金沙娱乐"]
    assert spam("bet365", in_links=True)["gambling"] == ["bet365"]


def test_spaced_letters_are_read_together_and_others_are_left() -> None:
    assert "百家乐真人荷官" in folded("百 家 乐 真 人 荷 官")
    assert folded("关于 通知 公告") == "关于 通知 公告"


def test_a_page_with_an_office_s_foot_is_read_by_its_head_alone() -> None:
    body = "<p>百家乐 老虎机 轮盘 时时彩 六合彩 返水</p>"
    foot = '<div class="footer">主办单位：甲局　网站标识码：9999010002</div>'
    assert hostile(f"<title>甲</title>{body}").guise is not None
    assert hostile(f"<title>甲</title>{body}{foot}").guise is None


@pytest.mark.parametrize(
    ("host", "official"),
    [
        ("www.example.gov.cn", True),
        ("gov.cn", True),
        ("example.mil.cn", True),
        ("gov.cn.example.com", False),
        ("examplegov.cn", False),
        ("127.0.0.1", False),
    ],
)
def test_only_government_is_given_such_names(host: str, official: bool) -> None:
    assert is_official(host) is official
    assert is_stranger(f"http://{host}/") is not official


def test_hosts_of_one_owner() -> None:
    assert owned_by("a.b.example.com.cn") == "example.com.cn"
    assert same_house("www.example.com", "m.example.com")
    assert not same_house("127.0.0.1", "127.0.0.9")
    assert not is_stranger("http://news.xinhuanet.com/x")
    assert not is_stranger("mailto:x")


def test_veils_are_told_with_the_outermost_element_that_hides() -> None:
    tree = fragment('<div style="display:none"><p style="opacity:0"><a href="x">x</a></p></div>')
    assert tree is not None
    found = Veils("", "").over(next(tree.iter("a")))
    assert found is not None
    assert (found[0].trick, found[1].tag) == ("display", "div")
