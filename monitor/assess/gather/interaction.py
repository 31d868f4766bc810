"""Ways to write to an office and its public messages, over all pages of a site."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from monitor.assess.gather.look import Names, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.address import address_key
from monitor.domain.dossier import Dossier
from monitor.domain.evidence import PageKind
from monitor.domain.interaction import (
    DONE,
    FIELDS,
    FORWARDED,
    PENDING,
    REPLY,
    UNIT,
    VOID,
    Letter,
)
from monitor.domain.messages import (
    AnsweredMessage,
    ConsultationChannel,
    MessageList,
    MessageStatistics,
    PublicMessage,
)
from monitor.domain.subject import Category

UNANSWERED, LACKING = "message-unanswered", "message-fields-missing"
_LISTS = frozenset({PageKind.COLUMN, PageKind.LETTERS, PageKind.API})
_TEXTS = frozenset({PageKind.ARTICLE, PageKind.GUIDE, PageKind.LEADER})
_SAMPLE = 5
_MOST = 500
_LOOK_BACK = timedelta(days=400)
"""Older questions are asked about only where a defect is open."""
_FEW_NAMES = 4
"""A home page that leads to fewer places has no navigation that we could read."""
_LONGEST = 20
_STEPS = 3
_UNTOLD = ("script", "frame", "picture")
"""Why a page may hold more than its words say."""


def interaction(look: SiteLook, scene: Scene) -> Iterator[Dossier]:
    """Every dossier of this area for one site."""
    yield _channel(look, scene.names)
    board = _Board(look, scene.names)
    yield from _messages(board, scene)
    yield from _answered(board, scene)
    yield from _lists(board, scene)
    if look.scopes.platform(look.site) == look.site.id:
        yield _statistics(board, look, scene.names)


def _called(key: str, page: PageLook | None, look: SiteLook) -> list[str]:
    """What links and the page itself call it."""
    texts = [text for by in look.anchors.get(key, {}).values() for text in by if text]
    if page is None:
        return texts
    own = (page.column_name, *page.trail[-1:], "" if page.trail else page.title)
    return [*texts, *(one for one in own if one)]


# Ways to write ---------------------------------------------------------------------------------------


def _channel(look: SiteLook, names: Names) -> ConsultationChannel:
    home, url = look.home, look.site.url
    if home is None or not home.opened:
        unseen = (home and home.unseen) or "unseen"
        return ConsultationChannel(subject="consultation", url=url, unseen=unseen)
    found = list(_channels(look, names))
    alive = [key for key in found if not _is_dead(look.pages.get(key))]
    outside = any(_is_entry(text, names) for text in look.outside_anchors)
    body = next((page for page in look.pages.values() if _leads(page)), None)
    hubs = [key for key in look.anchors if _is_hub(key, look, names)]
    hub_outside = any(_says_hub(text, names) for text in look.outside_anchors)
    channel = None
    if alive:
        page = look.pages.get(alive[0])
        channel = page.url if page else look.anchor_urls.get(alive[0], url)
    elif body is not None:
        channel = body.url
    return ConsultationChannel(
        subject="consultation",
        url=url,
        searched=len(look.anchors) + len(look.outside_anchors) >= _FEW_NAMES,
        channel=channel,
        elsewhere=outside or hub_outside,
        unclear=any(_may_hold(look.pages.get(key), names) for key in hubs) or _forms(look, names),
        dead=bool(found) and not alive,
        evidence=home.proof,
    )


def _channels(look: SiteLook, names: Names) -> Iterator[str]:
    """Addresses that a link calls a way to write, and pages that call themselves so."""
    for key, by_region in look.anchors.items():
        if any(_is_entry(text, names) for texts in by_region.values() for text in texts):
            yield key
    for key, page in look.pages.items():
        if key in look.anchors or not page.opened or page.kind in _TEXTS:
            continue
        own = (page.column_name, *page.trail[-1:], page.title)
        if key != look.home_key and any(_is_entry(one, names) for one in own if one):
            yield key


def _is_entry(text: str, names: Names) -> bool:
    return 1 < len(text) <= _LONGEST and names.promises("consultation", text)


def _says_hub(text: str, names: Names) -> bool:
    return 1 < len(text) <= _LONGEST and names.promises("interaction", text)


def _is_dead(page: PageLook | None) -> bool:
    """The server gave an answer, and it is that there is no such page."""
    last = page.fetches[-1] if page is not None and page.fetches else None
    return (
        page is not None
        and page.unseen is None
        and last is not None
        and (last.http_status in (404, 410) or page.soft404)
    )


def _leads(page: PageLook) -> bool:
    return page.opened and bool(page.particulars.interaction.entry)


def _is_hub(key: str, look: SiteLook, names: Names) -> bool:
    return any(_says_hub(text, names) for text in _called(key, look.pages.get(key), look))


def _may_hold(page: PageLook | None, names: Names) -> bool:
    """A part of the site for interaction in which a way to write could be, for all that we read."""
    if page is None or not page.opened or page.leads_elsewhere:
        return not _is_dead(page)
    told, listing = page.particulars.interaction, page.listing
    if page.particulars.basics.scant in _UNTOLD:
        return True
    if told.letters or told.form or told.frames or told.unnamed:
        return True
    if listing is None:
        return False
    return listing.script_built or any(
        not names.promises("not_message", entry.title) for entry in listing.entries
    )


def _forms(look: SiteLook, names: Names) -> bool:
    """Somewhere one can write something, on a page whose name does not say what it is for, or
    messages are shown; what is for petitions or requests is no way to ask."""
    for key, page in look.pages.items():
        told = page.particulars.interaction
        if not page.opened or not (told.form or told.letters):
            continue
        said = [one for one in _called(key, page, look) if one]
        said += page.trail[-_STEPS:]
        if not any(names.promises("other_form", one) for one in said):
            return True
    return False


# Public messages -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _List:
    """A list of messages with all of them that were read, over its pages."""

    page: PageLook
    name: str
    letters: list[Letter] = field(default_factory=list)


@dataclass(slots=True)
class _Message:
    """One message: its row, its own page where that was opened, and the list it stands in."""

    subject: str
    url: str
    row: Letter
    own: Letter | None
    page: PageLook | None
    column: _List

    @property
    def alone(self) -> bool:
        """It has no page of its own: the list says all there is."""
        return not self.row.url

    @property
    def read(self) -> bool:
        return self.own is not None or self.alone

    @property
    def given(self) -> set[str]:
        return {*self.row.given, *(self.own.given if self.own else ())}

    @property
    def blank(self) -> set[str]:
        return {*self.row.blank, *(self.own.blank if self.own else ())} - self.given

    @property
    def asked(self) -> date | None:
        return (self.own and self.own.asked) or self.row.asked or self._only_day

    @property
    def _only_day(self) -> date | None:
        """The one day that stands beside a message that waits is that of asking."""
        return self.row.shown if self.row.status == PENDING else None

    @property
    def answered(self) -> date | None:
        return (self.own and self.own.answered) or self.row.answered

    @property
    def status(self) -> str:
        told = [one.status for one in (self.own, self.row) if one and one.status]
        known = (DONE, VOID, FORWARDED, PENDING)
        return next((state for state in known if state in told), told[0] if told else "")

    @property
    def newest(self) -> date | None:
        days = (self.answered, self.asked, self.row.shown, self.own.shown if self.own else None)
        article = self.page.article.published if self.page and self.page.article else None
        known = [day for day in days if day]
        return max(known) if known else article

    @property
    def is_answered(self) -> bool:
        return REPLY in self.given or self.answered is not None or self.status == DONE


class _Board:
    """The messages of a site's columns of consultation."""

    def __init__(self, look: SiteLook, names: Names) -> None:
        self.look = look
        self.names = names
        self.hidden: list[PageLook] = []
        self.lists = list(self._lists())
        self.messages = list(self._messages())

    @cached_property
    def _framed(self) -> dict[str, str]:
        """Names of pages that stand in frames of columns of messages, by key."""
        found: dict[str, str] = {}
        for key, page in self.look.pages.items():
            told = page.particulars.interaction
            if told.frames and (name := self._name(key, page)):
                found |= {address_key(url): name for url in told.frames}
        return found

    def _name(self, key: str, page: PageLook) -> str | None:
        """What the column of messages is called; None for what is none."""
        called = [one for one in _called(key, page, self.look) if not self.names.generic(one)]
        if any(self.names.promises("no_letters", one) for one in (*called, *page.trail[-_STEPS:])):
            return None
        return next((one for one in called if self._is_letters(one)), None)

    def _is_letters(self, name: str) -> bool:
        return len(name) <= _LONGEST and self.names.promises("letters", name)

    def _lists(self) -> Iterator[_List]:
        following = {
            address_key(url)
            for page in self.look.pages.values()
            if page.opened and page.listing
            for url in page.listing.next_pages
        }
        for key, page in self.look.pages.items():
            told = page.particulars.interaction
            if key == self.look.home_key or key in following or told.letter:
                continue
            name = self._framed.get(key) or self._name(key, page)
            if name is None and told.letters:
                name = self._hub_or_api(key, page)
            if name is None or page.leads_elsewhere:
                continue
            if not page.opened:
                if page.kind is None and key in self.look.anchors:
                    self.hidden.append(page)
                continue
            if told.letters or (page.kind in _LISTS and page.listing is not None):
                yield _List(page, name, list(self._letters(page)))

    def _hub_or_api(self, key: str, page: PageLook) -> str | None:
        """Messages on a page that is named more generally, or that has no name."""
        called = _called(key, page, self.look)
        if page.kind is PageKind.API:
            return page.title or page.url.rpartition("/")[2]
        return next((one for one in called if self.names.promises("interaction", one)), None)

    def _letters(self, page: PageLook) -> Iterator[Letter]:
        """The rows of a list over its pages; where they say no more than a title and a day, these."""
        todo, seen = [page], {address_key(page.url)}
        while todo:
            one = todo.pop()
            told, listing = one.particulars.interaction.letters, one.listing
            yield from told or (
                Letter(entry.title[:60], entry.url, shown=entry.published)
                for entry in (listing.entries if listing else ())
                if not self.names.promises("no_letters", entry.title) or entry.published
            )
            for url in listing.next_pages if listing else ():
                key = address_key(url)
                after = self.look.pages.get(key)
                if key not in seen and after is not None and after.opened:
                    seen.add(key)
                    todo.append(after)

    def _messages(self) -> Iterator[_Message]:
        said: set[str] = set()
        for column in self.lists:
            for row in column.letters:
                subject = row.url or f"{column.page.url} {row.title}"
                if subject in said or not row.title:
                    continue
                said.add(subject)
                page = self.look.page(row.url) if row.url else None
                own = page.particulars.interaction.letter if page and page.opened else None
                yield _Message(subject, row.url or column.page.url, row, own, page, column)
        for page in self.look.pages.values():
            told = page.particulars.interaction.letter
            if told is None or not page.opened or page.url in said or page.leads_elsewhere:
                continue
            row, name = Letter(told.title, page.url), self._trail_name(page)
            above = self._above(page)
            if above is None and name is not None:
                above = _List(page, name)
            if above is not None:
                yield _Message(page.url, page.url, row, told, page, above)

    def _above(self, page: PageLook) -> _List | None:
        """The list in whose folder a message's own page stands, where nothing else is said of it."""
        said = (page.title, page.column_name, *page.trail)
        if any(self.names.promises("no_letters", one) for one in said if one):
            return None
        key = address_key(page.url)
        holding = (
            column
            for column in self.lists
            if (folder := address_key(column.page.url)).endswith("/") and key.startswith(folder)
        )
        return max(holding, key=lambda column: len(column.page.url), default=None)

    def _trail_name(self, page: PageLook) -> str | None:
        """The column that a message's own page says it belongs to."""
        said = [one for one in (page.column_name, *page.trail[-2:]) if one]
        if any(self.names.promises("no_letters", one) for one in (*said, *page.trail)):
            return None
        return next((one for one in said if self._is_letters(one)), None)


