"""整改: what becomes of a defect after it was sent to a unit, replayed from what was written down of it.

Lists (下发), looks of the machine and words of persons are kept for ever and never changed; how a case
stands is derived from them, in the order of their moments. A case closes (销号) in two ways only: the
machine saw the fault gone after it was sent, or, of what no machine can see, two different persons say
so with a reason and an attachment (人工核销).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Decision, DefectState, course
from monitor.domain.finding import Finding, Outcome

_SEEN_GONE = frozenset({"unlinked"})
"""Reasons why a check no longer applies that are themselves the sight of its end."""

Shift = Callable[[date, date, date], date | None]
"""A deadline, the day on which its clock stopped and the day on which it went on; None where the new
deadline cannot be told (未能核验)."""


class Sight(StrEnum):
    """What a look says of a fault. suspected: seen, without a second look yet. moot: the check no longer
    applies, but no fix was seen. unseen: could not look."""

    STILL = "still"
    SUSPECTED = "suspected"
    GONE = "gone"
    MOOT = "moot"
    UNSEEN = "unseen"


class Step(StrEnum):
    """已下发, 已签收, 单位报告已整改, 复查仍未整改, 复查已整改（待销号）, 已销号, 销号后复发."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    CLAIMED = "claimed"
    STILL = "still"
    VERIFIED = "verified"
    CLOSED = "closed"
    REOPENED = "reopened"


class Act(StrEnum):
    """What is written down of a case, in the order in which acts of one moment count.

    Of the unit: acknowledge (签收), claim (报告已整改), answer (说明), ask (延期申请), appeal (申诉).
    Of the office: grant, refuse (an extension); keep, strike (an appeal dismissed, upheld); propose
    (人工核销, the first person), close (the second, or who accepts what the machine saw).
    """

    ACKNOWLEDGE = "acknowledge"
    CLAIM = "claim"
    ANSWER = "answer"
    ASK = "ask"
    APPEAL = "appeal"
    GRANT = "grant"
    REFUSE = "refuse"
    KEEP = "keep"
    STRIKE = "strike"
    PROPOSE = "propose"
    CLOSE = "close"


class Closing(StrEnum):
    """machine: 复查见已整改，自动销号; accepted: 复查见已整改，由人销号; manual: 人工核销."""

    MACHINE = "machine"
    ACCEPTED = "accepted"
    MANUAL = "manual"


class Wait(StrEnum):
    """Whom a case waits for: extension and appeal for the office's word, second for the second person of
    a 人工核销, accept for somebody to close what the machine saw repaired."""

    EXTENSION = "extension"
    APPEAL = "appeal"
    SECOND = "second"
    ACCEPT = "accept"


@dataclass(frozen=True, slots=True)
class Sending:
    """A list that told a unit of a defect. `as_of`: the moment it is a list of, `made_at`: when it was
    made. `deadline` is None where there is none (`deadline_set` False) and where it cannot be told."""

    defect_id: str
    list_id: int
    number: str
    unit_id: str
    as_of: datetime
    made_at: datetime
    deadline: date | None = None
    deadline_set: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What a run said of a defect. `now` is the run's; `begun`: when the look itself began."""

    run_id: int
    now: datetime
    begun: datetime
    sight: Sight


