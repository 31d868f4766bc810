"""How the defects that were sent stand, and closing what a run saw repaired."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from db import queries
from db import rectification as kept
from monitor.app.house import House
from monitor.domain.defect import STRUCK, Decision, DecisionKind, Defect, DefectState, holding
from monitor.domain.finding import Finding
from monitor.domain.office import ClosingRule
from monitor.domain.rectification import (
    Act,
    Case,
    Event,
    Sending,
    Shift,
    Sight,
    Step,
    follow,
    looks_of,
    natural_days,
    sight_of,
)
from monitor.domain.run import Run


@dataclass(frozen=True)
class Line:
    """A case with what lists say of it (frozen records, the newest last), and who included it."""

    case: Case
    records: tuple[Mapping[str, Any], ...]
    reviewers: tuple[str, ...]

    @property
    def record(self) -> Mapping[str, Any]:
        return self.records[-1]


def moment_of(house: House, as_of: str | None) -> datetime:
    """The moment of an act, or at which cases are told: the present one, or that of the latest judged
    run where that speaks of a later day. Raises BadInput for what is no moment."""
    if as_of is not None:
        return house.now(as_of)
    latest, now = queries.latest_judged_moment(house.engine), house.clock.now()
    return now if latest is None else max(now, latest)


def lines(
    house: House,
    *,
    as_of: datetime,
    unit: str | None = None,
    defects: Collection[str] | None = None,
) -> list[Line]:
    """Every defect that was sent up to a moment, in the order of the lists that told of it first."""
    told: dict[str, list[Sending]] = {}
    records: dict[str, list[Mapping[str, Any]]] = {}
    for sending, record in kept.sendings(house.engine, unit_id=unit, defect_ids=defects):
        told.setdefault(sending.defect_id, []).append(sending)
        if sending.as_of <= as_of:
            records.setdefault(sending.defect_id, []).append(record)
    known = [one for one in told if one in records]
    if not known:
        return []
    begun = kept.began(house.engine)
    findings = kept.findings(house.engine, known)
    events: dict[str, list[Event]] = {}
    for event, _ in kept.events(house.engine, known):
        events.setdefault(event.defect_id, []).append(event)
    words = queries.decisions_on(house.engine, known)
    stored = queries.defects_by_id(house.engine, known)
    shift = shift_of(house)
    found = []
    for one in known:
        reviewers = _reviewers(words.get(one, ()))
        case = follow(
            told[one],
            looks_of(findings.get(one, ()), begun),
            events.get(one, ()),
            as_of=as_of,
            shift=shift,
            reviewers=reviewers,
        )
        if case is not None:
            struck = _struck(stored.get(one), words.get(one, ()), as_of)
            found.append(Line(replace(case, struck=struck), tuple(records[one]), reviewers))
    return found


def shift_of(house: House) -> Shift:
    """How a stopped clock puts off a deadline: by as many days, natural or worked, as the office counts
    deadlines in."""
    if house.office.lists.deadline_working_days is None:
        return natural_days

    def working(deadline: date, stopped: date, went_on: date) -> date | None:
        days = house.calendar.working_days_between(stopped, went_on)
        return None if days is None else house.calendar.add_working_days(deadline, days)

    return working


def close_seen(house: House, run: Run, findings: Iterable[Finding]) -> list[str]:
    """Close what a run saw repaired after it was sent, where the office leaves that to the machine. The
    ids of what was closed."""
    gone = {one.defect_id for one in findings if sight_of(one) is Sight.GONE}
    seen = [
        line.case
        for line in lines(house, as_of=run.now, defects=gone)
        if line.case.step is Step.VERIFIED
        and line.case.verified is not None
        and line.case.verified.run_id == run.id
    ]
    if not seen or house.office.rectification.closing is not ClosingRule.AUTOMATIC:
        return []
    made = [Event(one.defect_id, Act.CLOSE, run.now, "", run_id=run.id) for one in seen]
    kept.append(house.engine, made, house.clock.now())
    return [one.defect_id for one in seen]


def _reviewers(words: Iterable[Decision]) -> tuple[str, ...]:
    """Who included a defect, the first one first."""
    return tuple(dict.fromkeys(one.by for one in words if one.kind is DecisionKind.INCLUDED))


def _struck(defect: Defect | None, words: Iterable[Decision], as_of: datetime) -> Decision | None:
    """The word that takes a defect out; it lapses by its day, and when the facts change."""
    if defect is None or defect.state is DefectState.GONE:
        return None
    word = holding(words, defect.fingerprint, as_of)
    return word if word is not None and word.kind in STRUCK else None
