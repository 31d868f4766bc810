"""Small servers on loopback that measure what they receive, and misbehave on demand."""

from __future__ import annotations

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]
Page = Callable[["Visit"], Answer]


@dataclass
class Visit:
    """One request as the server saw it."""

    path: str
    headers: dict[str, str]
    at: float


@dataclass
class Log:
    """What a server received. `most` is the largest number of requests it had open at once."""

    visits: list[Visit] = field(default_factory=list)
    open: int = 0
    most: int = 0
    open_by_path: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def wait_for(self, visits: int) -> None:
        """Return once so many requests came in. Raises AssertionError after two minutes."""
        for _ in range(6000):
            if len(self.visits) >= visits:
                return
            time.sleep(0.02)
        raise AssertionError(f"{len(self.visits)} of {visits} requests came in")

    def enter(self, visit: Visit) -> None:
        with self._lock:
            self.visits.append(visit)
            self.open += 1
            self.most = max(self.most, self.open)

    def leave(self) -> None:
        with self._lock:
            self.open -= 1


def html(text: str, status: int = 200, **headers: str) -> Answer:
    return status, {"Content-Type": "text/html; charset=utf-8", **headers}, text.encode()


def links(*urls: str) -> Answer:
    return html("<title>t</title>" + "".join(f'<a href="{url}">{url}</a>' for url in urls))


@contextmanager
def serve(
    pages: dict[str, Answer | Page] | Page,
    *,
    host: str = "127.0.0.1",
    bind: str | None = None,
    port: int = 0,
) -> Iterator[Any]:
    """A threaded server; yields an object with `url`, `port` and `log`. Missing pages are 404."""
    log = Log()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            visit = Visit(self.path, {k.lower(): v for k, v in self.headers.items()}, time.time())
            log.enter(visit)
            try:
                found = pages if callable(pages) else pages.get(self.path)
                answer = found(visit) if callable(found) else found
                status, headers, body = answer or (404, {"Content-Type": "text/html"}, b"no")
                self.send_response_only(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for start in range(0, len(body), 65536):
                    self.wfile.write(body[start : start + 65536])
                    log.sent[self.path] += len(body[start : start + 65536])
            except OSError:
                self.close_connection = True
            finally:
                log.leave()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.do_GET()

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 256

        def handle_error(self, *_: Any) -> None:
            pass

    server = Server((bind or host, port), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    server.log = log  # type: ignore[attr-defined]
    server.port = server.server_address[1]  # type: ignore[attr-defined]
    server.url = f"http://{host}:{server.server_address[1]}/"  # type: ignore[attr-defined]
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def raw(behave: Callable[[socket.socket], None], host: str = "127.0.0.1") -> Iterator[int]:
    """A server below HTTP: `behave` gets each accepted connection. Yields the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, 0), family=family, backlog=128)
    stopped = threading.Event()

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            behave(connection)

    def loop() -> None:
        while not stopped.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        stopped.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
