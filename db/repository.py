"""Writing: runs, findings, defects, decisions, scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Engine, delete, insert, select, update

from db.insert import insert_new
from db.ledger import RunStore
from db.mapping import DEFECT, SCORE, finding_values, to_run
from db.models import DecisionRow, DefectRow, FindingRow, RunRow, RunSiteRow, ScoreRow
from db.registry import load_registry, save_registry
from db.session import reading
from monitor.domain.defect import Decision, Defect
from monitor.domain.finding import Finding
from monitor.domain.rubric import Score
from monitor.domain.run import Mode, Purpose, Run, RunState

_CHUNK = 500

__all__ = ["RunStore", "load_registry", "save_registry"]


def open_run(
    engine: Engine,
    *,
    now: datetime,
    purpose: Purpose,
    mode: Mode,
    site_ids: Sequence[str],
    started: datetime,
) -> Run:
    """A new run; `now` is fixed here, once."""
    with engine.begin() as connection:
        made = connection.execute(
            insert(RunRow)
            .values(
                purpose=purpose.value,
                mode=mode.value,
                now=now,
                state=RunState.RUNNING.value,
                started_at=started,
            )
            .returning(RunRow.id)
        )
        run_id: int = made.scalar_one()
        insert_new(connection, RunSiteRow, [{"run_id": run_id, "site_id": one} for one in site_ids])
    return Run(run_id, now, purpose, mode, tuple(site_ids))


def unfinished_run(
    engine: Engine,
    *,
    purpose: Purpose,
    mode: Mode,
    site_ids: Sequence[str],
    started_after: datetime,
) -> Run | None:
    """The newest run of the same purpose, mode and sites that has not ended."""
    with reading(engine) as connection:
        rows = connection.execute(
            select(RunRow.__table__)
            .where(
                RunRow.purpose == purpose.value,
                RunRow.mode == mode.value,
                RunRow.state.in_([RunState.RUNNING.value, RunState.INTERRUPTED.value]),
                RunRow.started_at > started_after,
            )
            .order_by(RunRow.id.desc())
        ).all()
        for row in rows:
            sites = connection.execute(
                select(RunSiteRow.site_id).where(RunSiteRow.run_id == row.id)
            ).scalars()
            if set(sites) == set(site_ids):
                return to_run(row, tuple(site_ids))  # type: ignore[arg-type]
    return None


def finish_run(engine: Engine, run_id: int, state: RunState, at: datetime) -> None:
    with engine.begin() as connection:
        connection.execute(
            update(RunRow).where(RunRow.id == run_id).values(state=state.value, finished_at=at)
        )


def mark_judged(engine: Engine, run_id: int, at: datetime) -> None:
    with engine.begin() as connection:
        connection.execute(update(RunRow).where(RunRow.id == run_id).values(judged_at=at))


def save_findings(engine: Engine, findings: Sequence[Finding]) -> None:
    """Append findings. A run judged again keeps one finding a subject: the newest reading."""
    runs = {finding.run_id for finding in findings}
    with engine.begin() as connection:
        for run_id in runs:
            sites = {f.site_id for f in findings if f.run_id == run_id}
            connection.execute(
                delete(FindingRow).where(FindingRow.run_id == run_id, FindingRow.site_id.in_(sites))
            )
        for start in range(0, len(findings), _CHUNK):
            some = findings[start : start + _CHUNK]
            insert_new(connection, FindingRow, [finding_values(finding) for finding in some])


def replace_defects(engine: Engine, site_id: str, defects: Sequence[Defect]) -> None:
    """Store the rebuilt defects of a site in place of the old ones."""
    rows = [
        {
            "id": defect.id,
            "site_id": site_id,
            "check_id": defect.check,
            "state": defect.state.value,
            "body": DEFECT.dump_python(defect, mode="json"),
        }
        for defect in defects
    ]
    with engine.begin() as connection:
        connection.execute(delete(DefectRow).where(DefectRow.site_id == site_id))
        insert_new(connection, DefectRow, rows)


def add_decisions(engine: Engine, decisions: Sequence[Decision]) -> None:
    """Append decisions, all of them or none."""
    with engine.begin() as connection:
        for decision in decisions:
            connection.execute(
                insert(DecisionRow).values(
                    defect_id=decision.defect_id,
                    kind=decision.kind.value,
                    reason=decision.reason,
                    by=decision.by,
                    at=decision.at,
                    fingerprint=decision.fingerprint,
                    until=decision.until,
                    document=decision.document,
                )
            )


def save_scores(engine: Engine, scores: Sequence[Score], day: date) -> None:
    """Keep the day's snapshot of each site; judged again on the same day it is replaced."""
    with engine.begin() as connection:
        for score in scores:
            key = (
                ScoreRow.site_id == (score.site_id or ""),
                ScoreRow.rubric == score.rubric,
                ScoreRow.day == day,
            )
            connection.execute(delete(ScoreRow).where(*key))
            connection.execute(
                insert(ScoreRow).values(
                    site_id=score.site_id or "",
                    rubric=score.rubric,
                    day=day,
                    body=SCORE.dump_python(score, mode="json"),
                )
            )