def _messages(board: _Board, scene: Scene) -> Iterator[PublicMessage]:
    """Those that may wait for an answer, those of open defects, and the newest that are answered."""
    today, watched = scene.watch.today, set(scene.watch.subjects(UNANSWERED))
    replying = {id(m.column) for m in board.messages if m.own and REPLY in m.own.given}
    names = {m.column.name for m in board.messages if id(m.column) in replying}
    waiting, answered = [], []
    for message in board.messages:
        if message.is_answered and message.subject not in watched:
            answered.append(message)
        elif message.asked is None or message.asked >= today - _LOOK_BACK:
            waiting.append(message)
    answered.sort(key=lambda m: (m.newest or date.min, m.subject), reverse=True)
    for message in [*waiting[:_MOST], *answered[:_SAMPLE]]:
        yield _message(message, shows_replies=message.column.name in names)


def _message(message: _Message, *, shows_replies: bool) -> PublicMessage:
    own = message.own
    silent = own is not None and REPLY not in (*own.given, *own.blank) and shows_replies
    waits = message.status == PENDING or REPLY in message.blank or silent
    return PublicMessage(
        subject=message.subject,
        url=message.url,
        unseen=None if message.read or message.is_answered else _unseen(message.page),
        title=message.row.title or (own.title if own else ""),
        column=message.column.name,
        asked=message.asked,
        answered=message.answered,
        status=message.status,
        replied=REPLY in message.given,
        unreplied=waits,
        parents=_parents(message),
        parents_total=len(_parents(message)),
        evidence=(message.page or message.column.page).proof,
    )


