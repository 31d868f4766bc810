"""What a site of the invented city consists of, before any template makes pages of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

AS_OF = "2026-01-26T10:00:00+08:00"
"""The day on which everything here happens."""
TODAY = datetime.fromisoformat(AS_OF).date()
NOTE = "演示数据"
MARKS = ("mark", "site_code", "icp", "police", "host", "contact")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends. `status` 0 closes the connection without a word."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


PageMaker = Callable[[], Answer]


@dataclass(slots=True)
class Message:
    """How a letter of a mailbox stands. `waited`: days between question and answer; one that waits
    still was asked on its item's day. What is "" or False is not shown: who answered (`unit`), the
    `reply`, its `day`, the day of `asking`. `signed`: unit and day stand below the reply instead."""

    state: str = "已办结"
    waited: int = 3
    unit: str = "示范接待处"
    reply: str = "您好，来信收悉。请携带身份证到示范大厅办理，感谢支持。（演示数据）"
    day: bool = True
    asking: bool = True
    signed: bool = False


@dataclass(slots=True)
class Item:
    """An article in a list. `age` counts days back from today, negative ones lie in the future.

    `listed`: the list shows the day. `link` replaces the article by another address. `extra` is
    markup at the end of the article. `message` is what is said of it in a mailbox.
    markup at the end of the article. `put` and `tagged` are the days that its address and its tag tell,
    counted like `age`, where they are others.
    """

    number: int
    title: str
    age: int
    listed: bool = True
    pinned: bool = False
    link: str | None = None
    extra: str = ""
    message: Message = field(default_factory=Message)
    put: int | None = None
    tagged: int | None = None

    @property
    def day(self) -> date:
        return TODAY - timedelta(days=self.age)

    @property
    def put_day(self) -> date:
        return self.day if self.put is None else TODAY - timedelta(days=self.put)

    @property
    def tagged_day(self) -> date:
        return self.day if self.tagged is None else TODAY - timedelta(days=self.tagged)


@dataclass(slots=True)
class Column:
    """A column. `slug` is its path below the site ("zwgk/zcwj"); `code` numbers it.

    `look`: list, hub (its children's newest), menu (its children's names), letters, fetch (a script
    asks for JSON), catalogue (gkmlpt), frame (the list stands in an iframe). `empty` is what an
    empty list says. `elsewhere` is an address that the menu leads to instead of a list of its own.
    `short` days carry no year. `size` is how many articles one page of the list shows.
    """

    slug: str
    name: str
    code: int
    items: list[Item] = field(default_factory=list)
    look: str = "list"
    empty: str = ""
    elsewhere: str | None = None
    short: bool = False
    size: int = 20

    @property
    def parent(self) -> str:
        return self.slug.rpartition("/")[0]


@dataclass(slots=True)
class Policy:
    """A document of the government and its interpretation. `title` and `told` name the two, `age`
    counts the document's days back; the interpretation comes three days later. `explained`: there is
    one; `elsewhere` is its address where it stands on another site. `forth` is what the document's page
    has at its end, `back` the interpretation's; {document} and {interpretation} are their addresses.
    """

    number: int
    title: str
    told: str
    age: int
    explained: bool = True
    elsewhere: str | None = None
    forth: str = ""
    back: str = ""


@dataclass(slots=True)
class Leader:
    """An office holder. `linked`: the name leads to a page of its own where the layout has such."""

    number: int
    name: str
    post: str
    bio: str
    duties: str
    linked: bool = True


_TOLD = {
    "name": "便民事项办理",
    "basis": "《示范市便民服务条例》第十二条",
    "conditions": "在本市居住或者注册的个人和单位",
    "materials": "",
    "place": "示范市政务服务中心二楼3号窗口",
    "agency": "本单位政务服务科",
    "fee": "不收费",
    "time": "5个工作日",
    "phone": "0999-2600012",
    "process": "申请、受理、审查、决定、送达",
}


@dataclass(slots=True)
class Guide:
    """A guide to one service. `told`: what it says, by element; `labels`: other names of elements;
    `layout`: table, pairs, headings, lines, tabs, or "" for the family's. `body` stands instead of all
    that, `extra` at its end. `form`: a file below bsfw/ that `form_link` leads to ({form})."""

    number: int
    title: str
    told: dict[str, str] = field(default_factory=lambda: dict(_TOLD))
    labels: dict[str, str] = field(default_factory=dict)
    materials: str = "身份证原件及复印件1份"
    layout: str = ""
    body: str = ""
    extra: str = ""
    form: str = ""
    form_link: str = '<a href="{form}">事项申请表</a>'


def _guides() -> list[Guide]:
    names = ("便民补贴申领", "公共场地使用")
    return [Guide(n, f"{name}办事指南", form=f"sqb{n}.docx") for n, name in enumerate(names, 1)]


@dataclass(slots=True)
class ServiceOffer:
    """How services are offered. `shown`: own, empty (a column without content), platform (a link to it
    alone), picture (a picture with words), none. `name`: what the menu calls them."""

    shown: str = "own"
    name: str = "办事服务"
    guides: list[Guide] = field(default_factory=_guides)


@dataclass(slots=True)
class Lack:
    """A footer mark or page tag that is not as it should be, and on which pages.

    `where`: all, or a kind of page (home, column, article). `how`: gone, or the text that stands
    there instead.
    """

    where: str = "all"
    how: str = "gone"


@dataclass(slots=True)
class Site:
    """One site: where it stands, what it shows, and its oddities.

    `base` is its path on `host` ("/" or "/shuiwu/"). `roster` is the layout of the leaders' page:
    own, anchors, table, cards, picture, elsewhere, none; `roster_stub` is a page the menu leads to
    first. `home` is the layout of the home page:
    blocks, bare (navigation only), refresh (a stub that leaves), fetch. `frozen`: the home page
    keeps showing these items instead of the columns' newest. `home_title` is its title where that is not
    the site's name. `style` are spellings of templates.
    `special` answers addresses (path below the base) instead of the templates, `once` only the
    first time; `late` makes the first request wait that many seconds. `everything` answers all.
    """

    id: str
    unit: str
    name: str
    family: str
    host: str
    base: str
    code: str
    kind: str
    columns: list[Column] = field(default_factory=list)
    leaders: list[Leader] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    roster: str = "own"
    roster_name: str = "领导信息"
    roster_stub: str = ""
    home: str = "blocks"
    frozen: list[Item] | None = None
    home_dates: bool = True
    style: set[str] = field(default_factory=set)
    marks: dict[str, Lack] = field(default_factory=dict)
    tags: dict[str, Lack] = field(default_factory=dict)
    home_title: str | None = None
    home_extra: str = ""
    footer_extra: str = ""
    special: dict[str, Answer] = field(default_factory=dict)
    once: dict[str, Answer] = field(default_factory=dict)
    late: dict[str, float] = field(default_factory=dict)
    everything: Answer | None = None
    refuses: bool = False
    services: ServiceOffer = field(default_factory=ServiceOffer)

    def column(self, slug: str) -> Column:
        return next(column for column in self.columns if column.slug == slug)

    def children(self, column: Column) -> list[Column]:
        return [one for one in self.columns if one.parent == column.slug]

    @property
    def home_path(self) -> str:
        """Where the home page itself stands, below the base."""
        return "zhuye/" if self.home == "refresh" else ""
