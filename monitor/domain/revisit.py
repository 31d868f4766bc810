"""When a known page is asked again, and how: from what its earlier looks were like, nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from zlib import crc32

from monitor.domain.evidence import Condition, PageEvidence
from monitor.domain.run import Role

WEEK = 7
NIGHTLY = frozenset({Role.HOME, Role.MENU, Role.COLUMN, Role.LEADERS, Role.LEADER})
"""What is judged daily, and therefore asked every night."""

_UNTRUSTED_DAYS = 2
_FRESH_DAYS = 6
_FILE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Look:
    """One run's look at a known address.

    `seen` is False when it was not observed, `cut` when the window closed before it was asked.
    `changed` tells whether the page says anything else than last time, `moved` whether its bytes are
    others; None where there is nothing to compare. `condition`: how a conditional request was
    answered. `same_mark`: the server gave the very ETag or Last-Modified of the earlier bytes.
    `newest`: the newest date that the page shows.
    """

    day: date
    seen: bool = True
    cut: bool = False
    changed: bool | None = None
    moved: bool | None = None
    condition: Condition | None = None
    same_mark: bool = False
    newest: date | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What is remembered of an address.

    `asked`: the day of the last look; `whole`: of the last one that brought the page's bytes.
    `quiet`: looks without a change since the last change; None when it was never seen to change.
    `missed`: looks in a row that brought nothing. `cut`: the last run's window closed before it.
    `trusted`: the server was once asked for changes only and told one. `lies`: its mark stood still
    while the bytes changed.
    """

    asked: date | None = None
    whole: date | None = None
    quiet: int | None = None
    missed: int = 0
    cut: bool = False
    trusted: bool = False
    lies: bool = False
    newest: date | None = None


def after(history: History, look: Look) -> History:
    """The history with one more look."""
    if look.cut:
        return replace(history, cut=True)
    asked = look.day if history.asked is None else max(history.asked, look.day)
    if not look.seen:
        return replace(history, asked=asked, missed=history.missed + 1, cut=False)
    held = look.condition is Condition.HELD
    if look.changed:
        quiet: int | None = 0
    else:
        quiet = None if history.quiet is None else history.quiet + 1
    told = look.condition is Condition.ANSWERED and bool(look.moved)
    return replace(
        history,
        asked=asked,
        whole=history.whole if held else asked,
        quiet=quiet,
        missed=0,
        cut=False,
        trusted=history.trusted or told,
        lies=history.lies or (bool(look.moved) and look.same_mark),
        newest=history.newest if held else look.newest,
    )


def interval(history: History) -> int:
    """Days until the next look, 1 to 7: a day after a change, then twice as long each time that
    nothing changed; a page never seen to change rests a week. So does, step by step, one that gives
    nothing."""
    if history.missed:
        return min(WEEK, 1 << min(history.missed - 1, 3))
    if history.quiet is None:
        return WEEK
    return min(WEEK, 1 << min(history.quiet, 3))


def turn(key: str) -> int:
    """The night of the week on which an address is looked at whatever its history says."""
    return crc32(key.encode("utf-8", "surrogatepass")) % WEEK


def has_turn(key: str, today: date) -> bool:
    return turn(key) == today.toordinal() % WEEK


def overdue(history: History, today: date) -> int:
    """Days by which the interval is over; below nought while the page may rest."""
    if history.asked is None:
        return WEEK
    return (today - history.asked).days - interval(history)


def must(history: History, key: str, role: Role, today: date) -> bool:
    """Whether tonight's look cannot be put off: what is judged daily, what a window cut, and every
    address on its night of the week or when a week has passed."""
    if role in NIGHTLY or history.cut or history.asked is None or has_turn(key, today):
        return True
    return (today - history.asked).days >= WEEK


def may_ask_for_changes(history: History, key: str, role: Role, today: date) -> bool:
    """Whether the server's word that nothing changed would do tonight.

    Never on the address's night of the week, so that its bytes are seen once a week whatever its
    server says; never again where the server's mark stood still while the bytes changed. A list
    whose newest item is a week old is looked at itself: time alone will make it stale, and nobody is
    accused because a server said 304. What is judged daily is looked at itself every other
    night until its server has once told a change. A file that is attached to a page hardly ever
    changes under its address: its bytes are seen once in four weeks.
    """
    if role is Role.ASSET and not history.lies and history.whole is not None:
        return 0 <= (today - history.whole).days < _FILE_WEEKS * WEEK
    if history.lies or history.whole is None or has_turn(key, today):
        return False
    age = (today - history.whole).days
    if not 0 <= age < WEEK:
        return False
    if role not in NIGHTLY:
        return True
    newest = history.newest
    if newest is not None and not today - timedelta(days=_FRESH_DAYS) <= newest <= today:
        return False
    return history.trusted or age < _UNTRUSTED_DAYS


def essence(page: PageEvidence) -> PageEvidence:
    """A page without what its neighbours bring about: boxes of other pages' links and the length
    of its text change on a thousand pages when one item is published."""
    return replace(page, links=(), text_length=0)


def newest_of(page: PageEvidence) -> date | None:
    """The newest date that a page shows of its items."""
    days = [*page.page_dates]
    if page.listing is not None and page.listing.newest is not None:
        days.append(page.listing.newest)
    return max(days, default=None)
