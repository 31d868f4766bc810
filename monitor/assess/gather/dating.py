"""Articles whose day of publication does not agree with what else tells of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from monitor.assess.gather.look import PageLook, SiteLook
from monitor.assess.gather.scene import History, Scene
from monitor.domain.address import address_key
from monitor.domain.dating import DatedArticle, Sign, address_day
from monitor.domain.evidence import PageKind

CHECK, _UNLISTED = "date-forged", "unlisted"
_SAME = 1
"""Days by which two days of one article differ without meaning anything: hours, zones, midnight."""
_SETTLED = 3


def dated_articles(look: SiteLook, scene: Scene) -> Iterator[DatedArticle]:
    """One dossier an article with signs against its day, and one for each known defect.

    A day later than the one shown says little of documents, laws and reprints, a day before it little
    of pages that are kept up to date: neither is a sign there.
    """
    watched = set(scene.watch.subjects(CHECK))
    found: dict[str, DatedArticle] = {}
    for page, shown, signs in _with_signs(look, scene):
        found[address_key(page.url)] = DatedArticle(
            subject=page.url,
            url=page.url,
            parents=tuple(sorted({one.place for one in signs if one.place})),
            parents_total=len({one.place for one in signs if one.place}),
            evidence=page.proof,
            title=page.title,
            shown=shown,
            signs=signs,
        )
    for dossier in _from_platform(look):
        found.setdefault(address_key(dossier.url), dossier)
    for subject in sorted(watched - {one.subject for one in found.values()}):
        found.setdefault(address_key(subject), _repaired(look, subject))
    yield from found.values()


def _repaired(look: SiteLook, subject: str) -> DatedArticle:
    page = look.page(subject)
    if page is None or not page.fresh:
        return DatedArticle(subject=subject, url=subject, unseen="unseen")
    shown = page.particulars.stamps.shown if page.opened else None
    return DatedArticle(
        subject=subject,
        url=subject,
        unseen=page.unseen,
        evidence=page.proof,
        title=page.title,
        shown=shown,
        known=shown is not None,
    )


_Found = tuple[PageLook, date, list[Sign]]


def _with_signs(look: SiteLook, scene: Scene) -> Iterator[tuple[PageLook, date, tuple[Sign, ...]]]:
    """Articles with their signs, each told how many of the site's pages are off in the same way."""
    pages: list[_Found] = []
    settled: dict[str, date] = {}
    for page in look.pages.values():
        shown = page.particulars.stamps.shown
        if shown is None or shown > scene.watch.today or not page.opened:
            continue
        if page.particulars.interaction.letter is not None:
            continue  # what it shows is when somebody wrote, not when it was published
        signs = _signs(page, shown)
        pages.append((page, shown, signs))
        told = dict(_told(page, shown))
        for kind, day in told.items():
            if abs((day - shown).days) <= _SETTLED:
                settled[kind] = min(settled.get(kind, date.max), day)
    _repeat(pages)
    _unlisted(pages, look, scene)
    moved = _moves(pages)
    for page, shown, signs in pages:
        kept = tuple(
            replace(
                one,
                alike=_alike(moved, one, shown),
                in_use=one.kind == _UNLISTED
                or one.day < shown
                or settled.get(one.kind, date.max) < one.day - timedelta(_SAME),
            )
            for one in signs
        )
        if kept:
            yield page, shown, kept


def _told(page: PageLook, shown: date) -> Iterator[tuple[str, date]]:
    """What else tells a day of this article, whether it differs or not."""
    stamps = page.particulars.stamps
    in_address = address_day(page.url)
    if in_address:
        yield "address", in_address
    for kind, day in (("tag", stamps.tag), ("created", stamps.created)):
        yield kind, day or shown


def _signs(page: PageLook, shown: date) -> list[Sign]:
    stamps = page.particulars.stamps
    return [
        Sign(kind, day)
        for kind, day in _told(page, shown)
        if abs((day - shown).days) > _SAME and not (stamps.older if day > shown else stamps.renewed)
    ]


