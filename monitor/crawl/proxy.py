"""The browser's only way out: a loopback proxy with the crawler's guard and the crawler's manners.

Playwright's own interception misses redirects, and Chromium calls home by itself; nothing gets past
a proxy. One request, or one tunnel, at a time goes to each address.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic
from urllib.parse import urlsplit

from monitor.crawl.guard import Resolver

_HEAD_BYTES = 64 * 1024
_CONNECT_SECONDS = 10.0
_LANE_SECONDS = 15.0
_IDLE_TUNNEL_SECONDS = 0.5
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_CONNECTED = b"HTTP/1.1 200 Connection established\r\n\r\n"
_NOT_FORWARDED = ("proxy-", "connection:", "keep-alive:")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Lane:
    """The one way to an address. A tunnel that lies idle makes way for whoever waits."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.waiting = 0
        self.moved = 0.0

    def idle(self) -> bool:
        return self.waiting > 0 and monotonic() - self.moved > _IDLE_TUNNEL_SECONDS


class Proxy:
    """Plain HTTP and CONNECT. `enter` and `leave` take a place in the frontier for requests to an
    address that no render already holds one for; `rendering` counts those that do."""

    def __init__(
        self,
        resolver: Resolver,
        enter: Callable[[str], Awaitable[bool]],
        leave: Callable[[str], None],
    ) -> None:
        self._resolver = resolver
        self._enter = enter
        self._leave = leave
        self._lanes: dict[str, _Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.rendering: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.url = ""

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_HEAD_BYTES)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio always runs this in a task
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                await self._serve(reader, writer)
        except (TimeoutError, ValueError, asyncio.CancelledError):
            pass  # The browser sees a connection that closed, as it would without us.
        finally:
            writer.close()
            self._tasks.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, where, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        parts = urlsplit(f"//{where}" if tunnel else where)
        host, port = parts.hostname or "", parts.port or (443 if tunnel else 80)
        resolved = await self._resolver.resolve(host)
        if resolved.failure is not None:
            self.refused[f"{host}:{port}"] += 1
            if tunnel:
                writer.write(_REFUSED)
            return
        async with self._lane(resolved.key) as lane:
            connecting = asyncio.open_connection(resolved.key, port)
            upstream = await asyncio.wait_for(connecting, _CONNECT_SECONDS)
            try:
                if tunnel:
                    writer.write(_CONNECTED)
                else:
                    upstream[1].write(_forwarded(head))
                await _relay((reader, writer), upstream, lane)
            finally:
                upstream[1].close()

    @asynccontextmanager
    async def _lane(self, key: str) -> AsyncIterator[_Lane]:
        lane = self._lanes.setdefault(key, _Lane())
        lane.waiting += 1
        try:
            await asyncio.wait_for(lane.lock.acquire(), _LANE_SECONDS)
        finally:
            lane.waiting -= 1
        entered = False
        try:
            if not self.rendering[key]:
                entered = await asyncio.wait_for(self._enter(key), _LANE_SECONDS)
            lane.moved = monotonic()
            yield lane
        finally:
            if entered:
                self._leave(key)
            lane.lock.release()


def _forwarded(head: bytes) -> bytes:
    """The request as an origin server wants it; one per connection, so that its answer ends."""
    first, *lines = head.rstrip(b"\r\n").split(b"\r\n")
    method, url, version = first.decode("latin-1").split(" ", 2)
    parts = urlsplit(url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [line for line in lines if not line.lower().decode("latin-1").startswith(_NOT_FORWARDED)]
    return b"\r\n".join(
        [f"{method} {path} {version}".encode("latin-1"), *kept, b"Connection: close", b"", b""]
    )


async def _relay(browser: Streams, server: Streams, lane: _Lane) -> None:
    """Carry bytes both ways until the server is done, or somebody needs an idle lane."""
    outward = asyncio.create_task(_copy(browser[0], server[1], lane))
    inward = asyncio.create_task(_copy(server[0], browser[1], lane))
    try:
        while not inward.done() and not lane.idle():
            await asyncio.wait((inward,), timeout=_IDLE_TUNNEL_SECONDS / 2)
            if outward.done() and browser[0].at_eof():
                break
    finally:
        for task in (outward, inward):
            task.cancel()
        await asyncio.gather(outward, inward, return_exceptions=True)


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter, lane: _Lane) -> None:
    while data := await source.read(65536):
        lane.moved = monotonic()
        sink.write(data)
        await sink.drain()
