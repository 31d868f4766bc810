"""Reading the workbooks of the year's assessment that persons filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Scalar
from monitor.config.filled_sheet import FilledRow, columns_of, filled_rows, missing_heading
from monitor.config.workbook_file import open_workbook
from monitor.domain.seal import opened, unbound
from monitor.text import say

_PARTS = 5
WORDS = ("assess_points", "assess_veto", "assess_reason", "assess_proof", "assess_by")
ANSWERS = ("assess_verdict", "assess_grounds", "assess_answer_proof", "assess_answer_by")
"""The cells that a person fills in, of a sheet and of a feedback, in the order of their seal."""


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A line of ours as it came back. `basis`: the entry that stood when it was printed, None for
    none. `touched`: whether the person wrote anything. `ours`: whether its seal was made for it.
    `shown` is the indicator as it reads now."""

    assessment: str
    stage: str
    unit: str
    subject: str
    indicator: str
    shown: Scalar
    cells: Mapping[str, Scalar]
    basis: str | None
    touched: bool
    ours: bool

    @property
    def place(self) -> Place:
        """Where the line's indicator stands."""
        return self.shown.place


def read_lines(path: Path, filled: Sequence[str]) -> list[FilledLine]:
    """The lines of a sheet (`WORDS`) or of a feedback (`ANSWERS`), in the order of the file.

    Raises ConfigError naming sheet, row and column of what was altered or does not belong, and for a
    workbook that is none of ours.
    """
    book = open_workbook(path)
    wanted = ("indicator", *filled, "assess_key", "seal")
    found = [
        (sheet, columns) for sheet in book.worksheets if (columns := columns_of(sheet, wanted))
    ]
    if not found:
        raise ConfigError("config.assess_no_sheet", Place(str(path)))
    return [
        line
        for sheet, columns in found
        for row in filled_rows(sheet, columns, str(path))
        for line in _line(row, filled)
    ]


def read_rows(
    path: Path, sheets: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, dict[str, Scalar]]]:
    """The rows of an intake workbook that hold anything: key of the sheet, cells by heading.

    `sheets`: the headings of each sheet by its key. Raises ConfigError for a sheet or a heading that is
    missing.
    """
    book = open_workbook(path)
    for key, headings in sheets.items():
        name = say(f"assess.intake.{key}", lang="zh")
        if name not in book.sheetnames:
            raise ConfigError("config.no_sheet", Place(str(path)), sheet=name)
        sheet = book[name]
        columns = columns_of(sheet, headings) if isinstance(sheet, Worksheet) else None
        if columns is None or not isinstance(sheet, Worksheet):
            missing = missing_heading(sheet, headings) if isinstance(sheet, Worksheet) else name
            place = Place(str(path), sheet=name)
            raise ConfigError("config.no_such_heading", place, heading=missing)
        for row in filled_rows(sheet, columns, str(path)):
            cells = {heading: row.scalar(heading) for heading in headings}
            if any(cell.raw for cell in cells.values()):
                yield key, cells


def _line(row: FilledRow, filled: Sequence[str]) -> Iterator[FilledLine]:
    cells = {key: row.scalar(key) for key in filled}
    key = row.scalar("assess_key")
    if not key.raw:
        if any(cell.raw for cell in cells.values()):
            raise key.wrong("assess_no_key")
        return
    parts = key.raw.split("/")
    shown = row.scalar("indicator")
    if len(parts) != _PARTS or shown.raw != parts[-1]:
        raise shown.wrong("assess_altered")
    sealed = row.scalar("seal")
    seal, ours = unbound(sealed.raw or "", key.raw)
    try:
        basis, untouched = opened(seal, *(cell.raw or "" for cell in cells.values()))
    except ValueError as error:
        broken = "assess_no_seal" if filled == WORDS else "assess_no_answer_seal"
        raise sealed.wrong(broken) from error
    known = None if basis in ("new", "machine") else basis
    assessment, stage, unit, subject, indicator = parts
    yield FilledLine(
        assessment, stage, unit, subject, indicator, shown, cells, known, not untouched, ours
    )
