"""The least a crawler can do in Python: fetch, read the links with lexbor, follow those of the host.

own_loop.py URL            crawl
own_loop.py --only FILE    fetch the addresses of FILE, one a line, and parse nothing
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import aiohttp
from selectolax.lexbor import LexborHTMLParser

_AT_ONCE = 16


class Crawl:
    """What was seen, and what waits."""

    def __init__(self, session: aiohttp.ClientSession, *, parse: bool) -> None:
        self._session = session
        self._parse = parse
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._seen: set[str] = set()
        self._known: set[str] = set()
        self._host = ""
        self.broken: list[str] = []
        self.pages = 0

    async def run(self, urls: list[str]) -> None:
        self._host = urlsplit(urls[0]).netloc
        for url in urls:
            self._add(url)
        workers = [asyncio.create_task(self._work()) for _ in range(_AT_ONCE)]
        await self._waiting.join()
        for worker in workers:
            worker.cancel()

    def _add(self, url: str) -> None:
        if url not in self._seen:
            self._seen.add(url)
            self._waiting.put_nowait(url)

    async def _work(self) -> None:
        while True:
            url = await self._waiting.get()
            try:
                await self._look(url)
            except (aiohttp.ClientError, TimeoutError):
                self.broken.append(url)
            finally:
                self._waiting.task_done()

    async def _look(self, url: str) -> None:
        async with self._session.get(url) as answer:
            body = await answer.read()
        if answer.status >= 400:
            self.broken.append(url)
        elif answer.content_type == "text/html":
            self.pages += 1
            if self._parse:
                self._follow(url, body)

    def _follow(self, base: str, body: bytes) -> None:
        folder = base.rpartition("/")[0]
        for node in LexborHTMLParser(body).css("a[href]"):
            href = node.attrs.get("href")
            if not href:
                continue
            # Joining addresses costs three times the parsing; most links were met before.
            raw = href if href.startswith(("/", "http")) else f"{folder}/{href}"
            if raw not in self._known:
                self._known.add(raw)
                url = urldefrag(urljoin(base, href)).url
                if urlsplit(url).netloc == self._host:
                    self._add(url)


async def main() -> None:
    only = sys.argv[1] == "--only"
    urls = Path(sys.argv[2]).read_text().split() if only else [sys.argv[1]]
    async with aiohttp.ClientSession() as session:
        crawl = Crawl(session, parse=not only)
        await crawl.run(urls)
    print(crawl.pages, "pages", len(crawl.broken), "broken")


if __name__ == "__main__":
    asyncio.run(main())
