"""What others have put on a site's pages or behind its links, gathered for the checks."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.dossier import Dossier
from monitor.domain.hostile import Guise, HiddenLinks

_TOLD_HOSTS, _TOLD = 10, 5
"""How much a line tells; the proof holds all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTarget(Dossier):
    """An address outside every registered site that pages link to, as it answered in this run.

    `answered`: it gave a page, or said that there is none any more; `final_url` where that stands.
    `official`: it stands on a host of government or of the ledger. `unlinked`: the pages that carried
    the link no longer have it.
    """

    guise: Guise | None = None
    answered: bool = False
    final_url: str = ""
    official: bool = False
    text: str | None = None
    unlinked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenPlace(Dossier):
    """A page with links to hosts of strangers that nobody sees, and the pages that have the same ones
    (parents). Without `boxes` it has none any more. `removed`: the page is no more."""

    boxes: tuple[HiddenLinks, ...] = ()
    removed: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where the links lead, some of many."""
        return tuple(sorted({host for box in self.boxes for host in box.hosts}))[:_TOLD_HOSTS]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for box in self.boxes for _, text in box.links if text)[:_TOLD]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for box in self.boxes for word in box.words)[:_TOLD]


@dataclass(frozen=True, slots=True, kw_only=True)
class TamperedPage(Dossier):
    """A page of the site with a sign that others changed it, and the pages with the same sign.

    `kind` as in `Tampering`, or head where title and descriptions offer something else; "" where the
    page shows nothing of it any more. `removed`: the page is no more.
    """

    kind: str = ""
    what: tuple[str, ...] = ()
    offer: str = ""
    removed: bool = False
