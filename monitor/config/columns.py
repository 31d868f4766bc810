"""The workbook of the column ledger (栏目台账): its layout, writing it, reading it back.

Headings, words and notes are those of the sheet 栏目 of the ledger workbook wherever they mean the
same; `columns.yaml` beside this file says which there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Scalar
from monitor.config.ledger import Heading, Sheet, sheets
from monitor.config.registry import read_column
from monitor.config.workbook import Value, add_sheet
from monitor.config.workbook_file import Row, read_sheet, row_values
from monitor.domain.address import address_key
from monitor.domain.subject import Column, Registry, Site

_LAYOUT = Path(__file__).with_name("columns.yaml")


class Judgement(StrEnum):
    """What a person says of a row: a column (是), none (不是栏目)."""

    YES = "yes"
    NO = "no"


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A row as it was filled in. `judgement` is None where nobody judged; then `column` has no
    `confirmed_by`."""

    site_id: str
    column: Column
    judgement: Judgement | None


@cache
def layout() -> Sheet:
    """The sheet 栏目台账."""
    known = {one.key: one for sheet in sheets() if sheet.key == "columns" for one in sheet.headings}
    told: dict[str, Any] = yaml.safe_load(_LAYOUT.read_text(encoding="utf-8"))
    headings = []
    for column in told["columns"]:
        if "same" in column:
            same = replace(known[column.pop("same")], ids_of=None)
            headings.append(replace(same, **column))
        else:
            headings.append(Heading(**column))
    return Sheet(name=told["name"], key="columns", headings=tuple(headings))


def columns_book(rows: Sequence[Mapping[str, Value]]) -> Workbook:
    """The workbook with these rows, by the keys of its headings."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(book, layout(), rows)
    return book


def refuse_to_overwrite(path: Path) -> None:
    """What people filled in is never overwritten. Raises ConfigError, also for another suffix."""
    if path.suffix.lower() != ".xlsx":
        raise ConfigError("config.file_type", Place(str(path)), known=".xlsx")
    if path.exists():
        raise ConfigError("config.exists", Place(str(path)))


def read_columns(path: Path, registry: Registry) -> list[ColumnLine]:
    """Every row of the workbook, checked against the ledger's sites and columns.

    Raises ConfigError naming sheet, row, column and what was expected.
    """
    lines: list[ColumnLine] = []
    parents: list[tuple[ColumnLine, Scalar]] = []
    places: dict[tuple[str, str], Place] = {}
    for row in read_sheet(path, layout()):
        line = _line(row, str(path), registry)
        key = (line.site_id, address_key(line.column.url))
        if key in places:
            raise row["url"].wrong("duplicate_column", first=places[key])
        places[key] = row["url"].place
        lines.append(line)
        if line.column.parent is not None:
            parents.append((line, row["parent"]))
    for line, parent in parents:
        _refuse_parent(line, parent, lines, registry.sites[line.site_id])
    return lines


def _line(row: Row, file: str, registry: Registry) -> ColumnLine:
    if row["owner"].text() not in registry.sites:
        raise row["owner"].wrong("not_in_the_ledger")
    place = Place(file, sheet=layout().name, row=row["owner"].place.row)
    column = read_column(Fields(layout().name, row_values(row), place))
    cell = row.get("verdict")
    judgement = Judgement(cell.raw) if cell is not None and cell.raw is not None else None
    _refuse_half_exempt(row, column, registry.sites[row["owner"].text()])
    if judgement is None and column.confirmed_by is not None:
        by = row["confirmed_by"]
        raise (cell or replace(by, key=_heading("verdict"))).wrong(
            "confirmed_by_alone", other=by.key
        )
    return ColumnLine(row["owner"].text(), column, judgement)


def _refuse_half_exempt(row: Row, column: Column, site: Site) -> None:
    """Nobody releases a column from its deadline without a document and a last day. What the ledger has
    already stands as it was."""
    known = {address_key(one.url): one.exempt for one in site.columns}
    if column.exempt is None or column.exempt == known.get(address_key(column.url)):
        return
    for key in ("exempt.document", "exempt.until"):
        absent = replace(row["exempt.reason"], key=_heading(key), raw=None)
        row.get(key, absent).text()


def _heading(key: str) -> str:
    return next(one.heading for one in layout().headings if one.key == key)


def _refuse_parent(
    line: ColumnLine, parent: Scalar, lines: Sequence[ColumnLine], site: Site
) -> None:
    """A parent is the name or address of another column of the site; of one name the first is meant."""
    listed = [one.column for one in lines if one.site_id == site.id]
    keys = {address_key(column.url) for column in listed}
    known = [*listed, *(c for c in site.columns if address_key(c.url) not in keys)]
    named = {column.name: column for column in reversed(known)}
    named |= {address_key(column.url): column for column in known}
    above, seen = line.column, {address_key(line.column.url)}
    while above.parent is not None:
        found = named.get(above.parent) or named.get(address_key(above.parent))
        if found is None:
            if above is line.column:
                raise parent.wrong("unknown_parent")
            return
        above = found
        if address_key(above.url) in seen:
            raise parent.wrong("parent_circle")
        seen.add(address_key(above.url))
