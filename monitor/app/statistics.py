"""The page for the head of the office: one inspection in figures."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from checks.base import all_checks
from monitor.app.batch import earlier_finals, find
from monitor.app.house import BadInput, House
from monitor.app.rectification import lines
from monitor.app.standing import Standing, standing
from monitor.assess.comparison import Progress, told
from monitor.assess.ranking import site_standing, unverified
from monitor.assess.scoring import charged
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import DecisionKind
from monitor.domain.inspection import Inspection, InspectionState
from monitor.domain.rubric import RowKind
from monitor.domain.subject import Site, Unit
from monitor.report.bulletin import Bulletin, Kind, sorted_kinds, write_bulletin
from monitor.report.statistics import (
    Statistics,
    Subject,
    write_statistics_docx,
    write_statistics_xlsx,
)
from monitor.text import say

_WRITERS = {".docx": write_statistics_docx, ".xlsx": write_statistics_xlsx}


def write_statistics(house: House, inspection_id: str, output: Path) -> Path:
    """The page (.docx) or the workbook (.xlsx) of an inspection, beside the last final one before it.

    Raises BadInput for another suffix, an unknown inspection, and where nothing can be written.
    """
    write = _WRITERS.get(output.suffix.lower())
    if write is None:
        raise BadInput("input.statistics_suffix", value=output.name)
    found = statistics(house, inspection_id)
    try:
        return write(output, found)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error


def write_inspection_notice(
    house: House, inspection_id: str, output: Path, day: date | None = None
) -> Path:
    """The notice of an inspection (.docx), a draft: its figures, and of the problems those that stand
    and that a person included, in the sentences of the lists.

    Raises BadInput for another suffix, an unknown inspection, and where nothing can be written.
    """
    if output.suffix.lower() != ".docx":
        raise BadInput("input.bulletin_suffix", value=output.name)
    stats = statistics(house, inspection_id)
    found = standing(house, inspection=inspection_id)
    kinds: dict[str, list[str]] = {}
    withheld = 0
    for record in found.records():
        if record.state != "confirmed" or record.decision != DecisionKind.INCLUDED.value:
            continue
        if record.check in house.office.sensitive:
            withheld += 1
        else:
            kinds.setdefault(_kind(record.check), []).append(record.description)
    bulletin = Bulletin(
        stats=stats,
        addressees=house.office.notice.addressees,
        kinds=sorted_kinds([Kind(name, tuple(said)) for name, said in kinds.items()]),
        withheld=withheld,
        day=day,
    )
    try:
        return write_bulletin(output, bulletin)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error


def statistics(house: House, inspection_id: str, *, compared: bool = True) -> Statistics:
    """What an inspection came to. Raises BadInput for an unknown one."""
    batch = find(house, inspection_id)
    found = standing(house, inspection=inspection_id)
    earlier = earlier_finals(house, batch) if compared else []
    sites = [(unit, site) for unit in found.units for site in unit.sites if site.id in found.scores]
    defects = [defect for site in found.defects.values() for defect in site]
    if batch.state is InspectionState.FINAL:
        still = told(defects)
    else:
        still = frozenset(defect.id for defect in defects if charged(defect))
    problems = Counter(defect.check for defect in defects if defect.id in still)
    return Statistics(
        inspection=batch.name,
        first=batch.first,
        last=batch.last,
        as_of=batch.as_of,
        sites=tuple(_subject(unit, site, found) for unit, site in sites),
        problems={_kind(check): count for check, count in problems.items()},
        fixed=sum(one == Progress.FIXED for one in found.progress.values()),
        accounts=sum(one.id in found.scores for unit in found.units for one in unit.accounts),
        planned=sum(found.scores[site.id].planned for _, site in sites),
        observed=sum(found.scores[site.id].observed for _, site in sites),
        basis=batch.basis,
        overdue=_overdue(house, batch, still),
        trial=found.rubric.trial,
        office=house.office.name,
        previous=statistics(house, earlier[-1].id, compared=False) if earlier else None,
    )


def _kind(check: str) -> str:
    return say(f"check.{check}.name", lang="zh") if check in all_checks() else check


def _subject(unit: Unit, site: Site, found: Standing) -> Subject:
    score = found.scores[site.id]
    kept = site_standing(score)
    vetoed = any(
        one.kind is RowKind.VETO and one.word is not None and one.word.kind is DecisionKind.INCLUDED
        for one in found.suggestions[site.id]
    )
    return Subject(
        name=site.name,
        category=unit.category,
        ranked=unit.ranked_sites,
        score=None if kept is None else round(float(100 * kept), 2),
        unobserved=float(unverified(score)),
        veto=vetoed,
    )


def _overdue(house: House, batch: Inspection, still: frozenset[str]) -> int | None:
    """Defects sent out with a deadline that is over, extensions and appeals in it, and that still stand;
    None where no list had one.

    A deadline that cannot be told (a year whose holidays are not known) is not over.
    """
    today = shanghai_day(batch.as_of)
    cases = [line.case for line in lines(house, as_of=batch.as_of)]
    if not any(sending.deadline_set for case in cases for sending in case.sendings):
        return None
    return len({case.defect_id for case in cases if case.overdue(today)} & still)
