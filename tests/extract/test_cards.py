"""Items that are more than a title and a date: summaries, ways to the full text, rows of several parts."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.evidence import DateState
from tests.extract.reading import days, listing

DAYS = [date(2024, 6, 1), date(2024, 5, 20), date(2024, 4, 8)]
TITLES = ["全县防汛工作会议召开", "东门小学新校区建成启用", "夏粮收购全面展开"]
SUMMARIES = [
    "根据2019年3月5日印发的文件要求，各乡镇已完成排查。",
    "项目于2022年9月开工，总投资八千万元，可容纳学生一千二百人。",
    "今年收购点比去年增加六个，农户卖粮不出乡。",
]
CARDS = [
    '<ul class="list"><li class="tit"><a href="{n}.html"><b>{t}</b></a></li><li class="content">{s}'
    ' <a href="{n}.html">[查看全文]</a></li><li class="time">发布时间：{d} 11:49:31</li></ul>',
    '<ul class="list"><li><a href="{n}.html">{t}</a></li><li>{s}</li><li>{d}</li></ul>',
    '<dl><dt><a href="{n}.html">{t}</a></dt><dd>{s}<a href="{n}.html">【详细】</a></dd><dd>{d}</dd></dl>',
    '<h3><a href="{n}.html">{t}</a></h3><p>{s}<a href="{n}.html">[阅读全文]</a></p><p>日期：{d}</p>',
    '<div class="card"><h3><a href="{n}.html">{t}</a></h3><p>{s}</p><p>{d}</p></div>',
]


@pytest.mark.parametrize("card", CARDS)
def test_a_date_quoted_in_one_summary_hides_no_others(card: str) -> None:
    body = "".join(
        card.format(n=n, t=title, s=summary, d=day)
        for n, (title, summary, day) in enumerate(zip(TITLES, SUMMARIES, DAYS, strict=True), 1)
    )
    found = listing(f'<div class="w">{body}</div>').entries
    assert [entry.title for entry in found] == TITLES
    assert days(found) == DAYS


@pytest.mark.parametrize("card", CARDS)
def test_a_single_item_in_several_parts(card: str) -> None:
    body = card.format(n=1, t=TITLES[0], s=SUMMARIES[0], d=DAYS[0])
    assert days(listing(f'<div class="w">{body}</div>').entries) == DAYS[:1]


def test_an_undated_item_takes_no_date_from_below_the_list() -> None:
    rows = "".join(
        f'<li><a href="{n}.html">{title}</a>{day}</li>'
        for n, (title, day) in enumerate(zip(TITLES, [*DAYS[:2], ""], strict=True), 1)
    )
    found = listing(f"<ul>{rows}<p>更新日期：2024-07-30</p></ul>").entries
    assert days(found) == [*DAYS[:2], None]


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ('<a href="p/20240601/ab.html" date-value="2024/06/01 09:54:00">[06-01] {t}</a>', DAYS[0]),
        ('<a href="p/ab1.html" pubtime="2024-06-01 09:54:00">{t}</a>', DAYS[0]),
        ('<a href="p/20240601/ab.html">[06-01] {t}</a>', DAYS[0]),
        ('<a href="p/202406/ab.html">{t}（05-31）</a>', date(2024, 5, 31)),
        ('<a href="p/ab1.html" data-end-time="2024-07-30">{t}</a>', None),
        ('<a href="p/ab1.html">【06-01】{t}</a>', None),
    ],
)
def test_a_day_in_attributes_and_at_the_ends_of_the_link(link: str, wanted: date | None) -> None:
    rows = "".join(f"<li>{link.format(t=title)}</li>" for title in TITLES)
    found = listing(f"<ul>{rows}</ul>").entries
    assert days(found) == [wanted] * 3
    assert [entry.title for entry in found] == TITLES


def test_a_day_without_year_is_there_but_unreadable() -> None:
    rows = "".join(f'<li><a href="p/ab{n}.html">[06-01] {t}</a></li>' for n, t in enumerate(TITLES))
    found = listing(f"<ul>{rows}</ul>").entries
    assert {entry.date_state for entry in found} == {DateState.UNREADABLE}


@pytest.mark.parametrize(
    "title", ["适合(5-10)岁儿童的读物目录", "东门至西门(12-13)路段施工公告", "第12-13号公告"]
)
def test_a_pair_of_numbers_is_no_day(title: str) -> None:
    found = listing(
        f'<ul><li><a href="p/20240601/10.html">{title}</a><b>2024-06-02</b></li></ul>'
    ).entries
    assert [entry.title for entry in found] == [title]
    assert days(found) == [date(2024, 6, 2)]


def test_five_pages_on_is_no_item() -> None:
    rows = "".join(f'<li><a href="{n}.html">{t}</a>{DAYS[0]}</li>' for n, t in enumerate(TITLES))
    more = "".join(f"<li><a href='index_{n}.html'>{n}</a></li>" for n in range(2, 7))
    found = listing(f'<ul>{rows}</ul><ul>{more}<li><a href="index_6.html">下5页</a></li></ul>')
    assert [entry.title for entry in found.entries] == TITLES
    assert found.next_pages


def test_a_picture_beside_its_dated_title_is_the_same_item() -> None:
    rows = "".join(
        f'<li><a href="{n}.html"><img src="{n}.jpg" alt="{title}（图）"></a></li>'
        f'<li><a href="{n}.html">{title}</a><b>{day}</b></li>'
        for n, (title, day) in enumerate(zip(TITLES, DAYS, strict=True))
    )
    found = listing(f"<ul>{rows}</ul>").entries
    assert [entry.title for entry in found] == TITLES
    assert days(found) == DAYS


def test_items_that_share_one_address_are_all_items() -> None:
    rows = "".join(
        f'<li><a href="show.do">{t}</a>{d}</li>' for t, d in zip(TITLES, DAYS, strict=True)
    )
    assert days(listing(f"<ul>{rows}</ul>").entries) == DAYS
