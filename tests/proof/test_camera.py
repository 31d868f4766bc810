"""The camera on pages of all kinds: what is framed can be seen, and a page cannot get in the way."""

from __future__ import annotations

import asyncio
from io import BytesIO

import pytest
from PIL import Image

from monitor.crawl.browser import Browser
from monitor.crawl.rendered import find_browser
from monitor.crawl.shots import Sheet, Shot, Taken
from monitor.domain.picture import Mark, MarkKind

BROWSER = find_browser()
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser on this machine")
URL = "http://127.0.0.1:9/gzdt/index.html"
NOWHERE = "http://127.0.0.1:9"
"""A proxy that answers nothing: what a page asks for besides does not come."""
LIST = """<html><head><title>工作动态</title></head><body style="margin:0">
<div class="nav" style="height:60px;background:#ddd"><a href="/">首页</a></div>
<ul><li><a href="/gzdt/1.html">甲局召开会议</a> <span>2026-01-05</span></li>
<li><a href="/gzdt/2.html">乙局召开会议</a> <span>2026-01-04</span></li></ul>
<div style="height:3000px"></div>
<div class="footer" style="height:90px">主办单位：甲局</div></body></html>"""


def words(*values: str, within: str = "") -> Mark:
    return Mark(MarkKind.WORDS, values, within)


def shoot(text: str, *marks: tuple[Mark, ...]) -> list[Taken]:
    shots = tuple(Shot(str(n), some, "网址 http://…\n截图") for n, some in enumerate(marks))
    found: list[Taken] = []

    async def take() -> None:
        async with Browser(BROWSER or "", NOWHERE, images=True) as browser:
            await browser.photograph(
                [Sheet(URL, text, shots, "看不见：")], lambda sheet, taken: found.extend(taken)
            )

    asyncio.run(take())
    return found


def red(taken: Taken) -> list[tuple[int, int]]:
    """Where the frame's colour is, sparsely."""
    assert taken.jpeg is not None
    image = Image.open(BytesIO(taken.jpeg)).convert("RGB")
    assert image.size == (1280, 900)
    found = []
    for x in range(0, 1280, 2):
        for y in range(0, 900, 2):
            r, g, b = image.getpixel((x, y))  # type: ignore[misc]
            if r > 190 and g < 60 and b < 60:
                found.append((x, y))
    return found


def height(places: list[tuple[int, int]]) -> int:
    return max(y for _, y in places) - min(y for _, y in places)


def test_link_row_words_and_foot_are_framed() -> None:
    link, row, day, foot = shoot(
        LIST,
        (Mark(MarkKind.LINK, ("http://127.0.0.1:9/gzdt/2.html",)),),
        (words("2026-01-05", within="甲局召开会议"),),
        (words("2026-01-04"),),
        (Mark(MarkKind.PART, ("foot",)),),
    )
    assert all(one.marked for one in (link, row, day, foot))
    assert height(red(link)) < 60 and height(red(day)) < 60
    assert max(x for x, _ in red(row)) > max(x for x, _ in red(link)), "the whole row"
    assert 80 < height(red(foot)) < 130 and min(y for _, y in red(foot)) > 300, "scrolled there"


def test_what_is_not_there_gives_a_picture_without_a_frame() -> None:
    (taken,) = shoot(LIST, (words("没有的字"), Mark(MarkKind.LINK, ("http://127.0.0.1:9/3.html",))))
    assert taken.jpeg is not None and not taken.marked and not red(taken)


def test_the_first_mark_that_is_there_is_framed() -> None:
    (taken,) = shoot(LIST, (words("没有的字"), words("乙局召开会议")))
    assert taken.marked and height(red(taken)) < 60


@pytest.mark.parametrize(
    "style",
    ["display:none", "visibility:hidden", "opacity:0", "position:absolute;left:-9999px",
     "font-size:1px", "color:#fff", "height:0;overflow:hidden;display:block"],
)  # fmt: skip
def test_hidden_words_are_written_onto_the_picture(style: str) -> None:
    text = f'<body><p>正文。</p><p style="{style}"><a style="color:inherit" href="/x">百家乐</a></p></body>'
    (taken,) = shoot(text, (words("百家乐"),))
    assert taken.marked
    assert max(x for x, _ in red(taken)) > 1270, "a note as wide as the page"


def test_a_masked_number_finds_the_number() -> None:
    row = "<tr><td>张某</td><td>９９９９０１195001101010</td></tr>"
    text = f"<body><p>办理事项</p><table>{row}</table></body>"
    (taken,) = shoot(text, (words("999*************10"),))
    assert taken.marked and height(red(taken)) < 60


def test_words_of_scripts_titles_and_tags_are_told() -> None:
    text = (
        "<html><head><title>赌场</title><meta name='keywords' content='棋牌'></head>"
        "<body><p>正文</p><script>location.href='http://bad.example/'</script></body></html>"
    )
    for one in shoot(text, (words("赌场"),), (words("棋牌"),), (words("bad.example"),)):
        assert one.marked and red(one)


def test_a_page_cannot_lead_away_or_run_anything() -> None:
    text = LIST.replace(
        "<title>", '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/x"><title>'
    ).replace("</body>", "<script>document.body.innerHTML = '改了'</script></body>")
    (taken,) = shoot(text, (words("甲局召开会议"),))
    assert taken.marked and height(red(taken)) < 60


@pytest.mark.parametrize(
    "text", ["", "<html>", "正文里有甲局", "<frameset><frame src=/a></frameset>"]
)
def test_a_page_without_a_body_is_taken_as_it_is(text: str) -> None:
    (taken,) = shoot(text, (words("甲局"), Mark(MarkKind.PART, ("main",))))
    assert taken.jpeg is not None


def test_pages_by_the_thousand_links_end() -> None:
    rows = "".join(f"<li><a href='/{n}.html'>标题{n}</a></li>" for n in range(20000))
    (taken,) = shoot(f"<body><ul>{rows}</ul></body>", (words("标题19999"),))
    assert taken.marked and height(red(taken)) < 60
