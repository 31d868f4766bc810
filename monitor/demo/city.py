"""The invented city: which address answers what, with every spot switched on or off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial

from monitor.demo import land, searches
from monitor.demo.families.all import FAMILIES
from monitor.demo.families.base import Roads
from monitor.demo.media import town
from monitor.demo.media.spots import SPOTS as MEDIA
from monitor.demo.model import AS_OF, NOTE, Answer, PageMaker, Site
from monitor.demo.spots import ALL
from monitor.demo.spots.hostile import strangers
from monitor.demo.spots.links import neighbours
from monitor.demo.spots.spot import SILENCE, said

__all__ = ["AS_OF", "City"]

_NOT_FOUND = said("404 Not Found", 404)
_ROBOTS = {
    "ji": "Disallow: /nbdt/\nCrawl-delay: 0\n",
    "wenlv": "Disallow: /pop/none/\n",
    "portal": "Disallow:\n",
}
"""Some sites have one. What they forbid holds no seed."""


@dataclass(slots=True)
class _Built:
    site: Site
    pages: dict[str, PageMaker]
    search: Callable[[str], Answer]
    cache: dict[str, Answer]


class City:
    """Sites and platforms by address. `without`: ids of spots that are off, which leaves that place
    healthy.

    The port is the server's: it sets `port` before it serves. `repair` and `add` work while pages
    are being served; a listener given to `watch` is told of every change.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        self._off = set(without)
        self._known = {spot.id: spot.site for spot in ALL}
        self._known |= {spot.id: spot.site for spot in MEDIA}
        for unknown in self._off - self._known.keys():
            raise KeyError(unknown)
        self._sites = {site.id: site for site in land.sites()}
        self._by_host: dict[str, list[tuple[str, str]]] = {}
        for site in self._sites.values():
            self._by_host.setdefault(site.host, []).append((site.base, site.id))
        for bases in self._by_host.values():
            bases.sort(key=lambda pair: len(pair[0]), reverse=True)
        self._neighbours = neighbours() | strangers()
        self.media = town.Town(self._off)
        self._built: dict[str, _Built] = {}
        self._asked: Counter[tuple[str, str]] = Counter()
        self._listeners: list[Callable[[], None]] = []
        self._port = 0

    @property
    def ids(self) -> frozenset[str]:
        """All spots there are, on or off."""
        return frozenset(self._known)

    @property
    def off(self) -> frozenset[str]:
        return frozenset(self._off)

    @property
    def port(self) -> int:
        return self._port

    @port.setter
    def port(self, port: int) -> None:
        self._port = port
        self._built.clear()

    def watch(self, listener: Callable[[], None]) -> None:
        self._listeners.append(listener)

    def repair(self, seed_id: str) -> None:
        """Make one spot healthy."""
        self._switch(seed_id, on=False)

    def add(self, seed_id: str) -> None:
        """Switch one spot on (again)."""
        self._switch(seed_id, on=True)

    def _switch(self, seed_id: str, *, on: bool) -> None:
        site = self._known[seed_id]
        (self._off.discard if on else self._off.add)(seed_id)
        self._built.pop(site, None)
        self.media.changed(site)
        for key in [key for key in self._asked if key[0] == site]:
            del self._asked[key]
        for listener in self._listeners:
            listener()

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every address somebody listens on now."""
        own = [host for host in self._by_host if not self._refuses(host)]
        return (*own, *sorted({host for host, _ in self._neighbours}), *town.HOSTS)

    def _refuses(self, host: str) -> bool:
        return any(self._build(site_id).site.refuses for _, site_id in self._by_host[host])

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites as they are now."""
        return tuple(self._build(site_id).site for site_id in self._sites)

    def home(self, site_id: str) -> str:
        """The registered address of a site."""
        site = self._sites[site_id]
        return Roads(self._port).to(site.host, site.base)

    def paths(self, site_id: str) -> tuple[str, ...]:
        """The paths of a site's own pages, below its base."""
        return tuple(self._build(site_id).pages)

    def answer(self, host: str, target: str, content: bytes = b"") -> tuple[Answer, float]:
        """What `host` says to a request for `target` (path and query), and after how many seconds.
        `content` is what was posted."""
        if host in town.HOSTS:
            return self.media.answer(host, target, content), 0.0
        if host not in self._by_host:
            return self._outside(host, target)
        path = target.partition("?")[0]
        site_id, base = next(
            (one, base) for base, one in self._by_host[host] if path.startswith(base) or base == "/"
        )
        below = target[len(base) :]
        if path == "/robots.txt":
            return _robots(site_id), 0.0
        return self._inside(self._build(site_id), below)

    def _inside(self, built: _Built, below: str) -> tuple[Answer, float]:
        site = built.site
        if site.everything is not None:
            return site.everything, 0.0
        key = (site.id, below)
        self._asked[key] += 1
        is_first = self._asked[key] == 1
        delay = site.late.get(below, 0.0) if is_first else 0.0
        if is_first and below in site.once:
            return site.once[below], delay
        if below in site.special:
            return site.special[below], delay
        if below.partition("?")[0] == searches.PATH:
            return built.search(below), delay
        return self._page(built, below), delay

    def _page(self, built: _Built, below: str) -> Answer:
        """A templated page; index files and queries that name nothing are left out of account."""
        found = built.cache.get(below)
        if found is None:
            maker = next((built.pages[p] for p in _spellings(below) if p in built.pages), None)
            found = maker() if maker else _NOT_FOUND
            if maker:
                built.cache[below] = found
        return found

    def _outside(self, host: str, target: str) -> tuple[Answer, float]:
        path = target.partition("?")[0]
        self._asked[host, path] += 1
        if path == "/hangs-up-once" and self._asked[host, path] == 1:
            return SILENCE, 0.0
        return self._neighbours.get((host, path), _NOT_FOUND), 0.0

    def _build(self, site_id: str) -> _Built:
        built = self._built.get(site_id)
        if built is None:
            built = self._built[site_id] = self._make(site_id)
        return built

    def _make(self, site_id: str) -> _Built:
        roads = Roads(self._port)
        site = next(site for site in land.sites() if site.id == site_id)
        for spot in ALL:
            if spot.site == site_id and spot.id not in self._off:
                spot.change(site, roads)
        template = FAMILIES[site.family](site, roads, self._links(site, roads))
        return _Built(site, template.pages(), partial(searches.answer, template), {})

    def _links(self, site: Site, roads: Roads) -> list[tuple[str, str]]:
        """Links to other sites at the foot of the home page: the portal names them all."""
        platform = ("公共服务平台", roads.to(land.PLATFORM_HOST))
        others = self._sites.values() if site.kind == "portal" and site.id == "portal" else ()
        names = [(one.name, roads.to(one.host, one.base)) for one in others if one.id != site.id]
        if not names:
            names = [("示范市人民政府", roads.to(land.PORTAL_HOST))]
        hidden = site.services.shown in ("none", "empty")
        return names if hidden else [*names, platform]


def _spellings(below: str) -> tuple[str, ...]:
    path = below.partition("?")[0]
    short = path
    for index in ("index.html", "index.htm"):
        short = (
            short.removesuffix(index) if short.endswith(f"/{index}") or short == index else short
        )
    return (below, path, short, f"{path}index.html", f"{path}index.htm")


def _robots(site_id: str) -> Answer:
    rules = _ROBOTS.get(site_id)
    if rules is None:
        return _NOT_FOUND
    text = f"# {NOTE}\nUser-agent: *\n{rules}"
    return Answer(text.encode(), content_type="text/plain; charset=utf-8")
