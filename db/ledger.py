"""The ledger of one run: implements what the crawl asks of storage (monitor.crawl.store)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from types import TracebackType
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, bindparam, select, update

from db.blobs import BlobStore, touch, use
from db.gists import write_gists
from db.insert import insert_new
from db.mapping import digest, fetch_values, pack, target_values, to_target
from db.models import FetchRow, PageVersionRow, TargetRow
from db.packing import unpacked
from db.session import reading
from monitor.domain.gist import gist_of
from monitor.domain.observation import Observation, OpenTarget
from monitor.domain.run import Target, TargetState

EXTRACTOR = "3"
"""Counts up when extraction changes, so that a new reading of an old body is a new version."""

_FRAMES_AT_HAND = 5_000

# Made once: what a statement is compiled to is found again by what it holds, which is told once each.
_TARGET = cast(Table, TargetRow.__table__)
_ONE = update(_TARGET).where(
    _TARGET.c.run_id == bindparam("run"), _TARGET.c.digest == bindparam("key")
)
_CLOSE = _ONE.values(
    state=bindparam("new_state"), reason=bindparam("new_reason"), page_digest=bindparam("new_page")
)
_START = _ONE.values(attempts=_TARGET.c.attempts + 1)


class RunStore:
    """A batch is one transaction: observations, what became of their targets, and those found."""

    def __init__(self, engine: Engine, run_id: int, blobs: BlobStore | None = None) -> None:
        self._engine = engine
        self._run_id = run_id
        self._blobs = blobs
        self._frames: set[str] = set()
        """Those that are surely stored."""

    def __enter__(self) -> RunStore:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None

    def plan(self, targets: Iterable[Target]) -> None:
        rows = [target_values(self._run_id, target) for target in targets]
        with self._engine.begin() as connection:
            insert_new(connection, TargetRow, rows)

    def record(self, observations: Sequence[Observation]) -> None:
        # All that can be made ready is, before the transaction: another process may wait for it.
        bodies = [self._body(one) for one in observations]
        pages = [_version(self._run_id, one) for one in observations]
        versions = sorted((row for row in pages if row), key=itemgetter("digest"))
        planned = [target_values(self._run_id, one.target) for one in observations]
        closed = [
            {
                "run": self._run_id,
                "key": row["digest"],
                "new_state": (
                    TargetState.NOT_OBSERVED if one.reason else TargetState.OBSERVED
                ).value,
                "new_reason": one.reason.value if one.reason else None,
                "new_page": page["digest"] if page else one.carried,
            }
            for row, one, page in zip(planned, observations, pages, strict=True)
        ]
        fetches = [
            fetch_values(self._run_id, row["digest"], seq, fetch)
            for row, one in zip(planned, observations, strict=True)
            for seq, fetch in enumerate(one.fetches)
        ]
        found = [target_values(self._run_id, t) for one in observations for t in one.found]
        gists = {
            page["digest"]: gist_of(one.page)
            for one, page in zip(observations, pages, strict=True)
            if one.page is not None and page is not None
        }
        with self._engine.begin() as connection:
            use(connection, [row for row in bodies if row])
            touch(connection, _carried(observations))
            insert_new(connection, PageVersionRow, versions)
            self._close(connection, planned, closed)
            insert_new(connection, FetchRow, fetches)
            frames = write_gists(connection, gists, self._frames)
            insert_new(connection, TargetRow, found)
        if len(self._frames) > _FRAMES_AT_HAND:
            self._frames.clear()
        self._frames |= frames

    def _body(self, one: Observation) -> dict[str, Any] | None:
        if self._blobs is None or one.body is None or not one.fetches:
            return None
        last = one.fetches[-1]
        return self._blobs.row(one.body, last.fetched_at, last.body_sha256)

    def _close(
        self,
        connection: Connection,
        planned: Sequence[dict[str, Any]],
        closed: Sequence[dict[str, Any]],
    ) -> None:
        """Targets are nearly always planned before they are looked at; only what was not is."""
        if closed and connection.execute(_CLOSE, closed).rowcount < len(closed):
            insert_new(connection, TargetRow, planned)
            connection.execute(_CLOSE, closed)

    def started(self, urls: Sequence[str]) -> None:
        if not urls:
            return
        with self._engine.begin() as connection:
            rows = [{"run": self._run_id, "key": digest(url)} for url in urls]
            connection.execute(_START, rows)

    def open_targets(self) -> list[OpenTarget]:
        with reading(self._engine) as connection:
            rows = connection.execute(
                select(TargetRow.__table__)
                .where(TargetRow.run_id == self._run_id, TargetRow.state == "open")
                .order_by(TargetRow.id)
            )
            return [OpenTarget(to_target(row), row.attempts) for row in rows]  # type: ignore[arg-type]

    def known_urls(self) -> set[str]:
        with reading(self._engine) as connection:
            rows = connection.execute(select(TargetRow.url).where(TargetRow.run_id == self._run_id))
            return {url for (url,) in rows}


def _carried(observations: Sequence[Observation]) -> dict[str, datetime]:
    """Stored bodies that a server said are still what it has, with the moment."""
    return {
        one.fetches[-1].body_sha256: one.fetches[-1].fetched_at
        for one in observations
        if one.carried and one.body is None and one.fetches[-1].body_sha256
    }


def _version(run_id: int, one: Observation) -> dict[str, Any] | None:
    if one.page is None:
        return None
    body = one.fetches[-1].body_sha256 if one.fetches else None
    evidence = pack(one.page)
    content = body or digest(unpacked(evidence).decode())
    key = reading_of(one.target.url, content, rendered=one.page.rendered)
    return {
        "url": one.target.url,
        "digest": key,
        "body_sha256": body,
        "kind": one.page.kind.value,
        "evidence": evidence,
        "first_run": run_id,
    }


def reading_of(url: str, content: str, *, rendered: bool) -> str:
    """The key under which the reading of a body at an address is stored."""
    return digest("\0".join((EXTRACTOR, url, content, str(rendered))))
