"""An inspection against those before it: what is new, still there, fixed, back again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from enum import StrEnum

from monitor.assess.scoring import charged
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import DecisionKind, Defect, DefectState


class Progress(StrEnum):
    """新增, 仍未整改, 整改后复发, 屡查屡犯, 本期未能核验, 已整改, 不予计入."""

    NEW = "new"
    STILL = "still"
    REOPENED = "reopened"
    REPEATED = "repeated"
    UNSEEN = "unseen"
    FIXED = "fixed"
    STRUCK = "struck"


def told(defects: Iterable[Defect]) -> frozenset[str]:
    """The ids that a final inspection held against somebody: confirmed, and 纳入 by a person. What
    no person decided was told to nobody."""
    return frozenset(
        defect.id
        for defect in defects
        if charged(defect) and defect.decision is DecisionKind.INCLUDED
    )


def progress(
    defects: Iterable[Defect],
    earlier: Sequence[Collection[str]],
    *,
    first: date,
    returned: Collection[str] = (),
    repeat_after: int,
) -> dict[str, Progress]:
    """How each defect stands. `earlier`: the ids told in the final inspections before, oldest first;
    `first`: the first day of this one; `returned`: ids that were seen gone since they were last told.

    屡查屡犯 is what was told in the inspections right before, one after another, and with this one
    makes `repeat_after`. Back again is only what was seen gone, fixed too. What nobody saw in the days
    of the inspection is 未能核验.
    """
    last = frozenset(earlier[-1]) if earlier else frozenset[str]()
    found: dict[str, Progress] = {}
    for defect in defects:
        ever = any(defect.id in one for one in earlier)
        if charged(defect):
            if shanghai_day(defect.last_seen) < first:
                found[defect.id] = Progress.UNSEEN
            elif _running(defect.id, earlier) + 1 >= repeat_after:
                found[defect.id] = Progress.REPEATED
            elif not ever:
                found[defect.id] = Progress.NEW
            else:
                back = defect.id in returned
                found[defect.id] = Progress.REOPENED if back else Progress.STILL
        elif defect.id in last and defect.state is DefectState.GONE:
            found[defect.id] = Progress.FIXED
        elif defect.id in last and defect.state is not DefectState.SUSPECTED:
            found[defect.id] = Progress.STRUCK
    return found


def _running(defect_id: str, earlier: Sequence[Collection[str]]) -> int:
    """In how many of the last inspections, one after another, the defect was told."""
    count = 0
    for one in reversed(earlier):
        if defect_id not in one:
            break
        count += 1
    return count
