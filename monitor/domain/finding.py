"""What a check concluded about one subject in one run."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

Facts = dict[str, Any]
"""Numbers, dates (ISO text), names, URLs and flat lists of those; never a sentence."""


class Outcome(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    NOT_OBSERVED = "not_observed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A check's answer: outcome, a reason key (a key of the text catalogue) and facts."""

    outcome: Outcome
    reason: str
    facts: Facts = field(default_factory=dict)


def passed(reason: str = "ok", **facts: Any) -> Verdict:
    return Verdict(Outcome.PASS, reason, facts)


def failed(reason: str, **facts: Any) -> Verdict:
    return Verdict(Outcome.FAIL, reason, facts)


def not_applicable(reason: str, **facts: Any) -> Verdict:
    return Verdict(Outcome.NOT_APPLICABLE, reason, facts)


def not_observed(reason: str, **facts: Any) -> Verdict:
    return Verdict(Outcome.NOT_OBSERVED, reason, facts)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A pointer to stored proof: the body's SHA-256 and what it is (body, rendered)."""

    sha256: str
    kind: str = "body"


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict stamped with where and when. `now` is the run's, UTC. Append-only."""

    run_id: int
    now: datetime
    purpose: str
    site_id: str
    check: str
    subject: str
    url: str
    outcome: Outcome
    reason: str
    facts: Facts
    parents: tuple[str, ...] = ()
    parents_total: int = 0
    evidence: tuple[Evidence, ...] = ()
    at_once: bool = False
    """A failure that needs no second look: read from bytes with a read date or text."""

    @property
    def defect_id(self) -> str:
        return defect_id(self.site_id, self.check, self.subject)


def defect_id(site_id: str, check: str, subject: str) -> str:
    """The stable id of a defect: twelve hexadecimal digits of SHA-256 over site, check, subject."""
    return hashlib.sha256("\0".join((site_id, check, subject)).encode()).hexdigest()[:12]
