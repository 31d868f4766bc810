"""`monitor pictures`: show each confirmed defect on the page as it was stored, framed and stamped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from db import proof as kept
from db.blobs import keep_body
from db.proof import StoredPage
from monitor.app.house import BadInput, House
from monitor.app.standing import standing
from monitor.assess.places import place_of
from monitor.crawl import loop
from monitor.crawl.shots import Sheet, Shot, Taken
from monitor.crawl.tab import Tab
from monitor.domain.calendar import SHANGHAI
from monitor.domain.defect import STRUCK, Defect, DefectState
from monitor.domain.picture import Picture, Place
from monitor.domain.subject import Unit, Watched
from monitor.extract.decode import decode
from monitor.report.record import describe
from monitor.text import say

_AT_ONCE = 200
"""Pages whose bodies are held at a time."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    defect: Defect
    place: Place
    page: StoredPage
    said: str


def take_pictures(
    house: House,
    *,
    units: Sequence[str] = (),
    defects: Sequence[str] = (),
    as_of: str | None = None,
) -> Counter[str]:
    """Take what is wanting: confirmed defects whose present facts have no picture yet.

    Returns how many by what came of them: marked, unmarked (the page does
    not show the mark), already (taken earlier), or the reason of `Picture`. Raises BadInput for an
    unknown unit or defect, and without a browser.
    """
    found = standing(house, units=units, as_of=as_of)
    mine = [
        (unit, site, defect)
        for unit in found.units
        for site in unit.watched
        for defect in found.defects[site.id]
        if not defects or defect.id in defects
    ]
    for unknown in set(defects) - {defect.id for _, _, defect in mine}:
        raise BadInput("input.unknown_defect", value=unknown)
    if house.browser is None:
        raise BadInput("input.no_browser")
    confirmed = [
        one
        for one in mine
        if one[2].state is DefectState.CONFIRMED and one[2].decision not in STRUCK
    ]
    known = kept.pictures(house.engine, [defect.id for _, _, defect in confirmed])
    outcome: Counter[str] = Counter()
    wanted: list[_Wanted] = []
    for unit, site, defect in confirmed:
        last = known.get(defect.id)
        if last and last.fingerprint == defect.fingerprint and last.reason != "no_picture":
            outcome["already"] += 1
            continue
        made = _wanted(house, unit, site, defect)
        if isinstance(made, _Wanted):
            wanted.append(made)
        else:
            outcome[made] += 1
            kept.save_pictures(house.engine, [_without(defect, house.clock.now(), made)])
    for some in _by_page(wanted):
        outcome += _take(house, some)
    return outcome


def _wanted(house: House, unit: Unit, site: Watched, defect: Defect) -> _Wanted | str:
    """What to take, or the reason why there is nothing."""
    place = place_of(defect)
    if place is None:
        return "no_place"
    page = kept.stored_page(
        house.engine, site.id, place.url, before=defect.last_seen, sha256=place.sha256
    )
    if page is None:
        return "not_stored"
    return _Wanted(defect, place, page, describe(defect, unit, site))


def _without(defect: Defect, at: datetime, reason: str) -> Picture:
    return Picture(defect.id, defect.fingerprint, defect.url, at, reason=reason)


def _by_page(wanted: Iterable[_Wanted]) -> Iterator[list[list[_Wanted]]]:
    """Those of one page together, so many pages at a time."""
    pages: dict[tuple[str, str], list[_Wanted]] = {}
    for one in wanted:
        pages.setdefault((one.page.url, one.page.sha256), []).append(one)
    groups = list(pages.values())
    for start in range(0, len(groups), _AT_ONCE):
        yield groups[start : start + _AT_ONCE]


def _take(house: House, groups: Sequence[Sequence[_Wanted]]) -> Counter[str]:
    outcome: Counter[str] = Counter()
    open_: dict[str, _Wanted] = {}
    sheets: list[Sheet] = []
    for group in groups:
        page = group[0].page
        body = house.blobs.get(page.sha256)
        if body is None:
            at = house.clock.now()
            kept.save_pictures(house.engine, [_without(w.defect, at, "not_stored") for w in group])
            outcome["not_stored"] += len(group)
            continue
        open_ |= {one.defect.id: one for one in group}
        shots = tuple(Shot(w.defect.id, w.place.marks, _stamp(house, w)) for w in group)
        text = decode(body, page.content_type)[0]
        sheets.append(Sheet(page.url, text, shots, say("picture.hidden", lang="zh")))

    def deliver(sheet: Sheet, taken: Sequence[Taken]) -> None:
        rows = [_picture(house, open_.pop(one.key), one) for one in taken]
        kept.save_pictures(house.engine, rows)
        outcome.update(row.reason or ("marked" if row.marked else "unmarked") for row in rows)

    loop.run(_photograph(house, sheets, deliver))
    at = house.clock.now()
    left = [_without(one.defect, at, "no_picture") for one in open_.values()]
    kept.save_pictures(house.engine, left)
    outcome["no_picture"] += len(left)
    return +outcome


async def _photograph(
    house: House, sheets: Sequence[Sheet], deliver: Callable[[Sheet, Sequence[Taken]], None]
) -> None:
    tab = Tab(house.options, images=True)
    try:
        await tab.photograph(sheets, deliver)
    finally:
        await tab.close()


def _picture(house: House, wanted: _Wanted, taken: Taken) -> Picture:
    defect, at = wanted.defect, house.clock.now()
    if taken.jpeg is None:
        return _without(defect, at, "no_picture")
    sha256 = keep_body(house.engine, house.blobs, taken.jpeg, at)
    page = wanted.page
    return Picture(
        defect.id, defect.fingerprint, page.url, at, page.sha256, sha256, marked=taken.marked
    )


def _stamp(house: House, wanted: _Wanted) -> str:
    page = wanted.page
    return say(
        "picture.stamp",
        lang="zh",
        url=page.url,
        fetched=_clock(page.fetched_at),
        taken=_clock(house.clock.now()),
        sha256=page.sha256[:16],
        id=wanted.defect.id,
        said=wanted.said,
    )


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
