"""The wordings in question of one address of a site, as checks read them."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.dossier import Dossier
from monitor.domain.wording import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingState(Dossier):
    """The wordings in question at one address, or, where one stands in what surrounds the pages of a
    site, that one with the pages it was seen on as parents. `taken_off`: the page is no more."""

    wordings: tuple[Wording, ...] = ()
    taken_off: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SevereWordings(WordingState):
    """Those that may be grave misstatements; a person decides whether they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinaryWordings(WordingState):
    """Ordinary slips of the pen."""
