"""Stored answers, for an archive: of a run, of a defect; and which of them hold what is sensitive."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, or_, select

from db.mapping import digest, to_finding, with_headers
from db.models import FetchRow, FindingRow, RunRow, TargetRow
from db.session import reading
from monitor.domain.evidence import Condition, Fetch
from monitor.domain.finding import Finding, Outcome

_CHUNK = 500
_PARENTS = 3
"""Pages on which a fault stands, taken into its archive; all of them tell the same."""

Sensitive = tuple[set[str], set[str]]
"""Digests of addresses, and SHA-256 of bodies."""


def failures(
    engine: Engine, *, defect_id: str | None = None, run_id: int | None = None
) -> list[Finding]:
    """The findings against somebody, of a defect in the order of runs or of a run."""
    query = select(FindingRow.__table__).where(FindingRow.outcome == Outcome.FAIL.value)
    if defect_id is not None:
        query = query.where(FindingRow.defect_id == defect_id)
    if run_id is not None:
        query = query.where(FindingRow.run_id == run_id)
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(FindingRow.now, FindingRow.run_id)).all()
    return [to_finding(row) for row in rows]  # type: ignore[arg-type]


def of_run(engine: Engine, run_id: int) -> Iterator[Fetch]:
    """Every fetch of a run in the order of its targets; streamed in chunks."""
    after = 0
    while True:
        with reading(engine) as connection:
            found = connection.execute(
                select(TargetRow.id, TargetRow.digest)
                .where(TargetRow.run_id == run_id, TargetRow.id > after)
                .order_by(TargetRow.id)
                .limit(_CHUNK)
            ).all()
            if not found:
                return
            rows = connection.execute(
                select(FetchRow.__table__)
                .join(TargetRow, TargetRow.digest == FetchRow.target_digest)
                .where(
                    TargetRow.run_id == run_id,
                    FetchRow.run_id == run_id,
                    FetchRow.target_digest.in_([row.digest for row in found]),
                )
                .order_by(TargetRow.id, FetchRow.seq)
            ).all()
            fetches = _given(connection, [with_headers(row) for row in rows])  # type: ignore[arg-type]
        yield from fetches
        after = found[-1].id


def of_finding(engine: Engine, finding: Finding) -> list[Fetch]:
    """How its address and the first of its pages answered in that run; and where it was read from
    another body, whatever gave that last. Many addresses may give one body."""
    urls = [finding.url, *finding.parents[:_PARENTS]]
    bodies = [proof.sha256 for proof in finding.evidence]
    with reading(engine) as connection:
        rows = connection.execute(
            select(FetchRow.__table__)
            .where(
                FetchRow.run_id == finding.run_id,
                FetchRow.target_digest.in_([digest(url) for url in urls]),
            )
            .order_by(FetchRow.fetched_at, FetchRow.seq)
        ).all()
        for sha256 in set(bodies) - {row.body_sha256 for row in rows}:
            rows = [*rows, *_last_with(connection, sha256, finding.now)]
        return _given(connection, [with_headers(row) for row in rows])  # type: ignore[arg-type]


def _last_with(connection: Connection, sha256: str, until: datetime) -> Sequence[Any]:
    return connection.execute(
        select(FetchRow.__table__)
        .join(RunRow, RunRow.id == FetchRow.run_id)
        .where(FetchRow.body_sha256 == sha256, RunRow.now <= until)
        .order_by(RunRow.now.desc(), FetchRow.seq.desc())
        .limit(1)
    ).all()


def _given(connection: Connection, fetches: Sequence[Fetch]) -> list[Fetch]:
    """The same fetches; where a server said that nothing had changed, the answer that gave the body, as
    far as it is known, follows in its place."""
    held = [fetch for fetch in fetches if fetch.condition is Condition.HELD]
    if not held:
        return list(fetches)
    rows = connection.execute(
        select(FetchRow.__table__)
        .where(
            FetchRow.run_id.in_(select(RunRow.id)),
            FetchRow.target_digest.in_([digest(fetch.url) for fetch in held]),
            or_(FetchRow.condition.is_(None), FetchRow.condition != Condition.HELD.value),
            FetchRow.body_sha256.is_not(None),
        )
        .order_by(FetchRow.fetched_at)
    ).all()
    gave: dict[tuple[str, str | None], list[Fetch]] = {}
    for row in rows:
        fetch = with_headers(row)  # type: ignore[arg-type]
        gave.setdefault((fetch.url, fetch.body_sha256), []).append(fetch)
    made = []
    for fetch in fetches:
        known = gave.get((fetch.url, fetch.body_sha256), [])
        before = [one for one in known if one.fetched_at <= fetch.fetched_at]
        gives = fetch.condition is Condition.HELD and before
        made.append(before[-1] if gives else fetch)
    return made


def sensitive_places(engine: Engine, checks: Collection[str]) -> Sensitive:
    """Where a sensitive fault was ever found: its addresses and pages, and what it was read from."""
    query = select(FindingRow.url, FindingRow.parents, FindingRow.evidence).where(
        FindingRow.check_id.in_(sorted(checks)), FindingRow.outcome == Outcome.FAIL.value
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    urls = {url for row in rows for url in (row.url, *row.parents)}
    return {digest(url) for url in urls}, {sha for row in rows for sha, _ in row.evidence}


def is_sensitive(fetch: Fetch, places: Sensitive) -> bool:
    addresses, bodies = places
    return digest(fetch.url) in addresses or fetch.body_sha256 in bodies
