"""Records as one file: csv for spreadsheets, json for machines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from monitor.report.record import Record, to_dicts

_RISKY = ("=", "+", "-", "@")
_CONTROL = ("\t", "\r", "\n")


def write_text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A whole file or none: what stood there before stays until all of the new is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = text.encode(encoding, errors="replace")
    if path.exists() and not path.is_file():  # a folder refuses it, a pipe or terminal takes it
        path.write_bytes(body)
        return path
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_bytes(body)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def write_json(path: Path, found: Sequence[Record]) -> Path:
    """A list of records of the contract."""
    text = json.dumps(to_dicts(found), ensure_ascii=False, indent=1)
    return write_text(path, text + "\n")


def write_csv(path: Path, found: Sequence[Record]) -> Path:
    """The same fields, UTF-8 with BOM; lists and facts as JSON; no cell is taken for a formula."""
    fields = list(Record.__dataclass_fields__)
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(fields)
    for record in to_dicts(found):
        writer.writerow([_cell(record[field]) for field in fields])
    return write_text(path, table.getvalue(), "utf-8-sig")


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str):
        value = value.replace("\x00", "")
        risky = value.startswith(_CONTROL) or value.lstrip().startswith(_RISKY)
        return f"'{value}" if risky else value
    return value
