"""A real browser, for pages that only a script can fill and walls that only a browser passes."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from playwright.async_api import Browser as Chromium
from playwright.async_api import Error, Page, Playwright, Request, Response, async_playwright

from monitor.crawl.camera import photograph
from monitor.crawl.ladder import CHROME
from monitor.crawl.plain_search import Search
from monitor.crawl.rendered import Rendered
from monitor.crawl.searching import search
from monitor.crawl.shots import Deliver, Sheet
from monitor.domain.evidence import FetchStatus
from monitor.domain.function import Searched

PAGES_PER_BROWSER = 200
IDLE_SECONDS = 5.0
TOTAL_SECONDS = 20.0
_WATCHDOG_SECONDS = TOTAL_SECONDS + 10
_CLOSE_SECONDS = 5.0
_START_SECONDS = 20.0
_MOST_STARTS = 2
"""So often a browser may fail to start before it counts as none, rather than be waited for again."""
_POLL_SECONDS = 0.25
_STILL_POLLS = 3
_DEAD = frozenset({404, 410, *range(500, 505)})
"""Answers after which no more is to be expected; walls, which load themselves again, are others."""
_MOST_NAVIGATIONS = 8
_DATA = ("xhr", "fetch", "script")
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",  # UDP would pass the proxy by
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--proxy-bypass-list=<-loopback>",  # loopback goes through the proxy as well
)
_WITHOUT_IMAGES = "--blink-settings=imagesEnabled=false"
_GROWTH = "() => [document.body ? document.body.innerText.length : 0, document.links.length]"
_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True, eq=False)
class _Instance:
    """One Chromium process: pages it has opened, pages open now, whether it takes no more."""

    chromium: Chromium
    pages: int = 0
    open: int = 0
    retired: bool = False

    async def close(self) -> None:
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self.chromium.close(), _CLOSE_SECONDS)


class Browser:
    """Chromium behind a proxy, started when first needed, replaced after 200 pages or when a page
    hangs it. Each page has a context of its own and leaves nothing behind. Without `images` none are
    loaded: nobody looks at them, and the site would pay for them."""

    def __init__(self, executable: str, proxy: str, *, images: bool = False) -> None:
        self._executable = executable
        self._proxy = proxy
        self._switches = _FLAGS if images else (*_FLAGS, _WITHOUT_IMAGES)
        self._playwright: Playwright | None = None
        self._instances: list[_Instance] = []
        self._starting = asyncio.Lock()
        self._failed_starts = 0

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(self, *_: object) -> None:
        for instance in self._instances:
            await instance.close()
        self._instances.clear()
        if self._playwright is not None:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(self._playwright.stop(), _CLOSE_SECONDS)

    async def search(self, home: str, title: str, article: str) -> Search:
        """A visitor's search of a site. Never raises for what its pages do."""
        try:
            instance = await self._instance()
        except Error:
            return Search(Searched.UNSURE, "no_browser")
        try:
            going = search(instance.chromium, home, title, article)
            return await asyncio.wait_for(going, 2 * _WATCHDOG_SECONDS)
        except TimeoutError:
            instance.retired = True
            return Search(Searched.UNSURE, "search_unread")
        except Error:
            return Search(Searched.UNSURE, "search_unread")
        finally:
            await self._give_back(instance)

    async def photograph(self, sheets: Sequence[Sheet], deliver: Deliver) -> None:
        """Pictures of stored pages of one host; what is not delivered has none. Never raises for what
        a page or the browser does."""
        try:
            instance = await self._instance()
        except Error:
            return
        instance.pages += len(sheets) - 1
        try:
            await photograph(instance.chromium, sheets, deliver)
        except Error:
            instance.retired = True
        finally:
            await self._give_back(instance)

    async def render(self, url: str) -> Rendered:
        """The page at `url` after its scripts have run. Never raises for what a page does."""
        try:
            instance = await self._instance()
        except Error as error:
            return Rendered(status=FetchStatus.UNKNOWN, detail=_net_error(error), final_url=url)
        try:
            return await asyncio.wait_for(_render(instance.chromium, url), _WATCHDOG_SECONDS)
        except TimeoutError:
            instance.retired = True
            return Rendered(status=FetchStatus.TIMEOUT, detail="browser_hung", final_url=url)
        except Error as error:
            return Rendered(status=FetchStatus.UNKNOWN, detail=_net_error(error), final_url=url)
        finally:
            await self._give_back(instance)

    async def _give_back(self, instance: _Instance) -> None:
        instance.open -= 1
        if instance.retired and not instance.open:
            self._instances.remove(instance)
            await instance.close()

    async def _instance(self) -> _Instance:
        """A browser that takes another page, its `open` counted up for it."""
        async with self._starting:
            for known in self._instances:
                if known.pages >= PAGES_PER_BROWSER or not known.chromium.is_connected():
                    known.retired = True
            fit = next((known for known in self._instances if not known.retired), None)
            if fit is None:
                fit = _Instance(await self._launch())
                self._instances.append(fit)
            fit.pages += 1
            fit.open += 1
            return fit

    async def _launch(self) -> Chromium:
        if self._failed_starts >= _MOST_STARTS:
            raise Error("the browser does not start")
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        self._failed_starts += 1
        root = ("--no-sandbox",) if os.geteuid() == 0 else ()
        chromium = await self._playwright.chromium.launch(
            executable_path=self._executable,
            args=[*self._switches, *root],
            proxy={"server": self._proxy},
            timeout=_START_SECONDS * 1000,
            handle_sigint=False,
            handle_sigterm=False,
        )
        self._failed_starts = 0
        return chromium


