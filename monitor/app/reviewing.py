"""`monitor review`: the office's word on a defect."""

from __future__ import annotations

import re
from datetime import date

from db import queries, repository
from monitor.app.house import BadInput, House
from monitor.app.judging import rebuild_defects, rubric, save_scores
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import Decision, DecisionKind, Defect

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NEEDS_REASON = frozenset({DecisionKind.FALSE, DecisionKind.EXCLUDED, DecisionKind.HINT})


def review(
    house: House,
    defect_id: str,
    *,
    decision: str,
    reason: str,
    by: str,
    until: str | None = None,
    as_of: str | None = None,
) -> Defect:
    """Record a decision (append-only) and rebuild the site's list and score.

    Raises BadInput for an unknown defect, an unknown decision, a missing reason, a bad date.
    """
    try:
        kind = DecisionKind(decision)
    except ValueError as error:
        known = ", ".join(kind.value for kind in DecisionKind)
        raise BadInput("input.decision", value=decision, expected=known) from error
    if kind in _NEEDS_REASON and not reason.strip():
        raise BadInput("input.reason", value=decision)
    defect = queries.defect(house.engine, defect_id)
    if defect is None:
        raise BadInput("input.unknown_defect", value=defect_id)
    now = house.now(as_of)
    last_day = _day(until)
    if last_day is not None and last_day < shanghai_day(defect.last_seen):
        raise BadInput("input.until_past", value=until)
    repository.add_decision(
        house.engine,
        Decision(
            defect_id=defect.id,
            kind=kind,
            reason=reason,
            by=by,
            at=now,
            fingerprint=defect.fingerprint,
            until=last_day,
        ),
    )
    registry = repository.load_registry(house.engine)
    site = registry.sites[defect.site_id]
    latest = queries.latest_judged_moment(house.engine) or now
    judged_at = max(latest if as_of is None else now, defect.last_seen)
    rebuilt = rebuild_defects(house, [site], judged_at)
    save_scores(house, [site], registry, rubric(None), judged_at)
    return next(one for one in rebuilt if one.id == defect.id)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("input.until", value=text) from error
