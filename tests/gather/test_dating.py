"""An item that its list did not have when it was read after the day it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from monitor.assess.gather import Crossings, Watch, dossiers, look_at
from monitor.domain.address import Scopes, address_key
from monitor.domain.dating import DatedArticle
from monitor.domain.evidence import Article, DateState, Listing, PageKind
from monitor.domain.particulars import Particulars
from monitor.domain.stamps import Stamps
from tests.gather.world import SITE, TODAY, UNIT, WINDOWS, Names, Seen, at, items, page

LATE = 7
DAYS = ("2026-01-20", "2026-01-10", "2025-10-01")


@dataclass
class Before:
    """Stands in for what is stored."""

    lists: dict[str, Listing]
    addresses: set[str] = field(default_factory=set)
    day: date = date(2026, 1, 12)

    def listed(self, key: str) -> Listing | None:
        return self.lists.get(key)

    def known(self, url: str) -> bool:
        return url in self.addresses


def _article(number: int, day: str, *, older: bool = False) -> Seen:
    shown = date.fromisoformat(day)
    return page(
        f"/content/{number}.html",
        PageKind.ARTICLE,
        article=Article(f"条目{number}", shown, DateState.READ, None, 400),
        particulars=Particulars(stamps=Stamps(shown=shown, older=older)),
    )


def _signs(before: Before | None, day: str = "2025-11-20", *, older: bool = False) -> list[str]:
    days = (*DAYS, day)
    listing = items(*days, start=LATE - len(DAYS))
    seen = [page("/", PageKind.HOME), page("/a/", PageKind.COLUMN, listing=listing)]
    seen.append(_article(LATE, day, older=older))
    scopes = Scopes([SITE])
    found = dossiers(
        look_at(SITE, scopes, seen, Crossings()),
        unit=UNIT,
        platform_pages={},
        crossings=Crossings(),
        windows=WINDOWS,
        names=Names(),
        watch=Watch(TODAY),
        history=before,
    )
    return [
        f"{sign.kind} {sign.day}"
        for one in found
        if isinstance(one, DatedArticle)
        for sign in one.signs
        if sign.in_use
    ]


def _listed(*days: str) -> dict[str, Listing]:
    return {address_key(at("/a/")): items(*days, start=LATE - len(DAYS))}


def test_its_list_went_back_so_far_and_did_not_have_it() -> None:
    assert _signs(Before(_listed(*DAYS))) == ["unlisted 2026-01-12"]


def test_what_speaks_for_it() -> None:
    listed = _listed(*DAYS)
    assert _signs(None) == []
    assert _signs(Before({})) == [], "a new column"
    assert _signs(Before(_listed("2026-01-10", "2025-12-01"))) == [], (
        "the list did not go so far back"
    )
    assert _signs(Before(listed, {at(f"/content/{LATE}.html")})) == [], "known from a further page"
    assert _signs(Before(listed, day=date(2025, 11, 20))) == [], "read on the very day"
    assert _signs(Before(_listed(*DAYS, "2025-11-20"))) == [], "it was there"
    assert _signs(Before(listed), older=True) == [], "a document is older than its page"
