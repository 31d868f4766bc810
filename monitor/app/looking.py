"""The stored pages of a run, read for judging: one platform's at a time, lest a run over many sites be
held in memory whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from db import queries
from db.gists import complete
from monitor.app.house import House
from monitor.app.memory import give_back
from monitor.app.selection import in_force
from monitor.assess.gather import Crossings, SiteLook, Watch, look_at, note_links
from monitor.assess.gather.function import ENTRY_CHECK
from monitor.assess.gather.links import ON_LINKS
from monitor.assess.gather.marks import FOOTER_CHECK
from monitor.domain.address import Scopes
from monitor.domain.run import Mode, Purpose, Run
from monitor.domain.subject import Registry, Site


@dataclass(frozen=True, slots=True)
class Looked:
    """A site with the looks of the channels whose platform it is."""

    site: Site
    look: SiteLook
    channels: Mapping[str, SiteLook] = field(default_factory=dict)


@dataclass(frozen=True)
class Looking:
    """What a run saw of `seen`, its sites.

    A second look is laid over the crawl before it, a nightly run over the last whole crawl of each site, so
    that what was not due tonight is known from then. What links answered is told by this run alone.
    """

    house: House
    run: Run
    registry: Registry
    seen: Sequence[Site]
    watch: Mapping[str, Watch]

    @cached_property
    def scopes(self) -> Scopes:
        return Scopes(self.registry.sites.values())

    def in_turn(self, wanted: Sequence[Site]) -> tuple[Iterator[Looked], Crossings]:
        """Each of `wanted`, which are among `seen`, and who links to what. Links cross from site to
        site, so where there are several all are read for them first; of one they are noted in its turn."""
        crossings = self._suspects()
        if len(self.seen) == 1:
            return self._turns(self.seen, wanted, crossings), crossings
        for site in self.seen:
            give_back()
            note_links(site, self._tonight(site), crossings, self._before(site))
        return self._turns(self.seen, wanted, Crossings()), crossings

    def one_by_one(self) -> Iterator[tuple[Looked, Crossings]]:
        """Each of `seen` as if it were the only one, with the links of its own pages."""
        crossings = self._suspects()
        for site in self.seen:
            for looked in self._turns([site], [site], crossings):
                yield looked, crossings
            crossings.forget_pages()

    def _suspects(self) -> Crossings:
        watched = (s for w in self.watch.values() for check in ON_LINKS for s in w.subjects(check))
        crossings = Crossings(watched)
        complete(self.house.engine, self.run.id)
        for seen in queries.targets(self.house.engine, self.run.id):
            crossings.target(seen, self.scopes.owner(seen.target.url))
        return crossings

    def without_links(self) -> Iterator[Looked]:
        """Each of `seen`."""
        complete(self.house.engine, self.run.id)
        return self._turns(self.seen, self.seen, Crossings())

    def _turns(
        self, seen: Sequence[Site], wanted: Sequence[Site], crossings: Crossings
    ) -> Iterator[Looked]:
        """One platform after the other. Channels come before it, and what they alone needed is let go."""
        going = {site.id for site in wanted}
        by_root: dict[str, list[Site]] = {}
        for site in seen:
            by_root.setdefault(self._way_up(site)[-1], []).append(site)
        for members in by_root.values():
            give_back()
            held: dict[str, SiteLook] = {}
            for site in sorted(members, key=lambda one: -len(self._way_up(one))):
                platform = self.scopes.platform(site)
                carried = platform != site.id and platform in going
                if site.id not in going and not carried:
                    continue
                look = self._read(site, crossings)
                if site.id in going:
                    under = [one.id for one in members if one.id in held]
                    channels = {one: held[one] for one in under if self._platform(one) == site.id}
                    yield Looked(site, look, channels | self._absent(site, seen))
                if carried:
                    look.thin()
                    held[site.id] = look

    def _way_up(self, site: Site) -> list[str]:
        """Its id and those of the platforms it stands on, the nearest first."""
        way = [site.id]
        while (above := self._platform(way[-1])) not in way:
            way.append(above)
        return way

    def _platform(self, site_id: str) -> str:
        site = self.registry.sites.get(site_id)
        return self.scopes.platform(site) if site is not None else site_id

    def _absent(self, site: Site, seen: Sequence[Site]) -> dict[str, SiteLook]:
        """The channels that answer at a platform owner with an open fault of footers and that the run did
        not go to, as they were last seen: without them the fault would lose its places, and end when
        the owner's own pages are repaired. What they link to is not this run's business."""
        watch, house = self.watch[site.id], self.house
        if not (watch.subjects(FOOTER_CHECK) or watch.subjects(ENTRY_CHECK)):
            return {}
        found, there = {}, {one.id for one in seen}
        for other in self.registry.sites.values():
            if other.id in there or other.id == site.id or self.scopes.platform(other) != site.id:
                continue
            last = queries.latest_run(
                house.engine,
                site_id=other.id,
                before=self.run.now,
                purposes=(Purpose.CRAWL, Purpose.RECRAWL),
            )
            if last is None or not in_force(other, watch.today):
                continue
            whole = queries.last_whole_run(house.engine, other.id, last.now)
            bases = [last] if whole is None or whole.id == last.id else [last, whole]
            older = chain.from_iterable(pages_of(house, base, other) for base in bases)
            tonight = pages_of(house, self.run, other)
            found[other.id] = look_at(other, self.scopes, tonight, Crossings(), older)
            found[other.id].thin()
        return found

    def _read(self, site: Site, crossings: Crossings) -> SiteLook:
        return look_at(site, self.scopes, self._tonight(site), crossings, self._before(site))

    def _tonight(self, site: Site) -> Iterator[queries.SeenPage]:
        return queries.pages(self.house.engine, self.run.id, site.id)

    def _before(self, site: Site) -> Iterable[queries.SeenPage]:
        engine, run = self.house.engine, self.run
        if run.purpose is Purpose.RECHECK:
            below = queries.latest_run(
                engine, site_id=site.id, before=run.now, purposes=(Purpose.CRAWL, Purpose.RECRAWL)
            )
        elif run.mode is Mode.NIGHTLY:
            below = queries.last_whole_run(engine, site.id, run.now)
        else:
            below = None
        return pages_of(self.house, below, site) if below else ()


def pages_of(house: House, run: Run, site: Site) -> Iterator[queries.SeenPage]:
    """What an earlier run saw of a site."""
    complete(house.engine, run.id, site.id)
    return queries.pages(house.engine, run.id, site.id)
