"""Reading: what was seen, what was concluded. Reads are short and never span a crawl."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, func, select

from db.gists import GistReader
from db.mapping import (
    DEFECT,
    FETCH,
    SCORE,
    digest,
    to_decision,
    to_fetch,
    to_finding,
    to_run,
    to_target,
    unpack,
)
from db.models import (
    BlobRow,
    DecisionRow,
    DefectRow,
    FetchRow,
    FindingRow,
    PageVersionRow,
    RunRow,
    RunSiteRow,
    ScoreRow,
    TargetRow,
)
from db.session import reading
from monitor.domain.defect import Decision, Defect, DefectState
from monitor.domain.evidence import Fetch, PageEvidence, PageKind
from monitor.domain.finding import Finding, Outcome
from monitor.domain.gist import Gist
from monitor.domain.rubric import Score
from monitor.domain.run import (
    NO_PAGES,
    Coverage,
    Purpose,
    Reason,
    Role,
    Run,
    RunState,
    Target,
    TargetState,
)

_CHUNK = 200
_SUBJECTS = 50


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A target of a run with its fetches in order and the gist of what was read.

    `page`: all that was read, from the store at each asking.
    """

    target: Target
    state: TargetState
    reason: Reason | None
    fetches: tuple[Fetch, ...]
    gist: Gist | None
    engine: Engine = field(repr=False, compare=False)
    page_digest: str | None = None

    @property
    def page(self) -> PageEvidence | None:
        if self.page_digest is None:
            return None
        with reading(self.engine) as connection:
            evidence = connection.execute(
                select(PageVersionRow.evidence).where(PageVersionRow.digest == self.page_digest)
            ).scalar()
        return unpack(evidence) if evidence is not None else None


def pages(engine: Engine, run_id: int, site_id: str) -> Iterator[SeenPage]:
    """Every target of a site in a run, with the gist of its page; streamed in chunks."""
    return _seen(engine, run_id, TargetRow.site_id == site_id)


def targets(engine: Engine, run_id: int) -> Iterator[SeenPage]:
    """Every target of a run; gists are read only of error pages, and of what lies outside all sites."""
    return _seen(engine, run_id, light=True)


def _seen(engine: Engine, run_id: int, *where: object, light: bool = False) -> Iterator[SeenPage]:
    after, reader = 0, GistReader()
    while True:
        with reading(engine) as connection:
            rows = connection.execute(
                select(TargetRow.__table__)
                .where(TargetRow.run_id == run_id, TargetRow.id > after, *where)  # type: ignore[arg-type]
                .order_by(TargetRow.id)
                .limit(_CHUNK)
            ).all()
            if not rows:
                return
            keys = [row.digest for row in rows]
            fetches: dict[str, list[Fetch]] = {}
            for row in connection.execute(
                select(*FETCH)
                .where(FetchRow.run_id == run_id, FetchRow.target_digest.in_(keys))
                .order_by(FetchRow.seq)
            ):
                fetches.setdefault(row.target_digest, []).append(to_fetch(row))  # type: ignore[arg-type]
            digests: Collection[str] = [row.page_digest for row in rows if row.page_digest]
            if light:
                outside = [row.page_digest for row in rows if row.page_digest and not row.site_id]
                digests = {*_error_pages(connection, digests), *outside}
            gists = reader.read(connection, digests)
        for row in rows:
            yield SeenPage(
                target=to_target(row),  # type: ignore[arg-type]
                state=TargetState(row.state),
                reason=Reason(row.reason) if row.reason else None,
                fetches=tuple(fetches.get(row.digest, ())),
                gist=gists.get(row.page_digest or ""),
                engine=engine,
                page_digest=row.page_digest,
            )
        after = rows[-1].id


def _error_pages(connection: Connection, digests: Collection[str]) -> Sequence[str]:
    return (
        connection.execute(
            select(PageVersionRow.digest).where(
                PageVersionRow.digest.in_(digests), PageVersionRow.kind == PageKind.SOFT404.value
            )
        )
        .scalars()
        .all()
    )


