"""What will lapse soon if nothing is published, and what comes near a veto: 临期提醒.

A reminder accuses nobody. It names what was read; what could not be read is counted, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from monitor.assess.scoring import applies, charged, counts
from monitor.domain.calendar import Window
from monitor.domain.defect import Defect
from monitor.domain.dossier import ColumnState, Dossier, HomeNews
from monitor.domain.office import EarlyRules
from monitor.domain.rubric import Row, RowKind, Rubric
from monitor.domain.subject import Site, Unit
from monitor.domain.warning import Lapsing, NearVeto, Upcoming

_LONG_WINDOW_DAYS = 60
_STALE = ("column-stale", "stale")
"""What a column becomes when its window is over: check and reason."""


def lapsing(
    site: Site,
    dossiers: Iterable[Dossier],
    *,
    today: date,
    early: EarlyRules,
    home_window: Window,
    until: date | None = None,
) -> Lapsing:
    """Columns and the home page of a site that lapse soon: by `until` (inclusive), else within the
    office's days before a short or long window ends and after `home_days` without news."""
    soon: list[Upcoming] = []
    unread = 0
    for one in dossiers:
        if isinstance(one, ColumnState) and _has_deadline(one):
            found = _column(site, one, today)
        elif isinstance(one, HomeNews):
            found = _home(site, one, today, home_window)
        else:
            continue
        if found is None:
            unread += _unread(one)
        elif found.days_left >= 0 and _is_soon(found, one, today, early, until):
            soon.append(found)
    return Lapsing(tuple(sorted(soon, key=lambda one: (one.days_left, one.url))), unread)


def _has_deadline(column: ColumnState) -> bool:
    for_ever = column.exempt is not None and column.exempt.until is None
    return (
        column.window is not None
        and column.judged_at is None
        and not column.leads_elsewhere
        and not for_ever
    )


def _column(site: Site, column: ColumnState, today: date) -> Upcoming | None:
    """An exempt column lapses when its exemption ends, if its window does not last longer."""
    if column.window is None or column.newest is None:
        return None
    lapses = column.window.lapses(column.newest)
    if column.exempt is not None and column.exempt.until is not None:
        lapses = max(lapses, column.exempt.until)
    return Upcoming(
        site.id,
        column.name,
        column.cls,
        column.url,
        column.newest,
        lapses,
        (lapses - today).days,
        column.confirmed,
        whole=not (column.missing_descendants or column.unread or _unreadable(column)),
    )


def _home(site: Site, home: HomeNews, today: date, window: Window) -> Upcoming | None:
    if home.newest is None:
        return None
    lapses = window.lapses(home.newest)
    left = (lapses - today).days
    return Upcoming(site.id, None, None, home.url, home.newest, lapses, left, whole=not home.unread)


def _unread(one: ColumnState | HomeNews) -> bool:
    """Whether it showed no date because of us; an empty or undated list is the checks' matter."""
    if one.unseen is not None or one.unread:
        return True
    return isinstance(one, ColumnState) and (one.missing_descendants > 0 or _unreadable(one))


def _unreadable(column: ColumnState) -> bool:
    return column.list_state == "unreadable"


def _is_soon(
    found: Upcoming,
    one: ColumnState | HomeNews,
    today: date,
    early: EarlyRules,
    until: date | None,
) -> bool:
    if until is not None:
        return found.lapses <= until
    if isinstance(one, HomeNews):
        return (today - found.newest).days >= early.home_days
    window = one.window
    long_window = window is None or window.days is None or window.days > _LONG_WINDOW_DAYS
    return found.days_left <= (early.long_days if long_window else early.short_days)


def near_vetoes(
    site: Site,
    unit: Unit,
    rubric: Rubric,
    *,
    defects: Iterable[Defect],
    upcoming: Sequence[Upcoming],
    early: EarlyRules,
) -> tuple[NearVeto, ...]:
    """Veto rows of several defects that come near their threshold: by what stands, or with what
    would be added by `upcoming`. Columns nobody confirmed never count, nor what we could not read
    whole."""
    standing = [d for d in defects if charged(d) and d.facts.get("confirmed", True)]
    known = {defect.subject for defect in standing}
    soon = [one for one in upcoming if one.confirmed and one.whole and one.url not in known]
    found = []
    for row in rubric.rows:
        level = early.level(row.threshold)
        if row.kind is not RowKind.VETO or level is None:
            continue
        if not applies(row, site, unit, platform=True):
            continue
        confirmed = sum(_counts(row, d.check, d.reason, d.facts) for d in standing)
        more = sum(_would_count(row, one) for one in soon)
        if confirmed + more >= level:
            found.append(NearVeto(site.id, row, level, confirmed, more))
    return tuple(found)


def _counts(row: Row, check: str, reason: str, facts: dict[str, object]) -> bool:
    return any(counts(match, check, reason, facts) for match in row.counts)


def _would_count(row: Row, one: Upcoming) -> bool:
    if one.cls is None:
        return False
    return _counts(row, *_STALE, {"class": one.cls.value, "confirmed": one.confirmed})
