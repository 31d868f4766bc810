"""Records as one file: csv for spreadsheets, json for machines."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from monitor.report.record import Record, to_dicts

_RISKY = ("=", "+", "-", "@")
_CONTROL = ("\t", "\r", "\n")


def write_json(path: Path, found: Sequence[Record]) -> Path:
    """A list of records of the contract."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(to_dicts(found), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", errors="replace")
    return path


def write_csv(path: Path, found: Sequence[Record]) -> Path:
    """The same fields, UTF-8 with BOM; lists and facts as JSON; no cell is taken for a formula."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = list(Record.__dataclass_fields__)
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(fields)
        for record in to_dicts(found):
            writer.writerow([_cell(record[field]) for field in fields])
    return path


def _cell(value: object) -> object:
    if isinstance(value, list | dict):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, str):
        value = value.replace("\x00", "")
        risky = value.startswith(_CONTROL) or value.lstrip().startswith(_RISKY)
        return f"'{value}" if risky else value
    return value