def _unseen(page: PageLook | None) -> str:
    if page is None:
        return "unseen"
    return page.unseen or "unreadable"


def _parents(message: _Message) -> tuple[str, ...]:
    return () if message.url == message.column.page.url else (message.column.page.url,)


def _answered(board: _Board, scene: Scene) -> Iterator[AnsweredMessage]:
    """The newest five that are answered, and those of open defects."""
    today, watched = scene.watch.today, set(scene.watch.subjects(LACKING))
    told = [
        message
        for message in _once(board.messages, watched)
        if message.status not in (PENDING, FORWARDED, VOID)
        and (message.is_answered or not message.read)
    ]

    def newest(message: _Message) -> tuple[date, str]:
        day = message.newest or date.min
        return (day if day <= today else date.min, message.subject)

    told.sort(key=newest, reverse=True)
    told = told[:_SAMPLE] + [one for one in told[_SAMPLE:] if one.subject in watched]
    owned = scene.unit.category is not Category.COUNTY
    for message in told:
        given = message.given | ({UNIT} if owned else set())
        read = message.own is not None or (message.alone and REPLY in message.given)
        yield AnsweredMessage(
            subject=message.subject,
            url=message.url,
            unseen=None if read else _unseen(message.page) if not message.alone else "unseen",
            title=message.row.title,
            column=message.column.name,
            shown=len(message.given | message.blank),
            lacking=tuple(name for name in FIELDS if name not in given),
            parents=_parents(message),
            parents_total=len(_parents(message)),
            evidence=(message.page or message.column.page).proof,
        )


