"""Final assessments: results and what they were reckoned by, written once and never altered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, func, insert, select, update

from db.assess import entry_row
from db.insert import insert_new
from db.models import (
    AssessmentEntryRow,
    AssessmentResultRow,
    AssessmentRow,
    AssessmentTermsRow,
    DecisionRow,
    FindingRow,
)
from db.session import reading
from monitor.domain.assessment import AssessmentState, Entry, Result
from monitor.domain.terms import KeptTerms

_RESULT = TypeAdapter(Result)
_KEPT = TypeAdapter(KeptTerms)


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the stored words, decisions and findings went when results were reckoned."""

    entries: int
    decisions: int
    findings: int


class Outcome(StrEnum):
    """What became of making an assessment final. moved: something came in since the mark."""

    MADE = "made"
    WAS_FINAL = "was_final"
    MOVED = "moved"


def mark(engine: Engine, assessment_id: str) -> Mark:
    with reading(engine) as connection:
        return _mark(connection, assessment_id)


def finalize(
    engine: Engine,
    assessment_id: str,
    results: Sequence[Result],
    kept: KeptTerms,
    since: Mark,
    *,
    by: str,
    at: datetime,
    over: Sequence[Entry] = (),
) -> Outcome:
    """Make a draft final with its results and what they were reckoned by. `over`: what is said of appeals
    that stay open. `since`: the mark taken before all that was reckoned; where anything came in after it
    nothing is written."""
    rows = [
        {
            "assessment_id": assessment_id,
            "unit_id": one.unit,
            "medium": one.medium.value,
            "body": _RESULT.dump_python(one, mode="json"),
        }
        for one in results
    ]
    with engine.begin() as connection:
        made = connection.execute(
            update(AssessmentRow)
            .where(
                AssessmentRow.id == assessment_id,
                AssessmentRow.state == AssessmentState.DRAFT.value,
            )
            .values(state=AssessmentState.FINAL.value, final_at=at, final_by=by)
        )
        if not made.rowcount:
            return Outcome.WAS_FINAL
        if _mark(connection, assessment_id) != since:
            connection.rollback()
            return Outcome.MOVED
        insert_new(connection, AssessmentResultRow, rows)
        insert_new(connection, AssessmentEntryRow, [entry_row(one) for one in over])
        body = _KEPT.dump_python(kept, mode="json")
        connection.execute(
            insert(AssessmentTermsRow).values(assessment_id=assessment_id, body=body)
        )
    return Outcome.MADE


def kept(engine: Engine, assessment_id: str) -> KeptTerms:
    """What a final assessment was reckoned by. Raises LookupError for a draft, and for one that was made
    final before this was kept."""
    with reading(engine) as connection:
        body = connection.execute(
            select(AssessmentTermsRow.body).where(AssessmentTermsRow.assessment_id == assessment_id)
        ).scalar()
    if body is None:
        raise LookupError(f"{assessment_id} has no terms kept")
    return _KEPT.validate_python(body)


def results(engine: Engine, assessment_id: str) -> list[Result]:
    """What a final assessment holds."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(AssessmentResultRow.body)
            .where(AssessmentResultRow.assessment_id == assessment_id)
            .order_by(AssessmentResultRow.medium, AssessmentResultRow.unit_id)
        ).scalars()
        return [_RESULT.validate_python(body) for body in rows]


def final_at(engine: Engine, assessment_id: str) -> datetime | None:
    """When an assessment was made final; None for a draft."""
    with reading(engine) as connection:
        return connection.execute(
            select(AssessmentRow.final_at).where(AssessmentRow.id == assessment_id)
        ).scalar()


def _mark(connection: Connection, assessment_id: str) -> Mark:
    said = AssessmentEntryRow.assessment_id == assessment_id
    counted = (
        select(func.count()).select_from(AssessmentEntryRow).where(said),
        select(func.coalesce(func.max(DecisionRow.id), 0)),
        select(func.coalesce(func.max(FindingRow.id), 0)),
    )
    return Mark(*(int(connection.execute(one).scalar_one()) for one in counted))
