"""What a check reads: the evidence on one subject, gathered over the pages of a run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.domain.calendar import Window
from monitor.domain.evidence import Fetch
from monitor.domain.finding import Evidence
from monitor.domain.subject import ColumnClass, Exemption


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Base of all dossiers. `subject` and `url` as the contract states (design: export fields).

    `unseen` is a reason key when the subject could not be observed at all; the runner then answers
    not_observed without asking the check.
    """

    subject: str
    url: str
    unseen: str | None = None
    parents: tuple[str, ...] = ()
    parents_total: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeVisit(Dossier):
    """The fetches of a site's home page in this run, in order, the last one deciding.

    `soft_error`: the answer was an error or maintenance page.
    """

    fetches: tuple[Fetch, ...] = ()
    soft_error: bool = False


@dataclass(frozen=True, slots=True)
class VisitDay:
    """A day's visits of a home page: `valid` ones, those of them that `failed`, and `invalid` ones."""

    day: date
    valid: int = 0
    failed: int = 0
    invalid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitWeek(Dossier):
    """Seven days of visits of a site's home page, in order, days without any visit too."""

    days: tuple[VisitDay, ...] = ()

    def judged(self, least: int) -> tuple[VisitDay, ...]:
        """The days with at least so many valid visits."""
        return tuple(day for day in self.days if day.valid >= least)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeNews(Dossier):
    """The newest dated item of a home page, followed into linked articles where the page shows none.

    `undated`: items whose own page was read and shows no date. `unread`: items whose date could not
    be read or whose page was not looked at.
    """

    newest: date | None = None
    dated: int = 0
    undated: int = 0
    unread: int = 0
    navigation_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnState(Dossier):
    """One column with its list and all its descendants.

    `newest` is over the column and every descendant that was observed; `future` counts items dated
    after the day of judging (left out of `newest`). `missing_descendants` counts descendants that
    were not observed. `list_state`: items | placeholder | empty | unreadable | none (no list here).
    `judged_at` is the first-level column that answers for this one, or None when it is itself;
    `parent` the address of the column above it.
    """

    name: str
    cls: ColumnClass
    parent: str | None = None
    level: int = 1
    window: Window | None = None
    exempt: Exemption | None = None
    confirmed: bool = False
    newest: date | None = None
    newest_title: str | None = None
    entries: int = 0
    undated: int = 0
    unread: int = 0
    future: int = 0
    descendants: int = 0
    missing_descendants: int = 0
    list_state: str = "items"
    judged_at: str | None = None
    leads_elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTarget(Dossier):
    """An address that pages of the site link to, with every look at it in this run.

    `host_answered`: the same host answered something else in this round. `kind`: page, image,
    attachment, frame; `text`: the link's text. `external`: outside the site's scope. `unlinked`: the
    pages that carried the link were opened again and no longer have it.
    """

    kind: str = "page"
    external: bool = False
    fetches: tuple[Fetch, ...] = ()
    host_answered: bool = False
    soft404: bool = False
    on_home: bool = False
    text: str | None = None
    unlinked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadersPage(Dossier):
    """Whether a site presents its office holders. `searched`: home, navigation and site map were
    read; `page`: the leaders' page found, or None; `elsewhere`: it is on another host or platform;
    `picture_only`: the page is an image whose text we do not read."""

    searched: bool = False
    page: str | None = None
    names: int = 0
    elsewhere: bool = False
    picture_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderEntry(Dossier):
    """One office holder. `bio` as in `evidence.Leader`, after the linked page was read; `duties_only`:
    what stands in its place are duties. `listed`: False when the leaders' page no longer has the name.
    """

    name: str
    post: str | None = None
    vacant: bool = False
    bio: bool | None = None
    duties_only: bool = False
    picture_only: bool = False
    listed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterMark(Dossier):
    """One of the footer marks over all pages of a site: pages read, pages lacking it (parents).

    `mark`: mark, site_code, icp, police, host, contact. `scripted`: footers are built by script and
    were not rendered, so absence proves nothing.
    """

    mark: str
    pages: int = 0
    without: int = 0
    home_lacks: bool = False
    scripted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTag(Dossier):
    """One page tag (meta) over the pages that must carry it; pages lacking it are the parents.

    `group`: site, column, content.
    """

    tag: str
    group: str
    pages: int = 0
    without: int = 0
