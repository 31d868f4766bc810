"""Public messages as pages show them."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.evidence import PageEvidence
from monitor.domain.interaction import DONE, FORWARDED, PENDING, VOID
from monitor.extract.inspect import describe
from monitor.extract.message import BREAK, labels_of, read_message, state_of
from monitor.extract.page import read_page

URL = "http://127.0.0.1:8000/hdjl/xzxx/"


def read(body: str, url: str = URL, kind: str = "text/html; charset=utf-8") -> PageEvidence:
    return read_page(body.encode(), url=url, content_type=kind)


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("已办结", DONE), ("【已回复】", DONE), ("回复完毕", DONE), ("办结", DONE), ("待评价", DONE),
        ("未办结", PENDING), ("待办理", PENDING), ("正在处理", PENDING), ("已受理", PENDING),
        ("办理中", PENDING), ("尚未回复", PENDING), ("已转办", FORWARDED), ("已转办，办理中", FORWARDED),
        ("不予受理", VOID), ("重复件", VOID), ("已撤回", VOID), ("无效信件", VOID), ("公开", "公开"),
    ],
)  # fmt: skip
def test_states_are_told_by_their_words(words: str, state: str) -> None:
    assert state_of(words) == state


def test_a_reply_is_not_what_stands_in_its_place() -> None:
    for nothing in ("", "暂无回复", "（暂未回复）", "正在办理中", "无"):
        letter = read_message(BREAK.join(("来信时间：2025-09-01", "答复内容：", nothing)))
        assert letter is not None
        assert letter.given == ("asked",) and letter.blank == ("reply",)


def test_a_signature_gives_unit_and_day() -> None:
    text = BREAK.join(
        (
            "来信内容：",
            "请问何时供暖？",
            "官方回复：",
            "您好，月底供暖。",
            "县住建局",
            "2026年1月12日",
        )
    )
    letter = read_message(text)
    assert letter is not None
    assert letter.given == ("answered", "unit", "reply")
    assert letter.answered == date(2026, 1, 12)


def test_a_day_in_the_reply_is_not_the_replys() -> None:
    letter = read_message(
        "来信时间：2026-01-05\x1f答复内容：根据2025年3月1日印发的计划，路面将维修。"
    )
    assert letter is not None and letter.answered is None and "answered" not in letter.given


def test_the_day_under_an_articles_title_is_its_publication() -> None:
    head = BREAK.join(
        ("时间:2026-01-20", "来源:本网", "留言内容：请问何时供暖？", "回复内容：月底。")
    )
    letter = read_message(head)
    assert letter is not None and letter.asked is None and "asked" not in letter.given


def test_fields_that_a_script_would_fill_in_are_none() -> None:
    assert read_message("来信时间：{{letter.time}}\x1f答复内容：{{letter.reply}}") is None


def test_inspect_shows_rows_and_single_letters() -> None:
    table = (
        "<html><body><table><tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>"
        '<tr><td><a href="1.html">咨询入学</a></td><td>2026-01-05</td><td>2026-01-08</td>'
        "<td>已办结</td></tr>"
        '<tr><td><a href="2.html">咨询就医</a></td><td>2026-01-06</td><td></td><td>办理中</td></tr>'
        "</table></body></html>"
    )
    assert describe(read(table))["letters"] == [
        {"asked": "2026-01-05", "answered": "2026-01-08", "status": "answered"},
        {"asked": "2026-01-06", "answered": None, "status": "pending"},
    ]
    letter = (
        "<html><head><title>咨询入学</title></head><body><p>留言时间：2026-01-05</p>"
        "<p>留言内容：请问如何入学？</p><p>回复时间：2026-01-08</p><p>回复内容：请到学校登记。</p></body></html>"
    )
    assert describe(read(letter, URL + "1.html"))["letters"] == [
        {"asked": "2026-01-05", "answered": "2026-01-08", "status": "answered"}
    ]


def test_lists_come_as_json_too() -> None:
    body = (
        '{"rows": [{"信件标题": "咨询入学", "来信时间": "2026-01-05", "办理状态": "已办结",'
        ' "答复时间": "2026-01-08"},'
        ' {"信件标题": "咨询就医", "来信时间": "2026-01-06", "办理状态": "待办理", "答复时间": ""}]}'
    )
    page = read(body, "http://127.0.0.1:8000/api/letters", "application/json")
    told = page.particulars.interaction.letters
    assert [(one.title, one.asked, one.answered, one.status) for one in told] == [
        ("咨询入学", date(2026, 1, 5), date(2026, 1, 8), DONE),
        ("咨询就医", date(2026, 1, 6), None, PENDING),
    ]


def test_a_form_and_a_filter_are_no_letters() -> None:
    form = (
        "<html><head><title>我要写信</title></head><body><form>来信标题：<input> 来信时间：<input>"
        "来信内容：<textarea></textarea><select><option>未回复</option></select></form></body></html>"
    )
    told = read(form).particulars.interaction
    assert told.letter is None and told.letters == () and told.form


@pytest.mark.parametrize(
    ("piece", "names"),
    [
        ("【 答复单位】", {"unit"}),
        ("（（来信内容", {"question"}),
        ("请见答复单位", set()),
        ("网友 来信内容", set()),
    ],
)
def test_a_piece_that_is_a_label_stands_behind_brackets_at_most(
    piece: str, names: set[str]
) -> None:
    assert labels_of(f"正文一段{BREAK}{piece}{BREAK}又一段") == names
