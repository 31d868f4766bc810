"""One site as a run saw it: the little that is kept of each page."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol, TypeVar

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
from monitor.domain.function import Naming
from monitor.domain.gist import NAMING_REGIONS, Frame, Gist, attached_marks
from monitor.domain.particulars import NOTHING, Particulars
from monitor.domain.run import Reason, Role, Target, TargetState
from monitor.domain.shown_accounts import Whose
from monitor.domain.subject import ColumnClass, Site

T = TypeVar("T")
MAX_PARENTS = 50
_FRAMES_AT_HAND = 500


NO_FOOTER = Footer()


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
    def gist(self) -> Gist | None: ...
    @property
    def page(self) -> PageEvidence | None:
        """All that was read; dear to ask for."""


class Names(Protocol):
    """What a column's name tells; the words themselves are the extractor's lexicon."""

    def classify(self, name: str) -> ColumnClass: ...
    def leaders(self, name: str) -> bool: ...
    def generic(self, name: str) -> bool: ...
    def promises(self, topic: str, name: str) -> bool:
        """Whether a link's or column's name promises a standard topic, a key of the lexicon."""
        ...

    def naming(
        self, title: str, names: Sequence[str], expected: Sequence[str]
    ) -> tuple[Naming, str]:
        """How what a home page calls itself goes with the names it may bear, and by which words."""
        ...

    def whose(self, text: str, own: Sequence[str]) -> Whose:
        """Of whom the words of a link to an account speak."""
        ...


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
    footer: Footer = NO_FOOTER
    tags: tuple[str, ...] = ()
    column_name: str = ""
    rendered: bool = False
    soft404: bool = False
    full_page: bool = False
    leads_elsewhere: bool = False
    pictures: int = 0
    text_length: int = 0
    page_dates: tuple[date, ...] = ()
    particulars: Particulars = NOTHING
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


class Alike:
    """What many pages of a site say alike is held once."""

    def __init__(self) -> None:
        self._known: dict[Any, Any] = {}

    def __call__(self, value: T) -> T:
        known: T = self._known.setdefault(value, value)
        return known

    def fetch(self, fetch: Fetch, url: str) -> Fetch:
        """Without what only planning needs. `url`: the target's."""
        final = fetch.final_url
        return replace(
            fetch,
            url=url if fetch.url == url else fetch.url,
            final_url=url if final == url else final,
            content_type=self(fetch.content_type),
            remote_address=self(fetch.remote_address),
            detail=self(fetch.detail),
            etag=None,
            last_modified=None,
        )

    def particulars(self, told: Particulars) -> Particulars:
        paper = told.paper
        if told is NOTHING:
            return told
        return replace(
            told,
            functions=self(told.functions),
            basics=self(told.basics),
            paper=replace(paper, links=tuple(map(self, paper.links))) if paper.links else paper,
        )


@dataclass(slots=True)
class _Named:
    """What the links of a frame call the pages; `again`: how often more it was met."""

    places: list[tuple[Counter[str], str]]
    again: int = 0

    def count(self, times: int) -> None:
        for texts, text in self.places:
            texts[text] += times


