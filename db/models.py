"""The tables. Runs, fetches, findings, decisions and visits are append-only; defects and scores derived."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from db.types import UtcDateTime

BIG = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows only in a column that is exactly INTEGER."""


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class UnitRow(Base):
    __tablename__ = "unit"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(String(20))
    ranked_sites: Mapped[bool]
    ranked_media: Mapped[bool]
    status: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    successor: Mapped[str | None] = mapped_column(String(100))
    unwatched_reason: Mapped[str | None] = mapped_column(Text)
    changed_at: Mapped[datetime]


class SiteRow(Base):
    __tablename__ = "site"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(20))
    portal: Mapped[str | None] = mapped_column(String(100))
    delay: Mapped[float | None]
    per_host: Mapped[int | None]
    obey_robots: Mapped[bool]
    columns_open: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    successor: Mapped[str | None] = mapped_column(String(100))
    changed_at: Mapped[datetime]


class ScopeRow(Base):
    __tablename__ = "site_scope"
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    prefix: Mapped[str] = mapped_column(Text)


class FormerNameRow(Base):
    __tablename__ = "former_name"
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None]


class ColumnRow(Base):
    __tablename__ = "site_column"
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    cls: Mapped[str | None] = mapped_column(String(20))
    level: Mapped[int | None]
    parent: Mapped[str | None] = mapped_column(Text)
    deadline_days: Mapped[int | None]
    confirmed_by: Mapped[str | None] = mapped_column(Text)
    exempt_reason: Mapped[str | None] = mapped_column(Text)
    exempt_document: Mapped[str | None] = mapped_column(Text)
    exempt_until: Mapped[date | None]


class AccountRow(Base):
    __tablename__ = "account"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int]
    platform: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    successor: Mapped[str | None] = mapped_column(String(100))
    changed_at: Mapped[datetime]


class RunRow(Base):
    __tablename__ = "run"
    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))
    mode: Mapped[str] = mapped_column(String(20))
    now: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(String(20))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    judged_at: Mapped[datetime | None]
    remembered: Mapped[bool] = mapped_column(default=False)


class RunSiteRow(Base):
    __tablename__ = "run_site"
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    site_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)
    resting: Mapped[int] = mapped_column(default=0)


class BlobRow(Base):
    """A body stored once; the bytes lie compressed in a file named by their SHA-256."""

    __tablename__ = "blob"
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BIG)
    stored_size: Mapped[int] = mapped_column(BIG)
    last_used: Mapped[datetime] = mapped_column(index=True)


class PageVersionRow(Base):
    """What was read from one body at one address; a new row only when the content changes."""

    __tablename__ = "page_version"
    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[bytes] = mapped_column(LargeBinary)
    first_run: Mapped[int]


class TargetRow(Base):
    """The ledger of a run: planned = observed + not observed (reason)."""

    __tablename__ = "target"
    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    digest: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    site_id: Mapped[str | None] = mapped_column(String(100))
    anchor: Mapped[str] = mapped_column(Text)
    found_on: Mapped[str | None] = mapped_column(Text)
    depth: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(30))
    attempts: Mapped[int]
    page_digest: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        UniqueConstraint("run_id", "digest"),
        Index("ix_target_run_site", "run_id", "site_id", "state"),
        Index("ix_target_site_run", "site_id", "run_id"),
    )


class FetchRow(Base):
    __tablename__ = "fetch"
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    target_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(20))
    fetched_at: Mapped[datetime]
    final_url: Mapped[str | None] = mapped_column(Text)
    hops: Mapped[list[Any]]
    http_status: Mapped[int | None]
    via: Mapped[str] = mapped_column(String(20))
    seconds: Mapped[float | None]
    content_type: Mapped[str | None] = mapped_column(Text)
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    body_size: Mapped[int | None] = mapped_column(BIG)
    remote_address: Mapped[str | None] = mapped_column(String(64))
    detail: Mapped[str | None] = mapped_column(Text)
    lagged: Mapped[bool]
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    condition: Mapped[str | None] = mapped_column(String(10))
    reusable: Mapped[bool] = mapped_column(default=False)
    headers: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))


class FindingRow(Base):
    __tablename__ = "finding"
    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"))
    site_id: Mapped[str] = mapped_column(String(100))
    check_id: Mapped[str] = mapped_column(String(60))
    defect_id: Mapped[str] = mapped_column(String(20), index=True)
    subject: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    now: Mapped[datetime]
    purpose: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]]
    parents: Mapped[list[Any]]
    parents_total: Mapped[int]
    evidence: Mapped[list[Any]]
    at_once: Mapped[bool]
    __table_args__ = (
        UniqueConstraint("run_id", "defect_id"),
        Index("ix_finding_site_now", "site_id", "now"),
    )


class DefectRow(Base):
    __tablename__ = "defect"
    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    site_id: Mapped[str] = mapped_column(String(100), index=True)
    check_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]]


