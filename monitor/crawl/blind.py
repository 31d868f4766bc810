"""Are we blind? When nobody answers, the fault is our own network's, and nobody is judged."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import urlsplit

from monitor.crawl.guard import Networks, Resolver

_SECONDS = 10.0


async def control_check(
    urls: Sequence[str], networks: Networks, *, seconds: float = _SECONDS
) -> bool:
    """Whether any of the controls gives any answer. Few of them prove nothing: one dead neighbour
    is not a dead network."""
    resolver = Resolver(networks)
    asked = [asyncio.create_task(_answers(url, resolver, seconds)) for url in urls]
    try:
        for first in asyncio.as_completed(asked):
            if await first:
                return True
        return False
    finally:
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)
        resolver.close()


async def _answers(url: str, resolver: Resolver, seconds: float) -> bool:
    parts = urlsplit(url)
    with suppress(OSError, TimeoutError, ValueError):
        async with asyncio.timeout(seconds):
            return await _first_line(
                resolver, parts.hostname or "", parts.port, parts.scheme == "https", parts.path
            )
    return False


async def _first_line(
    resolver: Resolver, host: str, port: int | None, secure: bool, path: str
) -> bool:
    resolved = await resolver.resolve(host)
    if resolved.failure is not None:
        return False
    context = None
    if secure:
        # Any answer will do, also one with an expired certificate.
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    reader, writer = await asyncio.open_connection(
        resolved.key,
        port or (443 if secure else 80),
        ssl=context,
        server_hostname=host if secure else None,
    )
    try:
        head = f"GET {path or '/'} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode("ascii", "replace"))
        return (await reader.read(16)).startswith(b"HTTP/")
    finally:
        writer.close()
