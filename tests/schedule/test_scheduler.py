"""What the scheduler does over days: once, made up for once, never twice at a time, never silent."""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from db.jobs import JobState, claim, take_on
from db.session import connect, upgrade
from monitor.app.jobs import take_stock
from monitor.app.status import status
from monitor.app.timing import due
from monitor.config.schedules import Schedule
from monitor.scheduler import Scheduler
from tests.schedule.world import (
    BY_ID,
    NIGHTLY,
    SCHEDULES,
    VISITS,
    FakeChild,
    Office,
    at,
    house,
)

NIGHT = "2026-01-26T22:00"
WEEKLY = BY_ID["weekly-list"]


def taken_on(office: Office, since: str = "2026-01-25T22:00") -> Office:
    """As if the office had run for a day already."""
    take_on(office.house.engine, "nightly", at(since), at(since))
    return office


def test_a_night_runs_once_in_its_window_and_is_told_when_to_end(tmp_path: Path) -> None:
    office = taken_on(Office(house(tmp_path, NIGHT)))
    office.live("2026-01-26T20:00", "2026-01-27T21:55")
    (child,) = office.children
    assert child.arguments == (
        *("crawl", "--mode", "nightly", "--until", "2026-01-27T06:00:00+08:00"),
    )
    assert [(run.scheduled_for, run.state) for run in office.runs] == [(at(NIGHT), JobState.DONE)]


def test_a_round_of_accounts_is_told_when_to_end(tmp_path: Path) -> None:
    office = Office(house(tmp_path, NIGHT), [BY_ID["media"]])
    office.live("2026-01-26T18:00", "2026-01-26T21:55")
    (child,) = office.children
    assert child.arguments == ("media", "--until", "2026-01-26T22:00:00+08:00")


def test_two_schedulers_on_one_database_run_one_night_once(tmp_path: Path) -> None:
    offices = [taken_on(Office(house(tmp_path, NIGHT))) for _ in range(2)]
    for _ in range(5):
        for office in offices:
            office.tick(NIGHT)
    assert sum(len(office.children) for office in offices) == 1


def _claims(url: str, number: int) -> list[int]:
    """Which of twenty nights one process gets."""
    engine = connect(url)
    slots = [at(NIGHT) + timedelta(days=n) for n in range(20)]
    return [n for n, slot in enumerate(slots) if claim(engine, f"job-{n}", slot, at(NIGHT))]


def test_processes_that_claim_at_the_same_time_get_each_night_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    upgrade(connect(url))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        got = [*pool.map(_claims, [url, url], [0, 1])]
    assert sorted(got[0] + got[1]) == list(range(20))


def test_threads_that_tick_at_the_same_time_start_one_child(tmp_path: Path) -> None:
    offices = [taken_on(Office(house(tmp_path, NIGHT))) for _ in range(4)]
    together = Barrier(len(offices))

    def go(office: Office) -> None:
        together.wait()
        office.scheduler.tick()

    with ThreadPoolExecutor(len(offices)) as pool:
        list(pool.map(go, offices))
    assert sum(len(office.children) for office in offices) == 1


def test_three_missed_nights_are_made_up_for_once(tmp_path: Path) -> None:
    office = taken_on(Office(house(tmp_path, NIGHT)))
    office.tick(NIGHT)
    office.live("2026-01-30T10:00", "2026-01-30T21:55")
    made_up, ran = office.children[1:], office.runs[1:]
    assert [run.scheduled_for for run in ran] == [at("2026-01-29T22:00")]
    (child,) = made_up
    assert child.arguments[-2:] == ("--until", "2026-01-30T18:00:00+08:00")
    office.tick("2026-01-30T22:00")
    assert len(office.children) == 3


def test_a_new_house_runs_nothing_at_once_and_is_expected_to_run_the_next(tmp_path: Path) -> None:
    office = Office(house(tmp_path, "2026-01-26T11:30"), SCHEDULES)
    office.tick("2026-01-26T11:30")
    assert office.children == []
    office.live("2026-01-26T11:35", "2026-01-27T07:00")
    assert {run.job for run in office.runs} == {s.id for s in SCHEDULES} - {
        *("recheck-morning", "weekly-list")
    }
    assert len([run for run in office.runs if run.job == "visits"]) == 20


def test_a_job_is_not_run_twice_at_a_time(tmp_path: Path) -> None:
    office = Office(house(tmp_path, NIGHT), [VISITS], code=None)
    office.tick("2026-01-26T12:00")
    office.tick("2026-01-26T13:00")
    assert len(office.children) == 1
    office.children[0].code = 0
    office.tick("2026-01-26T13:05")
    assert len(office.children) == 2


def test_the_database_refuses_a_second_run_of_a_job_under_way(tmp_path: Path) -> None:
    engine = house(tmp_path, NIGHT).engine
    assert claim(engine, "visits", at("2026-01-26T12:00"), at("2026-01-26T12:00"))
    assert not claim(engine, "visits", at("2026-01-26T13:00"), at("2026-01-26T13:00"))
    assert claim(engine, "other", at("2026-01-26T13:00"), at("2026-01-26T13:00"))


def test_a_run_whose_process_died_is_given_up_after_its_window(tmp_path: Path) -> None:
    """The machine loses power at 23:00; another scheduler is up all night."""
    lost = taken_on(Office(house(tmp_path, NIGHT), code=None))
    lost.live(NIGHT, "2026-01-26T23:00")
    other = Office(house(tmp_path, NIGHT))
    other.live("2026-01-26T23:05", "2026-01-27T05:55", timedelta(minutes=25))
    assert other.children == []
    assert [run.state for run in other.runs] == [JobState.RUNNING]
    other.tick("2026-01-27T06:00")
    assert [run.state for run in other.runs] == [JobState.STALLED]
    other.tick("2026-01-27T22:00")
    assert len(other.children) == 1


