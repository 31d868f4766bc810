"""What a fact costs: the rows of a rubric, each with document and clause."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from monitor.domain.calendar import Window
from monitor.domain.subject import Account, Category, ColumnClass, SiteKind, Watched


class Decider(StrEnum):
    AUTO = "auto"
    PERSON_CONFIRMS = "person_confirms"
    PERSON = "person"


class RowKind(StrEnum):
    VETO = "veto"
    DEDUCTION = "deduction"
    BONUS = "bonus"


class Of(StrEnum):
    """Whom a row is about."""

    SITE = "site"
    ACCOUNT = "account"


def of(site: Watched) -> Of:
    """Which of the rubric's rows are about such a subject."""
    return Of.ACCOUNT if isinstance(site, Account) else Of.SITE


class NoServices(StrEnum):
    """What becomes of the points of service rows where a unit has no public services.

    scale: the others are scaled up to the total, (75 - deducted) * 4/3 where services are 25 of 100.
    spread: they are shared out evenly, each other row getting as many, its deductions in proportion.
    """

    SCALE = "scale"
    SPREAD = "spread"


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

    `rule`: what the row asks, in one sentence; `group`: the part of the rubric it stands in; `window`
    and `sample`: how far back and at how many things one looks, where the source says so.
    `unchecked`: what no check decides of it, and why; a row without `counts` has nothing else and is a
    person's to judge, whatever its `decider` could be. `undecided`: a deduction whose points no source
    sets (分值待定): what a person deducts stands, up to the total.

    `platform`: charged once, to the platform owner. `services`: dropped for units without public
    services. `absorbs`: rows that do not charge again for a defect counted here. `confidence`: how sure
    the source is (solid, inferred, memory).
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
    of: Of = Of.SITE
    group: str = ""
    rule: str = ""
    unchecked: str | None = None
    window: Window | None = None
    sample: int | None = None
    services: bool = False
    undecided: bool = False

    @property
    def by_person(self) -> bool:
        """Whether no check serves the row, so that only a person can judge it."""
        return not self.counts


@dataclass(frozen=True, slots=True)
class Gates:
    """How the parts of a score become one. Source: 国办秘函〔2019〕19号.

    `fail_below`: less than that fails, that itself passes. `bonus_above`: only more than that opens the
    bonus. `bonus_max`: no more bonus than that. `veto_score`: what an upheld veto is recorded as, None
    for no score at all.
    """

    fail_below: float = 60.0
    bonus_above: float = 80.0
    bonus_max: float = 30.0
    veto_score: float | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """A rubric file. `params` are the checks' thresholds by check id; `windows` the columns' by class.

    `min_verified`: below this share of the component's caps a subject is neither scored nor ranked.
    `no_services`: None while nobody has decided. `rescale`: where rows are not a subject's, what is left
    is scaled up to the total. `accounts_scored`: whether accounts get points, or vetoes alone.
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
    extends: str | None = None
    gates: Gates = Gates()
    no_services: NoServices | None = None
    rescale: bool = False
    accounts_scored: bool = False

    def rows_counting(self, check: str, of: Of | None = None) -> tuple[Row, ...]:
        """The rows that count a check's defects, of sites or of accounts alone if asked."""
        return tuple(
            row
            for row in self.rows
            if of in (None, row.of) and any(m.check == check for m in row.counts)
        )

    def rows_of(self, of: Of, kind: RowKind) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.of is of and row.kind is kind)


@dataclass(frozen=True, slots=True)
class RowScore:
    """state: charged | clean | not_observed | not_applicable | person.

    A deduction in state `person` is one that no check serves; a veto so too, or one that is suggested.
    """

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
    (监测不充分，暂不评分). `vetoes`: rows whose threshold was reached, each awaiting a person. `factor`:
    by what the rows' points were multiplied where rows are not this subject's; the rows have their own.
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
    factor: float = 1.0
