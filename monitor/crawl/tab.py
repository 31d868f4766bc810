"""A browser of one's own, outside any crawl, with the same one way out."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.crawl.guard import Resolver
from monitor.crawl.options import Options
from monitor.crawl.proxy import Proxy
from monitor.crawl.rendered import Rendered
from monitor.crawl.shots import Deliver, Sheet

if TYPE_CHECKING:
    from monitor.crawl.browser import Browser


_HOSTS_AT_ONCE = 2
_SHEETS_A_VISIT = 50


class Tab:
    """Starts when the first page is asked for; renders one page at a time. Close it when done."""

    def __init__(self, options: Options, *, images: bool = False) -> None:
        if options.browser is None:
            raise ValueError("there is no browser")
        self._executable = options.browser
        self._images = images
        self._resolver = Resolver(options.networks)
        self._stack = AsyncExitStack()
        self._one = asyncio.Lock()
        self._browser: Browser | None = None

    async def render(self, url: str) -> Rendered:
        """The page after its scripts have run; never raises for what a page does."""
        async with self._one:
            return await (await self._started()).render(url)

    async def photograph(self, sheets: Sequence[Sheet], deliver: Deliver) -> None:
        """Pictures of stored pages, those of one host one after the other; what is not delivered
        has none."""
        hosts: dict[str, list[Sheet]] = {}
        for sheet in sheets:
            hosts.setdefault(urlsplit(sheet.url).netloc, []).append(sheet)
        turns = asyncio.Semaphore(_HOSTS_AT_ONCE)
        async with self._one:
            browser = await self._started()

        async def take(some: Sequence[Sheet]) -> None:
            for start in range(0, len(some), _SHEETS_A_VISIT):
                async with turns:
                    await browser.photograph(some[start : start + _SHEETS_A_VISIT], deliver)

        await asyncio.gather(*map(take, hosts.values()))

    async def close(self) -> None:
        await self._stack.aclose()
        self._resolver.close()

    async def _started(self) -> Browser:
        if self._browser is not None:
            return self._browser
        from monitor.crawl.browser import Browser  # most rounds need none

        proxy = Proxy(self._resolver, _at_once, _nothing)
        await proxy.start()
        self._stack.push_async_callback(proxy.close)
        browser = Browser(self._executable, proxy.url, images=self._images)
        self._browser = await self._stack.enter_async_context(browser)
        return self._browser


async def _at_once(_key: str) -> bool:
    return True


def _nothing(_key: str) -> None:
    return None
