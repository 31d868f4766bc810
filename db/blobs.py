"""Bodies, once each: files named by the SHA-256 of what they hold, compressed, under a disk cap."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlalchemy import Engine, delete, select

from db.models import BlobRow

DEFAULT_CAP = 20 * 1024**3


class BlobStore:
    """`cap` bounds the stored bytes; `age_out` frees what no open case needs, oldest first."""

    def __init__(self, folder: Path, cap: int = DEFAULT_CAP) -> None:
        self.folder = folder
        self.cap = cap

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256[2:]}.z"

    def put(self, body: bytes) -> tuple[str, int]:
        """Store a body; returns its SHA-256 and the stored size in bytes. Safe to repeat."""
        sha256 = hashlib.sha256(body).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as file:
                file.write(zlib.compress(body, 6))
            Path(file.name).replace(path)
        return sha256, path.stat().st_size

    def get(self, sha256: str) -> bytes | None:
        """The body, or None when it was aged out or never stored."""
        path = self.path(sha256)
        return zlib.decompress(path.read_bytes()) if path.exists() else None

    def age_out(self, engine: Engine, pinned: Collection[str]) -> int:
        """Delete the longest unused bodies until the cap holds; returns how many were deleted."""
        gone = []
        with engine.begin() as connection:
            rows = connection.execute(
                select(BlobRow.sha256, BlobRow.stored_size).order_by(BlobRow.last_used)
            ).all()
            total = sum(size for _, size in rows)
            for sha256, size in rows:
                if total <= self.cap:
                    break
                if sha256 not in pinned:
                    gone.append(sha256)
                    total -= size
            for sha256 in gone:
                connection.execute(delete(BlobRow).where(BlobRow.sha256 == sha256))
        for sha256 in gone:
            self.path(sha256).unlink(missing_ok=True)
        return len(gone)

    def row(self, body: bytes, used: datetime) -> dict[str, object]:
        sha256, stored = self.put(body)
        return {"sha256": sha256, "size": len(body), "stored_size": stored, "last_used": used}
