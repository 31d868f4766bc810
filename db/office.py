"""Inspections and sent lists: written once, never altered."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, func, insert, select, update

from db.insert import insert_new
from db.models import (
    InspectionResultRow,
    InspectionRow,
    SentBasisRow,
    SentFileRow,
    SentListRow,
)
from db.session import reading
from monitor.domain.calendar import shanghai_day
from monitor.domain.inspection import Inspection, InspectionState, Kept, SentList, SiteResult

_RESULT = TypeAdapter(SiteResult)
_KEPT = TypeAdapter(Kept)


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
    kept: Kept,
    *,
    by: str,
    at: datetime,
) -> bool:
    """Make a draft final with its results (unit id, result of a site) and what it was made under.
    False when it was final."""
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
            .values(
                state=InspectionState.FINAL.value,
                final_at=at,
                final_by=by,
                kept=_KEPT.dump_python(kept, mode="json"),
            )
        )
        if made.rowcount:
            insert_new(connection, InspectionResultRow, rows)
    return bool(made.rowcount)


def kept(engine: Engine, inspection_id: str) -> Kept:
    """What a final inspection was made under. Raises LookupError for a draft."""
    with reading(engine) as connection:
        body = connection.execute(
            select(InspectionRow.kept).where(InspectionRow.id == inspection_id)
        ).scalar()
    if body is None:
        raise LookupError(f"{inspection_id} is not final")
    return _KEPT.validate_python(body)


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


def send(engine: Engine, draft: SentList, basis: str, pattern: str) -> SentList:
    """Freeze a list under the next number of its year; one that was sent of this basis before stays as
    it is. `pattern` makes the number from {year} and {n}."""
    year = shanghai_day(draft.made_at).year
    with engine.begin() as connection:
        known = _of_basis(connection, draft.unit_id, basis)
        if known is not None:
            return known
        last = connection.execute(
            select(func.max(SentListRow.serial)).where(SentListRow.year == year)
        ).scalar()
        serial = int(last or 0) + 1
        made = connection.execute(
            insert(SentListRow)
            .values(
                unit_id=draft.unit_id,
                year=year,
                serial=serial,
                number=pattern.format(year=year, n=serial),
                as_of=draft.as_of,
                made_at=draft.made_at,
                sha256=draft.sha256,
                cases=draft.cases,
                deadline=draft.deadline,
                deadline_set=draft.deadline_set,
                records=list(draft.records),
            )
            .returning(SentListRow.id)
        )
        list_id: int = made.scalar_one()
        _bind(connection, draft.unit_id, basis, list_id)
        return _sent(connection, list_id)


def bind(engine: Engine, made: SentList, basis: str) -> None:
    """Note that a list is also what a moment tells: asked for again it is found, whatever comes."""
    with engine.begin() as connection:
        _bind(connection, made.unit_id, basis, made.id)


def _bind(connection: Connection, unit_id: str, basis: str, list_id: int) -> None:
    row = {"unit_id": unit_id, "basis": basis, "list_id": list_id}
    insert_new(connection, SentBasisRow, [row])


def sent_of(engine: Engine, basis: str) -> dict[str, SentList]:
    """The lists made of an inspection or a moment, by unit id, in the order of their numbers."""
    with reading(engine) as connection:
        ids = connection.execute(
            select(SentBasisRow.list_id).where(SentBasisRow.basis == basis)
        ).scalars()
        found = [_sent(connection, list_id) for list_id in sorted(ids)]
    return {one.unit_id: one for one in found}


def last_sent(engine: Engine, unit_id: str, kind: str) -> SentList | None:
    """The newest list of a unit whose basis begins with a kind (moment, inspection)."""
    with reading(engine) as connection:
        list_id = connection.execute(
            select(func.max(SentBasisRow.list_id)).where(
                SentBasisRow.unit_id == unit_id, SentBasisRow.basis.startswith(f"{kind} ")
            )
        ).scalar()
        return None if list_id is None else _sent(connection, list_id)


def sent_lists(engine: Engine) -> list[SentList]:
    """Every list sent, in the order of their numbers."""
    with reading(engine) as connection:
        ids = connection.execute(
            select(SentListRow.id).order_by(SentListRow.year, SentListRow.serial)
        ).scalars()
        return [_sent(connection, list_id) for list_id in list(ids)]


def keep_file(engine: Engine, made: SentList, file_format: str, content: bytes) -> bytes:
    """Freeze the bytes of a list in one format; what was kept before wins."""
    row = {
        "list_id": made.id,
        "format": file_format,
        "sha256": hashlib.sha256(content).hexdigest(),
        "content": content,
    }
    with engine.begin() as connection:
        insert_new(connection, SentFileRow, [row])
        kept: bytes = connection.execute(
            select(SentFileRow.content).where(
                SentFileRow.list_id == made.id, SentFileRow.format == file_format
            )
        ).scalar_one()
    return kept


def _of_basis(connection: Connection, unit_id: str, basis: str) -> SentList | None:
    list_id = connection.execute(
        select(SentBasisRow.list_id).where(
            SentBasisRow.unit_id == unit_id, SentBasisRow.basis == basis
        )
    ).scalar()
    return None if list_id is None else _sent(connection, list_id)


def _sent(connection: Connection, list_id: int) -> SentList:
    row = connection.execute(select(SentListRow.__table__).where(SentListRow.id == list_id)).one()
    files = connection.execute(
        select(SentFileRow.format, SentFileRow.content).where(SentFileRow.list_id == list_id)
    )
    return SentList(
        unit_id=row.unit_id,
        as_of=row.as_of,
        made_at=row.made_at,
        records=tuple(row.records),
        sha256=row.sha256,
        cases=row.cases,
        deadline=row.deadline,
        deadline_set=row.deadline_set,
        number=row.number,
        id=row.id,
        files={one.format: one.content for one in files},
    )
