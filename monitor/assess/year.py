"""The lines of the year's assessment: what the machine saw of each row, and what persons said. Pure.

A row stands by the newest of these: a second person's review, a person's word, the machine. What only
a machine concluded of a row that a person must confirm is not deducted: it is pending, like all that
is open it is 未能核验, and what is 未能核验 counts for nothing on either side.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.assess.total import Applying
from monitor.domain.assessment import Entry, EntryKind, Line, Stage, newest
from monitor.domain.defect import DecisionKind
from monitor.domain.rubric import Decider, Row, RowKind, RowScore, Rubric, Score
from monitor.domain.suggestion import Suggestion

_DECIDED = frozenset({DecisionKind.INCLUDED, DecisionKind.EXCLUDED})
_SEEN = frozenset({"charged", "clean"})
_ASIDE = frozenset({EntryKind.ANSWER, EntryKind.PASSED_OVER})
"""Words that make no line what it is."""
OPEN = frozenset({"open", "not_observed"})
"""States of rows of which nothing is known: nobody judged them, or they could not be observed."""


def standing_words(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """What stands on each line of persons' words: the preliminary word, or what reviewed it."""
    counted = (
        one
        for one in entries
        if one.kind is EntryKind.REVIEW
        or (one.kind is EntryKind.WORD and one.stage is Stage.PRELIMINARY)
    )
    return newest(counted)


def most(row: Row, rubric: Rubric) -> float:
    """The most points that a row may cost or bring; where no source sets them, the total."""
    return rubric.total if row.undecided else row.cap


def waiting(row: Row, suggestions: Sequence[Suggestion]) -> bool:
    """Whether the machine suggests the row and nobody has decided."""
    found = next((one for one in suggestions if one.indicator == row.id), None)
    return found is not None and (found.word is None or found.word.kind not in _DECIDED)


def lines_of(
    rubric: Rubric,
    *,
    unit: str,
    subject: str,
    about: Applying,
    score: Score | None,
    suggestions: Sequence[Suggestion],
    entries: Collection[Entry],
) -> tuple[Line, ...]:
    """Every row of one subject. `about`: those that are its own; `score`: what the machine saw, None
    where it saw nothing (accounts too); `entries`: all that was said in the assessment on this
    subject."""
    own = {row.id for row in about.rows}
    seen = {} if score is None else {row.indicator: row for row in score.rows}
    stands = standing_words(entries)
    said: dict[str, list[Entry]] = {}
    for one in sorted(entries, key=lambda one: (one.at, one.id)):
        if one.kind not in _ASIDE and one.stage is not Stage.SELF:
            said.setdefault(one.indicator, []).append(one)
    return tuple(
        _line(
            row,
            most(row, rubric),
            unit,
            subject,
            seen.get(row.id),
            stands.get((subject, row.id)),
            said.get(row.id, ()),
            own=row.id in own,
            pending=waiting(row, suggestions),
        )
        for row in rubric.rows
        if row.of is about.of
    )


def _line(
    row: Row,
    cap: float,
    unit: str,
    subject: str,
    seen: RowScore | None,
    stands: Entry | None,
    said: Sequence[Entry],
    *,
    own: bool,
    pending: bool,
) -> Line:
    state, points, veto = _machine(row, seen, pending) if own else ("not_applicable", 0.0, False)
    machine = None if seen is None or seen.state not in _SEEN else seen.points
    findings = () if seen is None else seen.findings
    reason, by = "", ""
    if stands is not None and state != "not_applicable":
        state, points, veto = "judged", stands.points or 0.0, stands.veto is True
        reason, by = stands.reason, stands.by
    elif state != "pending":
        machine = None
    return Line(
        unit=unit,
        subject=subject,
        indicator=row.id,
        name=row.name,
        kind=row.kind.value,
        clause=row.clause,
        cap=cap if row.kind is not RowKind.VETO else 0.0,
        points=points,
        state=state,
        veto=veto,
        findings=findings,
        entries=tuple(one.id for one in said),
        machine=machine,
        reason=reason,
        by=by,
    )


