"""One visit of a home page: a fresh connection, every phase timed, the guard asked at every hop.

Not the crawler: nothing is parsed and nothing followed but redirects, so that a late loop of ours
can never make a site look slow.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event

import pycurl

from monitor.crawl.guard import Networks
from monitor.crawl.observe import HEAD_BYTES, TRUNCATED
from monitor.crawl.transfer import Transfer
from monitor.domain.evidence import FetchStatus
from monitor.domain.visit import Attempt, Invalid, Phases
from monitor.extract.blocked import wall

_OURS = {
    FetchStatus.BLOCKED: Invalid.BLOCKED,
    FetchStatus.NOT_REQUESTED: Invalid.NOT_REQUESTED,
    FetchStatus.TLS: Invalid.TLS,
    FetchStatus.UNKNOWN: Invalid.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a visit is made. `timeout`: seconds after which a page that has not come was not opened;
    `clock`: wall clock of the attempts, proof only. `pinned`: IPv6 addresses of the host, which alone
    are used; other hosts that it leads to are asked for theirs."""

    networks: Networks
    user_agent: str
    clock: Callable[[], datetime]
    timeout: float = 15.0
    pinned: tuple[str, ...] = ()


def visit(url: str, number: int, manner: Manner, stopped: Event | None = None) -> Attempt:
    """The attempt of that number at a home page. Blocks until it ends; `stopped` breaks it off."""
    return _Look(manner, stopped or Event()).at(url, number)


class _Look:
    """One transfer, and what it tells of the home page."""

    def __init__(self, manner: Manner, stopped: Event) -> None:
        self._manner = manner
        self._transfer = Transfer(
            manner.networks,
            manner.user_agent,
            timeout=manner.timeout,
            limit=HEAD_BYTES,
            stopped=stopped,
            pinned=manner.pinned,
        )

    def at(self, url: str, number: int) -> Attempt:
        begun = self._manner.clock()
        try:
            status, detail = self._transfer.fetch(url)
            http_status = self._transfer.info(pycurl.RESPONSE_CODE) or None
            if status is FetchStatus.OK:
                status, detail = self._read(http_status)
            return Attempt(
                number=number,
                at=begun,
                status=status,
                phases=self._phases(),
                http_status=http_status,
                final_url=self._transfer.info(pycurl.EFFECTIVE_URL) or None,
                remote_address=self._transfer.info(pycurl.PRIMARY_IP) or None,
                detail=detail,
                invalid=self._invalid(status, detail, http_status),
            )
        finally:
            self._transfer.close()

    def _read(self, http_status: int | None) -> tuple[FetchStatus, str | None]:
        name = wall(http_status, self._transfer.headers, bytes(self._transfer.body))
        if name is not None:
            return FetchStatus.BLOCKED, name
        unverified = self._transfer.info(pycurl.SSL_VERIFYRESULT)
        return FetchStatus.OK, "certificate" if unverified else None

    def _invalid(
        self, status: FetchStatus, detail: str | None, http_status: int | None
    ) -> Invalid | None:
        if detail == TRUNCATED:
            return Invalid.TRUNCATED
        if status is FetchStatus.OK and http_status == 200 and not self._transfer.body:
            return Invalid.EMPTY
        return _OURS.get(status)

    def _phases(self) -> Phases:
        """libcurl counts from the beginning; over redirects it adds up each step."""
        names = (pycurl.NAMELOOKUP_TIME, pycurl.CONNECT_TIME, pycurl.APPCONNECT_TIME)
        dns, connected, secured = (self._transfer.info(name) or None for name in names)
        asked, answered = (
            self._transfer.info(pycurl.PRETRANSFER_TIME),
            self._transfer.info(pycurl.STARTTRANSFER_TIME),
        )
        spoke = answered if self._transfer.info(pycurl.RESPONSE_CODE) else None
        return Phases(
            dns=_seconds(dns),
            connect=_since(dns, connected),
            tls=_since(connected, secured),
            first_byte=_since(asked, spoke),
            total=_seconds(self._transfer.info(pycurl.TOTAL_TIME)),
        )


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _since(before: float | None, after: float | None) -> float | None:
    return None if after is None else _seconds(max(0.0, after - (before or 0.0)))
