"""What is remembered of addresses, derived from the looks of complete crawls in their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import ledger, queries
from db.blobs import BlobStore, apply_cap
from db.ledger import RunStore
from db.memory import Remembered, answers, note_resting, remember, remembered
from db.models import BlobRow
from db.repository import finish_run
from db.session import reading
from monitor.domain.calendar import shanghai_day
from monitor.domain.evidence import Condition, Fetch, FetchStatus
from monitor.domain.observation import Observation
from monitor.domain.run import Mode, Purpose, Reason, Role, RunState, Target
from tests.storage.world import BASE, NOW, a_run, page

BODY = b"<html>"


def owner(url: str) -> str | None:
    return "jia" if url.startswith(BASE) else None


def night(number: int) -> datetime:
    return NOW + timedelta(days=number)


def target(path: str, role: Role = Role.ARTICLE) -> Target:
    return Target(BASE + path, role, "jia", found_on=BASE)


def answer(path: str, number: int, body: bytes = BODY, etag: str = '"1"') -> Fetch:
    return Fetch(
        BASE + path,
        FetchStatus.OK,
        night(number),
        final_url=BASE + path,
        http_status=200,
        body_sha256=sha256(body).hexdigest(),
        etag=etag,
        reusable=True,
    )


def seen(path: str, number: int, body: bytes = BODY, title: str = "动态") -> Observation:
    fetch = answer(path, number, body, f'"{len(body)}"')
    return Observation(target(path), (fetch,), page(path, title), body)


def run_of(
    engine: Engine,
    blobs: BlobStore,
    number: int,
    *looks: Observation,
    purpose: Purpose = Purpose.CRAWL,
    state: RunState = RunState.COMPLETE,
) -> int:
    mode = Mode.NIGHTLY if number else Mode.FULL
    run = a_run(engine, now=night(number), purpose=purpose, mode=mode)
    RunStore(engine, run.id, blobs).record(looks)
    finish_run(engine, run.id, state, night(number))
    return run.id


def known(engine: Engine) -> dict[str, Remembered]:
    remember(engine, owner)
    return {one.target.url.removeprefix(BASE): one for one in remembered(engine, "jia", NOW)}


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def test_looks_are_taken_in_once_and_in_order(engine: Engine, blobs: BlobStore) -> None:
    run_of(engine, blobs, 0, seen("a", 0), seen("b", 0))
    run_of(engine, blobs, 1, seen("a", 1, b"<html>2", "别的"), seen("b", 1))
    run_of(engine, blobs, 2, seen("a", 2, b"<html>2", "别的"))
    for _ in range(2):
        a, b = (known(engine)[name].history for name in "ab")
        assert (a.asked, a.whole, a.quiet) == (shanghai_day(night(2)), shanghai_day(night(2)), 1)
        assert (b.asked, b.quiet, b.missed) == (shanghai_day(night(1)), None, 0)


def test_other_bytes_that_say_the_same_are_no_change(engine: Engine, blobs: BlobStore) -> None:
    run_of(engine, blobs, 0, seen("a", 0))
    other = seen("a", 1, b"<html>counter")
    assert other.page is not None
    run_of(engine, blobs, 1, replace(other, page=replace(other.page, links=(), text_length=9)))
    assert known(engine)["a"].history.quiet is None


def test_a_mark_that_stands_still_while_the_bytes_change_lies(
    engine: Engine, blobs: BlobStore
) -> None:
    for number, body in enumerate((BODY, b"<html>other")):
        fetch = answer("a", number, body)
        run_of(engine, blobs, number, Observation(target("a"), (fetch,), page("a"), body))
    assert known(engine)["a"].history.lies


def test_what_was_not_observed_was_missed_or_cut(engine: Engine, blobs: BlobStore) -> None:
    run_of(engine, blobs, 0, seen("a", 0), seen("b", 0))
    failed = Fetch(BASE + "a", FetchStatus.TIMEOUT, night(1))
    run_of(
        engine,
        blobs,
        1,
        Observation(target("a"), (failed,), reason=Reason.TIMEOUT),
        Observation(target("b"), reason=Reason.WINDOW),
        Observation(target("c"), reason=Reason.BUDGET),
    )
    found = {name: one.history for name, one in known(engine).items()}
    assert (found["a"].missed, found["a"].cut) == (1, False)
    assert (found["b"].missed, found["b"].cut, found["b"].asked) == (0, True, shanghai_day(NOW))
    assert (found["c"].cut, found["c"].asked) == (False, None)
    assert next(iter(known(engine))) == "c", "the longest unasked first"


def test_only_complete_crawls_count(engine: Engine, blobs: BlobStore) -> None:
    run_of(engine, blobs, 0, seen("a", 0))
    run_of(engine, blobs, 1, seen("b", 1), purpose=Purpose.RECHECK)
    run_of(engine, blobs, 2, seen("c", 2), state=RunState.BLIND)
    assert set(known(engine)) == {"a"}
    run_of(engine, blobs, 3, seen("d", 3), purpose=Purpose.RECRAWL)
    assert set(known(engine)) == {"a", "d"}
    assert [one.target.url for one in remembered(engine, "jia", night(1))] == [BASE + "d"]


def test_an_address_elsewhere_is_kept_for_the_site_that_leads_there(
    engine: Engine, blobs: BlobStore
) -> None:
    away = Target("http://else.example/", Role.LINK, None, found_on=BASE)
    lost = Target("http://lost.example/", Role.LINK, None, found_on="http://else.example/")
    run_of(engine, blobs, 0, Observation(away), Observation(lost))
    (found,) = known(engine).values()
    assert found.target == away


def test_an_answer_may_stand_while_it_is_read_the_same_and_stored(
    engine: Engine, blobs: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run_of(engine, blobs, 0, seen("a", 0), seen("b", 0))
    again = replace(answer("a", 1), condition=Condition.HELD)
    (stored,) = (p for p in queries.pages(engine, first, "jia") if p.target.url == BASE + "a")
    reading_key = known(engine)["a"].reading
    run_of(engine, blobs, 1, Observation(target("a"), (again,), carried=reading_key))
    found = known(engine)
    fetch, key = answers(engine, found.values())[BASE + "a"]
    assert (fetch, key) == (again, reading_key)
    assert found["a"].history.whole == shanghai_day(NOW)
    (carried,) = queries.pages(engine, found["a"].seen_run or 0, "jia")
    assert carried.page == stored.page
    monkeypatch.setattr(ledger, "EXTRACTOR", "new")
    assert answers(engine, found.values()) == {}
    monkeypatch.undo()
    apply_cap(engine, blobs, 0)
    assert answers(engine, found.values()) == {}


def test_a_304_keeps_the_stored_body_young(engine: Engine, blobs: BlobStore) -> None:
    run_of(engine, blobs, 0, seen("a", 0))
    again = replace(answer("a", 5), condition=Condition.HELD)
    carried = known(engine)["a"].reading
    run_of(engine, blobs, 5, Observation(target("a"), (again,), carried=carried))
    with reading(engine) as connection:
        assert connection.execute(BlobRow.__table__.select()).one().last_used == night(5)


def test_resting_addresses_are_counted_in_the_statement(engine: Engine, blobs: BlobStore) -> None:
    away = Target("http://else.example/", Role.LINK, None, found_on=BASE)
    run_of(engine, blobs, 0, seen("a", 0), seen("b", 0), seen("c", 0), Observation(away))
    remember(engine, owner)
    run = run_of(engine, blobs, 1, seen("b", 1))
    note_resting(engine, run, {"jia": NOW})
    coverage = queries.coverage(engine, run, "jia")
    assert (coverage.planned, coverage.observed, coverage.resting) == (1, 1, 2)
    assert coverage.adds_up
