"""What is read of a tree laid out, and what is kept from page to page."""

from __future__ import annotations

from monitor.extract.document import fragment
from monitor.extract.flat import Flat
from monitor.extract.kept import kept

PAGE = """<body>ICP备<div class="a">甲<a href="/">首页</a>主办：某局<b>乙</b>版权</div>
<p>CopyRight <i>丙</i></p></body>"""


def laid_out() -> Flat:
    root = fragment(PAGE)
    assert root is not None
    body = next(root.iter("body"))
    return Flat(body, body.string())


def test_words_are_found_in_and_after_elements_in_page_order() -> None:
    flat = laid_out()
    found = [(one.tag, after) for one, after in flat.holding(("主办", "备", "copyright", "版权"))]
    assert found == [("body", False), ("a", True), ("b", True), ("p", False)]
    assert flat.holding(("丁",)) == []


def test_a_word_found_twice_in_one_text_is_one_find() -> None:
    root = fragment("<body><p>备案备案</p></body>")
    assert root is not None
    assert len(Flat(root, "备案备案").holding(("备", "案"))) == 1


def test_no_word_is_found_across_two_texts() -> None:
    assert laid_out().holding(("甲首页",)) == []


def test_links_have_their_words_and_elements_their_order() -> None:
    flat = laid_out()
    assert list(flat.linked.values()) == ["首页"]
    mixed = reversed(flat.elements)
    assert flat.in_order(mixed) == flat.elements


def test_answers_about_short_texts_are_kept_and_about_long_ones_are_not() -> None:
    asked: list[str] = []

    @kept(2, longest=3)
    def length(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [length("abc"), length("abc"), length("abcd"), length("abcd")] == [3, 3, 4, 4]
    assert asked == ["abc", "abcd", "abcd"]
