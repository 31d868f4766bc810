"""`monitor rectify`: what a unit reports of a defect that it was sent, and what the office decides."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from db import queries
from db import rectification as kept
from monitor.app.house import BadInput, House, day
from monitor.app.judging import JUDGED
from monitor.app.rectification import Line, lines, moment_of
from monitor.app.reviewing import review
from monitor.app.selection import in_force, ledger
from monitor.config.errors import ConfigError, Place
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import DecisionKind
from monitor.domain.rectification import Act, Case, Event, Step, may_decide, same_person

STRIKES = (DecisionKind.FALSE, DecisionKind.EXCLUDED)
"""Words that uphold an appeal."""
KEPT, GRANTED, REFUSED = "kept", "granted", "refused"
DECISIONS = (GRANTED, REFUSED, KEPT, *STRIKES)
"""What an extension (granted, refused) or an appeal (kept, false, excluded) may be decided to be."""


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment: the name of its file and the SHA-256 of its bytes."""

    name: str
    sha256: str


def attached(path: Path | None) -> Attached | None:
    """Raises ConfigError for a file that is not there or cannot be read."""
    if path is None:
        return None
    try:
        body = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError("config.no_file", Place(str(path))) from error
    except OSError as error:
        raise ConfigError("config.unreadable", Place(str(path))) from error
    return Attached(path.name, hashlib.sha256(body).hexdigest())


def acknowledge(
    house: House,
    defects: Sequence[str],
    *,
    by: str,
    number: str | None = None,
    as_of: str | None = None,
) -> int:
    """签收 of defects, or of a whole list by its number; how many were not acknowledged before.

    Raises BadInput for an unknown list, a defect that was not sent, neither or both of them.
    """
    if bool(defects) is (number is not None):
        raise BadInput("input.rectify.ack_what")
    at = moment_of(house, as_of)
    if number is not None:
        every = lines(house, as_of=at)
        known = [one for one in every if any(s.number == number for s in one.case.sendings)]
        if not known:
            raise BadInput("input.rectify.list", value=number)
    else:
        known = [_line(house, one, at) for one in dict.fromkeys(defects)]
    new = [one.case for one in known if one.case.acknowledged is None and not one.case.closed]
    _write(house, [Event(one.defect_id, Act.ACKNOWLEDGE, at, _person(by)) for one in new])
    return len(new)


def claim(
    house: House,
    defect: str,
    *,
    by: str,
    on: str,
    reason: str = "",
    document: Path | None = None,
    as_of: str | None = None,
) -> Case:
    """单位报告已整改, on a day. It closes nothing: a look or two persons do."""
    at = moment_of(house, as_of)
    case = _open(house, defect, at)
    repaired = day(on, "input.rectify.on")
    if repaired > shanghai_day(at):
        raise BadInput("input.rectify.on_future", value=on)
    return _add(house, case, Act.CLAIM, at, by, reason, attached(document), repaired)


def extend(
    house: House,
    defect: str,
    *,
    by: str,
    until: str,
    reason: str,
    document: Path | None = None,
    as_of: str | None = None,
) -> Case:
    """延期申请: a unit asks for a later day. It moves nothing before it is granted."""
    at = moment_of(house, as_of)
    case = _open(house, defect, at)
    asked = day(until, "input.until")
    if case.deadline is None:
        raise BadInput("input.rectify.no_deadline", value=defect)
    if asked <= case.deadline:
        raise BadInput("input.rectify.not_later", value=until, deadline=case.deadline.isoformat())
    _reason(reason)
    return _add(house, case, Act.ASK, at, by, reason, attached(document), asked)


def appeal(
    house: House,
    defect: str,
    *,
    by: str,
    reason: str,
    document: Path | None = None,
    as_of: str | None = None,
) -> Case:
    """申诉: stops the clock until it is decided. Of what is closed it may still be made."""
    at = moment_of(house, as_of)
    case = _line(house, defect, at).case
    if case.struck is not None:
        raise BadInput("input.rectify.struck", value=defect)
    if case.appeal is not None:
        raise BadInput("input.rectify.appealed", value=defect)
    _reason(reason)
    return _add(house, case, Act.APPEAL, at, by, reason, attached(document))


