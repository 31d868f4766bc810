"""The frontier: what to ask next, and never more at one address than it can bear.

It is Scrapy's scheduler. One crawler looks at all sites of the process, and politeness is kept
here, per resolved address: a request is made only when its address has a free place, so nothing
waits in the downloader and a million pending targets stay bare tuples. Forty-four channels, or
thirty host names, on one machine share its places. (One crawler per address kept the same promise
at 50 ms and 1 MB each.)
"""

from __future__ import annotations

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler

from monitor.crawl.guard import Resolver
from monitor.crawl.job import Job
from monitor.crawl.locks import Locks
from monitor.crawl.pacing import Pace, Rest, Word
from monitor.crawl.robots import Rules
from monitor.domain.address import Scopes
from monitor.domain.evidence import FetchStatus
from monitor.domain.run import PRIORITY, Role, Target
from monitor.domain.subject import Site

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

Entry = Target | Job


class Place:
    """One address: what waits for it, how much of it is in use, when it may be asked again.

    Every stranger's address that a link leads to has one for the whole run, so what is nearly always
    empty is a list: an empty deque takes ten times the room.
    """

    __slots__ = (
        "delay", "first", "in_use", "key", "limit", "listed", "pace", "parked", "queues",
        "ready_at", "registered", "waiting",
    )  # fmt: skip

    def __init__(self, key: str, delay: float, limit: int) -> None:
        self.key = key
        self.delay = delay
        self.limit = limit
        self.registered = False
        self.parked = False
        self.in_use = 0
        self.ready_at = 0.0
        self.listed = False
        self.pace = Pace()
        self.first: list[Job] = []
        self.waiting: list[asyncio.Future[None]] = []
        self.queues: dict[int, deque[Target]] = {}

    def soften(self, delay: float, limit: int) -> None:
        """Take in the settings of one more site at this address: the gentler one wins."""
        self.delay = max(self.delay, delay) if self.registered else delay
        self.limit = min(self.limit, limit) if self.registered else limit
        self.registered = True

    def push(self, entry: Entry, last: bool = False) -> None:
        if isinstance(entry, Job):
            self.first.append(entry)
        else:
            rank = PRIORITY[entry.role] + (len(PRIORITY) if last else 0)
            self.queues.setdefault(rank, deque()).append(entry)

    def pop(self) -> Job:
        if self.first:
            return self.first.pop(0)
        rank = min(self.queues)
        queue = self.queues[rank]
        target = queue.popleft()
        if not queue:
            del self.queues[rank]
        return Job(target, target.url)

    @property
    def askable(self) -> bool:
        wanted = self.first or self.queues or self.waiting
        limit = 1 if self.pace.pause else self.limit  # one at a time at a server in trouble
        return bool(wanted) and not self.parked and self.in_use < limit

    def drain(self) -> Iterator[Entry]:
        yield from self.first
        self.first.clear()
        for queue in self.queues.values():
            yield from queue
        self.queues.clear()


class Origin:
    """Scheme, host and port: where robots.txt lives. `place` is None until the name is resolved;
    `rest` while it answers well. `held` waits for the end of its rest."""

    __slots__ = ("asked_robots", "failure", "held", "place", "rest", "rules", "waiting")

    def __init__(self) -> None:
        self.place: Place | None = None
        self.failure: FetchStatus | None = None
        self.rules: Rules | None = None
        self.asked_robots = False
        self.waiting: list[Entry] = []
        self.rest: Rest | None = None
        self.held: list[Job] = []


