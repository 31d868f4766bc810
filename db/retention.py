"""Which stored bodies may go when their time is over. Append-only tables are never touched."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, select

from db.blobs import BlobStore, proof_of_open_defects
from db.models import BlobRow, DecisionRow, DefectRow, FindingRow, PictureRow
from db.session import reading
from monitor.domain.defect import DecisionKind, DefectState
from monitor.domain.finding import Outcome

_CHUNK = 500
_ENDED = (Outcome.PASS.value, Outcome.NOT_APPLICABLE.value)


@dataclass(frozen=True, slots=True)
class Stored:
    """A body: its SHA-256 and the bytes it takes on the disk."""

    sha256: str
    size: int


def needed_bodies(engine: Engine) -> set[str]:
    """The proof of open defects, and of every defect that a person ever decided to include: only
    such lines stand in lists that were sent, whatever became of the defect since."""
    included = select(DecisionRow.defect_id).where(DecisionRow.kind == DecisionKind.INCLUDED.value)
    with reading(engine) as connection:
        evidence = connection.execute(
            select(FindingRow.evidence).where(
                FindingRow.defect_id.in_(included), FindingRow.outcome == Outcome.FAIL.value
            )
        ).scalars()
        listed = {sha256 for proofs in evidence for sha256, _ in proofs}
        pictures = connection.execute(
            select(PictureRow.sha256, PictureRow.body_sha256).where(
                PictureRow.defect_id.in_(included)
            )
        )
        listed |= {sha256 for row in pictures for sha256 in row if sha256}
    return proof_of_open_defects(engine) | listed


def old_bodies(engine: Engine, before: datetime, needed: Collection[str]) -> list[Stored]:
    """Bodies last seen before a moment, without those that are needed; oldest first."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(BlobRow.sha256, BlobRow.stored_size)
            .where(BlobRow.last_used < before)
            .order_by(BlobRow.last_used, BlobRow.sha256)
        ).all()
    return [Stored(sha256, size) for sha256, size in rows if sha256 not in needed]


def sensitive_bodies(engine: Engine, checks: Collection[str], before: datetime) -> list[Stored]:
    """What failing looks of sensitive defects stored, where the defect ended before a moment: the
    first look that found it gone came earlier. What an open defect shows as proof is left out."""
    proof: set[str] = set()
    for defect_id in _gone(engine, checks):
        seen, ended = _story(engine, defect_id)
        if ended is not None and ended < before:
            proof |= seen | _pictures(engine, defect_id)
    wanted = sorted(proof - proof_of_open_defects(engine))
    found: list[Stored] = []
    for some in _chunks(wanted):
        with reading(engine) as connection:
            rows = connection.execute(
                select(BlobRow.sha256, BlobRow.stored_size)
                .where(BlobRow.sha256.in_(some))
                .order_by(BlobRow.sha256)
            ).all()
        found += [Stored(sha256, size) for sha256, size in rows]
    return found


def _gone(engine: Engine, checks: Collection[str]) -> list[str]:
    with reading(engine) as connection:
        return list(
            connection.execute(
                select(DefectRow.id)
                .where(
                    DefectRow.check_id.in_(sorted(checks)),
                    DefectRow.state == DefectState.GONE.value,
                )
                .order_by(DefectRow.id)
            ).scalars()
        )


def _story(engine: Engine, defect_id: str) -> tuple[set[str], datetime | None]:
    """Every body in which the fault was seen, and when it was first seen to be gone for good."""
    seen: set[str] = set()
    ended: datetime | None = None
    with reading(engine) as connection:
        rows = connection.execute(
            select(FindingRow.now, FindingRow.outcome, FindingRow.evidence)
            .where(FindingRow.defect_id == defect_id)
            .order_by(FindingRow.now, FindingRow.run_id)
        ).all()
    for now, outcome, evidence in rows:
        if outcome == Outcome.FAIL.value:
            seen |= {sha256 for sha256, _ in evidence}
            ended = None
        elif outcome in _ENDED:
            ended = ended or now
    return seen, ended


def _pictures(engine: Engine, defect_id: str) -> set[str]:
    with reading(engine) as connection:
        taken = connection.execute(
            select(PictureRow.sha256).where(PictureRow.defect_id == defect_id)
        ).scalars()
        return {sha256 for sha256 in taken if sha256}


def remove(engine: Engine, blobs: BlobStore, bodies: Iterable[Stored]) -> None:
    """Delete bodies: the row first, so that no row speaks of a file that is not there."""
    for some in _chunks([one.sha256 for one in bodies]):
        with engine.begin() as connection:
            connection.execute(delete(BlobRow).where(BlobRow.sha256.in_(some)))
        for sha256 in some:
            blobs.path(sha256).unlink(missing_ok=True)


def _chunks(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
