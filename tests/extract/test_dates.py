"""Dates as pages write them: read only when the year is known."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.evidence import DateState
from monitor.extract import dates

NO_YEAR = "http://www.jia.gov.cn/a/detail.html"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-12-31", date(2020, 12, 31)),
        (" [2020/07/10] ", date(2020, 7, 10)),
        ("2020年08月02日", date(2020, 8, 2)),
        ("2020.8.2", date(2020, 8, 2)),
        ("时间 : 2020-12-08 16:40:34", date(2020, 12, 8)),
        ("２０２０－１２－０８", date(2020, 12, 8)),
        ("二〇二〇年十二月三十一日", date(2020, 12, 31)),
        ("二○二○年六月十日", date(2020, 6, 10)),
        ("2020-12-08T16:40:34+08:00", date(2020, 12, 8)),
        ("Tue Dec 08 16:40:34 CST 2020", date(2020, 12, 8)),
        ("08 Dec 2020", date(2020, 12, 8)),
        ("二〇二〇年十三月一日", None),
        ("2020-13-01", None),
        ("2019-02-29", None),
        ("12020-01-011", None),
        ("JX2020-12-08", None),
        ("JX-2020-12-08", None),
        ("2020-12-08-003", None),
        ("2020-12-08-2021-01-08", date(2020, 12, 8)),
        ("1876-01-01", None),
    ],
)
def test_complete_dates(text: str, day: date | None) -> None:
    assert dates.first_date(text) == day


@pytest.mark.parametrize(
    ("fragments", "day"),
    [
        (["提交时间：2021-06-09", "回复时间：2021-06-12"], date(2021, 6, 12)),
        (["发布时间：2021-06-09", "截止时间：2021-07-12"], date(2021, 6, 9)),
        (["成文日期：2021-06-01", "2021-06-03"], date(2021, 6, 3)),
        (["2021", "06-09"], date(2021, 6, 9)),
        (["09", "2021-06"], date(2021, 6, 9)),
        (["--2021--", "06-09"], date(2021, 6, 9)),
        (["09", "Jun 2021"], date(2021, 6, 9)),
        (["15", "/", "6", "2021"], date(2021, 6, 15)),
        (["20210609"], date(2021, 6, 9)),
        (["21-06-09"], date(2021, 6, 9)),
        (["2021-06-09 至 2021-12-31"], date(2021, 6, 9)),
        (["2021-06-09", "根据2019年3月1日会议精神，现将有关情况通报如下。"], date(2021, 6, 9)),
        (["发布时间：2021-06-09", "有效期至：2026-06-08"], date(2021, 6, 9)),
        (["会议召开", "2021-06-09"], date(2021, 6, 9)),
        (["2021-06-09", "生成日期：2019-01-01"], date(2021, 6, 9)),
    ],
)
def test_the_date_of_an_item(fragments: list[str], day: date) -> None:
    found = dates.item_date(fragments, NO_YEAR)
    assert (found.day, found.state) == (day, DateState.READ)


@pytest.mark.parametrize("text", ["06-23", "[12-31]", "6月23日", "昨天", "3小时前"])
def test_without_a_year_a_date_is_unreadable(text: str) -> None:
    found = dates.item_date([text], NO_YEAR)
    assert (found.day, found.state) == (None, DateState.UNREADABLE)


@pytest.mark.parametrize(
    "text",
    [
        "截止时间：2021-12-31",
        "截止日期：06-30",
        "会议时间：2021-12-31",
        "有效期：2021-06-09 至 2026-06-08",
        "根据2019年3月1日会议精神",
        "办法定于2021年9月1日起施行",
        "2021年6月9日，县长调研",
    ],
)
def test_the_end_of_a_term_and_the_day_of_an_event_publish_nothing(text: str) -> None:
    assert dates.item_date([text], NO_YEAR) is dates.NONE


def test_day_and_month_that_could_change_places_are_unreadable() -> None:
    found = dates.item_date(["9", "6", "2021"], NO_YEAR)
    assert (found.day, found.state) == (None, DateState.UNREADABLE)


def test_a_heading_may_tell_the_year() -> None:
    assert dates.heading_year("2021年") == 2021
    assert dates.heading_year("2021年工作动态") is None
    assert dates.item_date(["06-09"], NO_YEAR, 2021).day == date(2021, 6, 9)
    assert dates.item_date(["06-09"], "http://a.gov.cn/2020/1.html", 2021).day == date(2020, 6, 9)


@pytest.mark.parametrize("text", ["阅读 36", "第12-31号", "共 5 页", ""])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert dates.item_date([text], NO_YEAR) is dates.NONE


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        ("/a/202006/t20200623_6119.html", (2020, 6, 23)),
        ("/art/2021/5/12/art_1_2.html", (2021, 5, 12)),
        ("/2018-07-27/10312.html", (2018, 7, 27)),
        ("/a/2018/07-26/x.html", (2018, 7, 26)),
        ("/a/202006/x.html", (2020, 6, None)),
        ("/content/post_3145511.html", None),
    ],
)
def test_years_in_addresses(url: str, hint: tuple[int, int | None, int | None] | None) -> None:
    assert dates.url_hint(f"http://www.jia.gov.cn{url}") == hint


def test_a_day_in_the_title() -> None:
    assert dates.title_date("城乡一线（7月10日）", "http://a.gov.cn/2020/1.html").day == date(
        2020, 7, 10
    )
    assert dates.title_date("2018年7月24日 热线", NO_YEAR).day == date(2018, 7, 24)
    assert (
        dates.title_date("关于贯彻2018年7月24日会议精神并认真落实各项工作的通知", NO_YEAR)
        is dates.NONE
    )
