"""The error table: what an answer, or its absence, is called. Nothing here decides what to do."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import urljoin

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Headers, Response
from twisted.internet import error as net
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed
from w3lib.url import safe_url_string

from monitor.domain.evidence import FetchStatus

MAX_HTML = 2 * 1024 * 1024
HEAD_BYTES = 64 * 1024
"""How much of an image, attachment or link target is read before the connection is closed."""

_NEVER_KEPT = frozenset({b"Set-Cookie", b"Set-Cookie2"})
_MOST_HEADERS = 48
_LONGEST_NAME = 80
_LONGEST_HEADER = 500
_ALL_HEADERS = 4_000
"""Characters of names and values together; servers of offices send some 300 to 900."""

TRUNCATED = "truncated"
"""Detail of an answer that broke off: the server is there, so its rest proves nothing."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

# In this order: subclasses before their bases.
_TABLE: tuple[tuple[type[BaseException], FetchStatus, str], ...] = (
    (CannotResolveHostError, FetchStatus.DNS, "dns"),
    (net.DNSLookupError, FetchStatus.DNS, "dns"),
    (DownloadConnectionRefusedError, FetchStatus.REFUSED, "refused"),
    (net.ConnectionRefusedError, FetchStatus.REFUSED, "refused"),
    (DownloadTimeoutError, FetchStatus.TIMEOUT, "timeout"),
    (net.TimeoutError, FetchStatus.TIMEOUT, "timeout"),
    (DownloadCancelledError, FetchStatus.TOO_LARGE, "too_large"),
    (ResponseDataLossError, FetchStatus.RESET, TRUNCATED),
    (SSL.Error, FetchStatus.TLS, "tls"),
    (net.CertificateError, FetchStatus.TLS, "certificate"),
    (net.ConnectionLost, FetchStatus.RESET, "reset"),
    (net.ConnectionDone, FetchStatus.RESET, "closed"),
    (net.NoRouteError, FetchStatus.UNKNOWN, "no_route"),
    (net.ConnectBindError, FetchStatus.UNKNOWN, "no_port"),
    (net.ConnectError, FetchStatus.UNKNOWN, "connect"),
    (ConnectionError, FetchStatus.RESET, "reset"),
    (ParseError, FetchStatus.UNKNOWN, "no_http"),
    (UnsupportedURLSchemeError, FetchStatus.UNKNOWN, "scheme"),
    (ValueError, FetchStatus.UNKNOWN, "invalid_url"),
)


class Unreadable(Exception):
    """The body is packed in a way we cannot undo, or unpacks to more than we read."""

    def __init__(self, status: FetchStatus, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def failure_status(exc: BaseException) -> tuple[FetchStatus, str]:
    """Status and detail of an exception that a download ended with."""
    causes = list(_causes(exc))
    for cause in causes:
        for kind, status, detail in _TABLE:
            if isinstance(cause, kind):
                # What Twisted could not read of an answer is no fault of the address.
                answered = kind is ValueError and any(isinstance(c, ResponseFailed) for c in causes)
                return status, "no_http" if answered else detail
    return FetchStatus.UNKNOWN, type(exc).__name__


def _causes(exc: BaseException) -> Iterator[BaseException]:
    """What lies inside Scrapy's and Twisted's wrappings, the innermost first."""
    if exc.__cause__ is not None:
        yield from _causes(exc.__cause__)
    if isinstance(exc, ResponseFailed):
        for reason in exc.reasons:
            yield from _causes(reason.value)
    yield exc


def is_complete(body: bytes) -> bool:
    """Whether a page came to its end although its server announced more bytes than it sent."""
    return b"</html" in body[-1024:].lower()


def destination(url: str, location: bytes) -> str:
    """The absolute address a redirect leads to, or one of scheme `invalid`."""
    try:
        return urljoin(url, safe_url_string(location).strip())
    except ValueError:
        return f"invalid:{location.decode('latin-1')}"


def text_headers(headers: Headers) -> dict[str, str]:
    """Headers by lower-case name, the last value of each; bytes kept one to one."""
    return {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")
        for name, values in headers.items()
        if values
    }


def kept_headers(headers: Headers) -> tuple[tuple[str, str], ...]:
    """What is kept of an answer's headers as proof: names as Scrapy writes them, values one to one.

    Cookies are a visitor's own and never kept; a header that is too long is cut, and after so many, or
    so much in all, the rest is left.
    """
    kept: list[tuple[str, str]] = []
    room = _ALL_HEADERS
    for name, values in dict.items(headers):  # Scrapy's own makes each name anew
        if name in _NEVER_KEPT:
            continue
        for value in values:
            known, text = _name(name), value[:_LONGEST_HEADER].decode("latin-1")
            if not text.isprintable():
                text = "".join(c if c.isprintable() else " " for c in text)
            room -= len(known) + len(text)
            if room < 0 or len(kept) == _MOST_HEADERS:
                return tuple(kept)
            kept.append((known, text))
    return tuple(kept)


@lru_cache(maxsize=500)
def _name(name: bytes) -> str:
    return name[:_LONGEST_NAME].decode("latin-1")


def unpacked(response: Response, headers: Mapping[str, str], limit: int) -> bytes:
    """The body without its content encoding. Raises Unreadable.

    Done here and not by Scrapy's middleware: that one guesses a character set from the packed
    bytes of every page, and checks read nothing but bytes. At most `limit` bytes are unpacked,
    however little was sent; a body that was cut on purpose gives what it holds.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    body = response.body
    if encoding in ("", "identity", "none") or not body:
        return body
    cut = "download_stopped" in response.flags
    if encoding in ("gzip", "x-gzip", "deflate"):
        if encoding != "deflate" and body[:2] != b"\x1f\x8b":
            return body  # the header lies; browsers show such pages
        return _inflated(body, encoding, limit, cut)
    raise Unreadable(FetchStatus.UNKNOWN, f"content_encoding_{encoding[:20]}")


def _inflated(body: bytes, encoding: str, limit: int, cut: bool) -> bytes:
    modes = (zlib.MAX_WBITS, -zlib.MAX_WBITS) if encoding == "deflate" else (31,)
    for mode in modes:
        unpack = zlib.decompressobj(mode)
        try:
            data = unpack.decompress(body, limit)
        except zlib.error:
            continue
        if unpack.unconsumed_tail and not cut:
            raise Unreadable(FetchStatus.TOO_LARGE, "too_large")
        return data
    raise Unreadable(FetchStatus.UNKNOWN, "content_encoding_broken")


def is_textual(content_type: str | None, body: bytes = b"<") -> bool:
    """Whether an answer is something to read: HTML, XML, JSON or text, declared or evident."""
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind:
        return kind.startswith("text/") or kind.endswith(("html", "xml", "json"))
    return body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[")


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
