"""Wordings that look like slips, each at the address that answers for it.

What a page says itself is that page's. What a link says is the page's it leads to, where that says the
same; what stands in the furniture of pages is one record a wording, with the pages as parents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.assess.gather.look import MAX_PARENTS, PageLook, SiteLook
from monitor.assess.gather.scene import Scene
from monitor.domain.address import address_key
from monitor.domain.evidence import FetchStatus, PageKind
from monitor.domain.wording import Wording
from monitor.domain.wording_state import OrdinaryWordings, SevereWordings, WordingState

SEVERE, ORDINARY = "wording-severe", "wording-error"
_OWN = frozenset({"title", "text", "alt", "tag"})
_SHARED = 5
"""Own words that stand in the same surroundings on so many pages are furniture."""
_CLOSE = 10
_GONE = (404, 410)

Shown = tuple[PageLook, Wording]


def wordings(look: SiteLook, scene: Scene) -> Iterator[WordingState]:
    """The home page always, as proof of sight; else what was found, and what was known before."""
    told = _told(look)
    feet = [*told, *_feet(look, scene)]
    for severe in (True, False):
        found = _Found(look)
        found.sort([one for one in feet if one[1].severe is severe])
        yield from _States(look, scene, severe).of(found)


def _told(look: SiteLook) -> list[Shown]:
    """What the site's own pages say; the foot of a channel is its platform's."""
    is_channel = look.scopes.platform(look.site) != look.site.id
    return [
        (page, one)
        for page in look.pages.values()
        if page.opened and not page.leads_elsewhere
        for one in page.particulars.wordings
        if not (one.where == "foot" and is_channel)
    ]


def _feet(look: SiteLook, scene: Scene) -> list[Shown]:
    """What stands in the foot of the channels whose platform the site is."""
    return [
        (page, one)
        for channel in scene.channels.values()
        for page in channel.pages.values()
        if page.opened and not page.leads_elsewhere
        for one in page.particulars.wordings
        if one.where == "foot"
    ]


@dataclass(slots=True)
class _Found:
    """`own`: by address key what a page says itself. `parents`: by that and the form the pages whose
    links say it too. `shared`: by form what stands in furniture."""

    look: SiteLook
    own: dict[str, list[Wording]] = field(default_factory=lambda: defaultdict(list))
    parents: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    shared: dict[str, list[Shown]] = field(default_factory=lambda: defaultdict(list))

    def sort(self, told: Sequence[Shown]) -> None:
        own = [(page, one) for page, one in told if one.where in _OWN]
        places: dict[tuple[str, str, str], int] = defaultdict(int)
        for _, one in own:
            places[_surroundings(one)] += 1
        furniture = {_surroundings(one) for _, one in told if one.where in ("foot", "frame")}
        for page, one in own:
            around = _surroundings(one)
            if places[around] < _SHARED and around not in furniture:
                self.own[address_key(page.url)].append(one)
            else:
                self.shared[one.wrong].append((page, one))
        asked = {(address_key(page.url), one.wrong) for page, one in told if one.where == "asked"}
        linked: dict[tuple[str, str], list[Shown]] = defaultdict(list)
        for page, one in told:
            if one.where in _OWN or one.where == "asked":
                continue
            target = address_key(one.target) if one.target else ""
            if (target, one.wrong) in asked or self._is_the_platforms(one):
                continue
            if target and one.wrong in {own.wrong for own in self.own.get(target, ())}:
                self.parents[target, one.wrong].add(page.url)
            elif one.where == "link":
                linked[target, one.wrong].append((page, one))
            else:
                self.shared[one.wrong].append((page, one))
        for shown in linked.values():
            self._give(shown)
        self._name_columns()

    def _is_the_platforms(self, one: Wording) -> bool:
        """A channel shows the menu of its platform."""
        platform = self.look.scopes.platform(self.look.site)
        if not one.target or platform == self.look.site.id:
            return False
        return self.look.scopes.owner(one.target) == platform

    def _give(self, shown: Sequence[Shown]) -> None:
        """What a link alone says is the list's, on a further page or at home only where no list has it."""
        ranked = sorted(shown, key=lambda one: (_rank(one[0], self.look), one[0].url))
        page, one = ranked[0]
        key = address_key(page.url)
        if one.wrong not in {own.wrong for own in self.own.get(key, ())}:
            self.own[key].append(one)
        self.parents[key, one.wrong].update(other.url for other, _ in ranked[1:])

    def _name_columns(self) -> None:
        """A column's name is the column's, wherever else it stands."""
        for wrong in list(self.shared):
            for key, own in self.own.items():
                page = self.look.pages[key]
                if page.kind is not PageKind.ARTICLE and any(
                    one.wrong == wrong and one.where == "title" for one in own
                ):
                    self.parents[key, wrong].update(p.url for p, _ in self.shared.pop(wrong))
                    break


