"""What proves a defect: pictures of it, the stored pages that they show, how its address answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, insert, select

from db.mapping import FETCH, digest, with_headers
from db.models import BlobRow, FetchRow, FindingRow, PictureRow, RunRow, RunSiteRow
from db.session import reading
from monitor.domain.evidence import Fetch, Via
from monitor.domain.finding import Outcome
from monitor.domain.picture import Picture

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A body that is still stored and the address it was got from; `rendered` where it is a page as
    the browser left it. `fetched_at` is the wall clock's."""

    url: str
    sha256: str
    content_type: str | None
    rendered: bool
    fetched_at: datetime


def stored_page(
    engine: Engine, site_id: str, url: str, before: datetime, sha256: str | None = None
) -> StoredPage | None:
    """The page at an address as a run of the site last stored it up to a moment (a run's `now`), or
    whatever was fetched with that body; None where nothing is stored."""
    runs = (
        select(RunSiteRow.run_id)
        .join(RunRow, RunRow.id == RunSiteRow.run_id)
        .where(RunSiteRow.site_id == site_id, RunRow.now <= before)
    )
    query = (
        select(*FETCH)
        .join(RunRow, RunRow.id == FetchRow.run_id)
        .join(BlobRow, BlobRow.sha256 == FetchRow.body_sha256)
        .where(FetchRow.run_id.in_(runs))
        .order_by(RunRow.now.desc(), FetchRow.seq.desc())
        .limit(1)
    )
    if sha256 is None:
        query = query.where(FetchRow.target_digest == digest(url))
    else:
        query = query.where(FetchRow.body_sha256 == sha256)
    with reading(engine) as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    return StoredPage(
        row.final_url or row.url,
        row.body_sha256,
        row.content_type,
        row.via == Via.BROWSER.value,
        row.fetched_at,
    )


def save_pictures(engine: Engine, pictures: Iterable[Picture]) -> None:
    rows = [
        {
            "defect_id": one.defect_id,
            "fingerprint": one.fingerprint,
            "taken_at": one.taken_at,
            "url": one.url,
            "body_sha256": one.body_sha256,
            "sha256": one.sha256,
            "marked": one.marked,
            "reason": one.reason,
        }
        for one in pictures
    ]
    if rows:
        with engine.begin() as connection:
            connection.execute(insert(PictureRow), rows)


def pictures(engine: Engine, defect_ids: Collection[str]) -> dict[str, Picture]:
    """The latest of each defect, by its id."""
    found: dict[str, Picture] = {}
    wanted = sorted(defect_ids)
    for start in range(0, len(wanted), _CHUNK):
        latest = (
            select(func.max(PictureRow.id))
            .where(PictureRow.defect_id.in_(wanted[start : start + _CHUNK]))
            .group_by(PictureRow.defect_id)
        )
        with reading(engine) as connection:
            rows = connection.execute(
                select(PictureRow.__table__).where(PictureRow.id.in_(latest))
            ).all()
        for row in rows:
            found[row.defect_id] = Picture(
                row.defect_id,
                row.fingerprint,
                row.url,
                row.taken_at,
                row.body_sha256,
                row.sha256,
                row.marked,
                row.reason,
            )
    return found


def looks(engine: Engine, defect_id: str, url: str, until: datetime) -> list[Fetch]:
    """How an address answered in the runs that found a defect up to a moment, in their order."""
    seen = select(FindingRow.run_id).where(
        FindingRow.defect_id == defect_id,
        FindingRow.outcome == Outcome.FAIL.value,
        FindingRow.now <= until,
    )
    with reading(engine) as connection:
        rows = connection.execute(
            select(FetchRow.__table__)
            .join(RunRow, RunRow.id == FetchRow.run_id)
            .where(FetchRow.run_id.in_(seen), FetchRow.target_digest == digest(url))
            .order_by(RunRow.now, FetchRow.run_id, FetchRow.seq)
        ).all()
    return [with_headers(row) for row in rows]  # type: ignore[arg-type]
