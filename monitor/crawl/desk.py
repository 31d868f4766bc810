"""What an adapter of new media works with: answers of platforms, a rendered page, the account's secrets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pycurl

from monitor.crawl.guard import Networks
from monitor.crawl.rendered import Rendered
from monitor.crawl.transfer import HEADERS, Transfer
from monitor.domain.evidence import FetchStatus
from monitor.extract.blocked import wall

MAX_ANSWER = 2 * 1024 * 1024
_HTTP_STATUS = pycurl.RESPONSE_CODE
_FINAL_URL = pycurl.EFFECTIVE_URL


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answered. `status` as of a fetch: an HTTP 404 is `ok`; `final_url`: who answered
    after all redirects."""

    url: str
    status: FetchStatus
    http_status: int | None = None
    final_url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    detail: str | None = None

    def json(self) -> Any:
        """The body as JSON; None for what is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Desk:
    """`now`: the run's moment, against which 昨天 and 3分钟前 are read. `keep` stores a body as proof and
    gives its SHA-256. `render` is None where there is no browser. `secrets`: what the office gave for
    the account being looked at, empty for nothing; with them only servers that prove who they are are
    spoken to."""

    now: datetime
    networks: Networks
    user_agent: str
    keep: Callable[[bytes], str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    render: Callable[[str], Awaitable[Rendered]] | None = None
    timeout: float = 15.0

    async def get(self, url: str, headers: Sequence[str] = ()) -> Answer:
        """One answer, over a connection of its own; redirects followed, the guard asked at every hop."""
        return await asyncio.to_thread(self._fetch, url, headers, None)

    async def post(self, url: str, value: Any) -> Answer:
        """As `get`, for an interface that wants to be told a JSON value."""
        content = json.dumps(value, ensure_ascii=False).encode()
        headers = ["Content-Type: application/json; charset=utf-8"]
        return await asyncio.to_thread(self._fetch, url, headers, content)

    def _fetch(self, url: str, headers: Sequence[str], content: bytes | None) -> Answer:
        transfer = Transfer(
            self.networks,
            self.user_agent,
            timeout=self.timeout,
            limit=MAX_ANSWER,
            headers=(*HEADERS, *headers),
            secure=bool(self.secrets),
            content=content,
        )
        try:
            status, detail = transfer.fetch(url)
            http_status = transfer.info(_HTTP_STATUS) or None
            body = bytes(transfer.body)
            if status is FetchStatus.OK and (name := wall(http_status, transfer.headers, body)):
                status, detail = FetchStatus.BLOCKED, name
            return Answer(
                url,
                status,
                http_status,
                transfer.info(_FINAL_URL) or None,
                dict(transfer.headers),
                body,
                detail,
            )
        finally:
            transfer.close()
