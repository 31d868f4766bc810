"""Inspections (检查批次): the batch that a list and a score belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db import office, queries, repository
from monitor.app.batch import earlier_finals, find
from monitor.app.cases import open_cases
from monitor.app.house import BadInput, House, day
from monitor.app.judging import rubric
from monitor.app.scorer import LOOKS
from monitor.app.standing import Standing, standing
from monitor.assess.comparison import Progress
from monitor.config.errors import ConfigError
from monitor.config.fields import ID
from monitor.domain.calendar import end_of_day, shanghai_day
from monitor.domain.defect import DecisionKind, Defect, DefectState
from monitor.domain.inspection import Inspection, InspectionState, Kept, SiteResult
from monitor.domain.mask import mask_name
from monitor.domain.rubric import Rubric


def add(
    house: House,
    inspection_id: str,
    *,
    name: str,
    basis: str,
    first: str,
    last: str,
    moment: str | None = None,
    units: Sequence[str] = (),
    rubric_id: str | None = None,
) -> Inspection:
    """Open a draft. Its moment (监测时间点) is the end of its last day unless one is given.

    Raises BadInput for an id that is taken or does not fit, days in the wrong order, a moment outside
    them, an unknown unit, a rubric that cannot be found again by its id.
    """
    if not ID.fullmatch(inspection_id):
        raise BadInput("input.not_an_id", value=inspection_id)
    begin, end = day(first), day(last)
    as_of = house.now(moment, "--moment") if moment is not None else end_of_day(end)
    if not begin <= shanghai_day(as_of) <= end:
        raise BadInput("input.inspection_days", first=first, last=last)
    known = repository.load_registry(house.engine).units_by_id
    for unit in units:
        if unit not in known:
            raise BadInput("input.unknown_unit", value=unit)
    rules = kept_rubric(house, rubric(rubric_id, house.home))
    made = Inspection(
        id=inspection_id,
        name=name,
        basis=basis,
        as_of=as_of,
        first=begin,
        last=end,
        rubric=rules.id,
        rubric_version=rules.version,
        unit_ids=tuple(units),
    )
    if not office.add_inspection(house.engine, made, house.clock.now()):
        raise BadInput("input.inspection_taken", value=inspection_id)
    return made


def everyone(house: House) -> list[Inspection]:
    """All inspections, by their moment."""
    return office.inspections(house.engine)


def finalize(house: House, inspection_id: str, *, by: str, pending: bool = False) -> Inspection:
    """Make a draft final: its defects, decisions and scores are kept, with the ledger and the rubric
    that they were made under, and never change again.

    Raises BadInput for one that is final already, whose moment has not come, in whose days nobody
    looked, while a platform case waits, and, unless `pending` allows it, while confirmed lines do.
    """
    found = find(house, inspection_id)
    now = house.clock.now()
    if found.as_of > now:
        raise BadInput("input.inspection_early", value=inspection_id)
    if found.state is InspectionState.FINAL:
        raise BadInput("input.inspection_final", value=inspection_id)
    if waiting := open_cases(house):
        raise BadInput("input.case_waits", value=waiting[0].id, count=len(waiting))
    known = standing(house, inspection=inspection_id)
    look = queries.latest_run(house.engine, before=found.as_of, purposes=LOOKS)
    if look is None or shanghai_day(look.now) < found.first:
        raise BadInput("input.inspection_unlooked", value=inspection_id)
    undecided = [one for site in known.defects.values() for one in site if _undecided(one)]
    if undecided and not pending:
        raise BadInput("input.inspection_pending", value=inspection_id, count=len(undecided))
    results = [
        (
            unit.id,
            SiteResult(
                site.id,
                tuple(known.defects[site.id]),
                tuple(known.suggestions[site.id]),
                known.scores.get(site.id),
            ),
        )
        for unit in known.units
        for site in unit.watched
    ]
    kept = Kept(
        known.registry, known.rubric, {key: str(one) for key, one in known.progress.items()}
    )
    if not office.finalize(house.engine, found, results, kept, by=by, at=now):
        raise BadInput("input.inspection_final", value=inspection_id)
    return find(house, inspection_id)


def _undecided(defect: Defect) -> bool:
    return defect.state is DefectState.CONFIRMED and defect.decision is DecisionKind.PENDING


@dataclass(frozen=True)
class Compared:
    """An inspection against the last final one before it, None when there is none."""

    standing: Standing
    last: Inspection | None

    def as_dict(self) -> dict[str, object]:
        """Inspection, the last one, and how each defect stands."""
        return {
            "inspection": self.standing.inspection and self.standing.inspection.id,
            "last": self.last and self.last.id,
            "defects": [
                {
                    "id": defect.id,
                    "unit": unit.id,
                    "site": site.id,
                    "check": defect.check,
                    "subject": mask_name(defect.subject),
                    "progress": self.standing.progress[defect.id],
                }
                for unit in self.standing.units
                for site in unit.watched
                for defect in self.standing.defects[site.id]
                if defect.id in self.standing.progress
            ],
        }

    def counts(self, unit_id: str) -> dict[Progress, int]:
        """How many of a unit's defects stand how."""
        sites = next(unit.watched for unit in self.standing.units if unit.id == unit_id)
        ids = [d.id for site in sites for d in self.standing.defects[site.id]]
        kinds = [self.standing.progress[one] for one in ids if one in self.standing.progress]
        return {kind: kinds.count(kind) for kind in Progress}


def compare(house: House, inspection_id: str) -> Compared:
    """An inspection compared with those before it. Raises BadInput for an unknown one."""
    found = standing(house, inspection=inspection_id)
    earlier = earlier_finals(house, find(house, inspection_id))
    return Compared(found, earlier[-1] if earlier else None)


def kept_rubric(house: House, rules: Rubric) -> Rubric:
    """A rubric that can be found again by its id, which is how inspections and assessments name theirs.

    Raises BadInput for any other.
    """
    try:
        again = rubric(rules.id, house.home)
    except ConfigError:
        again = None
    if again != rules:
        raise BadInput("input.rubric_not_kept", value=rules.id, folder=str(house.home / "rubrics"))
    return rules
