"""What lapses soon and what comes near a veto, both sides of every edge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from checks.base import all_checks
from monitor.assess.upcoming import lapsing, near_vetoes
from monitor.config.rubric import load_rubric
from monitor.domain.calendar import Window
from monitor.domain.defect import DecisionKind, Defect, DefectState
from monitor.domain.dossier import ColumnState, Dossier, HomeNews
from monitor.domain.office import EarlyRules
from monitor.domain.subject import Category, ColumnClass, Exemption, Site, Unit
from monitor.domain.warning import Lapsing, NearVeto

RUBRIC = load_rubric("national-2019", frozenset(all_checks()))
SITE = Site("jia", "jia", "甲局网站", "http://127.0.0.1/")
UNIT = Unit("jia", "甲局", Category.SERVICE, sites=(SITE,))
EARLY = EarlyRules()
TODAY = date(2026, 2, 10)
NEW_YEAR = date(2026, 2, 23)
"""The last day of the Spring Festival."""
TWO_WEEKS, HALF_A_YEAR = Window(days=14), Window(months=6)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def column(newest: date | None, url: str = "http://127.0.0.1/a/", **more: Any) -> ColumnState:
    given: dict[str, Any] = {"window": TWO_WEEKS, "cls": ColumnClass.NEWS, "confirmed": True}
    return ColumnState(subject=url, url=url, name="工作动态", newest=newest, **given | more)


def home(newest: date | None, **more: Any) -> HomeNews:
    return HomeNews(subject=SITE.url, url=SITE.url, newest=newest, **more)


def told(*dossiers: Dossier, until: date | None = None) -> Lapsing:
    return lapsing(SITE, dossiers, today=TODAY, early=EARLY, home_window=TWO_WEEKS, until=until)


@pytest.mark.parametrize(
    ("newest", "left"), [(ago(6), None), (ago(7), 7), (ago(14), 0), (ago(15), None)]
)
def test_a_short_window_warns_seven_days_before(newest: date, left: int | None) -> None:
    """What has lapsed already is a defect and no reminder."""
    found = told(column(newest)).upcoming
    assert [one.days_left for one in found] == ([] if left is None else [left])


@pytest.mark.parametrize(
    ("newest", "left"),
    [(date(2025, 9, 13), None), (date(2025, 9, 12), 30), (date(2025, 8, 10), 0)],
)
def test_a_long_window_warns_thirty_days_before(newest: date, left: int | None) -> None:
    found = told(column(newest, window=HALF_A_YEAR, cls=ColumnClass.NOTICE)).upcoming
    assert [one.days_left for one in found] == ([] if left is None else [left])


@pytest.mark.parametrize(
    ("newest", "left"), [(ago(9), None), (ago(10), 4), (ago(14), 0), (ago(15), None)]
)
def test_a_home_page_warns_after_ten_days_without_news(newest: date, left: int | None) -> None:
    found = told(home(newest)).upcoming
    assert [(one.column, one.days_left) for one in found] == (
        [] if left is None else [(None, left)]
    )


@pytest.mark.parametrize(
    ("newest", "listed"),
    [(date(2026, 2, 10), False), (date(2026, 2, 9), True), (date(2026, 1, 27), True)],
)
def test_until_a_day_everything_that_lapses_by_then(newest: date, listed: bool) -> None:
    assert bool(told(column(newest), until=NEW_YEAR).upcoming) is listed
    assert bool(told(home(newest), until=NEW_YEAR).upcoming) is listed


def test_an_exempt_column_lapses_with_its_exemption() -> None:
    old = ago(300)
    for until, last in ((date(2026, 2, 20), date(2026, 2, 20)), (date(2026, 2, 24), None)):
        exempt = Exemption("改版", None, until)
        found = told(column(old, exempt=exempt), until=NEW_YEAR).upcoming
        assert [one.lapses for one in found] == ([] if last is None else [last])
    assert told(column(ago(14), exempt=Exemption("停更", None, None))).upcoming == ()
    fresh = column(ago(1), exempt=Exemption("改版", None, TODAY))
    assert [one.lapses for one in told(fresh, until=NEW_YEAR).upcoming] == [NEW_YEAR]


def test_what_has_no_deadline_of_its_own_is_left_out() -> None:
    newest = ago(14)
    assert told(
        column(newest, window=None),
        column(newest, judged_at="http://127.0.0.1/"),
        column(newest, leads_elsewhere=True),
    ) == Lapsing((), 0)


def test_what_could_not_be_read_is_counted_not_guessed() -> None:
    found = told(
        column(None, unseen="blocked"),
        column(None, unread=3),
        column(None, list_state="unreadable"),
        column(None, missing_descendants=1),
        column(None, undated=5),
        column(None, list_state="empty"),
        home(None, unseen="timeout"),
        home(None, undated=2),
    )
    assert found == Lapsing((), 5)
    (partly,) = told(column(ago(14), unread=1)).upcoming
    assert not partly.whole
    assert told(column(ago(14))).upcoming[0].whole


def stale(number: int, **changes: Any) -> Defect:
    moment = datetime(2026, 2, 9, tzinfo=UTC)
    made = Defect(
        id=f"d{number}",
        site_id="jia",
        check="column-stale",
        subject=f"http://127.0.0.1/d{number}/",
        url=f"http://127.0.0.1/d{number}/",
        state=DefectState.CONFIRMED,
        reason="stale",
        facts={"class": "news", "confirmed": True},
        first_seen=moment,
        last_seen=moment,
    )
    return replace(made, **changes)


def near(
    standing: list[Defect], lapses: int = 0, early: EarlyRules = EARLY, **more: Any
) -> dict[str, tuple[int, int]]:
    columns = [column(ago(14), f"http://127.0.0.1/{n}/", **more) for n in range(lapses)]
    found = near_vetoes(
        SITE, UNIT, RUBRIC, defects=standing, upcoming=told(*columns).upcoming, early=early
    )
    return {one.row.id: (one.confirmed, one.lapsing) for one in found}


def test_three_of_five_and_eight_of_ten() -> None:
    assert near([stale(n) for n in range(2)]) == {}
    assert near([stale(n) for n in range(3)]) == {"WV-4.1": (3, 0)}
    assert near([stale(n) for n in range(7)]) == {"WV-4.1": (7, 0)}
    assert near([stale(n) for n in range(8)]) == {"WV-4.1": (8, 0), "WV-4.2": (8, 0)}


def test_what_would_lapse_is_counted_apart() -> None:
    assert near([stale(1), stale(2)], 1) == {"WV-4.1": (2, 1)}
    assert near([], 2) == {}
    assert near([], 3) == {"WV-4.1": (0, 3)}
    assert near([stale(1)], 2, cls=ColumnClass.OTHER) == {}
    assert near([stale(n) for n in range(6)], 2, cls=ColumnClass.OTHER) == {
        "WV-4.1": (6, 0),
        "WV-4.2": (6, 2),
    }


def test_a_column_is_not_counted_twice() -> None:
    known = stale(0, subject="http://127.0.0.1/0/")
    assert near([known, stale(1)], 2) == {"WV-4.1": (2, 1)}


@pytest.mark.parametrize(
    "changes",
    [
        {"state": DefectState.SUSPECTED},
        {"state": DefectState.GONE},
        {"state": DefectState.WAIVED},
        {"decision": DecisionKind.HINT},
        {"facts": {"class": "news", "confirmed": False}},
        {"check": "link-broken"},
    ],
)
def test_only_what_would_count_towards_a_veto_is_near_one(changes: dict[str, Any]) -> None:
    assert near([stale(1), stale(2), stale(3, **changes)]) == {}


def test_columns_nobody_confirmed_or_not_read_whole_do_not_bring_a_veto_near() -> None:
    assert near([stale(1), stale(2)], 1, confirmed=False) == {}
    assert near([stale(1), stale(2)], 1, unread=1) == {}


def test_the_office_sets_the_levels() -> None:
    assert near([stale(1), stale(2)], early=EarlyRules(near_veto=((5, 2),))) == {"WV-4.1": (2, 0)}
    assert near([stale(n) for n in range(9)], early=EarlyRules(near_veto=((10, 9),))) == {
        "WV-4.2": (9, 0)
    }


def test_a_threshold_reached_is_said_to_be() -> None:
    row = next(row for row in RUBRIC.rows if row.id == "WV-4.1")
    assert not NearVeto("jia", row, 3, 4, 9).reached
    assert NearVeto("jia", row, 3, 5, 0).reached
