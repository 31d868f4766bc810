"""One visit against real servers: phases, failures, walls, the guard. Loopback only."""

from __future__ import annotations

import socket
import ssl
import struct
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.crawl.guard import Networks
from monitor.crawl.visit import Manner, visit
from monitor.domain.evidence import FetchStatus
from monitor.domain.visit import Attempt, Invalid, Phases, VisitOutcome
from tests.crawl.servers import Visit, closed_port, html, raw, serve

NOW = datetime(2026, 1, 26, tzinfo=UTC)
LOOPBACK = "127.0.0.0/8"


def look(url: str, networks: str = LOOPBACK, timeout: float = 10.0) -> Attempt:
    manner = Manner(
        networks=Networks.parse(networks), user_agent="test", clock=lambda: NOW, timeout=timeout
    )
    return visit(url, 1, manner)


def test_a_page_that_opens() -> None:
    with serve({"/": html("hello")}) as server:
        made = look(server.url)
        (seen,) = server.log.visits
    assert (made.outcome, made.status, made.http_status) == (
        VisitOutcome.OPENED,
        FetchStatus.OK,
        200,
    )
    assert (made.remote_address, made.final_url, made.at) == ("127.0.0.1", server.url, NOW)
    phases = made.phases
    assert phases.tls is None
    parts = [phases.dns, phases.connect, phases.first_byte]
    assert all(part is not None and part >= 0 for part in parts)
    assert phases.total is not None and phases.total >= sum(part or 0 for part in parts) - 0.001
    assert seen.headers["user-agent"] == "test"


def test_a_slow_answer_shows_in_the_first_byte() -> None:
    def slow(_: Visit) -> tuple[int, dict[str, str], bytes]:
        time.sleep(0.3)
        return html("late")

    with serve({"/": slow}) as server:
        made = look(server.url)
        late = look(server.url, timeout=0.1)
    assert made.outcome is VisitOutcome.OPENED
    assert made.phases.first_byte is not None and made.phases.first_byte >= 0.25
    assert made.phases.connect is not None and made.phases.connect < 0.25
    assert (late.outcome, late.status) == (VisitOutcome.FAILED, FetchStatus.TIMEOUT)
    assert late.phases.first_byte is None


def test_nobody_listens() -> None:
    made = look(f"http://127.0.0.1:{closed_port()}/")
    assert (made.outcome, made.status) == (VisitOutcome.FAILED, FetchStatus.REFUSED)
    assert made.phases.connect is None and made.phases.first_byte is None


def test_a_reset_before_any_answer() -> None:
    def reset(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    with raw(reset) as port:
        made = look(f"http://127.0.0.1:{port}/")
    assert (made.outcome, made.status) == (VisitOutcome.FAILED, FetchStatus.RESET)


@pytest.mark.parametrize("then", [0.0, 1.0], ids=["breaks off", "stalls"])
def test_half_an_answer_counts_for_nothing(then: float) -> None:
    def half(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>half")
        time.sleep(then)

    with raw(half) as port:
        made = look(f"http://127.0.0.1:{port}/", timeout=0.4)
    assert made.invalid is Invalid.TRUNCATED


def test_a_server_that_counts_wrongly_sent_a_whole_page() -> None:
    def short(connection: socket.socket) -> None:
        connection.recv(1000)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<html>all</html>")

    with raw(short) as port:
        assert look(f"http://127.0.0.1:{port}/").outcome is VisitOutcome.OPENED


def test_a_name_that_exists_nowhere() -> None:
    made = look("http://nowhere.invalid/")
    assert made.status in (FetchStatus.DNS, FetchStatus.UNKNOWN), "or no name server answers here"
    assert made.phases.connect is None


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, VisitOutcome.OPENED),
        (399, VisitOutcome.OPENED),
        (400, VisitOutcome.FAILED),
        (404, VisitOutcome.FAILED),
        (500, VisitOutcome.FAILED),
        (503, VisitOutcome.FAILED),
        (403, VisitOutcome.INVALID),
        (521, VisitOutcome.INVALID),
    ],
)
def test_answers_by_status(status: int, outcome: VisitOutcome) -> None:
    with serve({"/": html("text " * 300, status)}) as server:
        made = look(server.url)
    assert (made.outcome, made.http_status) == (outcome, status)
    assert (made.invalid is Invalid.BLOCKED) == (outcome is VisitOutcome.INVALID)


