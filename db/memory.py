"""What is remembered of each address for planning the next run: derived from the looks of all complete
crawls in their order. Judging never reads it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.ledger import reading_of
from db.mapping import FETCH, digest, storable, to_fetch, unpack
from db.models import (
    BlobRow,
    FetchRow,
    PageRow,
    PageVersionRow,
    RunRow,
    RunSiteRow,
    TargetRow,
)
from db.session import reading
from monitor.domain.calendar import shanghai_day
from monitor.domain.evidence import Condition, Fetch, PageEvidence
from monitor.domain.revisit import NIGHTLY, History, Look, after, essence, newest_of
from monitor.domain.run import NO_PAGES, Purpose, Reason, Role, RunState, Target, TargetState

_CHUNK = 500
_HISTORY = tuple(field.name for field in fields(History))


@dataclass(frozen=True, slots=True)
class Remembered:
    """A known address: what it is to us, how its looks were, and the run (`seen_run`) whose answer
    may stand for a new one, with the page read from it."""

    target: Target
    history: History
    seen_run: int | None
    reading: str | None


def remember(engine: Engine, owner: Callable[[str], str | None]) -> None:
    """Take in the complete crawls that were not taken in yet, oldest first. `owner`: the site of an
    address. Safe to repeat, and to break off."""
    with reading(engine) as connection:
        runs = connection.execute(
            select(RunRow.id, RunRow.now)
            .where(
                RunRow.remembered.is_(False),
                RunRow.state == RunState.COMPLETE.value,
                RunRow.purpose.in_([Purpose.CRAWL.value, Purpose.RECRAWL.value]),
            )
            .order_by(RunRow.now, RunRow.id)
        ).all()
    for run_id, now in runs:
        for rows in _chunks_of(engine, run_id, now, owner):
            with engine.begin() as connection:
                _save(connection, rows)
        with engine.begin() as connection:
            connection.execute(update(RunRow).where(RunRow.id == run_id).values(remembered=True))


def _chunks_of(
    engine: Engine, run_id: int, now: datetime, owner: Callable[[str], str | None]
) -> Iterator[list[dict[str, Any]]]:
    last_id = 0
    while True:
        with reading(engine) as connection:
            targets: Sequence[Any] = connection.execute(
                select(TargetRow.__table__)
                .where(
                    TargetRow.run_id == run_id,
                    TargetRow.id > last_id,
                    TargetRow.role.not_in(NO_PAGES),
                )
                .order_by(TargetRow.id)
                .limit(_CHUNK)
            ).all()
            if not targets:
                return
            keys = [row.digest for row in targets]
            known: dict[str, Any] = {
                row.digest: row
                for row in connection.execute(
                    select(PageRow.__table__).where(PageRow.digest.in_(keys))
                )
            }
            fetches = _last_fetches(connection, run_id, keys)
            pages = _pages_to_compare(connection, targets, known)
        last_id = targets[-1].id
        made = []
        for row in targets:
            old = known.get(row.digest)
            if old is not None and old.run_id == run_id:
                continue
            keeper = row.site_id or owner(row.found_on or "")
            if keeper is not None:
                fetch = fetches.get(row.digest)
                made.append(_values(row, old, fetch, keeper, pages, run_id, now))
        yield made


def _last_fetches(connection: Connection, run_id: int, keys: Sequence[str]) -> dict[str, Fetch]:
    rows = connection.execute(
        select(*FETCH)
        .where(FetchRow.run_id == run_id, FetchRow.target_digest.in_(keys))
        .order_by(FetchRow.seq)
    )
    return {row.target_digest: to_fetch(row) for row in rows}  # type: ignore[arg-type]


def _pages_to_compare(
    connection: Connection, targets: Sequence[Any], known: Mapping[str, Any]
) -> dict[str, PageEvidence]:
    """The readings that tell whether a page changed, and those of new lists: few, on a night."""
    wanted: set[str] = set()
    for row in targets:
        before = known[row.digest].reading if row.digest in known else None
        if row.page_digest is None or row.page_digest == before:
            continue
        if before is not None:
            wanted |= {before, row.page_digest}
        elif row.role in NIGHTLY:
            wanted.add(row.page_digest)
    rows = connection.execute(
        select(PageVersionRow.digest, PageVersionRow.evidence).where(
            PageVersionRow.digest.in_(wanted)
        )
    )
    return {key: unpack(evidence) for key, evidence in rows}


def _values(
    row: Any,
    old: Any | None,
    fetch: Fetch | None,
    keeper: str,
    pages: Mapping[str, PageEvidence],
    run_id: int,
    now: datetime,
) -> dict[str, Any]:
    seen = row.state == TargetState.OBSERVED.value and fetch is not None
    history = History() if old is None else _history(old)
    if row.reason != Reason.BUDGET.value:  # over the budget is as if it had not been planned
        history = after(history, _look(row, old, fetch, seen, pages, shanghai_day(now)))
    values = {
        "digest": row.digest,
        "url": row.url,
        "site_id": keeper,
        "inside": row.site_id is not None,
        "role": row.role,
        "anchor": row.anchor,
        "found_on": row.found_on,
        "depth": row.depth,
        "planned_at": now,
        "run_id": run_id,
        **{name: getattr(history, name) for name in _HISTORY},
    }
    if seen and fetch is not None:
        return values | {
            "seen_run": run_id if fetch.reusable and row.page_digest else None,
            "reading": row.page_digest,
            "body_sha256": fetch.body_sha256,
            "etag": fetch.etag and storable(fetch.etag),
            "last_modified": fetch.last_modified and storable(fetch.last_modified),
        }
    kept = ("seen_run", "reading", "body_sha256", "etag", "last_modified")
    return values | {name: getattr(old, name) if old is not None else None for name in kept}


def _look(
    row: Any,
    old: Any | None,
    fetch: Fetch | None,
    seen: bool,
    pages: Mapping[str, PageEvidence],
    day: date,
) -> Look:
    if not seen or fetch is None:
        return Look(day, seen=False, cut=row.reason == Reason.WINDOW.value)
    page = pages.get(row.page_digest or "")
    newest = newest_of(page) if page is not None else None
    if old is None:
        return Look(day, condition=fetch.condition, newest=newest)
    changed: bool | None = None
    if old.reading and row.page_digest:
        before = pages.get(old.reading)
        same = old.reading == row.page_digest
        changed = not same and not (before and page and essence(before) == essence(page))
        newest = old.newest if same else newest
    bodies = old.body_sha256 is not None and fetch.body_sha256 is not None
    moved = old.body_sha256 != fetch.body_sha256 if bodies else None
    if fetch.etag or old.etag:
        same_mark = fetch.etag == old.etag
    else:
        same_mark = bool(fetch.last_modified) and fetch.last_modified == old.last_modified
    return Look(
        day,
        changed=changed,
        moved=moved,
        condition=fetch.condition,
        same_mark=same_mark and fetch.condition is not Condition.HELD,
        newest=newest,
    )


def _history(row: Any) -> History:
    return History(*(getattr(row, name) for name in _HISTORY))


def _save(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    made = dialect.insert(cast(Table, PageRow.__table__))
    statement = made.on_conflict_do_update(
        index_elements=["digest"],
        set_={name: made.excluded[name] for name in rows[0] if name != "digest"},
    )
    ordered = sorted(rows, key=lambda row: str(row["digest"]))
    connection.execute(statement, [dict(row) for row in ordered])


def remembered(engine: Engine, site_id: str, since: datetime) -> list[Remembered]:
    """The addresses looked at for a site that some run since then had on its list, the longest
    unasked first."""
    with reading(engine) as connection:
        rows: Sequence[Any] = connection.execute(
            select(PageRow.__table__)
            .where(PageRow.site_id == site_id, PageRow.planned_at >= since)
            .order_by(PageRow.url)
        ).all()
    rows = sorted(rows, key=lambda row: row.asked or date.min)
    return [
        Remembered(
            Target(
                row.url,
                Role(row.role),
                row.site_id if row.inside else None,
                row.anchor,
                found_on=row.found_on,
                depth=row.depth,
            ),
            _history(row),
            row.seen_run,
            row.reading,
        )
        for row in rows
    ]


def answers(engine: Engine, pages: Iterable[Remembered]) -> dict[str, tuple[Fetch, str]]:
    """By address, the fetch whose equal would say the same, and the page read from it: only where
    that is how the page would be read today, and its bytes are still stored as proof. A file that
    proved nothing was not stored and needs not be."""
    by_run: dict[int, dict[str, str]] = {}
    files: set[str] = set()
    for one in pages:
        if one.target.role is Role.ASSET:
            files.add(one.target.url)
        if one.seen_run is not None and one.reading is not None:
            by_run.setdefault(one.seen_run, {})[one.target.url] = one.reading
    found: dict[str, tuple[Fetch, str]] = {}
    for run_id, readings in by_run.items():
        for some in _chunks(list(readings)):
            found |= _answers(engine, run_id, {url: readings[url] for url in some}, files)
    return found


def _answers(
    engine: Engine, run_id: int, readings: Mapping[str, str], unstored: Container[str]
) -> dict[str, tuple[Fetch, str]]:
    with reading(engine) as connection:
        rows = connection.execute(
            select(*FETCH, BlobRow.sha256.is_not(None).label("stored"))
            .outerjoin(BlobRow, BlobRow.sha256 == FetchRow.body_sha256)
            .where(
                FetchRow.run_id == run_id,
                FetchRow.target_digest.in_([digest(url) for url in readings]),
                FetchRow.reusable.is_(True),
            )
        ).all()
    fetches = [to_fetch(row) for row in rows if row.stored or row.url in unstored]  # type: ignore[arg-type]
    return {
        fetch.url: (fetch, readings[fetch.url])
        for fetch in fetches
        if readings.get(fetch.url) == reading_of(fetch.url, fetch.body_sha256 or "", rendered=False)
    }


def note_resting(engine: Engine, run_id: int, since: Mapping[str, datetime]) -> None:
    """Count, for each site of a run, the known addresses of its own that the run had no part for.
    `since`: the moment of each site's last whole crawl."""
    for site_id, moment in since.items():
        planned = select(TargetRow.digest).where(TargetRow.run_id == run_id)
        with engine.begin() as connection:
            resting = connection.execute(
                select(func.count())
                .select_from(PageRow)
                .where(
                    PageRow.site_id == site_id,
                    PageRow.inside.is_(True),
                    PageRow.planned_at >= moment,
                    PageRow.digest.not_in(planned),
                )
            ).scalar_one()
            connection.execute(
                update(RunSiteRow)
                .where(RunSiteRow.run_id == run_id, RunSiteRow.site_id == site_id)
                .values(resting=resting)
            )


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
