"""Writing the ledger workbook: empty for an office to fill in, or filled from a registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.ledger import Heading, Sheet, sheets
from monitor.domain.subject import Account, Column, Outage, Registry, Site, Unit

_ROWS = 2000
"""How far down drop-downs and formats reach."""

_AUTHOR = "gov-monitor"
_BOLD = Font(bold=True)
_REQUIRED = PatternFill("solid", fgColor="F8CBAD")
_OPTIONAL = PatternFill("solid", fgColor="DDEBF7")
_LINE = Side(style="thin", color="BFBFBF")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FORMATS = {"text": "@", "lines": "@", "date": "yyyy-mm-dd"}
_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)


Value = str | int | float | date | tuple[str, ...] | None


def write_template(path: Path, registry: Registry | None = None) -> None:
    """Write the ledger workbook with drop-downs and a note on every heading.

    Raises ConfigError when the name does not end in .xlsx or the file exists: a ledger that people
    filled in is never overwritten.
    """
    if path.suffix.lower() != ".xlsx":
        raise ConfigError("config.file_type", Place(str(path)), known=".xlsx")
    if path.exists():
        raise ConfigError("config.exists", Place(str(path)))
    book = Workbook()
    book.remove(book.worksheets[0])
    rows = dict(_rows(registry or Registry()))
    for sheet in sheets():
        add_sheet(book, sheet, rows[sheet.key])
    try:
        book.save(path)
    except OSError as error:
        raise ConfigError("config.unwritable", Place(str(path))) from error


def add_sheet(book: Workbook, sheet: Sheet, rows: Sequence[Mapping[str, Value]]) -> None:
    """A sheet with its headings, drop-downs and notes, filled with rows by key."""
    page = book.create_sheet(sheet.name)
    for number, heading in enumerate(sheet.headings, start=1):
        _column(page, number, heading)
    for number, row in enumerate(rows, start=2):
        _fill(page, number, sheet, row)
    page.freeze_panes = "C2"
    page.row_dimensions[1].height = 30


def _column(page: Worksheet, number: int, heading: Heading) -> None:
    """The heading of a column, its note, its width and format, and what it lets people choose."""
    cell = page.cell(1, number, heading.heading)
    cell.font, cell.border, cell.alignment = _BOLD, _FRAME, _MIDDLE
    cell.fill = _REQUIRED if heading.required else _OPTIONAL
    cell.comment = Comment(heading.note, _AUTHOR, height=90, width=260)
    letter = get_column_letter(number)
    page.column_dimensions[letter].width = heading.width
    page.column_dimensions[letter].number_format = _FORMATS[heading.type]
    if heading.choices:
        _offer(page, letter, heading, f'"{",".join(heading.choices)}"')
    elif heading.ids_of:
        _offer(page, letter, heading, f"'{heading.ids_of}'!$A$2:$A${_ROWS}")


def _offer(page: Worksheet, letter: str, heading: Heading, formula: str) -> None:
    choice = DataValidation(
        type="list",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        promptTitle=heading.heading,
        prompt=heading.note,
        errorTitle=heading.heading,
        error=heading.note,
    )
    choice.add(f"{letter}2:{letter}{_ROWS}")
    page.add_data_validation(choice)


def _fill(page: Worksheet, number: int, sheet: Sheet, row: Mapping[str, Value]) -> None:
    for column, heading in enumerate(sheet.headings, start=1):
        value = row.get(heading.key)
        if value is None or value == ():
            continue
        if heading.choices:
            words = {key: word for word, key in heading.choices.items()}
            value = words[str(value)]
        elif isinstance(value, tuple):
            value = "\n".join(value)
        elif heading.type == "text":
            value = str(value)
        cell = page.cell(number, column, value)
        if isinstance(value, str):
            cell.data_type = "s"
        cell.number_format = _FORMATS[heading.type]
        cell.alignment = _TOP


def _rows(registry: Registry) -> Iterator[tuple[str, list[dict[str, Value]]]]:
    sites = [site for unit in registry.units for site in unit.sites]
    accounts = [account for unit in registry.units for account in unit.accounts]
    yield "units", [_unit(unit) for unit in registry.units]
    yield "sites", [_site(site) for site in sites]
    yield "columns", [_column_row(site, column) for site in sites for column in site.columns]
    yield "media", [_account(account) for account in accounts]
    # An outage of a unit is one of each of its sites.
    watched = registry.sites.values()
    yield "outages", [_outage(site, one) for site in watched for one in site.outages]


def _unit(unit: Unit) -> dict[str, Value]:
    return _life(unit) | {
        "category": unit.category,
        "ranked.sites": str(unit.ranked_sites).lower(),
        "ranked.media": str(unit.ranked_media).lower(),
        "unwatched": unit.unwatched_reason,
    }


def _site(site: Site) -> dict[str, Value]:
    return _life(site) | {
        "owner": site.unit_id,
        "url": site.url,
        "scope": site.scope,
        "code": site.code,
        "kind": site.kind,
        "portal": site.portal,
        "delay": site.delay,
        "per_host": site.per_host,
        "robots": "obey" if site.obey_robots else "ignore",
    }


def _column_row(site: Site, column: Column) -> dict[str, Value]:
    exempt = column.exempt
    return {
        "owner": site.id,
        "name": column.name,
        "url": column.url,
        "class": column.cls,
        "level": column.level,
        "parent": column.parent,
        "deadline_days": column.deadline_days,
        "confirmed_by": column.confirmed_by,
        "exempt.reason": exempt.reason if exempt else None,
        "exempt.document": exempt.document if exempt else None,
        "exempt.until": exempt.until if exempt else None,
    }


def _outage(site: Site, outage: Outage) -> dict[str, Value]:
    return {
        "owner": site.id,
        "from": outage.first,
        "until": outage.last,
        "document": outage.document,
        "reason": outage.reason,
    }


def _account(account: Account) -> dict[str, Value]:
    return _life(account) | {
        "owner": account.unit_id,
        "platform": account.platform,
        "url": account.url,
    }


def _life(entry: Unit | Site | Account) -> dict[str, Value]:
    return {
        "id": entry.id,
        "name": entry.name,
        "status": entry.status,
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "former_names": tuple(str(former) for former in entry.former_names),
        "successor": entry.successor,
    }
