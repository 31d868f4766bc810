"""A visit of a home page: how it went, phase by phase, and whether it may be counted.

A visit (访问) is up to three attempts, each over a connection of its own. It counts as opened when
any attempt opened, as failed when every one failed, and otherwise it is invalid: neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.evidence import FetchStatus
from monitor.domain.run import RunState


class VisitOutcome(StrEnum):
    OPENED = "opened"
    FAILED = "failed"
    INVALID = "invalid"


class Invalid(StrEnum):
    """Why a visit says nothing about the site.

    The first six are ours to solve and known at once. The rest is known later, or may change, and
    is therefore never stored: whether we were blind or broke off, whether an outage was approved in
    writing, and what a person found of a platform that was down.
    """

    BLOCKED = "blocked"
    NOT_REQUESTED = "not_requested"
    TLS = "tls"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    UNKNOWN = "unknown"
    BLIND = "blind"
    UNFINISHED = "unfinished"
    OUTAGE = "approved_outage"
    PLATFORM = "platform_down"


@dataclass(frozen=True, slots=True)
class Phases:
    """Seconds that each step took, None for a step not reached; `total` is the whole attempt."""

    dns: float | None = None
    connect: float | None = None
    tls: float | None = None
    first_byte: float | None = None
    total: float | None = None


_FAILURES = frozenset(
    {FetchStatus.DNS, FetchStatus.REFUSED, FetchStatus.TIMEOUT, FetchStatus.RESET}
)
FIRST_ERROR = 400
"""The lowest HTTP status that is no page."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One look at a home page over a fresh connection. `at` is wall clock, proof only.

    `detail` names the wall or the error class. A bad certificate is advice (`certificate`).
    """

    number: int
    at: datetime
    status: FetchStatus
    phases: Phases = Phases()
    http_status: int | None = None
    final_url: str | None = None
    remote_address: str | None = None
    detail: str | None = None
    invalid: Invalid | None = None

    @property
    def outcome(self) -> VisitOutcome:
        """An error answer without a challenge is a failure; so is none at all."""
        if self.invalid is not None:
            return VisitOutcome.INVALID
        answered = self.status not in _FAILURES and (self.http_status or 0) < FIRST_ERROR
        return VisitOutcome.OPENED if answered else VisitOutcome.FAILED


@dataclass(frozen=True, slots=True)
class Visit:
    """The attempts of one run at one site, in order. `now` is the run's: the time that counts."""

    run_id: int
    now: datetime
    run_state: RunState
    site_id: str
    attempts: tuple[Attempt, ...]

    @property
    def outcome(self) -> VisitOutcome:
        """By the attempts alone; see `assess.availability` for what takes a visit out."""
        outcomes = {attempt.outcome for attempt in self.attempts}
        if VisitOutcome.OPENED in outcomes:
            return VisitOutcome.OPENED
        return VisitOutcome.FAILED if outcomes == {VisitOutcome.FAILED} else VisitOutcome.INVALID

    @property
    def invalid(self) -> Invalid | None:
        """The reason of the last attempt that was invalid, where the visit is."""
        if self.outcome is not VisitOutcome.INVALID:
            return None
        reasons = [attempt.invalid for attempt in self.attempts if attempt.invalid is not None]
        return reasons[-1] if reasons else Invalid.UNKNOWN
