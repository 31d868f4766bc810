"""Which links of a page become targets, and what they are to us."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from monitor.crawl.spider import TargetSpider
from monitor.domain.address import Scopes, address_key
from monitor.domain.evidence import Link, LinkKind, PageEvidence, PageKind, Region
from monitor.domain.run import Mode, Role, Target
from monitor.extract.columns import names_leaders

_ROLE_BY_REGION = {
    Region.NAV: Role.COLUMN,
    Region.MENU: Role.COLUMN,
    Region.BLOCK: Role.COLUMN,
    Region.TRAIL: Role.COLUMN,
    Region.LIST: Role.ARTICLE,
}
_CHECKED_ONLY = (LinkKind.IMAGE, LinkKind.ATTACHMENT)


@dataclass(frozen=True, slots=True)
class Itinerary:
    """What a run goes to.

    `sites`: the sites being crawled. `mode`: full follows everything once; nightly goes to lists
    and to what `is_new` names; what is known is asked for by itself when it is due. `follow`: False
    for a second look, which goes only where it was sent, and to the leaders' page from the home.
    """

    scopes: Scopes
    sites: frozenset[str]
    mode: Mode = Mode.FULL
    full_sites: frozenset[str] = frozenset()
    is_new: Callable[[str], bool] = field(default=lambda url: True)
    follow: bool = True


class SiteSpider(TargetSpider):
    """Crawls registered sites: every internal page, and every address they link to once."""

    name = "site"

    def __init__(self, *args: Any, itinerary: Itinerary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.itinerary = itinerary

    def follow(self, target: Target, page: PageEvidence, final_url: str) -> Iterator[Target]:
        """Targets found on `page`. Pages outside the crawled sites are looked at, never followed."""
        plan = self.itinerary
        if plan.scopes.owner(final_url) not in plan.sites or page.kind is PageKind.BLOCKED:
            return
        if page.redirect:
            yield self._target(target, page, Link(page.redirect, region=Region.NAV), target.role)
        if not plan.follow:
            yield from self._leaders_only(target, page)
            return
        overleaf = page.listing.next_pages if page.listing else ()
        for url in overleaf:
            if self._wanted(url, Role.PAGE) or self._ends_new(page):
                yield self._target(target, page, Link(url, region=Region.NAV), Role.PAGE)
        for link in page.links:
            if not self.fresh(link.url) or link.url in overleaf:
                continue
            role = self._role(link, target)
            if role and self._wanted(link.url, role):
                yield self._target(target, page, link, role)

    def _leaders_only(self, target: Target, page: PageEvidence) -> Iterable[Target]:
        for link in page.links:
            if target.role is Role.HOME and names_leaders(link.text):
                yield self._target(target, page, link, Role.LEADERS)

    def _role(self, link: Link, target: Target) -> Role | None:
        if link.kind is LinkKind.ASSET:
            return None
        owner = self.itinerary.scopes.owner(link.url)
        if owner not in self.itinerary.sites:
            return Role.LINK
        if link.kind in _CHECKED_ONLY:
            return Role.ASSET
        if names_leaders(link.text):
            return Role.LEADERS
        if target.role is Role.LEADERS and link.region in (Region.LIST, Region.CONTENT):
            return Role.LEADER
        return _ROLE_BY_REGION.get(link.region, Role.PAGE)

    def _wanted(self, url: str, role: Role) -> bool:
        plan = self.itinerary
        if plan.mode is Mode.FULL or plan.scopes.owner(url) in plan.full_sites:
            return True
        return role in (Role.COLUMN, Role.LEADERS, Role.LEADER) or plan.is_new(address_key(url))

    def _ends_new(self, page: PageEvidence) -> bool:
        """Whether what is new may go on overleaf: the last item of the list is new as well."""
        entries = page.listing.entries if page.listing else ()
        return bool(entries) and self.itinerary.is_new(address_key(entries[-1].url))

    def _target(self, target: Target, page: PageEvidence, link: Link, role: Role) -> Target:
        return Target(
            url=link.url,
            role=role,
            site_id=self.itinerary.scopes.owner(link.url),
            anchor=link.text[:120],
            found_on=page.url,
            depth=target.depth + 1,
        )