def _machine(row: Row, seen: RowScore | None, pending: bool) -> tuple[str, float, bool]:
    """State, points and veto of a row as far as the machine and rulings on it go."""
    if seen is None:
        return "open", 0.0, False
    if seen.state == "not_applicable":
        return "not_applicable", 0.0, False
    if pending:
        return "pending", 0.0, False
    if seen.state not in _SEEN:
        return "not_observed" if seen.state == "not_observed" else "open", 0.0, False
    state = "charged" if seen.points else seen.state
    return state, seen.points, row.kind is RowKind.VETO and state == "charged"


def needs_person(row: Row, line: Line, seen: RowScore | None) -> str | None:
    """Why a row is on a person's sheet: person | not_observed | pending; None when it is not."""
    if line.state == "not_applicable":
        return None
    if line.state == "pending":
        return "pending"
    if seen is not None and seen.state == "not_observed":
        return "not_observed"
    if row.decider is Decider.PERSON or row.by_person or seen is None or seen.state == "person":
        return "person"
    return None


_NOISE = 0.02
"""Verified points are kept to the hundredth, rounded down, and scaled; less than this is no page."""


def blind(score: Score | None) -> float:
    """The part of what the machine looked at that it could not see, beyond rows it saw nothing of."""
    if score is None:
        return 0.0
    looked = [row for row in score.rows if row.cap and row.state in (*_SEEN, "not_observed")]
    component = sum(row.cap for row in looked)
    unseen = sum(row.cap for row in looked if row.state == "not_observed")
    left = component - unseen - score.verified / score.factor
    return round(left, 4) if left >= _NOISE else 0.0


def unverified(lines: Iterable[Line], score: Score | None, rubric: Rubric) -> dict[str, float]:
    """What is 未能核验 of a subject's deductions, by row; under '' what is spread over several rows."""
    caps = {row.id: row.cap for row in rubric.rows}
    found: dict[str, float] = {}
    for line in lines:
        if line.kind != RowKind.DEDUCTION:
            continue
        if line.state in OPEN:
            found[line.indicator] = caps[line.indicator]
        elif line.state == "pending":
            found[line.indicator] = line.machine or 0.0
    spread = blind(score)
    return {**found, "": spread} if spread else found


@dataclass(frozen=True, slots=True)
class Own:
    """A unit's own assessment of a subject. `open`: rows on its sheet that it left empty, bonus rows
    apart (what is not claimed is not earned); None where it filled in none."""

    points: Mapping[str, float]
    vetoes: tuple[str, ...]
    open: int | None

    @property
    def complete(self) -> bool:
        return self.open == 0


def own_assessment(
    rubric: Rubric,
    lines: Iterable[Line],
    score: Score | None,
    entries: Iterable[Entry],
) -> Own:
    """What a unit said of the rows on its own sheet; rows that are not on it stand as in `lines`.

    `entries`: all that was said on the subject.
    """
    rows = {row.id: row for row in rubric.rows}
    seen = {} if score is None else {row.indicator: row for row in score.rows}
    said = {
        indicator: one
        for (_, indicator), one in newest(
            one for one in entries if one.kind is EntryKind.WORD and one.stage is Stage.SELF
        ).items()
    }
    points: dict[str, float] = {}
    vetoes: list[str] = []
    empty = 0
    for line in lines:
        if line.state == "not_applicable":
            continue
        word = said.get(line.indicator)
        asked = needs_person(rows[line.indicator], line, seen.get(line.indicator)) is not None
        empty += word is None and asked and line.kind != RowKind.BONUS
        if line.kind == RowKind.VETO:
            if line.veto if word is None else word.veto:
                vetoes.append(line.indicator)
        elif word is not None:
            points[line.indicator] = word.points or 0.0
        elif not asked:
            points[line.indicator] = line.points
    return Own(points, tuple(vetoes), empty if said else None)
