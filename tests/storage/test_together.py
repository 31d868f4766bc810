"""Several writers at once: nobody fails, nothing is lost, a job is granted once."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

from sqlalchemy import Engine

from db import queries
from db.blobs import BlobStore
from db.jobs import JobState, beat, claim, finish, history, release
from db.ledger import RunStore
from db.models import BlobRow, FetchRow, PageVersionRow, TargetRow
from db.session import connect, upgrade
from tests.storage.world import NOW, a_run, after, count, observation

BATCHES = 40


def crawl(url: str, run_id: int, name: str) -> str:
    """A child: many small transactions, reads between them, as a crawl makes them."""
    engine = connect(url)
    store = RunStore(engine, run_id)
    try:
        for number in range(BATCHES):
            store.record([observation(f"{name}{number}-{i}") for i in range(10)])
            store.started([f"http://127.0.0.1/{name}{number}-0"])
            queries.coverage(engine, run_id, "jia")
    finally:
        engine.dispose()
    return name


def test_two_processes_write_at_once(url: str, engine: Engine) -> None:
    runs = [a_run(engine), a_run(engine)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        jobs = [pool.submit(crawl, url, run.id, name) for run, name in zip(runs, "pq", strict=True)]
        assert [job.result(timeout=120) for job in jobs] == ["p", "q"]
    for run in runs:
        coverage = queries.coverage(engine, run.id, "jia")
        assert (coverage.planned, coverage.observed) == (BATCHES * 10, BATCHES * 10)
    assert count(engine, FetchRow) == count(engine, TargetRow) == 2 * BATCHES * 10


def test_the_same_pages_in_opposite_order_do_not_lock_each_other(
    engine: Engine, tmp_path: Path
) -> None:
    """Two crawls meet the same bodies; rows shared by both are written in one order."""
    blobs = BlobStore(tmp_path / "blobs")
    runs = [a_run(engine), a_run(engine)]
    barrier = Barrier(2)

    def record(index: int) -> None:
        for round_ in range(15):
            bodies = [f"{round_} {number}".encode() for number in range(30)]
            if index:
                bodies.reverse()
            batch = [
                observation(
                    body.decode().replace(" ", "-"), sha256=None, title=str(body), body=body
                )
                for body in bodies
            ]
            barrier.wait(timeout=60)
            RunStore(engine, runs[index].id, blobs).record(batch)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(record, range(2)))
    assert count(engine, BlobRow) == count(engine, PageVersionRow) == 15 * 30


def upgraded(url: str) -> bool:
    engine = connect(url)
    upgrade(engine)
    engine.dispose()
    return True


def test_two_processes_start_on_an_empty_database(empty: Engine) -> None:
    url = empty.url.render_as_string(hide_password=False)
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(upgraded, [url] * 4))
    assert count(empty, TargetRow) == 0


def compete(engine: Engine, moments: list[datetime]) -> list[bool]:
    barrier = Barrier(len(moments))

    def one(moment: datetime) -> bool:
        barrier.wait(timeout=60)
        return claim(engine, "nightly", moment, NOW)

    with ThreadPoolExecutor(len(moments)) as pool:
        return list(pool.map(one, moments))


def test_eight_claims_are_granted_once(engine: Engine) -> None:
    for day in range(5):
        moment = NOW + timedelta(days=day)
        assert sum(compete(engine, [moment] * 8)) == 1
        finish(engine, "nightly", moment, moment, JobState.DONE)
        assert sum(compete(engine, [moment] * 8)) == 0
    assert [run.state for run in history(engine, NOW)] == [JobState.DONE] * 5


def test_a_job_never_runs_twice_at_a_time_for_different_moments(engine: Engine) -> None:
    assert sum(compete(engine, [NOW + timedelta(days=day) for day in range(8)])) == 1
    assert len(history(engine, NOW)) == 1


def test_an_interrupted_job_is_taken_up_once(engine: Engine) -> None:
    assert claim(engine, "nightly", NOW, NOW)
    finish(engine, "nightly", NOW, after(1), JobState.INTERRUPTED)
    assert sum(compete(engine, [NOW] * 8)) == 1
    (run,) = history(engine, NOW)
    assert (run.state, run.finished_at) == (JobState.RUNNING, None)


def test_a_run_seen_alive_is_not_given_up(engine: Engine) -> None:
    assert claim(engine, "nightly", NOW, NOW)
    (seen,) = history(engine, NOW)
    beat(engine, "nightly", NOW, after(5))
    release(engine, seen, after(6))
    (run,) = history(engine, NOW)
    assert run.state is JobState.RUNNING
    release(engine, run, after(7))
    assert [one.state for one in history(engine, NOW)] == [JobState.STALLED]


def test_jobs_do_not_hinder_each_other(engine: Engine) -> None:
    assert claim(engine, "nightly", NOW, NOW)
    assert claim(engine, "visits", NOW, NOW)
