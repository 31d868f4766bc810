"""An inspection against those before it: what is new, still there, fixed, back again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum

from monitor.assess.scoring import charged
from monitor.domain.defect import Defect, DefectState


class Progress(StrEnum):
    """新增, 仍未整改, 整改后复发, 屡查屡犯, 已整改, 不予计入."""

    NEW = "new"
    STILL = "still"
    REOPENED = "reopened"
    REPEATED = "repeated"
    FIXED = "fixed"
    STRUCK = "struck"


def listed(defects: Iterable[Defect]) -> frozenset[str]:
    """The ids that an inspection holds against somebody: confirmed, and not struck out."""
    return frozenset(defect.id for defect in defects if charged(defect))


def progress(
    defects: Iterable[Defect],
    earlier: Sequence[Collection[str]],
    *,
    returned: Collection[str] = (),
    repeat_after: int,
) -> dict[str, Progress]:
    """How each defect stands. `earlier`: the ids listed in final inspections, oldest first;
    `returned`: ids that were seen gone since the last of them.

    A defect listed in `repeat_after` inspections, this one among them, is 屡查屡犯. Fixed is only what
    was seen gone; what nobody could look at stays what it was.
    """
    last = frozenset(earlier[-1]) if earlier else frozenset[str]()
    found: dict[str, Progress] = {}
    for defect in defects:
        times = sum(defect.id in one for one in earlier)
        if charged(defect):
            if times + 1 >= repeat_after:
                found[defect.id] = Progress.REPEATED
            elif not times:
                found[defect.id] = Progress.NEW
            elif defect.id in last and defect.id not in returned:
                found[defect.id] = Progress.STILL
            else:
                found[defect.id] = Progress.REOPENED
        elif defect.id in last and defect.state is DefectState.GONE:
            found[defect.id] = Progress.FIXED
        elif defect.id in last and defect.state is not DefectState.SUSPECTED:
            found[defect.id] = Progress.STRUCK
    return found
