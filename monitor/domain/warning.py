"""Early warning (临期提醒): what will lapse soon, what comes near a veto. It accuses nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.rubric import Row
from monitor.domain.subject import ColumnClass, Site, Unit
from monitor.domain.workdays import Rest


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A column, or with neither name nor class the home page.

    `lapses`: the last day on which it still counts as updated; `days_left` from today. `confirmed`:
    False for a column that nobody confirmed in the ledger (栏目待核). `whole`: False when something
    newer may stand where we could not read.
    """

    site_id: str
    column: str | None
    cls: ColumnClass | None
    url: str
    newest: date
    lapses: date
    days_left: int
    confirmed: bool = True
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Lapsing:
    """What lapses soon on one site. `unread`: how many with a deadline showed us no date at all."""

    upcoming: tuple[Upcoming, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class NearVeto:
    """A veto row that counts several defects: how many stand, and how many more would if what
    lapses soon did. `level`: from how many on the office wants to know."""

    site_id: str
    row: Row
    level: int
    confirmed: int
    lapsing: int

    @property
    def reached(self) -> bool:
        """Whether the defects that stand already suggest the veto."""
        return self.confirmed >= self.row.threshold


@dataclass(frozen=True, slots=True)
class Access:
    """Visits of a site of which more failed than the office's share (`early.access_share`)."""

    site_id: str
    failed: int
    visits: int

    @property
    def share(self) -> float:
        return self.failed / self.visits


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the calendar says of a day. `missing`: the year whose notice would have to be known;
    `rest`: the holiday that the day is in or right before."""

    day: date
    missing: int | None
    rest: Rest | None


@dataclass(frozen=True, slots=True)
class UnitWarnings:
    """What one unit should see to. `unread`: how many columns and home pages showed us no date, by
    site id; None for a site that was never looked at."""

    unit: Unit
    upcoming: tuple[Upcoming, ...]
    near: tuple[NearVeto, ...]
    access: tuple[Access, ...]
    unread: dict[str, int | None]

    @property
    def any(self) -> bool:
        return bool(self.upcoming or self.near or self.access)

    @property
    def unseen(self) -> dict[str, int | None]:
        """Sites of which something could not be looked at: how many, or None for all of it."""
        return {site_id: count for site_id, count in self.unread.items() if count != 0}

    def site(self, site_id: str) -> Site:
        return next(site for site in self.unit.sites if site.id == site_id)


@dataclass(frozen=True, slots=True)
class Warnings:
    """All units' at one moment. `ahead` is None when no day was asked about."""

    as_of: datetime
    ahead: Ahead | None
    units: tuple[UnitWarnings, ...]
