"""The queue before the browser: two tabs, and a place in the frontier for each page they open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.crawl.frontier import Frontier
from monitor.crawl.guard import Resolver
from monitor.crawl.job import Job
from monitor.crawl.proxy import Proxy
from monitor.crawl.rendered import Rendered
from monitor.domain.evidence import FetchStatus

if TYPE_CHECKING:
    from monitor.crawl.browser import Browser

log = logging.getLogger(__name__)

TABS = 2


class Renders:
    """Jobs come by `submit` and go back, rendered or not, through `deliver`.

    The queue holds no page: a plain answer is thrown away when the browser shall look, and asked
    for again in the rare case that it cannot.
    """

    deliver: Callable[[Job, Rendered], None]

    def __init__(self, frontier: Frontier, resolver: Resolver, executable: str) -> None:
        self._frontier = frontier
        self._resolver = resolver
        self._executable = executable
        self._queue: asyncio.Queue[Job] = asyncio.Queue()
        self._tabs: list[asyncio.Task[None]] = []
        self._stack = AsyncExitStack()
        self._started: asyncio.Future[tuple[Browser, Proxy]] | None = None

    def submit(self, job: Job) -> None:
        self._queue.put_nowait(job)
        if not self._tabs:
            self._tabs = [asyncio.create_task(self._tab()) for _ in range(TABS)]

    async def close(self) -> None:
        for tab in self._tabs:
            tab.cancel()
        await asyncio.gather(*self._tabs, return_exceptions=True)
        await self._stack.aclose()

    async def _tab(self) -> None:
        while True:
            job = await self._queue.get()
            if self._frontier.expire is not None:
                self._frontier.expire(job)
                continue
            try:
                rendered = await self._render(job)
            except Exception as error:
                log.warning("the browser failed on %s: %s", job.url, error)
                rendered = Rendered(status=FetchStatus.UNKNOWN, detail="browser_failed")
            self.deliver(job, rendered)
            self._frontier.wake()

    async def _render(self, job: Job) -> Rendered:
        resolved = await self._resolver.resolve(urlsplit(job.url).hostname or "")
        if resolved.failure is not None:
            return Rendered(status=resolved.failure, final_url=job.url)
        browser, proxy = await self._start()
        key = resolved.key
        await self._frontier.enter(key)
        proxy.rendering[key] += 1
        try:
            return await browser.render(job.url)
        finally:
            proxy.rendering[key] -= 1
            self._frontier.leave(key)

    async def _start(self) -> tuple[Browser, Proxy]:
        if self._started is None:
            from monitor.crawl.browser import Browser  # most crawls need none

            self._started = asyncio.get_running_loop().create_future()
            proxy = Proxy(self._resolver, self._frontier.enter_registered, self._frontier.leave)
            await proxy.start()
            self._stack.push_async_callback(proxy.close)
            browser = await self._stack.enter_async_context(Browser(self._executable, proxy.url))
            self._started.set_result((browser, proxy))
        return await asyncio.shield(self._started)
