"""Inspections (检查批次): the batch that a list and a score belong to; and the lists that were sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor.domain.defect import Defect
from monitor.domain.rubric import Rubric, Score
from monitor.domain.subject import Registry
from monitor.domain.suggestion import Suggestion


class InspectionState(StrEnum):
    """草稿, 定稿. What belongs to a final one never changes again."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Inspection:
    """`as_of` is the 监测时间点, from which every look-back window counts; `first` and `last` the days
    whose nights belong to it; `unit_ids` its scope, empty for all units; `basis` the document that
    orders it."""

    id: str
    name: str
    basis: str
    as_of: datetime
    first: date
    last: date
    rubric: str
    rubric_version: str
    unit_ids: tuple[str, ...] = ()
    state: InspectionState = InspectionState.DRAFT

    def covers(self, unit_id: str) -> bool:
        return not self.unit_ids or unit_id in self.unit_ids


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What a final inspection holds of one site. `score` is None where nobody ever looked."""

    site_id: str
    defects: tuple[Defect, ...]
    suggestions: tuple[Suggestion, ...]
    score: Score | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a final inspection was made under: the ledger of its day, its rubric, and how each defect
    stood against the inspections before it, by id."""

    registry: Registry
    rubric: Rubric
    progress: dict[str, str]


@dataclass(frozen=True, slots=True)
class SentList:
    """A list as it was sent to a unit (下发稿).

    `records` are those of the contract, as sent; `sha256` is that of their canonical JSON. `cases`
    tells whether another list would say anything else. `deadline` is None when there is none
    (`deadline_set` False), and when it could not be told. `files` are the bytes made of all this, by
    format. `number` is empty until it is kept.
    """

    unit_id: str
    as_of: datetime
    made_at: datetime
    records: tuple[dict[str, Any], ...]
    sha256: str
    cases: str
    deadline: date | None = None
    deadline_set: bool = False
    number: str = ""
    id: int = 0
    files: dict[str, bytes] = field(default_factory=dict)
