"""Hostile servers, one function each: what it does to whoever connects."""

from __future__ import annotations

import gzip
import random
import socket
import time
from collections.abc import Callable

from tests.crawl.servers import Answer, Visit, html, links

Behave = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
PAGE = b"<html><head><title>t</title></head><body><p>text</p></body></html>"
LINGER = b"\1\0\0\0\0\0\0\0"


def _robots(connection: socket.socket) -> bool:
    """Read the request; robots.txt is answered as any server would."""
    asked = connection.recv(4000)
    if not asked.startswith(b"GET /robots.txt"):
        return False
    connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    return True


def says(*parts: bytes) -> Behave:
    """Sends these bytes, whatever they are, and closes."""

    def behave(connection: socket.socket) -> None:
        if not _robots(connection):
            for part in parts:
                connection.sendall(part)

    return behave


def silent(connection: socket.socket) -> None:
    """Accepts and never answers."""
    connection.settimeout(60)
    while connection.recv(4000):
        pass


def drips(connection: socket.socket) -> None:
    """One byte now and then, for ever."""
    if not _robots(connection):
        connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
        for _ in range(600):
            connection.sendall(b"x")
            time.sleep(0.1)


def stream(sent: list[int]) -> Behave:
    """Ten gigabytes of one page, unannounced. `sent`: how much of it went out."""

    def behave(connection: socket.socket) -> None:
        if _robots(connection):
            return
        connection.sendall(HEAD + b"Connection: close\r\n\r\n")
        block = b"x" * 65536
        for _ in range(10 * 2**30 // len(block)):
            connection.sendall(block)
            sent[0] += len(block)

    return behave


def resets(every: int) -> Behave:
    """Resets one connection in `every`; the others are answered."""
    count = [0]

    def behave(connection: socket.socket) -> None:
        count[0] += 1
        if count[0] % every == 0:
            connection.recv(4000)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
            return
        path = connection.recv(4000).split(b" ")[1].decode()
        body = links(*(f"/{n}" for n in range(12)))[2] if path == "/" else PAGE
        head = HEAD + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
        connection.sendall(head + body)

    return behave


def bomb() -> Answer:
    """Half a megabyte that unpacks to half a gigabyte."""
    blocks = gzip.compress(b"<p>" + b"a" * 2**24) * 32
    return 200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, blocks


def calendar(visit: Visit) -> Answer:
    """Every day leads to the next day, month and year."""
    _, _, day = visit.path.partition("?day=")
    today = int(day or 0)
    return links(*(f"/?day={today + step}" for step in (1, 30, 365)))


def sessions(visit: Visit) -> Answer:
    """Ten pages, each link to which has a new session id every time."""
    rng = random.Random(time.monotonic_ns())
    return links(
        *(f"/p{n}.html;jsessionid={rng.getrandbits(64):X}" for n in range(5)),
        *(f"/q{n}.html?PHPSESSID={rng.getrandbits(64):x}" for n in range(5)),
    )


def concatenated(visit: Visit) -> Answer:
    """Relative links without a leading slash, answered on every level."""
    return links("gzdt/", "gzdt/tzgg/")


def loop(visit: Visit) -> Answer:
    return 302, {"Location": "/b" if visit.path == "/" else "/"}, b""


def chain(visit: Visit) -> Answer:
    return 302, {"Location": f"/{int(visit.path[1:] or 0) + 1}"}, b""


def refreshes(visit: Visit) -> Answer:
    """A page that loads itself again at once."""
    return html('<meta http-equiv="refresh" content="0"><title>t</title><p>text</p>')


def nested(megabytes: int) -> Answer:
    """Tags in tags in tags."""
    return 200, {"Content-Type": "text/html"}, b"<div><b>" * (megabytes * 2**20 // 8)


WRONG_CHARSET = "<title>政务公开</title><p>工作动态信息公开指南</p>".encode("gb18030")
