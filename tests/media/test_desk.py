"""What is sent with a secret goes to nobody who cannot prove who he is; values are posted as JSON."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from monitor.domain.evidence import FetchStatus
from tests.crawl.servers import raw
from tests.media.world import desk


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed by nobody."""
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    made = subprocess.run(
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1"
        f" -keyout {path} -out {path}.crt".split(),
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("needs openssl")
    with path.open("ab") as both:
        both.write(Path(f"{path}.crt").read_bytes())
    return path


def test_a_secret_is_sent_to_nobody_without_a_valid_certificate(certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    received: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as safe:
            received.append(safe.recv(4000))
            safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

    with raw(answer) as port:
        url = f"https://127.0.0.1:{port}/"
        open_look = asyncio.run(desk().get(url))
        with_secret = asyncio.run(desk(secrets={"cookie": "SUB=abc"}).get(url, ["Cookie: SUB=abc"]))
    assert open_look.body == b"hello"
    assert (with_secret.status, with_secret.body) == (FetchStatus.TLS, b"")
    assert not any(b"SUB=abc" in one for one in received)


def test_a_value_is_posted() -> None:
    received: list[bytes] = []

    def answer(connection: socket.socket) -> None:
        asked = b""
        while b"}" not in asked:
            asked += connection.recv(4000)
        received.append(asked)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

    with raw(answer) as port:
        got = asyncio.run(desk().post(f"http://127.0.0.1:{port}/x", {"offset": 0, "of": "甲"}))
    assert got.json() == {}
    head, _, content = received[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /x HTTP/1.1")
    assert b"Content-Type: application/json" in head
    assert json.loads(content) == {"offset": 0, "of": "甲"}
