"""What the further checks of new media read."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlistedAccount(Dossier):
    """An account that a site presents as its office's, with the pages that do as parents.

    `listed`: the ledger has it by now. `doubt`: why it may be one of the ledger's, whose address is not
    known there or is of another form. `unlinked`: no page presents it any more.
    """

    platform: str = ""
    text: str = ""
    listed: bool = False
    doubt: str | None = None
    unlinked: bool = False