class DecisionRow(Base):
    __tablename__ = "decision"
    id: Mapped[int] = mapped_column(primary_key=True)
    defect_id: Mapped[str] = mapped_column(String(200), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    fingerprint: Mapped[str] = mapped_column(String(40))
    until: Mapped[date | None]
    document: Mapped[str | None] = mapped_column(Text)


class InspectionRow(Base):
    __tablename__ = "inspection"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    as_of: Mapped[datetime]
    first: Mapped[date]
    last: Mapped[date]
    unit_ids: Mapped[list[Any]]
    rubric: Mapped[str] = mapped_column(String(60))
    rubric_version: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    final_at: Mapped[datetime | None]
    final_by: Mapped[str | None] = mapped_column(Text)
    kept: Mapped[dict[str, Any] | None]


class InspectionResultRow(Base):
    """What a final inspection holds of one site of a unit; written once."""

    __tablename__ = "inspection_result"
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspection.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    site_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    body: Mapped[dict[str, Any]]


class SentListRow(Base):
    """A list as sent; written once, numbered within its year. `cases` tells whether another would say
    anything else."""

    __tablename__ = "sent_list"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(100), index=True)
    year: Mapped[int]
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(Text)
    as_of: Mapped[datetime]
    made_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))
    cases: Mapped[str] = mapped_column(String(64))
    deadline: Mapped[date | None]
    deadline_set: Mapped[bool]
    records: Mapped[list[Any]]
    __table_args__ = (UniqueConstraint("year", "serial"),)


class SentBasisRow(Base):
    """Of what a list was made: an inspection, or moments of which all tell the same."""

    __tablename__ = "sent_basis"
    unit_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    basis: Mapped[str] = mapped_column(String(200), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("sent_list.id"))


class SentFileRow(Base):
    """The bytes of a sent list in one format; written once."""

    __tablename__ = "sent_file"
    list_id: Mapped[int] = mapped_column(ForeignKey("sent_list.id"), primary_key=True)
    format: Mapped[str] = mapped_column(String(10), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class ScoreRow(Base):
    """The daily snapshot of a site's score, with the lines that explain each point."""

    __tablename__ = "score"
    site_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    rubric: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]]


class JobRunRow(Base):
    """Who ran what when: the unique row (job, scheduled_for) decides that a job runs once."""

    __tablename__ = "job_run"
    job: Mapped[str] = mapped_column(String(100), primary_key=True)
    scheduled_for: Mapped[datetime] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    claimed_at: Mapped[datetime]
    heartbeat: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    detail: Mapped[str | None] = mapped_column(Text)


class OutageRow(Base):
    """A time in which a site, or all sites of a unit, may be closed: approved in writing."""

    __tablename__ = "outage"
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[date]
    last: Mapped[date]
    document: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)


class VisitRow(Base):
    """One attempt of a visit. Append-only; what takes a visit out later is never written here."""

    __tablename__ = "visit"
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    site_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)
    attempt: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(20))
    http_status: Mapped[int | None]
    final_url: Mapped[str | None] = mapped_column(Text)
    remote_address: Mapped[str | None] = mapped_column(String(64))
    dns: Mapped[float | None]
    connect: Mapped[float | None]
    tls: Mapped[float | None]
    first_byte: Mapped[float | None]
    total: Mapped[float | None]
    detail: Mapped[str | None] = mapped_column(Text)
    invalid: Mapped[str | None] = mapped_column(String(20))


class PlatformCaseRow(Base):
    """Sites of one platform that failed together: one case, for a person to decide."""

    __tablename__ = "platform_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[str] = mapped_column(String(100), index=True)
    host: Mapped[str] = mapped_column(Text)
    first: Mapped[datetime]
    last: Mapped[datetime]
    over: Mapped[datetime | None]
    sites: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    verdict: Mapped[str | None] = mapped_column(String(20))
    by: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)


class AssessmentRow(Base):
    __tablename__ = "assessment"
    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    year: Mapped[int]
    rubric: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    made_at: Mapped[datetime]
    final_at: Mapped[datetime | None]
    final_by: Mapped[str | None] = mapped_column(Text)


class AssessmentEntryRow(Base):
    """A word on a row of a subject. Append-only; its id is made of what it says, by whom and when."""

    __tablename__ = "assessment_entry"
    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str] = mapped_column(String(100))
    subject_id: Mapped[str] = mapped_column(String(100))
    indicator: Mapped[str] = mapped_column(String(60))
    points: Mapped[float | None]
    veto: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text)
    proof: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str | None] = mapped_column(String(20))
    on_entry: Mapped[str | None] = mapped_column(String(20))
    basis: Mapped[str] = mapped_column(String(20))
    lines: Mapped[list[Any]]
    by: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class AssessmentSampleRow(Base):
    """What was drawn for a row of a site; written once, so that a recount draws the same."""

    __tablename__ = "assessment_sample"
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    site_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    indicator: Mapped[str] = mapped_column(String(60), primary_key=True)
    seed: Mapped[str] = mapped_column(String(100))
    population: Mapped[int]
    drawn: Mapped[list[Any]]


