"""The run's book while it is crawled: what was seen, what goes to the store and when, counts."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from time import monotonic

from monitor.crawl.store import Store
from monitor.domain.address import Scopes, address_key
from monitor.domain.evidence import Fetch, PageEvidence
from monitor.domain.observation import Observation
from monitor.domain.particulars import NOTHING
from monitor.domain.run import Reason, Role, Target

BATCH = 50
BATCH_BYTES = 8 * 1024 * 1024
"""So many bytes of bodies are stored at once even where they are those of fewer observations."""
_RATE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is. `rate`: requests a second over the last few seconds."""

    sites: int
    sites_done: int
    pages: int
    requests: int
    rate: float
    open_targets: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Totals:
    """What this call of `crawl` looked at (an earlier, killed one not included).

    `lagged`: looks that our own late loop spoiled. `renders`: pages the browser opened. `away`: seconds
    for which our own network was away; `lost`: it did not come back, and the rest was left open.
    """

    pages: int
    requests: int
    observed: int
    seconds: float
    not_observed: dict[str, int] = field(default_factory=dict)
    lagged: int = 0
    renders: int = 0
    away: float = 0.0
    lost: bool = False


class Ledger:
    """Buffers between crawl and store, so that the hot path makes few transactions."""

    def __init__(self, store: Store, site_ids: Iterable[str], page_budget: int) -> None:
        self._store = store
        self._budget = page_budget
        self._seen: set[int] = set()
        self._planned: Counter[str] = Counter()
        self._open: Counter[str] = Counter()
        self._sites = set(site_ids)
        self._batch: list[Observation] = []
        self._bytes = 0
        self._unnoted: set[str] = set()
        self._suspects: set[str] = set()
        self._begun = monotonic()
        self._marks: deque[tuple[float, int]] = deque()
        self._not_observed: Counter[str] = Counter()
        self._observed = 0
        self.pages = 0
        self.requests = 0
        self.lagged = 0
        self.renders = 0

    def fresh(self, url: str) -> bool:
        """Whether no target has this address yet. Hashes are kept, not texts: 60 bytes an address,
        and one mistaken page in ten million runs."""
        return hash(address_key(url)) not in self._seen

    def recall(self, urls: Iterable[str], scopes: Scopes) -> None:
        """Take up a run: what it planned before is seen, and counts towards the budgets."""
        for url in urls:
            self._seen.add(hash(address_key(url)))
            owner = scopes.owner(url)
            if owner is not None:
                self._planned[owner] += 1

    def reopen(self, target: Target, *, suspect: bool = False) -> None:
        """A target that an earlier process, or the seeds, left open. `suspect`: it may be what ended
        processes, so from now on it answers for itself alone and not for what is in flight with it."""
        if suspect:
            self._suspects.add(target.url)
        if target.site_id is not None:
            self._open[target.site_id] += 1

    def open(self, target: Target) -> bool:
        """Count a target in; False when its site's page budget is used up."""
        self._seen.add(hash(address_key(target.url)))
        if target.site_id is None:
            return True
        self._planned[target.site_id] += 1
        if self._planned[target.site_id] > self._budget:
            return False
        self.reopen(target)
        return True

    def plan_robots(self, target: Target) -> None:
        """robots.txt is a target of the run as well, though nobody sent us there."""
        self._store.plan([target])
        self.reopen(target)

    def starts(self, target: Target) -> None:
        """The target goes out. Noted with others before any of them can do harm (`note`)."""
        if target.url not in self._suspects:
            self._unnoted.add(target.url)

    def note(self, target: Target) -> None:
        """Before the target's answer is parsed or rendered, which is what could kill us."""
        if target.url in self._suspects:
            self._store.started((target.url,))
        elif target.url in self._unnoted:
            self._store.started(tuple(self._unnoted))
            self._unnoted.clear()

    def settle(self, observation: Observation, *, opened: bool = True) -> None:
        target = observation.target
        if opened and target.site_id is not None:
            self._open[target.site_id] -= 1
        if observation.reason is None:
            self._observed += 1
        else:
            self._not_observed[observation.reason.value] += 1
        if observation.page is not None or observation.carried is not None:
            self.pages += 1
        self._batch.append(observation)
        self._bytes += len(observation.body or b"")
        full = len(self._batch) >= BATCH or self._bytes >= BATCH_BYTES
        if full or target.url in self._suspects:
            self.flush()

    def over_budget(self, targets: Iterable[Target]) -> None:
        """Say of targets that were found but will not be looked at that the budget cut them."""
        for target in targets:
            self.settle(Observation(target, reason=Reason.BUDGET), opened=False)

    def flush(self) -> None:
        if self._batch:
            batch, self._batch, self._bytes = self._batch, [], 0
            self._store.record(batch)

    def progress(self, open_targets: int) -> Progress:
        now = monotonic()
        self._marks.append((now, self.requests))
        while len(self._marks) > 2 and self._marks[0][0] < now - _RATE_SECONDS:
            self._marks.popleft()
        then, before = self._marks[0]
        return Progress(
            sites=len(self._sites),
            sites_done=sum(1 for site_id in self._sites if not self._open[site_id]),
            pages=self.pages,
            requests=self.requests,
            rate=(self.requests - before) / (now - then) if now > then else 0.0,
            open_targets=open_targets,
            seconds=now - self._begun,
        )

    def totals(self) -> Totals:
        return Totals(
            pages=self.pages,
            requests=self.requests,
            observed=self._observed,
            seconds=monotonic() - self._begun,
            not_observed=dict(self._not_observed),
            lagged=self.lagged,
            renders=self.renders,
        )


PAGE_ROLES = frozenset(Role) - {Role.ROBOTS, Role.ASSET, Role.LINK, Role.SOUNDING}
"""Targets that are read whole and followed; of the others only the beginning is read, unless they are
files of the site."""


def is_proof(target: Target, fetch: Fetch, page: PageEvidence | None) -> bool:
    """Whether the body is worth keeping: a page that was read, and whatever a server said instead
    of one. Of a link's target that opens nothing is kept, but for what no office links to; of a file
    only what proves something."""
    if target.role is Role.ROBOTS or (fetch.http_status or 0) >= 400:
        return True
    if page is None:
        return False
    if page.particulars.file is not None:
        return replace(page.particulars, file=None) != NOTHING
    return target.role in PAGE_ROLES or page.soft404 or page.particulars.hostile.guise is not None