@dataclass(frozen=True, slots=True)
class Event:
    """An act. Append-only. `day`: the day of the repair that a claim reports, the day an extension asks
    for or grants. `document`: name of an attachment, `sha256` that of its bytes. `run_id`: the run that
    saw the fault gone, where nobody but the machine closes; `by` is then empty."""

    defect_id: str
    act: Act
    at: datetime
    by: str
    reason: str = ""
    day: date | None = None
    document: str | None = None
    sha256: str | None = None
    run_id: int | None = None

    @property
    def id(self) -> str:
        """Made of all it says: the same word written twice is one."""
        said = (
            *(self.defect_id, self.act.value, self.at.isoformat(), self.by, self.reason),
            *(str(one) for one in (self.day, self.document, self.sha256, self.run_id)),
        )
        return hashlib.sha256("\0".join(said).encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Case:
    """How a defect that was sent stands. Derived; rebuilt by `follow`, under the defect's own id.

    `sending`: the list that began this round, `sendings` all that told of it. `deadline` with extensions
    and stopped clocks in it. `ask`, `appeal`, `proposal`: what is open of them. `verified`: the look that
    saw it gone. `seen`: the last look that saw it still there. `struck`: the word that takes it out
    (不予计入) while the facts stay the same.
    """

    defect_id: str
    sending: Sending
    sendings: tuple[Sending, ...]
    step: Step = Step.SENT
    deadline: date | None = None
    acknowledged: Event | None = None
    claim: Event | None = None
    answer: Event | None = None
    ask: Event | None = None
    extended: Event | None = None
    appeal: Event | None = None
    appealed: tuple[tuple[Event, Event], ...] = ()
    proposal: Event | None = None
    verified: Look | None = None
    seen: Look | None = None
    last_look: Look | None = None
    closed_at: datetime | None = None
    closing: Closing | None = None
    closed_by: tuple[str, ...] = ()
    reopened: int = 0
    struck: Decision | None = None

    @property
    def closed(self) -> bool:
        return self.step is Step.CLOSED

    @property
    def open(self) -> bool:
        """Whether the unit still owes something."""
        return not self.closed and self.struck is None

    @property
    def contradicted(self) -> bool:
        """Whether the last the machine saw of it is the fault: nobody can then say that it is repaired.
        Once the unit reports a repair, a look that could not see it will do."""
        if self.seen is None or self.step in (Step.VERIFIED, Step.CLOSED):
            return False
        return self.step is not Step.CLAIMED or self.last_look == self.seen

    @property
    def doubtful(self) -> bool:
        """Whether the last look saw it again, if only once."""
        return self.last_look is not None and self.last_look.sight is Sight.SUSPECTED

    @property
    def waits(self) -> tuple[Wait, ...]:
        if self.struck is not None:
            return ()
        found = {
            Wait.EXTENSION: self.ask is not None,
            Wait.APPEAL: self.appeal is not None,
            Wait.SECOND: self.proposal is not None and not self.closed,
            Wait.ACCEPT: self.step is Step.VERIFIED,
        }
        return tuple(wait for wait, so in found.items() if so)

    def days_left(self, today: date) -> int | None:
        """Days up to the deadline, below nought when it is over; an open appeal stops the clock. None
        without a deadline, and where nothing is owed."""
        if self.deadline is None or not self.open:
            return None
        return (self.deadline - self._reckoned(today)).days

    def overdue(self, today: date) -> bool:
        """Whether the deadline went by and nothing was reported or seen repaired in time."""
        left = self.days_left(today)
        return left is not None and left < 0 and self.appeal is None

    def due(self, today: date, days: int) -> bool:
        """Whether to remind the unit: it owes a report within so many days, or has missed it."""
        left = self.days_left(today)
        waiting = self.appeal is not None or self.step in (Step.CLAIMED, Step.VERIFIED)
        return left is not None and left <= days and not waiting

    def _reckoned(self, today: date) -> date:
        """The day on which the clock stopped: by an appeal, by a report or by what a look saw."""
        stops = [today]
        if self.appeal is not None:
            stops.append(shanghai_day(self.appeal.at))
        if self.step in (Step.CLAIMED, Step.VERIFIED) and self.claim is not None:
            stops.append(shanghai_day(self.claim.at))
        if self.step is Step.VERIFIED and self.verified is not None:
            stops.append(shanghai_day(self.verified.now))
        return min(stops)


def sight_of(finding: Finding) -> Sight:
    """What one finding says by itself; only what was positively seen is gone."""
    if finding.outcome is Outcome.FAIL:
        return Sight.STILL
    if finding.outcome is Outcome.PASS or (
        finding.outcome is Outcome.NOT_APPLICABLE and finding.reason in _SEEN_GONE
    ):
        return Sight.GONE
    return Sight.MOOT if finding.outcome is Outcome.NOT_APPLICABLE else Sight.UNSEEN


def looks_of(findings: Iterable[Finding], begun: dict[int, datetime]) -> list[Look]:
    """The looks at one defect, from all its findings. `begun`: by run, when it began to look.

    A failure counts as seen once it is confirmed, as in `defect.replay`.
    """
    found = []
    for finding, defect in course(findings):
        sight = sight_of(finding)
        if sight is Sight.STILL and (defect is None or defect.state is not DefectState.CONFIRMED):
            sight = Sight.SUSPECTED
        found.append(
            Look(finding.run_id, finding.now, begun.get(finding.run_id, finding.now), sight)
        )
    return found


def same_person(one: str, other: str) -> bool:
    """Names are alike whatever their spaces, width and case."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def natural_days(deadline: date, stopped: date, went_on: date) -> date:
    """A deadline put off by the days for which its clock stood."""
    return deadline + max(timedelta(), went_on - stopped)


def follow(
    sendings: Iterable[Sending],
    looks: Iterable[Look] = (),
    events: Iterable[Event] = (),
    *,
    as_of: datetime,
    shift: Shift = natural_days,
    reviewers: Collection[str] = (),
) -> Case | None:
    """Rebuild the case of one defect; None when no list told of it up to `as_of`.

    In the order of moments; of one moment lists come first, then looks, then acts in the order of `Act`:
    the order in which they are given does not matter. What does not fit the case as it stands is kept
    and changes nothing: a grant that nobody asked for, a second person who is the first, a look from
    before the list was made. `reviewers`: who included the defect; none of them decides its appeal.
    """
    told: list[tuple[tuple[datetime, int, int, str], Sending | Look | Event]] = [
        *(((one.as_of, 0, one.list_id, ""), one) for one in sendings),
        *(((one.now, 1, one.run_id, ""), one) for one in looks),
        *(((one.at, 2, _RANK[one.act], one.id), one) for one in events),
    ]
    case: Case | None = None
    for (moment, *_), one in sorted(told, key=lambda pair: pair[0]):
        if moment > as_of:
            break
        if isinstance(one, Sending):
            case = _sent(case, one)
        elif case is None:
            continue
        elif isinstance(one, Look):
            case = _looked(case, one)
        else:
            case = _said(case, one, shift, reviewers)
    return case


_RANK = {act: number for number, act in enumerate(Act)}


def _sent(case: Case | None, sending: Sending) -> Case:
    """A list opens a round. One that tells again of what is still open gives no more time."""
    if case is None:
        return Case(sending.defect_id, sending, (sending,), deadline=sending.deadline)
    known = (*case.sendings, sending)
    if case.step in (Step.CLOSED, Step.REOPENED):
        return Case(
            case.defect_id,
            sending,
            known,
            deadline=sending.deadline,
            appeal=case.appeal,
            appealed=case.appealed,
            seen=case.seen,
            last_look=case.last_look,
            reopened=case.reopened + case.closed,
        )
    if any(one.deadline_set for one in case.sendings):
        return replace(case, sendings=known)
    return replace(case, sendings=known, deadline=sending.deadline)


def _looked(case: Case, look: Look) -> Case:
    """Only a look from after the list was made says anything of what became of it."""
    if look.now <= case.sending.as_of or look.begun < case.sending.made_at:
        return case
    case = replace(case, last_look=look)
    if look.sight is Sight.GONE and not case.closed:
        return replace(case, step=Step.VERIFIED, verified=look, seen=None)
    if look.sight is not Sight.STILL:
        return case
    case = replace(case, seen=look, verified=None, proposal=None)
    if case.closed:
        return replace(
            case,
            step=Step.REOPENED,
            reopened=case.reopened + 1,
            deadline=None,
            claim=None,
            ask=None,
            extended=None,
            closed_at=None,
            closing=None,
            closed_by=(),
        )
    return replace(case, step=_STILL.get(case.step, case.step))


_STILL = {Step.CLAIMED: Step.STILL, Step.VERIFIED: Step.STILL}
"""What becomes of a step when the fault is seen again."""
_OWED = frozenset({Step.SENT, Step.ACKNOWLEDGED, Step.STILL, Step.REOPENED, Step.CLAIMED})
"""Steps at which a unit may report a repair."""


def _said(case: Case, event: Event, shift: Shift, reviewers: Collection[str]) -> Case:
    match event.act:
        case Act.ACKNOWLEDGE if case.acknowledged is None:
            step = Step.ACKNOWLEDGED if case.step is Step.SENT else case.step
            return replace(case, acknowledged=event, step=step)
        case Act.CLAIM if case.step in _OWED:
            return replace(case, claim=event, step=Step.CLAIMED)
        case Act.ANSWER:
            return replace(case, answer=event)
        case Act.ASK if not case.closed:
            return replace(case, ask=event)
        case Act.GRANT if case.ask is not None and event.day is not None:
            return replace(case, deadline=event.day, extended=event, ask=None)
        case Act.REFUSE:
            return replace(case, ask=None)
        case Act.APPEAL if case.appeal is None:
            return replace(case, appeal=event)
        case Act.KEEP | Act.STRIKE if case.appeal and may_decide(case, event.by, reviewers):
            stopped, went_on = shanghai_day(case.appeal.at), shanghai_day(event.at)
            deadline = case.deadline and shift(case.deadline, stopped, went_on)
            appealed = (*case.appealed, (case.appeal, event))
            return replace(case, appeal=None, appealed=appealed, deadline=deadline)
        case Act.PROPOSE if _may_propose(case, event):
            return replace(case, proposal=event)
        case Act.CLOSE:
            return _closed(case, event)
    return case


def may_decide(case: Case, by: str, reviewers: Collection[str]) -> bool:
    """Whether somebody may decide the open appeal: neither who included the defect nor who appealed."""
    others = [*reviewers, *([case.appeal.by] if case.appeal else [])]
    return not any(same_person(by, other) for other in others)


def _may_propose(case: Case, event: Event) -> bool:
    proved = event.reason.strip() and event.document and event.sha256
    return bool(proved) and not case.closed and not case.contradicted


def _closed(case: Case, event: Event) -> Case:
    """By the look that saw it gone, alone or with a person; else by a second person."""
    how: Closing
    by: tuple[str, ...]
    if case.closed:
        return case
    if case.step is Step.VERIFIED and case.verified is not None:
        if event.run_id is None and not case.doubtful:
            how, by = Closing.ACCEPTED, (event.by,)
        elif event.run_id == case.verified.run_id:
            how, by = Closing.MACHINE, ()
        else:
            return case
    elif event.run_id is None and case.proposal and not same_person(case.proposal.by, event.by):
        how, by = Closing.MANUAL, (case.proposal.by, event.by)
    else:
        return case
    return replace(
        case,
        step=Step.CLOSED,
        closed_at=event.at,
        closing=how,
        closed_by=by,
        ask=None,
        proposal=None,
    )
