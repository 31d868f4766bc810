"""What the rows that a person must confirm suggest for a site, and what the person decided on them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from monitor.assess.scoring import NO_RULINGS, Rulings, charges, vetoes
from monitor.domain.defect import Decision, DecisionKind, Defect, holding, suggestion_id
from monitor.domain.rubric import Decider, RowKind, Rubric
from monitor.domain.subject import Unit, Watched
from monitor.domain.suggestion import Suggestion


def suggestions(
    defects: Sequence[Defect],
    rubric: Rubric,
    *,
    site: Watched,
    unit: Unit,
    platform: bool,
    decisions: Mapping[str, Iterable[Decision]],
    as_of: datetime,
) -> list[Suggestion]:
    """The rows of the rubric that wait for a person, or had one. `decisions` by `suggestion_id`."""
    reached = vetoes(defects, rubric, site=site, unit=unit)
    charged = charges(defects, rubric, site=site, unit=unit, platform=platform)
    by_id = {defect.id: defect for defect in defects}
    found = []
    for row in rubric.rows:
        ids = reached.get(row.id) or sorted(charged.get(row.id, ()))
        if not ids or (
            row.kind is RowKind.DEDUCTION and row.decider is not Decider.PERSON_CONFIRMS
        ):
            continue
        mark = _fingerprint(by_id[one] for one in ids)
        words = decisions.get(suggestion_id(site.id, row.id), ())
        word = holding(words, mark, as_of)
        found.append(Suggestion(site.id, row.id, row.kind, tuple(ids), mark, word))
    return found


def treatment(defect_id: str, found: Iterable[Suggestion]) -> str | None:
    """How one defect goes out to its unit: veto, veto_proposed, deduction, deduction_proposed, or
    dismissed where a person dismissed every row that it helps to reach.

    The heaviest of those rows. None where no row waits for a person.
    """
    best = None
    for one in found:
        if defect_id not in one.defects:
            continue
        decided = one.word.kind if one.word is not None else DecisionKind.PENDING
        if decided is DecisionKind.EXCLUDED:
            best = best or "dismissed"
            continue
        made = f"{one.kind}{'' if decided is DecisionKind.INCLUDED else '_proposed'}"
        best = min(made, best or made, key=_HEAVIEST.index)
    return best


def rulings(found: Iterable[Suggestion]) -> Rulings:
    """The decisions that hold, by indicator."""
    held = {one.indicator: one.word.kind for one in found if one.word is not None}
    return held or NO_RULINGS


_HEAVIEST = ("veto", "veto_proposed", "deduction", "deduction_proposed", "dismissed")


def _fingerprint(defects: Iterable[Defect]) -> str:
    text = "\0".join(f"{defect.id} {defect.fingerprint}" for defect in defects)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
