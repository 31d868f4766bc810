"""What a night takes on, as arithmetic over a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from db.memory import Remembered
from monitor.app.estimate import hours
from monitor.app.plan import LEARNED_SHARE, asked_tonight, due_tonight
from monitor.domain.revisit import NIGHTLY, History, Look, after
from monitor.domain.run import Role, Target

FULL = date(2026, 1, 26)


def channel(number: int, pages: int = 3000, lists: int = 60) -> list[Remembered]:
    """A channel as the crawl of `FULL` left it."""
    base = f"http://portal.example/c{number}/"
    roles = [Role.HOME] + [Role.COLUMN] * (lists - 1) + [Role.ARTICLE] * (pages - lists)
    seen = after(History(), Look(FULL))
    return [
        Remembered(Target(f"{base}{n}.html", role, f"c{number}"), seen, 1, "r")
        for n, role in enumerate(roles)
    ]


def night(
    found: list[Remembered], today: date, *, changing: bool
) -> tuple[list[Remembered], set[str]]:
    """The site after a night, and what was asked; nothing changed on it, or everything."""
    asked = {one.target.url for one in due_tonight(found, today)}
    asked |= {one.target.url for one in found if one.target.role in NIGHTLY}
    look = Look(today, changed=changing)
    left = [
        replace(one, history=after(one.history, look)) if one.target.url in asked else one
        for one in found
    ]
    return left, asked


def test_44_channels_of_3000_pages_on_one_address_fit_their_window() -> None:
    """At the delay and the number of requests in flight that hold by default, 22:00 to 06:00."""
    for changing in (False, True):
        busiest = 0
        channels = [channel(number) for number in range(44)]
        rechecked: list[set[str]] = [set() for _ in channels]
        for days in range(1, 8):
            today = FULL + timedelta(days=days)
            total = sum(asked_tonight(found, today) for found in channels)
            busiest = max(busiest, total)
            for number, found in enumerate(channels):
                channels[number], asked = night(found, today, changing=changing)
                rechecked[number] |= asked
        assert busiest < 44 * 3000 / 4
        assert hours(busiest, delay=0.5, per_host=2) < 8
        assert all(len(asked) == 3000 for asked in rechecked)


def test_what_changed_lately_takes_no_more_than_its_share() -> None:
    found = [
        replace(one, history=after(one.history, Look(FULL, changed=True))) for one in channel(1)
    ]
    today = FULL + timedelta(days=1)
    still = len(due_tonight(channel(1), today))
    assert len(due_tonight(found, today)) == still + 3000 * LEARNED_SHARE


def test_a_file_comes_with_the_page_that_carries_it() -> None:
    page = Target("http://a.example/1.html", Role.ARTICLE, "a")
    file = Target("http://a.example/1.doc", Role.ASSET, "a", found_on=page.url)
    seen = after(History(), Look(FULL))
    found = [Remembered(one, seen, 1, "r") for one in (page, file)]
    for days in range(1, 15):
        asked = {one.target for one in due_tonight(found, FULL + timedelta(days=days))}
        assert asked in (set(), {page, file})


def test_what_was_over_the_budget_is_due_unless_it_is_a_trap() -> None:
    trap = Target("http://a.example/" + "a/" * 40, Role.PAGE, "a", depth=50)
    found = [Remembered(trap, History(), None, None)]
    assert due_tonight(found, FULL) == []
    over = Target("http://a.example/2.html", Role.PAGE, "a")
    assert due_tonight([Remembered(over, History(), None, None)], FULL) != []
