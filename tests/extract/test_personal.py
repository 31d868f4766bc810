"""Personal numbers in texts: what is one, what only looks so, and that nothing leaves in clear."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.domain.personal import PersonalKind
from monitor.extract.document import Document
from monitor.extract.laid import laid_out
from monitor.extract.page import read_page
from monitor.extract.personal import exposures_in, runs
from tests.mask.test_mask import check_digit, ids, luhn, personal


def resident(division: str, born: str, order: str = "001") -> str:
    first = f"{division}{born}{order}"
    return first + check_digit(first)


ID = resident("441402", "19700101")
OTHER = resident("441402", "19820315", "112")
EXAMPLE = resident("999901", "19700101")
CHILD = resident("441402", "20150601")
CARD = "62220212345678901" + luhn("62220212345678901")
MOBILE = "13809991234"


def kinds(text: str, title: str = "") -> dict[str, int]:
    return {one.kind.value: one.count for one in exposures_in(text, title)}


@pytest.mark.parametrize(
    "text",
    [
        f"经查，张三（{ID}）符合条件",
        f"身份证号：{EXAMPLE}",
        f"身份证号：{ID.translate({48 + n: 0xFF10 + n for n in range(10)})}",
        f"身份证号 {ID[:6]} {ID[6:14]} {ID[14:]}",
        f"身份证号 {ID[:6]}-{ID[6:10]}-{ID[10:14]}-{ID[14:]}",
        f"身份证号 {' '.join(ID)}",
        "身份证号\t" + "\t".join(ID),
        f"身份证号码\n{ID[:11]}\n{ID[11:]}",
        f"身份证号：{ID[:9]}\u200b{ID[9:]}",
        f"2026 {ID}",
        f"身份证号码{CHILD}",
        f"学籍号：G{CHILD}",
        f"ID:{ID}",
        "身份证 110105491231002",
        f"姓名\t身份证号\n张三\t{CHILD}\n李四\t{resident('441402', '20140302')}",
        "\n".join(resident("441402", f"200{n}0101") for n in range(3)),
        f"受理编号：2026001，身份证号：{ID}",
        f"张三 {ID[:6]} {ID[6:14]} {ID[14:]}\n李四 {OTHER[:6]} {OTHER[6:14]} {OTHER[14:]}",
        f"张三 {ID[:3]} {ID[3:6]} {ID[6:10]} {ID[10:14]} {ID[14:]}\n"
        f"李四 {OTHER[:6]}-{OTHER[6:14]}-{OTHER[14:]}",
    ],
)
def test_resident_ids_are_found(text: str) -> None:
    assert list(kinds(text)) == ["identity"]


@pytest.mark.parametrize(
    "text",
    [
        f"1{ID}",
        f"{ID}1",
        f"{ID}ab",
        f"a{ID}",
        f"3.{ID}",
        ID[:17] + ("0" if ID[17] != "0" else "1"),
        f"{ID[:6]}********{ID[14:]}",
        f"业务流水号：{ID}",
        f"项目代码 {ID}",
        f"统一社会信用代码：{ID}",
        f"http://www.example.gov.cn/{ID}.html",
        f"例如：{ID}",
        f"（如：{ID}）",
        CHILD,  # a day of our own time, and nobody says what it is
        EXAMPLE,
        "110105491231002",
        "资产编号 110105491231002",
        "\n".join(f"44140220260{n}01000{n}" for n in range(1, 9)),
        resident("441402", "19700230"),
        resident("991402", "19700101"),
        resident("441402", "18990101"),
        f"受理编号\t结果\n{ID}\t准予",
        "2026-01-26 2026-01-25 2026-01-24",
    ],
)
def test_what_only_looks_like_an_id_is_none(text: str) -> None:
    assert kinds(text) == {}


def test_samples_and_punishments_are_left_out() -> None:
    assert kinds(f"身份证号：{ID}", "申请表（填写样表）") == {}
    assert kinds(f"身份证号：{ID}", "失信被执行人名单") == {}
    many = "\n".join(resident("441402", f"19{n}0101") for n in range(60, 70))
    assert kinds(many, "申请表（填写样表）") == {"identity": 10}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"银行卡号：{CARD}", {"card": 1}),
        (f"一卡通账号 {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", {"card": 1}),
        (f"户主\t银行账号\n张三\t{CARD}", {"card": 1}),
        (CARD, {}),
        (f"订单号：{CARD}", {}),
        (f"户名：甲县财政局，账号：{CARD}", {}),
        (f"投标保证金账号：{CARD}", {}),
        (f"银行卡号：{CARD[:-1]}{(int(CARD[-1]) + 1) % 10}", {}),
        (f"银行卡号：{CARD[:6]}******{CARD[12:]}", {}),
    ],
)
def test_bank_cards_want_a_caption_and_no_office(text: str, expected: dict[str, int]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"来信人：王某 联系电话：{MOBILE}",
        f"信件内容 我叫李明，电话：{MOBILE} 答复内容 已办理",
        f"我的手机号是{MOBILE}",
        f"家长电话：{MOBILE}",
        f"张三 {ID} {MOBILE}",
        "低保对象名单\n姓名\t联系电话\n" + "\n".join(f"李明\t1380999123{n}" for n in range(4)),
        f"姓名：李明 住址：示范村 手机：{MOBILE}",
    ],
)
def test_telephones_of_private_persons_are_found(text: str) -> None:
    assert PersonalKind.MOBILE in {one.kind for one in exposures_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        f"联系人：李明 {MOBILE}",
        f"联系电话：{MOBILE}",
        f"咨询电话：{MOBILE}",
        f"请联系我们：{MOBILE}",
        f"被投诉人电话：{MOBILE}",
        f"网友您好，请致电{MOBILE}咨询",
        f"信件内容 路灯坏了 答复内容 请联系李科长，电话：{MOBILE}",
        f"来信人：王某 联系电话：{MOBILE[:3]}****{MOBILE[7:]}",
        "河长名单\n姓名\t联系电话\n" + "\n".join(f"李明\t1380999123{n}" for n in range(4)),
        "名单\n姓名\t单位\t电话\n" + "\n".join(f"李明\t甲局\t1380999123{n}" for n in range(4)),
        "低保对象名单\n姓名\t联系电话\n" + "\n".join(f"李明\t1380999123{n}" for n in range(2)),
        f"张三（身份证{ID}）。办公电话：{MOBILE}",
    ],
)
def test_published_telephones_are_nobodys(text: str) -> None:
    assert PersonalKind.MOBILE not in {one.kind for one in exposures_in(text)}


@given(st.lists(personal, min_size=1, max_size=5), st.text(max_size=20))
def test_no_number_leaves_in_clear(numbers: list[str], around: str) -> None:
    text = "\n".join(f"身份证号、银行卡号、我的手机：{number}{around}" for number in numbers)
    told = repr(exposures_in(text))
    assert not any(number in told for number in numbers)
    for one in exposures_in(text):
        assert sum(char.isalnum() for char in one.example) == 5


@given(ids())
def test_every_captioned_id_is_found(number: str) -> None:
    day = int(number[6:10])
    assert bool(kinds(f"身份证号：{number}")) == (day <= 2035)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    exposures_in(text)
    exposures_in(f"{text}{ID}{text}{MOBILE}{text}")


def page(body: str) -> dict[str, int]:
    read = read_page(
        f"<html><head><title>公示</title></head><body>{body}</body></html>".encode(),
        url="http://127.0.0.1/a.html",
        content_type="text/html; charset=utf-8",
    )
    return {one.kind.value: one.count for one in read.particulars.exposures}


def test_cells_never_run_together_and_marked_up_numbers_never_fall_apart() -> None:
    cells = f"<table><tr><td>1</td><td>{ID}</td><td>2</td></tr></table>"
    assert page(cells) == {"identity": 1}
    spans = f"<p>身份证<span>{ID[:6]}</span><b><i>{ID[6:14]}</i></b><span>{ID[14:]}</span></p>"
    assert page(spans) == {"identity": 1}
    assert page("<table><tr>" + "".join(f"<td>{ID[n : n + 6]}</td>" for n in (0, 6, 12))) == {}


def test_what_a_page_does_not_show_is_not_read() -> None:
    assert page(f"<!-- {ID} --><script>var a = '{ID}';</script><p>内容</p>") == {}


def test_an_interface_is_read_too() -> None:
    body = f'{{"data":[{{"证件号":"{ID}"}}]}}'.encode()
    read = read_page(body, url="http://127.0.0.1/a.json", content_type="application/json")
    assert [one.count for one in read.particulars.exposures] == [1]


def test_a_table_becomes_rows_and_a_layout_does_not() -> None:
    tree = Document.read(
        "<table><tr><td><table><tr><td>姓名</td><td>电<b>话</b></td></tr>"
        "<tr><td>李\n明</td><td><p>1</p><p>2</p></td></tr></table>第一行<br>第二行</td></tr></table>",
        "http://127.0.0.1/",
    )
    assert tree is not None
    lines = [line.strip() for line in laid_out(tree.body).split("\n") if line.strip()]
    assert lines[:2] == ["姓名\t电话", "李 明\t 1  2"]
    assert lines[2:] == ["第一行", "第二行"]


def test_groups_of_digits_need_company_that_is_right_too() -> None:
    alone = f"张三 {ID[:6]} {ID[6:14]} {ID[14:]}"
    wrong = f"{OTHER[:6]} {OTHER[6:14]} {OTHER[14:17]}{'0' if OTHER[17] != '0' else '1'}"
    assert kinds(alone) == {}
    assert kinds(f"{alone}\n李四 {wrong}") == {}
    assert kinds(f"{alone}\n张三 {ID[:6]} {ID[6:14]} {ID[14:]}") == {}


@given(
    st.lists(
        st.sampled_from([*"0158-  字，\n", "138 0999 1234", "----", "           "]), max_size=60
    ).map("".join)
)
@example("1" * 11)
@example("字" * 10 + "1" * 11 + "字" + "2" * 11)
def test_runs_are_those_that_the_whole_text_is_searched_for(text: str) -> None:
    expected = [match.span() for match in re.finditer(r"\d[\d -]{9,}\d", text)]
    assert [match.span(1) for match in runs(text)] == expected
