"""`monitor review`: the office's word, on one case or read back from filled-in lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from db import queries, repository
from monitor.app.house import BadInput, House, day
from monitor.app.judging import defects_as_of, rebuild_defects, rubric, save_scores
from monitor.app.scorer import Scorer
from monitor.app.selection import ledger
from monitor.config.errors import ConfigError
from monitor.config.review_file import ReviewLine, read_review
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import NEEDS_REASON, RULINGS, Decision, DecisionKind, Defect
from monitor.domain.suggestion import Suggestion


def review(
    house: House,
    case: str,
    *,
    decision: str,
    reason: str,
    by: str,
    until: str | None = None,
    document: str | None = None,
    as_of: str | None = None,
) -> Defect | Suggestion:
    """Record a decision (append-only) on a defect, or on a suggested row (`SITE/INDICATOR`).

    Rebuilds the site's list and score, and returns the case as it stands then. Raises BadInput for
    an unknown case, an unknown decision, a missing reason, a bad date.
    """
    kind = _kind(decision)
    if kind in NEEDS_REASON and not reason.strip():
        raise BadInput("input.reason", value=decision)
    now = house.now(as_of)
    desk = _Desk(house, as_of)
    found = desk.case(case)
    if found is None:
        raise BadInput("input.unknown_defect", value=case)
    if isinstance(found, Suggestion) and kind not in RULINGS:
        raise BadInput("input.ruling", value=decision)
    last_day = None if until is None else day(until, "input.until")
    seen = found.last_seen if isinstance(found, Defect) else desk.moment
    if last_day is not None and last_day < shanghai_day(seen):
        raise BadInput("input.until_past", value=until)
    made = Decision(case, kind, reason, by, now, found.fingerprint, last_day, document)
    repository.add_decisions(house.engine, [made])
    desk.rebuild([found.site_id])
    return _Desk(house, as_of).case(case) or found


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of filled-in lists. `kinds` counts the decisions recorded; `stale` are cases whose
    facts have changed since the list was printed: their decision is kept, but does not hold."""

    kinds: dict[DecisionKind, int]
    stale: tuple[str, ...]


def load(
    house: House, paths: Sequence[Path], *, by: str | None = None, as_of: str | None = None
) -> Loaded:
    """Record every decision of some 核对稿, all or none.

    Raises ConfigError naming the cell of what does not fit: an unknown decision or case, a missing
    reason or reviewer, two lines that say different things of one case.
    """
    lines = _agreed(line for path in paths for line in read_review(path, by))
    now = house.now(as_of)
    desk = _Desk(house, as_of)
    decisions, stale = [], []
    sites = set()
    for line in lines:
        found = desk.case(line.case)
        if found is None:
            raise ConfigError("config.unknown_case", line.case_place, value=line.case)
        if found.fingerprint != line.fingerprint:
            stale.append(line.case)
        sites.add(found.site_id)
        decisions.append(
            Decision(line.case, line.kind, line.reason, line.by, now, line.fingerprint)
        )
    repository.add_decisions(house.engine, decisions)
    desk.rebuild(sorted(sites))
    return Loaded(dict(Counter(one.kind for one in decisions)), tuple(stale))


def _agreed(lines: Iterable[ReviewLine]) -> list[ReviewLine]:
    """One line a case and its facts: the same word twice is one; two words on the same facts are
    refused."""
    first: dict[tuple[str, str], ReviewLine] = {}
    for line in lines:
        known = first.setdefault((line.case, line.fingerprint), line)
        if (known.kind, known.reason, known.by) != (line.kind, line.reason, line.by):
            raise ConfigError("config.said_twice", line.place, value=line.case, first=known.place)
    return list(first.values())


class _Desk:
    """Finds the cases that persons decide on, and rebuilds what follows from a decision."""

    def __init__(self, house: House, as_of: str | None) -> None:
        self.house = house
        latest = queries.latest_judged_moment(house.engine) or house.clock.now()
        self.moment = latest if as_of is None else max(latest, house.now(as_of))
        self.registry = ledger(house, self.moment)
        self.rules = rubric(None)
        self._scorer = Scorer(house, self.registry, self.rules)
        self._suggested: dict[str, dict[str, Suggestion]] = {}

    def case(self, case: str) -> Defect | Suggestion | None:
        """A defect by its id, or a suggested row by `SITE/INDICATOR`."""
        site_id, slash, _ = case.rpartition("/")
        if not slash:
            return queries.defect(self.house.engine, case)
        if site_id not in self.registry.watched:
            return None
        if site_id not in self._suggested:
            site = self.registry.watched[site_id]
            defects = defects_as_of(self.house, site_id, self.moment)
            found = self._scorer.waiting(site, defects, self.moment)
            self._suggested[site_id] = {one.id: one for one in found}
        return self._suggested[site_id].get(case)

    def rebuild(self, site_ids: Sequence[str]) -> None:
        sites = [self.registry.watched[one] for one in site_ids if one in self.registry.watched]
        defects = rebuild_defects(self.house, sites, self.moment)
        save_scores(self.house, sites, self.registry, self.rules, self.moment, defects)


def _kind(decision: str) -> DecisionKind:
    try:
        return DecisionKind(decision)
    except ValueError as error:
        known = ", ".join(kind.value for kind in DecisionKind)
        raise BadInput("input.decision", value=decision, expected=known) from error
