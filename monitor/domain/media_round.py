"""Which accounts a round looks at, within what each platform bears. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """What a platform bears: looks in 24 hours, and seconds between two of them."""

    a_day: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account with the adapter that would look at it (`lane`: accounts of one lane share a limit).

    `seen`: when its list was last read, None for never; `tried`: when we last tried.
    """

    account_id: str
    lane: str
    seen: datetime | None = None
    tried: datetime | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """`now`: account ids by lane, in the order of the looks. `later`: why an account waits (fresh: it
    was seen lately; limit: its platform bears no more today)."""

    now: Mapping[str, tuple[str, ...]]
    later: Mapping[str, str]


def plan_round(
    candidates: Iterable[Candidate],
    limits: Mapping[str, Limit],
    spent: Mapping[str, int],
    *,
    moment: datetime,
    every: timedelta,
) -> Round:
    """Never seen first, of those what was not tried lately; then the longest unseen.

    `spent`: looks of the last 24 hours by lane; `every`: how long a reading of the list will do.
    """
    by_lane: dict[str, list[Candidate]] = defaultdict(list)
    later: dict[str, str] = {}
    for one in candidates:
        if one.seen is not None and moment - one.seen < every:
            later[one.account_id] = "fresh"
        else:
            by_lane[one.lane].append(one)
    now: dict[str, tuple[str, ...]] = {}
    for lane, waiting in by_lane.items():
        waiting.sort(key=_order)
        left = max(0, limits[lane].a_day - spent.get(lane, 0)) if lane in limits else len(waiting)
        now[lane] = tuple(one.account_id for one in waiting[:left])
        later |= {one.account_id: "limit" for one in waiting[left:]}
    return Round({lane: ids for lane, ids in now.items() if ids}, later)


def _order(one: Candidate) -> tuple[bool, float, str]:
    since = one.seen or one.tried
    return (one.seen is not None, since.timestamp() if since else 0.0, one.account_id)
