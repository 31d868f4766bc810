"""What alerts are sent to, on loopback: a server of robots and one of mail, which answer as the real ones
do and keep what they were told."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Robots:
    """`answer` is what they say to whatever comes."""

    url: str = ""
    answer: tuple[int, Any] = (200, {"errcode": 0, "errmsg": "ok"})
    heard: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def robots() -> Iterator[Robots]:
    kept = Robots()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.heard.append((self.path, json.loads(body)))
            status, told = kept.answer
            answer = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    with _running(server):
        yield kept


@dataclass
class Mail:
    port: int = 0
    heard: list[tuple[str, str, str]] = field(default_factory=list)
    """To whom, subject, text."""


@contextmanager
def mail() -> Iterator[Mail]:
    kept = Mail()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 ready")
            to = ""
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    to = line.partition("<")[2].partition(">")[0]
                if verb == "DATA":
                    self._say("354 go on")
                    kept.heard.append((to, *self._message()))
                if verb == "QUIT":
                    self._say("221 bye")
                    return
                self._say("250 ok")

        def _message(self) -> tuple[str, str]:
            lines = []
            while (line := self.rfile.readline()).rstrip(b"\r\n") != b".":
                lines.append(line)
            told: Any = message_from_bytes(b"".join(lines), policy=policy.default)
            return told["Subject"], told.get_body(("plain", "html")).get_content()

        def _say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    kept.port = server.server_address[1]
    with _running(server):
        yield kept


@contextmanager
def _running(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
