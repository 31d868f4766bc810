"""Reading a filled ledger workbook into the same values that a YAML registry gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Items, Scalar, Tree
from monitor.config.ledger import Heading, Sheet, sheets

_LINES = {h.key for sheet in sheets() for h in sheet.headings if h.type == "lines"}

Row = dict[str, Scalar]
"""The cells of one row by the registry's key, the empty ones too."""


def read_workbook(path: Path) -> Fields:
    """The values of a ledger workbook, nested as in a YAML registry.

    Raises ConfigError naming sheet, row and column.
    """
    book = open_workbook(path)
    known = [sheet.name for sheet in sheets()]
    for name in book.sheetnames:
        if name not in known:
            place = Place(str(path), sheet=name)
            raise ConfigError("config.unknown_sheet", place, known=", ".join(known))
    return _nested({sheet.key: _rows(sheet, book, str(path)) for sheet in sheets()}, str(path))


def read_sheet(path: Path, sheet: Sheet) -> list[Row]:
    """The rows of one sheet of a workbook of ours. Raises ConfigError naming sheet, row and column."""
    return _rows(sheet, open_workbook(path), str(path))


def open_workbook(path: Path) -> Workbook:
    """A workbook from its bytes. Raises ConfigError for what is none."""
    place = Place(str(path))
    try:
        return load_workbook(BytesIO(path.read_bytes()))
    except FileNotFoundError as error:
        raise ConfigError("config.no_file", place) from error
    except OSError as error:
        raise ConfigError("config.unreadable", place) from error
    except Exception as error:  # the library lets pass whatever its parsers stumble over
        raise ConfigError("config.not_a_workbook", place) from error


def _rows(sheet: Sheet, book: Workbook, file: str) -> list[Row]:
    if sheet.name not in book.sheetnames:
        if sheet.optional:
            return []
        raise ConfigError("config.no_sheet", Place(file), sheet=sheet.name)
    found = book[sheet.name]
    if not isinstance(found, Worksheet):
        raise ConfigError("config.no_sheet", Place(file), sheet=sheet.name)
    columns = _columns(sheet, found, file)
    _refuse_merged(found, columns, file, sheet.name)
    rows = []
    for cells in found.iter_rows(min_row=2):
        if all(cell.value is None or not str(cell.value).strip() for cell in cells):
            continue
        row: Row = {}
        for cell, heading in zip(cells, columns, strict=False):
            if heading is not None:
                if not heading.shown:
                    row[heading.key] = cell_value(cell, heading, file, sheet.name)
            elif cell.value is not None and str(cell.value).strip():
                raise ConfigError("config.no_heading", place_of(cell, file, sheet.name))
        rows.append(row)
    return rows


def _refuse_merged(
    found: Worksheet, columns: Sequence[Heading | None], file: str, sheet: str
) -> None:
    """A merged cell stands in one row only; the rows it covers would read as empty."""
    for merged in found.merged_cells.ranges:
        first = found.cell(merged.min_row, merged.min_col)
        heading = columns[merged.min_col - 1] if merged.min_col <= len(columns) else None
        if merged.max_row > 1 and heading is not None and first.value is not None:
            raise ConfigError("config.merged", place_of(first, file, sheet), field=heading.heading)


def _columns(sheet: Sheet, found: Worksheet, file: str) -> list[Heading | None]:
    """The heading above each column; headings may stand in any order."""
    by_name = {heading.heading: heading for heading in sheet.headings}
    columns: list[Heading | None] = []
    for cell in next(found.iter_rows(min_row=1, max_row=1)):
        name = str(cell.value or "").strip()
        place = place_of(cell, file, sheet.name)
        if name and name not in by_name:
            raise ConfigError(
                "config.unknown_heading", place, heading=name, known=", ".join(by_name)
            )
        heading = by_name.get(name)
        if heading is not None and heading in columns:
            raise ConfigError("config.duplicate_heading", place, heading=name)
        columns.append(heading)
    for heading in sheet.headings:
        if heading.required and heading not in columns:
            place = Place(file, sheet=sheet.name)
            raise ConfigError("config.no_such_heading", place, heading=heading.heading)
    return columns


def place_of(cell: Cell | MergedCell, file: str, sheet: str) -> Place:
    """Where a cell stands, for a sentence."""
    return Place(file, sheet=sheet, row=cell.row, column=get_column_letter(cell.column or 1))


def cell_value(cell: Cell | MergedCell, heading: Heading, file: str, sheet: str) -> Scalar:
    """A cell under its heading; a word of a drop-down as the registry's. Raises ConfigError for a
    formula and for a word that is not offered."""
    place = place_of(cell, file, sheet)
    if cell.data_type in ("f", "e"):
        raise ConfigError("config.formula", place, field=heading.heading)
    text = Scalar(heading.heading, text_of(cell.value), place)
    if not heading.choices or text.raw is None:
        return text
    return Scalar(heading.heading, heading.choices[text.one_of(heading.choices)], place)


def text_of(value: object) -> str | None:
    """A cell's value as it would be typed: whole numbers without a point, days in ISO form."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, datetime):
        return (value.date() if value.time() == datetime.min.time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _nested(rows: Mapping[str, Iterable[Row]], file: str) -> Fields:
    """Hang each row below the entry that it belongs to."""
    entries: dict[str, dict[str, dict[str, Tree]]] = {sheet.key: {} for sheet in sheets()}
    units: list[Tree] = []
    for sheet in sheets():
        for row in rows[sheet.key]:
            values = row_values(row)
            first = next(iter(row.values())).place
            entry = Fields(sheet.name, values, Place(file, sheet=sheet.name, row=first.row))
            if sheet.belongs_to is None:
                units.append(entry)
            else:
                owner = entries[sheet.belongs_to].get(row["owner"].text())
                if owner is None:
                    raise row["owner"].wrong(f"unknown_{sheet.belongs_to.removesuffix('s')}")
                _append(owner, sheet.key, entry)
            if "id" in row:
                entries[sheet.key].setdefault(row["id"].id(), values)
    place = Place(file, sheet=sheets()[0].name)
    return Fields("", {"units": Items("units", tuple(units), place)}, place)


def _append(owner: dict[str, Tree], key: str, entry: Fields) -> None:
    known = owner.get(key)
    before = known.values if isinstance(known, Items) else ()
    owner[key] = Items(key, (*before, entry), entry.place)


def row_values(row: Row) -> dict[str, Tree]:
    """The cells of a row by key; `exempt.until` becomes `until` within `exempt`."""
    values: dict[str, Tree] = {}
    groups: dict[str, dict[str, Scalar]] = {}
    for key, cell in row.items():
        group, point, inner = key.partition(".")
        if point:
            groups.setdefault(group, {})[inner] = cell
        elif key in _LINES and cell.raw is not None:
            lines = [line for line in cell.raw.splitlines() if line.strip()]
            items = tuple(Scalar(cell.key, line, cell.place) for line in lines)
            values[key] = Items(cell.key, items, cell.place)
        elif key != "owner":
            values[key] = cell
    for group, cells in groups.items():
        if any(cell.raw is not None for cell in cells.values()):
            values[group] = Fields(group, cells, next(iter(cells.values())).place)
    return values
