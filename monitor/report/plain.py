"""Records as one file: csv for spreadsheets, json for machines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from monitor.report.record import Record

_RISKY = ("=", "+", "-", "@")
_CONTROL = ("\t", "\r", "\n")


def write_text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text as `write_bytes` does it."""
    return write_bytes(path, text.encode(encoding, errors="replace"))


def write_bytes(path: Path, body: bytes) -> Path:
    """A whole file or none: what stood there before stays until all of the new is written."""
    path.parent.mkdir(parents=True, exist_ok=True)
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


def write_json(path: Path, found: Sequence[dict[str, Any]]) -> Path:
    """A list of records of the contract."""
    text = json.dumps(found, ensure_ascii=False, indent=1)
    return write_text(path, text + "\n")


def write_csv(path: Path, found: Sequence[dict[str, Any]]) -> Path:
    """The same fields, UTF-8 with BOM; lists and facts as JSON; no cell is taken for a formula."""
    fields = list(found[0]) if found else list(Record.__dataclass_fields__)
    return write_text(path, csv_text(found, fields), "utf-8-sig")


def csv_text(found: Sequence[dict[str, Any]], fields: Sequence[str]) -> str:
    """A table of some fields, as `write_csv` writes it."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(fields)
    for record in found:
        writer.writerow([_cell(record[field]) for field in fields])
    return table.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str):
        value = value.replace("\x00", "")
        risky = value.startswith(_CONTROL) or value.lstrip().startswith(_RISKY)
        return f"'{value}" if risky else value
    return value
