"""One place where the city differs from its good order, and small ways to differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.demo import land
from monitor.demo.families.base import Roads
from monitor.demo.model import NOTE, Answer, Lack, Leader, Site

Change = Callable[[Site, Roads], None]


@dataclass(frozen=True, slots=True)
class Spot:
    """`change` alters the site while the spot is on. What it means stands in the truth alone."""

    id: str
    site: str
    change: Change


def both(*changes: Change) -> Change:
    def change(site: Site, roads: Roads) -> None:
        for one in changes:
            one(site, roads)

    return change


def ages(slug: str, *days: int) -> Change:
    """The column holds articles of these ages and no others."""

    def change(site: Site, _: Roads) -> None:
        column = site.column(slug)
        column.items = land.articles(column.name, column.code, list(days))

    return change


def look(slug: str, kind: str) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.column(slug).look = kind

    return change


def undated(slug: str) -> Change:
    """The list shows no days; its articles do."""

    def change(site: Site, _: Roads) -> None:
        for item in site.column(slug).items:
            item.listed = False

    return change


def style(*words: str) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.style.update(words)

    return change


def mark(name: str, where: str = "all", how: str = "gone") -> Change:
    def change(site: Site, _: Roads) -> None:
        site.marks[name] = Lack(where, how)

    return change


def tag(name: str, where: str = "all", how: str = "gone") -> Change:
    def change(site: Site, _: Roads) -> None:
        site.tags[name] = Lack(where, how)

    return change


def roster(kind: str, name: str | None = None) -> Change:
    def change(site: Site, _: Roads) -> None:
        site.roster = kind
        site.roster_name = name or site.roster_name

    return change


def leader(number: int, alter: Callable[[Leader], None]) -> Change:
    """Change the leader with this place in the list."""

    def change(site: Site, _: Roads) -> None:
        alter(next(one for one in site.leaders if one.number == number))

    return change


def frozen(*days: int) -> Change:
    """The home page stands still: it shows articles of these ages instead of the columns'."""

    def change(site: Site, _: Roads) -> None:
        site.frozen = land.articles("图片新闻", 9900, list(days))

    return change


def serve(path: str, answer: Answer) -> Change:
    """The address (below the base) gives this answer."""

    def change(site: Site, _: Roads) -> None:
        site.special[path] = answer

    return change


def first(path: str, answer: Answer) -> Change:
    """The address gives this answer to the first who asks, and is as it should be afterwards."""

    def change(site: Site, _: Roads) -> None:
        site.once[path] = answer

    return change


def late(path: str, seconds: float) -> Change:
    """The address lets the first who asks wait."""

    def change(site: Site, _: Roads) -> None:
        site.late[path] = seconds

    return change


def extra(slug: str, place: int, markup: str) -> Change:
    """Markup at the end of one article of a column. `{base}` is the site's base."""

    def change(site: Site, roads: Roads) -> None:
        site.column(slug).items[place].extra += _filled(markup, site, roads)

    return change


def on_home(markup: str) -> Change:
    def change(site: Site, roads: Roads) -> None:
        site.home_extra += _filled(markup, site, roads)

    return change


def in_footer(markup: str) -> Change:
    def change(site: Site, roads: Roads) -> None:
        site.footer_extra += _filled(markup, site, roads)

    return change


def _filled(markup: str, site: Site, roads: Roads) -> str:
    for name, host in (
        ("platform", land.PLATFORM_HOST),
        ("missing", land.MISSING_HOST),
        ("closed", land.CLOSED_HOST),
    ):
        markup = markup.replace("{" + name + "}", roads.to(host, ""))
    return markup.replace("{base}", site.base)


def said(text: str, status: int = 200, title: str = "", charset: str = "utf-8") -> Answer:
    """A small page outside any frame."""
    body = (
        f'<html><head><meta charset="{charset}"><title>{title or text}</title></head>'
        f"<body><p>{text}</p><!-- {NOTE} --></body></html>"
    )
    return Answer(body.encode(charset), status, f"text/html; charset={charset}")


def sent_to(address: str, status: int = 302) -> Answer:
    return Answer(NOTE.encode(), status, headers=(("Location", address),))


SILENCE = Answer(b"", status=0)
"""The connection is closed without an answer."""


def file(content_type: str = "application/pdf") -> Answer:
    return Answer(f"%PDF-1.4 {NOTE}".encode(), content_type=content_type)


def spots(site: str, *pairs: tuple[str, Change]) -> Sequence[Spot]:
    """Several spots of one site."""
    return tuple(Spot(id, site, change) for id, change in pairs)
