"""Visits and platform cases: what goes in comes out, visits are never altered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from db.cases import change_cases, judged_runs, platform_cases
from db.models import VisitRow
from db.repository import finish_run, mark_judged
from db.visits import save_attempt, visits
from monitor.domain.case import CaseState, CaseVerdict, PlatformCase
from monitor.domain.evidence import FetchStatus
from monitor.domain.run import Purpose, RunState
from monitor.domain.visit import Attempt, Invalid, Phases
from tests.storage.world import NOW, a_run, after, count

FAILED = Attempt(
    1, NOW, FetchStatus.TIMEOUT, Phases(0.01, 0.02, None, None, 15.0), detail="timeout"
)
OPENED = Attempt(
    2,
    after(1),
    FetchStatus.OK,
    Phases(0.01, 0.02, 0.03, 0.04, 0.1),
    http_status=200,
    final_url="https://127.0.0.1/甲",
    remote_address="127.0.0.1",
    detail="certificate",
)
WALLED = Attempt(
    1, NOW, FetchStatus.BLOCKED, http_status=521, detail="jsl", invalid=Invalid.BLOCKED
)
CASE = PlatformCase(0, "jia", "127.0.0.1", NOW, after(60), 5)


def test_attempts_come_back_as_visits(engine: Engine) -> None:
    run = a_run(engine, purpose=Purpose.VISITS, sites=("jia", "yi"))
    later = a_run(engine, now=after(60), purpose=Purpose.VISITS)
    save_attempt(engine, run.id, "yi", WALLED)
    save_attempt(engine, run.id, "jia", OPENED)
    save_attempt(engine, run.id, "jia", FAILED)
    save_attempt(engine, later.id, "jia", FAILED)
    finish_run(engine, run.id, RunState.COMPLETE, NOW)
    found = visits(engine)
    assert [(one.run_id, one.site_id, one.now, one.run_state) for one in found] == [
        (run.id, "jia", NOW, RunState.COMPLETE),
        (run.id, "yi", NOW, RunState.COMPLETE),
        (later.id, "jia", after(60), RunState.RUNNING),
    ]
    assert [one.attempts for one in found] == [(FAILED, OPENED), (WALLED,), (FAILED,)]


def test_visits_are_found_by_site_run_and_moment(engine: Engine) -> None:
    runs = [a_run(engine, now=after(hour * 60), purpose=Purpose.VISITS) for hour in range(3)]
    for run in runs:
        save_attempt(engine, run.id, "jia", FAILED)
    ids = [run.id for run in runs]
    assert [one.run_id for one in visits(engine, since=after(60))] == ids[1:]
    assert [one.run_id for one in visits(engine, before=after(60))] == ids[:1]
    assert [one.run_id for one in visits(engine, run_id=ids[1])] == [ids[1]]
    assert visits(engine, site_ids=["yi"]) == []


def test_an_attempt_is_never_altered(engine: Engine) -> None:
    run = a_run(engine, purpose=Purpose.VISITS)
    save_attempt(engine, run.id, "jia", FAILED)
    save_attempt(engine, run.id, "jia", replace(OPENED, number=1))
    assert visits(engine)[0].attempts == (FAILED,)
    assert count(engine, VisitRow) == 1


def test_a_visit_of_no_run_is_refused(engine: Engine) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        save_attempt(engine, 999, "jia", FAILED)


def test_cases_are_stored_and_changed(engine: Engine) -> None:
    (case,) = change_cases(engine, lambda known: [CASE])
    assert case == replace(CASE, id=case.id)
    closed = replace(
        case,
        over=after(90),
        state=CaseState.CLOSED,
        verdict=CaseVerdict.OURS,
        by="张三",
        at=after(120),
        note="机房断电",
    )
    assert change_cases(engine, lambda known: [replace(closed, id=known[0].id)]) == [closed]
    assert platform_cases(engine) == [closed]


def test_what_cannot_be_decided_changes_nothing(engine: Engine) -> None:
    def fail(known: list[PlatformCase]) -> list[PlatformCase]:
        raise ValueError

    with pytest.raises(ValueError):
        change_cases(engine, fail)
    assert platform_cases(engine) == []


def test_judged_runs_in_the_order_of_their_now(engine: Engine) -> None:
    late, early, unjudged = (a_run(engine, now=after(minutes)) for minutes in (60, 0, 30))
    for run in (late, early):
        mark_judged(engine, run.id, after(100))
    assert [run.id for run in judged_runs(engine, NOW)] == [early.id, late.id]
    assert [run.id for run in judged_runs(engine, after(1))] == [late.id]
    assert unjudged.id not in {run.id for run in judged_runs(engine, NOW)}