async def _render(chromium: Chromium, url: str) -> Rendered:
    context = await chromium.new_context(
        accept_downloads=False,
        ignore_https_errors=True,
        locale="zh-CN",
        service_workers="block",
        user_agent=CHROME.format(chromium.version.partition(".")[0]),
    )
    try:
        page = await context.new_page()
        context.on("page", lambda popup: asyncio.ensure_future(_dismiss(popup)))
        return await _look(page, url)
    finally:
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(context.close(), _CLOSE_SECONDS)


async def _dismiss(popup: Page) -> None:
    with suppress(Error):
        await popup.close()


async def _look(page: Page, url: str) -> Rendered:
    begun = monotonic()
    answers: list[int] = []
    headers: dict[str, str] = {}
    errors: list[str] = []
    running: set[Request] = set()
    lacking: list[str] = []

    def on_response(response: Response) -> None:
        # A wall answers 521, sets a cookie and loads again: the last answer is the page's.
        request = response.request
        if request.is_navigation_request() and request.frame == page.main_frame:
            answers.append(response.status)
            headers.clear()
            headers.update(response.headers)
        elif response.status >= 400 and request.resource_type in _DATA:
            lacking.append(request.url)

    def on_request(request: Request) -> None:
        if request.resource_type in (*_DATA, "document"):
            running.add(request)

    def on_failed(request: Request) -> None:
        running.discard(request)
        if request.resource_type in _DATA:
            lacking.append(request.url)

    page.on("response", on_response)
    page.on("request", on_request)
    page.on("requestfinished", lambda request: running.discard(request))
    page.on("requestfailed", on_failed)
    page.on("pageerror", lambda error: errors.append(error.message))
    await page.goto(url, wait_until="domcontentloaded", timeout=TOTAL_SECONDS * 1000)
    await _settled(page, running, answers, begun)
    html = await page.content()
    if not answers:
        return Rendered(status=FetchStatus.UNKNOWN, detail="no_response", final_url=url)
    return Rendered(
        html=_BOM + html.encode("utf-8", "replace"),
        final_url=page.url,
        http_status=answers[-1],
        detail=errors[0][:120] if errors else None,
        whole=not lacking and not running,
        headers=headers,
    )


async def _settled(page: Page, running: set[Request], answers: Sequence[int], begun: float) -> None:
    """Wait until text and links stop growing while nothing is being fetched; at most so long, and
    not for a page that only loads itself again and again."""
    ends = min(monotonic() + IDLE_SECONDS, begun + TOTAL_SECONDS)
    before: Any = None
    still = 0
    enough = 1 if answers and answers[-1] in _DEAD else _STILL_POLLS
    while still < enough and monotonic() < ends and len(answers) <= _MOST_NAVIGATIONS:
        await asyncio.sleep(_POLL_SECONDS)
        try:
            grown = await page.evaluate(_GROWTH)
        except Error:
            grown = None  # the page is on its way to another one
        if grown is not None and grown != before:
            ends = min(max(ends, monotonic() + 1.0), begun + TOTAL_SECONDS)
        still = still + 1 if grown is not None and grown == before and not running else 0
        before = grown


def _net_error(error: Error) -> str:
    """Chromium's name of what went wrong (ERR_…), or the first words."""
    words = error.message.split()
    return next((word.strip(".,:") for word in words if "ERR_" in word), " ".join(words[:6]))[:120]
