"""A round stays within what platforms bear, and says what it left."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.domain.media_round import Candidate, Limit, plan_round
from tests.schedule.world import at

MORNING = at("2026-01-26T02:00:00+08:00")
THREE_DAYS = timedelta(days=3)


def test_never_seen_comes_first_then_the_longest_unseen() -> None:
    day = timedelta(days=1)
    plan = plan_round(
        [
            Candidate("a", "weibo", MORNING - 5 * day, MORNING - 5 * day),
            Candidate("b", "weibo"),
            Candidate("c", "weibo", MORNING - 9 * day, MORNING - 9 * day),
            Candidate("d", "weibo", None, MORNING - day),
            Candidate("e", "weibo", MORNING - day, MORNING - day),
        ],
        {"weibo": Limit(3, 1.0)},
        {},
        moment=MORNING,
        every=THREE_DAYS,
    )
    assert plan.now == {"weibo": ("b", "d", "c")}
    assert plan.later == {"e": "fresh", "a": "limit"}


def test_what_was_spent_is_not_spent_again() -> None:
    accounts = [Candidate(f"a{n}", "weibo") for n in range(5)]
    plan = plan_round(
        accounts, {"weibo": Limit(4, 1.0)}, {"weibo": 3}, moment=MORNING, every=THREE_DAYS
    )
    assert len(plan.now["weibo"]) == 1
    assert len(plan.later) == 4


def test_five_thousand_accounts_over_two_weeks_of_nights() -> None:
    """A fake clock: every account of a platform that bears it is seen within the window, none of them
    beyond the limit, and each night names what it left."""
    seen: dict[str, datetime] = {}
    lanes = {f"w{n:04}": "weibo" for n in range(4000)} | {f"x{n:04}": "wechat" for n in range(1000)}
    limits = {"weibo": Limit(1500, 2.0), "wechat": Limit(50, 5.0)}
    for night in range(14):
        now = MORNING + timedelta(days=night)
        plan = plan_round(
            [Candidate(key, lane, seen.get(key), seen.get(key)) for key, lane in lanes.items()],
            limits,
            {},
            moment=now,
            every=THREE_DAYS,
        )
        looked = [key for ids in plan.now.values() for key in ids]
        assert set(looked) | set(plan.later) == set(lanes)
        assert not set(looked) & set(plan.later)
        for lane, ids in plan.now.items():
            assert len(ids) <= limits[lane].a_day
            assert len(ids) * limits[lane].seconds < 8 * 3600
        seen |= dict.fromkeys(looked, now)
    end = MORNING + timedelta(days=13)
    weibo = [key for key, lane in lanes.items() if lane == "weibo"]
    assert all(end - seen[key] <= timedelta(days=14) for key in weibo)
    assert sum(key in seen for key, lane in lanes.items() if lane == "wechat") == 700
