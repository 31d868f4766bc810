"""The figures of a year for the public notice, each with what it was counted from.

What came to nothing gives no figure: nought may mean that nobody looked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from checks.base import all_checks
from db import figures as counted
from db import office, queries
from monitor.app.house import House
from monitor.assess.comparison import Progress
from monitor.assess.figures import of_the_period
from monitor.domain.calendar import day_begins, shanghai_day
from monitor.domain.defect import Defect, DefectState
from monitor.domain.inspection import Inspection, InspectionState
from monitor.domain.notice import Figure
from monitor.text import say


def figures(house: House, year: int, as_of: datetime | None = None) -> tuple[Figure, ...]:
    """Sites seen, final inspections, lists sent, and of the problems that a person included: how
    many, of which kinds, seen gone, listed time and again; from stored rows alone.

    `as_of`: only what was seen, decided, sent and final by that moment.
    """
    begin, end = _period(year, as_of)
    problems = _problems(house, begin, end, as_of)
    known = None if as_of is None else counted.made_final(house.engine, as_of)
    finals = [
        one
        for one in office.inspections(house.engine)
        if one.state is InspectionState.FINAL and (known is None or one.id in known)
    ]
    this_year = [one for one in finals if shanghai_day(one.as_of).year == year]
    repeated = _repeated(house, this_year) & {one.id for one in problems}
    fixed = [one.id for one in problems if one.state is DefectState.GONE]
    made = [
        _figure("sites_checked", counted.sites_seen(house.engine, begin, end), year),
        _figure("inspections", [one.id for one in this_year], year),
        _figure("lists_sent", counted.numbers_sent(house.engine, year, as_of), year),
        _figure("problems", [one.id for one in problems], year),
        _kinds(problems, house.office.sensitive),
        _figure("fixed", fixed, year),
        _figure("repeated", sorted(repeated), year, times=house.office.inspections.repeat_after),
    ]
    return tuple(one for one in made if one is not None)


def _figure(name: str, ids: Sequence[str], year: int, **params: object) -> Figure | None:
    query = say(f"notice.query.{name}", lang="zh", year=year, **params)
    return Figure(name, str(len(ids)), query, tuple(ids)) if ids else None


def _period(year: int, as_of: datetime | None) -> tuple[datetime, datetime]:
    """The year, as far as it had gone: its first moment, and the one after its last."""
    begin, end = day_begins(date(year, 1, 1)), day_begins(date(year + 1, 1, 1))
    return begin, end if as_of is None else min(end, as_of + timedelta(microseconds=1))


def _problems(house: House, begin: datetime, end: datetime, as_of: datetime | None) -> list[Defect]:
    """The defects that count, as they stood at the end of the period, by what was decided until the
    moment."""
    ids = counted.failures_included(house.engine, begin, end)
    decisions = queries.decisions_on(house.engine, ids, as_of)
    volatile = {one.id: one.volatile for one in all_checks().values()}
    found = []
    for id, findings in counted.findings_of(house.engine, ids, end).items():
        check = findings[0].check
        made = of_the_period(findings, decisions.get(id, []), begin, end, volatile.get(check, ()))
        if made is not None:
            found.append(made)
    return found


def _kinds(problems: Iterable[Defect], sensitive: frozenset[str]) -> Figure | None:
    """The kinds, most frequent first; sensitive ones are not told apart."""
    names = Counter(
        say("notice.other_kinds", lang="zh")
        if one.check in sensitive or one.check not in all_checks()
        else say(f"check.{one.check}.name", lang="zh")
        for one in problems
    )
    listed_kinds = sorted(names.items(), key=lambda one: (-one[1], one[0]))
    value = "、".join(
        say("notice.kind", lang="zh", name=name, count=count) for name, count in listed_kinds
    )
    query = say("notice.query.problem_kinds", lang="zh")
    ids = tuple(one.id for one in problems)
    return Figure("problem_kinds", value, query, ids) if ids else None


def _repeated(house: House, this_year: Sequence[Inspection]) -> set[str]:
    """Defects that some final inspection of the year called 屡查屡犯."""
    return {
        defect_id
        for one in this_year
        for defect_id, stands in office.kept(house.engine, one.id).progress.items()
        if stands == Progress.REPEATED
    }
