"""A mirrored site on loopback: unpacked, its own hosts rewritten to the server's address."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

_REWRITTEN = {".html", ".htm", ".js", ".css"}


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: a test's output is its own."""

    def list_directory(self, path: Any) -> None:
        self.send_error(404)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: Any) -> None:
        """Silent: a visitor who has read enough hangs up."""


@contextmanager
def served(archive: Path, root: str, hosts: list[str], folder: Path) -> Iterator[str]:
    """Serve the archive's `root`; yields the base address without a trailing slash."""
    with tarfile.open(archive) as bundle:
        # The first releases of Python 3.11 know no filters.
        bundle.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        bundle.extractall(folder)
    site = folder / root
    server = _Server(("127.0.0.1", 0), partial(_Handler, directory=str(site)))
    address = f"127.0.0.1:{server.server_port}"
    for path in site.rglob("*"):
        if path.suffix in _REWRITTEN:
            body = path.read_bytes()
            for host in hosts:
                body = body.replace(f"https://{host}".encode(), f"http://{address}".encode())
                body = body.replace(f"//{host}".encode(), f"//{address}".encode())
            path.write_bytes(body)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{address}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
