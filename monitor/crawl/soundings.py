"""Questions put to sites beside their pages, when these are done: IPv6, and what their search finds.

One thing at a time is asked of a site, with the crawl's pause between. What came of it is a target of
the run like any other, whose address begins with the question's name.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from monitor.crawl.guard import Resolver
from monitor.crawl.options import Options
from monitor.crawl.plain_search import PlainSearch, Search
from monitor.crawl.proxy import Proxy
from monitor.crawl.v6 import look_over_v6
from monitor.crawl.visit import Manner
from monitor.domain.evidence import Encoding, Fetch, FetchStatus, PageEvidence, PageKind, Via
from monitor.domain.function import V6, Searched, SearchLook, Sounding
from monitor.domain.observation import Observation
from monitor.domain.particulars import Particulars
from monitor.domain.run import Role, Target
from monitor.domain.subject import Site

if TYPE_CHECKING:
    from monitor.crawl.browser import Browser

A = TypeVar("A")

log = logging.getLogger(__name__)

_SITES_AT_ONCE = 4
_HOPELESS = ("search_elsewhere", "search_walled", "blocked", "no_browser", "not_searched")
"""Why one search could not be read and the next will not be either."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What to ask of a site. `titles`: of its own articles, each with the article's address; `v6`:
    whether its home page is asked for over IPv6."""

    site: Site
    titles: tuple[tuple[str, str], ...] = ()
    v6: bool = False


async def sound(
    errands: Sequence[Errand], options: Options, record: Callable[[Observation], None]
) -> None:
    """Run the errands and hand each answer to `record`. What a form's plain address finds is found;
    for all else a browser has to look, and without one the site's search counts as not asked."""
    if not errands:
        return
    places = asyncio.Semaphore(_SITES_AT_ONCE)
    async with AsyncExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(_SITES_AT_ONCE))
        means = _Means(options, threads, stack)

        async def run(errand: Errand) -> None:
            async with places:
                try:
                    async for made in _asked(errand, means):
                        record(made)
                except Exception:  # what breaks here must not lose the crawl before it
                    log.exception("sounding %s failed", errand.site.url)

        await asyncio.gather(*map(run, errands))


class _Means:
    """What questions are asked with, for all sites alike."""

    def __init__(
        self, options: Options, threads: ThreadPoolExecutor, stack: AsyncExitStack
    ) -> None:
        self.options = options
        self._threads = threads
        self._stack = stack
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()
        self.manner = Manner(
            networks=options.networks,
            user_agent=options.user_agent,
            clock=options.clock,
            timeout=options.timeout,
        )

    async def beside(self, ask: Callable[..., A], *told: object) -> A:
        """What `ask`, which blocks, answers."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask, *told)

    async def browser(self) -> Browser | None:
        """Started when it is first needed, which most runs never come to."""
        async with self._starting:
            if self._browser is None and self.options.browser:
                from monitor.crawl.browser import Browser

                resolver = Resolver(self.options.networks)
                self._stack.callback(resolver.close)
                proxy = Proxy(resolver, _enter, lambda key: None)
                await proxy.start()
                self._stack.push_async_callback(proxy.close)
                self._browser = await self._stack.enter_async_context(
                    Browser(self.options.browser, proxy.url)
                )
            return self._browser


async def _enter(key: str) -> bool:
    """Nobody else asks the address now: the crawl is over."""
    return False


async def _asked(errand: Errand, means: _Means) -> AsyncIterator[Observation]:
    site, options = errand.site, means.options
    pause = site.delay or options.delay
    if errand.v6:
        begun, at = monotonic(), options.clock()
        look = await means.beside(look_over_v6, site.url, means.manner)
        fetch = Fetch(
            f"ipv6:{site.url}",
            FetchStatus.OK,
            at,
            final_url=site.url,
            seconds=round(monotonic() - begun, 3),
            remote_address=look.addresses[0] if look.outcome is V6.OPENED else None,
            detail=look.detail,
        )
        yield answer(site, fetch, Sounding(v6=look))
    plain = None
    if errand.titles:
        await asyncio.sleep(pause)
        plain = await means.beside(PlainSearch.at, site.url, means.manner)
    made: list[Observation] = []
    for title, article in errand.titles:
        await asyncio.sleep(pause)
        begun, at = monotonic(), options.clock()
        found = None
        if plain is not None:
            found = await means.beside(plain.find, title, article)
            if found is None:
                plain = None  # a browser asks that again, and what is left
                await asyncio.sleep(pause)
        if found is None:
            browser = await means.browser()
            if browser is None:
                return  # that the form found others says nothing of those that it did not
            found = await browser.search(site.url, title, article)
        address = f"search:{site.url}?{quote(title)}"
        fetch = _fetch(address, found, at=at, seconds=round(monotonic() - begun, 3))
        told = Sounding(search=SearchLook(title, article, found.outcome, found.why))
        rendered = found.via is Via.BROWSER
        made.append(answer(site, fetch, told, found.body or None, rendered=rendered))
        if found.outcome is Searched.UNSURE and found.why in _HOPELESS:
            break
    for one in made:
        yield one


def _fetch(address: str, found: Search, *, at: datetime, seconds: float) -> Fetch:
    return Fetch(
        address,
        FetchStatus.OK,
        at,
        final_url=found.url or None,
        http_status=found.http_status,
        via=found.via,
        seconds=seconds,
        content_type=found.content_type,
        body_sha256=sha256(found.body).hexdigest() if found.body else None,
        body_size=len(found.body),
        headers=found.headers,
    )


def answer(
    site: Site,
    fetch: Fetch,
    told: Sounding,
    body: bytes | None = None,
    *,
    rendered: bool = False,
) -> Observation:
    """What came of one question, as the run keeps it."""
    page = PageEvidence(
        fetch.url,
        PageKind.OTHER,
        Encoding("utf-8", "bom"),
        rendered=rendered,
        particulars=Particulars(sounding=told),
    )
    target = Target(fetch.url, Role.SOUNDING, site.id)
    return Observation(target, fetches=(fetch,), page=page, body=body)
