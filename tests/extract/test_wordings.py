"""Wrong forms of the lexicon, and where on a page they stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.evidence import PageEvidence
from monitor.domain.wording import Wording
from monitor.extract.confusions import _rules, _Shape, find_slips, may_hold_slips
from monitor.extract.page import read_page
from monitor.extract.wordings import find_wordings

URL = "http://127.0.0.1:8000/zwdt/12.html"
NAV = '<div class="nav"><a href="/">首页</a><a href="/zwdt/">政务动态</a></div>'
LONG = "会议要求各单位压实责任，细化措施，加强督促检查，确保各项任务落到实处、取得实效。" * 5


def read(body: str, title: str = "我县召开会议", head: str = "", url: str = URL) -> PageEvidence:
    text = f"<html><head><title>{title}</title>{head}</head><body>{NAV}{body}</body></html>"
    return read_page(text.encode(), url=url)


def found(body: str, **more: str) -> list[tuple[str, str]]:
    return [(one.wrong, one.where) for one in read(body, **more).particulars.wordings]


def wrong(text: str) -> list[str]:
    return [slip.wrong for slip in find_slips(text)]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("会议布署了工作", ["布署"]),
        ("公布署名文章", []),
        ("深入学习贯彻精神", []),
        ("坚持继续深化", []),
        ("预防犯罪，防犯风险", ["防犯"]),
        ("国家发展和改革委会同财政部", []),
        ("国家发展与改革委员会", ["国家发展与改革委员会"]),
        ("中华人民共和国", []),
        ("中华人民共合国", ["中华人民共合国"]),
        ("中人民共和国成立", ["中人民共和国"]),
        ("人类运命共同体", ["人类运命共同体"]),
        ("中国特色的社会主义", []),
        ("全省人民代表大会", []),
        ("第十三界全国人大", ["第十三界"]),
        ("社会各界人大代表", []),
        ("日本、台湾等国家的客商", ["台湾等国家"]),
        ("日本、台湾等国家和地区", []),
        ("民国35年", []),
        ("民国105年", ["民国105年"]),
    ],
)
def test_forms_shapes_and_fixed_names(text: str, forms: list[str]) -> None:
    assert wrong(text) == forms


NAME = "习近平新时代中国特色社会主义思想"


@given(st.integers(1, len(NAME) - 2), st.sampled_from("愿主市天"))
def test_one_character_wrong_in_a_fixed_name_is_found(place: int, char: str) -> None:
    changed = NAME[:place] + char + NAME[place + 1 :]
    missing = NAME[:place] + NAME[place + 1 :]
    doubled = NAME[:place] + char + NAME[place:]
    for text in {changed, missing, doubled} - {NAME}:
        assert wrong(f"贯彻{text}的精神"), text
    assert wrong(f"贯彻{NAME}的精神") == []


@given(st.text(alphabet="会议布署公名按装订备中华人民共合和国，。 “”", max_size=40))
def test_the_quick_question_is_never_wrong(text: str) -> None:
    assert may_hold_slips(text) == bool(find_slips(text))


def test_every_expression_is_one() -> None:
    """They are made when a page first asks for them: a wrong one is not to wait for that."""
    rules = [rule for _, rule in _rules()]
    assert any(rule.unless for rule in rules)
    for rule in rules:
        for one in (*rule.unless, *([rule.expression] if isinstance(rule, _Shape) else ())):
            re.compile(one)


def test_of_overlapping_forms_the_longest_stands() -> None:
    assert wrong("深入学习习近平新时代中国特色社会主意思想") == ["习近平新时代中国特色社会主意思想"]


def test_two_words_side_by_side_are_no_form() -> None:
    text = "驾驶证状态异常，狡辩认为无错，12类形式主义，产业园满负荷，必须品种齐全"
    assert find_wordings(text) == ()
    slips = "各种证状，辩认笔录，类形多样，任务园满结束，生活必须品"
    assert [one.wrong for one in find_wordings(slips)] == ["证状", "辩认", "类形", "园满", "必须品"]


def test_a_plain_word_is_a_slip_only_where_the_theory_is_meant() -> None:
    assert find_wordings("“和”字的四个意思讲清楚，两个维持秩序的保安，四个自行车") == ()
    said = find_wordings("增强“四个意思”、坚定四个自行、做到“两个维持”")
    assert [one.wrong for one in said] == ["四个意思", "四个自行", "两个维持"]


def test_a_table_of_slips_has_none() -> None:
    rows = "<tr><td>错误表述</td><td>正确表述</td></tr><tr><td>布署</td><td>部署</td></tr>"
    assert found(f"<table>{rows}</table>") == []
    assert found("<p>县政府布署工作</p>") == [("布署", "text")]


def test_where_a_wording_stands() -> None:
    body = (
        f"<h1>关于布署防汛的通知</h1><p>发布时间：2026-01-12</p><p>加强布署，签定合同。{LONG}</p>"
        '<p><img src="/a.png" alt="热列欢迎"></p><p><a href="/zwdt/13.html">我局按装路灯</a></p>'
        '<div class="footer"><p>主办单位：甲县办公室　联系电话：0999-1234567</p><p>不得转栽</p></div>'
    )
    head = '<meta name="Keywords" content="灌慨设施">'
    page = read(body, title="关于布署防汛的通知", head=head)
    told = {one.wrong: one for one in page.particulars.wordings}
    assert {name: one.where for name, one in told.items()} == {
        "布署": "title",
        "签定": "text",
        "热列欢迎": "alt",
        "灌慨": "tag",
        "按装": "link",
        "转栽": "foot",
    }
    assert told["按装"].target == "http://127.0.0.1:8000/zwdt/13.html"
    assert told["布署"].count == 3
    assert told["签定"].right == "签订"
    assert "加强布署，签定合同。会议要求" in told["签定"].context


def test_blocks_part_words_and_inline_marks_do_not() -> None:
    cells = "<table><tr><td>安排布</td><td>署理</td></tr></table><p>再布<br>署</p>"
    assert found(f"{cells}<p>{LONG}</p>") == []
    assert found(f"<p>安排<b>布</b>署工作。{LONG}</p>") == [("布署", "text")]


def test_a_line_of_the_source_parts_short_forms_only() -> None:
    assert found(f"<p>安排布\n署工作，迫不\n  急待。{LONG}</p>") == [("迫不急待", "text")]


def test_no_slip_where_it_is_mentioned_quoted_or_a_name() -> None:
    for text in (
        "“布署”应为“部署”",
        "布署（部署）",
        "门牌写成“渡假村”",
        "甲县鸿运按装有限公司中标",
        "授予张布署同志称号",
        "热门搜索：布署",
        "所谓“台湾总统”",
        "不得使用台湾政府等称谓",
    ):
        assert found(f"<p>{text}</p><p>{LONG}</p>") == [], text


def test_pages_that_are_no_prose_of_today() -> None:
    slips = f"<p>会议布署工作，签定合同。{LONG}</p>"
    assert found(slips, title="公文中常见的错别字") == []
    assert found(slips, title="馆藏档案选") == []
    assert found(slips, url="http://127.0.0.1:8000/search?q=1") == []
    traditional = "縣政府開會，對這個問題進行布署，實現當時的發展。" * 20
    assert found(f"<p>{traditional}</p>") == []


def test_what_a_citizen_wrote_is_kept_apart_from_the_answer() -> None:
    body = (
        "<p>来信人：林某　来信时间：2026-01-10</p><p>来信内容：何时按装电梯？</p>"
        "<p>答复单位：县住建局</p><p>答复内容：您好，已签定合同。</p>"
    )
    assert found(body, title="关于按装电梯-县长信箱") == [("签定", "text"), ("按装", "asked")]


def test_plain_text_such_as_an_attachments() -> None:
    told = find_wordings("一、布署\n二、按\n装。联系人手机13900000000，布署")
    assert [(one.wrong, one.count) for one in told] == [("布署", 2)]
    assert "13900000000" not in told[0].context
    assert find_wordings("没有什么不对") == ()
    assert all(isinstance(one, Wording) for one in told)