def _surroundings(one: Wording) -> tuple[str, str, str]:
    """By which the same sentence is known on another page."""
    before, _, after = one.context.partition(one.wrong)
    return before[-_CLOSE:], one.wrong, after[:_CLOSE]


def _rank(page: PageLook, look: SiteLook) -> int:
    if address_key(page.url) == look.home_key:
        return 2
    return 0 if page.kind is PageKind.COLUMN else 1


@dataclass(frozen=True, slots=True)
class _States:
    look: SiteLook
    scene: Scene
    severe: bool

    @property
    def check(self) -> str:
        return SEVERE if self.severe else ORDINARY

    def _state(self, **facts: Any) -> WordingState:
        return SevereWordings(**facts) if self.severe else OrdinaryWordings(**facts)

    def of(self, found: _Found) -> Iterator[WordingState]:
        look = self.look
        said: set[str] = set()
        for key, own in found.own.items():
            page = look.pages[key]
            parents = set().union(*(found.parents[key, one.wrong] for one in own)) - {page.url}
            said.add(key)
            yield self._state(
                subject=page.url,
                url=page.url,
                wordings=tuple(own),
                parents=_first(parents),
                parents_total=len(parents),
                evidence=page.proof,
            )
        for wrong, shown in found.shared.items():
            state = self._shared(wrong, shown)
            if state is not None:
                said.add(wrong)
                yield state
        if look.home_key not in said:
            yield self._now(look.site.url)
        for subject in self.scene.watch.subjects(self.check):
            if subject not in said and address_key(subject) not in said | {look.home_key}:
                yield self._now(subject)

    def _shared(self, wrong: str, shown: Sequence[Shown]) -> WordingState | None:
        """None where the places known before were opened again without it, though a page that was not
        opened in this run still has it."""
        known = self.scene.watch.parents_of(self.check, wrong)
        fresh = any(page.fresh for page, _ in shown)
        if known and not fresh and all(self._looked_at(url) for url in known):
            return None
        pages = {page.url: page for page, _ in shown}
        first = min(shown, key=lambda one: (one[0].kind is not PageKind.HOME, one[0].url))
        return self._state(
            subject=wrong,
            url=self.look.site.url,
            wordings=(first[1],),
            parents=_first(pages),
            parents_total=len(pages),
            evidence=first[0].proof,
        )

    def _looked_at(self, url: str) -> bool:
        page = self._page(url)
        return page is not None and page.fresh and (page.opened or _is_gone(page))

    def _page(self, url: str) -> PageLook | None:
        looks = (self.look, *self.scene.channels.values())
        return next((page for one in looks if (page := one.page(url)) is not None), None)

    def _now(self, subject: str) -> WordingState:
        """What can be said of an address, or of a wording known from furniture, that shows none."""
        known = self.scene.watch.parents_of(self.check, subject)
        page = self._page(subject)
        if page is None and "://" not in subject:
            seen = bool(known) and all(self._looked_at(url) for url in known)
            url = self.look.site.url
            return self._state(subject=subject, url=url, unseen=None if seen else "unseen")
        if page is not None and _is_gone(page):
            return self._state(subject=subject, url=subject, taken_off=True, evidence=page.proof)
        unseen = None if page and page.opened else (page and page.unseen) or "unseen"
        proof = page.proof if page else ()
        return self._state(subject=subject, url=subject, unseen=unseen, evidence=proof)


def _is_gone(page: PageLook) -> bool:
    last = page.fetches[-1] if page.fetches else None
    return last is not None and last.status is FetchStatus.OK and last.http_status in _GONE


def _first(pages: Iterable[str] | Mapping[str, PageLook]) -> tuple[str, ...]:
    return tuple(sorted(pages)[:MAX_PARENTS])
