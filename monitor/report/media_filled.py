"""Filling in a form or a draw of new media as a person would: for demonstrations of the whole way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from monitor.report.workbook import zh

_HEADINGS = 3
"""The row of a sheet's headings."""


def fill_in(path: Path, words: Mapping[str, Mapping[str, str | date]], to: Path) -> int:
    """Write a copy with words in the lines of accounts: by account id, by a heading's key. Returns how
    many lines were filled in; accounts that the sheet does not have are left out."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    columns = {
        str(value): place
        for row in sheet.iter_rows(min_row=_HEADINGS, max_row=_HEADINGS, values_only=True)
        for place, value in enumerate(row, 1)
    }
    filled = 0
    for row in range(_HEADINGS + 1, sheet.max_row + 1):
        said = words.get(str(sheet.cell(row, columns[zh("heading.media_id")]).value))
        for key, value in (said or {}).items():
            sheet.cell(row, columns[zh(f"heading.{key}")], value)
        filled += bool(said)
    book.save(to)
    return filled
