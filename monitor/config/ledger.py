"""How the ledger workbook is laid out, as `ledger.yaml` beside this file says."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_LAYOUT = Path(__file__).with_name("ledger.yaml")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a sheet. `key` is the registry's key, with a point where it is nested; `owner`
    names the entry that the row belongs to. `type` is text, date or lines. `shown`: written for
    people to look at and never read."""

    key: str
    heading: str
    width: int
    note: str
    required: bool = False
    type: str = "text"
    ids_of: str | None = None
    choices: dict[str, str] = field(default_factory=dict)
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of `key`, each part of an entry of the sheet whose key is `belongs_to`. A
    workbook need not have one that is `optional`."""

    name: str
    key: str
    headings: tuple[Heading, ...]
    belongs_to: str | None = None
    optional: bool = False


@cache
def sheets() -> tuple[Sheet, ...]:
    layout: dict[str, Any] = yaml.safe_load(_LAYOUT.read_text(encoding="utf-8"))
    return tuple(
        Sheet(
            name=sheet["name"],
            key=sheet["key"],
            belongs_to=sheet.get("belongs_to"),
            optional=sheet.get("optional", False),
            headings=tuple(
                Heading(**column)
                for column in (
                    *sheet["columns"],
                    *(layout["life"] if sheet.get("life", True) else ()),
                )
            ),
        )
        for sheet in layout["sheets"]
    )
