"""How a sheet of ours looks: title, headings, filters, frozen header, A4 landscape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

from openpyxl.cell.cell import Cell, MergedCell
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
_SIZE = 10
_LINE_HEIGHT = 13.5
_MAX_HEIGHT = 409.0
_TITLE_FACE = "方正小标宋简体"
_LINE = Side(style="thin", color="999999")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD_FILL = PatternFill("solid", fgColor="DCE6F1")
_WORD = re.compile(r"[!-.0-~]*/+|[!-.0-~]+|.", re.DOTALL)
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BAD_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet: key of its heading, width in characters, whether its cells are links.

    A hidden one is for us when the sheet comes back.
    """

    key: str
    width: float
    link: bool = False
    choices: tuple[str, ...] = ()
    hidden: bool = False


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
    _banner(sheet, 1, title, Font(name=_TITLE_FACE, size=18), headings)
    _banner(sheet, 2, subtitle, Font(name=_FACE, size=11), headings)
    _headings(sheet, headings)
    links = 0
    for number, values in enumerate(rows, 4):
        for index, (heading, value) in enumerate(zip(headings, values, strict=True), 1):
            linked = heading.link and links < MAX_LINKS and _is_link(value)
            links += linked
            _cell(sheet, number, index, value, linked=linked)
        sheet.row_dimensions[number].height = _height(values, headings)
    if not rows and empty:
        _banner(sheet, 4, empty, Font(name=_FACE, size=11), headings)
    _choices(sheet, headings, len(rows))
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:{last}{max(3, 3 + len(rows))}"
    sheet.print_area = f"A1:{last}{max(4, 3 + len(rows))}"
    _paper(sheet)


def _banner(sheet: Worksheet, row: int, text: str, font: Font, headings: Sequence[Heading]) -> None:
    """A line over the whole width."""
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(headings))
    cell = sheet.cell(row, 1)
    _text(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    size = float(font.size or _SIZE)
    room = sum(heading.width for heading in headings if not heading.hidden) * _SIZE / size
    sheet.row_dimensions[row].height = _tall(_lines(text, room), size * 1.35 + 2)


def _height(values: Sequence[Value], headings: Sequence[Heading]) -> float:
    """Room for the longest cell of a row: programs differ in whether they see to it themselves."""
    pairs = zip(headings, values, strict=True)
    shown = (
        _lines(str(value or ""), heading.width) for heading, value in pairs if not heading.hidden
    )
    return _tall(max(shown))


def _tall(lines: int, line_height: float = _LINE_HEIGHT) -> float:
    return min(_MAX_HEIGHT, lines * line_height + 6)


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column; a Chinese character is two Latin ones wide."""
    room = max(2.0, width * 1.02 - 1)
    return sum(_wrapped(part, room) for part in text[:MAX_CELL].split("\n"))


def _wrapped(text: str, room: float) -> int:
    """Latin words and parts of addresses move to the next line whole; Chinese breaks anywhere."""
    lines, used = 1, 0.0
    for word in _WORD.findall(text):
        size = sum(2 if east_asian_width(char) in "WFA" else 1 for char in word)
        if used + size <= room:
            used += size
            continue
        lines += (1 if used else 0) + ceil(size / room) - 1
        used = size - (ceil(size / room) - 1) * room
    return lines


def _headings(sheet: Worksheet, headings: Sequence[Heading]) -> None:
    for index, heading in enumerate(headings, 1):
        cell = sheet.cell(3, index, say(f"heading.{heading.key}", lang="zh"))
        cell.font = Font(name="黑体", size=_SIZE, bold=True)
        cell.fill = _HEAD_FILL
        cell.border = _BOX
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = heading.width
        sheet.column_dimensions[get_column_letter(index)].hidden = heading.hidden
    names = [say(f"heading.{heading.key}", lang="zh") for heading in headings]
    sheet.row_dimensions[3].height = _height(names, headings)


def _cell(sheet: Worksheet, row: int, column: int, value: Value, *, linked: bool) -> None:
    cell = sheet.cell(row, column)
    if isinstance(value, str):
        _text(cell, value)
    else:
        cell.value = value
    cell.font = Font(
        name=_FACE,
        size=_SIZE,
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


def _text(cell: Cell | MergedCell, text: str) -> None:
    """Text stays text, whatever it begins with."""
    cell.value = safe(text)
    cell.data_type = "s"
    cell.quotePrefix = cell.value[:1] in ("=", "+", "-", "@")


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
    margins.left = margins.right = 0.3
    margins.top = margins.bottom = 0.75
    margins.header = margins.footer = 0.3
    sheet.print_options.horizontalCentered = True


def safe(text: str) -> str:
    """Without the characters a workbook may not hold, cut at Excel's longest cell.

    Excel counts a character outside the first plane twice.
    """
    text = _NOT_XML.sub("", text)
    if len(text) * 2 <= MAX_CELL:
        return text
    return text.encode("utf-16-le")[: MAX_CELL * 2].decode("utf-16-le", "ignore")
