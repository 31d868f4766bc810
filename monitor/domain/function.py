"""What a site offers beside its content: the 找错 entry, its name, search, IPv6, small screens, aids."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Sight(StrEnum):
    """How sure a page is about a thing: it shows it, a script that was not read may bring it, or not."""

    SHOWN = "shown"
    MAYBE = "maybe"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Offers:
    """Of a home page alone. `title`: what stands in the browser's bar; `names`: what else names the site,
    the SiteName tag first, then what its head shows."""

    title: str = ""
    names: tuple[str, ...] = ()
    mobile: Sight = Sight.NONE
    accessible: Sight = Sight.NONE


@dataclass(frozen=True, slots=True)
class Functions:
    """`report_codes`: site codes in the page's 找错 entry, small letters; `report`: whether a script may
    bring the entry; `search`: a box, or a way to one; `offers`: of the home page."""

    report_codes: tuple[str, ...] = ()
    report: Sight = Sight.NONE
    search: Sight = Sight.NONE
    offers: Offers | None = None


NO_FUNCTIONS = Functions()


class V6(StrEnum):
    """What came of asking for a home page over IPv6. `no_route`: our own machine has no IPv6."""

    OPENED = "opened"
    NO_RECORD = "no_record"
    NOT_OPENED = "not_opened"
    NO_ROUTE = "no_route"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class V6Look:
    """`addresses`: the AAAA records; `detail`: how the fetch ended, a key or a number."""

    outcome: V6
    addresses: tuple[str, ...] = ()
    detail: str | None = None


class Searched(StrEnum):
    """What came of one search. `absent`: results came and the article was not on their first page;
    `dead`: nothing happened; `failed`: an error page came; `unsure`: we could not tell."""

    FOUND = "found"
    ABSENT = "absent"
    DEAD = "dead"
    FAILED = "failed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class SearchLook:
    """One known title searched through the site's own box. `why`: a reason key where unsure."""

    query: str
    article: str
    outcome: Searched
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Sounding:
    """What a look beside the pages told, one of the two."""

    v6: V6Look | None = None
    search: SearchLook | None = None


class Naming(StrEnum):
    """How what a home page calls itself goes with the ledger. `other`: by the name of another region
    or department; `default`: by words that a template came with; `unclear`: by none we can compare."""

    OWN = "own"
    OTHER = "other"
    DEFAULT = "default"
    UNCLEAR = "unclear"
