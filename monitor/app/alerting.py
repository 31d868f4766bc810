"""`monitor alert`: tell those on duty what has happened. Reads rows; asks nothing of any site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from db import alerts as kept
from db import cases, queries, repository
from monitor.app import jobs
from monitor.app.house import BadInput, House
from monitor.app.rectification import Line, lines
from monitor.app.sending import Post, sender, unfit
from monitor.app.standing import Standing, standing
from monitor.app.status import status
from monitor.assess.judge import HOME
from monitor.config.alerts import load_alerts
from monitor.config.secrets import load_secrets
from monitor.crawl.locks import Locks
from monitor.domain.alert import (
    FORGOTTEN,
    AlertRules,
    Details,
    Event,
    Kind,
    Message,
    Sent,
    Style,
    plan,
)
from monitor.domain.calendar import day_begins, shanghai_day
from monitor.domain.case import CaseState
from monitor.domain.defect import DecisionKind, DefectState
from monitor.domain.rubric import RowKind
from monitor.text import say

_MOST_LINES = 20
_LEADS = frozenset({"wording-severe", "link-hijacked", "link-hidden", "page-tampered"})
"""Checks whose finds belong to a veto row that counts no check, as a person alone can decide it."""


@dataclass(frozen=True)
class Told:
    """A message, as said; `failure` is why a channel did not take it, None when it did or was not
    asked."""

    message: Message
    title: str
    body: str
    failure: str | None = None


def alert(
    house: House,
    *,
    dry_run: bool = False,
    post: Post | None = None,
    schedules: Path = jobs.SCHEDULES,
) -> list[Told]:
    """Plan and send what there is to tell now. `dry_run`: only plan.

    One process at a time: what another one is sending is not sent again. Raises ConfigError for files
    that do not fit, and BadInput without alerts.yaml and for an address that no service takes.
    """
    addresses = load_secrets(house.home).alerts
    rules = load_alerts(house.home, addresses)
    if rules is None:
        raise BadInput("alert.none", path=house.home / "alerts.yaml")
    used = {name: addresses[name] for name in rules.channels}
    locks = Locks(house.home / "locks")
    if not dry_run and not locks.hold("alert", busy=True):
        return []
    try:
        found = list(events(house, rules, schedules))
        messages = plan(found, kept.sent(house.engine), rules, house.clock.now())
        # The library is large and mostly there is nothing to tell.
        if post is None and (messages or dry_run) and (wrong := unfit(used)):
            raise BadInput("alert.unfit", value=wrong[0])
        if dry_run:
            return [Told(one, *_said(one, rules)) for one in messages]
        return _send(house, messages, rules, post or sender(used))
    finally:
        locks.close()


def check(house: House) -> None:
    """Refuse, by ConfigError, an alerts.yaml that does not fit; that there is none is fit."""
    load_alerts(house.home, load_secrets(house.home).alerts)


def _send(house: House, messages: Sequence[Message], rules: AlertRules, post: Post) -> list[Told]:
    """A channel that fails is left alone until the next time, with all that it should have had."""
    told: list[Told] = []
    for channel in rules.channels:
        own = [one for one in messages if one.channel == channel]
        for number, one in enumerate(own):
            title, body = _said(one, rules)
            failure = post(channel, title, body)
            late = [one] if failure is None else own[number:]
            keys = tuple(event.key for each in late for event in each.events)
            kept.note_sent(
                house.engine,
                Sent(channel, house.clock.now(), one.style, keys, failure is None, failure or ""),
            )
            told.append(Told(one, title, body, failure))
            if failure is not None:
                break
    return told


def events(house: House, rules: AlertRules, schedules: Path = jobs.SCHEDULES) -> Iterator[Event]:
    """What can be told now, of the kinds that the office wants."""
    found: Standing | None = None
    if rules.kinds & {Kind.VETO_SUSPECTED, Kind.SITE_DOWN}:
        judged = queries.latest_judged_moment(house.engine)
        found = standing(house) if judged else None
    makers: Mapping[Kind, Callable[[], Iterable[Event]]] = {
        Kind.VETO_SUSPECTED: lambda: (
            [*_vetoes(house, found), *_leads(house, found)] if found else ()
        ),
        Kind.SITE_DOWN: lambda: _down(house, found) if found else (),
        Kind.DEADLINE_PASSED: lambda: _late(house),
        Kind.BLIND: lambda: _blind(house),
        Kind.JOB_SILENT: lambda: _silent(house, schedules),
    }
    for kind in Kind:
        if kind in rules.kinds:
            yield from makers[kind]()


def _vetoes(house: House, found: Standing) -> Iterator[Event]:
    """Rows that would be a veto if a person confirms it, and that nobody has decided."""
    rows = {row.id: row for row in found.rubric.rows}
    waiting = [
        one
        for suggested in found.suggestions.values()
        for one in suggested
        if one.kind is RowKind.VETO and one.word is None
    ]
    began = kept.streaks(house.engine, {defect for one in waiting for defect in one.defects})
    known = kept.judged_at(house.engine, {run for run, _ in began.values()})
    for one in waiting:
        first = min((began[defect] for defect in one.defects if defect in began), default=None)
        site = found.registry.watched.get(one.site_id)
        if first is None or site is None:
            continue
        run, moment = first
        yield Event(
            Kind.VETO_SUSPECTED,
            f"veto:{one.id}:{run}",
            known.get(run, moment),
            say("alert.veto_about", site=site.name, row=rows[one.indicator].name),
            site.url or "",
        )


def _leads(house: House, found: Standing) -> Iterator[Event]:
    """Signs of what only a person can call a veto. Told without the page: its content may be what
    must not be passed on."""
    signs = [
        (site, defect)
        for unit in found.units
        for site in unit.watched
        for defect in found.defects[site.id]
        if defect.check in _LEADS
        and defect.state is DefectState.CONFIRMED
        and defect.decision is DecisionKind.PENDING
    ]
    began = kept.streaks(house.engine, [defect.id for _, defect in signs])
    known = kept.judged_at(house.engine, {run for run, _ in began.values()})
    for site, defect in signs:
        if defect.id in began:
            run, moment = began[defect.id]
            name = say(f"check.{defect.check}.name", lang="zh")
            about = say("alert.veto_about", site=site.name, row=name)
            at = known.get(run, moment)
            yield Event(Kind.VETO_SUSPECTED, f"lead:{defect.id}:{run}", at, about, site.url or "")


def _down(house: House, found: Standing) -> Iterator[Event]:
    """Home pages that a second look could not open either, and platforms whose sites fail together."""
    down = [
        defect
        for unit in found.units
        for site in unit.sites
        for defect in found.defects[site.id]
        if defect.check == HOME and defect.state is DefectState.CONFIRMED
    ]
    began = kept.streaks(house.engine, [defect.id for defect in down])
    known = kept.judged_at(house.engine, {run for run, _ in began.values()})
    sites = found.registry.sites
    for defect in down:
        if defect.id in began and defect.site_id in sites:
            run, _ = began[defect.id]
            about = sites[defect.site_id].name
            # Since it was confirmed: before that nobody could be told.
            at = max(known.get(run, defect.last_seen), defect.last_seen)
            yield Event(Kind.SITE_DOWN, f"down:{defect.id}:{run}", at, about, defect.url)
    for case in cases.platform_cases(house.engine):
        if case.state is CaseState.OPEN and case.over is None:
            about = say("alert.platform_about", host=case.host, sites=case.sites)
            yield Event(Kind.SITE_DOWN, f"case:{case.id}", case.first, about, "", case.sites)


def _late(house: House) -> Iterator[Event]:
    """Lines of sent lists whose deadline is over, extensions granted and appeals open reckoned in; those
    of one list that ended on one day are one event."""
    today = shanghai_day(house.clock.now())
    found: dict[tuple[int, date], list[Line]] = {}
    for line in lines(house, as_of=house.clock.now()):
        if line.case.deadline is not None and line.case.overdue(today):
            found.setdefault((line.case.sending.list_id, line.case.deadline), []).append(line)
    units = repository.load_registry(house.engine).units_by_id
    for (list_id, deadline), late in found.items():
        sending = late[0].case.sending
        unit = units.get(sending.unit_id)
        about = say(
            "alert.deadline_about",
            unit=unit.name if unit else sending.unit_id,
            number=sending.number,
            day=deadline.isoformat(),
            count=len(late),
        )
        known = day_begins(deadline + timedelta(days=1))
        yield Event(Kind.DEADLINE_PASSED, f"late:{list_id}:{deadline}", known, about, "", len(late))


def _blind(house: House) -> Iterator[Event]:
    for run, at in kept.blind_runs(house.engine, house.clock.now() - FORGOTTEN):
        yield Event(Kind.BLIND, f"blind:{run}", at, say("alert.blind_about", run=run))


def _silent(house: House, schedules: Path) -> Iterator[Event]:
    """Jobs of which nothing succeeded since they should have; one event until one succeeds."""
    for job in status(house, schedules).jobs:
        if job.silence is not None:
            last = job.silence.last.isoformat() if job.silence.last else "never"
            about = say("alert.silent_about", job=job.id)
            yield Event(Kind.JOB_SILENT, f"silent:{job.id}:{last}", job.silence.expected, about)


def _said(message: Message, rules: AlertRules) -> tuple[str, str]:
    """Title and text. Without details: how many of which kind, and where to look."""
    counts: Counter[Kind] = Counter()
    for event in message.events:
        counts[event.kind] += event.count
    lines = [say(f"alert.count.{kind.value}", count=counts[kind]) for kind in Kind if counts[kind]]
    title = say(f"alert.title.{message.style.value}")
    if rules.channels[message.channel] is Details.FULL:
        shown = message.events[:_MOST_LINES]
        lines += [f"· {event.about} {event.url}".rstrip() for event in shown]
        if len(message.events) > len(shown):
            lines.append(say("alert.more", count=len(message.events) - len(shown)))
    if message.style is not Style.SINGLE:
        lines.append(say("alert.look"))
    return title, "\n".join(lines)
