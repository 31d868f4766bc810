"""The life of a defect after it was sent, for every history."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.calendar import shanghai_day
from monitor.domain.finding import Outcome
from monitor.domain.rectification import (
    Act,
    Case,
    Closing,
    Event,
    Look,
    Sending,
    Sight,
    Step,
    Wait,
    follow,
    looks_of,
    same_person,
)
from tests.defect.world import ID, START, after, finding

PEOPLE = ["李四", "王五", "王 五", "单位甲"]
LONG_AFTER = after(days=400)
REVIEWERS = ("李四",)


def sending(days: float = 0, due: int | None = 20, number: int = 1) -> Sending:
    """A list made some days after the start, with so many days to mend what it tells."""
    moment = after(days=days)
    deadline = None if due is None else shanghai_day(moment) + timedelta(days=due)
    return Sending(
        ID, number, f"〔2026〕{number}号", "jia", moment, moment, deadline, due is not None
    )


def look(days: float, sight: Sight, run: int = 0, begun: datetime | None = None) -> Look:
    return Look(run or int(days * 24), after(days=days), begun or after(days=days), sight)


def act(kind: Act, days: float, by: str = "单位甲", **more: object) -> Event:
    proof: dict[str, object] = {"reason": "见附件"} | more
    if kind is Act.PROPOSE:
        proof = {"document": "照片.jpg", "sha256": "ab" * 32} | proof
    return Event(ID, kind, after(days=days), by, **proof)  # type: ignore[arg-type]


def stands(*told: Sending | Look | Event, days: float = 400) -> Case:
    case = follow(
        [one for one in told if isinstance(one, Sending)],
        [one for one in told if isinstance(one, Look)],
        [one for one in told if isinstance(one, Event)],
        as_of=after(days=days),
        reviewers=REVIEWERS,
    )
    assert case is not None
    return case


hours = st.integers(0, 240)
sendings = st.lists(
    st.builds(lambda h, n: sending(h / 24, number=n), hours, st.integers(1, 5)),
    min_size=1,
    max_size=3,
    unique_by=lambda one: one.list_id,
)
looks = st.lists(
    st.builds(lambda h, sight: look(h / 24, sight), hours, st.sampled_from(Sight)),
    max_size=6,
    unique_by=lambda one: one.run_id,
)
acts = st.lists(
    st.builds(
        lambda kind, h, by, run: act(
            kind,
            h / 24,
            by,
            day=shanghai_day(after(days=h / 24 + 30)) if kind in (Act.GRANT, Act.ASK) else None,
            run_id=run if kind is Act.CLOSE else None,
        ),
        st.sampled_from(Act),
        hours,
        st.sampled_from(PEOPLE),
        st.sampled_from([None, None, 24, 48]),
    ),
    max_size=9,
)


def known(
    lists: list[Sending], seen: list[Look], said: list[Event], until: datetime = LONG_AFTER
) -> Case | None:
    return follow(lists, seen, said, as_of=until, reviewers=REVIEWERS)


@given(sendings, looks, acts)
def test_nothing_closes_without_positive_sight_or_two_persons(
    lists: list[Sending], seen: list[Look], said: list[Event]
) -> None:
    case = known(lists, seen, said)
    assert case is not None
    if not case.closed:
        assert case.closed_at is None and case.closing is None
        return
    assert case.closed_at is not None
    if case.closing is Closing.MANUAL:
        one, other = case.closed_by
        assert not same_person(one, other)
        assert any(e.act is Act.PROPOSE and e.by == one and e.sha256 and e.reason for e in said)
        assert any(e.act is Act.CLOSE and e.by == other and e.run_id is None for e in said)
    else:
        sight = case.verified
        assert sight is not None and sight.sight is Sight.GONE
        assert sight.begun >= case.sending.made_at and sight.now > case.sending.as_of
        again = [e for e in seen if e.sight is Sight.STILL and sight.now < e.now <= case.closed_at]
        assert not again, "seen again before anybody closed it"


@given(
    sendings,
    st.lists(
        st.builds(
            lambda h, sight: look(h / 24, sight),
            hours,
            st.sampled_from([Sight.STILL, Sight.SUSPECTED, Sight.MOOT, Sight.UNSEEN]),
        ),
        max_size=6,
        unique_by=lambda one: one.run_id,
    ),
    acts,
)
def test_words_of_one_side_alone_never_close(
    lists: list[Sending], seen: list[Look], said: list[Event]
) -> None:
    """Whatever a unit reports, asks or appeals, and whatever one person does with it."""
    alone = [replace(one, by="单位甲") for one in said]
    case = known(lists, seen, alone)
    assert case is not None and not case.closed


@given(sendings, looks, acts, st.randoms(use_true_random=False))
def test_the_order_of_what_is_read_does_not_matter(
    lists: list[Sending], seen: list[Look], said: list[Event], chance: random.Random
) -> None:
    told = known(lists, seen, said)
    for one in (lists, seen, said):
        chance.shuffle(one)  # type: ignore[arg-type]
    assert known(lists, seen, said) == told


@given(sendings, looks, acts, st.integers(0, 300))
def test_a_day_can_be_told_again_later(
    lists: list[Sending], seen: list[Look], said: list[Event], until: int
) -> None:
    then = after(minutes=until * 60)
    before = known(
        [one for one in lists if one.as_of <= then],
        [one for one in seen if one.now <= then],
        [one for one in said if one.at <= then],
    )
    assert known(lists, seen, said, then) == before


@given(sendings, looks, acts)
def test_one_id_and_every_list_for_ever(
    lists: list[Sending], seen: list[Look], said: list[Event]
) -> None:
    case = known(lists, seen, said)
    assert case is not None and case.defect_id == ID
    assert set(case.sendings) == set(lists), "no list is forgotten when a round ends"
    for number in range(len(said)):
        part = known(lists, seen, said[:number])
        assert part is not None and part.defect_id == ID


@given(hours, st.integers(0, 400), st.integers(0, 400))
def test_an_appeal_stops_the_clock(begin: int, took: int, later: int) -> None:
    appealed, decided = begin / 24, (begin + took) / 24
    appeal, kept = act(Act.APPEAL, appealed), act(Act.KEEP, decided, "王五")
    on_that_day = stands(sending(), appeal, days=appealed)
    left = on_that_day.days_left(shanghai_day(after(days=appealed)))
    waiting = stands(sending(), appeal)
    then = shanghai_day(after(days=appealed)) + timedelta(days=later)
    assert waiting.days_left(then) == left and not waiting.overdue(then)
    assert not waiting.due(then, 400)
    done = stands(sending(), appeal, kept)
    assert done.days_left(shanghai_day(kept.at)) == left, "the clock goes on where it stood"
    assert done.appeal is None and done.appealed == ((appeal, kept),)


@given(looks, acts)
def test_what_was_seen_before_the_list_says_nothing(seen: list[Look], said: list[Event]) -> None:
    """Looks of runs that began before the list was made, whatever day they speak of."""
    made = replace(sending(), made_at=after(days=300))
    early = [one for one in said if one.run_id is None]
    with_looks = follow([made], seen, early, as_of=LONG_AFTER)
    assert with_looks == follow([made], (), early, as_of=LONG_AFTER)


def test_the_whole_way_and_back_again() -> None:
    told: list[Sending | Look | Event] = [sending()]
    way = [
        (act(Act.ACKNOWLEDGE, 1), Step.ACKNOWLEDGED),
        (look(1.5, Sight.STILL), Step.ACKNOWLEDGED),
        (act(Act.CLAIM, 2), Step.CLAIMED),
        (look(3, Sight.STILL), Step.STILL),
        (act(Act.CLAIM, 4), Step.CLAIMED),
        (look(5, Sight.UNSEEN), Step.CLAIMED),
        (look(6, Sight.MOOT), Step.CLAIMED),
        (look(7, Sight.GONE, run=7), Step.VERIFIED),
        (act(Act.CLOSE, 7, by="", run_id=7), Step.CLOSED),
        (look(8, Sight.SUSPECTED), Step.CLOSED),
        (look(9, Sight.STILL), Step.REOPENED),
        (sending(10, number=2), Step.SENT),
        (look(11, Sight.GONE, run=11), Step.VERIFIED),
        (act(Act.CLOSE, 12, by="王五"), Step.CLOSED),
    ]
    for one, step in way:
        told.append(one)
        assert stands(*told).step is step, one
    case = stands(*told)
    assert (case.reopened, len(case.sendings), case.closing) == (1, 2, Closing.ACCEPTED)


def test_two_names_of_one_person_are_one() -> None:
    proposed = (sending(), act(Act.PROPOSE, 1, "王五"))
    assert not stands(*proposed, act(Act.CLOSE, 2, "王　五")).closed
    case = stands(*proposed, act(Act.CLOSE, 2, "李四"))
    assert case.closed and case.closed_by == ("王五", "李四")
    assert stands(*proposed).waits == (Wait.SECOND,)


def test_nobody_closes_by_hand_what_the_machine_still_sees() -> None:
    seen = look(1, Sight.STILL)
    by_hand = (act(Act.PROPOSE, 2, "王五"), act(Act.CLOSE, 3, "李四"))
    assert not stands(sending(), seen, *by_hand).closed
    later = look(2.5, Sight.STILL)
    assert not stands(sending(), later, *by_hand).closed, "the proposal falls when it is seen"
    reported = act(Act.CLAIM, 1.5)
    assert not stands(sending(), seen, reported, *by_hand).closed, "nobody has looked since"
    blind = look(1.7, Sight.UNSEEN)
    assert stands(sending(), seen, reported, blind, *by_hand).closed, "no machine can see it"


def test_nobody_closes_what_was_just_seen_again() -> None:
    told = (sending(), look(1, Sight.GONE), look(2, Sight.SUSPECTED))
    assert not stands(*told, act(Act.CLOSE, 3, "王五")).closed
    assert stands(*told, look(2.5, Sight.GONE), act(Act.CLOSE, 3, "王五")).closed


def test_a_proposal_without_its_attachment_is_none() -> None:
    for bare in (act(Act.PROPOSE, 1, "王五", sha256=None), act(Act.PROPOSE, 1, "王五", reason=" ")):
        assert not stands(sending(), bare, act(Act.CLOSE, 2, "李四")).closed


def test_who_included_a_defect_does_not_decide_its_appeal() -> None:
    appeal = act(Act.APPEAL, 1)
    assert stands(sending(), appeal, act(Act.STRIKE, 2, "李 四")).appeal == appeal
    assert stands(sending(), appeal, act(Act.STRIKE, 2, "单位甲")).appeal == appeal
    assert stands(sending(), appeal, act(Act.STRIKE, 2, "王五")).appeal is None


def test_a_deadline_moves_by_what_was_granted_alone() -> None:
    first = shanghai_day(START) + timedelta(days=20)
    later = first + timedelta(days=10)
    ask = act(Act.ASK, 1, day=later)
    assert stands(sending(), ask).deadline == first
    assert stands(sending(), ask, act(Act.REFUSE, 2, "王五")).deadline == first
    assert stands(sending(), ask, act(Act.GRANT, 2, "王五", day=later)).deadline == later
    assert stands(sending(), act(Act.GRANT, 2, "王五", day=later)).deadline == first
    assert stands(sending(), sending(5, number=2)).deadline == first, "told again is no more time"
    assert stands(sending(due=None), sending(5, number=2)).deadline is not None


def test_who_reported_in_time_is_not_overdue_while_we_have_not_looked() -> None:
    long_after = shanghai_day(START) + timedelta(days=60)
    assert stands(sending()).overdue(long_after) and stands(sending()).due(long_after, 0)
    in_time = stands(sending(), act(Act.CLAIM, 19))
    assert not in_time.overdue(long_after) and not in_time.due(long_after, 0)
    assert stands(sending(), act(Act.CLAIM, 21)).overdue(long_after)
    refuted = stands(sending(), act(Act.CLAIM, 19), look(21, Sight.STILL))
    assert refuted.overdue(long_after)


def test_looks_follow_the_rule_of_the_second_look() -> None:
    history = [
        finding(Outcome.FAIL, 0, run=1),
        finding(Outcome.FAIL, 60, run=2),
        finding(Outcome.PASS, 120, run=3),
        finding(Outcome.FAIL, 180, run=4),
        finding(Outcome.NOT_OBSERVED, 240, run=5),
        finding(Outcome.NOT_APPLICABLE, 300, run=6, reason="moved"),
        finding(Outcome.NOT_APPLICABLE, 360, run=7, reason="unlinked"),
    ]
    assert [one.sight.value for one in looks_of(history, {})] == [
        *("suspected", "still", "gone", "suspected", "unseen", "moot", "gone")
    ]
