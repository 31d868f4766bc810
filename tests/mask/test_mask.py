"""Personal numbers in quotes: none is left whole, and nothing else is touched."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.mask import mask, mask_facts, mask_name

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def check_digit(seventeen: str) -> str:
    total = sum(int(d) * w for d, w in zip(seventeen, WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def luhn(number: str) -> str:
    """The digit that makes the number a card's."""
    doubled = [int(d) * (2 - n % 2) for n, d in enumerate(reversed(number))]
    return str(-sum(v - 9 if v > 9 else v for v in doubled) % 10)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


@st.composite
def ids(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["441402", "110101", "810000", "654321"]))
    born = draw(st.dates(date(1900, 1, 1), date(2030, 1, 1)))
    seventeen = f"{region}{born:%Y%m%d}{draw(digits(3))}"
    return seventeen + check_digit(seventeen)


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return f"1{draw(st.sampled_from('3456789'))}{draw(digits(9))}"


@st.composite
def cards(draw: st.DrawFn) -> str:
    number = f"62{draw(st.sampled_from([13, 14, 15, 16]).flatmap(digits))}"
    return number + luhn(number)


personal = st.one_of(ids(), mobiles(), cards())
styled = st.builds(
    lambda number, wide: number.translate(WIDE) if wide else number, personal, st.booleans()
)
around = st.text(st.characters(exclude_categories=["Cs", "Nd"]), max_size=12)


def left_whole(text: str) -> list[str]:
    """Valid ids, mobile numbers and cards in a text, found another way: by splitting it."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in text)
    found = []
    for run in re.findall(r"[0-9]+[XxＸｘ]?", plain):
        number = run.upper().replace("Ｘ", "X")
        if len(number) == 18 and number[:17].isdigit() and check_digit(number[:17]) == number[17]:
            try:
                date.fromisoformat(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
            except ValueError:
                continue
            if 1900 <= int(number[6:10]) < 2100 and number[0] in "12345678":
                found.append(number)
        number = run.rstrip("XxＸｘ")
        if re.fullmatch(r"1[3-9]\d{9}", number):
            found.append(number)
        if re.fullmatch(r"62\d{14,17}", number) and luhn(number[:-1]) == number[-1]:
            found.append(number)
    return found


@given(st.lists(st.tuples(around, styled), min_size=1, max_size=4), around)
def test_no_personal_number_is_left(parts: list[tuple[str, str]], tail: str) -> None:
    text = "".join(f"{before} 号{number}。" for before, number in parts) + tail
    assert left_whole(text)
    masked = mask(text)
    assert left_whole(masked) == []
    assert len(masked) == len(text)


@given(st.text("0123456789Xx １８- *+年", max_size=80))
def test_masking_again_changes_nothing_and_leaves_nothing(text: str) -> None:
    masked = mask(text)
    assert mask(masked) == masked
    assert left_whole(masked) == []


@given(st.text(st.characters(exclude_categories=["Cs", "Nd"])))
def test_a_text_without_digits_is_unchanged(text: str) -> None:
    assert mask(text) == text


@given(st.integers(0, 9_999_999_999), st.dates(date(1990, 1, 1), date(2099, 1, 1)))
def test_short_numbers_and_days_are_unchanged(number: int, day: date) -> None:
    text = f"{number}，{day}，{day:%Y%m%d}，〔{day.year}〕{number % 1000}号"
    assert mask(text) == text


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """Social credit codes of offices (GB 32100) without letters, the ones most like ids."""
    region = draw(st.sampled_from(["441400", "441402", "441423", "441426", "441481", "440000"]))
    return f"{draw(st.sampled_from(['11', '12', '13']))}{region}{draw(digits(10))}"


@given(credit_codes())
def test_social_credit_codes_are_unchanged(code: str) -> None:
    assert mask(f"统一社会信用代码{code}") == f"统一社会信用代码{code}"


@pytest.mark.parametrize(
    "text",
    [
        "统一社会信用代码11441400007200000X",
        "网站标识码4414000013",
        "粤ICP备12345678号-1",
        "粤公网安备44140202000123号",
        "粤公网安备 44140202000123号",
        "梅市府办〔2026〕13号",
        "国办秘函〔2019〕19号",
        "联系电话：0753-2234567、0753-22345678转8001",
        "0753-2234567 0753-2234568",
        "热线12345、4008123456",
        "索引号：007200000/2026-00138",
        "2026-01-10 08:30:15至2026-01-26",
        "1706234567890",
        "投资13812345.67万元",
        "441402199013011234",  # no such month
        "6222021234567890123",  # not a card's check digit
    ],
)
def test_what_is_an_offices_own_is_unchanged(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证号441402199001011234，", "身份证号441*************34，"),
        ("ID44140219900101123x", "ID441*************3x"),
        ("４４１４０２１９９００１０１１２３Ｘ", "４４１*************３Ｘ"),
        ("441402 19900101 1234", "441*** ******** **34"),
        ("手机13812345678。", "手机138******78。"),
        ("138-1234-5678", "138-****-**78"),
        ("138 1234 5678", "138 **** **78"),
        ("１３８１２３４５６７８", "１３８******７８"),
        ("+8613812345678", "+861********78"),
        ("13812345678、13912345678", "138******78、139******78"),
        ("6222021234567890128", "622**************28"),
        ("6222 0212 3456 7890 128", "622* **** **** **** *28"),
        ("2026 6222 0212 3456 7890 128", "2026 622* **** **** **** *28"),
        ("6222 0212 3456 7894 12", "622* **** **** **94 12"),
        ("441402 441402 19900101 1234", "441402 441*** ******** **34"),
        ("13812345678 441402199001011234", "138******78 441*************34"),
    ],
)
def test_examples(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_addresses_stay_as_they_are() -> None:
    url = "http://www.jia.example/post_13812345678.html"
    assert mask_name(url) == url
    assert mask_name("张三13812345678") == "张三138******78"
    facts = {"page": url, "text": "电话13812345678", "ids": ["13812345678", 13812345678], "n": 1}
    assert mask_facts(facts) == {
        "page": url,
        "text": "电话138******78",
        "ids": ["138******78", 13812345678],
        "n": 1,
    }


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证 110105491231002。", "身份证 110**********02。"),
        ("编号 110105491331002", "编号 110105491331002"),  # no thirteenth month
        ("编号 990105491231002", "编号 990105491231002"),  # no such province
    ],
)
def test_ids_of_fifteen_places(text: str, masked: str) -> None:
    assert mask(text) == masked
