"""Day and source of an article as the line under its title gives them."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.evidence import Article
from monitor.extract.page import read_page
from tests.extract.reading import framed

TITLE = "甲县召开重点工作推进会议"
TEXT = f"<p>{'会议要求，各单位抓好落实。' * 20}</p>"


def _article(line: str, *, tags: str = "", text: str = TEXT) -> Article:
    raw = framed(f"<h2>{TITLE}</h2>{line}{text}", title=TITLE)
    raw = raw.replace(b"</title>", f"</title>{tags}".encode())
    found = read_page(raw, url="http://www.jia.gov.cn/gzdt/202311/t20231110_12345.html").article
    assert found is not None
    return found


MOVED = '<meta name="PubDate" content="2023-11-10 15:33">'


@pytest.mark.parametrize(
    "line",
    [
        "<p><span>日期：2021/09/06</span> <span>来源：甲报</span></p>",
        "<p><span>来源：甲报</span><span>时间：2021年9月6日</span></p>",
        "<ul><li>2021年09月06日 09时32分</li><li>来源: 甲报</li></ul>",
        "<small>来源：<span>甲报</span></small><small>2021-09-06&#32;13:27</small>",
    ],
)
def test_the_day_under_the_title_is_older_than_the_tag(line: str) -> None:
    found = _article(line, tags=MOVED)
    assert (found.published, found.source) == (date(2021, 9, 6), "甲报")
    assert _article(line).published == date(2021, 9, 6)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("", f"<p>会议时间：2021年9月6日</p>{TEXT}"),
        ("", f"<p>截止日期：2021-09-06</p>{TEXT}"),
        ("", f"<p>各乡镇人民政府：</p><p>2021年9月6日</p>{TEXT}"),
        ("", f"{TEXT}<p>2021年9月6日</p>"),
        ("<p>日期：2023-11-12</p>", TEXT),
        ("<p>更新时间：2021-09-06</p>", TEXT),
        ("", f"<p>{'甲县在2021年9月6日召开会议' * 3}</p>{TEXT}"),
    ],
)
def test_a_day_that_is_not_of_that_line_leaves_the_tag(line: str, text: str) -> None:
    assert _article(line, tags=MOVED, text=text).published == date(2023, 11, 10)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<p>来源：甲报</p>", "甲报"),
        ("<p>来源：</p><p>字号：大 中 小</p>", None),
        ("<p><span>来源：</span> <span>发布时间：2023-11-10</span></p>", None),
        ("<p><label>来源：</label>甲报 收藏</p>", "甲报"),
        ("<p>信息来源：甲县财政局 上一篇：某事</p>", "甲县财政局"),
        ("<p>【来源：甲报】</p>", "甲报"),
    ],
)
def test_a_source_ends_where_its_element_ends(line: str, source: str | None) -> None:
    assert _article(line).source == source


def test_the_tag_says_how_long_a_source_is() -> None:
    tag = '<meta name="ContentSource" content="甲县日报">'
    assert _article("<p>来源：甲县日报 信息</p>", tags=tag).source == "甲县日报"
    assert _article("<p>来源：</p>", tags=tag).source == "甲县日报"
