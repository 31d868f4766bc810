"""One visit of a home page: a fresh connection, every phase timed, the guard asked at every hop.

Not the crawler: nothing is parsed and nothing followed but redirects, so that a late loop of ours
can never make a site look slow. libcurl resolves, connects and redirects; each socket that it wants
is made here, after resolution, and only to an address that the guard allows.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pycurl

from monitor.crawl.guard import Networks, lookup_failure, unresolved
from monitor.crawl.job import MAX_HOPS
from monitor.crawl.observe import HEAD_BYTES, REDIRECTS, TRUNCATED, is_complete
from monitor.domain.evidence import FetchStatus
from monitor.domain.visit import Attempt, Invalid, Phases
from monitor.extract.blocked import wall

_HEADERS = [
    "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language: zh-CN,zh;q=0.9",
]
_STATUSES = {
    pycurl.E_OPERATION_TIMEDOUT: (FetchStatus.TIMEOUT, "timeout"),
    pycurl.E_GOT_NOTHING: (FetchStatus.RESET, "closed"),
    pycurl.E_RECV_ERROR: (FetchStatus.RESET, "reset"),
    pycurl.E_SEND_ERROR: (FetchStatus.RESET, "reset"),
    pycurl.E_PARTIAL_FILE: (FetchStatus.RESET, TRUNCATED),
    pycurl.E_SSL_CONNECT_ERROR: (FetchStatus.TLS, "tls"),
    pycurl.E_SSL_CIPHER: (FetchStatus.TLS, "tls"),
    pycurl.E_TOO_MANY_REDIRECTS: (FetchStatus.UNKNOWN, "redirect_chain"),
    pycurl.E_UNSUPPORTED_PROTOCOL: (FetchStatus.UNKNOWN, "redirect_scheme"),
    pycurl.E_URL_MALFORMAT: (FetchStatus.UNKNOWN, "invalid_url"),
    pycurl.E_BAD_CONTENT_ENCODING: (FetchStatus.UNKNOWN, "content_encoding_broken"),
    pycurl.E_ABORTED_BY_CALLBACK: (FetchStatus.UNKNOWN, "interrupted"),
}
_CONNECTING = {
    errno.ECONNREFUSED: (FetchStatus.REFUSED, "refused"),
    errno.ECONNRESET: (FetchStatus.RESET, "reset"),
    errno.ETIMEDOUT: (FetchStatus.TIMEOUT, "timeout"),
}
_OURS = {
    FetchStatus.BLOCKED: Invalid.BLOCKED,
    FetchStatus.NOT_REQUESTED: Invalid.NOT_REQUESTED,
    FetchStatus.TLS: Invalid.TLS,
    FetchStatus.UNKNOWN: Invalid.UNKNOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a visit is made. `timeout`: seconds after which a page that has not come was not opened;
    `clock`: wall clock of the attempts, proof only."""

    networks: Networks
    user_agent: str
    clock: Callable[[], datetime]
    timeout: float = 15.0


def visit(url: str, number: int, manner: Manner, stopped: Event | None = None) -> Attempt:
    """The attempt of that number at a home page. Blocks until it ends; `stopped` breaks it off."""
    return _Look(manner, stopped or Event()).at(url, number)


