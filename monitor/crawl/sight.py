"""Do we see at all? A failure stands only when somebody else answered after it; when nobody does, our
own network is away, and what failed meanwhile is asked again once it is back."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from monitor.crawl.blind import control_check
from monitor.crawl.guard import Networks
from monitor.crawl.job import Job
from monitor.domain.evidence import Fetch

log = logging.getLogger(__name__)

POLL = 0.5
SETTLE = 1.0
"""So long (seconds) a failure waits for an answer of another address before controls are asked."""
PATIENCE = 120
"""So many pauses (`Options.pause`) we wait for our network, then the run ends and speaks for nobody."""
FEW = 3
"""Controls asked first; the others only when none of these answers."""

Stand = Callable[[Job, Fetch], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Doubt:
    job: Job
    fetch: Fetch
    address: str | None
    at: float
    stand: Stand


class Sight:
    """`again` takes jobs whose failure was ours; `paused` hears whether nothing may be asked.

    Without controls nothing is doubted: there is none to compare with. `seconds` counts how long our
    network was away in all; `lost`: it did not come back.
    """

    again: Callable[[Job], None]
    paused: Callable[[bool], None]

    def __init__(self, controls: Sequence[str], networks: Networks, pause: float) -> None:
        self._controls = list(controls)
        self._networks = networks
        self._pause = pause
        self._doubts: list[_Doubt] = []
        self.seconds = 0.0
        self.lost = False

    def doubts(self, job: Job, fetch: Fetch, address: str | None, stand: Stand) -> bool:
        """Keep a failure back until it is known whose it is, and hand it to `stand` if it is theirs;
        False where nobody could tell. `address`: where it happened, None for a name not found."""
        if self._controls:
            self._doubts.append(_Doubt(job, fetch, address, monotonic(), stand))
        return bool(self._controls)

    def hear(self, address: str, asked: float) -> None:
        """An address answered what was asked at a moment (monotonic), so what had failed at others
        by then was no fault of ours."""
        if self._doubts:
            self._settle([d for d in self._doubts if d.address != address and d.at <= asked])

    async def watch(self) -> None:
        """Runs beside the crawl until it is cancelled, or until our network is `lost`."""
        while not self.lost:
            await asyncio.sleep(POLL)
            asked = monotonic()
            if not self._doubts or asked - self._doubts[0].at < SETTLE:
                continue
            if await self._anyone():
                self._settle([doubt for doubt in self._doubts if doubt.at <= asked])
            elif self._doubts:
                await self._wait(self._doubts[0].at)

    async def _wait(self, since: float) -> None:
        log.warning("none of %d controls answers: our own network is away", len(self._controls))
        self.paused(True)
        ends = since + PATIENCE * self._pause
        while not self.lost and not await self._anyone():
            self.lost = monotonic() >= ends
            await asyncio.sleep(self._pause)
        self.seconds += monotonic() - since
        if self.lost:
            return
        log.warning("our network is back after %.0f s", self.seconds)
        self.paused(False)
        ours, self._doubts = self._doubts, []
        for doubt in ours:
            doubt.job.climb(doubt.job.via)
            self.again(doubt.job)

    async def _anyone(self) -> bool:
        for some in (self._controls[:FEW], self._controls[FEW:]):
            if some and await control_check(some, self._networks):
                return True
        return False

    def _settle(self, theirs: Sequence[_Doubt]) -> None:
        self._doubts = [doubt for doubt in self._doubts if doubt not in theirs]
        for doubt in theirs:
            doubt.stand(doubt.job, doubt.fetch)
