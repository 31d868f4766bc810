"""Documents of the administration, their interpretations, and the links between them."""

from __future__ import annotations

import pytest

from monitor.domain.address import address_key
from monitor.domain.gist import mark_of
from monitor.domain.papers import Paper
from monitor.extract.papers import document_name, interpreted
from tests.extract.reading import items, read

TEXT = (
    "<p>为进一步规范管理，保障群众合法权益，根据有关法律法规，结合本县实际，制定本办法，请认真组织实施。"
    "各镇、各部门要明确职责分工，落实工作措施，及时总结经验，遇到问题请向县政府办公室反映。</p>"
)
NAME = "养老服务设施管理办法"
TITLE = f"甲县人民政府办公室关于印发《甲县{NAME}（试行）》的通知"


def paper(title: str, body: str = "", *, column: str = "政策文件", info: str = "") -> Paper:
    head = f"<h1>{title}</h1><div>发布时间：2025-09-01　来源：甲县政府办</div>{info}"
    page = read(f"{head}{body}{TEXT}", "/zcwj/t20250901_1.html", column=column, title=title)
    return page.particulars.paper


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (TITLE, NAME),
        (f"甲县{NAME}", NAME),
        (f"《甲县{NAME}（2025年修订）》", NAME),
        (f"示范市人民政府关于印发示范市{NAME}的通知（示府规〔2025〕3号）", NAME),
        ("甲县人民政府关于加强防汛工作的实施意见", "加强防汛工作的实施意见"),
        ("甲县关于加强防汛工作的实施意见", "加强防汛工作的实施意见"),
        (f"甲县{NAME}（征求意见稿）", f"{NAME}征求意见稿"),
        ("通知", ""),
    ],
)
def test_a_document_has_one_name_everywhere(title: str, name: str) -> None:
    assert document_name(title) == name


@pytest.mark.parametrize(
    "title",
    [
        f"《甲县{NAME}》政策解读", f"《甲县{NAME}（试行）》解读（二）", f"一图读懂《{NAME}》",
        f"一图读懂：甲县{NAME}", f"甲县{NAME}解读", f"图解丨甲县{NAME}", f"【视频解读】甲县{NAME}",
        f"解读《关于印发〈甲县{NAME}〉的通知》", f"关于《甲县{NAME}》的起草说明",
        f"县民政局负责人就《甲县{NAME}》答记者问", f"甲县召开《甲县{NAME}》新闻发布会",
        f"政策问答｜甲县{NAME}热点问答",
    ],
)  # fmt: skip
def test_an_interpretation_names_its_document(title: str) -> None:
    assert interpreted(title) == (NAME,)
    assert paper(title, column="政策解读").role == "interpretation"


@pytest.mark.parametrize("title", ["让求职招聘更有保障", "政策解读", "这些新规将影响你的生活"])
def test_a_free_title_names_none(title: str) -> None:
    assert interpreted(title) == ()


@pytest.mark.parametrize(
    "title",
    [
        f"甲县召开《甲县{NAME}》政策解读会", f"县民政局开展《甲县{NAME}》宣讲活动",
        f"关于公开征求《甲县{NAME}（征求意见稿）》意见的公告", f"甲县出台《甲县{NAME}》",
        "甲县召开常务会议",
    ],
)  # fmt: skip
def test_news_and_drafts_are_neither(title: str) -> None:
    assert paper(title).role == ""


@pytest.mark.parametrize(
    ("body", "number"),
    [
        ("<p align='center'>甲府规〔2025〕4号</p>", "甲府规2025-4"),
        ("<p>甲府办[2025]12号</p>", "甲府办2025-12"),
        ("<p>甲府办（2025）第 012 号</p>", "甲府办2025-12"),
        ("<p><span>甲政办〔<span>2025</span>〕<span>42</span>号</span></p>", "甲政办2025-42"),
        ("<table><tr><td>发文字号：</td><td>甲府规〔2025〕4号</td></tr></table>", "甲府规2025-4"),
        ("<p>文　　号：甲府规【2025】4号　主题词：养老</p>", "甲府规2025-4"),
        ("<p>根据国发〔2025〕9号文件要求，现通知如下。</p>", ""),
        ("<p>现将《办法》（甲府规〔2025〕4号）转发给你们。</p>", ""),
    ],
)
def test_its_own_number_and_no_cited_one(body: str, number: str) -> None:
    assert paper(TITLE, body).number == number


