"""Reading the filled-in workbooks of new media: forms of units (填报表) and spot checks (人工抽查)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Scalar
from monitor.config.filled_sheet import FilledRow, columns_of, filled_rows
from monitor.config.workbook_file import open_workbook
from monitor.domain.seal import unbound
from monitor.text import say

FORM_CELLS = (
    *("media_last_post", "media_link", "media_screenshot", "media_reporter", "media_note"),
)
DRAW_CELLS = (
    *("media_result", "media_checked_on", "media_seen"),
    *("media_interactive", "media_checker", "media_note"),
)
"""The cells that a person fills in."""
_OURS = ("media_id", "media_key", "seal")
_KINDS = {"form": (FORM_CELLS, 4), "draw": (DRAW_CELLS, 6)}
"""Of each kind of sheet its cells, and of how many parts the hidden key of a line is made."""
_DAY = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D?(?:[T ]+\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
"""A day as people and spreadsheet programs write it, with or without a time."""


@dataclass(frozen=True, slots=True)
class MediaLine:
    """A line that came back. `kind`: form or draw; `key`: the parts after the kind, as they were
    printed; `account`: its id as it reads now."""

    kind: str
    key: tuple[str, ...]
    account: Scalar
    cells: Mapping[str, Scalar]

    @property
    def touched(self) -> bool:
        """Whether a person wrote anything."""
        return any(cell.raw for cell in self.cells.values())


def read_lines(path: Path) -> tuple[list[MediaLine], list[ConfigError]]:
    """The lines of a form or of a draw in the order of the file, and what is wrong with others, each
    naming sheet, row and column: altered lines, lines of no key, formulas.

    Raises ConfigError for what is no workbook of ours.
    """
    book = open_workbook(path)
    lines: list[MediaLine] = []
    wrong: list[ConfigError] = []
    known = False
    for sheet in book.worksheets:
        for kind, columns in _kinds(sheet):
            known = True
            for row in filled_rows(sheet, columns, str(path)):
                try:
                    lines += _line(row, kind)
                except ConfigError as error:
                    wrong.append(error)
    if not known:
        raise ConfigError("config.media_no_sheet", Place(str(path)))
    return lines, wrong


def _kinds(sheet: Worksheet) -> Iterator[tuple[str, dict[str, int]]]:
    for kind, (cells, _) in _KINDS.items():
        columns = columns_of(sheet, (*_OURS, *cells))
        if columns is not None:
            yield kind, columns


def _line(row: FilledRow, kind: str) -> Iterator[MediaLine]:
    wanted, parts = _KINDS[kind]
    cells = {key: row.scalar(key) for key in wanted}
    key, account = row.scalar("media_key"), row.scalar("media_id")
    if not key.raw:
        if account.raw or any(cell.raw for cell in cells.values()):
            raise account.wrong("media_no_key")
        return
    sealed, ours = unbound(row.scalar("seal").raw or "", key.raw)
    told = tuple(key.raw.split("/"))
    if not ours or sealed != kind or told[0] != kind or len(told) != parts:
        raise account.wrong("media_altered")
    shown = told[2] if kind == "form" else told[1]
    if account.raw != shown:
        raise account.wrong("media_altered")
    yield MediaLine(kind, told[1:], account, cells)


def none_word() -> str:
    """What people write for: nothing was posted."""
    return say("media_forms.none", lang="zh")


def day_of(value: Scalar) -> date:
    """A day. Raises ConfigError for what is none."""
    found = _DAY.fullmatch(value.text())
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise value.wrong("not_a_date")


def day_or_none(value: Scalar) -> date | None:
    """A day, or None where the word for none stands. Raises ConfigError for an empty cell too."""
    if not value.raw:
        raise value.wrong("media_no_day", none=none_word())
    return None if value.text() == none_word() else day_of(value)
