"""What the further checks of new media read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAccount(Dossier):
    """An account of the ledger whose unit's site leads to others of the unit's.

    `shown`: a page leads to it or names it. `doubt`: why a link may be it all the same. `unlisted`: the
    ledger no longer has it under this address.
    """

    platform: str = ""
    name: str = ""
    shown: bool = False
    doubt: str | None = None
    unlisted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RepostState(Dossier):
    """Whether an account shows what it was to repost from `first` to `last`, under the title that is the
    subject.

    `found`: the first day of a post with that title. `reaches`: after `last` a list without gaps was
    read that reaches back beyond `first`. `alike`: a post may be it, cut short, without a text or
    without a time. `withdrawn`: the office no longer asks for it.
    """

    first: date
    last: date
    found: date | None = None
    reaches: bool = False
    alike: bool = False
    withdrawn: bool = False
