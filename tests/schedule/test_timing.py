"""When a schedule is due, and when its silence is an error: values in, values out."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.jobs import JobRun, JobState
from monitor.app.timing import (
    Due,
    Silence,
    due,
    must_end,
    opens_inside,
    previous,
    silences,
    stalled,
    upcoming,
)
from monitor.config.schedules import Schedule
from monitor.domain.calendar import SHANGHAI
from tests.schedule.world import BY_ID, NIGHTLY, SCHEDULES, VISITS, at

RECHECK = BY_ID["recheck-morning"]
AFTERNOON = BY_ID["recheck-afternoon"]
WEEKLY = BY_ID["weekly-list"]
NIGHT = "2026-01-26T22:00"
START = at("2020-01-01T00:00")


def ran(
    job: str, slot: str, state: JobState = JobState.DONE, finished: str | None = None, **more: str
) -> JobRun:
    begun = at(more.get("begun", slot))
    return JobRun(
        job=job,
        scheduled_for=at(slot),
        state=state,
        claimed_at=begun,
        heartbeat=at(more["seen"]) if "seen" in more else begun,
        finished_at=at(finished) if finished else None,
    )


def cron(text: str, **more: object) -> Schedule:
    return Schedule(id="x", verb="judge", cron=text, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "now", "before", "after"),
    [
        ("0 22 * * *", "2026-01-26T22:00", "2026-01-26T22:00", "2026-01-27T22:00"),
        ("0 22 * * *", "2026-01-26T21:59", "2026-01-25T22:00", "2026-01-26T22:00"),
        ("30 9 * * *", "2026-01-01T00:00", "2025-12-31T09:30", "2026-01-01T09:30"),
        ("0 8 * * mon", "2026-01-26T07:59", "2026-01-19T08:00", "2026-01-26T08:00"),
        ("0 8 * * mon-fri", "2026-01-25T12:00", "2026-01-23T08:00", "2026-01-26T08:00"),
        ("0 8 * * sat-mon", "2026-01-28T12:00", "2026-01-26T08:00", "2026-01-31T08:00"),
        ("*/20 9-10 * * *", "2026-01-26T09:45", "2026-01-26T09:40", "2026-01-26T10:00"),
        ("0 6,18 1 * *", "2026-01-26T12:00", "2026-01-01T18:00", "2026-02-01T06:00"),
        ("0 0 29 2 *", "2026-01-26T12:00", "2024-02-29T00:00", "2028-02-29T00:00"),
        ("0 9 1 * mon", "2026-01-26T12:00", "2025-12-01T09:00", "2026-06-01T09:00"),
    ],
)
def test_times_before_and_after(text: str, now: str, before: str, after: str) -> None:
    assert previous(cron(text), at(now)) == at(before)
    assert upcoming(cron(text), at(now)) == at(after)


def test_a_day_that_does_not_exist_never_comes() -> None:
    assert upcoming(cron("0 0 31 2 *"), at(NIGHT)) is None
    assert previous(cron("0 0 31 2 *"), at(NIGHT)) is None


def test_intervals_count_from_midnight_so_that_all_schedulers_agree() -> None:
    assert previous(VISITS, at("2026-01-26T13:59")) == at("2026-01-26T13:00")
    assert upcoming(VISITS, at("2026-01-26T13:00")) == at("2026-01-26T14:00")
    daily = Schedule(id="x", verb="visits", every=timedelta(hours=24))
    assert previous(daily, at("2026-01-26T13:59")) == at("2026-01-26T00:00")


@given(
    now=st.integers(0, 15 * 366 * 24 * 60).map(lambda n: START + timedelta(minutes=n)),
    schedule=st.sampled_from(SCHEDULES),
)
def test_the_time_after_the_last_is_the_next(now: datetime, schedule: Schedule) -> None:
    last, following = previous(schedule, now), upcoming(schedule, now)
    assert last is not None and following is not None
    assert last <= now < following
    assert upcoming(schedule, last) == following
    assert previous(schedule, following) == following


def test_visits_are_at_least_twenty_and_spread_over_the_day() -> None:
    moment, seen = at("2026-01-26T00:00") - timedelta(seconds=1), []
    while (moment := upcoming(VISITS, moment) or moment) < at("2026-01-27T00:00"):
        seen.append(moment)
    assert len(seen) >= 20
    assert {b - a for a, b in pairwise(seen)} == {timedelta(hours=1)}


def test_nothing_is_due_before_its_time() -> None:
    known = [ran("nightly", "2026-01-25T22:00")]
    assert due([NIGHTLY], known, at("2026-01-26T21:59")) == []
    assert due([NIGHTLY], known, at(NIGHT)) == [Due(NIGHTLY, at(NIGHT))]


def test_a_night_may_begin_anywhere_in_its_window() -> None:
    known = [ran("nightly", "2026-01-25T22:00")]
    assert due([NIGHTLY], known, at("2026-01-27T05:59")) == [Due(NIGHTLY, at(NIGHT))]


def test_what_ran_is_not_due_whatever_came_of_it() -> None:
    for state in (JobState.DONE, JobState.FAILED, JobState.STALLED):
        assert due([NIGHTLY], [ran("nightly", NIGHT, state)], at("2026-01-27T01:00")) == []


def test_of_three_missed_nights_only_the_latest_is_made_up_for() -> None:
    known = [ran("nightly", "2026-01-22T22:00")]
    back = at("2026-01-26T10:00")
    missed = Due(NIGHTLY, at("2026-01-25T22:00"), caught_up=True)
    assert due([NIGHTLY], known, back) == [missed]
    assert due([NIGHTLY], [*known, ran("nightly", "2026-01-25T22:00")], back) == []


def test_what_is_not_to_be_made_up_for_waits_for_its_next_time() -> None:
    known = [ran(AFTERNOON.id, "2026-01-23T15:00")]
    assert due([AFTERNOON], known, at("2026-01-26T15:14")) == [
        Due(AFTERNOON, at("2026-01-26T15:00"))
    ]
    assert due([AFTERNOON], known, at("2026-01-26T15:15")) == []


def test_what_was_before_a_schedule_was_taken_on_is_not_missed() -> None:
    assert due(SCHEDULES, [], at("2026-01-26T11:30")) == []
    known = [ran("nightly", "2026-01-25T22:00", JobState.KNOWN)]
    assert due([NIGHTLY], known, at("2026-01-26T11:30")) == []
    assert due([NIGHTLY], known, at("2026-01-27T11:30")) == [Due(NIGHTLY, at(NIGHT), True)]


def test_a_running_job_blocks_its_next_run_and_no_other() -> None:
    known = [ran("visits", "2026-01-26T12:00", JobState.RUNNING)]
    now = at("2026-01-26T13:00")
    assert due([VISITS], known, now) == []
    assert [one.schedule.id for one in due([VISITS, cron("0 13 * * *")], known, now)] == ["x"]


def test_an_interrupted_night_goes_on_in_its_window_only() -> None:
    known = [ran("nightly", NIGHT, JobState.INTERRUPTED)]
    assert due([NIGHTLY], known, at("2026-01-27T03:00")) == [Due(NIGHTLY, at(NIGHT))]
    assert due([NIGHTLY], known, at("2026-01-27T06:00")) == []


def test_a_night_ends_with_its_window_and_one_by_day_makes_way_for_the_next() -> None:
    slot = at(NIGHT)
    assert must_end(NIGHTLY, slot, slot) == at("2026-01-27T06:00")
    assert must_end(NIGHTLY, slot, at("2026-01-27T03:00")) == at("2026-01-27T06:00")
    assert must_end(NIGHTLY, slot, at("2026-01-27T10:00")) == at("2026-01-27T18:00")
    assert must_end(NIGHTLY, slot, at("2026-01-27T20:00")) == at("2026-01-27T22:00")


def test_silence_begins_when_grace_is_over() -> None:
    known = [ran("nightly", "2026-01-25T22:00", finished="2026-01-26T05:00")]
    assert silences([NIGHTLY], known, at("2026-01-27T07:59")) == []
    (found,) = silences([NIGHTLY], known, at("2026-01-27T08:00"))
    assert found == Silence("nightly", at(NIGHT), at("2026-01-26T05:00"))


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.STALLED, JobState.INTERRUPTED])
def test_only_success_breaks_silence(state: JobState) -> None:
    known = [
        ran("nightly", "2026-01-25T22:00"),
        ran("nightly", NIGHT, state, finished="2026-01-26T23:00"),
    ]
    assert silences([NIGHTLY], known, at("2026-01-27T08:00"))
    known[-1] = ran("nightly", NIGHT, finished="2026-01-27T05:00")
    assert not silences([NIGHTLY], known, at("2026-01-27T08:00"))


def test_a_missed_night_made_up_for_by_day_is_no_longer_silent() -> None:
    caught_up = ran("nightly", "2026-01-25T22:00", finished="2026-01-26T18:00")
    known = [ran("nightly", "2026-01-22T22:00"), caught_up]
    assert silences([NIGHTLY], known, at("2026-01-26T18:01")) == []


def test_one_lost_visit_is_not_silence_and_three_are() -> None:
    known = [
        ran("visits", "2026-01-26T10:00", finished="2026-01-26T10:02"),
        ran("visits", "2026-01-26T11:00", JobState.FAILED),
        ran("visits", "2026-01-26T12:00", finished="2026-01-26T12:02"),
    ]
    assert silences([VISITS], known, at("2026-01-26T13:30")) == []
    assert silences([VISITS], known, at("2026-01-26T15:00"))


def test_a_long_run_is_silent_only_when_it_is_dead_or_hangs() -> None:
    def running(seen: str) -> list[JobRun]:
        return [
            ran(RECHECK.id, "2026-01-25T09:30"),
            ran(RECHECK.id, "2026-01-26T09:30", JobState.RUNNING, seen=seen),
        ]

    assert silences([RECHECK], running("2026-01-26T12:59"), at("2026-01-26T13:00")) == []
    assert silences([RECHECK], running("2026-01-26T10:00"), at("2026-01-26T13:00"))
    assert silences([RECHECK], running("2026-01-26T17:59"), at("2026-01-26T18:00"))


def test_nothing_is_silent_that_was_never_taken_on_or_not_expected_yet() -> None:
    assert silences(SCHEDULES, [], at("2026-01-26T12:00")) == []
    known = [ran(WEEKLY.id, "2026-01-26T08:00", JobState.KNOWN)]
    assert silences([WEEKLY], known, at("2026-02-01T12:00")) == []
    assert silences([WEEKLY], known, at("2026-02-02T10:00"))


def test_a_run_is_dead_when_nobody_saw_it_alive_and_its_time_is_over() -> None:
    run = ran("nightly", NIGHT, JobState.RUNNING, seen="2026-01-26T23:00")
    assert not stalled(NIGHTLY, run, at("2026-01-27T05:59"))
    assert stalled(NIGHTLY, run, at("2026-01-27T06:00"))
    alive = ran("nightly", NIGHT, JobState.RUNNING, seen="2026-01-27T05:55")
    assert not stalled(NIGHTLY, alive, at("2026-01-27T06:00"))


@pytest.mark.parametrize(
    ("schedule", "fits"),
    [
        (NIGHTLY, True),
        (cron("59 5 * * *", window=(time(22), time(6))), True),
        (cron("0 6 * * *", window=(time(22), time(6))), False),
        (cron("0 12 * * *", window=(time(9), time(17))), True),
        (cron("0 8,12 * * *", window=(time(9), time(17))), False),
        (Schedule("x", "crawl", every=timedelta(hours=6), window=(time(22), time(6))), False),
    ],
)
def test_a_schedule_must_open_inside_its_window(schedule: Schedule, fits: bool) -> None:
    assert opens_inside(schedule) is fits


def test_the_shipped_schedules_are_what_the_office_expects() -> None:
    day = date(2026, 1, 27)
    assert [s.verb for s in SCHEDULES] == [
        *("crawl", "visits", "media", "recheck", "recheck", "pictures"),
        *("judge", "score", "export"),
    ]
    assert NIGHTLY.window == (time(22), time(6))
    assert BY_ID["media"].window == (time(19), time(22))
    times = {s.id: upcoming(s, at("2026-01-27T00:00")) for s in SCHEDULES if s.cron}
    assert times["recheck-morning"] == datetime.combine(day, time(9, 30), SHANGHAI)
    assert times["recheck-afternoon"] == datetime.combine(day, time(15), SHANGHAI)
