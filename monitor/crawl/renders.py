"""The queue before the browser."""

from __future__ import annotations

from collections.abc import Callable

from monitor.crawl.browser import Rendered
from monitor.crawl.frontier import Frontier
from monitor.crawl.guard import Resolver
from monitor.crawl.job import Job
from monitor.crawl.options import Options


class Renders:
    deliver: Callable[[Job, Rendered], None]

    def __init__(self, frontier: Frontier, resolver: Resolver, options: Options) -> None:
        self._frontier = frontier

    def submit(self, job: Job) -> None:
        self.deliver(
            job, Rendered(status=__import__("monitor").domain.evidence.FetchStatus.UNKNOWN)
        )

    async def close(self) -> None:
        return
