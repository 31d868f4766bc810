"""One request over a fresh connection by libcurl, the guard asked at every hop.

Not the crawler: for what is fetched by itself, a home page that is visited or an account's list. libcurl
resolves, connects and redirects; each socket that it wants is made here, after resolution, and only to
an address that the guard allows.
"""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Sequence
from ipaddress import ip_address
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pycurl

from monitor.crawl.guard import Networks, lookup_failure, unresolved
from monitor.crawl.job import MAX_HOPS
from monitor.crawl.observe import REDIRECTS, TRUNCATED, is_complete
from monitor.domain.evidence import FetchStatus

HEADERS = (
    "Accept: text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Language: zh-CN,zh;q=0.9",
)
_STATUSES = {
    pycurl.E_OPERATION_TIMEDOUT: (FetchStatus.TIMEOUT, "timeout"),
    pycurl.E_GOT_NOTHING: (FetchStatus.RESET, "closed"),
    pycurl.E_RECV_ERROR: (FetchStatus.RESET, "reset"),
    pycurl.E_SEND_ERROR: (FetchStatus.RESET, "reset"),
    pycurl.E_PARTIAL_FILE: (FetchStatus.RESET, TRUNCATED),
    pycurl.E_SSL_CONNECT_ERROR: (FetchStatus.TLS, "tls"),
    pycurl.E_SSL_CIPHER: (FetchStatus.TLS, "tls"),
    pycurl.E_PEER_FAILED_VERIFICATION: (FetchStatus.TLS, "tls"),
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


class Transfer:
    """One transfer; `fetch` once, then read `headers`, `body` and `info`, then `close`.

    `timeout` in seconds. `limit`: after so many bytes of the body the rest is not asked for. `pinned`: IPv6
    addresses of the host, which alone are used. `secure`: whoever answers must prove by a valid
    certificate who it is, as something is sent that others must not read. `content` is posted. `_tried`
    holds what the guard said of each address since the last answer.
    """

    def __init__(
        self,
        networks: Networks,
        user_agent: str,
        *,
        timeout: float,
        limit: int,
        stopped: Event | None = None,
        headers: Sequence[str] = HEADERS,
        pinned: Sequence[str] = (),
        secure: bool = False,
        content: bytes | None = None,
    ) -> None:
        self._networks = networks
        self._user_agent = user_agent
        self._timeout = timeout
        self._limit = limit
        self._stopped = stopped or Event()
        self._asked = list(headers)
        self._pinned = pinned
        self._secure = secure
        self._content = content
        self._tried: list[bool] = []
        self._sockets: list[socket.socket] = []
        self._curl = pycurl.Curl()
        self.headers: dict[str, str] = {}
        self.body = bytearray()

    def close(self) -> None:
        self._curl.close()
        for one in self._sockets:
            one.close()

    def fetch(self, url: str) -> tuple[FetchStatus, str | None]:
        """How it ended, and what is known of why. Blocks until it ends; `stopped` breaks it off."""
        self._prepare(url)
        return self._fetch(url)

    def _prepare(self, url: str) -> None:
        milliseconds = max(1, round(self._timeout * 1000))
        for option, value in (
            (pycurl.URL, url.encode("utf-8", "surrogatepass")),
            (pycurl.USERAGENT, self._user_agent),
            (pycurl.HTTPHEADER, self._asked),
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
        if self._pinned:
            self._pin(url)
        if self._secure:
            self._curl.setopt(pycurl.SSL_VERIFYPEER, 1)
            self._curl.setopt(pycurl.SSL_VERIFYHOST, 2)
            self._curl.setopt(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_2)
            if known := ssl.get_default_verify_paths().cafile:
                self._curl.setopt(pycurl.CAINFO, known)
        if self._content is not None:
            self._curl.setopt(pycurl.POSTFIELDS, self._content)

    def _pin(self, url: str) -> None:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        places = ",".join(f"[{one}]" for one in self._pinned)
        self._curl.setopt(pycurl.IPRESOLVE, pycurl.IPRESOLVE_V6)
        self._curl.setopt(pycurl.RESOLVE, [f"{parts.hostname}:{port}:{places}"])

    def _socket(self, _purpose: int, address: Any) -> Any:
        """The one gate: asked for every connection, with the address resolved."""
        family, kind, protocol, place = address
        allowed = self._networks.allows(ip_address(str(place[0]).split("%")[0]))
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
            self.headers.clear()
            self.body.clear()
        name, colon, value = text.partition(":")
        if colon:
            self.headers[name.strip().lower()] = value.strip()

    def _write(self, data: bytes) -> int:
        """The beginning tells a wall; returning less than was sent ends the transfer."""
        self.body += data
        return len(data) if len(self.body) < self._limit else 0

    def _going_on(self, *_sizes: float) -> int:
        return int(self._stopped.is_set())

    def _fetch(self, url: str) -> tuple[FetchStatus, str | None]:
        try:
            self._curl.perform()
        except pycurl.error as error:
            return self._failure(url, int(error.args[0]))
        return FetchStatus.OK, None

    def _failure(self, url: str, code: int) -> tuple[FetchStatus, str | None]:
        if code == pycurl.E_WRITE_ERROR and len(self.body) >= self._limit:
            return FetchStatus.OK, None
        if self.body:
            # Half an answer is an answer; a server that merely counts wrongly sent a whole one.
            whole = code == pycurl.E_PARTIAL_FILE and is_complete(bytes(self.body))
            return (FetchStatus.OK, None) if whole else (FetchStatus.UNKNOWN, TRUNCATED)
        if code == pycurl.E_COULDNT_RESOLVE_HOST:
            return self._unresolved(url), "dns"
        if self._tried and not any(self._tried):
            return FetchStatus.NOT_REQUESTED, "network"
        if code == pycurl.E_COULDNT_CONNECT:
            connecting = _CONNECTING.get(self.info(pycurl.OS_ERRNO))
            return connecting or (FetchStatus.UNKNOWN, "connect")
        if code == pycurl.E_OPERATION_TIMEDOUT and not self._tried and not self._answered():
            return FetchStatus.UNKNOWN, "lookup"  # our name server, nobody's fault
        return _STATUSES.get(code, (FetchStatus.UNKNOWN, f"curl_{code}"))

    def _answered(self) -> bool:
        """Whether the last host said anything but where to go next."""
        return self.info(pycurl.RESPONSE_CODE) not in {0, *REDIRECTS}

    def _unresolved(self, url: str) -> FetchStatus:
        """libcurl does not tell a name that does not exist from a name server that is silent."""
        host = urlsplit(self.info(pycurl.EFFECTIVE_URL) or url).hostname or ""
        try:
            socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (UnicodeError, OSError) as error:
            return unresolved(host, lookup_failure(error), self._networks)
        return FetchStatus.UNKNOWN  # it is there now

    def info(self, what: int) -> Any:
        return self._curl.getinfo(what)
