"""Whom to tell of what, and when: events, what was sent before, the office's rules and the time make
messages. Pure; the words are said elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from monitor.domain.calendar import SHANGHAI

HOUR = timedelta(hours=1)
FORGOTTEN = timedelta(days=7)
"""An event that nobody could be told of for so long is no alert any more; lists and status show it."""
_FIRST_WAIT = timedelta(minutes=5)


class Kind(StrEnum):
    VETO_SUSPECTED = "veto_suspected"
    SITE_DOWN = "site_down"
    DEADLINE_PASSED = "deadline_passed"
    BLIND = "blind"
    JOB_SILENT = "job_silent"


class Details(StrEnum):
    """`counts`: how many of which kind, no name and no address. `full`: also which."""

    COUNTS = "counts"
    FULL = "full"


class Style(StrEnum):
    """single: one event. summary: more than the cap lets through. digest: what was held back."""

    SINGLE = "single"
    SUMMARY = "summary"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell once. `key` is its own for as long as it lasts; `known`: since when it could
    be told. `about` and `url` are for those who get details; `count`: how many things it stands for."""

    kind: Kind
    key: str
    known: datetime
    about: str = ""
    url: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Span:
    """Hours of the day in Shanghai, the end excluded; they may reach over midnight."""

    start: time
    end: time

    def holds(self, moment: datetime) -> bool:
        now = moment.astimezone(SHANGHAI).time()
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def last_end(self, moment: datetime) -> datetime:
        """When it was last over, at or before a moment."""
        return _last(self.end, moment)


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is told on which channels. `weekdays`: 0 is Monday, of the day on which the hours begin;
    None for every day, all hours, every kind."""

    name: str
    channels: tuple[str, ...]
    weekdays: frozenset[int] | None = None
    hours: Span | None = None
    kinds: frozenset[Kind] | None = None

    def on_duty(self, moment: datetime) -> bool:
        local = moment.astimezone(SHANGHAI)
        if self.hours is not None:
            if not self.hours.holds(moment):
                return False
            if self.hours.start >= self.hours.end and local.time() < self.hours.end:
                local -= timedelta(days=1)
        return self.weekdays is None or local.weekday() in self.weekdays

    def wants(self, kind: Kind) -> bool:
        return self.kinds is None or kind in self.kinds


@dataclass(frozen=True, slots=True)
class AlertRules:
    """`channels`: what each may be told. `kinds`: what is told at all. `quiet`: hours in which only
    `breaks` are told. `digest`: when the rest is. `cap`: messages an hour on a channel."""

    channels: dict[str, Details]
    officers: tuple[Officer, ...]
    kinds: frozenset[Kind] = frozenset(Kind)
    quiet: Span | None = None
    breaks: frozenset[Kind] = frozenset()
    digest: time | None = None
    cap: int = 10


@dataclass(frozen=True, slots=True)
class Sent:
    """An attempt: what was sent on a channel when, and whether it was taken."""

    channel: str
    at: datetime
    style: Style
    keys: tuple[str, ...]
    delivered: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    channel: str
    style: Style
    events: tuple[Event, ...]


@dataclass
class _Channel:
    """What became of a channel so far."""

    delivered: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    failures: int = 0
    last: datetime | None = None
    recent: list[Style] = field(default_factory=list)


def plan(
    events: Iterable[Event], sent: Iterable[Sent], rules: AlertRules, now: datetime
) -> list[Message]:
    """The messages to send now, by channel.

    An event goes once to each channel of those on duty when it is first told; who comes on duty later
    is not told again, and a channel that failed is tried again after 5, 10, 20, 40, then 60 minutes.
    Quiet hours hold back all but `breaks`; what was known before they ended comes as one digest, at
    the digest time if there is one, else when they are over. What nobody is on duty for waits for
    who comes. Above `cap` messages an hour a channel gets one summary, and the next an hour later.
    """
    channels = _history(sent, now)
    told = {key for one in channels.values() for key in one.delivered}
    waiting = [
        event
        for event in {event.key: event for event in events}.values()
        if event.kind in rules.kinds and now - event.known < FORGOTTEN
    ]
    messages: list[Message] = []
    for name in rules.channels:
        known = channels.get(name, _Channel())
        if known.failures and known.last and now < known.last + _wait(known.failures):
            continue
        open_ = [
            event
            for event in waiting
            if event.key not in known.delivered
            and (event.key not in told or event.key in known.tried)
            and _is_told(event, name, rules, now)
        ]
        messages += _messages(name, open_, known, rules, now)
    return messages


def _messages(
    name: str, events: Sequence[Event], known: _Channel, rules: AlertRules, now: datetime
) -> Iterator[Message]:
    held = tuple(event for event in events if _was_held(event, rules, now))
    fresh = tuple(event for event in events if event not in held)
    if held and _may_tell_held(rules, now):
        yield Message(name, Style.DIGEST, held)
    if len(fresh) <= rules.cap - len(known.recent):
        yield from (Message(name, Style.SINGLE, (event,)) for event in fresh)
    elif fresh and Style.SUMMARY not in known.recent:
        yield Message(name, Style.SUMMARY, fresh)


def _is_told(event: Event, channel: str, rules: AlertRules, now: datetime) -> bool:
    return any(
        channel in one.channels and one.on_duty(now) and one.wants(event.kind)
        for one in rules.officers
    )


def _was_held(event: Event, rules: AlertRules, now: datetime) -> bool:
    """Whether quiet hours held it back, these or the last."""
    if rules.quiet is None or event.kind in rules.breaks:
        return False
    return rules.quiet.holds(now) or event.known < rules.quiet.last_end(now)


def _may_tell_held(rules: AlertRules, now: datetime) -> bool:
    if rules.quiet is None or rules.quiet.holds(now):
        return False
    return rules.digest is None or _last(rules.digest, now) >= rules.quiet.last_end(now)


def _history(sent: Iterable[Sent], now: datetime) -> dict[str, _Channel]:
    found: dict[str, _Channel] = {}
    for one in sorted(sent, key=lambda one: one.at):
        channel = found.setdefault(one.channel, _Channel())
        channel.last = one.at
        if one.delivered:
            channel.failures = 0
            channel.delivered |= set(one.keys)
            if now - one.at < HOUR:
                channel.recent.append(one.style)
        else:
            channel.failures += 1
            channel.tried |= set(one.keys)
    return found


def _wait(failures: int) -> timedelta:
    doubled: int = 2 ** min(failures - 1, 4)
    return min(HOUR, _FIRST_WAIT * doubled)


def _last(clock: time, moment: datetime) -> datetime:
    """The last time at or before a moment that clocks in Shanghai showed so much."""
    local = moment.astimezone(SHANGHAI)
    found = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return found if found <= local else found - timedelta(days=1)
