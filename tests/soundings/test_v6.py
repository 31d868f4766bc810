"""A home page over IPv6, on this machine alone."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.crawl.guard import Networks
from monitor.crawl.v6 import look_over_v6
from monitor.crawl.visit import Manner
from monitor.domain.evidence import FetchStatus
from monitor.domain.function import V6, V6Look

HOST = "www.jia.gov.test"


class _Six(ThreadingHTTPServer):
    address_family = socket.AF_INET6


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = b"<html><title>t</title><body>" + b"words " * 50 + b"</body></html>"
        self.send_response(200 if self.path == "/" else 500)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    try:
        server = _Six(("::1", 0), _Page)
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def _manner(networks: str) -> Manner:
    return Manner(
        networks=Networks.parse(networks),
        user_agent="test",
        clock=lambda: datetime(2026, 1, 26, tzinfo=UTC),
        timeout=3.0,
    )


def _look(url: str, found: list[str] | FetchStatus, networks: str = "::1/128") -> V6Look:
    return look_over_v6(url, _manner(networks), ask=lambda host: found, route=lambda: True)


def test_a_page_that_opens(port: int) -> None:
    look = _look(f"http://{HOST}:{port}/", ["::1"])
    assert look == V6Look(V6.OPENED, ("::1",))


def test_an_address_that_answers_with_an_error(port: int) -> None:
    assert _look(f"http://{HOST}:{port}/x", ["::1"]) == V6Look(V6.NOT_OPENED, ("::1",), "500")


def test_an_address_where_nobody_listens(port: int) -> None:
    with socket.socket(socket.AF_INET6) as free:
        free.bind(("::1", 0))
        url = f"http://{HOST}:{free.getsockname()[1]}/"
        assert _look(url, ["::1"]) == V6Look(V6.NOT_OPENED, ("::1",), "refused")


def test_the_guard_is_asked(port: int) -> None:
    look = _look(f"http://{HOST}:{port}/", ["::1"], "127.0.0.0/8")
    assert look == V6Look(V6.UNSURE, ("::1",), "not_requested")


def test_a_name_without_a_record() -> None:
    assert _look(f"http://{HOST}/", FetchStatus.DNS, "public") == V6Look(V6.NO_RECORD)
    assert _look(f"http://{HOST}/", [], "public") == V6Look(V6.NO_RECORD)
    assert _look(f"http://{HOST}/", ["::ffff:127.0.0.1"], "public") == V6Look(V6.NO_RECORD)


def test_a_name_server_that_does_not_answer() -> None:
    look = _look(f"http://{HOST}/", FetchStatus.UNKNOWN, "public")
    assert look == V6Look(V6.UNSURE, detail="unknown")


def test_a_name_that_may_exist_where_we_may_not_ask() -> None:
    look = _look(f"http://{HOST}/", FetchStatus.DNS, "127.0.0.0/8")
    assert look == V6Look(V6.UNSURE, detail="not_requested")


def test_a_machine_without_ipv6_says_nothing() -> None:
    look = look_over_v6(
        f"http://{HOST}/", _manner("public"), ask=lambda host: [], route=lambda: False
    )
    assert look == V6Look(V6.NO_ROUTE)
