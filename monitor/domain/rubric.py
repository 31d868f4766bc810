"""What a fact costs: the rows of a rubric, each with document and clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from monitor.domain.calendar import Window
from monitor.domain.subject import Category, ColumnClass, SiteKind


class Decider(StrEnum):
    AUTO = "auto"
    PERSON_CONFIRMS = "person_confirms"
    PERSON = "person"


class RowKind(StrEnum):
    VETO = "veto"
    DEDUCTION = "deduction"


class Charge(StrEnum):
    """How defects become points: per defect, or the whole amount once however many there are."""

    EACH = "each"
    ONCE = "once"


@dataclass(frozen=True, slots=True)
class Match:
    """Which defects a row counts. Empty tuples match everything.

    `facts` pairs fact names with accepted values. `points` overrides the row's points.
    """

    check: str
    reasons: tuple[str, ...] = ()
    classes: tuple[ColumnClass, ...] = ()
    facts: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator (指标). Points and cap in rubric points; `threshold`: how many defects make a veto.

    `platform`: charged once, to the platform owner. `absorbs`: rows that do not charge again for a
    defect counted here. `confidence`: how sure the source is (solid, inferred, memory).
    """

    id: str
    name: str
    kind: RowKind
    clause: str
    decider: Decider
    counts: tuple[Match, ...]
    cap: float = 0.0
    points: float = 0.0
    charge: Charge = Charge.EACH
    threshold: int = 1
    platform: bool = False
    absorbs: tuple[str, ...] = ()
    not_for_categories: tuple[Category, ...] = ()
    not_for_kinds: tuple[SiteKind, ...] = ()
    confidence: str = "solid"


@dataclass(frozen=True, slots=True)
class Rubric:
    """A rubric file. `params` are the checks' thresholds by check id; `windows` the columns' by class.

    `min_verified`: below this share of the component's caps a subject is neither scored nor ranked.
    """

    id: str
    version: str
    title: str
    document: str
    total: float
    rows: tuple[Row, ...]
    windows: dict[ColumnClass, Window] = field(default_factory=dict)
    params: dict[str, dict[str, Any]] = field(default_factory=dict)
    min_verified: float = 0.5
    trial: bool = True

    def rows_counting(self, check: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if any(m.check == check for m in row.counts))


@dataclass(frozen=True, slots=True)
class RowScore:
    """state: charged | clean | not_observed | not_applicable | person."""

    indicator: str
    clause: str
    cap: float
    points: float
    state: str
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """The daily-monitoring component of one site on one day. Points are deducted points.

    `verified` + `unobserved_points` = `max`. `scored` is False when too little was verified
    (监测不充分，暂不评分). `vetoes`: rows whose threshold was reached, each awaiting a person.
    """

    unit_id: str
    site_id: str | None
    rubric: str
    period: str
    points: float
    max: float
    verified: float
    unobserved_points: float
    vetoes: tuple[str, ...]
    rows: tuple[RowScore, ...]
    scored: bool
    planned: int = 0
    observed: int = 0
    not_observed: dict[str, int] = field(default_factory=dict)