def _repeat(pages: list[_Found]) -> None:
    """Add to every article the oldest other one of the same title and text."""
    same: dict[tuple[int, str], list[_Found]] = defaultdict(list)
    for one in pages:
        if one[0].particulars.stamps.digest:
            same[one[0].particulars.stamps.digest, one[0].title].append(one)
    for copies in same.values():
        first = min(copies, key=lambda one: (one[1], one[0].url))
        for _, shown, signs in copies:
            if (shown - first[1]).days > _SAME:
                signs.append(Sign("repeated", first[1], place=first[0].url))


def _unlisted(pages: list[_Found], look: SiteLook, scene: Scene) -> None:
    """Add to an article that nobody knew before this look the day on which its list was read without
    it, though that went back beyond the day it shows; and keep what was seen so of a known defect."""
    lists = _lists(look) if scene.history else {}
    for page, shown, signs in pages:
        known = scene.watch.open.get((CHECK, page.url))
        if known and known.reason == _UNLISTED and known.facts.get("shown") == shown.isoformat():
            told = date.fromisoformat(known.facts["told"])
            signs.append(Sign(_UNLISTED, told, place=known.facts.get("place")))
        elif scene.history and page.fresh and not _may_come_late(page):
            found = lists.get(address_key(page.url))
            if found and _was_not_there(page, shown, found, scene.history):
                signs.append(Sign(_UNLISTED, scene.history.day, place=found.url))


def _lists(look: SiteLook) -> dict[str, PageLook]:
    """The lists read in this run, by the address keys of their items."""
    return {
        address_key(entry.url): page
        for page in look.pages.values()
        if page.kind is PageKind.COLUMN and page.fresh and page.opened and page.listing
        for entry in page.listing.entries
        if entry.url
    }


def _may_come_late(page: PageLook) -> bool:
    return page.particulars.stamps.older or page.particulars.stamps.renewed


def _was_not_there(page: PageLook, shown: date, found: PageLook, history: History) -> bool:
    """A list that did not go so far back may have had it on a further page."""
    earlier = history.listed(address_key(found.url))
    if earlier is None or history.day <= shown + timedelta(_SAME):
        return False
    days = [entry.published for entry in earlier.entries if entry.published]
    if not days or min(days) >= shown:
        return False
    key = address_key(page.url)
    there = any(address_key(entry.url) == key for entry in earlier.entries)
    return not there and not history.known(page.url)


def _moves(pages: list[_Found]) -> Counter[tuple[str, date]]:
    """How many articles are off by a sign of one kind on one day: for a sign after the day shown its
    own day counts, for one before it the day shown, which is then the one that was stamped on."""
    counted: Counter[tuple[str, date]] = Counter()
    for _, shown, signs in pages:
        for one in signs:
            counted[one.kind, max(one.day, shown)] += 1
    return counted


def _alike(moved: Counter[tuple[str, date]], sign: Sign, shown: date) -> int:
    """A move may run over midnight."""
    day = max(sign.day, shown)
    return sum(moved[sign.kind, day + timedelta(shift)] for shift in (-_SAME, 0, _SAME))


def _from_platform(look: SiteLook) -> Iterator[DatedArticle]:
    """What a catalogue's own answer tells of the days of its items."""
    rows = [
        (page, row) for page in look.pages.values() if page.opened for row in page.particulars.rows
    ]
    counted: Counter[tuple[str, date]] = Counter()
    for _, row in rows:
        counted["created", max(row.created, row.shown)] += 1
    for page, row in rows:
        sign = Sign("created", row.created, place=page.url)
        if abs((row.created - row.shown).days) <= _SAME or (row.older and row.created > row.shown):
            continue
        yield DatedArticle(
            subject=row.url,
            url=row.url,
            parents=(page.url,),
            parents_total=1,
            evidence=page.proof,
            title=row.title,
            shown=row.shown,
            signs=(replace(sign, alike=_alike(counted, sign, row.shown)),),
        )
