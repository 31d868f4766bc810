"""The day an article shows, and the other days that it tells."""

from __future__ import annotations

import json
from datetime import date

import pytest

from monitor.domain.stamps import Stamps
from monitor.extract.page import read_page
from tests.extract.reading import read

TEXT = (
    "<p>会议传达学习了上级有关会议精神，听取了各单位工作情况汇报，对下一阶段重点任务进行了安排部署。"
    "会议强调，要压实责任、细化举措、强化督导，确保各项任务按时保质完成，切实增强群众的获得感和幸福感。"
    "各镇、各部门要提高站位，主动认领任务，建立台账清单。要实行销号管理，定期通报进展情况，自觉接受监督。会后，县领导深入现场查看项目建设情况。</p>"
)


def stamps(info: str, more: str = "", title: str = "甲县召开经济运行分析会") -> Stamps:
    body = f"<h1>{title}</h1><div>{info}</div>{TEXT}{more}"
    return read(body, "/xwzx/t20260105_11.html", title=title).particulars.stamps


@pytest.mark.parametrize(
    "info",
    [
        "发布时间：2026-01-05 09:30", "发布日期：2026年1月5日　来源：甲县政府办",
        "2026-01-05　来源：甲县政府办", "时间:2026-01-05",
        "发布时间：<script>var d='2026年01月05日';document.write(d);</script>",
    ],
)  # fmt: skip
def test_days_that_are_surely_shown(info: str) -> None:
    assert stamps(info).shown == date(2026, 1, 5)


@pytest.mark.parametrize("info", ["会议时间：2026-01-05", "成文日期：2026-01-05"])
def test_other_days_are_none(info: str) -> None:
    assert stamps(info).shown is None


def test_a_day_in_the_text_is_none() -> None:
    assert stamps("甲县政府办", "<p>甲县政府办</p><p>2026年1月5日</p>").shown is None


def test_the_day_of_making() -> None:
    made = '<script>window._CONFIG={DETAIL:{"id":7,"created_at":"2025-06-01 08:00:00"}};</script>'
    assert stamps("发布时间：2026-01-05", made).created == date(2025, 6, 1)
    several = '<script>var a=[{"create_time":"2025-06-01"},{"create_time":"2025-07-01"}]</script>'
    assert stamps("发布时间：2026-01-05", several).created is None


def test_equal_sentences_have_equal_digests() -> None:
    one, other = stamps("发布时间：2026-01-05"), stamps("发布时间：2025-03-01　来源：甲县")
    assert one.digest == other.digest != 0
    assert (
        stamps("发布时间：2026-01-05", "<p>会议还研究了其他事项，各单位要认真抓好落实。</p>").digest
        != one.digest
    )
    assert stamps("发布时间：2026-01-05", title="甲县冬季用火温馨提示").digest == 0


def test_what_may_be_older_and_what_is_renewed() -> None:
    assert stamps("发布时间：2026-01-05　来源：新华社").older
    assert stamps("发布时间：2026-01-05　成文日期：2025-08-01").older
    assert stamps("发布时间：2026-01-05　更新时间：2026-01-07").renewed
    assert stamps("发布时间：2026-01-05", title="甲县行政权力清单").renewed
    plain = stamps("发布时间：2026-01-05　来源：县应急管理局")
    assert not plain.older
    assert not plain.renewed


def test_a_catalogue_s_answer_keeps_what_differs() -> None:
    value = {
        "articles": [
            {"title": "甲县召开会议", "post_url": "/a.html", "created_at": "2026-01-20",
             "display_publish_time": 1756656000},
            {"title": "甲县召开大会", "post_url": "/b.html", "created_at": "2026-01-20",
             "display_publish_time": 1768867200},
        ]
    }  # fmt: skip
    page = read_page(json.dumps(value).encode(), url="http://www.jia.gov.cn/api/all/1")
    rows = page.particulars.rows
    assert [(row.url, row.shown, row.created) for row in rows] == [
        ("http://www.jia.gov.cn/a.html", date(2025, 9, 1), date(2026, 1, 20))
    ]
