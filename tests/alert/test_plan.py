"""Who is told of what, and when: events, what was sent, rules and the time make messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.alert import (
    AlertRules,
    Details,
    Event,
    Kind,
    Message,
    Officer,
    Sent,
    Span,
    Style,
    plan,
)
from tests.schedule.world import at

ALL = Officer("", ("duty",))
RULES = AlertRules({"duty": Details.COUNTS}, (ALL,), cap=5)
NIGHT = replace(
    RULES, quiet=Span(time(22), time(7)), breaks=frozenset({Kind.BLIND}), digest=time(8, 30)
)
NOON = at("2026-01-26T12:00")


def event(number: int, known: datetime = NOON, kind: Kind = Kind.SITE_DOWN) -> Event:
    return Event(kind, f"{kind.value}:{number}", known)


def several(count: int, known: datetime = NOON) -> list[Event]:
    return [event(number, known) for number in range(count)]


class World:
    """Plans again and again as time passes; a channel takes what it is sent unless it is `dead`."""

    def __init__(self, rules: AlertRules) -> None:
        self.rules = rules
        self.sent: list[Sent] = []
        self.dead: set[str] = set()

    def at(self, moment: str | datetime, events: Iterable[Event]) -> list[Message]:
        now = at(moment) if isinstance(moment, str) else moment
        planned = plan(events, self.sent, self.rules, now)
        for one in planned:
            keys = tuple(event.key for event in one.events)
            taken = one.channel not in self.dead
            self.sent.append(Sent(one.channel, now, one.style, keys, taken))
        return planned


def styles(messages: Iterable[Message]) -> list[tuple[Style, int]]:
    return [(one.style, len(one.events)) for one in messages]


def test_each_event_is_told_once() -> None:
    world = World(RULES)
    assert styles(world.at(NOON, several(3))) == [(Style.SINGLE, 1)] * 3
    assert world.at(NOON + timedelta(hours=5), several(3)) == []
    assert styles(world.at(NOON + timedelta(hours=6), several(4))) == [(Style.SINGLE, 1)]
    assert world.at(NOON + timedelta(hours=7), [event(0), event(0)]) == []


def test_a_storm_is_one_summary() -> None:
    world = World(RULES)
    assert styles(world.at(NOON, several(500))) == [(Style.SUMMARY, 500)]
    assert world.at(NOON + timedelta(minutes=5), several(500)) == []


def test_a_storm_that_trickles_is_a_few_messages_and_a_summary_an_hour() -> None:
    world = World(RULES)
    found = []
    for minute in range(120):
        found += world.at(NOON + timedelta(minutes=minute), several(4 * (minute + 1)))
    assert sum(len(one.events) for one in found) >= 240, "told within the hour"
    assert len(found) <= 3 * RULES.cap
    first_hour = [one for one in world.sent if one.at < NOON + timedelta(hours=1)]
    assert len(first_hour) <= RULES.cap + 1


def test_quiet_hours_hold_back_and_the_digest_tells() -> None:
    world = World(NIGHT)
    found = several(20, at("2026-01-26T23:10"))
    assert world.at("2026-01-26T23:15", found) == []
    assert world.at("2026-01-27T07:10", found) == [], "the digest is not due yet"
    late = event(99, at("2026-01-27T07:30"))
    assert styles(world.at("2026-01-27T07:35", [*found, late])) == [(Style.SINGLE, 1)]
    assert styles(world.at("2026-01-27T08:30", [*found, late])) == [(Style.DIGEST, 20)]
    assert world.at("2026-01-27T09:00", [*found, late]) == []


def test_what_breaks_quiet_hours_is_told_at_once() -> None:
    world = World(NIGHT)
    told = world.at("2026-01-26T23:15", [event(1, kind=Kind.BLIND), event(2)])
    assert [one.events[0].kind for one in told] == [Kind.BLIND]


def test_without_a_digest_time_it_is_told_when_they_are_over() -> None:
    world = World(replace(NIGHT, digest=None))
    found = several(3, at("2026-01-26T23:10"))
    assert world.at("2026-01-27T06:59", found) == []
    assert styles(world.at("2026-01-27T07:00", found)) == [(Style.DIGEST, 3)]


def test_who_is_on_duty_is_told_and_who_comes_later_is_not_told_again() -> None:
    day = Officer("张三", ("a",), frozenset(range(5)), Span(time(8), time(18)))
    late = Officer("李四", ("b",), frozenset(range(5)), Span(time(18), time(8)))
    world = World(AlertRules({"a": Details.FULL, "b": Details.COUNTS}, (day, late)))
    assert [one.channel for one in world.at(NOON, [event(1)])] == ["a"]
    evening = world.at("2026-01-26T20:00", [event(1), event(2)])
    assert [(one.channel, one.events[0].key) for one in evening] == [("b", event(2).key)]
    friday = [
        one.channel for one in world.at("2026-01-31T03:00", [event(3, at("2026-01-31T02:00"))])
    ]
    assert friday == ["b"], "the night that began on Friday"
    assert world.at("2026-01-31T12:00", [event(4, at("2026-01-31T11:00"))]) == [], "a Saturday"
    waiting = [event(4, at("2026-01-31T11:00"))]
    assert [one.channel for one in world.at("2026-02-02T08:00", waiting)] == ["a"]


def test_kinds_go_to_who_wants_them() -> None:
    officers = (
        Officer("张三", ("a",), kinds=frozenset({Kind.BLIND, Kind.JOB_SILENT})),
        Officer("李四", ("b",), kinds=frozenset({Kind.VETO_SUSPECTED})),
    )
    channels = {"a": Details.COUNTS, "b": Details.COUNTS}
    rules = AlertRules(channels, officers, frozenset({Kind.BLIND, Kind.VETO_SUSPECTED}))
    told = plan([event(1, kind=kind) for kind in Kind], [], rules, NOON)
    assert [(one.channel, one.events[0].kind) for one in told] == [
        ("a", Kind.BLIND),
        ("b", Kind.VETO_SUSPECTED),
    ]


def test_a_channel_that_fails_is_tried_again_ever_more_seldom() -> None:
    world = World(
        AlertRules({"a": Details.COUNTS, "b": Details.COUNTS}, (Officer("", ("a", "b")),))
    )
    world.dead = {"a"}
    tries = []
    for minute in range(0, 300):
        now = NOON + timedelta(minutes=minute)
        tries += [minute for one in world.at(now, [event(1)]) if one.channel == "a"]
    assert tries == [0, 5, 15, 35, 75, 135, 195, 255]
    assert sum(one.channel == "b" for one in world.sent) == 1, "who took it is not told again"
    world.dead = set()
    assert [one.channel for one in world.at(NOON + timedelta(minutes=320), [event(1)])] == ["a"]
    assert world.at(NOON + timedelta(minutes=400), [event(1)]) == []


def test_what_is_long_past_is_no_alert() -> None:
    assert plan([event(1, NOON - timedelta(days=8))], [], RULES, NOON) == []


moments = st.integers(0, 6 * 24 * 12).map(lambda n: NOON + timedelta(minutes=5 * n))


@settings(max_examples=60, deadline=None)
@given(
    known=st.lists(st.tuples(moments, st.sampled_from(list(Kind))), max_size=40),
    dead=st.lists(st.booleans(), min_size=1, max_size=7),
    night=st.booleans(),
)
def test_nothing_is_told_twice_and_in_the_end_everything_is(
    known: list[tuple[datetime, Kind]], dead: list[bool], night: bool
) -> None:
    world = World(NIGHT if night else RULES)
    events = [event(n, moment, kind) for n, (moment, kind) in enumerate(known)]
    for step in range(0, 7 * 24 * 12, 4):
        now = NOON + timedelta(minutes=5 * step)
        world.dead = {"duty"} if dead[step % len(dead)] else set()
        for one in world.at(now, [one for one in events if one.known <= now]):
            assert (
                not NIGHT.quiet
                or not night
                or not NIGHT.quiet.holds(now)
                or {each.kind for each in one.events} <= NIGHT.breaks
            )
    keys = [key for one in world.sent if one.delivered for key in one.keys]
    assert len(keys) == len(set(keys))
    if not any(dead):
        assert set(keys) == {one.key for one in events}
