"""What surrounds a site when its dossiers are gathered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from monitor.assess.gather.links import Crossings
from monitor.assess.gather.look import Names, SiteLook, Watch
from monitor.domain.dossier import ColumnState
from monitor.domain.evidence import Listing
from monitor.domain.subject import Account, Unit


class History(Protocol):
    """What the crawl before this one saw of the site, on `day`."""

    @property
    def day(self) -> date: ...

    def listed(self, key: str) -> Listing | None:
        """The list at an address key as it was then; None where it was not read."""
        ...

    def known(self, url: str) -> bool:
        """Whether any look before this one knew the address."""
        ...


@dataclass(frozen=True, slots=True)
class Scene:
    """`unit`: the office that answers for the site. `columns`: the site's own, as judged. `channels`:
    the looks of the sites whose platform it is. `history`: None at the first look, and at a second.
    `accounts`: those of the whole ledger."""

    unit: Unit
    columns: Sequence[ColumnState]
    channels: Mapping[str, SiteLook]
    crossings: Crossings
    names: Names
    watch: Watch
    history: History | None = None
    accounts: Sequence[Account] = ()
