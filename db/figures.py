"""What a year's figures are counted from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, select

from db.mapping import to_finding
from db.models import DecisionRow, FindingRow, InspectionRow, SentListRow
from db.session import reading
from monitor.domain.defect import DecisionKind
from monitor.domain.finding import Finding, Outcome

_CHUNK = 500
_SEEN = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE)


def sites_seen(engine: Engine, begin: datetime, end: datetime) -> list[str]:
    """The sites of which something was seen between two moments, the second one excluded."""
    statement = (
        select(FindingRow.site_id)
        .where(FindingRow.now >= begin, FindingRow.now < end)
        .where(FindingRow.outcome.in_([one.value for one in _SEEN]))
        .distinct()
        .order_by(FindingRow.site_id)
    )
    with reading(engine) as connection:
        return list(connection.execute(statement).scalars())


def numbers_sent(engine: Engine, year: int, until: datetime | None = None) -> list[str]:
    """The numbers of the lists sent in a year, up to a moment, in their order."""
    statement = (
        select(SentListRow.number).where(SentListRow.year == year).order_by(SentListRow.serial)
    )
    if until is not None:
        statement = statement.where(SentListRow.made_at <= until)
    with reading(engine) as connection:
        return list(connection.execute(statement).scalars())


def made_final(engine: Engine, until: datetime) -> frozenset[str]:
    """The inspections that were final at a moment."""
    statement = select(InspectionRow.id).where(InspectionRow.final_at <= until)
    with reading(engine) as connection:
        return frozenset(connection.execute(statement).scalars())


def failures_included(engine: Engine, begin: datetime, end: datetime) -> list[str]:
    """The defects that failed between two moments and were 纳入 by somebody at some time."""
    included = select(DecisionRow.defect_id).where(DecisionRow.kind == DecisionKind.INCLUDED.value)
    statement = (
        select(FindingRow.defect_id)
        .where(FindingRow.now >= begin, FindingRow.now < end)
        .where(FindingRow.outcome == Outcome.FAIL.value)
        .where(FindingRow.defect_id.in_(included))
        .distinct()
        .order_by(FindingRow.defect_id)
    )
    with reading(engine) as connection:
        return list(connection.execute(statement).scalars())


def findings_of(engine: Engine, ids: Sequence[str], end: datetime) -> dict[str, list[Finding]]:
    """All findings of some defects before a moment, by defect, oldest first."""
    found: dict[str, list[Finding]] = {one: [] for one in ids}
    with reading(engine) as connection:
        for start in range(0, len(ids), _CHUNK):
            rows = connection.execute(
                select(FindingRow.__table__)
                .where(FindingRow.defect_id.in_(list(ids[start : start + _CHUNK])))
                .where(FindingRow.now < end)
                .order_by(FindingRow.now, FindingRow.id)
            )
            for row in rows:
                found[row.defect_id].append(to_finding(row))  # type: ignore[arg-type]
    return found