def test_a_run_that_is_seen_alive_is_never_given_up(tmp_path: Path) -> None:
    busy = taken_on(Office(house(tmp_path, NIGHT), code=None))
    other = Office(house(tmp_path, NIGHT))
    for moment in (NIGHT, "2026-01-27T05:55", "2026-01-27T06:01", "2026-01-27T07:00"):
        busy.tick(moment)
        other.tick(moment)
    assert other.runs[-1].state is JobState.RUNNING


def test_a_child_that_hangs_is_told_to_end_and_then_killed(tmp_path: Path) -> None:
    office = taken_on(Office(house(tmp_path, NIGHT), code=None))
    office.tick(NIGHT)
    (child,) = office.children
    office.tick("2026-01-27T07:59")
    assert child.signals == []
    office.tick("2026-01-27T08:00")
    assert child.signals == [signal.SIGINT]
    office.scheduler.tick()
    assert office.runs[-1].state is JobState.FAILED


def test_a_night_that_we_stopped_goes_on_when_we_come_back_in_time(tmp_path: Path) -> None:
    office = taken_on(Office(house(tmp_path, NIGHT), code=None))
    office.tick(NIGHT)
    office.scheduler.stop()
    assert office.children[0].signals == [signal.SIGINT]
    assert office.runs[-1].state is JobState.INTERRUPTED
    again = Office(house(tmp_path, NIGHT))
    again.tick("2026-01-27T02:00")
    assert len(again.children) == 1
    assert [run.state for run in again.runs] == [JobState.DONE]


def test_a_child_that_cannot_be_started_is_a_failure_and_not_under_way(tmp_path: Path) -> None:
    def refuse(arguments: Sequence[str]) -> FakeChild:
        raise OSError("no memory")

    scheduler = Scheduler(house(tmp_path, NIGHT), [NIGHTLY], refuse)
    scheduler.tick()
    office = Office(house(tmp_path, NIGHT))
    assert [run.state for run in office.runs] == [JobState.FAILED]


def test_a_stopped_scheduler_starts_nothing(tmp_path: Path) -> None:
    office = taken_on(Office(house(tmp_path, NIGHT)))
    office.scheduler.stop()
    office.tick(NIGHT)
    assert office.children == []


def test_silence_is_logged_once_and_reported_until_something_succeeds(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    schedules = tmp_path / "schedules.yaml"
    schedules.write_text(
        "schedules:\n"
        "  - {id: nightly, verb: crawl, cron: 0 22 * * *, window: '22:00-06:00', catch_up: true}\n"
    )
    office = taken_on(Office(house(tmp_path, NIGHT), code=1))
    office.live(NIGHT, "2026-01-27T07:55", timedelta(minutes=30))
    assert not status(office.house, schedules).silent
    with caplog.at_level(logging.ERROR, "monitor.scheduler"):
        office.live("2026-01-27T08:00", "2026-01-27T12:00", timedelta(minutes=30))
    told = [text for text in caplog.messages if "silent" in text]
    assert told == ["job nightly is silent: expected 2026-01-26T22:00:00+08:00, last success never"]
    assert status(office.house, schedules).silent
    office.code = 0
    office.tick("2026-01-27T22:00")
    assert not status(office.house, schedules).silent


def test_a_scheduler_that_is_gone_is_heard_of_too(tmp_path: Path) -> None:
    """Nobody ticks for three days: status, which only reads rows, still says so."""
    office = taken_on(Office(house(tmp_path, NIGHT)))
    office.tick(NIGHT)
    found = status(house(tmp_path, "2026-01-29T10:00"))
    (nightly,) = (job for job in found.jobs if job.id == "nightly")
    assert found.silent
    assert nightly.silence is not None
    assert nightly.silence.expected == at("2026-01-28T22:00")
    assert nightly.silence.last == at(NIGHT)


def test_every_verb_becomes_its_command_line(tmp_path: Path) -> None:
    office = Office(house(tmp_path, "2026-01-26T00:00"), SCHEDULES)
    office.live("2026-01-26T00:00", "2026-01-26T17:00")
    commands = {child.arguments for child in office.children}
    assert {
        ("visits",),
        ("recheck",),
        ("pictures",),
        ("judge",),
        ("score", "--format", "json", "--output", str(tmp_path / "scores/2026-01-26.json")),
        (
            *("export", "--all", "--format", "xlsx", "--output"),
            str(tmp_path / "exports/weekly-list-2026-01-26"),
        ),
    } == commands - {command for command in commands if command[0] == "crawl"}


def test_sites_of_a_schedule_are_handed_on(tmp_path: Path) -> None:
    schedule = Schedule("visits", "visits", every=timedelta(hours=1), sites=("a", "b"))
    office = Office(house(tmp_path, NIGHT), [schedule])
    office.tick(NIGHT)
    assert office.children[0].arguments == ("visits", "--site", "a", "--site", "b")


def test_history_keeps_what_is_needed_and_no_more(tmp_path: Path) -> None:
    """A year of hourly visits is not read at every tick; a weekly success still counts."""
    office = Office(house(tmp_path, "2026-01-26T00:00"), [VISITS, WEEKLY])
    office.live("2026-01-26T00:00", "2026-02-01T23:00", timedelta(hours=1))
    known = take_stock(office.house, [VISITS, WEEKLY])
    assert due([VISITS, WEEKLY], known, office.house.clock.now()) == []
    assert len(take_stock(office.house, [VISITS])) < 40
