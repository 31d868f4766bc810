"""Runs the checks on dossiers and stamps what they answer."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from checks.base import Check, Context, all_checks
from monitor.domain.dossier import ColumnState, Dossier, HomeVisit
from monitor.domain.finding import Facts, Finding, Outcome, Verdict, not_observed
from monitor.domain.rubric import Rubric

_LOG = logging.getLogger(__name__)
HOME = "home-unreachable"
WITHHELD = "home_unreachable"
"""Why nothing else is said of a site whose home page never opened."""


def judge(
    dossiers: Iterable[Dossier],
    *,
    site_id: str,
    run_id: int,
    now: datetime,
    purpose: str,
    rubric: Rubric,
) -> list[Finding]:
    """Findings of one site in one run, each check asked about every dossier it reads.

    What could not be observed is answered without the check's verdict; an exception in a check is an
    `error` of ours. For a site whose home page never opened nothing else is reported.
    """
    findings = [
        _finding(check, dossier, site_id, run_id, now, purpose, rubric)
        for dossier in dossiers
        for check in _readers(dossier)
    ]
    home = next((one for one in findings if one.check == HOME), None)
    if home is not None and home.outcome in (Outcome.FAIL, Outcome.NOT_OBSERVED):
        findings = [one if one.check == HOME else _withheld(one) for one in findings]
    return findings


def _readers(dossier: Dossier) -> Iterator[Check]:
    return (check for check in all_checks().values() if type(dossier) is check.reads)


def _finding(
    check: Check,
    dossier: Dossier,
    site_id: str,
    run_id: int,
    now: datetime,
    purpose: str,
    rubric: Rubric,
) -> Finding:
    verdict = _verdict(check, dossier, Context(now, rubric.params.get(check.id, {})))
    return Finding(
        run_id=run_id,
        now=now,
        purpose=purpose,
        site_id=site_id,
        check=check.id,
        subject=dossier.subject,
        url=dossier.url,
        outcome=verdict.outcome,
        reason=verdict.reason,
        facts=verdict.facts,
        parents=dossier.parents,
        parents_total=dossier.parents_total,
        evidence=dossier.evidence,
        at_once=verdict.outcome is Outcome.FAIL and verdict.reason in check.at_once,
    )


def _verdict(check: Check, dossier: Dossier, context: Context) -> Verdict:
    seen_failing = isinstance(dossier, HomeVisit) and dossier.fetches
    try:
        if dossier.unseen is None or seen_failing:
            return check.function(dossier, context)
        return not_observed(dossier.unseen, **_known(check, dossier, context))
    except Exception as error:
        _LOG.exception("check %s failed on %s", check.id, dossier.subject)
        return Verdict(Outcome.ERROR, "error", {"error": type(error).__name__})


def _known(check: Check, dossier: Dossier, context: Context) -> Facts:
    """What is known of a subject that nobody saw, so that a score knows what it leaves open.

    A column's class says which row; `settled` that the check would not have applied at all. It is
    no verdict: only sight ends a defect.
    """
    facts: Facts = {"class": dossier.cls.value} if isinstance(dossier, ColumnState) else {}
    settled = check.settled(dossier, context) if check.settled else None
    return facts | {"settled": settled.reason} if settled else facts


def _withheld(finding: Finding) -> Finding:
    return replace(finding, outcome=Outcome.NOT_OBSERVED, reason=WITHHELD, facts={}, at_once=False)
