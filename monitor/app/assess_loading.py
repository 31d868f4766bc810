"""`monitor assess load`: sheets, answers and the intake, read back whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from db import assess
from monitor.app.assess_year import Subject, Year, year_of
from monitor.app.assessing import find_draft
from monitor.app.house import BadInput, House
from monitor.assess.year import most, standing_words
from monitor.config.assess_file import ANSWERS, WORDS, FilledLine, read_lines
from monitor.config.errors import ConfigError
from monitor.config.fields import Scalar
from monitor.domain.assessment import (
    Assessment,
    Entry,
    EntryKind,
    Stage,
    Verdict,
    newest,
    same_person,
)
from monitor.domain.rubric import Row, RowKind
from monitor.text import say

T = TypeVar("T")
FILLED_BY_HAND = (Stage.SELF, Stage.PRELIMINARY)
"""Stages whose judgements come in by workbook."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of some files: entries recorded, of them those that replace an earlier one, and lines
    that say what was known already. `withdrawn`: of the entries, those that take a proposal back."""

    recorded: int
    replaced: int
    known: int
    withdrawn: int = 0


def load_words(
    house: House,
    assessment_id: str,
    paths: Sequence[Path],
    *,
    stage: str = Stage.PRELIMINARY,
    by: str | None = None,
) -> Loaded:
    """Record the judgements of filled-in sheets.

    `stage`: refuse sheets of any other; a unit's own sheet must not come in as its evaluation. Raises
    ConfigError naming the cell of what does not fit: an unknown row, points beyond the cap, below nought,
    no number or of more than two decimals, points without a reason, a line of another unit
    or assessment, one that was altered or was printed before what stands was said, a reviewed line.
    """
    desk = Desk(house, assessment_id, by)
    lines = [line for path in paths for line in desk.read(path, WORDS)]
    made = []
    for line in lines:
        chosen = _stage(line, stage)
        row = desk.row(line)
        if line.touched:
            made.append((line, desk.word(line, row, chosen)))
    return desk.record(made)


def load_answers(
    house: House, assessment_id: str, paths: Sequence[Path], *, by: str | None = None
) -> Loaded:
    """Record what units answered to their lines. Raises ConfigError as `load_words` does."""
    desk = Desk(house, assessment_id, by)
    lines = [line for path in paths for line in desk.read(path, ANSWERS)]
    made = []
    for line in lines:
        if line.stage != EntryKind.ANSWER:
            raise line.shown.wrong("assess_not_answers")
        desk.row(line)
        if line.touched:
            made.append((line, desk.answer(line)))
    return desk.record(made)


def _stage(line: FilledLine, wanted: str) -> Stage:
    if line.stage not in FILLED_BY_HAND:
        raise line.shown.wrong("assess_not_words")
    if line.stage != wanted:
        stage = say(f"assess.stage.{line.stage}", lang="zh")
        raise line.shown.wrong("assess_stage", stage=stage, option=f"--stage {line.stage}")
    return Stage(line.stage)


class Desk:
    """One draft, and what stands in it while files are read."""

    def __init__(self, house: House, assessment_id: str, by: str | None) -> None:
        self.house = house
        self.assessment: Assessment = find_draft(house, assessment_id)
        self.year: Year = year_of(house, self.assessment)
        self.by = by
        self.now = house.clock.now()
        self.units = {unit.id: unit for unit in self.year.units}
        self.rows = {row.id: row for row in self.year.rubric.rows}
        self.stands = standing_words(self.year.entries)

    def read(self, path: Path, filled: Sequence[str]) -> list[FilledLine]:
        """The lines of a file; all are of this assessment and of one unit."""
        lines = read_lines(path, filled)
        for line in lines:
            if line.assessment != self.assessment.id:
                raise line.shown.wrong("assess_other", assessment=line.assessment)
            if line.unit != lines[0].unit:
                raise line.shown.wrong("assess_other_unit", unit=lines[0].unit)
        return lines

    def subject(self, line: FilledLine) -> Subject:
        unit = self.units.get(line.unit)
        found = self.year.subjects(unit) if unit is not None else ()
        for one in found:
            if one.id == line.subject:
                return one
        raise line.shown.wrong("assess_unknown_subject", subject=line.subject, unit=line.unit)

    def row(self, line: FilledLine) -> Row:
        row = self.rows.get(line.indicator)
        if row is None or row.of is not self.subject(line).of:
            raise line.shown.wrong("assess_unknown_row", rubric=self.year.rubric.id)
        if not line.ours:
            raise line.shown.wrong("assess_altered")
        return row

    def word(self, line: FilledLine, row: Row, stage: Stage) -> Entry:
        cells = line.cells
        points, veto = cells["assess_points"], cells["assess_veto"]
        reason, proof = cells["assess_reason"], cells["assess_proof"]
        if row.kind is RowKind.VETO:
            if points.raw:
                raise points.wrong("assess_no_points")
            upheld, given = choice(veto, {"yes": True, "no": False}, "assess"), None
        else:
            if veto.raw:
                raise veto.wrong("assess_no_veto")
            upheld, given = None, _hundredths(points, most(row, self.year.rubric))
        if (given or upheld) and not reason.raw:
            raise reason.wrong("assess_no_reason")
        return self._entry(
            line,
            EntryKind.WORD,
            stage,
            cells["assess_by"],
            points=given,
            veto=upheld,
            reason=reason.raw or "",
            proof=proof.raw or "",
        )

    def answer(self, line: FilledLine) -> Entry:
        cells = line.cells
        words = {str(one): one for one in (Verdict.ACCEPT, Verdict.APPEAL)}
        verdict = choice(cells["assess_verdict"], words, "assess.verdict")
        grounds = cells["assess_grounds"]
        if verdict is Verdict.APPEAL and not grounds.raw:
            raise grounds.wrong("assess_no_reason")
        return self._entry(
            line,
            EntryKind.ANSWER,
            Stage.REVIEW,
            cells["assess_answer_by"],
            reason=grounds.raw or "",
            proof=cells["assess_answer_proof"].raw or "",
            verdict=verdict,
        )

    def _entry(
        self,
        line: FilledLine,
        kind: EntryKind,
        stage: Stage,
        by: Scalar,
        *,
        points: float | None = None,
        veto: bool | None = None,
        reason: str = "",
        proof: str = "",
        verdict: Verdict | None = None,
    ) -> Entry:
        if not (by.raw or self.by):
            raise by.wrong("missing")
        return Entry(
            assessment=self.assessment.id,
            kind=kind,
            stage=stage,
            unit=line.unit,
            subject=line.subject,
            indicator=line.indicator,
            by=by.raw or self.by or "",
            at=self.now,
            points=points,
            veto=veto,
            reason=reason,
            proof=proof,
            verdict=verdict,
            on=line.basis if kind is EntryKind.ANSWER else None,
            basis=line.basis or "",
        )

    def record(self, made: Iterable[tuple[FilledLine, Entry]]) -> Loaded:
        """Keep what is new; a line said twice must say the same."""
        first: dict[tuple[object, ...], tuple[FilledLine, Entry]] = {}
        for line, entry in made:
            seen, said = first.setdefault((entry.stage, *entry.line), (line, entry))
            if said.content != entry.content:
                raise ConfigError(
                    "config.said_twice", line.place, value=line.shown.raw, first=seen.place
                )
        new, replaced = [], 0
        for line, entry in first.values():
            before = self._before(entry)
            if before is not None and before.content == entry.content:
                continue
            if entry.kind is EntryKind.WORD:
                self._refuse_stale(line, entry, before)
            replaced += before is not None
            new.append(entry)
        if not assess.add_entries(self.house.engine, self.assessment.id, new):
            raise BadInput("input.assess_final", value=self.assessment.id)
        return Loaded(len(new), replaced, len(first) - len(new))

    def _before(self, entry: Entry) -> Entry | None:
        """What was said last on the line in the same stage, and of the same kind."""
        known = (
            one
            for one in self.year.entries
            if one.kind is entry.kind and one.stage is entry.stage and one.line == entry.line
        )
        return newest(known).get(entry.line)

    def _refuse_stale(self, line: FilledLine, entry: Entry, before: Entry | None) -> None:
        """An older copy of a sheet must not undo what was said since, nor a sheet what was reviewed. Who
        spoke last may correct it in the same copy."""
        stands = self.stands.get(entry.line)
        if entry.stage is Stage.PRELIMINARY and stands and stands.kind is EntryKind.REVIEW:
            raise line.shown.wrong("assess_reviewed")
        if before is None or entry.basis == before.id:
            return
        if entry.basis != before.basis or not same_person(entry.by, before.by):
            raise line.shown.wrong("assess_stale", by=before.by)


def _hundredths(cell: Scalar, cap: float) -> float:
    """The points of a cell, which has no more than two decimals; what a spreadsheet's own reckoning
    leaves far behind them (0.30000000000000004) is nobody's."""
    points = cell.number(0, cap)
    if abs(points - round(points, 2)) > 1e-9:
        raise cell.wrong("assess_decimals")
    return round(points, 2)


def choice(cell: Scalar, values: Mapping[str, T], prefix: str) -> T:
    """The value whose word stands in a cell."""
    words = {say(f"{prefix}.{key}", lang="zh"): value for key, value in values.items()}
    return words[cell.one_of(words)]
