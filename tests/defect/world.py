"""Findings and decisions about one fault, in few words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from monitor.domain.defect import Decision, DecisionKind, Defect, fingerprint, replay
from monitor.domain.finding import Facts, Finding, Outcome, defect_id

START = datetime(2026, 1, 26, 14, 0, tzinfo=UTC)
"""22:00 in Shanghai, when a night begins."""
SITE, CHECK, SUBJECT = "jia", "link-broken", "http://127.0.0.1:8000/x"
ID = defect_id(SITE, CHECK, SUBJECT)
VOLATILE = ("days",)


def after(minutes: float = 0, days: float = 0) -> datetime:
    return START + timedelta(minutes=minutes, days=days)


def finding(
    outcome: Outcome,
    minutes: float = 0,
    *,
    run: int = 1,
    purpose: str = "crawl",
    at_once: bool = False,
    subject: str = SUBJECT,
    reason: str = "not_found",
    facts: Facts | None = None,
) -> Finding:
    return Finding(
        run_id=run,
        now=after(minutes),
        purpose=purpose,
        site_id=SITE,
        check=CHECK,
        subject=subject,
        url=subject,
        outcome=outcome,
        reason=reason,
        facts={"http_status": 404} if facts is None else facts,
        at_once=at_once,
    )


def fail(minutes: float = 0, **more: object) -> Finding:
    return finding(Outcome.FAIL, minutes, **more)  # type: ignore[arg-type]


def decision(
    kind: DecisionKind, minutes: float, facts: Facts | None = None, until: date | None = None
) -> Decision:
    """A word on the facts as they are by default."""
    on = {"http_status": 404} if facts is None else facts
    return Decision(ID, kind, "", "cai", after(minutes), fingerprint(on, VOLATILE), until)


def now_is(*findings: Finding, decisions: tuple[Decision, ...] = (), days: float = 30) -> Defect:
    """The defect as of some days later; there must be one."""
    made = replay(findings, decisions, as_of=after(days=days), volatile=VOLATILE)
    assert made is not None
    return made
