"""Where a defect is seen: every check has a rule, or no page shows its fault."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from checks.base import all_checks
from monitor.assess.places import FOOT, HEAD, MAIN, SEARCH, place_of
from monitor.domain.defect import Defect, DefectState
from monitor.domain.finding import Evidence
from monitor.domain.picture import MarkKind

HOME, PAGE, OTHER = "http://127.0.0.1/", "http://127.0.0.1/a.html", "http://127.0.0.1/b.html"
DAY = datetime(2026, 1, 26, tzinfo=UTC)
NOWHERE = {"ipv6-missing", "page-tags-missing", "visits-failed"}


def defect(check: str, url: str = PAGE, **more: Any) -> Defect:
    facts = more.pop("facts", {})
    return Defect(
        id="0" * 12,
        site_id="jia",
        check=check,
        subject=more.pop("subject", url),
        url=url,
        state=DefectState.CONFIRMED,
        reason=more.pop("reason", "missing"),
        facts=facts,
        first_seen=DAY,
        last_seen=DAY,
        **more,
    )


@pytest.mark.parametrize("check", sorted(all_checks()))
def test_every_check_has_a_place_or_none_on_any_page(check: str) -> None:
    facts = {"shown": "2026-01-05", "newest": "2026-01-05", "title": "通知", "hosts": ["a.cn"]}
    place = place_of(defect(check, facts=facts, evidence=(Evidence("ab" * 32),)))
    assert (place is None) is (check in NOWHERE or check.startswith("account-"))


def test_a_dead_link_is_framed_on_the_page_that_has_it() -> None:
    found = defect("link-broken", OTHER, parents=(PAGE, HOME), facts={"text": "附件"})
    place = place_of(found)
    assert place is not None and place.url == PAGE
    assert [(mark.kind, mark.values) for mark in place.marks] == [
        (MarkKind.LINK, (OTHER,)),
        (MarkKind.WORDS, ("附件",)),
    ]


def test_a_stale_list_shows_its_newest_day_in_the_row_of_its_item() -> None:
    facts = {"newest": "2026-01-05", "newest_title": "召开会议"}
    place = place_of(defect("column-stale", facts=facts))
    assert place is not None
    day = place.marks[0]
    assert day.within == "召开会议"
    assert {"2026-01-05", "2026/1/5", "2026年1月5日", "01-05"} <= set(day.values)


def test_what_is_missing_is_looked_for_where_it_should_be() -> None:
    for check, mark in (("footer-mark-missing", FOOT), ("consultation-missing", HEAD)):
        place = place_of(defect(check, HOME, parents=(HOME,)))
        assert place is not None and place.marks == (mark,)
    place = place_of(defect("search-broken", HOME, evidence=(Evidence("ab" * 32),), reason="x"))
    assert place is not None and (place.sha256, place.marks) == ("ab" * 32, (SEARCH, MAIN))


def test_a_home_page_that_answered_nothing_has_no_picture() -> None:
    assert place_of(defect("home-unreachable", HOME)) is None
