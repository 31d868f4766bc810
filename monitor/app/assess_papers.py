"""The workbooks of an assessment: sheets to be judged, feedback to units, the empty intake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from db import assess, assess_final, queries
from monitor.app.assess_results import results
from monitor.app.assess_year import Subject, Year, one_or_all, year_of
from monitor.app.assessing import find, find_draft
from monitor.app.house import BadInput, House
from monitor.app.house import day as parsed_day
from monitor.app.judging import defects_as_of
from monitor.assess.samples import SAMPLED, Source, drawn_for
from monitor.assess.year import most, needs_person, standing_words
from monitor.domain.assessment import (
    Assessment,
    Entry,
    EntryKind,
    Line,
    Medium,
    Sample,
    Stage,
    newest,
)
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import DecisionKind, Defect, DefectState
from monitor.domain.evidence import PageKind
from monitor.domain.rubric import RowKind
from monitor.domain.subject import ColumnClass, Site, Unit
from monitor.report.assessment import (
    Ask,
    Told,
    UnitFeedback,
    UnitSheet,
    write_feedback,
    write_intake,
    write_sheet,
)
from monitor.report.record import beijing, describe
from monitor.report.workbook import unit_files
from monitor.text import say

Made = TypeVar("Made", UnitSheet, UnitFeedback)
_KINDS = {
    PageKind.GUIDE: Source.GUIDES,
    PageKind.LETTERS: Source.LETTERS,
    PageKind.ARTICLE: Source.ARTICLES,
    PageKind.COLUMN: Source.COLUMNS,
}
_CLASSES = {
    ColumnClass.POLICY: Source.POLICIES,
    ColumnClass.INTERPRETATION: Source.INTERPRETATIONS,
}


def sheets(
    house: House,
    assessment_id: str,
    *,
    unit: str | None,
    everything: bool,
    stage: str,
    output: Path,
) -> tuple[Path, ...]:
    """Write a sheet a unit: a file for one, a folder for all. Draws what samples were not drawn yet.

    Raises BadInput for an unknown or final assessment, an unknown unit, and where it cannot be written.
    """
    assessment = find_draft(house, assessment_id)
    year = year_of(house, assessment, units=one_or_all(unit, everything))
    chosen = Stage(stage)
    drawn = _samples(year)
    made = [_sheet(year, one, chosen, drawn) for one in year.units]
    named = f"assess.sheet.file.{chosen}"
    return _written(house, year, output, everything, named, made, write_sheet)


def feedback(
    house: House, assessment_id: str, *, output: Path, answer_by: str | None = None
) -> tuple[tuple[Path, ...], int]:
    """Write each unit its own lines, into a folder; returns the files and how many lines were held back.

    Held back is what the machine charges and nobody decided, or what it charges for earlier nights alone
    (mean of the year): it goes out once its defects are 纳入, or once it is judged on a sheet. Of a final
    assessment the lines are those that were kept, with what was decided by then. Raises BadInput for a
    day that is none or is over, and for any day of a final assessment: nothing can be answered any more.
    """
    assessment = (find if answer_by is None else find_draft)(house, assessment_id)
    day = _day(house, answer_by)
    final = assess_final.final_at(house.engine, assessment.id)
    year = year_of(house, assessment, as_of=None if final is None else final.isoformat())
    kept = {} if final is None else _kept(house, assessment)
    told = [_lines(year, unit, kept) for unit in year.units]
    made = [
        UnitFeedback(assessment, unit, tuple(lines), day, house.clock.now())
        for unit, (lines, _) in zip(year.units, told, strict=True)
    ]
    written = _written(house, year, output, True, "assess.feedback.file", made, write_feedback)
    return written, sum(held for _, held in told)


def intake(house: House, assessment_id: str, output: Path) -> Path:
    """Write an empty intake workbook, with the sites that may be named in it."""
    assessment = find_draft(house, assessment_id)
    year = year_of(house, assessment)
    sites = [
        (one.id, one.name, unit.name)
        for unit in year.units
        for one in year.subjects(unit)
        if one.medium is Medium.SITES
    ]
    try:
        return write_intake(output, assessment, sites, house.clock.now())
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error


def _kept(house: House, assessment: Assessment) -> dict[str, tuple[Line, ...]]:
    """The lines of a final assessment by subject."""
    return {
        subject.subject: subject.lines
        for result in results(house, assessment.id)
        for subject in result.subjects
    }


def _written(
    house: House,
    year: Year,
    output: Path,
    everything: bool,
    key: str,
    made: Sequence[Made],
    write: Callable[[Path, Made], Path],
) -> tuple[Path, ...]:
    try:
        if not everything:
            return (write(output, made[0]),)
        names = unit_files(
            [(one.id, one.name) for one in year.units], key, shanghai_day(house.clock.now())
        )
        return tuple(write(output / name, one) for name, one in zip(names, made, strict=True))
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error


def _day(house: House, text: str | None) -> date | None:
    if text is None:
        return None
    day = parsed_day(text)
    if day < shanghai_day(house.clock.now()):
        raise BadInput("input.assess_answer_by", value=text)
    return day


@dataclass(frozen=True)
class _Evidence:
    """What the machine has on one subject: sentence and address of each defect by its id."""

    said: dict[str, tuple[str, str]]
    decided: frozenset[str]
    sensitive: frozenset[str]
    proofs: dict[str, str]


def _evidence(year: Year, unit: Unit, subject: Subject, lines: Sequence[Line]) -> _Evidence:
    """Defects that are known at the moment; what lines are charged for and is gone or unknown by then
    (union of the year) as it was on the last night on which it stood."""
    if not isinstance(subject.entry, Site):
        return _Evidence({}, frozenset(), frozenset(), {})
    site = subject.entry
    found = {one.id: one for one in year.stands.defects.get(site.id, [])}
    charged = {one for line in lines for one in line.findings}
    missing = {
        one for one in charged if one not in found or found[one].state is not DefectState.CONFIRMED
    }
    moments = (
        finding.now
        for finding in (queries.findings(year.house.engine, site_id=site.id) if missing else ())
        if finding.defect_id in missing and finding.now <= year.moment
    )
    for moment in sorted(set(moments)):
        for one in defects_as_of(year.house, site.id, moment, year.stands.scorer.decided):
            if one.id in missing and one.state is DefectState.CONFIRMED:
                found[one.id] = one
    secret = year.house.office.sensitive
    return _Evidence(
        {one.id: (describe(one, unit, site), one.url) for one in found.values()},
        frozenset(one.id for one in found.values() if one.decision is DecisionKind.INCLUDED),
        frozenset(one.id for one in found.values() if one.check in secret),
        {one.id: _proof(one) for one in found.values()},
    )


def _proof(defect: Defect) -> str:
    return "\n".join(proof.sha256[:16] for proof in defect.evidence)


def _sheet(year: Year, unit: Unit, stage: Stage, drawn: Sequence[Sample]) -> UnitSheet:
    rows = {row.id: row for row in year.rubric.rows}
    said = newest(one for one in year.entries if one.kind is EntryKind.WORD and one.stage is stage)
    proposed = newest(one for one in year.entries if one.kind is EntryKind.PROPOSAL)
    asks: list[Ask] = []
    for subject in year.subjects(unit):
        score = year.scores.get(subject.id)
        seen = {} if score is None else {row.indicator: row for row in score.rows}
        lines = year.lines(unit, subject)
        known = _evidence(year, unit, subject, lines)
        for line in lines:
            row = rows[line.indicator]
            why = needs_person(row, line, seen.get(row.id))
            if why is None or subject.resting:
                continue
            asks.append(
                Ask(
                    subject=subject.id,
                    name=subject.name,
                    row=row,
                    why=why,
                    cap=None if row.kind is RowKind.VETO else most(row, year.rubric),
                    evidence=tuple(known.said[one] for one in line.findings if one in known.said),
                    word=said.get(line.key),
                    proposed=_proposed(proposed.get(line.key)),
                )
            )
    sites = {site.id: site.name for site in unit.sites}
    samples = tuple(
        (sites[one.site], rows[one.indicator].name, one) for one in drawn if one.site in sites
    )
    return UnitSheet(year.assessment, stage, unit, tuple(asks), samples, year.house.clock.now())


def _proposed(entry: Entry | None) -> tuple[float, str] | None:
    if entry is None or entry.points is None:
        return None
    return (entry.points, "\n".join((entry.reason, *entry.lines)))


def _lines(year: Year, unit: Unit, kept: Mapping[str, tuple[Line, ...]]) -> tuple[list[Told], int]:
    """A unit's lines that cost or bring it anything, and how many are held back. `kept`: by subject, in
    place of what would be reckoned now."""
    stands = standing_words(year.entries)
    answers = newest(one for one in year.entries if one.kind is EntryKind.ANSWER)
    told, held = [], 0
    for subject in year.subjects(unit):
        lines = kept[subject.id] if subject.id in kept else year.lines(unit, subject)
        known = _evidence(year, unit, subject, lines)
        for line in lines:
            if line.state == "pending":
                held += 1
            if not (line.points or line.veto):
                continue
            word = stands.get(line.key)
            proved = line.findings and set(line.findings) <= known.decided
            if word is None and not proved:
                held += 1
                continue
            told.append(
                Told(
                    line=line,
                    name=subject.name,
                    evidence=_shown(line, known),
                    proof=word.proof if word else _proofs(line, known),
                    basis=word.id if word else None,
                    answer=answers.get(line.key),
                )
            )
    return told, held


def _shown(line: Line, known: _Evidence) -> tuple[tuple[str, str], ...]:
    """Sensitive things go to a unit by other ways; what nobody included is not told at all."""
    elsewhere = (say("outgoing.elsewhere", lang="zh"), "")
    return tuple(
        elsewhere if one in known.sensitive else known.said[one]
        for one in line.findings
        if one in known.decided
    )


def _proofs(line: Line, known: _Evidence) -> str:
    return "\n".join(filter(None, (known.proofs.get(one, "") for one in line.findings)))


def _samples(year: Year) -> list[Sample]:
    """What was drawn for each site and row; drawn now where it was not, and kept."""
    assessment = year.assessment
    engine = year.house.engine
    known = {(one.site, one.indicator) for one in assess.samples(engine, assessment.id)}
    rows = [row.id for row in year.rubric.rows if row.id in SAMPLED]
    seed = f"{assessment.id} {beijing(year.house.clock.now())}"
    new: list[Sample] = []
    for unit in year.units:
        for subject in year.subjects(unit):
            missing = [row for row in rows if (subject.id, row) not in known]
            if isinstance(subject.entry, Site) and missing:
                found = _populations(year, subject.entry)
                new += [_drawn(assessment, subject.id, row, seed, found) for row in missing]
    assess.keep_samples(engine, [one for one in new if one.population])
    return assess.samples(engine, assessment.id)


def _drawn(
    assessment: Assessment, site: str, row: str, seed: str, found: dict[Source, list[str]]
) -> Sample:
    own = f"{seed} {site}"
    population, drawn = drawn_for(own, row, found)
    return Sample(assessment.id, site, row, own, population, drawn)


def _populations(year: Year, site: Site) -> dict[Source, list[str]]:
    """Addresses to draw from: pages seen of a kind, and what columns of a class list."""
    engine, moment = year.house.engine, year.moment
    pages = assess.pages_of_kind(engine, site.id, _KINDS, moment)
    found = {_KINDS[kind]: urls for kind, urls in pages.items()}
    columns: dict[str, set[str]] = {}
    for finding in queries.latest_findings(engine, site_id=site.id, as_of=moment):
        columns.setdefault(str(finding.facts.get("class")), set()).add(finding.url)
    for column in site.columns:
        if column.cls is not None:
            columns.setdefault(column.cls.value, set()).add(column.url)
    for cls, source in _CLASSES.items():
        lists = assess.listings(engine, site.id, columns.get(cls.value, ()), moment)
        found[source] = sorted({entry.url for listing in lists for entry in listing.entries})
    return found
