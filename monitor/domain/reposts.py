"""What the office wants its accounts to repost, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.subject import Account


@dataclass(frozen=True, slots=True)
class Repost:
    """A title that accounts must show between two days, both included. `platforms` and `units` (ids):
    whose; empty for all."""

    title: str
    first: date
    last: date
    platforms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    def asks(self, account: Account) -> bool:
        return (not self.platforms or account.platform in self.platforms) and (
            not self.units or account.unit_id in self.units
        )
