"""What judging needs of each page, beside its evidence: written as pages are stored."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, select

from db.insert import insert_new
from db.mapping import dumped, unpack
from db.models import FrameRow, GistRow, PageVersionRow, TargetRow
from db.packing import packed, unpacked
from db.session import reading
from monitor.domain.gist import Frame, Gist, gist_of

VERSION = 2
"""Counts up when what a gist says of the same evidence changes: older ones are then made anew."""

_GIST = TypeAdapter(Gist)
_FRAME = TypeAdapter(Frame)
_CHUNK = 200
_FRAMES_AT_HAND = 500


def write_gists(
    connection: Connection, gists: Mapping[str, Gist], known: Collection[str] = ()
) -> set[str]:
    """Store gists by the digest of their page version, and their frames but for those `known` to be
    there. Returns the keys of the frames."""
    frames = {gist.frame.key: gist.frame for gist in gists.values()}
    rows = [
        {"key": key, "body": packed(dumped(_FRAME, frames[key], exclude={"key"}))}
        for key in sorted(frames.keys() - known)
    ]
    insert_new(connection, FrameRow, rows)
    insert_new(connection, GistRow, [_values(digest, gists[digest]) for digest in sorted(gists)])
    return set(frames)


def _values(digest: str, gist: Gist) -> dict[str, Any]:
    return {
        "digest": digest,
        "version": VERSION,
        "frame": gist.frame.key,
        "marks": gist.marks,
        "body": dumped(_GIST, gist, exclude={"frame", "marks"}, exclude_defaults=True),
    }


class GistReader:
    """Reads gists; of the frames, which are few on a site, no more than some hundred stay at hand."""

    def __init__(self) -> None:
        self._frames: dict[str, Frame] = {}

    def read(self, connection: Connection, digests: Collection[str]) -> dict[str, Gist]:
        """By the digest of the page version; what `complete` has not seen may be missing."""
        rows = connection.execute(
            select(GistRow.digest, GistRow.frame, GistRow.marks, GistRow.body).where(
                GistRow.digest.in_(digests), GistRow.version == VERSION
            )
        ).all()
        self._load(connection, {row.frame for row in rows})
        return {row.digest: self._gist(row) for row in rows}

    def _gist(self, row: Any) -> Gist:
        gist = _GIST.validate_json(row.body)
        # Nobody has seen it yet: `replace` would make it a second time, at half the cost of reading it.
        object.__setattr__(gist, "frame", self._frames[row.frame])
        object.__setattr__(gist, "marks", row.marks)
        return gist

    def _load(self, connection: Connection, keys: Collection[str]) -> None:
        if len(self._frames) > _FRAMES_AT_HAND:
            self._frames.clear()
        wanted = keys - self._frames.keys()
        if wanted:
            rows = connection.execute(
                select(FrameRow.key, FrameRow.body).where(FrameRow.key.in_(wanted))
            )
            for key, body in rows:
                self._frames[key] = replace(_FRAME.validate_json(unpacked(body)), key=key)


def complete(engine: Engine, run_id: int, site_id: str | None = None) -> None:
    """Make the gists that the pages of a run (of one of its sites) lack, where they were stored before
    there were gists or with such of an older version. Safe to repeat, and to break off."""
    for some in _lacking(engine, run_id, site_id):
        made = {digest: gist_of(unpack(evidence)) for digest, evidence in some}
        with engine.begin() as connection:
            write_gists(connection, made)


def _lacking(engine: Engine, run_id: int, site_id: str | None) -> Iterator[list[tuple[str, bytes]]]:
    has_gist = select(GistRow.digest).where(
        GistRow.digest == TargetRow.page_digest, GistRow.version == VERSION
    )
    lacking = select(TargetRow.page_digest).where(
        TargetRow.run_id == run_id, TargetRow.page_digest.is_not(None), ~has_gist.exists()
    )
    if site_id is not None:
        lacking = lacking.where(TargetRow.site_id == site_id)
    with reading(engine) as connection:
        digests = sorted({str(one) for one in connection.execute(lacking).scalars()})
    for start in range(0, len(digests), _CHUNK):
        with reading(engine) as connection:
            rows = connection.execute(
                select(PageVersionRow.digest, PageVersionRow.evidence).where(
                    PageVersionRow.digest.in_(digests[start : start + _CHUNK])
                )
            ).all()
        yield [(row.digest, row.evidence) for row in rows]
