"""How a sheet of ours looks: title, headings, filters, frozen header, A4 landscape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from monitor.text import say

Value = str | int | float | None
MAX_CELL = 32_767
MAX_LINKS = 65_530
_MAX_LINK = 2_079
_FACE = "宋体"
_TITLE_FACE = "方正小标宋简体"
_LINE = Side(style="thin", color="999999")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="DCE6F1")
_BAD_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet: key of its heading, width in characters, whether its cells are links."""

    key: str
    width: float
    link: bool = False
    choices: tuple[str, ...] = ()


def fill(
    sheet: Worksheet,
    *,
    title: str,
    subtitle: str,
    headings: Sequence[Heading],
    rows: Sequence[Sequence[Value]],
    empty: str | None = None,
) -> None:
    """Write a whole sheet. Cells are text or numbers, never formulas."""
    sheet.title = _BAD_SHEET_NAME.sub("", sheet.title)[:31]
    last = get_column_letter(len(headings))
    for row, text, size in ((1, title, 16), (2, subtitle, 10)):
        sheet.merge_cells(f"A{row}:{last}{row}")
        cell = sheet.cell(row, 1, safe(text))
        cell.font = Font(name=_TITLE_FACE if row == 1 else _FACE, size=size)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 30
    sheet.row_dimensions[2].height = 18
    _headings(sheet, headings)
    links = 0
    for number, values in enumerate(rows, 4):
        for index, (heading, value) in enumerate(zip(headings, values, strict=True), 1):
            linked = heading.link and links < MAX_LINKS and _is_link(value)
            links += linked
            _cell(sheet, number, index, value, linked=linked)
    if not rows and empty:
        sheet.merge_cells(f"A4:{last}4")
        _cell(sheet, 4, 1, empty, linked=False)
        sheet.row_dimensions[4].height = 30
    _choices(sheet, headings, len(rows))
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:{last}{max(3, 3 + len(rows))}"
    _paper(sheet)


def _headings(sheet: Worksheet, headings: Sequence[Heading]) -> None:
    for index, heading in enumerate(headings, 1):
        cell = sheet.cell(3, index, say(f"heading.{heading.key}", lang="zh"))
        cell.font = Font(name="黑体", size=10, bold=True)
        cell.fill = _HEAD_FILL
        cell.border = _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = heading.width
    sheet.row_dimensions[3].height = 30


def _cell(sheet: Worksheet, row: int, column: int, value: Value, *, linked: bool) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        cell.value = safe(value)
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@")
    else:
        cell.value = value
    cell.font = Font(
        name=_FACE,
        size=9,
        color="0563C1" if linked else None,
        underline="single" if linked else None,
    )
    if linked:
        cell.hyperlink = str(value)
        cell.data_type = "s"
    cell.border = _BOX
    centred = isinstance(value, int | float) or (isinstance(value, str) and len(value) <= 10)
    cell.alignment = Alignment(
        horizontal="center" if centred else "left", vertical="center", wrap_text=True
    )


def _is_link(value: Value) -> bool:
    """Excel refuses longer addresses; such a one stays text."""
    return (
        isinstance(value, str)
        and value.startswith(("http://", "https://"))
        and len(value) <= _MAX_LINK
        and "\n" not in value
    )


def _choices(sheet: Worksheet, headings: Sequence[Heading], rows: int) -> None:
    for index, heading in enumerate(headings, 1):
        if heading.choices and rows:
            rule = DataValidation(
                type="list", formula1='"' + ",".join(heading.choices) + '"', allow_blank=True
            )
            letter = get_column_letter(index)
            rule.add(f"{letter}4:{letter}{3 + rows}")
            sheet.add_data_validation(rule)


def _paper(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:3"
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = say("report.page", lang="zh")
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6


def safe(text: str) -> str:
    """Without the control characters a workbook may not hold, cut at Excel's longest cell."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL]