def _once(messages: Sequence[_Message], watched: Collection[str]) -> Iterator[_Message]:
    """A message that stands in two columns is one: by the text and the day of its question. Those of
    open defects are judged each."""
    said: set[tuple[int, date]] = set()
    for message in sorted(messages, key=lambda one: one.subject not in watched):
        own = message.own
        if own is not None and own.asks and own.asked:
            key = (own.asks, own.asked)
            if key in said and message.subject not in watched:
                continue
            said.add(key)
        yield message


def _lists(board: _Board, scene: Scene) -> Iterator[MessageList]:
    """Every list; the one with the newest message speaks for the site."""
    today = scene.watch.today
    by_list: dict[int, list[_Message]] = {id(column): [] for column in board.lists}
    loose: list[_Message] = []
    for message in board.messages:
        by_list.get(id(message.column), loose).append(message)
    own = {
        id(column): max(
            (day for day in _days(column, by_list[id(column)]) if day <= today), default=None
        )
        for column in board.lists
    }
    days = [m.newest for m in loose if m.newest and m.newest <= today]
    newest = max((*days, *(day for day in own.values() if day)), default=None)
    ranked = sorted(
        board.lists,
        key=lambda column: (
            own[id(column)] or date.min,
            len(by_list[id(column)]),
            len(column.letters),
            column.page.url,
        ),
        reverse=True,
    )
    undated = [m for m in board.messages if m.newest is None]
    unread = sum(not (m.page and m.page.opened) and not m.alone for m in undated)
    hidden = next((page.unseen or "unseen" for page in board.hidden), None)
    states = [_state(column) for column in board.lists]
    if "unreadable" in states:
        hidden = hidden or "script_built"
    for place, column in enumerate(ranked):
        yield MessageList(
            subject=column.page.url,
            url=column.page.url,
            name=column.name,
            newest=newest,
            own=own[id(column)],
            speaks=place == 0,
            items=len(board.messages),
            undated=len(undated) - unread,
            unread=unread,
            state=_state(column),
            hidden=hidden,
            evidence=column.page.proof,
        )


def _days(column: _List, messages: Iterable[_Message]) -> Iterator[date]:
    """Of all rows of a list: of two that lead to one address only the first is a message."""
    yield from (message.newest for message in messages if message.newest)
    for row in column.letters:
        yield from (day for day in (row.asked, row.answered, row.shown) if day)


def _state(column: _List) -> str:
    listing = column.page.listing
    if column.letters or listing is None:
        return "items"
    if listing.script_built:
        return "unreadable"
    return "placeholder" if listing.placeholder else "empty"


def _statistics(board: _Board, look: SiteLook, names: Names) -> MessageStatistics:
    home = look.home
    unseen = None if home is not None and home.opened else (home and home.unseen) or "unseen"
    named = [
        (key, look.pages.get(key))
        for key, by_region in look.anchors.items()
        if any(names.promises("statistics", text) for texts in by_region.values() for text in texts)
    ]
    shown = [page for page in look.pages.values() if page.particulars.interaction.statistics]
    shown += [
        page
        for page in look.pages.values()
        if page.opened
        and any(names.promises("statistics", one) for one in (page.column_name, *page.trail[-2:]))
    ]
    opened = [page for _, page in named if page is not None and page.opened]
    page = next(iter((*shown, *opened)), None)
    return MessageStatistics(
        subject="message-statistics",
        url=look.site.url,
        unseen=unseen,
        messages=sum(bool(column.letters) for column in board.lists),
        page=page.url if page else None,
        unclear=bool(named)
        or bool(board.hidden)
        or any(_state(c) == "unreadable" for c in board.lists),
        evidence=home.proof if home else (),
    )
