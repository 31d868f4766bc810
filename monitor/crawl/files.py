"""Files on their way to be read: how many bytes of them may be at hand, and the process that reads
them one after the other, beside the loop."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress

from pydantic import ValidationError

from monitor.crawl.file_reader import LENGTH, PAGE
from monitor.crawl.frontier import Frontier
from monitor.crawl.job import Job
from monitor.domain.evidence import Fetch, PageEvidence
from monitor.domain.personal import FileState
from monitor.extract.files import unread

MOST_BYTES = 10 * 1024 * 1024
"""A larger file is only begun: it opens, and what stands in it is not observed."""
AT_HAND = 64 * 1024 * 1024
"""All files that are being fetched or wait to be read take no more than this together."""
SECONDS = 20.0
"""One file may take so long to be read."""
_LONGEST_ANSWER = 4 * 1024 * 1024


class Reader:
    """Reads files in a process of its own, which is ended with whatever it could not bear."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: Process | None = None

    async def read(
        self, body: bytes, *, url: str, form: str, content_type: str | None
    ) -> PageEvidence:
        """Never raises: a file that could not be read says so."""
        order = {"url": url, "form": form, "content_type": content_type, "size": len(body)}
        try:
            return await asyncio.wait_for(self._ask(order, body), self._seconds)
        except (TimeoutError, OSError, EOFError, ValidationError):
            await self.close()
            return unread(url, form, FileState.BROKEN)

    async def _ask(self, order: dict[str, str | int | None], body: bytes) -> PageEvidence:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "monitor.crawl.file_reader"),
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
            )
        sink, source = self._process.stdin, self._process.stdout
        if sink is None or source is None:
            raise EOFError("a process without pipes")
        sink.write(json.dumps(order).encode() + b"\n")
        sink.write(body)
        await sink.drain()
        length = int.from_bytes(await source.readexactly(LENGTH), "big")
        if length > _LONGEST_ANSWER:
            raise EOFError("no answer of ours")
        page: PageEvidence = PAGE.validate_json(await source.readexactly(length))
        return page

    async def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


class Files:
    """Files come by `submit` and go back, read or not, through `deliver`."""

    deliver: Callable[[Job, Fetch, bytes, PageEvidence], None]

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self._reader = Reader()
        self._queue: asyncio.Queue[tuple[Job, Fetch, bytes, str]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self.at_hand = 0

    def has_room(self, size: int) -> bool:
        """Whether a file of this size may be fetched now; one always may."""
        return not self.at_hand or self.at_hand + size <= AT_HAND

    def submit(self, job: Job, fetch: Fetch, body: bytes, form: str) -> None:
        self.at_hand += len(body)
        self._queue.put_nowait((job, fetch, body, form))
        if self._task is None:
            self._task = asyncio.create_task(self._read())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._reader.close()

    async def _read(self) -> None:
        while True:
            job, fetch, body, form = await self._queue.get()
            if self._frontier.expire is not None:
                self._frontier.expire(job)
            else:
                page = await self._reader.read(
                    body, url=job.url, form=form, content_type=fetch.content_type
                )
                self.deliver(job, fetch, body, page)
            self.at_hand -= len(body)
            self._frontier.wake()
