"""Reading a 核对稿 that a person filled in: one line for each decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.workbook_file import open_workbook, place_of, text_of
from monitor.domain.defect import NEEDS_REASON, DecisionKind
from monitor.domain.seal import opened
from monitor.text import say

_HEADING_ROW = 3
_OFFERS = {
    "include": ("included", "hint", "false", "excluded", "pending"),
    "uphold": ("included", "excluded", "pending"),
}
"""Headings above a decision, and the decisions that a person may take there."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A person's word on a line of a list, and where it stands in the file.

    `case` is the id of a defect or of a suggestion. `fingerprint` is that of the facts the line was
    printed with. `place` is the cell of the decision, `case_place` that of the id.
    """

    case: str
    kind: DecisionKind
    reason: str
    by: str
    fingerprint: str
    place: Place
    case_place: Place


def read_review(path: Path, by: str | None = None) -> list[ReviewLine]:
    """The decisions of a 核对稿 that a person wrote or changed; lines left as printed are none.

    `by` stands where a line names no reviewer. Raises ConfigError naming sheet, row and column of
    what does not fit, and for a workbook that has no list of ours.
    """
    book = open_workbook(path)
    sheets = [sheet for sheet in book.worksheets if _columns(sheet)]
    if not sheets and book.sheetnames == [say("sheet.overview", lang="zh")]:
        return []  # it lies in the same folder as the lists
    if not sheets:
        raise ConfigError("config.no_review", Place(str(path)))
    return [line for sheet in sheets for line in _lines(sheet, str(path), by)]


def _columns(sheet: Worksheet) -> dict[str, int] | None:
    """The columns a decision is read from, by key; None where the sheet has no such list."""
    if sheet.max_row < _HEADING_ROW:
        return None
    names = {
        str(cell.value or "").strip(): index
        for index, cell in enumerate(sheet[_HEADING_ROW], start=1)
    }
    for decision in _OFFERS:
        wanted = (decision, "why", "reviewer", "id", "seal")
        headings = {key: say(f"heading.{key}", lang="zh") for key in wanted}
        if all(heading in names for heading in headings.values()):
            return {key: names[heading] for key, heading in headings.items()}
    return None


def _lines(sheet: Worksheet, file: str, by: str | None) -> Iterator[ReviewLine]:
    columns = _columns(sheet) or {}
    decision = next(iter(columns))
    offers = {say(f"decision.{key}", lang="zh"): DecisionKind(key) for key in _OFFERS[decision]}
    if decision == "uphold":
        offers = {say(f"ruling.{kind}", lang="zh"): kind for kind in offers.values()}
    for row in range(_HEADING_ROW + 1, sheet.max_row + 1):
        cells = {key: sheet.cell(row, column) for key, column in columns.items()}
        line = _line(_Row(cells, file, sheet.title), decision, offers, by)
        if line is not None:
            yield line


@dataclass(frozen=True)
class _Row:
    cells: Mapping[str, Cell | MergedCell]
    file: str
    sheet: str

    def place(self, key: str) -> Place:
        return place_of(self.cells[key], self.file, self.sheet)

    def text(self, key: str) -> str:
        cell = self.cells[key]
        if cell.data_type in ("f", "e"):
            raise ConfigError("config.formula", self.place(key), field=_name(key))
        return text_of(cell.value) or ""


def _line(
    row: _Row, decision: str, offers: Mapping[str, DecisionKind], by: str | None
) -> ReviewLine | None:
    word, reason, reviewer = (row.text(key) for key in (decision, "why", "reviewer"))
    case = row.text("id")
    if not case:
        if word:
            raise ConfigError("config.missing", row.place("id"), field=_name("id"))
        return None
    try:
        fingerprint, untouched = opened(row.text("seal"), word, reason, reviewer)
    except ValueError as error:
        raise ConfigError("config.no_seal", row.place("seal"), field=_name("seal")) from error
    if untouched:
        return None
    if not word:
        raise ConfigError("config.word_missing", row.place(decision), field=_name(decision))
    if word not in offers:
        raise ConfigError(
            "config.not_one_of",
            row.place(decision),
            field=_name(decision),
            value=word,
            known=", ".join(offers),
        )
    kind = offers[word]
    if kind in NEEDS_REASON and not reason:
        raise ConfigError("config.no_reason", row.place("why"), field=_name("why"), word=word)
    if not (reviewer or by):
        raise ConfigError("config.missing", row.place("reviewer"), field=_name("reviewer"))
    return ReviewLine(
        case=case,
        kind=kind,
        reason=reason,
        by=reviewer or by or "",
        fingerprint=fingerprint,
        place=row.place(decision),
        case_place=row.place("id"),
    )


def _name(key: str) -> str:
    return say(f"heading.{key}", lang="zh")
