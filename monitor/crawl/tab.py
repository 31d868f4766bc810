"""A browser of one's own, outside any crawl, with the same one way out."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from monitor.crawl.guard import Resolver
from monitor.crawl.options import Options
from monitor.crawl.proxy import Proxy
from monitor.crawl.rendered import Rendered

if TYPE_CHECKING:
    from monitor.crawl.browser import Browser


class Tab:
    """Starts when the first page is asked for; renders one page at a time. Close it when done."""

    def __init__(self, options: Options) -> None:
        if options.browser is None:
            raise ValueError("there is no browser")
        self._executable = options.browser
        self._resolver = Resolver(options.networks)
        self._stack = AsyncExitStack()
        self._one = asyncio.Lock()
        self._browser: Browser | None = None

    async def render(self, url: str) -> Rendered:
        """The page after its scripts have run; never raises for what a page does."""
        async with self._one:
            browser = self._browser or await self._start()
            return await browser.render(url)

    async def close(self) -> None:
        await self._stack.aclose()
        self._resolver.close()

    async def _start(self) -> Browser:
        from monitor.crawl.browser import Browser  # most rounds need none

        proxy = Proxy(self._resolver, _at_once, _nothing)
        await proxy.start()
        self._stack.push_async_callback(proxy.close)
        self._browser = await self._stack.enter_async_context(Browser(self._executable, proxy.url))
        return self._browser


async def _at_once(_key: str) -> bool:
    return True


def _nothing(_key: str) -> None:
    return None
