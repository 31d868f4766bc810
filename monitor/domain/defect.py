"""From findings to defects: the rule over time, replayed in the order of the runs' `now`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.calendar import shanghai_day
from monitor.domain.finding import Evidence, Facts, Finding, Outcome, defect_id

SECOND_LOOK_AFTER = timedelta(minutes=30)
"""A second look counts when it comes at least this much later, or was asked for by a waiting person."""


class DefectState(StrEnum):
    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    GONE = "gone"
    WAIVED = "waived"


OPEN_STATES = (DefectState.SUSPECTED, DefectState.CONFIRMED, DefectState.WAIVED)


class DecisionKind(StrEnum):
    PENDING = "pending"
    INCLUDED = "included"
    HINT = "hint"
    FALSE = "false"
    EXCLUDED = "excluded"


NEEDS_REASON = frozenset({DecisionKind.FALSE, DecisionKind.EXCLUDED, DecisionKind.HINT})
"""Decisions that take something back from what the machine found say why."""

RULINGS = frozenset({DecisionKind.INCLUDED, DecisionKind.EXCLUDED, DecisionKind.PENDING})
"""Decisions that a suggested row may have."""

STRUCK = frozenset({DecisionKind.FALSE, DecisionKind.EXCLUDED})
"""Decisions that take a line out of list and score while its facts stay the same."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on a defect, or on what a rubric row suggests for a site (`suggestion_id`).

    `fingerprint` is that of the facts it was taken on; append-only. `document`: what it rests on.
    """

    defect_id: str
    kind: DecisionKind
    reason: str
    by: str
    at: datetime
    fingerprint: str
    until: date | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Defect:
    """The present state of one fault of one site. Derived; rebuilt by `replay`.

    `word` is the person's word that holds, with its reason and by whom; `decision` its kind.
    """

    id: str
    site_id: str
    check: str
    subject: str
    url: str
    state: DefectState
    reason: str
    facts: Facts
    first_seen: datetime
    last_seen: datetime
    parents: tuple[str, ...] = ()
    parents_total: int = 0
    evidence: tuple[Evidence, ...] = ()
    decision: DecisionKind = DecisionKind.PENDING
    fingerprint: str = ""
    seen_in: tuple[int, ...] = field(default=())
    word: Decision | None = None


def fingerprint(facts: Facts, volatile: Iterable[str] = ()) -> str:
    """Identify facts apart from those that change by mere passing of time (`volatile` keys)."""
    kept = {key: value for key, value in facts.items() if key not in set(volatile)}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def replay(
    findings: Iterable[Finding],
    decisions: Iterable[Decision] = (),
    *,
    as_of: datetime,
    volatile: Iterable[str] = (),
) -> Defect | None:
    """Rebuild the defect of one (site, check, subject) from all its findings and decisions.

    A first failure is suspected; a failure in another run at least `SECOND_LOOK_AFTER` later, or in
    a recheck, confirms it; failures read from bytes are confirmed at once. Only a pass (or the
    positive sight that the rule no longer applies) makes a defect gone. What was not observed
    changes nothing. Returns None when nothing ever failed.
    """
    defect: Defect | None = None
    for finding, then in course(findings, volatile):
        if finding.now > as_of:
            break
        defect = then
    if defect is None or defect.state is DefectState.GONE:
        return defect
    return _decided(defect, decisions, as_of)


def course(
    findings: Iterable[Finding], volatile: Iterable[str] = ()
) -> Iterator[tuple[Finding, Defect | None]]:
    """Each finding on one subject in the order of moments, with the defect as it stood after it, apart
    from what persons decided."""
    defect: Defect | None = None
    first_fail: Finding | None = None
    for finding in sorted(findings, key=lambda f: (f.now, f.run_id)):
        if finding.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE):
            first_fail = None
            if defect and defect.state is not DefectState.GONE:
                defect = replace(defect, state=DefectState.GONE, decision=DecisionKind.PENDING)
        elif finding.outcome is Outcome.FAIL:
            first_fail = first_fail or finding
            defect = _failed_again(defect, finding, first_fail, tuple(volatile))
        yield finding, defect


def _failed_again(
    defect: Defect | None, finding: Finding, first: Finding, volatile: tuple[str, ...]
) -> Defect:
    waited = finding.now - first.now >= SECOND_LOOK_AFTER or finding.purpose in (
        "recheck",
        "recrawl",
    )
    second_look = finding.run_id != first.run_id and waited
    still = defect is not None and defect.state is DefectState.CONFIRMED
    confirmed = finding.at_once or second_look or still
    return Defect(
        id=defect_id(finding.site_id, finding.check, finding.subject),
        site_id=finding.site_id,
        check=finding.check,
        subject=finding.subject,
        url=finding.url,
        state=DefectState.CONFIRMED if confirmed else DefectState.SUSPECTED,
        reason=finding.reason,
        facts=finding.facts,
        first_seen=defect.first_seen if defect else finding.now,
        last_seen=finding.now,
        parents=finding.parents,
        parents_total=finding.parents_total,
        evidence=finding.evidence,
        fingerprint=fingerprint(finding.facts, volatile),
        seen_in=(*(defect.seen_in if defect else ()), finding.run_id),
    )


def _decided(defect: Defect, decisions: Iterable[Decision], as_of: datetime) -> Defect:
    """Apply the newest decision. A strike-out lapses when its facts change or it expires.

    A decision holds for the case, also where it was taken after `as_of`: a list made again for an
    earlier day does not repeat what is known to be wrong.
    """
    last = holding(decisions, defect.fingerprint, as_of)
    if last is None:
        return defect
    state = DefectState.WAIVED if last.kind in STRUCK else defect.state
    return replace(defect, decision=last.kind, state=state, word=last)


def holding(decisions: Iterable[Decision], fingerprint: str, as_of: datetime) -> Decision | None:
    """The newest decision that was taken on these facts of a case, unless it has expired.

    One on other facts, earlier or later ones, says nothing of these.
    """
    known = sorted((d for d in decisions if d.fingerprint == fingerprint), key=lambda d: d.at)
    if not known:
        return None
    last = known[-1]
    expired = last.until is not None and shanghai_day(as_of) > last.until
    return None if expired else last


def suggestion_id(site_id: str, indicator: str) -> str:
    """What a decision on a rubric row of a site is filed under (建议否决, 建议扣分)."""
    return f"{site_id}/{indicator}"


def rebuild(
    findings: Iterable[Finding],
    decisions: Iterable[Decision],
    *,
    as_of: datetime,
    volatile: Mapping[str, tuple[str, ...]],
) -> list[Defect]:
    """Every defect of the findings, by id. `volatile` names per check the facts that time changes."""
    by_id: dict[str, list[Finding]] = {}
    for finding in findings:
        key = defect_id(finding.site_id, finding.check, finding.subject)
        by_id.setdefault(key, []).append(finding)
    words: dict[str, list[Decision]] = {}
    for decision in decisions:
        words.setdefault(decision.defect_id, []).append(decision)
    rebuilt = (
        replay(known, words.get(key, ()), as_of=as_of, volatile=volatile.get(known[0].check, ()))
        for key, known in sorted(by_id.items())
    )
    return [defect for defect in rebuilt if defect is not None]
