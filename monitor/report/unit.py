"""What a unit's report holds, before it becomes a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.domain.defect import Decision
from monitor.domain.inspection import Inspection
from monitor.domain.rubric import Score
from monitor.domain.subject import Unit, Watched
from monitor.report.record import Record


@dataclass(frozen=True, slots=True)
class Lapse:
    """A column that will lapse soon, or the home page; `days_left` counts from the day of the
    report. `cls` is empty for the home page, `confirmed` False for a column nobody confirmed."""

    site: str
    column: str
    cls: str
    url: str
    newest: date
    lapses: date
    days_left: int
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Unobserved:
    """What could not be looked at: `item` is a check id or `page`, `reason` a reason key."""

    site: str
    item: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What a list keeps of a case beside its record: the fingerprint of its facts, the word that
    holds on it, and how it stands against the last inspection (a key of `progress`)."""

    fingerprint: str = ""
    word: Decision | None = None
    progress: str | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rubric row that a person must confirm at a site. `kind` is veto or deduction; `defects` are
    the ids that reach it."""

    id: str
    site: str
    indicator: str
    name: str
    clause: str
    kind: str
    defects: tuple[str, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One unit at one moment. `verified` and `unverified` count items looked at and not; `resting`
    are the ids of sites that were not to be looked at on that day; `marks` by record id; `accounts` how
    many accounts stand how (`media.Standing`); `standing` how a unit with several sites stands,
    `deadline` how long a unit has, both as they are to be read."""

    unit: Unit
    records: tuple[Record, ...]
    lapses: tuple[Lapse, ...]
    unobserved: tuple[Unobserved, ...]
    scores: tuple[Score, ...]
    verified: int
    unverified: int
    as_of: datetime
    resting: frozenset[str] = frozenset()
    demo: bool = False
    marks: Mapping[str, Mark] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()
    inspection: Inspection | None = None
    standing: str | None = None
    accounts: Mapping[str, int] = field(default_factory=dict)
    deadline: str | None = None

    @property
    def rests(self) -> bool:
        """Whether the unit has sites or accounts, and none of them was to be looked at."""
        return bool(self.unit.watched) and len(self.resting) == len(self.unit.watched)

    def site(self, site_id: str) -> Watched:
        return next(site for site in self.unit.watched if site.id == site_id)

    def mark(self, record_id: str) -> Mark:
        return self.marks.get(record_id, Mark())

    def count(self, state: str) -> int:
        return sum(record.state == state for record in self.records)
