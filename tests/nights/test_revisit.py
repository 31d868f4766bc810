"""When a page is asked again: properties that hold whatever its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.evidence import Condition, Encoding, Link, Listing, PageEvidence, PageKind
from monitor.domain.evidence import Entry as Item
from monitor.domain.revisit import (
    NIGHTLY,
    WEEK,
    History,
    Look,
    after,
    essence,
    has_turn,
    interval,
    may_ask_for_changes,
    must,
    newest_of,
    overdue,
)
from monitor.domain.run import Role

DAY = date(2026, 1, 26)

looks = st.builds(
    Look,
    day=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    seen=st.booleans(),
    cut=st.booleans(),
    changed=st.sampled_from([None, True, False]),
    moved=st.sampled_from([None, True, False]),
    condition=st.sampled_from([None, *Condition]),
    same_mark=st.booleans(),
    newest=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
)
roles = st.sampled_from([role for role in Role if role is not Role.ROBOTS])


def key_of(day: date) -> str:
    """An address whose night of the week is that of `day`."""
    return next(key for key in (f"h/{n}" for n in range(100)) if has_turn(key, day))


def history_of(*seen: Look) -> History:
    history = History()
    for look in seen:
        history = after(history, look)
    return history


@given(st.lists(looks, max_size=20))
def test_an_interval_is_a_day_to_a_week(seen: list[Look]) -> None:
    assert 1 <= interval(history_of(*seen)) <= WEEK


@given(st.lists(looks, max_size=20), roles, st.text(min_size=1))
def test_every_page_is_asked_within_a_week_whatever_happened(
    seen: list[Look], role: Role, key: str
) -> None:
    """Only nights on which it must be asked are taken; what changed lately comes on top."""
    history, last = history_of(*seen), DAY
    asked = []
    for night in range(1, 30):
        today = DAY + timedelta(days=night)
        if must(history, key, role, today):
            asked.append(today)
            history = after(history, Look(today, changed=False))
    gaps = [b - a for a, b in zip([last, *asked], [*asked], strict=False)]
    assert max(gaps) <= timedelta(days=WEEK)


@given(st.lists(looks, max_size=20), roles, st.text(min_size=1), st.data())
def test_every_page_is_seen_itself_once_a_week_whatever_its_server_says(
    seen: list[Look], role: Role, key: str, data: st.DataObject
) -> None:
    """The server says "nothing changed" whenever it is asked so; asked may be any night beside. A file
    is seen itself once in four weeks."""
    history, last = history_of(*seen), DAY
    longest = timedelta(days=WEEK * (4 if role is Role.ASSET else 1))
    for night in range(1, 40):
        today = DAY + timedelta(days=night)
        if not must(history, key, role, today) and not data.draw(st.booleans()):
            continue
        if may_ask_for_changes(history, key, role, today):
            history = after(history, Look(today, changed=False, condition=Condition.HELD))
        else:
            history = after(history, Look(today, changed=False))
            assert today - last <= longest
            last = today
    assert today - last <= longest


@given(st.lists(looks, max_size=20))
def test_a_page_seen_to_change_comes_back_sooner_than_the_same_page_unchanged(
    seen: list[Look],
) -> None:
    before = history_of(*seen)
    moved, still = (after(before, Look(DAY, changed=c)) for c in (True, False))
    assert interval(moved) == 1
    assert interval(moved) <= interval(still)
    assert interval(still) >= interval(replace(before, missed=0))


def test_intervals_double_until_a_week() -> None:
    history = history_of(Look(DAY), Look(DAY, changed=True))
    found = []
    for _ in range(5):
        found.append(interval(history))
        history = after(history, Look(DAY, changed=False))
    assert found == [1, 2, 4, 7, 7]
    assert interval(history_of(Look(DAY), *[Look(DAY, changed=False)] * 9)) == WEEK
    assert [interval(history_of(*[Look(DAY, seen=False)] * n)) for n in (1, 2, 3, 4, 40)] == [
        1, 2, 4, 7, 7,
    ]  # fmt: skip


def test_what_a_window_cut_is_asked_first_next_night() -> None:
    history = history_of(Look(DAY), Look(DAY + timedelta(days=1), seen=False, cut=True))
    assert history.asked == DAY
    assert must(history, "a", Role.LINK, DAY + timedelta(days=2))
    assert not history_of(Look(DAY, seen=False, cut=True), Look(DAY)).cut


def test_days_at_the_edge() -> None:
    key = key_of(DAY)
    rest = history_of(Look(DAY))
    nights = [DAY + timedelta(days=n) for n in range(1, 8)]
    assert [must(rest, key, Role.PAGE, night) for night in nights] == [False] * 6 + [True]
    other = key_of(DAY + timedelta(days=3))
    due = [must(rest, other, Role.PAGE, night) for night in nights]
    assert due == [False, False, True, False, False, False, True]
    assert [overdue(rest, night) for night in nights] == [-6, -5, -4, -3, -2, -1, 0]
    assert all(must(rest, key, role, DAY) for role in NIGHTLY)


class TestAskingForChanges:
    """`KEY` has its own night on the 26th; the 27th and 28th are other nights."""

    KEY = key_of(DAY)

    def may(self, history: History, role: Role = Role.COLUMN, days: int = 1) -> bool:
        return may_ask_for_changes(history, self.KEY, role, DAY + timedelta(days=days))

    def test_a_list_every_other_night_until_its_server_told_a_change(self) -> None:
        seen = history_of(Look(DAY, newest=DAY))
        assert [self.may(seen, days=n) for n in (1, 2, 3)] == [True, False, False]
        told = after(seen, Look(DAY, moved=True, condition=Condition.ANSWERED, newest=DAY))
        assert [self.may(told, days=n) for n in (1, 2, 6, 7, 8)] == [True, True, True, False, False]

    def test_a_page_all_week_but_on_its_own_night(self) -> None:
        seen = history_of(Look(DAY))
        assert [self.may(seen, Role.PAGE, n) for n in (0, 1, 6, 7)] == [False, True, True, False]
        assert not self.may(History(), Role.PAGE)

    def test_not_where_time_alone_makes_a_list_stale(self) -> None:
        for age, may in ((-2, False), (0, True), (5, True), (6, False)):
            seen = history_of(Look(DAY, newest=DAY - timedelta(days=age)))
            assert self.may(seen) is may, age
        assert self.may(history_of(Look(DAY)), Role.LEADERS)

    @pytest.mark.parametrize("role", [Role.COLUMN, Role.PAGE])
    def test_never_again_where_the_mark_stood_still(self, role: Role) -> None:
        lied = history_of(Look(DAY), Look(DAY, moved=True, same_mark=True, newest=DAY))
        assert lied.lies
        assert not self.may(after(lied, Look(DAY, newest=DAY)), role)
        assert not history_of(Look(DAY), Look(DAY, moved=False, same_mark=True)).lies

    def test_a_304_is_no_sight_of_the_page(self) -> None:
        seen = history_of(Look(DAY, newest=DAY))
        held = after(seen, Look(DAY + timedelta(days=1), condition=Condition.HELD))
        assert (held.whole, held.asked) == (DAY, DAY + timedelta(days=1))
        assert held.newest == DAY


def test_a_box_of_other_pages_links_is_no_change() -> None:
    page = PageEvidence("u", PageKind.ARTICLE, Encoding("utf-8", "meta"), title="标题")
    assert essence(replace(page, links=(Link("v"),), text_length=9)) == essence(page)
    assert essence(replace(page, title="别的")) != essence(page)


def test_the_newest_date_is_that_of_items_and_of_the_page() -> None:
    page = PageEvidence("u", PageKind.HOME, Encoding("utf-8", "meta"))
    assert newest_of(page) is None
    listed = replace(page, listing=Listing((Item("t", "v", DAY),)))
    assert newest_of(listed) == DAY
    assert newest_of(replace(listed, page_dates=(DAY + timedelta(days=1),))) > DAY
