"""The shortcuts of the lexicon say what the plain expressions say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.lexicon import Words, _words, count_held, literals, pattern
from monitor.extract.lexicon.needles import has_case, needles, reach
from monitor.extract.lexicon.together import LONG, Together

KEYS = sorted(key for key, value in _words().items() if isinstance(value, list))
PIECES = sorted({piece for key in KEYS for piece in pattern(key).needles})


def plain(key: str) -> re.Pattern[str]:
    return re.compile(pattern(key).pattern, re.IGNORECASE)


@given(
    st.lists(
        st.sampled_from([*PIECES, *"：: 年月日0123456789（）。、abC\n时间公开网安识码"]),
        max_size=80,
    )
)
def test_every_key_finds_what_its_expression_finds(pieces: list[str]) -> None:
    text = "".join(pieces)
    for key in KEYS:
        expected = [match.span() for match in plain(key).finditer(text)]
        assert [match.span() for match in pattern(key).finditer(text)] == expected, key


@pytest.mark.parametrize("key", KEYS)
def test_a_long_text_with_one_spot(key: str) -> None:
    """Long enough that only the places around its literals are tried."""
    for needle in pattern(key).needles:
        text = "一" * 3000 + f"发布{needle}时间：2026" + "二" * 3000
        expected = [match.span() for match in plain(key).finditer(text)]
        assert [match.span() for match in pattern(key).finditer(text)] == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("版权所有", ("版权所有",)),
        (r"主\s*办\s*[:：]", ("主",)),
        ("(电话|热线)[:：]", ("热线", "电话")),
        ("Copy(right)?", ("copy",)),
        ("ICP备", ("备",)),
        ("(甲|)乙?", None),
        (r"\d+", None),
    ],
)
def test_needles(expression: str, expected: tuple[str, ...] | None) -> None:
    assert needles(expression) == expected


def test_capitals_do_not_hide_a_match() -> None:
    words = Words("copyright")
    assert words.search("x" * 200 + "CopyRight ©")
    assert not words.search("x" * 200)


@pytest.mark.parametrize(
    "expression",
    [
        "ICP备",
        "[A-F]",
        "(?:一|b)",
        "一{2}[^c]",
        "(?=d)一",
        "(?<!e)一",
        "(?P<x>一)(?P=x)",
        "[！-～]",
        "(?i:一)",
    ],
)
def test_where_case_may_matter(expression: str) -> None:
    assert has_case(expression)


@pytest.mark.parametrize(
    "expression",
    [r"[\u4e00-\u9fff]{1,5}?局$", r"^(?:\d+|[0-9〇-九年、]*)\s.\b", "(?<!一)(二|三)+(?!四)[^五，]"],
)
def test_where_case_cannot_matter(expression: str) -> None:
    assert not has_case(expression)


def test_reach_bounds_a_match() -> None:
    assert reach("(发布|网站发布)的?时间") == 7
    assert reach("甲.*乙") == 1 << 16


def test_a_letter_that_grows_when_made_small_shifts_nothing() -> None:
    words = Words("copyright|版权")
    text = "İ" * 300 + "版权"
    found = words.search(text)
    assert found is not None and found.span() == (300, 302)


@given(
    st.lists(st.sampled_from([*PIECES, *"，。 年月a\U00020000"]), max_size=60),
    st.sampled_from([0, LONG.start, LONG.stop]),
)
def test_literals_found_together_stand_where_a_search_finds_them(
    pieces: list[str], length: int
) -> None:
    text = "".join(pieces).ljust(length, "一")
    for key in KEYS:
        words, told = pattern(key), text.lower()
        if len(text) >= 6 * len(words.needles):
            assert words.may_match(text) == (
                not words.needles or any(needle in told for needle in words.needles)
            )
            assert sorted(words._spots(told)) == sorted(
                match.start()
                for needle in words.needles
                for match in re.finditer(f"(?={re.escape(needle)})", told)
            )
    held = sum(one in text for one in literals("letter_sign"))
    assert count_held("letter_sign", text) == held


def test_places_are_those_of_whole_characters() -> None:
    together = Together(["一二", "x", "单", "icp备"])
    assert together.literals == {"一二"}
    assert together.places("单一二一二") == {"一二": [1, 3]}
    halves = "A\u8c4eN"  # whose bytes hold those of the literal, half a character further on
    assert "一二".encode("utf-16-le") in halves.encode("utf-16-le")
    assert together.places(halves) == {}
    assert together.places("\U00020000一二") is None