def answered(engine: Engine, run_id: int, url: str) -> bool:
    """Whether any server said anything when this address was asked in the run."""
    with reading(engine) as connection:
        found = connection.execute(
            select(FetchRow.seq).where(
                FetchRow.run_id == run_id,
                FetchRow.target_digest == digest(url),
                (FetchRow.http_status.is_not(None)) | (FetchRow.status.in_(["ok", "blocked"])),
            )
        ).first()
    return found is not None


def coverage(engine: Engine, run_id: int, site_id: str) -> Coverage:
    """The coverage statement of a site. Open targets leave it not adding up."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(TargetRow.state, TargetRow.reason, func.count())
            .where(
                TargetRow.run_id == run_id,
                TargetRow.site_id == site_id,
                TargetRow.role.not_in(NO_PAGES),
            )
            .group_by(TargetRow.state, TargetRow.reason)
        ).all()
        resting = connection.execute(
            select(RunSiteRow.resting).where(
                RunSiteRow.run_id == run_id, RunSiteRow.site_id == site_id
            )
        ).scalar()
    counts = {(state, reason): int(count) for state, reason, count in rows}
    unseen = {
        str(reason): count
        for (state, reason), count in counts.items()
        if state == TargetState.NOT_OBSERVED.value
    }
    seen = sum(n for (state, _), n in counts.items() if state == TargetState.OBSERVED.value)
    return Coverage(sum(counts.values()), seen, unseen, resting or 0)


def _runs_of(site_id: str, before: datetime) -> Select[int]:
    return (
        select(RunRow.id)
        .join(RunSiteRow, RunSiteRow.run_id == RunRow.id)
        .where(
            RunSiteRow.site_id == site_id,
            RunRow.now < before,
            RunRow.state == RunState.COMPLETE.value,
        )
    )


def crawled_in_full(engine: Engine, site_id: str, before: datetime) -> bool:
    """Whether the site was ever crawled whole (a first nightly crawl is a full one)."""
    statement = _runs_of(site_id, before).where(RunRow.purpose == Purpose.CRAWL.value).limit(1)
    with reading(engine) as connection:
        return connection.execute(statement).first() is not None


def last_whole_run(engine: Engine, site_id: str, before: datetime) -> Run | None:
    """The latest run in which the site was crawled whole: mode full, or its first crawl."""
    base = _runs_of(site_id, before).where(RunRow.purpose == Purpose.CRAWL.value)
    with reading(engine) as connection:
        run_id = connection.execute(
            base.where(RunRow.mode == "full").order_by(RunRow.now.desc()).limit(1)
        ).scalar()
        if run_id is None:
            run_id = connection.execute(base.order_by(RunRow.now).limit(1)).scalar()
    return run(engine, int(run_id)) if run_id is not None else None


def run(engine: Engine, run_id: int) -> Run | None:
    with reading(engine) as connection:
        row = connection.execute(select(RunRow.__table__).where(RunRow.id == run_id)).first()
        if row is None:
            return None
        sites = connection.execute(
            select(RunSiteRow.site_id)
            .where(RunSiteRow.run_id == run_id)
            .order_by(RunSiteRow.site_id)
        ).scalars()
        return to_run(row, tuple(sites))  # type: ignore[arg-type]


def runs(engine: Engine, purpose: Purpose | None = None, limit: int = 100) -> list[Run]:
    """Newest first."""
    statement = select(RunRow.id).order_by(RunRow.id.desc()).limit(limit)
    if purpose is not None:
        statement = statement.where(RunRow.purpose == purpose.value)
    with reading(engine) as connection:
        ids = list(connection.execute(statement).scalars())
    return [one for one in (run(engine, run_id) for run_id in ids) if one is not None]


def another_running(engine: Engine, run_id: int, since: datetime) -> bool:
    """Whether a run other than this one was begun since then and has not ended."""
    statement = select(RunRow.id).where(
        RunRow.id != run_id,
        RunRow.state == RunState.RUNNING.value,
        RunRow.started_at > since,
    )
    with reading(engine) as connection:
        return connection.execute(statement.limit(1)).first() is not None


def latest_run(
    engine: Engine,
    *,
    site_id: str | None = None,
    before: datetime | None = None,
    purposes: Sequence[Purpose] = (),
    complete: bool = True,
) -> Run | None:
    """The latest run by `now` (inclusive of `before`), of a site and of some purposes if given."""
    statement = select(RunRow.id).order_by(RunRow.now.desc(), RunRow.id.desc()).limit(1)
    if complete:
        statement = statement.where(RunRow.state == RunState.COMPLETE.value)
    if site_id is not None:
        statement = statement.join(RunSiteRow, RunSiteRow.run_id == RunRow.id).where(
            RunSiteRow.site_id == site_id
        )
    if before is not None:
        statement = statement.where(RunRow.now <= before)
    if purposes:
        statement = statement.where(RunRow.purpose.in_([one.value for one in purposes]))
    with reading(engine) as connection:
        run_id = connection.execute(statement).scalar()
    return run(engine, run_id) if run_id is not None else None


def latest_judged_moment(engine: Engine, until: datetime | None = None) -> datetime | None:
    """The `now` of the latest judged run, up to a moment if one is given."""
    statement = select(RunRow.now).where(RunRow.judged_at.is_not(None))
    if until is not None:
        statement = statement.where(RunRow.now <= until)
    with reading(engine) as connection:
        moment: datetime | None = connection.execute(
            statement.order_by(RunRow.now.desc()).limit(1)
        ).scalar()
    return moment


def findings(
    engine: Engine,
    *,
    site_id: str,
    check: str | None = None,
    subject: str | None = None,
    run_id: int | None = None,
) -> list[Finding]:
    """All findings of a site, oldest first."""
    statement = _findings_of(site_id)
    if check is not None:
        statement = statement.where(FindingRow.check_id == check)
    if subject is not None:
        statement = statement.where(FindingRow.subject == subject)
    if run_id is not None:
        statement = statement.where(FindingRow.run_id == run_id)
    with reading(engine) as connection:
        return [to_finding(row) for row in connection.execute(statement)]  # type: ignore[arg-type]


def _findings_of(site_id: str) -> Select[Any]:
    return (
        select(FindingRow.__table__)
        .where(FindingRow.site_id == site_id)
        .order_by(FindingRow.now, FindingRow.id)
    )


def histories(engine: Engine, site_id: str) -> Iterator[list[Finding]]:
    """All findings on the subjects of a site that ever failed, oldest first; some subjects at a time, as
    nights add up."""
    failed = (
        select(FindingRow.defect_id)
        .distinct()
        .where(FindingRow.site_id == site_id, FindingRow.outcome == Outcome.FAIL.value)
    )
    with reading(engine) as connection:
        ids = sorted(connection.execute(failed).scalars())
        for start in range(0, len(ids), _SUBJECTS):
            rows = connection.execute(
                select(FindingRow.__table__)
                .where(FindingRow.defect_id.in_(ids[start : start + _SUBJECTS]))
                .order_by(FindingRow.now, FindingRow.id)
            )
            yield [to_finding(row) for row in rows]  # type: ignore[arg-type]


def latest_findings(engine: Engine, *, site_id: str, as_of: datetime) -> list[Finding]:
    """The last word on each subject up to a moment; a second look counts before the first."""
    latest: dict[str, Any] = {}
    with reading(engine) as connection:
        rows = connection.execution_options(yield_per=_CHUNK).execute(
            _findings_of(site_id).where(FindingRow.now <= as_of)
        )
        for row in rows:
            latest[row.defect_id] = row
        return [to_finding(row) for row in latest.values()]


def decisions(
    engine: Engine,
    *,
    site_id: str | None = None,
    defect_id: str | None = None,
    until: datetime | None = None,
) -> list[Decision]:
    """Decisions in the order in which they were taken; those taken up to a moment, if one is given."""
    statement = select(DecisionRow.__table__).order_by(DecisionRow.at, DecisionRow.id)
    if until is not None:
        statement = statement.where(DecisionRow.at <= until)
    if site_id is not None:
        ids = select(FindingRow.defect_id).where(FindingRow.site_id == site_id)
        statement = statement.where(DecisionRow.defect_id.in_(ids))
    if defect_id is not None:
        statement = statement.where(DecisionRow.defect_id == defect_id)
    with reading(engine) as connection:
        return [to_decision(row) for row in connection.execute(statement)]  # type: ignore[arg-type]


def decisions_on(
    engine: Engine, ids: Sequence[str], until: datetime | None = None
) -> dict[str, list[Decision]]:
    """Decisions by what they are on: defects, or suggestions of rows. `until` as in `decisions`."""
    found: dict[str, list[Decision]] = {}
    statement = (
        select(DecisionRow.__table__)
        .where(DecisionRow.defect_id.in_(list(ids)))
        .order_by(DecisionRow.at, DecisionRow.id)
    )
    if until is not None:
        statement = statement.where(DecisionRow.at <= until)
    with reading(engine) as connection:
        for row in connection.execute(statement):
            found.setdefault(row.defect_id, []).append(to_decision(row))  # type: ignore[arg-type]
    return found


def defects(
    engine: Engine,
    *,
    site_ids: Iterable[str] | None = None,
    states: Iterable[DefectState] | None = None,
) -> list[Defect]:
    """Stored defects as of the last judging."""
    statement = select(DefectRow.body).order_by(DefectRow.site_id, DefectRow.check_id, DefectRow.id)
    if site_ids is not None:
        statement = statement.where(DefectRow.site_id.in_(list(site_ids)))
    if states is not None:
        statement = statement.where(DefectRow.state.in_([state.value for state in states]))
    with reading(engine) as connection:
        return [DEFECT.validate_python(body) for body in connection.execute(statement).scalars()]


def defect(engine: Engine, defect_id: str) -> Defect | None:
    with reading(engine) as connection:
        body = connection.execute(select(DefectRow.body).where(DefectRow.id == defect_id)).scalar()
    return DEFECT.validate_python(body) if body is not None else None


def defects_by_id(engine: Engine, ids: Sequence[str]) -> dict[str, Defect]:
    """Some stored defects; of what is stored no more there is none."""
    found: dict[str, Defect] = {}
    with reading(engine) as connection:
        for start in range(0, len(ids), _CHUNK):
            chosen = DefectRow.id.in_(list(ids[start : start + _CHUNK]))
            for body in connection.execute(select(DefectRow.body).where(chosen)).scalars():
                one = DEFECT.validate_python(body)
                found[one.id] = one
    return found


def scores(engine: Engine, site_id: str | None = None) -> list[Score]:
    """Daily snapshots, oldest first."""
    statement = select(ScoreRow.body).order_by(ScoreRow.day, ScoreRow.site_id)
    if site_id is not None:
        statement = statement.where(ScoreRow.site_id == site_id)
    with reading(engine) as connection:
        return [SCORE.validate_python(body) for body in connection.execute(statement).scalars()]


def stored_bytes(engine: Engine) -> int:
    with reading(engine) as connection:
        return int(connection.execute(select(func.sum(BlobRow.stored_size))).scalar() or 0)


def soundings(engine: Engine, site_id: str, since: datetime, before: datetime) -> list[SeenPage]:
    """The answers of the latest complete run from `since` on and before `before` that asked or carried
    any beside the site's pages, as far as they were not carried over from a run before `since`."""
    old = {
        (f.url, f.fetched_at) for one in _sounded(engine, site_id, None, since) for f in one.fetches
    }
    known = _sounded(engine, site_id, since, before)
    return [one for one in known if not any((f.url, f.fetched_at) in old for f in one.fetches)]


def _sounded(
    engine: Engine, site_id: str, since: datetime | None, before: datetime
) -> list[SeenPage]:
    asked = (
        select(RunRow.id)
        .join(TargetRow, TargetRow.run_id == RunRow.id)
        .where(
            TargetRow.site_id == site_id,
            TargetRow.role == Role.SOUNDING.value,
            RunRow.state == RunState.COMPLETE.value,
            RunRow.now < before,
        )
        .order_by(RunRow.now.desc())
        .limit(1)
    )
    if since is not None:
        asked = asked.where(RunRow.now >= since)
    with reading(engine) as connection:
        run_id = connection.execute(asked).scalar()
    if run_id is None:
        return []
    mine = (TargetRow.site_id == site_id, TargetRow.role == Role.SOUNDING.value)
    return list(_seen(engine, int(run_id), *mine))
