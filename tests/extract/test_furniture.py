"""A page read with what its site's pages have in common is the page read whole, element for element."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from monitor.extract.flat import Flat
from monitor.extract.furniture import Furniture, Read, read_whole
from monitor.extract.tree import Element

SITE = "http://www.a.gov.cn"
MENU = '<div class="nav"><ul>{}</ul></div>'.format(
    "".join(f'<li class="n"><a href="/c{n}/" title="栏目">栏目 {n}</a>文</li>\n' for n in range(20))
)
FOOT = (
    '<div class="foot"><p>主办：某县人民政府<br>电话 <b>1</b></p><!-- </div> -->'
    + "<span>备案</span>" * 40
    + "<script>var foot = '</div>';</script></div>"
)
CODE = "<script>" + "var wide = 1; // </div>\n" * 40 + "</script>"
LINKS = "<script>" + "document.write('<a href=/x>一</a><a href=/y>二</a>');\n" * 20 + "</script>"
LEFT_OPEN = "<div class=open><ul>" + "<li>一<li>二" * 100 + "</ul></div>"
CLOSES_MORE = "<div class=more>" + "<b>文</b></span></li>" * 40 + "</div>"
TEXT = "这是一段足够长的正文，用来说明这一页自己的内容是什么。"
PIECES = (MENU, FOOT, CODE, LINKS, LEFT_OPEN, CLOSES_MORE)
AROUND = (
    ("<div>", "</div>"), ("<p>", "</p>"), ("<a href=/z>", "</a>"), ("<!--", "-->"), ("<ul><li>", "</ul>"),
    ("<table><tr><td>", "</table>"), ("<textarea>", "</textarea>"), ("<script>var s = '", "';</script>"),
    ("<a title='", "'>"), ("<span>", ""), ("", "</div>"), ("文 ", " 字"), ("<form>", "</form>"),
    ("", " 备案"), ("<style>", "</style>"), ("<b><i>", "</b></i>"), ("<noscript>", "</noscript>"),
)  # fmt: skip


def told(read: Read | None) -> object:
    if read is None:
        return None
    tree, scripts = read
    order = {one: number for number, one in enumerate(tree.elements[0].iter())}
    elements = [
        (
            one.tag,
            one.text,
            one.tail,
            one.attrib,
            one.size,
            one.nth,
            len(one),
            order.get(one.parent or one),
        )
        for one in order
    ]
    held = Flat(tree.elements[0], "").holding(("文", "备案"))
    return (
        elements,
        [one.string() for one in order],
        [(order.get(one), code) for one, code in scripts],
        [(order[one], after) for one, after in held],
    )


def page(dice: random.Random) -> str:
    body = []
    for _ in range(dice.randrange(1, 7)):
        before, after = dice.choice(AROUND)
        inner = dice.choice((*PIECES, f"<p>{TEXT}</p>", "文", "<div>框</div>"))
        body.append(f"{before}{inner}{after}")
    head = f"<title>页 {dice.random()}</title>" + dice.choice(("", CODE))
    return f"<html><head>{head}</head><body>{''.join(body)}</body></html>"


_TAGS = (
    "div", "p", "ul", "li", "a", "span", "table", "tr", "td", "b", "h1", "dl", "dd", "font", "form",
    "select", "option", "button", "center", "o:p",
)  # fmt: skip
_INNERMOST = ("文", "", " ", "<br>", "<img src=x>", "<!-- x -->", "&nbsp;")


def made_up(dice: random.Random, depth: int = 0) -> str:
    """Elements in one another, nearly all closed in their turn; what the parser makes of them is another
    matter: a table in a paragraph, an item in an item."""
    out = []
    for _ in range(dice.randrange(1, 4)):
        tag = dice.choice(_TAGS)
        goes_on = depth < 3 and dice.random() < 0.5
        inner = made_up(dice, depth + 1) if goes_on else dice.choice(_INNERMOST)
        out.append(f"<{tag}>{inner}" + (f"</{tag}>" if dice.random() < 0.98 else ""))
    return "".join(out)


@pytest.mark.parametrize("first", range(0, 400, 40))
def test_made_up_pieces_change_no_page(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.extract.furniture._LEAST", 40)
    for seed in range(first, first + 40):
        dice = random.Random(seed)
        root = dice.choice(("div", "ul", "table", "dl"))
        pieces = [f"<{root} class=x{n}>{made_up(dice)}{made_up(dice)}</{root}>" for n in range(3)]
        furniture = Furniture()
        for number in range(8):
            body = ""
            for _ in range(dice.randrange(1, 4)):
                around = dice.choice(AROUND) if number > 2 else ("", "")
                stray = f"<{dice.choice(_TAGS)}>" if dice.random() < 0.3 else ""
                body += f"{stray}{around[0]}{dice.choice((*pieces, TEXT))}{around[1]}"
            text = f"<body>{body}</body>"
            assert told(furniture.read(text, SITE)) == told(read_whole(text)), text


@pytest.mark.parametrize("seed", range(40))
def test_pages_are_the_same_as_read_whole(seed: int) -> None:
    dice = random.Random(seed)
    furniture = Furniture()
    for number in range(12):
        text = page(dice)
        assert told(furniture.read(text, f"{SITE}/{number}")) == told(read_whole(text)), text


def test_what_was_seen_twice_is_one_in_the_pages_that_follow() -> None:
    furniture = Furniture()
    roots = []
    for number in range(8):
        read = furniture.read(f"<title>{number}</title>{MENU}<p>{number}{TEXT}</p>{FOOT}", SITE)
        assert read is not None
        roots.append(next(one for one in read[0].elements if one.attrib.get("class") == "nav"))
    assert roots[1] is not roots[0]
    assert roots[7] is roots[6]


def test_another_site_with_the_same_markup_has_its_own() -> None:
    furniture = Furniture()
    text = f"<body>{MENU}<p>文</p></body>"
    first = [furniture.read(text, SITE) for _ in range(6)][-1]
    other = furniture.read(text, "http://www.b.gov.cn/")
    assert first is not None and other is not None
    assert not set(first[0].elements) & set(other[0].elements)


def test_no_more_is_kept_than_allowed() -> None:
    furniture = Furniture(most=100)
    for site in range(8):
        for number in range(6):
            text = f"<title>{number}</title>{MENU}<p>{site}</p>"
            assert told(furniture.read(text, f"http://s{site}.gov.cn/")) == told(read_whole(text))
    assert furniture.elements <= 100


def test_sites_read_in_turn_do_not_push_each_other_out(monkeypatch: pytest.MonkeyPatch) -> None:
    furniture = Furniture(most=84)

    def known(sites: Iterable[int], rounds: int) -> set[int]:
        """The sites whose menus stood in two pages one after the other."""
        found, before = set(), dict[int, set[Element]]()
        for number in range(rounds):
            for site in sites:
                read = furniture.read(f"{MENU}<p>{site}{number}</p>", f"http://s{site}.gov.cn/")
                assert read is not None
                elements = set(read[0].elements)
                if elements & before.get(site, set()):
                    found.add(site)
                before[site] = elements
        return found

    some = known(range(8), 8)
    assert some and some != set(range(8))
    assert known(range(8), 4) == some
    monkeypatch.setattr("monitor.extract.furniture._AWAY", 40)
    others = set(range(8)) - some
    assert known(others, 40) & others


def test_the_box_that_asks_before_leaving_is_left_out_whatever_is_known() -> None:
    furniture = Furniture()
    box = "<div>您访问的链接即将离开“某县人民政府门户网站”，是否继续？</div>"
    for number in range(12):
        text = f"<body>{TEXT}<div>{MENU}{box if number > 7 else ''}</div>{number}</body>"
        assert told(furniture.read(text, SITE)) == told(read_whole(text))


def test_what_stands_after_a_part_is_the_pages_own() -> None:
    furniture = Furniture()
    for number in range(12):
        text = f"<body><p>{TEXT}</p>{MENU}{'' if number % 2 else '备案'}<b>{number}</b></body>"
        assert told(furniture.read(text, SITE)) == told(read_whole(text))


def test_what_a_script_writes_is_no_part() -> None:
    """A script ends where its text says so, in a string too."""
    furniture = Furniture()
    foot = FOOT.replace("'", "")
    written = f"<script>document.write('<a href=/1>1</a><a href=/2>2</a>{foot}');</script>"
    for number in range(10):
        text = f"<body><p>{number}{TEXT}</p>{foot if number < 6 else written}</body>"
        assert told(furniture.read(text, SITE)) == told(read_whole(text))
