"""What becomes of defects that were sent: acts are appended, never changed; lists and looks are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, case, func, select

from db.insert import insert_new
from db.mapping import to_decision
from db.models import DecisionRow, FindingRow, RectificationRow, RunRow, SentListRow
from db.session import reading
from monitor.domain.defect import Decision, DecisionKind
from monitor.domain.finding import Finding, Outcome
from monitor.domain.rectification import Act, Event, Sending

_CHUNK = 500


def append(engine: Engine, events: Sequence[Event], recorded_at: datetime) -> None:
    """Write acts down, all of them or none; one that is there already stays as it is."""
    rows = [
        {
            "id": event.id,
            "defect_id": event.defect_id,
            "act": event.act.value,
            "at": event.at,
            "by": event.by,
            "reason": event.reason,
            "day": event.day,
            "document": event.document,
            "sha256": event.sha256,
            "run_id": event.run_id,
            "recorded_at": recorded_at,
        }
        for event in sorted(events, key=lambda one: one.id)
    ]
    with engine.begin() as connection:
        insert_new(connection, RectificationRow, rows)


def events(
    engine: Engine, defect_ids: Collection[str] | None = None
) -> list[tuple[Event, datetime]]:
    """Acts with the moment they were written down, oldest first; of some defects if given."""
    found: list[tuple[Event, datetime]] = []
    for ids in _chunks(defect_ids):
        statement = _of(select(RectificationRow.__table__), RectificationRow.defect_id, ids)
        with reading(engine) as connection:
            for row in connection.execute(statement):
                event = Event(
                    defect_id=row.defect_id,
                    act=Act(row.act),
                    at=row.at,
                    by=row.by,
                    reason=row.reason,
                    day=row.day,
                    document=row.document,
                    sha256=row.sha256,
                    run_id=row.run_id,
                )
                found.append((event, row.recorded_at))
    return sorted(found, key=lambda pair: (pair[0].at, pair[1], pair[0].id))


def sendings(
    engine: Engine, *, unit_id: str | None = None, defect_ids: Collection[str] | None = None
) -> list[tuple[Sending, dict[str, Any]]]:
    """What units were told of defects, list by list, with each frozen record; `defect_ids`: of these
    alone."""
    statement = select(
        SentListRow.id,
        SentListRow.number,
        SentListRow.unit_id,
        SentListRow.as_of,
        SentListRow.made_at,
        SentListRow.deadline,
        SentListRow.deadline_set,
        SentListRow.records,
    ).order_by(SentListRow.year, SentListRow.serial)
    if unit_id is not None:
        statement = statement.where(SentListRow.unit_id == unit_id)
    with reading(engine) as connection:
        return [
            (
                Sending(
                    defect_id=record["id"],
                    list_id=row.id,
                    number=row.number,
                    unit_id=row.unit_id,
                    as_of=row.as_of,
                    made_at=row.made_at,
                    deadline=row.deadline,
                    deadline_set=row.deadline_set,
                ),
                record,
            )
            for row in connection.execute(statement)
            for record in row.records
            if defect_ids is None or record["id"] in defect_ids
        ]


def findings(engine: Engine, defect_ids: Collection[str]) -> dict[str, list[Finding]]:
    """What runs found of some defects, by id, oldest first; without facts, pages and proof."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for ids in _chunks(defect_ids):
        statement = _of(
            select(
                FindingRow.run_id,
                FindingRow.now,
                FindingRow.purpose,
                FindingRow.site_id,
                FindingRow.check_id,
                FindingRow.subject,
                FindingRow.url,
                FindingRow.outcome,
                FindingRow.reason,
                FindingRow.at_once,
                FindingRow.defect_id,
            ).order_by(FindingRow.now, FindingRow.run_id),
            FindingRow.defect_id,
            ids,
        )
        with reading(engine) as connection:
            for row in connection.execute(statement):
                found[row.defect_id].append(
                    Finding(
                        run_id=row.run_id,
                        now=row.now,
                        purpose=row.purpose,
                        site_id=row.site_id,
                        check=row.check_id,
                        subject=row.subject,
                        url=row.url,
                        outcome=Outcome(row.outcome),
                        reason=row.reason,
                        facts={},
                        at_once=row.at_once,
                    )
                )
    return dict(found)


def began(engine: Engine) -> dict[int, datetime]:
    """When each run began to look, by its id."""
    with reading(engine) as connection:
        rows = connection.execute(select(RunRow.id, RunRow.started_at))
        return {row.id: row.started_at for row in rows}


def decided(engine: Engine) -> list[Decision]:
    """The last word on each case that the machine had confirmed (at once, or seen twice): one for each
    state of its facts. What nobody decided, or took back, is not among them."""
    seen = (
        select(FindingRow.defect_id)
        .where(FindingRow.outcome == Outcome.FAIL.value)
        .group_by(FindingRow.defect_id)
        .having(
            (func.count() > 1) | (func.max(case((FindingRow.at_once.is_(True), 1), else_=0)) == 1)
        )
    )
    statement = (
        select(DecisionRow.__table__)
        .where(DecisionRow.defect_id.in_(seen))
        .order_by(DecisionRow.at, DecisionRow.id)
    )
    last: dict[tuple[str, str], Decision] = {}
    with reading(engine) as connection:
        for row in connection.execute(statement):
            last[row.defect_id, row.fingerprint] = to_decision(row)  # type: ignore[arg-type]
    return [word for word in last.values() if word.kind is not DecisionKind.PENDING]


def _of(statement: Any, column: Any, ids: Sequence[str] | None) -> Any:
    return statement if ids is None else statement.where(column.in_(ids))


def _chunks(ids: Collection[str] | None) -> Iterator[Sequence[str] | None]:
    if ids is None:
        yield None
        return
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
