"""Asking for changes only, and telling that nothing changed: then a page is not read anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from monitor.crawl import observe
from monitor.crawl.job import Job
from monitor.crawl.ladder import wants_browser
from monitor.crawl.ledger import PAGE_ROLES
from monitor.domain.evidence import Condition, Fetch, FetchStatus, PageEvidence, PageKind, Via
from monitor.domain.personal import FileState

NOT_MODIFIED = 304
_LONGEST_MARK = 200
_FILES_READ = (FileState.READ, FileState.CUT, FileState.SCANNED, FileState.LOCKED)
_ELSEWHERE = (PageKind.REDIRECT, PageKind.BLOCKED, PageKind.SOFT404)


def marks(headers: Mapping[str, str]) -> tuple[str | None, str | None]:
    """ETag and Last-Modified of an answer, as sent; what is too long to be one is left."""
    return _mark(headers.get("etag")), _mark(headers.get("last-modified"))


def _mark(value: str | None) -> str | None:
    text = (value or "").strip()
    return text if text and len(text) <= _LONGEST_MARK and text.isprintable() else None


def condition(job: Job) -> dict[str, str]:
    """The headers that ask for changes only; none unless the stored answer may stand for a new one
    and this is the target's first, plain request."""
    job.asked = None
    answer = job.recalled.answer if job.recalled and job.recalled.ask else None
    if answer is None or job.via is not Via.PLAIN or job.hops or job.fetches:
        return {}
    if job.recalled is None or job.recalled.role is not job.target.role:
        return {}
    asked = {}
    if answer.etag:
        asked["If-None-Match"] = answer.etag
    if answer.last_modified:
        asked["If-Modified-Since"] = answer.last_modified
    job.asked = answer if asked else None
    return asked


def unchanged(job: Job, fetch: Fetch, body: bytes) -> str | None:
    """The SHA-256 of a body that is the stored one again, asked for in the same way, so that
    reading it would tell nothing new; None where it is not."""
    recalled = job.recalled
    answer = recalled.answer if recalled else None
    alike = (
        recalled is not None
        and answer is not None
        and recalled.role is job.target.role
        and fetch.http_status == answer.http_status
        and job.via is Via.PLAIN
        and not job.hops
        and fetch.content_type == answer.content_type
        and fetch.body_size == answer.body_size
    )
    sha256 = observe.sha256(body) if alike else None
    return sha256 if answer is not None and sha256 == answer.body_sha256 else None


def held(answer: Fetch, headers: Mapping[str, str], at: datetime, seconds: float) -> Fetch:
    """The stored answer, asked for just now: what a 200 with the same bytes would have given."""
    etag, last_modified = marks(headers)
    return replace(
        answer,
        fetched_at=at,
        seconds=seconds,
        condition=Condition.HELD,
        etag=etag or answer.etag,
        last_modified=last_modified or answer.last_modified,
    )


def was_read(page: PageEvidence | None) -> bool:
    """Whether the page is a file that was read as far as it can be: reading it again tells the same."""
    file = page.particulars.file if page is not None else None
    return file is not None and file.state in _FILES_READ


def is_reusable(job: Job, fetch: Fetch, page: PageEvidence) -> bool:
    """Whether an equal answer would say all that this one did."""
    return (
        fetch.status is FetchStatus.OK
        and fetch.http_status == 200
        and job.via is Via.PLAIN
        and (was_read(page) if page.particulars.file else job.target.role in PAGE_ROLES)
        and not job.hops
        and not job.fetches
        and page.kind not in _ELSEWHERE
        and not page.redirect
        and not page.soft404
        and not wants_browser(page, job)
    )
