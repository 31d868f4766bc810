"""A person's word on a defect: what it strikes out, for how long, and what makes it lapse."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.defect import DecisionKind, DefectState
from monitor.domain.finding import Outcome
from tests.defect.world import decision, fail, finding, now_is

CONFIRMED_LOOKS = (fail(), fail(30, run=2))
STRIKES = [DecisionKind.FALSE, DecisionKind.EXCLUDED]
KEEPS = [DecisionKind.INCLUDED, DecisionKind.HINT, DecisionKind.PENDING]
CONFIRMED, SUSPECTED, WAIVED = DefectState.CONFIRMED, DefectState.SUSPECTED, DefectState.WAIVED


@pytest.mark.parametrize("kind", STRIKES)
def test_a_strike_out_waives(kind: DecisionKind) -> None:
    told = now_is(*CONFIRMED_LOOKS, decisions=(decision(kind, 60),))
    assert (told.state, told.decision) == (WAIVED, kind)
    assert now_is(fail(), decisions=(decision(kind, 60),)).state is WAIVED


@pytest.mark.parametrize("kind", KEEPS)
def test_any_other_word_keeps_the_state(kind: DecisionKind) -> None:
    told = now_is(*CONFIRMED_LOOKS, decisions=(decision(kind, 60),))
    assert (told.state, told.decision) == (CONFIRMED, kind)
    assert now_is(fail(), decisions=(decision(kind, 60),)).state is SUSPECTED


@pytest.mark.parametrize("kind", STRIKES + KEEPS)
def test_a_word_lapses_when_the_facts_change(kind: DecisionKind) -> None:
    changed = fail(90, run=3, facts={"http_status": 410})
    told = now_is(*CONFIRMED_LOOKS, changed, decisions=(decision(kind, 60),))
    assert (told.state, told.decision) == (CONFIRMED, DecisionKind.PENDING)


@pytest.mark.parametrize("kind", STRIKES)
def test_mere_passing_of_time_is_no_change(kind: DecisionKind) -> None:
    later = fail(90, run=3, facts={"http_status": 404, "days": 22})
    told = now_is(*CONFIRMED_LOOKS, later, decisions=(decision(kind, 60),))
    assert told.state is WAIVED


@pytest.mark.parametrize(
    ("days", "state"),
    # 22:00 on the 26th in Shanghai and so many days: the last day is the 30th, to its last hour.
    [(3, WAIVED), (4, WAIVED), (4 + 1.99 / 24, WAIVED), (4 + 2 / 24, CONFIRMED), (5, CONFIRMED)],
)
def test_a_word_holds_through_its_last_day_in_shanghai(days: float, state: DefectState) -> None:
    word = decision(DecisionKind.EXCLUDED, 60, until=date(2026, 1, 30))
    assert now_is(*CONFIRMED_LOOKS, decisions=(word,), days=days).state is state


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (DecisionKind.FALSE, DecisionKind.INCLUDED, CONFIRMED),
        (DecisionKind.INCLUDED, DecisionKind.FALSE, WAIVED),
    ],
)
def test_the_last_word_counts(first: DecisionKind, last: DecisionKind, state: DefectState) -> None:
    words = (decision(first, 60), decision(last, 90))
    for given in (words, words[::-1]):
        told = now_is(*CONFIRMED_LOOKS, decisions=given)
        assert (told.state, told.decision) == (state, last)


def test_a_word_holds_for_the_case_also_on_earlier_days() -> None:
    """A list made again for an earlier day does not repeat what is known to be wrong."""
    word = decision(DecisionKind.FALSE, 60 * 24 * 3)
    for days in (2, 3):
        assert now_is(*CONFIRMED_LOOKS, decisions=(word,), days=days).state is WAIVED


def test_what_is_gone_is_gone_whatever_was_said() -> None:
    repaired = finding(Outcome.PASS, 90, run=3)
    told = now_is(*CONFIRMED_LOOKS, repaired, decisions=(decision(DecisionKind.FALSE, 60),))
    assert (told.state, told.decision) == (DefectState.GONE, DecisionKind.PENDING)
