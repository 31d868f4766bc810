"""The rule over time, for every history."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.defect import (
    SECOND_LOOK_AFTER,
    Decision,
    DecisionKind,
    DefectState,
    rebuild,
    replay,
)
from monitor.domain.finding import Finding, Outcome, defect_id
from tests.defect.world import ID, VOLATILE, after, decision, finding

BLIND = [Outcome.NOT_OBSERVED, Outcome.ERROR]
SEEN_WELL = [Outcome.PASS, Outcome.NOT_APPLICABLE]
LONG_AFTER = after(days=60)


@st.composite
def histories(draw: st.DrawFn) -> list[Finding]:
    """What run after run found about one subject; a run speaks once of it and has one `now`."""
    moments = sorted(draw(st.lists(st.integers(0, 120), max_size=9)))
    return [
        finding(
            draw(st.sampled_from(Outcome)),
            minutes,
            run=run,
            purpose=draw(st.sampled_from(["crawl", "crawl", "recheck", "recrawl"])),
            at_once=draw(st.sampled_from([False, False, False, True])),
            reason=draw(st.sampled_from(["not_found", "dns"])),
            facts={"http_status": draw(st.sampled_from([404, 410])), "days": minutes},
        )
        for run, minutes in enumerate(moments, 1)
    ]


words = st.lists(
    st.builds(
        decision,
        st.sampled_from(DecisionKind),
        st.integers(0, 400),
        st.sampled_from([{"http_status": 404}, {"http_status": 410}]),
    ),
    max_size=3,
    unique_by=lambda word: word.at,
)


@given(histories(), words, st.randoms(use_true_random=False))
def test_the_order_of_what_is_read_does_not_matter(
    history: list[Finding], said: list[Decision], chance: random.Random
) -> None:
    told = replay(history, said, as_of=LONG_AFTER, volatile=VOLATILE)
    chance.shuffle(history)
    chance.shuffle(said)
    assert replay(history, said, as_of=LONG_AFTER, volatile=VOLATILE) == told


@given(histories())
def test_what_was_not_observed_could_as_well_not_be_there(history: list[Finding]) -> None:
    seen = [one for one in history if one.outcome not in BLIND]
    assert replay(history, as_of=LONG_AFTER) == replay(seen, as_of=LONG_AFTER)


@given(histories())
def test_gone_is_said_only_by_the_last_sight(history: list[Finding]) -> None:
    told = replay(history, as_of=LONG_AFTER)
    seen = [one for one in history if one.outcome not in BLIND]
    if told is None:
        assert Outcome.FAIL not in {one.outcome for one in seen}
    else:
        assert (told.state is DefectState.GONE) == (seen[-1].outcome in SEEN_WELL)


@given(histories())
def test_confirmed_needs_a_second_look(history: list[Finding]) -> None:
    told = replay(history, as_of=LONG_AFTER)
    if told is None or told.state is DefectState.GONE:
        return
    standing: list[Finding] = []
    for one in history:
        if one.outcome in SEEN_WELL:
            standing = []
        elif one.outcome is Outcome.FAIL:
            standing.append(one)
    first, later = standing[0], standing[1:]
    earned = any(one.at_once for one in standing) or any(
        one.now - first.now >= SECOND_LOOK_AFTER or one.purpose != "crawl" for one in later
    )
    assert (told.state is DefectState.CONFIRMED) == earned


@given(histories(), st.integers(0, 300))
def test_a_day_can_be_told_again_later(history: list[Finding], minutes: int) -> None:
    """What came after a moment does not change what is said of that moment."""
    then = after(minutes)
    known = [one for one in history if one.now <= then]
    assert replay(history, as_of=then) == replay(known, as_of=LONG_AFTER)


@given(histories(), words)
def test_one_id_for_one_fault(history: list[Finding], said: list[Decision]) -> None:
    told = replay(history, said, as_of=LONG_AFTER)
    assert told is None or told.id == ID == defect_id(told.site_id, told.check, told.subject)


@given(histories(), words)
def test_words_never_confirm_nor_revive(history: list[Finding], said: list[Decision]) -> None:
    """A decision strikes out or leaves alone; a machine's state is a machine's."""
    plain = replay(history, as_of=LONG_AFTER, volatile=VOLATILE)
    told = replay(history, said, as_of=LONG_AFTER, volatile=VOLATILE)
    if plain is None or told is None:
        assert told is plain
        return
    assert told.state in (plain.state, DefectState.WAIVED)
    assert told.state is plain.state or plain.state is not DefectState.GONE


@given(histories(), histories(), st.randoms(use_true_random=False))
def test_faults_do_not_touch_each_other(
    one: list[Finding], other: list[Finding], chance: random.Random
) -> None:
    other = [replace(found, subject="http://127.0.0.1:8000/other") for found in other]
    mixed = [*one, *other]
    chance.shuffle(mixed)
    alone = [replay(one, as_of=LONG_AFTER), replay(other, as_of=LONG_AFTER)]
    together = rebuild(mixed, [], as_of=LONG_AFTER, volatile={})
    expected = [told for told in alone if told is not None]
    assert together == sorted(expected, key=lambda told: told.id)