class Frontier(BaseScheduler):
    """Targets enter through `add`, unfinished jobs through `again`; each ends with `done`.

    `last`: addresses that wait until all others of their place were asked.
    """

    def __init__(
        self,
        sites: Sequence[Site],
        resolver: Resolver,
        locks: Locks,
        delay: float,
        per_host: int,
        pause: float = 0.0,
    ) -> None:
        self._sites = {site.id: site for site in sites}
        self._by_host: dict[str, list[Site]] = {}
        for site in sites:
            for url in {site.url, *site.scope}:
                self._by_host.setdefault(urlsplit(url).hostname or "", []).append(site)
        self._scopes = Scopes(sites)
        self._resolver = resolver
        self._locks = locks
        self._delay = delay
        self._per_host = per_host
        self._pause = pause
        self._later: dict[Job, asyncio.TimerHandle] = {}
        self._origins: dict[str, Origin] = {}
        self._places: dict[str, Place] = {}
        self._ready: list[tuple[float, int, Place]] = []
        self._turn = count()
        self._timer: asyncio.TimerHandle | None = None
        self._lookups: set[asyncio.Task[None]] = set()
        self.pending = 0
        self.in_flight = 0
        self.window = 64
        self.closed = False
        self.paused = False
        self.last: Container[str] = frozenset()
        self.request: Callable[[Job], Request]
        self.refuse: Callable[[Entry, FetchStatus], None]
        self.give_up: Callable[[Entry], None]
        self.expire: Callable[[Entry], None] | None = None
        self.plan_robots: Callable[[Target], None]
        self.wake: Callable[[], None] = lambda: None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Frontier:
        """Scrapy builds its scheduler late; ours came with the spider."""
        frontier: Frontier = crawler.spider.frontier  # type: ignore[union-attr]
        return frontier

    # What Scrapy asks.

    def has_pending_requests(self) -> bool:
        return self.pending > 0

    def enqueue_request(self, request: Request) -> bool:
        raise TypeError("targets enter the frontier through add(), not as requests")

    def next_request(self) -> Request | None:
        now = monotonic()
        going = not (self.closed or self.paused)
        while self._ready and going and self.in_flight < self.window:
            ready_at, _, place = self._ready[0]
            if ready_at > now:
                self._wake_in(ready_at - now)
                return None
            heapq.heappop(self._ready)
            place.listed = False
            if not place.askable:
                continue
            if place.ready_at > now:  # put off since it was listed
                self._list(place)
                continue
            if place.waiting:
                self._occupy(place, now)
                place.waiting.pop(0).set_result(None)
                self._list(place)
                continue
            job = place.pop()
            if self._rests(job, now):
                self._list(place)
                continue
            self._occupy(place, now)
            self._list(place)
            job.place = place
            job.started = now
            self.in_flight += 1
            return self.request(job)
        return None

    # What the spider tells.

    def add(self, targets: Iterable[Target]) -> None:
        for target in targets:
            self.pending += 1
            self._admit(target)

    def again(self, job: Job) -> None:
        """A hop, a higher rung, another try: before everything else at its address."""
        self._admit(job)

    def later(self, job: Job, seconds: float) -> None:
        """Like `again`, after a while."""
        if seconds > 0:
            loop = asyncio.get_running_loop()
            self._later[job] = loop.call_later(seconds, self._return, job)
        else:
            self._admit(job)

    def hear(self, job: Job, word: Word) -> None:
        """What the job's request said about its server; before `release`."""
        now = monotonic()
        place = job.place
        if place is not None:
            place.pace.hear(word)
            if place.pace.pause:
                place.ready_at = max(place.ready_at, now + place.pace.pause)
        origin = self._origin(job.url)
        if word.ok:
            if origin.rest is not None and not origin.rest.given_up:
                origin.rest = None
                self._unhold(origin)
        elif not job.tries or (origin.rest is not None and origin.rest.resting):
            origin.rest = origin.rest or Rest(self._pause)
            if origin.rest.failed(job, now):
                waiting, origin.waiting = origin.waiting, []
                for entry in (*origin.held, *waiting):
                    self.give_up(entry)
                origin.held.clear()

    def release(self, job: Job) -> None:
        """The job's request left the wire."""
        if job.place is not None:
            self.in_flight -= 1
            self._vacate(job.place)
            job.place = None

    def done(self) -> None:
        self.pending -= 1

    def answer_robots(self, url: str, rules: Rules) -> None:
        """What robots.txt said; everything that waited for it goes on."""
        origin = self._origin(url)
        origin.rules = rules
        if origin.place is not None:
            origin.place.delay = max(origin.place.delay, rules.delay)
        self._readmit(origin)

    async def enter(self, key: str) -> None:
        """Occupy one of the address's places for something that is no request of ours: a render."""
        place = self._place(key)
        free: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place.waiting.append(free)
        self._list(place)
        self.wake()
        try:
            await free
        except asyncio.CancelledError:
            if free.done() and not free.cancelled():
                self._vacate(place)
            elif free in place.waiting:
                place.waiting.remove(free)
            raise

    async def enter_registered(self, key: str) -> bool:
        """`enter`, when registered sites stand at the address; whether it was."""
        place = self._places.get(key)
        if place is None or not place.registered:
            return False
        await self.enter(key)
        return True

    def leave(self, key: str) -> None:
        self._vacate(self._place(key))
        self.wake()

    def pause(self, paused: bool) -> None:
        """Ask nothing while our own network is away; what failed meanwhile is forgotten."""
        self.paused = paused
        if paused:
            return
        self._resolver.forget_failures()
        for key in [key for key, origin in self._origins.items() if origin.failure is not None]:
            del self._origins[key]
        for origin in self._origins.values():
            if origin.rest is not None and not origin.rest.given_up:
                origin.rest = None
                self._unhold(origin)
        self.wake()

    def abandon(self) -> None:
        """Ask nothing more and leave all that is open as it is."""
        self.closed = True
        self.pending = 0
        self.wake()

    def shut(self, expire: Callable[[Entry], None]) -> None:
        """Hand out nothing more: whatever waits now, or would from now on, goes to `expire`."""
        self.expire = expire
        left: list[Entry] = []
        for origin in self._origins.values():
            left += (*origin.waiting, *origin.held)
            origin.waiting = []
            origin.held.clear()
        left += self._later
        self._forget_later()
        for place in self._places.values():
            left += place.drain()
        for entry in left:
            expire(entry)
        self.wake()

    def tend(self) -> None:
        """About once a second: park the addresses that another process needs first, and go on with
        those it left."""
        for place in self._places.values():
            if place.registered:
                waited = place.parked
                place.parked = not self._locks.hold(place.key, busy=place.in_use > 0)
                if waited and not place.parked:
                    place.ready_at = monotonic() + place.delay  # the other was here just now
                self._list(place)
        now = monotonic()
        for origin in self._origins.values():
            if origin.held and origin.rest is not None and origin.rest.due(now):
                self._unhold(origin, most=1)
        self.wake()

    # Inside.

    def _admit(self, entry: Entry) -> None:
        if self.expire is not None:
            self.expire(entry)
            return
        origin = self._origin(entry.url)
        if origin.failure is not None:
            self.refuse(entry, origin.failure)
        elif origin.rest is not None and origin.rest.given_up:
            self.give_up(entry)
        elif origin.place is None:
            origin.waiting.append(entry)
        elif not self._obeys(entry):
            self._queue(origin.place, entry)
        elif origin.rules is None:
            origin.waiting.append(entry)
            self._ask_robots(origin, entry.url)
        elif origin.rules.allow(entry.url):
            self._queue(origin.place, entry)
        else:
            self.refuse(entry, FetchStatus.ROBOTS)

    def _obeys(self, entry: Entry) -> bool:
        """Robots count inside registered sites; a link that leads elsewhere is looked at once."""
        if isinstance(entry, Job):
            site_id = self._scopes.owner(entry.url)
            if entry.target.role is Role.ROBOTS:
                return False
        else:
            site_id = entry.site_id
        site = self._sites.get(site_id or "")
        return site is not None and site.obey_robots

    def _ask_robots(self, origin: Origin, url: str) -> None:
        if origin.asked_robots or origin.place is None:
            return
        origin.asked_robots = True
        address = _origin_of(url) + "/robots.txt"
        target = Target(url=address, role=Role.ROBOTS, site_id=self._scopes.owner(url))
        self.plan_robots(target)
        self.pending += 1
        self._queue(origin.place, Job(target, target.url))

    def _origin(self, url: str) -> Origin:
        key = _origin_of(url)
        origin = self._origins.get(key)
        if origin is None:
            origin = self._origins[key] = Origin()
            task = asyncio.ensure_future(self._resolve(origin, key))
            self._lookups.add(task)
            task.add_done_callback(self._lookups.discard)
        return origin

    async def _resolve(self, origin: Origin, key: str) -> None:
        host = _host_of(key)
        if host is None:
            origin.failure = FetchStatus.UNKNOWN
        else:
            resolved = await self._resolver.resolve(host)
            origin.failure = resolved.failure
            if resolved.failure is None:
                origin.place = self._place(resolved.key)
                for site in self._by_host.get(host, ()):
                    origin.place.soften(
                        self._delay if site.delay is None else site.delay,
                        self._per_host if site.per_host is None else site.per_host,
                    )
                if origin.place.registered:
                    if not origin.place.in_use:
                        # Another process may have asked just now.
                        origin.place.ready_at = monotonic() + origin.place.delay
                    origin.place.parked = not self._locks.hold(resolved.key, busy=False)
        self._readmit(origin)

    def _readmit(self, origin: Origin) -> None:
        waiting, origin.waiting = origin.waiting, []
        for entry in waiting:
            self._admit(entry)
        self.wake()

    def _place(self, key: str) -> Place:
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = Place(key, self._delay, self._per_host)
        return place

    def _queue(self, place: Place, entry: Entry) -> None:
        place.push(entry, entry.url in self.last)
        self._list(place)

    def _list(self, place: Place) -> None:
        """Put the place in line for its next turn; by time, so that addresses take turns."""
        if not place.listed and place.askable:
            place.listed = True
            heapq.heappush(self._ready, (place.ready_at, next(self._turn), place))

    def _occupy(self, place: Place, now: float) -> None:
        place.in_use += 1
        place.ready_at = now + max(place.delay, place.pace.pause)

    def _vacate(self, place: Place) -> None:
        place.in_use -= 1
        self._list(place)

    def _rests(self, job: Job, now: float) -> bool:
        """Put the job aside when its site is given up or left alone just now."""
        origin = self._origin(job.url)
        if origin.rest is None:
            return False
        if origin.rest.given_up:
            self.give_up(job)
            return True
        if origin.rest.holds(job, now):
            origin.held.append(job)
            return True
        return False

    def _unhold(self, origin: Origin, most: int | None = None) -> None:
        going, origin.held = origin.held[:most], [] if most is None else origin.held[most:]
        for job in going:
            self._admit(job)
        self.wake()

    def _return(self, job: Job) -> None:
        del self._later[job]
        self._admit(job)
        self.wake()

    def _forget_later(self) -> None:
        for handle in self._later.values():
            handle.cancel()
        self._later.clear()

    def _wake_in(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        when = loop.time() + seconds
        if self._timer is not None:
            if loop.time() < self._timer.when() <= when:
                return
            self._timer.cancel()
        self._timer = loop.call_at(when, self.wake)

    def close(self, reason: str) -> Any:
        if self._timer is not None:
            self._timer.cancel()
        self._forget_later()
        for task in self._lookups:
            task.cancel()
        return None


def _origin_of(url: str) -> str:
    """The url up to its path; cheap, as it is asked for every link."""
    end = url.find("/", 8)
    origin = url if end < 0 else url[:end]
    return origin if end > 0 else origin.partition("?")[0].partition("#")[0]


def _host_of(origin: str) -> str | None:
    try:
        parts = urlsplit(origin)
        _ = parts.port
    except ValueError:
        return None
    return parts.hostname if parts.scheme.lower() in ("http", "https") else None
