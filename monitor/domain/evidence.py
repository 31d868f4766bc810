"""What was seen on one page or in one fetch. Written by the crawl, read by checks; never a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.particulars import NOTHING, Particulars


class FetchStatus(StrEnum):
    """How a fetch ended. An HTTP 404 is `ok`: the server answered."""

    OK = "ok"
    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    RESET = "reset"
    BLOCKED = "blocked"
    ROBOTS = "robots"
    TOO_LARGE = "too_large"
    NOT_REQUESTED = "not_requested"
    UNKNOWN = "unknown"


class Via(StrEnum):
    """By which rung of the ladder the fetch was made."""

    PLAIN = "plain"
    HEADERS = "headers"
    BROWSER = "browser"


class Condition(StrEnum):
    """How a request for changes only (If-None-Match, If-Modified-Since) was answered: `held`, that
    nothing changed (304); `answered`, with the page itself."""

    HELD = "held"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Fetch:
    """One look at one address. Times in seconds; `fetched_at` is wall clock, proof only.

    `lagged` is true when our own loop was late while this fetch was in flight: its timeout or
    reset is then ours and never evidence. `detail` names the wall, the error class or what a file is
    by its first bytes (pdf, zip, html …), never a sentence. `hops` are the addresses passed through,
    without the first and the last.

    `etag` and `last_modified` are the server's marks of this body, as sent. Where `condition` is
    `held` the server answered 304 just now, and everything else but the times is what it had
    answered when it gave the body. `reusable`: an equal answer says all that this one said (a page
    read whole from a plain request, that wanted no browser).

    `headers`: those of the answer whose body is stored, or that failed with an HTTP status; proof only.
    """

    url: str
    status: FetchStatus
    fetched_at: datetime
    final_url: str | None = None
    hops: tuple[str, ...] = ()
    http_status: int | None = None
    via: Via = Via.PLAIN
    seconds: float | None = None
    content_type: str | None = None
    body_sha256: str | None = None
    body_size: int | None = None
    remote_address: str | None = None
    detail: str | None = None
    lagged: bool = False
    etag: str | None = None
    last_modified: str | None = None
    condition: Condition | None = None
    reusable: bool = False
    headers: tuple[tuple[str, str], ...] = field(default=(), compare=False)


class PageKind(StrEnum):
    HOME = "home"
    COLUMN = "column"
    ARTICLE = "article"
    LEADERS = "leaders"
    LEADER = "leader"
    LETTERS = "letters"
    GUIDE = "guide"
    STATIC = "static"
    REDIRECT = "redirect"
    BLOCKED = "blocked"
    SOFT404 = "soft404"
    API = "api"
    OTHER = "other"


class DateState(StrEnum):
    """`absent`: the page shows none (the site's fault). `unreadable`: there is one, we cannot read it."""

    READ = "read"
    ABSENT = "absent"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Encoding:
    """The character set used to decode and which evidence decided: bom, header, meta or guess."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a list. `date_source`: item, url, title, script, attribute (where it was read)."""

    title: str
    url: str
    published: date | None = None
    date_state: DateState = DateState.ABSENT
    date_source: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a list page, navigation and sidebars left out.

    `placeholder`: the page itself says that there is nothing yet (暂无信息). `empty_container`: a
    list container or pager stands there without items. `script_built`: the items are made by
    script, so plain bytes cannot show them.
    """

    entries: tuple[Entry, ...] = ()
    next_pages: tuple[str, ...] = ()
    placeholder: bool = False
    empty_container: bool = False
    script_built: bool = False

    @property
    def newest(self) -> date | None:
        return max((e.published for e in self.entries if e.published), default=None)


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    published: date | None = None
    date_state: DateState = DateState.ABSENT
    source: str | None = None
    text_length: int = 0


@dataclass(frozen=True, slots=True)
class Leader:
    """One office holder as a page shows him or her.

    `url`: the page that should carry the biography (None when it all stands on this page).
    `bio`: a biography was read (True), its place was read and holds none (False), or it stands
    elsewhere or in a picture (None). `duties_only`: duties stand where the biography should.
    `vacant`: the post is shown as unfilled.
    """

    name: str
    post: str | None = None
    url: str | None = None
    bio: bool | None = None
    vacant: bool = False
    duties_only: bool = False


@dataclass(frozen=True, slots=True)
class Footer:
    """The marks every page must show (国办秘函〔2019〕19号, 网站标识; 找错 entry).

    `hidden`: there are none, and a foot is brought by a frame or script that was not read (loaded),
    or may be by one of the page's scripts (maybe). `unread`: marks that are not found though the page
    speaks of them, in a script or in a spelling that is not known.
    """

    mark: bool = False
    site_code: str | None = None
    icp: str | None = None
    police: str | None = None
    host: str | None = None
    contact: str | None = None
    error_report: bool = False
    hidden: str | None = None
    unread: tuple[str, ...] = ()


FOOTER_MARKS = ("mark", "site_code", "icp", "police", "host", "contact")


class LinkKind(StrEnum):
    PAGE = "page"
    IMAGE = "image"
    ATTACHMENT = "attachment"
    FRAME = "frame"
    ASSET = "asset"


class Region(StrEnum):
    """Where on the page a link stands. `nav`: head navigation; `menu`: side menu or site map;
    `block`: the heading or 更多 link of a block of items; `list`: a list item; `trail`: breadcrumb."""

    NAV = "nav"
    MENU = "menu"
    BLOCK = "block"
    LIST = "list"
    TRAIL = "trail"
    FOOTER = "footer"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as a visitor meets it: absolute address without fragment, its text, kind and place."""

    url: str
    text: str = ""
    kind: LinkKind = LinkKind.PAGE
    region: Region = Region.CONTENT


MOST_LINKS = 20_000
"""What is read of the links of one page, in page order: one that has so many was not read to its end."""


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """All that the extractors read from one page's bytes (and, if rendered, from its live tree).

    `blocked` names the wall (ruishu, jsl, 360, captcha …) or is None. `redirect` is the target of a
    meta refresh or of a script that does nothing but leave. `trail` is the breadcrumb's texts.
    `needs_script`: too little was readable without a browser.
    `page_dates` are complete dates shown in the page's body outside list items (home pages).
    """

    url: str
    kind: PageKind
    encoding: Encoding
    title: str = ""
    listing: Listing | None = None
    article: Article | None = None
    leaders: tuple[Leader, ...] = ()
    footer: Footer = Footer()
    tags: tuple[tuple[str, str], ...] = ()
    links: tuple[Link, ...] = ()
    trail: tuple[str, ...] = ()
    page_dates: tuple[date, ...] = ()
    blocked: str | None = None
    soft404: bool = False
    redirect: str | None = None
    needs_script: bool = False
    rendered: bool = False
    text_length: int = 0
    particulars: Particulars = NOTHING
