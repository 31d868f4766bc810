"""A platform case (平台事件): sites of one platform that failed together, for a person to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaseState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class CaseVerdict(StrEnum):
    """What a person found: the platform was down (its owner alone answers for it), it was being
    maintained as announced, or our own side was at fault. The latter two charge nobody."""

    PLATFORM = "platform"
    MAINTENANCE = "maintenance"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class PlatformCase:
    """`first` and `last`: moments (`now`) of the first and last run in which the sites failed together;
    `over`: of the first later one in which they did not. `sites`: the most that failed in one run.
    `id` is 0 until it is stored.
    """

    id: int
    owner_id: str
    host: str
    first: datetime
    last: datetime
    sites: int
    over: datetime | None = None
    state: CaseState = CaseState.OPEN
    verdict: CaseVerdict | None = None
    by: str | None = None
    at: datetime | None = None
    note: str | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether a look at that moment fell into the case.

        It goes on until the platform was seen well again. Closed as maintenance or ours it ends with
        that word at the latest, so that nobody is spared for good: whatever fails later is a new case.
        """
        if self.first <= moment <= self.last:
            return True
        charged = self.verdict in (None, CaseVerdict.PLATFORM)
        ends = [end for end in (self.over, None if charged else self.at) if end is not None]
        return self.first <= moment and all(moment < end for end in ends)

    def spares(self, site_id: str) -> bool:
        """Whether nothing in the case is held against the site. The owner answers for it once a person
        has found that the platform was down; the others never do."""
        return self.verdict is not CaseVerdict.PLATFORM or site_id != self.owner_id
