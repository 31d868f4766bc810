"""Measures what many servers at one address receive together."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.crawl.servers import Answer, Visit


@dataclass
class Gauge:
    """Requests open at once, now and at most, and the moments (monotonic) at which each came in."""

    open: int = 0
    most: int = 0
    came: list[float] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def around(self, page: Callable[[Visit], Answer]) -> Callable[[Visit], Answer]:
        def measured(visit: Visit) -> Answer:
            with self._lock:
                self.open += 1
                self.most = max(self.most, self.open)
                self.came.append(time.monotonic())
                self.paths.append(visit.path)
            try:
                return page(visit)
            finally:
                with self._lock:
                    self.open -= 1

        return measured

    def shortest(self, requests: int) -> float:
        """The shortest time in which so many requests came in; one alone may be late on its way."""
        last = requests - 1
        return min(b - a for a, b in zip(self.came, self.came[last:], strict=False))
