"""Inspections and sent lists: written once, never altered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, func, insert, select, update

from db.insert import insert_new
from db.models import InspectionResultRow, InspectionRow, SentFileRow, SentListRow
from db.session import reading
from monitor.domain.calendar import shanghai_day
from monitor.domain.inspection import Inspection, InspectionState, SentList, SiteResult

_RESULT = TypeAdapter(SiteResult)


def add_inspection(engine: Engine, inspection: Inspection, at: datetime) -> bool:
    """Keep a new inspection. False when the id is taken already: then nothing is written."""
    values = {
        "id": inspection.id,
        "name": inspection.name,
        "basis": inspection.basis,
        "as_of": inspection.as_of,
        "first": inspection.first,
        "last": inspection.last,
        "unit_ids": list(inspection.unit_ids),
        "rubric": inspection.rubric,
        "rubric_version": inspection.rubric_version,
        "state": inspection.state.value,
        "made_at": at,
    }
    with engine.begin() as connection:
        taken = connection.execute(
            select(InspectionRow.id).where(InspectionRow.id == inspection.id)
        ).first()
        if taken is None:
            connection.execute(insert(InspectionRow).values(**values))
    return taken is None


def inspections(engine: Engine) -> list[Inspection]:
    """All of them, by their moment."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(InspectionRow.__table__).order_by(InspectionRow.as_of, InspectionRow.id)
        )
        return [_inspection(row) for row in rows]


def finalize(
    engine: Engine,
    inspection: Inspection,
    results: Sequence[tuple[str, SiteResult]],
    *,
    by: str,
    at: datetime,
) -> bool:
    """Make a draft final with its results (unit id, result of a site). False when it was final."""
    rows = [
        {
            "inspection_id": inspection.id,
            "unit_id": unit_id,
            "site_id": result.site_id,
            "body": _RESULT.dump_python(result, mode="json"),
        }
        for unit_id, result in results
    ]
    with engine.begin() as connection:
        made = connection.execute(
            update(InspectionRow)
            .where(
                InspectionRow.id == inspection.id,
                InspectionRow.state == InspectionState.DRAFT.value,
            )
            .values(state=InspectionState.FINAL.value, final_at=at, final_by=by)
        )
        if made.rowcount:
            insert_new(connection, InspectionResultRow, rows)
    return bool(made.rowcount)


def results(engine: Engine, inspection_id: str) -> list[tuple[str, SiteResult]]:
    """What a final inspection holds: unit id and result, site by site."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(InspectionResultRow.unit_id, InspectionResultRow.body)
            .where(InspectionResultRow.inspection_id == inspection_id)
            .order_by(InspectionResultRow.unit_id, InspectionResultRow.site_id)
        )
        return [(row.unit_id, _RESULT.validate_python(row.body)) for row in rows]


def _inspection(row: Any) -> Inspection:
    return Inspection(
        id=row.id,
        name=row.name,
        basis=row.basis,
        as_of=row.as_of,
        first=row.first,
        last=row.last,
        rubric=row.rubric,
        rubric_version=row.rubric_version,
        unit_ids=tuple(row.unit_ids),
        state=InspectionState(row.state),
    )


def send(
    engine: Engine,
    *,
    unit_id: str,
    basis: str,
    pattern: str,
    as_of: datetime,
    at: datetime,
    records: Sequence[dict[str, Any]],
    sha256: str,
) -> SentList:
    """Freeze a list under the next number of its year; one that was sent before stays as it is.

    `pattern` makes the number from {year} and {n}.
    """
    year = shanghai_day(at).year
    with engine.begin() as connection:
        known = _sent(connection, unit_id, basis)
        if known is not None:
            return known
        last = connection.execute(
            select(func.max(SentListRow.serial)).where(SentListRow.year == year)
        ).scalar()
        serial = int(last or 0) + 1
        connection.execute(
            insert(SentListRow).values(
                unit_id=unit_id,
                basis=basis,
                year=year,
                serial=serial,
                number=pattern.format(year=year, n=serial),
                as_of=as_of,
                made_at=at,
                sha256=sha256,
                records=list(records),
            )
        )
        made = _sent(connection, unit_id, basis)
    if made is None:
        raise LookupError(f"the list of {unit_id} was not kept")
    return made


def sent(engine: Engine, unit_id: str, basis: str) -> SentList | None:
    """The list that a unit was sent of an inspection or a moment, with its files."""
    with reading(engine) as connection:
        return _sent(connection, unit_id, basis)


def last_sent(engine: Engine, unit_id: str, kind: str) -> SentList | None:
    """The newest list of a unit whose basis begins with a kind (moment, inspection)."""
    with reading(engine) as connection:
        basis = connection.execute(
            select(SentListRow.basis)
            .where(SentListRow.unit_id == unit_id, SentListRow.basis.startswith(f"{kind} "))
            .order_by(SentListRow.id.desc())
            .limit(1)
        ).scalar()
        return None if basis is None else _sent(connection, unit_id, basis)


def sent_lists(engine: Engine) -> list[SentList]:
    """Every list sent, in the order of their numbers."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(SentListRow.unit_id, SentListRow.basis).order_by(
                SentListRow.year, SentListRow.serial
            )
        ).all()
        found = [_sent(connection, row.unit_id, row.basis) for row in rows]
    return [one for one in found if one is not None]


def keep_file(engine: Engine, made: SentList, file_format: str, content: bytes) -> bytes:
    """Freeze the bytes of a list in one format; what was kept before wins."""
    with engine.begin() as connection:
        list_id = connection.execute(
            select(SentListRow.id).where(
                SentListRow.unit_id == made.unit_id, SentListRow.basis == made.basis
            )
        ).scalar_one()
        row = {
            "list_id": list_id,
            "format": file_format,
            "sha256": hashlib.sha256(content).hexdigest(),
            "content": content,
        }
        insert_new(connection, SentFileRow, [row])
        kept: bytes = connection.execute(
            select(SentFileRow.content).where(
                SentFileRow.list_id == list_id, SentFileRow.format == file_format
            )
        ).scalar_one()
    return kept


def _sent(connection: Connection, unit_id: str, basis: str) -> SentList | None:
    row = connection.execute(
        select(SentListRow.__table__).where(
            SentListRow.unit_id == unit_id, SentListRow.basis == basis
        )
    ).first()
    if row is None:
        return None
    files = connection.execute(
        select(SentFileRow.format, SentFileRow.content).where(SentFileRow.list_id == row.id)
    )
    return SentList(
        unit_id=row.unit_id,
        basis=row.basis,
        number=row.number,
        as_of=row.as_of,
        made_at=row.made_at,
        records=tuple(row.records),
        sha256=row.sha256,
        files={one.format: one.content for one in files},
    )
