"""Second looks at an assessment: a review of what was said, and two versions line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from db import assess
from monitor.app.assess_results import results
from monitor.app.assess_year import Subject, Year, kept_terms, stays_as_kept, year_of
from monitor.app.assessing import find, find_draft
from monitor.app.house import BadInput, House
from monitor.assess.year import OPEN, most, standing_words
from monitor.domain.assessment import (
    Assessment,
    Entry,
    EntryKind,
    Line,
    Stage,
    Verdict,
    same_person,
)
from monitor.domain.calendar import SHANGHAI
from monitor.domain.rubric import RowKind
from monitor.domain.subject import Unit
from monitor.domain.succession import registry_on

_REVIEWS = (Verdict.KEEP, Verdict.CHANGE)


def review(
    house: House,
    assessment_id: str,
    on: str,
    *,
    decision: str,
    points: float | None,
    veto: bool | None,
    reason: str,
    by: str,
) -> Entry:
    """Record a second person's decision on an entry, or on a line of the machine (`SUBJECT/INDICATOR`).

    `points` and `veto` are for a change. Raises BadInput for an entry that is unknown or no longer
    stands, the person who made it, a missing reason, and points that do not fit the row.
    """
    verdict = Verdict(decision)
    if not reason.strip():
        raise BadInput("input.reason", value=decision)
    year = year_of(house, find_draft(house, assessment_id))
    unit, subject, line, entry = _on(year, on)
    said = [one for one in year.entries if one.line == (line.subject, line.indicator)]
    judged = [one.by for one in said if one.kind is EntryKind.WORD] + ([entry.by] if entry else [])
    if any(same_person(by, one) for one in judged):
        raise BadInput("input.assess_same_person", value=by)
    now_points, now_veto = _decided(year, line, entry, verdict, points, veto)
    made = Entry(
        assessment=assessment_id,
        kind=EntryKind.REVIEW,
        stage=Stage.REVIEW,
        unit=unit.id,
        subject=subject.id,
        indicator=line.indicator,
        by=by.strip(),
        at=house.clock.now(),
        points=now_points,
        veto=now_veto,
        reason=reason.strip(),
        verdict=verdict,
        on=None if entry is None else entry.id,
    )
    if not assess.add_entries(house.engine, assessment_id, [made]):
        raise BadInput("input.assess_final", value=assessment_id)
    return made


def _on(year: Year, on: str) -> tuple[Unit, Subject, Line, Entry | None]:
    """The line that is reviewed, and the word that stands on it (None: the machine's)."""
    stands = standing_words(year.entries)
    entry = next((one for one in year.entries if one.id == on), None)
    if entry is None and "/" not in on:
        raise BadInput("input.unknown_entry", value=on)
    key = entry.line if entry is not None else (on.rpartition("/")[0], on.rpartition("/")[2])
    for unit in year.units:
        for subject in year.subjects(unit):
            for line in year.lines(unit, subject) if subject.id == key[0] else ():
                if line.key == key:
                    standing = stands.get(key)
                    if entry is not None and (standing is None or standing.id != entry.id):
                        raise BadInput("input.assess_not_standing", value=on)
                    return unit, subject, line, standing
    raise BadInput("input.unknown_entry", value=on)


def _decided(
    year: Year,
    line: Line,
    entry: Entry | None,
    verdict: Verdict,
    points: float | None,
    veto: bool | None,
) -> tuple[float | None, bool | None]:
    """Points and veto of the row after the review."""
    is_veto = line.kind == RowKind.VETO
    if line.state in OPEN | {"not_applicable", "pending"} and entry is None:
        raise BadInput("input.assess_nothing_stands", value=f"{line.subject}/{line.indicator}")
    if verdict is Verdict.KEEP:
        if points is not None or veto is not None:
            raise BadInput("input.assess_keep")
        return (None, line.veto) if is_veto else (line.points, None)
    if is_veto:
        if veto is None or points is not None:
            raise BadInput("input.assess_veto_row", value=line.indicator)
        return None, veto
    row = next(row for row in year.rubric.rows if row.id == line.indicator)
    cap = most(row, year.rubric)
    if points is None or veto is not None or not 0 <= points <= cap:
        raise BadInput("input.assess_points", value=line.indicator, cap=f"{cap:g}")
    return round(points, 2), None


@dataclass(frozen=True, slots=True)
class Change:
    """A line of which two versions differ, None where a version has none; `said`: what was said
    between the two moments that a line stands by (a unit's own word is none), empty where only what the
    machine saw has changed."""

    unit: Unit
    subject: str
    before: Line | None
    after: Line | None
    said: tuple[Entry, ...]


def compare(
    house: House, assessment_id: str, *, before: str, after: str | None = None
) -> list[Change]:
    """What changed between two moments, line by line in the order of the ledger.

    Each version is reckoned by what was seen, said and decided up to its own moment. Raises BadInput
    for moments in the wrong order.
    """
    assessment = find(house, assessment_id)
    first, last = house.now(before, "--before"), house.now(after, "--after")
    if first >= last:
        raise BadInput("input.assess_order", before=before, after=after or _minute(last))
    was, now = _version(house, assessment, first), _version(house, assessment, last)
    entries = assess.entries(house.engine, assessment_id, last)
    changes = []
    for key in dict.fromkeys((*now, *was)):
        one, other = was.get(key), now.get(key)
        if one is not None and other is not None and _reads(one.line) == _reads(other.line):
            continue
        named = other if other is not None else was[key]
        said = tuple(
            entry
            for entry in entries
            if entry.line == named.line.key
            and entry.kind in (EntryKind.WORD, EntryKind.REVIEW)
            and entry.stage is not Stage.SELF
            and first < entry.at
        )
        versions = [None if one is None else one.line for one in (was.get(key), now.get(key))]
        changes.append(Change(named.unit, named.name, versions[0], versions[1], said))
    return changes


def nothing_known(line: Line) -> bool:
    """Whether nobody judged the line and nothing was seen of it: then it says neither points nor veto."""
    return line.state in OPEN


def _reads(line: Line) -> tuple[object, ...]:
    return (line.points, line.veto, line.state, line.reason, line.by)


@dataclass(frozen=True, slots=True)
class _Named:
    unit: Unit
    name: str
    line: Line


def _minute(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _version(
    house: House, assessment: Assessment, moment: datetime
) -> dict[tuple[str, str, str], _Named]:
    """Every line by unit, subject and row, as known at a moment; once final as it was kept."""
    if not stays_as_kept(house, assessment, moment.isoformat()):
        year = year_of(house, assessment, as_of=moment.isoformat())
        subjects = (
            (unit, one.name, year.lines(unit, one))
            for unit in year.units
            for one in year.subjects(unit)
        )
    else:
        units = _units_of(house, assessment)
        subjects = (
            (units[result.unit], one.name, one.lines)
            for result in results(house, assessment.id)
            for one in result.subjects
        )
    return {
        (unit.id, *line.key): _Named(unit, name, line)
        for unit, name, lines in subjects
        for line in lines
    }


def _units_of(house: House, assessment: Assessment) -> Mapping[str, Unit]:
    """The units of a final assessment by id, as it was made final with."""
    kept = kept_terms(house, assessment)
    return registry_on(kept.terms.ledger, date(assessment.year, 12, 31)).units_by_id
