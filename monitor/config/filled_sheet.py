"""Sheets of ours that come back filled in: found by their headings, read cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Scalar
from monitor.config.workbook_file import place_of, text_of
from monitor.text import say

_HEADING_ROW = 3
"""Title and subtitle stand above it (monitor/report/sheet.py)."""


@dataclass(frozen=True)
class FilledRow:
    """A row below the headings. `columns`: the column of each heading by its key."""

    sheet: Worksheet
    number: int
    columns: Mapping[str, int]
    file: str

    def cell(self, key: str) -> Cell | MergedCell:
        return self.sheet.cell(self.number, self.columns[key])

    def place(self, key: str) -> Place:
        return place_of(self.cell(key), self.file, self.sheet.title)

    def scalar(self, key: str) -> Scalar:
        """The cell under a heading. Raises ConfigError for a formula."""
        cell = self.cell(key)
        if cell.data_type in ("f", "e"):
            raise ConfigError("config.formula", self.place(key), field=heading_of(key))
        return Scalar(heading_of(key), text_of(cell.value), self.place(key))


def heading_of(key: str) -> str:
    return say(f"heading.{key}", lang="zh")


def columns_of(sheet: Worksheet, wanted: Iterable[str]) -> dict[str, int] | None:
    """Where each heading stands; None for a sheet that lacks one of them."""
    names = _names(sheet)
    keys = {key: names.get(heading_of(key)) for key in wanted}
    columns = {key: index for key, index in keys.items() if index is not None}
    return columns if len(columns) == len(keys) else None


def missing_heading(sheet: Worksheet, wanted: Iterable[str]) -> str:
    """The first heading that a sheet lacks."""
    names = _names(sheet)
    return next(heading_of(key) for key in wanted if heading_of(key) not in names)


def filled_rows(sheet: Worksheet, columns: Mapping[str, int], file: str) -> Iterator[FilledRow]:
    """Every row below the headings, empty ones too."""
    for number in range(_HEADING_ROW + 1, sheet.max_row + 1):
        yield FilledRow(sheet, number, columns, file)


def _names(sheet: Worksheet) -> dict[str, int]:
    if sheet.max_row < _HEADING_ROW:
        return {}
    cells = enumerate(sheet[_HEADING_ROW], start=1)
    return {str(cell.value or "").strip(): index for index, cell in cells}
