"""Which defects count in a year's figures. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.domain.defect import (
    Decision,
    DecisionKind,
    Defect,
    DefectState,
    fingerprint,
    replay,
)
from monitor.domain.finding import Finding, Outcome


def of_the_period(
    findings: Sequence[Finding],
    decisions: Sequence[Decision],
    begin: datetime,
    end: datetime,
    volatile: Iterable[str] = (),
) -> Defect | None:
    """One fault as it stands at the end of a period, when it counts: seen in it, confirmed by a second
    look, and included by a person on the facts seen then. Else None. `findings`: those before `end`.

    Decisions count whenever they were taken, so that an appeal granted after the year is heeded.
    What lies in a column that nobody confirmed (栏目待核) does not count, as it is never sent.
    """
    volatile = tuple(volatile)
    last = {
        fingerprint(one.facts, volatile): one.now
        for one in sorted(findings, key=lambda one: (one.now, one.run_id))
        if one.outcome is Outcome.FAIL and begin <= one.now < end
    }
    for moment in last.values():
        then = replay(findings, decisions, as_of=moment, volatile=volatile)
        if then is not None and _counts(then):
            return replay(findings, decisions, as_of=end, volatile=volatile)
    return None


def _counts(defect: Defect) -> bool:
    return (
        defect.state is DefectState.CONFIRMED
        and defect.decision is DecisionKind.INCLUDED
        and defect.facts.get("confirmed") is not False
    )