@dataclass(slots=True)
class SiteLook:
    """Everything kept of one site's pages, by address key. `soundings`: looks beside the pages, of this
    run alone."""

    site: Site
    scopes: Scopes
    pages: dict[str, PageLook] = field(default_factory=dict)
    anchors: dict[str, dict[Region, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    anchor_urls: dict[str, str] = field(default_factory=dict)
    outside_anchors: dict[str, str] = field(default_factory=dict)
    soundings: list[PageLook] = field(default_factory=list)
    carriers: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By mark, the pages that link to a file."""
    _frames: dict[tuple[str, bool], _Named] = field(default_factory=dict)
    _alike: Alike = field(default_factory=lambda: Alike())

    def thin(self) -> None:
        """Let go what only the site's own dossiers need: of a channel its platform's read the foot, what
        the furniture offers, and what is worded there."""
        self.anchors.clear()
        self.anchor_urls.clear()
        self.outside_anchors.clear()
        self.carriers.clear()
        self._frames.clear()
        self._alike = Alike()
        for page in self.pages.values():
            page.title, page.trail, page.tags = "", (), ()
            page.listing, page.article, page.leaders, page.page_dates = None, None, (), ()
            kept = page.particulars
            if kept is not NOTHING:
                kept = Particulars(functions=kept.functions, wordings=kept.wordings)
                page.particulars = NOTHING if kept == NOTHING else kept

    @property
    def home_key(self) -> str:
        return address_key(self.site.url)

    @property
    def home(self) -> PageLook | None:
        return self.pages.get(self.home_key)

    def page(self, url: str) -> PageLook | None:
        return self.pages.get(address_key(url))

    def leads_on(self, page: PageLook) -> bool:
        """Its address forwards to another page that was opened at its own: that one answers."""
        last = page.fetches[-1] if page.fetches else None
        if last is None or not last.final_url or last.final_url == page.url:
            return False
        other = self.pages.get(address_key(last.final_url))
        return other is not None and other is not page and other.opened

    def add(self, seen: Seen, *, fresh: bool = True) -> None:
        """Keep a target of this site. Of two spellings of one page the one that opened stays."""
        key = address_key(seen.target.url)
        look = _look(seen, self.scopes, self.site.id, self._alike)
        look.fresh = fresh
        if seen.target.role is Role.SOUNDING:
            if fresh:
                self.soundings.append(look)
            return
        known = self.pages.get(key)
        if known is None or (look.opened and not known.opened):
            self.pages[key] = look
        gist = seen.gist
        if gist is not None:
            self._name(gist.frame, on_home=key == self.home_key)
            for mark in attached_marks(gist):
                self.carriers[mark].append(seen.target.url)

    def _name(self, frame: Frame, *, on_home: bool) -> None:
        """Count what links call the pages. The frames of a site are few: each is read once."""
        named = self._frames.get((frame.key, on_home))
        if named is not None:
            named.again += 1
            return
        if len(self._frames) >= _FRAMES_AT_HAND:
            self.settle()
        named = self._frames[frame.key, on_home] = _Named(
            [
                (self.anchors[address_key(link.url)][link.region], link.text.strip())
                for link in frame.links
                if link.kind is LinkKind.PAGE and link.region in NAMING_REGIONS
                if self._is_ours(link, on_home=on_home)
            ]
        )
        named.count(1)

    def settle(self) -> None:
        """Once all pages are added: `anchors` then counts a frame's names for each page that has it."""
        for named in self._frames.values():
            named.count(named.again)
        self._frames.clear()

    def _is_ours(self, link: Link, *, on_home: bool) -> bool:
        if self.scopes.owner(link.url) == self.site.id:
            self.anchor_urls.setdefault(address_key(link.url), link.url)
            return True
        if on_home or link.region is Region.MENU:
            self.outside_anchors.setdefault(link.text.strip(), link.url)
        return False

    def entry_page(self, entry: Entry) -> PageLook | None:
        return self.page(entry.url)


_NOT_OPENED: dict[FetchStatus, str] = {
    FetchStatus.BLOCKED: "blocked",
    FetchStatus.ROBOTS: "robots",
    FetchStatus.TOO_LARGE: "too_large",
    FetchStatus.NOT_REQUESTED: "not_requested",
    FetchStatus.UNKNOWN: "unseen",
}


def _look(seen: Seen, scopes: Scopes, site_id: str, alike: Alike) -> PageLook:
    gist, target = seen.gist, seen.target
    last = seen.fetches[-1] if seen.fetches else None
    unseen = _unseen(seen, last)
    look = PageLook(
        url=target.url,
        role=target.role,
        kind=gist.kind if gist else None,
        unseen=unseen,
        fetches=tuple(alike.fetch(one, target.url) for one in seen.fetches),
        depth=target.depth,
    )
    if gist is None:
        return look
    final = last.final_url if last and last.final_url else target.url
    look.title = gist.title
    look.trail = alike(gist.trail)
    look.listing = gist.listing
    look.article = gist.article
    look.leaders = gist.leaders
    look.footer = gist.frame.footer
    look.tags = alike(gist.tags)
    look.column_name = alike(gist.column_name)
    look.rendered = gist.rendered
    look.soft404 = gist.soft404
    look.full_page = gist.full_page
    look.leads_elsewhere = scopes.owner(final) != site_id
    look.pictures = gist.pictures
    look.text_length = gist.text_length
    look.page_dates = gist.page_dates
    look.particulars = alike.particulars(gist.particulars)
    if gist.kind is PageKind.BLOCKED:
        look.unseen = "blocked"
    elif look.leads_elsewhere and target.role is Role.HOME:
        # The address opens, but what it shows is not this site's: nothing here speaks for it.
        look.unseen = look.unseen or "unseen"
    return look


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
