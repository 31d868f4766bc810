"""Rows to domain values and back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from db.models import DecisionRow, FetchRow, FindingRow, RunRow, TargetRow
from db.packing import packed, unpacked
from monitor.domain.defect import Decision, DecisionKind, Defect
from monitor.domain.evidence import Condition, Fetch, FetchStatus, PageEvidence, Via
from monitor.domain.finding import Evidence, Finding, Outcome, defect_id
from monitor.domain.rubric import Score
from monitor.domain.run import Mode, Purpose, Role, Run, RunState, Target

PAGE = TypeAdapter(PageEvidence)
DEFECT = TypeAdapter(Defect)
SCORE = TypeAdapter(Score)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def storable(text: str) -> str:
    """Without what no database takes: half characters, and NUL (PostgreSQL)."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")


def dumped(adapter: TypeAdapter[Any], value: object, **options: Any) -> bytes:
    """As JSON; `options` are pydantic's."""
    try:
        return adapter.dump_json(value, **options)
    except PydanticSerializationError:  # half a character in some text
        python = adapter.dump_python(value, mode="json", **options)
        return storable(json.dumps(python, ensure_ascii=False)).encode()


def pack(page: PageEvidence) -> bytes:
    return packed(dumped(PAGE, page, exclude_defaults=True))


def unpack(blob: bytes) -> PageEvidence:
    return PAGE.validate_json(unpacked(blob))


def target_values(run_id: int, target: Target) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "digest": digest(target.url),
        "url": storable(target.url),
        "role": target.role.value,
        "site_id": target.site_id,
        "anchor": storable(target.anchor),
        "found_on": target.found_on and storable(target.found_on),
        "depth": target.depth,
        "state": "open",
        "reason": None,
        "attempts": 0,
        "page_digest": None,
    }


def to_target(row: TargetRow) -> Target:
    return Target(
        row.url, Role(row.role), row.site_id, row.anchor, found_on=row.found_on, depth=row.depth
    )


def fetch_values(run_id: int, target_digest: str, seq: int, fetch: Fetch) -> dict[str, Any]:
    return {
        "run_id": run_id,
        "target_digest": target_digest,
        "seq": seq,
        "url": storable(fetch.url),
        "status": fetch.status.value,
        "fetched_at": fetch.fetched_at,
        "final_url": fetch.final_url and storable(fetch.final_url),
        "hops": list(fetch.hops),
        "http_status": fetch.http_status,
        "via": fetch.via.value,
        "seconds": fetch.seconds,
        "content_type": fetch.content_type and storable(fetch.content_type),
        "body_sha256": fetch.body_sha256,
        "body_size": fetch.body_size,
        "remote_address": fetch.remote_address,
        "detail": fetch.detail and storable(fetch.detail),
        "lagged": fetch.lagged,
        "etag": fetch.etag and storable(fetch.etag),
        "last_modified": fetch.last_modified and storable(fetch.last_modified),
        "condition": fetch.condition.value if fetch.condition else None,
        "reusable": fetch.reusable,
        "headers": list(fetch.headers) or None,
    }


FETCH = [column for column in FetchRow.__table__.c if column.name != "headers"]
"""What judging and planning read of a fetch: all but what is proof only."""


def to_fetch(row: FetchRow) -> Fetch:
    """Of a row of `FETCH` or of the whole table; headers are told by `with_headers`."""
    return Fetch(
        url=row.url,
        status=FetchStatus(row.status),
        fetched_at=row.fetched_at,
        final_url=row.final_url,
        hops=tuple(row.hops),
        http_status=row.http_status,
        via=Via(row.via),
        seconds=row.seconds,
        content_type=row.content_type,
        body_sha256=row.body_sha256,
        body_size=row.body_size,
        remote_address=row.remote_address,
        detail=row.detail,
        lagged=row.lagged,
        etag=row.etag,
        last_modified=row.last_modified,
        condition=Condition(row.condition) if row.condition else None,
        reusable=row.reusable,
    )


def with_headers(row: FetchRow) -> Fetch:
    headers = tuple((str(name), str(value)) for name, value in row.headers or ())
    return replace(to_fetch(row), headers=headers)


def finding_values(finding: Finding) -> dict[str, Any]:
    return {
        "run_id": finding.run_id,
        "site_id": finding.site_id,
        "check_id": finding.check,
        "defect_id": defect_id(finding.site_id, finding.check, finding.subject),
        "subject": storable(finding.subject),
        "url": storable(finding.url),
        "now": finding.now,
        "purpose": finding.purpose,
        "outcome": finding.outcome.value,
        "reason": finding.reason,
        "facts": finding.facts,
        "parents": list(finding.parents),
        "parents_total": finding.parents_total,
        "evidence": [[proof.sha256, proof.kind] for proof in finding.evidence],
        "at_once": finding.at_once,
    }


def to_finding(row: FindingRow) -> Finding:
    return Finding(
        run_id=row.run_id,
        now=row.now,
        purpose=row.purpose,
        site_id=row.site_id,
        check=row.check_id,
        subject=row.subject,
        url=row.url,
        outcome=Outcome(row.outcome),
        reason=row.reason,
        facts=row.facts,
        parents=tuple(row.parents),
        parents_total=row.parents_total,
        evidence=tuple(Evidence(sha256, kind) for sha256, kind in row.evidence),
        at_once=row.at_once,
    )


def to_decision(row: DecisionRow) -> Decision:
    return Decision(
        defect_id=row.defect_id,
        kind=DecisionKind(row.kind),
        reason=row.reason,
        by=row.by,
        at=row.at,
        fingerprint=row.fingerprint,
        until=row.until,
        document=row.document,
    )


def to_run(row: RunRow, site_ids: tuple[str, ...]) -> Run:
    now: datetime = row.now
    return Run(row.id, now, Purpose(row.purpose), Mode(row.mode), site_ids, RunState(row.state))
