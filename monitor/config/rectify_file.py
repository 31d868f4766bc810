"""Reading a 下发稿 that a unit filled in and sent back: a line for each defect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Scalar
from monitor.config.filled_sheet import FilledRow, columns_of, filled_rows
from monitor.config.workbook_file import open_workbook

_OURS = ("id", "description")
_ALWAYS = ("answer",)
ANSWERS = ("rectify_fixed", "rectify_fixed_on", "rectify_extend_to", "rectify_appeal", "rectify_by")
"""Cells that lists sent before units could answer by cell do not have."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line that came back. `cells`: what a unit fills in, by key; those the list has no column for are
    empty."""

    id: Scalar
    description: Scalar
    cells: Mapping[str, Scalar]

    @property
    def touched(self) -> bool:
        """Whether anybody wrote anything."""
        return any(cell.raw for cell in self.cells.values())


def read_answers(path: Path) -> tuple[list[AnswerLine], list[ConfigError]]:
    """The lines of a returned list in the order of the file, and what is wrong with others, each naming
    sheet, row and column.

    Raises ConfigError for what is no list of ours.
    """
    book = open_workbook(path)
    lines: list[AnswerLine] = []
    wrong: list[ConfigError] = []
    known = False
    for sheet in book.worksheets:
        columns = _columns(sheet)
        if columns is None:
            continue
        known = True
        for row in filled_rows(sheet, columns, str(path)):
            try:
                lines += _line(row)
            except ConfigError as error:
                wrong.append(error)
    if not known:
        raise ConfigError("config.rectify_no_list", Place(str(path)))
    return lines, wrong


def _columns(sheet: Worksheet) -> dict[str, int] | None:
    needed = columns_of(sheet, (*_OURS, *_ALWAYS))
    if needed is None:
        return None
    for key in ANSWERS:
        needed |= columns_of(sheet, (key,)) or {}
    return needed


def _line(row: FilledRow) -> Iterator[AnswerLine]:
    empty = Scalar("", None, row.place("answer"))
    keys = (*_ALWAYS, *ANSWERS)
    cells = {key: row.scalar(key) if key in row.columns else empty for key in keys}
    line = AnswerLine(row.scalar("id"), row.scalar("description"), cells)
    if line.id.raw:
        yield line
    elif line.touched:
        raise line.id.wrong("missing")