def decide(
    house: House,
    defect: str,
    *,
    decision: str,
    by: str,
    reason: str = "",
    until: str | None = None,
    document: Path | None = None,
    as_of: str | None = None,
) -> Case:
    """Decide the extension or the appeal that waits.

    granted, with the new last day, the one asked for unless `until` names another; refused. kept: the
    appeal is dismissed; false, excluded: it is upheld, which is a decision as `review` takes it, up to
    `until`. Nobody decides on an appeal who included the defect or made the appeal. Raises BadInput.
    """
    at = moment_of(house, as_of)
    line = _line(house, defect, at)
    case = line.case
    proof = attached(document)
    if decision in (GRANTED, REFUSED):
        return _decide_extension(house, case, decision, at, by, reason, until, proof)
    if case.appeal is None:
        raise BadInput("input.rectify.no_appeal", value=defect)
    if not may_decide(case, by, line.reviewers):
        others = "、".join(dict.fromkeys((*line.reviewers, case.appeal.by)))
        raise BadInput("input.rectify.reviewer", value=by, others=others)
    _reason(reason)
    if decision == KEPT:
        return _add(house, case, Act.KEEP, at, by, reason, proof)
    review(
        house,
        defect,
        decision=decision,
        reason=reason,
        by=_person(by),
        until=until,
        document=proof.name if proof else None,
        as_of=as_of,
    )
    return _add(house, case, Act.STRIKE, at, by, reason, proof)


def _decide_extension(
    house: House,
    case: Case,
    decision: str,
    at: datetime,
    by: str,
    reason: str,
    until: str | None,
    proof: Attached | None,
) -> Case:
    if case.ask is None:
        raise BadInput("input.rectify.no_ask", value=case.defect_id)
    if decision == REFUSED:
        _reason(reason)
        return _add(house, case, Act.REFUSE, at, by, reason, proof)
    last = case.ask.day if until is None else day(until, "input.until")
    if last is not None and case.deadline is not None and last <= case.deadline:
        deadline = case.deadline.isoformat()
        raise BadInput("input.rectify.not_later", value=last.isoformat(), deadline=deadline)
    return _add(house, case, Act.GRANT, at, by, reason, proof, last)


def close(
    house: House,
    defect: str,
    *,
    by: str,
    reason: str = "",
    document: Path | None = None,
    as_of: str | None = None,
) -> Case:
    """销号 of what a look saw repaired; else 人工核销: one person proposes it with a reason and an
    attachment, another one closes.

    Raises BadInput where the machine sees the fault, where it could look and has not, and for a second
    person who is the first.
    """
    at = moment_of(house, as_of)
    case = _open(house, defect, at)
    proof = attached(document)
    if case.step is Step.VERIFIED:
        if case.doubtful:
            raise BadInput("input.rectify.seen", value=defect)
        return _add(house, case, Act.CLOSE, at, by, reason, proof)
    if case.proposal is not None:
        if same_person(case.proposal.by, by):
            raise BadInput("input.rectify.one_person", value=by)
        return _add(house, case, Act.CLOSE, at, by, reason, proof)
    if case.seen is not None and case.contradicted:
        raise BadInput("input.rectify.seen", value=defect)
    if case.last_look is None and _could_look(house, case):
        raise BadInput("input.rectify.unlooked", value=defect)
    if not reason.strip() or proof is None:
        raise BadInput("input.rectify.proof")
    return _add(house, case, Act.PROPOSE, at, by, reason, proof)


def _could_look(house: House, case: Case) -> bool:
    """Whether the site is still looked at, and no run has been to it since the list was made."""
    defect = queries.defect(house.engine, case.defect_id)
    if defect is None:
        return False
    now = house.clock.now()
    site = ledger(house, now).watched.get(defect.site_id)
    if site is None or not in_force(site, shanghai_day(now)):
        return False
    last = queries.latest_run(house.engine, site_id=site.id, purposes=JUDGED)
    return last is None or kept.began(house.engine)[last.id] < case.sending.made_at


def _line(house: House, defect: str, at: datetime) -> Line:
    found = lines(house, as_of=at, defects=[defect])
    if not found:
        raise BadInput("input.rectify.not_sent", value=defect)
    return found[0]


def _open(house: House, defect: str, at: datetime) -> Case:
    case = _line(house, defect, at).case
    if case.closed:
        raise BadInput("input.rectify.closed", value=defect)
    if case.struck is not None:
        raise BadInput("input.rectify.struck", value=defect)
    return case


def _add(
    house: House,
    case: Case,
    act: Act,
    at: datetime,
    by: str,
    reason: str = "",
    proof: Attached | None = None,
    last: date | None = None,
) -> Case:
    """Write one act down; the case as it stands then."""
    event = Event(
        defect_id=case.defect_id,
        act=act,
        at=at,
        by=_person(by),
        reason=reason.strip(),
        day=last,
        document=proof.name if proof else None,
        sha256=proof.sha256 if proof else None,
    )
    _write(house, [event])
    return _line(house, case.defect_id, at).case


def _write(house: House, events: Sequence[Event]) -> None:
    kept.append(house.engine, events, house.clock.now())


def _person(by: str) -> str:
    if not by.strip():
        raise BadInput("input.rectify.who")
    return by.strip()


def _reason(reason: str) -> None:
    if not reason.strip():
        raise BadInput("input.rectify.reason")
