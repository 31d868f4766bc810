"""What every site must present of itself: its region, its office, its yearly report, its disclosure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.dossier import Dossier


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented(Dossier):
    """Whether something stands where visitors look for it. `searched`: the home page and its links
    were read. `page`: where it was found. `bare`: a page that bears its name and says nothing.
    `hidden`: why a page that may hold it could not be read. `elsewhere`: it is on another site."""

    searched: bool = False
    page: str | None = None
    bare: str | None = None
    hidden: str | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OverviewPage(Presented):
    """A region's presentation (概况信息)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyItem(Presented):
    """`item`: one of `basics.ITEMS`, or "agency", the whole presentation; the pages read are the parents.
    `whole_missing`: there is no presentation at all."""

    item: str
    whole_missing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyArea(Presented):
    """`topic`: one of `basics.AREAS`."""

    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReport(Presented):
    """The website's report of `year`. `code`: the site has a site code, without which none is due.
    `published`: the earliest day that any sighting shows, where that can be trusted. `unread`: there
    is a report of a year that we could not read."""

    year: int
    code: bool = True
    published: date | None = None
    unread: bool = False
