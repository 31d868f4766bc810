"""The error table against real servers: every way of failing has its name."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from pathlib import Path

from monitor.domain.evidence import Via
from monitor.domain.run import Reason, Role
from tests.crawl.harness import Result, crawled, home, site
from tests.crawl.servers import Answer, Visit, closed_port, html, links, raw, serve


def _one(tmp_path: Path, url: str, **changes: object) -> Result:
    return crawled(tmp_path, [site(url, obey_robots=False)], **changes)


def _status(tmp_path: Path, url: str, **changes: object) -> tuple[str, str | None]:
    fetch = _one(tmp_path, url, **changes).store.seen[url].fetches[-1]
    return fetch.status.value, fetch.detail


def test_refused_dns_timeout_reset_and_nonsense(tmp_path: Path) -> None:
    def silent(connection: socket.socket) -> None:
        time.sleep(3)

    def resets(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

    def nonsense(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"\0\1\2 what?\r\n\r\n")

    def truncated(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<html>")

    def old(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n<p>old")

    base = "http://127.0.0.1:{}/"
    with (
        raw(silent) as a, raw(resets) as b, raw(nonsense) as c, raw(truncated) as d, raw(old) as e
    ):  # fmt: skip
        expected = {
            base.format(a): "timeout",
            base.format(b): "reset",
            base.format(c): "unknown",
            base.format(d): "reset",
            base.format(e): "ok",
            base.format(closed_port()): "refused",
            "http://no-such-host.invalid/": "dns",
            f"https://127.0.0.1:{c}/": "tls",
        }
        sites = [site(url, str(n), obey_robots=False) for n, url in enumerate(expected)]
        store = crawled(tmp_path, sites, timeout=1.0).store
        assert {url: store.status(url) for url in expected} == expected
        assert store.seen["http://no-such-host.invalid/"].reason is Reason.DNS


def test_a_slow_drip_is_a_timeout(tmp_path: Path) -> None:
    def drip(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(40):
            connection.sendall(b"x")
            time.sleep(0.1)

    with raw(drip) as port:
        assert _status(tmp_path, f"http://127.0.0.1:{port}/", timeout=1.0)[0] == "timeout"


def test_http_errors_are_answers(tmp_path: Path) -> None:
    for status in (404, 410, 500, 503):
        with serve({"/": html("gone", status)}) as server:
            seen = _one(tmp_path, server.url).store.seen[server.url]
            assert seen.reason is None
            assert seen.fetches[-1].http_status == status
            assert seen.fetches[-1].status.value == "ok"


def test_walls_are_blocked_and_the_ladder_is_climbed(tmp_path: Path) -> None:
    for status in (401, 403, 405, 406, 412, 418, 429, 451, 521, 999):
        with serve({"/": html("no", status)}) as server:
            seen = _one(tmp_path, server.url).store.seen[server.url]
            assert seen.reason is Reason.BLOCKED
            assert [fetch.via for fetch in seen.fetches] == [Via.PLAIN, Via.HEADERS]


def test_browser_like_headers_pass_a_simple_wall(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        known = "Chrome/" in visit.headers["user-agent"]
        return html("<title>in</title>") if known else html("no", 403)

    with serve(page) as server:
        seen = _one(tmp_path, server.url).store.seen[server.url]
        assert seen.reason is None and seen.page is not None
        assert [fetch.status.value for fetch in seen.fetches] == ["blocked", "ok"]


def test_a_strangers_wall_stays_a_wall(tmp_path: Path) -> None:
    with serve({"/x": html("no", 403)}) as other, serve({"/": links(f"{other.url}x")}) as server:
        seen = _one(tmp_path, server.url).store.seen[f"{other.url}x"]
        assert seen.reason is Reason.BLOCKED
        assert len(other.log.paths) == 1


def test_a_big_attachment_is_only_begun(tmp_path: Path) -> None:
    big = 200, {"Content-Type": "application/pdf"}, b"%PDF" + b"x" * 50_000_000
    with serve({"/a.pdf": big, "/b": big}) as server:
        seeds = [
            home(f"{server.url}a.pdf", role=Role.ASSET),
            home(f"{server.url}b", role=Role.PAGE),
        ]
        one = site(server.url, obey_robots=False)
        store = crawled(tmp_path, [one], seeds).store
        assert store.status(seeds[0].url) == store.status(seeds[1].url) == "ok"
        assert store.seen[seeds[0].url].body is None
        assert max(server.log.sent.values()) < 20_000_000


def test_a_page_too_large_is_said_to_be(tmp_path: Path) -> None:
    bomb = gzip.compress(b"<p>" + b"a" * 50_000_000)
    pages = {
        "/long": html("x" * 3_000_000),
        "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb),
    }
    with serve(pages) as server:
        for path in ("long", "bomb"):
            assert _status(tmp_path, f"{server.url}{path}")[0] == "too_large"


def test_packed_bytes_are_unpacked_and_else_left_alone(tmp_path: Path) -> None:
    text = "<title>政务公开</title>".encode("gb18030")
    squeezed = zlib.compressobj(wbits=-15)
    raw_deflate = squeezed.compress(text) + squeezed.flush()
    lying = {"Content-Type": "text/html; charset=utf-8"}
    pages = {
        "/plain": (200, lying, text),
        "/gzip": (200, lying | {"Content-Encoding": "gzip"}, gzip.compress(text)),
        "/zlib": (200, lying | {"Content-Encoding": "deflate"}, zlib.compress(text)),
        "/deflate": (200, lying | {"Content-Encoding": "deflate"}, raw_deflate),
        "/liar": (200, lying | {"Content-Encoding": "gzip"}, text),
    }
    with serve(pages) as server:
        one = site(server.url, obey_robots=False)
        seeds = [home(f"{server.url}{path[1:]}") for path in pages]
        store = crawled(tmp_path, [one], seeds).store
        for seed in seeds:
            assert store.seen[seed.url].body == text, seed.url