def test_a_challenge_is_ours_to_solve() -> None:
    with serve({"/": html("<script>document.cookie='__jsl_clearance=1'</script>", 521)}) as server:
        made = look(server.url)
    assert (made.status, made.detail, made.invalid) == (
        FetchStatus.BLOCKED,
        "jsl",
        Invalid.BLOCKED,
    )


def test_an_answer_without_a_byte_counts_for_nothing() -> None:
    with serve({"/": html("")}) as server:
        assert look(server.url).invalid is Invalid.EMPTY


def test_a_long_page_is_cut_not_failed() -> None:
    with serve({"/": html("<p>words</p>" * 200_000)}) as server:
        assert look(server.url).outcome is VisitOutcome.OPENED


def test_redirects_are_followed_with_their_cookies() -> None:
    def gate(seen: Visit) -> tuple[int, dict[str, str], bytes]:
        if "cookie" in seen.headers:
            return html("in")
        return 302, {"Location": "/", "Set-Cookie": "pass=1"}, b""

    with serve({"/old": (301, {"Location": "/"}, b""), "/": gate}) as server:
        made = look(f"{server.url}old")
        assert server.log.paths == ["/old", "/", "/"]
    assert (made.outcome, made.final_url) == (VisitOutcome.OPENED, server.url)


def test_a_circle_opens_for_nobody_but_may_be_our_manners() -> None:
    with serve({"/": (302, {"Location": "/"}, b"")}) as server:
        made = look(server.url)
        assert len(server.log.visits) == 11
    assert (made.invalid, made.detail) == (Invalid.UNKNOWN, "redirect_chain")


def test_the_guard_decides_before_any_connection() -> None:
    with serve({"/": html("hello")}) as server:
        made = look(server.url, networks="10.0.0.0/8")
        assert server.log.visits == []
        assert look(server.url.replace("127.0.0.1", "localhost"), "public").invalid is not None
        assert server.log.visits == []
    assert (made.status, made.invalid) == (FetchStatus.NOT_REQUESTED, Invalid.NOT_REQUESTED)


def test_the_guard_decides_again_at_every_hop() -> None:
    with serve({"/": html("inside")}, host="127.0.0.2") as inside:
        with serve({"/": (302, {"Location": inside.url}, b"")}) as server:
            made = look(server.url, networks="127.0.0.1/32")
            assert look(server.url).outcome is VisitOutcome.OPENED
        assert len(inside.log.visits) == 1, "by the second look alone"
    assert (made.status, made.invalid) == (FetchStatus.NOT_REQUESTED, Invalid.NOT_REQUESTED)


@pytest.mark.parametrize("where", ["ftp://127.0.0.1/", "file:///etc/hostname"])
def test_no_redirect_leaves_the_web(where: str) -> None:
    with serve({"/": (302, {"Location": where}, b"")}) as server:
        assert look(server.url).outcome is VisitOutcome.INVALID


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}/")
    with serve({"/": html("hello")}) as server:
        assert look(server.url).outcome is VisitOutcome.OPENED


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed by nobody, for another name."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    made = subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=elsewhere.test"
        f" -keyout {path} -out {path}.crt".split(),
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("needs openssl")
    with path.open("ab") as both:
        both.write(Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as safe:
            safe.recv(1000)
            safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

    with raw(answer) as port:
        yield port


def test_a_bad_certificate_is_advice(secure: int) -> None:
    made = look(f"https://127.0.0.1:{secure}/")
    assert (made.outcome, made.detail) == (VisitOutcome.OPENED, "certificate")
    assert made.phases.tls is not None and made.phases.tls > 0


def test_a_secure_connection_that_does_not_come_about_is_no_sight_of_the_page() -> None:
    with raw(lambda connection: connection.sendall(b"no TLS here\r\n")) as port:
        assert look(f"https://127.0.0.1:{port}/").invalid is Invalid.TLS


def test_phases_of_an_attempt_that_was_never_made_are_empty() -> None:
    assert Phases() == Phases(None, None, None, None, None)
