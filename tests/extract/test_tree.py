"""Elements as plain objects stand, and read, as lxml's own."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from monitor.extract.document import Document, fragment
from monitor.extract.markup import parse
from monitor.extract.tree import Element, grown, place_of

_TAGS = ("div", "p", "ul", "li", "a", "span", "table", "tr", "td", "b", "br", "script", "form")


def made_up(seed: int) -> str:
    """Markup as nobody should write it: wrongly nested, left open, closed twice."""
    dice = random.Random(seed)
    parts = []
    for _ in range(dice.randrange(5, 120)):
        tag = dice.choice(_TAGS)
        parts.append(
            dice.choice(
                (
                    f"<{tag}>",
                    f"</{tag}>",
                    f'<{tag} class="c{dice.randrange(3)}" id=x>',
                    "文 字",
                    " ",
                )
            )
        )
    return "<body>" + "".join(parts)


def told(element: Element | etree._Element) -> object:
    return (element.tag, dict(element.attrib), element.text, element.tail)


@pytest.mark.parametrize("seed", range(60))
def test_a_tree_is_lxmls_tree(seed: int) -> None:
    theirs = parse(made_up(seed))
    assert theirs is not None
    read = grown(theirs, [(one, "") for one in theirs.iter("script")])
    assert read is not None
    tree, scripts = read
    pairs = list(zip(theirs.iter(), tree.elements[0].iter(), strict=True))
    ours = dict(pairs)
    assert [one for one, _ in scripts] == list(tree.elements[0].iter("script"))
    for one, other in pairs:
        assert told(one) == told(other)
        assert [ours[e] for e in one] == list(other)
        assert [ours[e] for e in one.iter("a", "li")] == list(other.iter("a", "li"))
        assert [ours[e] for e in one.iterdescendants()] == list(other.iterdescendants())
        assert [ours[e] for e in one.iterdescendants("td")] == list(other.iterdescendants("td"))
        assert [ours[e] for e in one.iterancestors()] == list(other.iterancestors())
        assert [ours[e] for e in one.iterancestors("div", "ul")] == list(
            other.iterancestors("div", "ul")
        )
        assert [ours[e] for e in one.itersiblings()] == list(other.itersiblings())
        assert [ours[e] for e in one.itersiblings("a", preceding=True)] == list(
            other.itersiblings("a", preceding=True)
        )
        after, before = one.getnext(), one.getprevious()
        assert other.getnext() is (None if after is None else ours[after])
        assert other.getprevious() is (None if before is None else ours[before])
        assert other.string() == one.xpath("string()")
        assert list(other.itertext()) == list(one.itertext())
        walked = [(event == "start", ours[e]) for event, e in etree.iterwalk(one, ("start", "end"))]
        assert list(other.walk()) == walked


def test_places_are_counted_in_page_order() -> None:
    root = fragment("<ul><li>一<li>二</ul><p>三")
    assert root is not None
    assert [place_of(one) for one in root.iter()] == list(range(root.size))


def test_a_script_in_a_box_that_is_left_out_is_still_read() -> None:
    asked = "您访问的链接即将离开“某县人民政府门户网站”，是否继续？<script>var left = 1;</script>"
    doc = Document.read(
        f"<body><div><div>{asked}</div></div><p>正文</p></body>", "http://a.gov.cn/"
    )
    assert doc is not None
    assert [one.code for one in doc.scripts] == ["var left = 1;"]
