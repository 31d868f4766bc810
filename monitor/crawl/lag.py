"""How late our own loop was: what times out while it is late is our fault, never a site's."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic

TICK = 0.1
LATE = 0.5
"""A loop this late (seconds) may have caused a timeout or a reset that happened meanwhile."""
_KEPT_SECONDS = 120.0


class LagMeter:
    """Remembers the moments at which the loop was more than `LATE` behind."""

    def __init__(self) -> None:
        self._late: deque[tuple[float, float]] = deque()
        self._due = monotonic()
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._tick()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def lagged_since(self, moment: float) -> bool:
        """Whether the loop was late at any time since `moment` (monotonic), now included: a stalled
        loop runs an overdue timeout before it runs our own overdue tick."""
        self._note(monotonic())
        return any(end >= moment for _, end in self._late)

    def _tick(self) -> None:
        now = monotonic()
        self._note(now)
        self._due = now + TICK
        self._timer = asyncio.get_running_loop().call_later(TICK, self._tick)

    def _note(self, now: float) -> None:
        if now - self._due > LATE:
            self._late.append((self._due, now))
        while self._late and self._late[0][1] < now - _KEPT_SECONDS:
            self._late.popleft()
