"""Filling in the workbooks that go out, as people do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = 3


def opened(path: Path) -> Worksheet:
    sheet = load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def lines(path: Path) -> list[dict[str, object]]:
    """The lines of a workbook by heading."""
    sheet = opened(path)
    heads = [str(cell.value) for cell in sheet[HEADINGS]]
    rows = sheet.iter_rows(min_row=HEADINGS + 1, values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def fill_in(path: Path, account: str, words: Mapping[str, object], to: Path | None = None) -> Path:
    """Write words into the line of an account, by heading."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[HEADINGS]}
    (row,) = (
        number
        for number in range(HEADINGS + 1, sheet.max_row + 1)
        if sheet.cell(number, heads["账号编号"]).value == account
    )
    for name, value in words.items():
        sheet.cell(row, heads[name]).value = value  # type: ignore[assignment]
    book.save(to or path)
    return to or path