class _Look:
    """One transfer. `_tried` holds what the guard said of each address since the last answer."""

    def __init__(self, manner: Manner, stopped: Event) -> None:
        self._manner = manner
        self._stopped = stopped
        self._tried: list[bool] = []
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._sockets: list[socket.socket] = []
        self._curl = pycurl.Curl()

    def at(self, url: str, number: int) -> Attempt:
        begun = self._manner.clock()
        try:
            self._prepare(url)
            status, detail = self._fetch(url)
            http_status = self._get(pycurl.RESPONSE_CODE) or None
            if status is FetchStatus.OK:
                status, detail = self._read(http_status)
            return Attempt(
                number=number,
                at=begun,
                status=status,
                phases=self._phases(),
                http_status=http_status,
                final_url=self._get(pycurl.EFFECTIVE_URL) or None,
                remote_address=self._get(pycurl.PRIMARY_IP) or None,
                detail=detail,
                invalid=self._invalid(status, detail, http_status),
            )
        finally:
            self._curl.close()
            for one in self._sockets:
                one.close()

    def _prepare(self, url: str) -> None:
        milliseconds = max(1, round(self._manner.timeout * 1000))
        for option, value in (
            (pycurl.URL, url.encode("utf-8", "surrogatepass")),
            (pycurl.USERAGENT, self._manner.user_agent),
            (pycurl.HTTPHEADER, _HEADERS),
            (pycurl.ACCEPT_ENCODING, "gzip, deflate"),
            (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.REDIR_PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
            (pycurl.FOLLOWLOCATION, 1),
            (pycurl.MAXREDIRS, MAX_HOPS),
            # Walls send a visitor to the same address with a cookie.
            (pycurl.COOKIEFILE, ""),
            (pycurl.FRESH_CONNECT, 1),
            (pycurl.FORBID_REUSE, 1),
            (pycurl.DNS_CACHE_TIMEOUT, 0),
            # The environment's proxy would connect where the guard cannot see.
            (pycurl.PROXY, ""),
            (pycurl.NOSIGNAL, 1),
            (pycurl.TIMEOUT_MS, milliseconds),
            (pycurl.CONNECTTIMEOUT_MS, milliseconds),
            # A bad certificate or an old cipher is advice; the page opens all the same.
            (pycurl.SSL_VERIFYPEER, 0),
            (pycurl.SSL_VERIFYHOST, 0),
            (pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_0),
            (pycurl.SSL_CIPHER_LIST, "DEFAULT:@SECLEVEL=0"),
            (pycurl.OPENSOCKETFUNCTION, self._socket),
            (pycurl.HEADERFUNCTION, self._header),
            (pycurl.WRITEFUNCTION, self._write),
            (pycurl.NOPROGRESS, 0),
            (pycurl.XFERINFOFUNCTION, self._going_on),
        ):
            self._curl.setopt(option, value)

    def _socket(self, _purpose: int, address: Any) -> Any:
        """The one gate: asked for every connection, with the address resolved."""
        family, kind, protocol, place = address
        allowed = self._manner.networks.allows(ip_address(str(place[0]).split("%")[0]))
        self._tried.append(allowed)
        if not allowed:
            return pycurl.SOCKET_BAD
        # libcurl takes a copy and closes that; ours is closed with the look.
        self._sockets.append(socket.socket(family, kind, protocol))
        return self._sockets[-1]

    def _header(self, line: bytes) -> None:
        text = line.decode("latin-1").strip()
        if text.startswith("HTTP/"):
            self._tried.clear()
            self._headers.clear()
            self._body.clear()
        name, colon, value = text.partition(":")
        if colon:
            self._headers[name.strip().lower()] = value.strip()

    def _write(self, data: bytes) -> int:
        """The beginning tells a wall; returning less than was sent ends the transfer."""
        self._body += data
        return len(data) if len(self._body) < HEAD_BYTES else 0

    def _going_on(self, *_sizes: float) -> int:
        return int(self._stopped.is_set())

    def _fetch(self, url: str) -> tuple[FetchStatus, str | None]:
        try:
            self._curl.perform()
        except pycurl.error as error:
            return self._failure(url, int(error.args[0]))
        return FetchStatus.OK, None

    def _failure(self, url: str, code: int) -> tuple[FetchStatus, str | None]:
        if code == pycurl.E_WRITE_ERROR and len(self._body) >= HEAD_BYTES:
            return FetchStatus.OK, None
        if self._body:
            # Half an answer is an answer; a server that merely counts wrongly sent a whole one.
            whole = code == pycurl.E_PARTIAL_FILE and is_complete(bytes(self._body))
            return (FetchStatus.OK, None) if whole else (FetchStatus.UNKNOWN, TRUNCATED)
        if code == pycurl.E_COULDNT_RESOLVE_HOST:
            return self._unresolved(url), "dns"
        if self._tried and not any(self._tried):
            return FetchStatus.NOT_REQUESTED, "network"
        if code == pycurl.E_COULDNT_CONNECT:
            connecting = _CONNECTING.get(self._get(pycurl.OS_ERRNO))
            return connecting or (FetchStatus.UNKNOWN, "connect")
        if code == pycurl.E_OPERATION_TIMEDOUT and not self._tried and not self._answered():
            return FetchStatus.UNKNOWN, "lookup"  # our name server, nobody's fault
        return _STATUSES.get(code, (FetchStatus.UNKNOWN, f"curl_{code}"))

    def _answered(self) -> bool:
        """Whether the last host said anything but where to go next."""
        return self._get(pycurl.RESPONSE_CODE) not in {0, *REDIRECTS}

    def _unresolved(self, url: str) -> FetchStatus:
        """libcurl does not tell a name that does not exist from a name server that is silent."""
        host = urlsplit(self._get(pycurl.EFFECTIVE_URL) or url).hostname or ""
        try:
            socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (UnicodeError, OSError) as error:
            return unresolved(host, lookup_failure(error), self._manner.networks)
        return FetchStatus.UNKNOWN  # it is there now

    def _read(self, http_status: int | None) -> tuple[FetchStatus, str | None]:
        name = wall(http_status, self._headers, bytes(self._body))
        if name is not None:
            return FetchStatus.BLOCKED, name
        unverified = self._get(pycurl.SSL_VERIFYRESULT)
        return FetchStatus.OK, "certificate" if unverified else None

    def _invalid(
        self, status: FetchStatus, detail: str | None, http_status: int | None
    ) -> Invalid | None:
        if detail == TRUNCATED:
            return Invalid.TRUNCATED
        if status is FetchStatus.OK and http_status == 200 and not self._body:
            return Invalid.EMPTY
        return _OURS.get(status)

    def _phases(self) -> Phases:
        """libcurl counts from the beginning; over redirects it adds up each step."""
        names = (pycurl.NAMELOOKUP_TIME, pycurl.CONNECT_TIME, pycurl.APPCONNECT_TIME)
        dns, connected, secured = (self._get(name) or None for name in names)
        asked, answered = self._get(pycurl.PRETRANSFER_TIME), self._get(pycurl.STARTTRANSFER_TIME)
        spoke = answered if self._get(pycurl.RESPONSE_CODE) else None
        return Phases(
            dns=_seconds(dns),
            connect=_since(dns, connected),
            tls=_since(connected, secured),
            first_byte=_since(asked, spoke),
            total=_seconds(self._get(pycurl.TOTAL_TIME)),
        )

    def _get(self, what: int) -> Any:
        return self._curl.getinfo(what)


def _seconds(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _since(before: float | None, after: float | None) -> float | None:
    return None if after is None else _seconds(max(0.0, after - (before or 0.0)))