def test_whose_number_it_is() -> None:
    own = paper(TITLE, "<p>梅市府规〔2025〕4号</p>")
    assert (own.head, own.governs, own.normative, own.issuer) == ("梅市", True, True, "甲县")
    assert not paper(TITLE, "<p>甲教〔2025〕4号</p>").governs


@pytest.mark.parametrize(
    ("title", "wide"),
    [
        (TITLE, True),
        ("甲县人民政府关于促进民营经济高质量发展的实施意见", True),
        ("甲县人民政府关于禁止燃放烟花爆竹的通告", True),
        ("甲县人民政府关于王安平同志任职的通知", False),
        ("甲县人民政府关于同意设立公园的批复", False),
        ("甲县人民政府关于表彰先进集体的决定", False),
        ("甲县人民政府办公室转发市教育局关于招生工作意见的通知", False),
        ("甲县人民政府办公室关于成立防汛工作领导小组的通知", False),
        ("甲县人民政府办公室关于印发年度考核办法的通知", False),
        ("甲县人民政府关于征收土地的公告", False),
    ],
)
def test_titles_of_measures_for_everybody(title: str, wide: bool) -> None:
    assert paper(title, "<p>甲府〔2025〕4号</p>").wide is wide


@pytest.mark.parametrize(
    ("body", "refers"),
    [
        ("<p>相关解读：<a href='/zcjd/t1_2.html'>办法的几个要点</a></p>", True),
        ("<p><a href='https://mp.weixin.qq.com/s/a'>政策解读</a></p>", True),
        (f"<p><a href='/x/2.html'>《甲县{NAME}》解读</a></p>", True),
        ("<p><a href='/x/2.html'>《甲县养犬管理规定》解读</a></p>", False),
        ("<p><a href='/zcjd/'>政策解读</a></p>", False),
        (f"<p>下一篇：<a href='/x/2.html'>《甲县{NAME}》解读</a></p>", False),
        ("<h4>相关解读</h4><ul></ul>", False),
        ("<p>附件：<a href='/x/2.doc'>申请表</a></p>", False),
    ],
)
def test_words_that_lead_from_the_document(body: str, refers: bool) -> None:
    assert paper(TITLE, body).refers is refers


@pytest.mark.parametrize(
    ("body", "refers"),
    [
        ("<p>政策原文：<a href='/x/2.html'>点击查看</a></p>", True),
        ("<p><a href='/x/2.html'>查看原文</a></p>", True),
        (f"<p><a href='/x/2.pdf'>甲县{NAME}.pdf</a></p>", True),
        ("<p>原文链接：<a href='http://a.example/2.html'>http://a.example/2.html</a></p>", True),
        ("<p>相关文件：<a href='/x/2.html'>甲县养犬管理规定</a></p>", False),
        ("<p><a href='/zcwj/'>政策文件</a></p>", False),
    ],
)
def test_words_that_lead_from_the_interpretation(body: str, refers: bool) -> None:
    assert paper(f"《甲县{NAME}》解读", body, column="政策解读").refers is refers


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/x/2.html'><img src='/a.png'></a>",
        "<a href='javascript:;' onclick=\"window.open('/x/2.html')\">文件</a>",
        '<script>var relation=[{"title":"a","post_url":"\\/x\\/2.html"}];</script>',
        "<iframe src='/x/2.html'></iframe>",
    ],
)
def test_links_of_every_make_are_marked(body: str) -> None:
    assert mark_of(address_key("http://www.jia.gov.cn/x/2.html")) in paper(TITLE, body).links


def test_lapsed_by_label_or_title() -> None:
    assert paper(TITLE, info="<p>有效性：失效</p>").lapsed
    assert paper(f"（已废止）{TITLE}").lapsed
    assert not paper(TITLE, info="<p>有效性：有效</p>").lapsed


def test_lists_tell_of_interpretations_that_nobody_opened() -> None:
    rows = items(
        ("https://mp.weixin.qq.com/s/a", f"《甲县{NAME}》解读", "2025-09-01"),
        ("/zcjd/2.html", "让求职招聘更有保障", "2025-09-02"),
    )
    listed = read(rows, "/zcjd/", column="政策解读").particulars.listed
    assert [one.names for one in listed] == [(NAME,)]
