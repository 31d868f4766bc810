"""From one look to a defect: suspected, confirmed, gone, and back again."""

from __future__ import annotations

import pytest

from monitor.domain.defect import DefectState, rebuild, replay
from monitor.domain.finding import Outcome
from tests.defect.world import ID, after, fail, finding, now_is

SUSPECTED, CONFIRMED, GONE = DefectState.SUSPECTED, DefectState.CONFIRMED, DefectState.GONE


def test_one_look_is_a_suspicion() -> None:
    assert now_is(fail()).state is SUSPECTED


@pytest.mark.parametrize(
    ("minutes", "state"), [(29, SUSPECTED), (29.99, SUSPECTED), (30, CONFIRMED)]
)
def test_a_second_look_counts_after_thirty_minutes(minutes: float, state: DefectState) -> None:
    assert now_is(fail(), fail(minutes, run=2)).state is state


def test_the_same_run_is_no_second_look() -> None:
    assert now_is(fail(), fail(90)).state is SUSPECTED
    assert now_is(fail(), fail(90, purpose="recheck")).state is SUSPECTED


@pytest.mark.parametrize("purpose", ["recheck", "recrawl"])
def test_a_waiting_person_does_not_wait(purpose: str) -> None:
    assert now_is(fail(), fail(1, run=2, purpose=purpose)).state is CONFIRMED


def test_a_recheck_alone_is_a_first_look() -> None:
    assert now_is(fail(purpose="recheck")).state is SUSPECTED


def test_what_was_read_from_bytes_needs_no_second_look() -> None:
    assert now_is(fail(at_once=True)).state is CONFIRMED


def test_thirty_minutes_count_from_the_first_failure_not_the_last() -> None:
    looks = [fail(0), fail(20, run=2), fail(40, run=3)]
    assert now_is(*looks).state is CONFIRMED


@pytest.mark.parametrize("blind", [Outcome.NOT_OBSERVED, Outcome.ERROR])
def test_what_was_not_seen_changes_nothing(blind: Outcome) -> None:
    unseen = finding(blind, 60, run=2)
    assert replay([unseen], as_of=after(days=1)) is None
    assert now_is(fail(), unseen) == now_is(fail())
    assert now_is(fail(), unseen, fail(90, run=3)).state is CONFIRMED
    confirmed = [fail(), fail(30, run=3)]
    assert now_is(*confirmed, finding(blind, 90, run=4)) == now_is(*confirmed)


@pytest.mark.parametrize("seen", [Outcome.PASS, Outcome.NOT_APPLICABLE])
def test_only_positive_sight_ends_it(seen: Outcome) -> None:
    assert now_is(fail(), finding(seen, 60, run=2)).state is GONE
    assert now_is(fail(at_once=True), finding(seen, 60, run=2)).state is GONE
    assert replay([finding(seen)], as_of=after(days=1)) is None


def test_after_it_was_gone_all_begins_again_with_the_same_id() -> None:
    looks = [fail(), fail(30, run=2), finding(Outcome.PASS, 60, run=3), fail(90, run=4)]
    again = now_is(*looks)
    assert (again.state, again.id) == (SUSPECTED, ID)
    assert (again.first_seen, again.last_seen) == (after(0), after(90))
    assert now_is(*looks, fail(120, run=5)).state is CONFIRMED


def test_a_pass_between_two_failures_makes_them_two_first_looks() -> None:
    assert now_is(fail(), finding(Outcome.PASS, 20, run=2), fail(40, run=3)).state is SUSPECTED


def test_once_confirmed_a_later_look_of_any_kind_does_not_unsay_it() -> None:
    other = fail(61, run=3, reason="timeout", facts={})
    told = now_is(fail(), fail(60, run=2), other)
    assert (told.state, told.reason) == (CONFIRMED, "timeout")
    assert now_is(fail(at_once=True), fail(10, run=2)).state is CONFIRMED


def test_the_defect_speaks_with_its_last_failure() -> None:
    told = now_is(fail(), fail(60, run=2, facts={"http_status": 410}))
    assert told.facts == {"http_status": 410}
    assert told.seen_in == (1, 2)


def test_the_future_is_not_known() -> None:
    looks = [fail(), fail(60, run=2), finding(Outcome.PASS, 120, run=3)]
    for minutes, state in ((0, SUSPECTED), (59, SUSPECTED), (60, CONFIRMED), (120, GONE)):
        told = replay(looks, as_of=after(minutes))
        assert told is not None
        assert told.state is state
    assert replay(looks, as_of=after(-1)) is None


def test_every_subject_has_a_defect_of_its_own() -> None:
    looks = [fail(), fail(subject="http://127.0.0.1:8000/y"), fail(60, run=2)]
    made = rebuild(looks, [], as_of=after(days=1), volatile={})
    assert {defect.subject[-1]: defect.state for defect in made} == {"x": CONFIRMED, "y": SUSPECTED}
    assert [defect.id for defect in made] == sorted(defect.id for defect in made)