class AssessmentResultRow(Base):
    """What a final assessment holds of a unit in one medium; written once."""

    __tablename__ = "assessment_result"
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    unit_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    medium: Mapped[str] = mapped_column(String(10), primary_key=True)
    body: Mapped[dict[str, Any]]


class PageRow(Base):
    """What is remembered of an address for planning: derived from the looks of all runs in order,
    never read by judging. `site_id`: the site that it is looked at for; `inside`: it is its own.
    `run_id`: the last run that had it; `seen_run`: the last whose answer may stand for a new one."""

    __tablename__ = "page"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    site_id: Mapped[str] = mapped_column(String(100), index=True)
    inside: Mapped[bool]
    role: Mapped[str] = mapped_column(String(20))
    anchor: Mapped[str] = mapped_column(Text)
    found_on: Mapped[str | None] = mapped_column(Text)
    depth: Mapped[int]
    planned_at: Mapped[datetime]
    run_id: Mapped[int]
    asked: Mapped[date | None]
    whole: Mapped[date | None]
    quiet: Mapped[int | None]
    missed: Mapped[int]
    cut: Mapped[bool]
    trusted: Mapped[bool]
    lies: Mapped[bool]
    newest: Mapped[date | None]
    seen_run: Mapped[int | None]
    reading: Mapped[str | None] = mapped_column(String(64))
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)


class AssessmentTermsRow(Base):
    """What the results of a final assessment were reckoned by; written once."""

    __tablename__ = "assessment_terms"
    assessment_id: Mapped[str] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    body: Mapped[dict[str, Any]]


class FrameRow(Base):
    """What many pages of a site have in common: links around the content, marks of the foot."""

    __tablename__ = "frame"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class GistRow(Base):
    """What judging needs of a page version: derived from its evidence, and made anew when that is
    done otherwise (`version`). In a table of its own: SQLite reads through a long column to reach one
    behind it."""

    __tablename__ = "gist"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    frame: Mapped[str] = mapped_column(String(64))
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class AccountLookRow(Base):
    """One look at one account. `body`: the look as JSON, packed. Append-only."""

    __tablename__ = "account_look"
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(100), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    lane: Mapped[str] = mapped_column(String(50), index=True)
    state: Mapped[str] = mapped_column(String(20))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class AccountWaitRow(Base):
    """An account that a round left for later, and why: part of what the round did not cover."""

    __tablename__ = "account_wait"
    run_id: Mapped[int] = mapped_column(ForeignKey("run.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))


class SelfReportRow(Base):
    """What a unit reported of its account for a day; a later form of the same day replaces nothing, the
    latest loaded counts."""

    __tablename__ = "self_report"
    account_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(primary_key=True)
    last_post: Mapped[date | None]
    link: Mapped[str | None] = mapped_column(Text)
    screenshot: Mapped[str | None] = mapped_column(Text)
    reporter: Mapped[str] = mapped_column(Text)


class SpotCheckRow(Base):
    """What a person saw who opened the account at a moment; of one moment the latest loaded counts.
    Append-only."""

    __tablename__ = "spot_check"
    account_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    loaded_at: Mapped[datetime] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(String(20))
    last_post: Mapped[date | None]
    interactive: Mapped[bool | None]
    note: Mapped[str] = mapped_column(Text)


class PictureRow(Base):
    """A picture of a defect, or why there is none. Append-only; the latest of the same facts holds."""

    __tablename__ = "picture"
    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    defect_id: Mapped[str] = mapped_column(String(20), index=True)
    fingerprint: Mapped[str] = mapped_column(String(16))
    taken_at: Mapped[datetime]
    url: Mapped[str] = mapped_column(Text)
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str | None] = mapped_column(String(64))
    marked: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(String(20))


class RectificationRow(Base):
    """An act on a defect that was sent: a unit's word or the office's. Append-only; its id is made of what
    it says, by whom and when. `recorded_at`: when it was written down."""

    __tablename__ = "rectification"
    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    defect_id: Mapped[str] = mapped_column(String(20), index=True)
    act: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    day: Mapped[date | None]
    document: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str | None] = mapped_column(String(64))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("run.id"))
    recorded_at: Mapped[datetime]


class AlertRow(Base):
    """An attempt to tell somebody. `keys`: of the events in it. Append-only."""

    __tablename__ = "alert"
    id: Mapped[int] = mapped_column(BIG, primary_key=True)
    at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(100))
    style: Mapped[str] = mapped_column(String(10))
    keys: Mapped[list[Any]]
    delivered: Mapped[bool]
    detail: Mapped[str] = mapped_column(Text)
