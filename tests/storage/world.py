"""Small made-up things to store; moments are fixed."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import DeclarativeBase

from db.repository import open_run
from monitor.domain.defect import Defect, DefectState
from monitor.domain.evidence import (
    DateState,
    Encoding,
    Entry,
    Fetch,
    FetchStatus,
    Link,
    Listing,
    PageEvidence,
    PageKind,
    Via,
)
from monitor.domain.finding import Evidence, Finding, Outcome, defect_id
from monitor.domain.observation import Observation
from monitor.domain.rubric import RowScore, Score
from monitor.domain.run import Mode, Purpose, Reason, Role, Run, Target

NOW = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
BASE = "http://127.0.0.1/"


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def a_run(
    engine: Engine,
    now: datetime = NOW,
    sites: tuple[str, ...] = ("jia",),
    purpose: Purpose = Purpose.CRAWL,
    mode: Mode = Mode.FULL,
) -> Run:
    return open_run(engine, now=now, purpose=purpose, mode=mode, site_ids=sites, started=now)


def target(path: str, role: Role = Role.COLUMN, site: str | None = "jia") -> Target:
    return Target(BASE + path, role, site, anchor="动态", found_on=BASE, depth=1)


def fetch(path: str, sha256: str | None = None, at: datetime = NOW) -> Fetch:
    """With every field set."""
    return Fetch(
        BASE + path,
        FetchStatus.OK,
        at,
        final_url=BASE + path,
        hops=(BASE + "old", BASE + path),
        http_status=200,
        via=Via.HEADERS,
        seconds=0.25,
        content_type="text/html",
        body_sha256=sha256,
        body_size=100,
        remote_address="127.0.0.1",
        detail="一切正常",
        lagged=True,
    )


def page(path: str, title: str = "部门动态") -> PageEvidence:
    entry = Entry("某条消息", BASE + "a.html", date(2026, 1, 10), DateState.READ, "item")
    return PageEvidence(
        BASE + path,
        PageKind.COLUMN,
        Encoding("gb18030", "meta"),
        title=title,
        listing=Listing((entry,)),
        links=(Link(BASE + "a.html", "某条消息"),),
        page_dates=(date(2026, 1, 10),),
    )


def observation(
    path: str,
    *,
    sha256: str | None = "0" * 64,
    title: str = "部门动态",
    body: bytes | None = None,
    found: tuple[str, ...] = (),
) -> Observation:
    known = sha256 if body is None else hashlib.sha256(body).hexdigest()
    return Observation(
        target(path),
        (fetch(path, known),),
        page(path, title),
        body,
        tuple(target(one) for one in found),
    )


def unobserved(path: str, reason: Reason) -> Observation:
    return Observation(target(path), reason=reason)


def finding(
    run: Run, subject: str = "u", outcome: Outcome = Outcome.FAIL, days: int = 15
) -> Finding:
    return Finding(
        run_id=run.id,
        now=run.now,
        purpose=run.purpose.value,
        site_id="jia",
        check="column-stale",
        subject=subject,
        url=BASE + subject,
        outcome=outcome,
        reason="stale",
        facts={"column": "部门动态", "days": days, "newest": "2026-01-10", "ids": [1, 2.5, None]},
        parents=(BASE,),
        parents_total=3,
        evidence=(Evidence("a" * 64), Evidence("b" * 64, "rendered")),
        at_once=True,
    )


def defect(
    subject: str = "u",
    state: DefectState = DefectState.CONFIRMED,
    proof: str = "a" * 64,
    site: str = "jia",
) -> Defect:
    return Defect(
        id=defect_id(site, "column-stale", subject),
        site_id=site,
        check="column-stale",
        subject=subject,
        url=BASE + subject,
        state=state,
        reason="stale",
        facts={"column": "部门动态", "days": 15},
        first_seen=NOW,
        last_seen=after(45),
        parents=(BASE,),
        parents_total=1,
        evidence=(Evidence(proof),),
        fingerprint="f" * 16,
        seen_in=(1, 2),
    )


def score(points: float = 5.0) -> Score:
    row = RowScore("WD-1.4", "条款", 10.0, points, "charged", ("abc",))
    return Score(
        unit_id="jia",
        site_id="jia",
        rubric="guoban",
        period="2026-01-26",
        points=points,
        max=100.0,
        verified=60.0,
        unobserved_points=40.0,
        vetoes=("WV-1",),
        rows=(row,),
        scored=True,
        planned=10,
        observed=8,
        not_observed={"blocked": 2},
    )


def count(engine: Engine, model: type[DeclarativeBase]) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(model)).scalar_one())
