"""The year's assessment: entries and samples are written once and never altered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, select

from db.insert import insert_new
from db.mapping import unpack
from db.models import (
    AssessmentEntryRow,
    AssessmentRow,
    AssessmentSampleRow,
    PageVersionRow,
    RunRow,
    TargetRow,
)
from db.session import reading
from monitor.domain.assessment import (
    Assessment,
    AssessmentState,
    Entry,
    EntryKind,
    Sample,
    Stage,
    Verdict,
)
from monitor.domain.evidence import Listing, PageKind

_CHUNK = 200


def add_assessment(engine: Engine, made: Assessment, at: datetime) -> bool:
    """Keep a new assessment. False when the id is taken already: then nothing is written."""
    values = {
        "id": made.id,
        "name": made.name,
        "year": made.year,
        "rubric": made.rubric,
        "state": made.state.value,
        "made_at": at,
    }
    with engine.begin() as connection:
        taken = _state(connection, made.id)
        if taken is None:
            connection.execute(insert(AssessmentRow).values(**values))
    return taken is None


def assessments(engine: Engine) -> list[Assessment]:
    """All of them, by year and id."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(AssessmentRow.__table__).order_by(AssessmentRow.year, AssessmentRow.id)
        )
        return [
            Assessment(row.id, row.name, row.year, row.rubric, AssessmentState(row.state))
            for row in rows
        ]


def add_entries(engine: Engine, assessment_id: str, entries: Sequence[Entry]) -> bool:
    """Append entries, all or none. False when the assessment is final: then nothing is written."""
    rows = [entry_row(one) for one in sorted(entries, key=lambda one: one.id)]
    with engine.begin() as connection:
        if _state(connection, assessment_id, held=True) != AssessmentState.DRAFT.value:
            return False
        insert_new(connection, AssessmentEntryRow, rows)
    return True


def entries(engine: Engine, assessment_id: str, until: datetime | None = None) -> list[Entry]:
    """Every entry up to a moment, oldest first."""
    statement = select(AssessmentEntryRow.__table__).where(
        AssessmentEntryRow.assessment_id == assessment_id
    )
    if until is not None:
        statement = statement.where(AssessmentEntryRow.at <= until)
    with reading(engine) as connection:
        rows = connection.execute(statement.order_by(AssessmentEntryRow.at, AssessmentEntryRow.id))
        return [_entry(row) for row in rows]


def entry_row(one: Entry) -> dict[str, Any]:
    """An entry as its table holds it."""
    return {
        "id": one.id,
        "assessment_id": one.assessment,
        "kind": one.kind.value,
        "stage": one.stage.value,
        "unit_id": one.unit,
        "subject_id": one.subject,
        "indicator": one.indicator,
        "points": one.points,
        "veto": one.veto,
        "reason": one.reason,
        "proof": one.proof,
        "verdict": None if one.verdict is None else one.verdict.value,
        "on_entry": one.on,
        "basis": one.basis,
        "lines": list(one.lines),
        "by": one.by,
        "at": one.at,
    }


def _entry(row: Any) -> Entry:
    return Entry(
        assessment=row.assessment_id,
        kind=EntryKind(row.kind),
        stage=Stage(row.stage),
        unit=row.unit_id,
        subject=row.subject_id,
        indicator=row.indicator,
        by=row.by,
        at=row.at,
        points=row.points,
        veto=row.veto,
        reason=row.reason,
        proof=row.proof,
        verdict=None if row.verdict is None else Verdict(row.verdict),
        on=row.on_entry,
        basis=row.basis,
        lines=tuple(row.lines),
    )


def keep_samples(engine: Engine, samples: Sequence[Sample]) -> None:
    """Keep what was drawn; what was drawn before stays."""
    rows = [
        {
            "assessment_id": one.assessment,
            "site_id": one.site,
            "indicator": one.indicator,
            "seed": one.seed,
            "population": one.population,
            "drawn": list(one.drawn),
        }
        for one in sorted(samples, key=lambda one: (one.site, one.indicator))
    ]
    with engine.begin() as connection:
        insert_new(connection, AssessmentSampleRow, rows)


def samples(engine: Engine, assessment_id: str) -> list[Sample]:
    with reading(engine) as connection:
        rows = connection.execute(
            select(AssessmentSampleRow.__table__)
            .where(AssessmentSampleRow.assessment_id == assessment_id)
            .order_by(AssessmentSampleRow.site_id, AssessmentSampleRow.indicator)
        )
        return [
            Sample(
                row.assessment_id,
                row.site_id,
                row.indicator,
                row.seed,
                row.population,
                tuple(row.drawn),
            )
            for row in rows
        ]


def pages_of_kind(
    engine: Engine, site_id: str, kinds: Iterable[PageKind], until: datetime
) -> dict[PageKind, list[str]]:
    """Addresses of a site's pages of some kinds, as they were seen in any run up to a moment."""
    wanted = list(kinds)
    statement = (
        select(PageVersionRow.kind, TargetRow.url)
        .join(TargetRow, TargetRow.page_digest == PageVersionRow.digest)
        .join(RunRow, RunRow.id == TargetRow.run_id)
        .where(
            TargetRow.site_id == site_id,
            RunRow.now <= until,
            PageVersionRow.kind.in_([kind.value for kind in wanted]),
        )
        .distinct()
        .order_by(TargetRow.url)
    )
    found: dict[PageKind, list[str]] = {kind: [] for kind in wanted}
    with reading(engine) as connection:
        for kind, url in connection.execute(statement):
            found[PageKind(kind)].append(url)
    return found


def listings(engine: Engine, site_id: str, urls: Iterable[str], until: datetime) -> list[Listing]:
    """The lists that were read at some addresses of a site, in any run up to a moment."""
    wanted = sorted(set(urls))
    found: list[Listing] = []
    with reading(engine) as connection:
        for start in range(0, len(wanted), _CHUNK):
            statement = (
                select(PageVersionRow.digest, PageVersionRow.evidence)
                .join(TargetRow, TargetRow.page_digest == PageVersionRow.digest)
                .join(RunRow, RunRow.id == TargetRow.run_id)
                .where(
                    TargetRow.site_id == site_id,
                    TargetRow.url.in_(wanted[start : start + _CHUNK]),
                    RunRow.now <= until,
                )
                .distinct()
            )
            for row in connection.execute(statement):
                page = unpack(row.evidence)
                if page.listing is not None:
                    found.append(page.listing)
    return found


def _state(connection: Connection, assessment_id: str, *, held: bool = False) -> str | None:
    """`held`: until the transaction ends nobody makes it final (SQLite has one writer anyway)."""
    asked = select(AssessmentRow.state).where(AssessmentRow.id == assessment_id)
    return connection.execute(asked.with_for_update() if held else asked).scalar()
