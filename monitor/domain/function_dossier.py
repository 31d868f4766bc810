"""The dossiers on what a site offers beside its content."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.dossier import Dossier
from monitor.domain.function import Naming, SearchLook, Sight, V6Look


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorEntry(Dossier):
    """The 找错 entry over all pages of a platform: pages read, those without it (parents).

    `scripted`: a script brings it, so that its absence from plain pages proves nothing. `wrong`: pages
    whose entry bears another site's code (parents where no page lacks the entry); `code` that code,
    `expected` the site's own.
    """

    pages: int = 0
    without: int = 0
    home_lacks: bool = False
    scripted: bool = False
    wrong: int = 0
    code: str | None = None
    expected: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNaming(Dossier):
    """`shown`: the words judged; `expected`: the ledger's name of the site."""

    naming: Naming = Naming.UNCLEAR
    shown: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class V6Access(Dossier):
    """A site's home page over IPv6. `numbered`: it is registered by a number or as localhost."""

    numbered: bool = False
    look: V6Look | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSearch(Dossier):
    """`box`: whether the site's pages show a search; `looks`: known titles that were searched."""

    box: Sight = Sight.MAYBE
    looks: tuple[SearchLook, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MobileView(Dossier):
    sight: Sight = Sight.MAYBE


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAid(Dossier):
    sight: Sight = Sight.MAYBE
