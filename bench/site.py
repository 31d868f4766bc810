"""Writes an invented government site to disk: the same bytes for the same plan, on any machine."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from pathlib import Path
from random import Random

from bench import markup
from bench.markup import Item, Shell
from bench.words import CHANNELS, POSTS, headline, office, person, sentence

VERSION = 2
"""Part of the cache's name: a changed generator makes new files."""

AS_OF = date(2026, 1, 26)
PER_LIST = 20
NEIGHBOUR = "neighbour/"
"""The folder of another host's pages, which belong to no count of the site."""

_DEAD = 0.01
_ATTACHED = 0.03
_EVERY_DEAD = 89  # articles: lists take a part of the addresses
_EVERY_FILE = 30
_BUSY = 4  # columns that get something new on a day
_FEWEST = 8  # changed addresses of a day
_FINDABLE = 30  # of each column, which any search shows
_OTHERS = 60  # images, scripts, neighbours, channel indexes: addresses beside lists and articles
_ATTACHMENTS = (
    ("pdf", b"%PDF-1.4\n"),
    ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ("xls", b"\xd0\xcf\x11\xe0"),
)
_STATIC = (
    "css/style.css",
    "css/list.css",
    "js/jquery.min.js",
    "js/common.js",
    "images/logo.png",
    "images/banner.jpg",
    "images/dzjg.png",
    "images/jiucuo.png",
    "images/photo.jpg",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """`pages`: addresses of the site, of which 1 % are dead and 3 % attachments; the rest is HTML.

    `origin` and `neighbour` are scheme, host and port without a final slash: some menus are
    absolute, and every page names friends on the neighbour.
    """

    origin: str
    neighbour: str
    pages: int = 20_000
    seed: int = 1

    @property
    def folder(self) -> str:
        where = self.origin.partition("://")[2].replace(":", "-")
        return f"site-{where}-{self.pages}-{self.seed}-v{VERSION}"


@dataclass(frozen=True, slots=True)
class Column:
    """`first`: how many articles the columns before this one have."""

    channel: int
    slug: str
    name: str
    first: int
    articles: int

    @property
    def path(self) -> str:
        return f"{CHANNELS[self.channel].slug}/{self.slug}"

    @property
    def lists(self) -> int:
        return max(1, -(-self.articles // PER_LIST))


@dataclass(frozen=True, slots=True)
class Article:
    number: int
    path: str
    title: str
    day: date
    attachments: tuple[str, ...] = ()
    dead: str | None = None


@dataclass(slots=True)
class Made:
    """What was written. `bytes_html` is the sum over pages."""

    html: int = 0
    gbk: int = 0
    bytes_html: int = 0
    attachments: int = 0
    dead: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)


def write(plan: Plan, cache: Path) -> Path:
    """The site's folder, written unless it is there already. `made.json` beside it says what is in it,
    and is written last: a run that was killed starts over."""
    root = cache / plan.folder
    note = cache / f"{plan.folder}.json"
    if not note.exists():
        shutil.rmtree(root, ignore_errors=True)
        made = Made()
        for path, body, encoding in files(plan):
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(body)
            if encoding is not None and not path.startswith(NEIGHBOUR):
                made.html += 1
                made.gbk += encoding == "gbk"
                made.bytes_html += len(body)
                made.pages.append(path)
            elif path.rpartition(".")[2] in {kind for kind, _ in _ATTACHMENTS}:
                made.attachments += 1
        made.dead = [
            one.dead for c in Layout(plan).columns for one in articles(plan, c) if one.dead
        ]
        note.write_text(json.dumps(asdict(made)), encoding="utf-8")
    return root


def read_made(plan: Plan, cache: Path) -> Made:
    return Made(**json.loads((cache / f"{plan.folder}.json").read_text(encoding="utf-8")))


class Layout:
    """How many articles go where, so that all addresses together are what the plan asks for."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @cached_property
    def columns(self) -> list[Column]:
        html = int(self.plan.pages * (1 - _DEAD - _ATTACHED)) - _OTHERS
        leaves = sum(len(channel.columns) for channel in CHANNELS)
        share = max(0, html - leaves) * PER_LIST / (PER_LIST + 1)
        total = sum(channel.weight for channel in CHANNELS)
        made: list[Column] = []
        first = 0
        for index, channel in enumerate(CHANNELS):
            for slug, name in channel.columns:
                own = max(1, round(share * channel.weight / total / len(channel.columns)))
                made.append(Column(index, slug, name, first, own))
                first += own
        return made


def articles(plan: Plan, column: Column) -> list[Article]:
    """Newest first. Where dead links and attachments hang follows from the running number alone."""
    random = Random(f"{plan.seed}/{column.path}")
    day = AS_OF
    made = []
    for index in range(column.articles):
        number = column.first + index
        title = headline(random)
        folder = f"{column.path}/{day:%Y%m}"
        files: tuple[str, ...] = ()
        dead = None
        if number % _EVERY_FILE == 3:
            kind = _ATTACHMENTS[number % 3][0]
            files = (f"{folder}/P0{day:%Y%m%d}{number:06}.{kind}",)
        if number % _EVERY_DEAD == 5:
            dead = f"{folder}/t{day:%Y%m%d}_9{number:06}.html"
        made.append(
            Article(number, f"{folder}/t{day:%Y%m%d}_{number:06}.html", title, day, files, dead)
        )
        if random.random() < 0.6:
            day -= timedelta(days=random.randint(0, 3))
    return made


def files(plan: Plan) -> Iterator[tuple[str, bytes, str | None]]:
    """Path, bytes and, of a page, its encoding."""
    columns = Layout(plan).columns
    shells = {family: Shell(family, plan.origin, plan.neighbour) for family in markup.FAMILIES}
    newest: dict[str, list[Item]] = {}
    findable: list[Item] = []
    for column in columns:
        shell = shells[CHANNELS[column.channel].family]
        known = articles(plan, column)
        items = _items(known)
        newest[column.path] = items[:8]
        findable += items[:_FINDABLE]
        for name, text in _lists(plan, shell, column, items):
            yield name, *shell.encoded(text)
        for place, article in enumerate(known):
            text = _article(plan, shell, column, items, place, article)
            yield article.path, *shell.encoded(text)
            for attached in article.attachments:
                kind = attached.rpartition(".")[2]
                yield attached, dict(_ATTACHMENTS)[kind] + _noise(plan, attached, 20_000), None
    yield from _tops(plan, shells, newest)
    yield "search/index.html", _results(plan, shells["blocks"], findable), None
    for name in _STATIC:
        yield name, _static(plan, name), None
    for index in range(markup.FRIENDS):
        page = f"<!DOCTYPE html><meta charset=utf-8><title>友情单位{index}</title><p>{index}"
        yield f"{NEIGHBOUR}site/{index}/index.html", page.encode(), None
    yield "robots.txt", b"User-agent: *\nDisallow:\n", None


def _lists(
    plan: Plan, shell: Shell, column: Column, items: list[Item]
) -> Iterator[tuple[str, str]]:
    channel = CHANNELS[column.channel]
    for number in range(column.lists):
        random = Random(f"{plan.seed}/{column.path}/{number}")
        shown = items[number * PER_LIST : (number + 1) * PER_LIST]
        name = f"{column.path}/{list_name(number)}"
        pager = [
            (f"{column.path}/{list_name(n)}", label) for n, label in _pager(number, column.lists)
        ]
        yield name, shell.list_page(random, name, channel, column.name, shown, pager, items[:10])


def list_name(number: int) -> str:
    return "index.html" if number == 0 else f"index_{number}.html"


def _pager(number: int, total: int) -> list[tuple[int, str]]:
    if total == 1:
        return []
    near = range(max(0, number - 2), min(total, number + 3))
    around = [(one, str(one + 1)) for one in near]
    ends = [(0, "首页"), (max(0, number - 1), "上一页")]
    return [*ends, *around, (min(total - 1, number + 1), "下一页"), (total - 1, "尾页")]


def _article(
    plan: Plan, shell: Shell, column: Column, items: list[Item], place: int, article: Article
) -> str:
    random = Random(f"{plan.seed}/{article.path}")
    start = random.randrange(max(1, len(items) - 8))
    return shell.article_page(
        random,
        article.path,
        CHANNELS[column.channel],
        column.name,
        items[place],
        source=office(random),
        attachments=article.attachments,
        dead=article.dead,
        before=items[place - 1] if place else None,
        after=items[place + 1] if place + 1 < len(items) else None,
        related=items[start : start + 8],
        side=items[:10],
        photo=article.number % 8 == 0,
    )


def _tops(
    plan: Plan, shells: dict[str, Shell], newest: dict[str, list[Item]]
) -> Iterator[tuple[str, bytes, str | None]]:
    """Home, channel indexes, leaders."""
    blocks = shells["blocks"]
    random = Random(f"{plan.seed}/tops")
    by_channel = {
        channel: [
            (name, f"{channel.slug}/{slug}/index.html", newest[f"{channel.slug}/{slug}"])
            for slug, name in channel.columns
        ]
        for channel in CHANNELS
    }
    home = [column for columns in by_channel.values() for column in columns[:1]]
    yield "index.html", *blocks.encoded(blocks.front_page(random, "index.html", None, home))
    for channel, columns in by_channel.items():
        shell = shells[channel.family]
        path = f"{channel.slug}/index.html"
        yield path, *shell.encoded(shell.front_page(random, path, channel, columns[:4]))
    people = [(person(random), post) for post in POSTS]
    leaders = [(f"ldzc/l{n}/index.html", name, post) for n, (name, post) in enumerate(people, 1)]
    text = blocks.leaders_page(random, "ldzc/index.html", leaders)
    yield "ldzc/index.html", *blocks.encoded(text)
    for path, name, post in leaders:
        yield path, *blocks.encoded(blocks.leader_page(random, path, name, post, sentence(random)))


def _results(plan: Plan, shell: Shell, items: list[Item]) -> bytes:
    """What the search form leads to. The server cannot search: whatever is asked, the newest articles of
    every column are shown."""
    random = Random(f"{plan.seed}/search")
    text = shell.list_page(
        random, "search/index.html", CHANNELS[0], "站内搜索", items, pager=[], side=[]
    )
    return shell.encoded(text)[0]


def _static(plan: Plan, name: str) -> bytes:
    match name.rpartition(".")[2]:
        case "css":
            return markup.STYLE.encode() * 2
        case "js":
            return markup.SCRIPT.encode() * 20
        case _:
            return _noise(plan, name, 20_000)


def _noise(plan: Plan, name: str, size: int) -> bytes:
    return Random(f"{plan.seed}/{name}").randbytes(size)


@dataclass(frozen=True, slots=True)
class Night:
    """What a day changed: files by path, and among them the articles that are new."""

    files: dict[str, bytes]
    added: list[str]


def night(plan: Plan, number: int, share: float) -> Night:
    """The `number`-th day after `AS_OF`: half of the share of the addresses are new articles of a few
    columns, with what shows them (the first pages of their lists, home and channel pages), and for the
    rest articles got another title. Made on top of the days before."""
    columns = Layout(plan).columns
    shells = {family: Shell(family, plan.origin, plan.neighbour) for family in markup.FAMILIES}
    total = max(_FEWEST, round(plan.pages * share))
    busy = columns[:: max(1, len(columns) // _BUSY)][:_BUSY]
    each = max(1, total // 2 // len(busy))
    made = Night({}, [])
    for column in busy:
        shell = shells[CHANNELS[column.channel].family]
        new = _added(plan, column, number, each)
        items = _items([*new, *articles(plan, column)])
        for place, article in enumerate(new[:each]):
            text = _article(plan, shell, column, items, place, article)
            made.files[article.path] = shell.encoded(text)[0]
            made.added.append(article.path)
        for name, text in islice(_lists(plan, shell, column, items), len(new) // PER_LIST + 1):
            made.files[name] = shell.encoded(text)[0]
    tops = []
    for day in (number - 1, number):
        newest = {
            column.path: _items(
                [
                    *(_added(plan, column, day, each) if column in busy else ()),
                    *articles(plan, column),
                ]
            )[:8]
            for column in columns
        }
        tops.append({path: body for path, body, _ in _tops(plan, shells, newest)})
    made.files.update((path, body) for path, body in tops[1].items() if tops[0][path] != body)
    left = max(0, total - len(made.files))
    whole = [(column, at) for column in columns for at in range(column.articles)]
    for column, at in whole[number :: max(1, len(whole) // max(1, left))][:left]:
        shell = shells[CHANNELS[column.channel].family]
        known = articles(plan, column)
        text = _article(plan, shell, column, _items(known), at, known[at])
        text = text.replace(known[at].title, f"{known[at].title}（更正{number}）", 3)
        made.files[known[at].path] = shell.encoded(text)[0]
    return made


def _items(known: Iterable[Article]) -> list[Item]:
    return [Item(one.path, one.title, one.day) for one in known]


def _added(plan: Plan, column: Column, nights: int, each: int) -> list[Article]:
    """What came in the nights since, the newest first; their numbers follow those of all others."""
    made = []
    for one in range(nights, 0, -1):
        random = Random(f"{plan.seed}/{column.path}/night {one}")
        day = AS_OF + timedelta(days=one)
        for index in range(each):
            number = 900_000 + one * 1_000 + index
            path = f"{column.path}/{day:%Y%m}/t{day:%Y%m%d}_{number:06}.html"
            made.append(Article(number, path, headline(random), day))
    return made
