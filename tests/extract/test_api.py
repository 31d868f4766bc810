"""Lists that come as JSON."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from monitor.domain.evidence import DateState
from monitor.extract.page import read_page


def one(**fields: Any) -> tuple[str, date | None, DateState]:
    body = json.dumps({"code": 0, "data": {"rows": [fields]}}).encode()
    listing = read_page(body, url="http://www.jia.gov.cn/api/list?c=1").listing
    assert listing is not None
    (entry,) = listing.entries
    return entry.title, entry.published, entry.date_state


@pytest.mark.parametrize(
    "day",
    [
        "2021-06-09 08:30:00",
        "20210609083000",
        "20210609",
        1623198600,
        1623198600000,
        "/Date(1623198600000+0800)/",
        "2021-06-09T00:30:00.000+08:00",
        "2021-06-08T16:00:00.000Z",
        "2021-06-09T08:00:00Z",
    ],
)
def test_the_day_of_an_item(day: str | int) -> None:
    found = one(title="关于一件事情的通知", url="/a/1.html", publishTime=day)
    assert found == ("关于一件事情的通知", date(2021, 6, 9), DateState.READ)


def test_fields_by_other_names() -> None:
    found = one(
        name="甲县", infoTitle="关于<b>一件</b>事情的通知", infoUrl="/a/1.html", addTime="x"
    )
    assert found == ("关于一件事情的通知", None, DateState.UNREADABLE)
