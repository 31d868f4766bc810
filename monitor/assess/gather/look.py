"""One site as a run saw it: the little that is kept of each page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from monitor.domain.address import Scopes, address_key
from monitor.domain.defect import Defect
from monitor.domain.evidence import (
    Article,
    Entry,
    Fetch,
    FetchStatus,
    Footer,
    Leader,
    Link,
    LinkKind,
    Listing,
    PageEvidence,
    PageKind,
    Region,
)
from monitor.domain.finding import Evidence
from monitor.domain.run import Reason, Role, Target, TargetState
from monitor.domain.subject import ColumnClass, Site

MAX_PARENTS = 50
NAMING_REGIONS = (Region.NAV, Region.MENU, Region.TRAIL, Region.BLOCK)
_FULL_PAGE_LINKS = 8


class Seen(Protocol):
    """A target of the run with all that came of it."""

    @property
    def target(self) -> Target: ...
    @property
    def state(self) -> TargetState: ...
    @property
    def reason(self) -> Reason | None: ...
    @property
    def fetches(self) -> tuple[Fetch, ...]: ...
    @property
    def page(self) -> PageEvidence | None: ...


class Names(Protocol):
    """What a column's name tells; the words themselves are the extractor's lexicon."""

    def classify(self, name: str) -> ColumnClass: ...
    def leaders(self, name: str) -> bool: ...
    def generic(self, name: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Watch:
    """The day of judging, and the open defects whose disappearance wants positive sight."""

    today: date
    open: Mapping[tuple[str, str], Defect] = field(default_factory=dict)

    def parents_of(self, check: str, subject: str) -> tuple[str, ...]:
        defect = self.open.get((check, subject))
        return defect.parents if defect else ()

    def subjects(self, check: str) -> tuple[str, ...]:
        return tuple(subject for known, subject in self.open if known == check)


@dataclass(slots=True)
class PageLook:
    """What is kept of one target. `unseen` is a reason key when it could not be looked at; `fresh`
    is False for what an earlier run saw and this one did not open again."""

    url: str
    role: Role
    kind: PageKind | None
    unseen: str | None
    fetches: tuple[Fetch, ...]
    title: str = ""
    trail: tuple[str, ...] = ()
    listing: Listing | None = None
    article: Article | None = None
    leaders: tuple[Leader, ...] = ()
    footer: Footer = field(default_factory=Footer)
    tags: dict[str, str] = field(default_factory=dict)
    rendered: bool = False
    soft404: bool = False
    full_page: bool = False
    leads_elsewhere: bool = False
    pictures: int = 0
    text_length: int = 0
    page_dates: tuple[date, ...] = ()
    depth: int = 0
    fresh: bool = True

    @property
    def opened(self) -> bool:
        """The server gave a page, not an error."""
        last = self.fetches[-1] if self.fetches else None
        return (
            self.unseen is None
            and last is not None
            and last.status is FetchStatus.OK
            and (last.http_status or 200) < 400
            and not self.soft404
        )

    @property
    def proof(self) -> tuple[Evidence, ...]:
        last = self.fetches[-1] if self.fetches else None
        if last is None or last.body_sha256 is None:
            return ()
        return (Evidence(last.body_sha256, "rendered" if self.rendered else "body"),)


@dataclass(slots=True)
class SiteLook:
    """Everything kept of one site's pages, by address key."""

    site: Site
    scopes: Scopes
    pages: dict[str, PageLook] = field(default_factory=dict)
    anchors: dict[str, dict[Region, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    anchor_urls: dict[str, str] = field(default_factory=dict)
    outside_anchors: dict[str, str] = field(default_factory=dict)

    @property
    def home_key(self) -> str:
        return address_key(self.site.url)

    @property
    def home(self) -> PageLook | None:
        return self.pages.get(self.home_key)

    def page(self, url: str) -> PageLook | None:
        return self.pages.get(address_key(url))

    def add(self, seen: Seen, *, fresh: bool = True) -> None:
        """Keep a target of this site. Of two spellings of one page the one that opened stays."""
        key = address_key(seen.target.url)
        look = _look(seen, self.scopes, self.site.id)
        look.fresh = fresh
        known = self.pages.get(key)
        if known is None or (look.opened and not known.opened):
            self.pages[key] = look
        if seen.page is None:
            return
        for link in seen.page.links:
            if link.kind is LinkKind.PAGE and link.region in NAMING_REGIONS:
                self._name(link, seen.target.url)

    def _name(self, link: Link, on: str) -> None:
        key = address_key(link.url)
        if self.scopes.owner(link.url) == self.site.id:
            self.anchors[key][link.region][link.text.strip()] += 1
            self.anchor_urls.setdefault(key, link.url)
        elif address_key(on) == self.home_key or link.region is Region.MENU:
            self.outside_anchors.setdefault(link.text.strip(), link.url)

    def entry_page(self, entry: Entry) -> PageLook | None:
        return self.page(entry.url)


_NOT_OPENED: dict[FetchStatus, str] = {
    FetchStatus.BLOCKED: "blocked",
    FetchStatus.ROBOTS: "robots",
    FetchStatus.TOO_LARGE: "too_large",
    FetchStatus.NOT_REQUESTED: "not_requested",
    FetchStatus.UNKNOWN: "unseen",
}


def _look(seen: Seen, scopes: Scopes, site_id: str) -> PageLook:
    page, target = seen.page, seen.target
    last = seen.fetches[-1] if seen.fetches else None
    unseen = _unseen(seen, last)
    look = PageLook(
        url=target.url,
        role=target.role,
        kind=page.kind if page else None,
        unseen=unseen,
        fetches=seen.fetches,
        depth=target.depth,
    )
    if page is None:
        return look
    final = last.final_url if last and last.final_url else target.url
    in_listing = page.kind in (PageKind.COLUMN, PageKind.HOME, PageKind.LETTERS, PageKind.API)
    look.title = page.title
    look.trail = page.trail
    look.listing = page.listing if in_listing or page.listing is None else _shape(page.listing)
    look.article = page.article
    look.leaders = page.leaders
    look.footer = page.footer
    look.tags = {name: value for name, value in page.tags if value}
    look.rendered = page.rendered
    look.soft404 = page.soft404
    look.full_page = _is_full(page)
    look.leads_elsewhere = scopes.owner(final) != site_id
    look.pictures = sum(link.kind is LinkKind.IMAGE for link in page.links)
    look.text_length = page.text_length
    look.page_dates = page.page_dates
    if page.kind is PageKind.BLOCKED:
        look.unseen = "blocked"
    elif look.leads_elsewhere and target.role is Role.HOME:
        # The address opens, but what it shows is not this site's: nothing here speaks for it.
        look.unseen = look.unseen or "unseen"
    return look


def _shape(listing: Listing) -> Listing:
    """A page that is no list page keeps its list's shape but not its items."""
    return Listing(
        next_pages=listing.next_pages,
        placeholder=listing.placeholder,
        empty_container=listing.empty_container,
        script_built=listing.script_built,
    )


def _is_full(page: PageEvidence) -> bool:
    """A page in the site's own frame, not a pop-up, a fragment or a picture viewer."""
    framed = sum(link.region in (Region.NAV, Region.MENU, Region.FOOTER) for link in page.links)
    return framed >= _FULL_PAGE_LINKS


def _unseen(seen: Seen, last: Fetch | None) -> str | None:
    if seen.state is TargetState.OPEN:
        return "unseen"
    if seen.state is TargetState.NOT_OBSERVED:
        return seen.reason.value if seen.reason else "unseen"
    if last is None:
        return "unseen"
    if last.lagged and last.status in (FetchStatus.TIMEOUT, FetchStatus.RESET):
        return "lagged"
    return _NOT_OPENED.get(last.status)
