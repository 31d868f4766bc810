"""The home page: does it open, and is it kept up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitor.assess.gather.look import PageLook, SiteLook
from monitor.domain.dossier import ColumnState, HomeNews, HomeVisit
from monitor.domain.evidence import DateState, Entry, FetchStatus, PageKind
from monitor.domain.subject import FIRST_LEVEL_CLASSES, ColumnClass

_FEW_ITEMS = 3
_LISTS = (PageKind.COLUMN, PageKind.LETTERS, PageKind.LEADERS, PageKind.HOME)


def home_visit(look: SiteLook) -> HomeVisit:
    """The fetches of the home page. Blocked and the like are left to the check: it knows them."""
    home, url = look.home, look.site.url
    if home is None:
        return HomeVisit(subject=url, url=url, unseen="unseen")
    ours = home.unseen if not home.fetches or home.fetches[-1].status is FetchStatus.OK else None
    return HomeVisit(
        subject=url,
        url=url,
        unseen=ours,
        fetches=home.fetches,
        soft_error=home.soft404,
        evidence=home.proof,
    )


def home_news(look: SiteLook, columns: Sequence[ColumnState], today: date) -> HomeNews:
    """The newest item of the home page; undated items are dated by the page they link to.

    A home page that only navigates is judged by all its second-level lists (WV-3).
    """
    home, url = look.home, look.site.url
    if home is None or not home.opened:
        return HomeNews(subject=url, url=url, unseen=(home and home.unseen) or "unseen")
    listed = home.listing.entries if home.listing else ()
    entries = [entry for entry in listed if not _is_door(entry, look.entry_page(entry))]
    reading = Reading(today)
    for entry in entries:
        reading.add(entry, look.entry_page(entry), look.scopes.owner(entry.url) == look.site.id)
    for day in home.page_dates:
        reading.note(day)
    navigation_only = len(entries) < _FEW_ITEMS
    if navigation_only:
        for column in columns:
            if column.newest:
                reading.note(column.newest)
            if column.cls in (ColumnClass.NEWS, *FIRST_LEVEL_CLASSES) and _is_dark(column):
                reading.unread += 1
    return HomeNews(
        subject=url,
        url=url,
        newest=reading.newest,
        dated=reading.dated,
        undated=reading.undated,
        unread=reading.unread,
        navigation_only=navigation_only,
        evidence=home.proof,
    )


def _is_dark(column: ColumnState) -> bool:
    """There may be something newer that we could not see."""
    hidden = column.unseen is not None or column.list_state == "unreadable"
    return hidden or column.unread > 0


def _is_door(entry: Entry, page: PageLook | None) -> bool:
    """An undated item that leads to a list is the way to a column, no news."""
    shows = page is not None and page.opened and page.kind in _LISTS
    return shows and entry.date_state is DateState.ABSENT


class Reading:
    """Dates of a list's items: read on the list, or on the item's own page.

    A date in the future is no update; a dead item is none either. `undated`: the item's page was
    read and shows no date. `unread`: we cannot tell, so nothing old may be held against the list.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.newest: date | None = None
        self.newest_title: str | None = None
        self.dated = self.undated = self.unread = self.future = self.entries = 0

    def note(self, day: date, title: str | None = None) -> None:
        if day > self.today:
            self.future += 1
            return
        self.dated += 1
        if self.newest is None or day > self.newest:
            self.newest, self.newest_title = day, title

    def add(self, entry: Entry, page: PageLook | None, ours: bool) -> None:
        self.entries += 1
        if entry.published:
            self.note(entry.published, entry.title)
        elif page and page.opened and page.article and page.article.published:
            self.note(page.article.published, entry.title)
        elif (
            (entry.url and not ours and entry.date_state is DateState.ABSENT)
            or (page and page.fetches and not page.opened and page.unseen is None)
            or (page and page.opened and entry.date_state is DateState.ABSENT and _shows_none(page))
        ):
            self.undated += 1
        else:
            self.unread += 1


def _shows_none(page: PageLook) -> bool:
    if page.kind is not PageKind.ARTICLE or page.article is None:
        return True
    return page.article.date_state is DateState.ABSENT
