"""Bodies, once each: files named by the SHA-256 of what they hold, compressed, under a disk cap."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from os import getpid
from pathlib import Path
from threading import get_ident
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import BlobRow, DefectRow, PictureRow
from db.packing import packed, unpacked
from db.session import reading
from monitor.domain.defect import DefectState

DEFAULT_CAP = 20 * 1024**3
_CHUNK = 500


class BlobStore:
    """`cap` bounds the stored bytes; `age_out` frees what no open case needs, oldest first."""

    def __init__(self, folder: Path, cap: int = DEFAULT_CAP) -> None:
        self.folder = folder
        self.cap = cap

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256[2:]}.zst"

    def put(self, body: bytes, sha256: str | None = None) -> tuple[str, int]:
        """Store a body; returns its SHA-256 (which may be known) and the stored size in bytes. Safe to
        repeat, and to break off: under its name a body is whole."""
        sha256 = sha256 or hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        try:
            return sha256, path.stat().st_size
        except FileNotFoundError:
            data = packed(body)
        mine = path.with_suffix(f".{getpid()}-{get_ident()}")
        try:
            mine.write_bytes(data)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            mine.write_bytes(data)
        mine.replace(path)
        return sha256, len(data)

    def get(self, sha256: str) -> bytes | None:
        """The body, or None when it was aged out or never stored."""
        path = self.path(sha256)
        return unpacked(path.read_bytes()) if path.exists() else None

    def age_out(self, engine: Engine, pinned: Collection[str]) -> int:
        """Delete the longest unused bodies until the cap holds; returns how many were deleted."""
        with reading(engine) as connection:
            rows = connection.execute(
                select(BlobRow.sha256, BlobRow.stored_size).order_by(
                    BlobRow.last_used, BlobRow.sha256
                )
            ).all()
        total = sum(size for _, size in rows)
        gone: list[str] = []
        for sha256, size in rows:
            if total <= self.cap:
                break
            if sha256 not in pinned:
                gone.append(sha256)
                total -= size
        for start in range(0, len(gone), _CHUNK):
            some = gone[start : start + _CHUNK]
            with engine.begin() as connection:
                connection.execute(delete(BlobRow).where(BlobRow.sha256.in_(some)))
            for sha256 in some:
                self.path(sha256).unlink(missing_ok=True)
        return len(gone)

    def row(self, body: bytes, used: datetime, sha256: str | None = None) -> dict[str, object]:
        sha256, stored = self.put(body, sha256)
        return {"sha256": sha256, "size": len(body), "stored_size": stored, "last_used": used}


@dataclass(frozen=True, slots=True)
class Capped:
    """What `apply_cap` did: bodies deleted, bytes left. `over`: open cases alone need more."""

    deleted: int
    stored: int
    over: bool


def apply_cap(engine: Engine, blobs: BlobStore, cap_bytes: int) -> Capped:
    """Bring the stored bodies under the cap, oldest use first; what an open defect shows as proof
    is kept, even when that alone is more than the cap. Meant for after a run."""
    deleted = BlobStore(blobs.folder, cap_bytes).age_out(engine, proof_of_open_defects(engine))
    with reading(engine) as connection:
        stored = int(connection.execute(select(func.sum(BlobRow.stored_size))).scalar() or 0)
    return Capped(deleted, stored, stored > cap_bytes)


def proof_of_open_defects(engine: Engine) -> set[str]:
    """SHA-256 of every body that a defect shows as evidence, and of its pictures and what they show,
    unless the defect is gone."""
    is_open = DefectRow.state != DefectState.GONE.value
    with reading(engine) as connection:
        bodies = connection.execute(select(DefectRow.body).where(is_open)).scalars()
        proof = {one["sha256"] for body in bodies for one in body["evidence"]}
        pictures = connection.execute(
            select(PictureRow.sha256, PictureRow.body_sha256)
            .join(DefectRow, DefectRow.id == PictureRow.defect_id)
            .where(is_open)
        )
        return proof.union(sha256 for row in pictures for sha256 in row if sha256)


def use(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note bodies as stored and as used; a body seen again is as young as its last use."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = dialect.insert(cast(Table, BlobRow.__table__))
    later = made.excluded.last_used
    statement = made.on_conflict_do_update(
        index_elements=["sha256"], set_={"last_used": later}, where=BlobRow.last_used < later
    )
    if rows:
        ordered = sorted(rows, key=lambda row: str(row["sha256"]))
        connection.execute(statement, [dict(row) for row in ordered])


def touch(connection: Connection, used: Mapping[str, datetime]) -> None:
    """Note stored bodies as used again without having their bytes."""
    rows = [{"key": sha256, "moment": moment} for sha256, moment in sorted(used.items())]
    if rows:
        connection.execute(
            update(BlobRow)
            .where(BlobRow.sha256 == bindparam("key"), BlobRow.last_used < bindparam("moment"))
            .values(last_used=bindparam("moment"))
            .execution_options(synchronize_session=False),
            rows,
        )


def keep_body(engine: Engine, blobs: BlobStore, body: bytes, used: datetime) -> str:
    """Store one body and note it as used; returns its SHA-256."""
    row = blobs.row(body, used)
    with engine.begin() as connection:
        use(connection, [row])
    return str(row["sha256"])
