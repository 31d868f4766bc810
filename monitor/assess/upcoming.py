"""Columns that will lapse soon, for the days before they do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.domain.dossier import ColumnState
from monitor.domain.subject import ColumnClass, Site

SOON_SHORT, SOON_LONG = 7, 30
_LONG_WINDOW_DAYS = 60


@dataclass(frozen=True, slots=True)
class Upcoming:
    """`lapses`: the last day on which the column still counts as updated; `days_left` from today."""

    site_id: str
    column: str
    cls: ColumnClass
    url: str
    newest: date
    lapses: date
    days_left: int


def upcoming_columns(
    site: Site, columns: Iterable[ColumnState], today: date
) -> tuple[Upcoming, ...]:
    """Columns with a deadline that lapse within 7 days (short windows) or 30 days (long ones)."""
    soon = []
    for column in columns:
        exempt = column.exempt is not None and column.exempt.holds_on(today)
        if column.window is None or column.newest is None or column.judged_at or exempt:
            continue
        lapses = column.window.lapses(column.newest)
        left = (lapses - today).days
        long_window = column.window.days is None or column.window.days > _LONG_WINDOW_DAYS
        if 0 <= left <= (SOON_LONG if long_window else SOON_SHORT):
            soon.append(
                Upcoming(site.id, column.name, column.cls, column.url, column.newest, lapses, left)
            )
    return tuple(sorted(soon, key=lambda one: (one.days_left, one.url)))
