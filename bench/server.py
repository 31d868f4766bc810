"""nginx on loopback addresses, serving what was generated, with a log to count by."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MISSING = (
    "nginx is missing: install it (Debian, Ubuntu: apt-get install nginx-light) and start again."
)


_FENCE = "/.fence/"


class CannotServe(Exception):
    """One sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Served:
    """A folder at an address, such as 127.0.0.1."""

    address: str
    root: Path


@dataclass(frozen=True, slots=True)
class Count:
    """What a server saw of one crawler on one site.

    `pages`: distinct HTML addresses answered 200 to GET, the fair measure of work done; `answers`:
    all such answers; `requests`: everything it was asked, HEAD included; `bytes`: of bodies.
    """

    pages: int = 0
    answers: int = 0
    requests: int = 0
    bytes: int = 0


# Without `charset` a page's encoding is what the page says, as on most of the real servers.
_CONFIG = """\
{user}worker_processes 1;
pid {home}/nginx.pid;
error_log {home}/error.log warn;
events {{ worker_connections 4096; }}
http {{
    types {{
        text/html html; text/css css; application/javascript js; image/png png; image/jpeg jpg;
        application/pdf pdf; application/msword doc; application/vnd.ms-excel xls; text/plain txt;
    }}
    default_type application/octet-stream;
    log_format count '$server_addr\\t$request_method\\t$status\\t$body_bytes_sent\\t'
        '$sent_http_content_type\\t$uri';
    access_log {home}/access.log count;
    client_body_temp_path {home}/tmp; proxy_temp_path {home}/tmp; fastcgi_temp_path {home}/tmp;
    uwsgi_temp_path {home}/tmp; scgi_temp_path {home}/tmp;
    gzip off;
    sendfile on;
    tcp_nopush on;
    keepalive_timeout 75s;
    keepalive_requests 1000000;
    add_header LinkChecker 1 always;  # lets the program of this name go faster than 10 a second
    open_file_cache max=50000 inactive=10m;
{servers}}}
"""
_SERVER = """\
    server {{ listen {address}:{port} backlog=4096; root {root}; index index.html; }}
"""


class Nginx:
    """A running server. `log` grows by a line a request, written at once."""

    def __init__(self, home: Path, address: str, port: int) -> None:
        self.log = home / "access.log"
        self._where = (address, port)
        self._fences = 0

    def mark(self) -> int:
        """Where the log ends now; pass it to `count` later."""
        self._fence()
        return self.log.stat().st_size

    def requests(self) -> int:
        """All that was asked since the start, at every address."""
        self._fence()
        with self.log.open("rb") as file:
            return sum(1 for line in file if _FENCE.encode() not in line)

    def count(self, since: int, address: str) -> Count:
        """What `address` was asked since the mark."""
        self._fence()
        with self.log.open("rb") as file:
            file.seek(since)
            return count_lines((line.decode("utf-8", "replace") for line in file), address)

    def _fence(self) -> None:
        """A line is written after its answer was sent. The one worker writes in order, so that once
        our own request stands in the log, all before it do."""
        self._fences += 1
        path = f"{_FENCE}{self._fences}"
        connection = HTTPConnection(*self._where, timeout=30)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()
        while f"{path}\n" not in self.log.read_text(encoding="utf-8", errors="replace")[-2000:]:
            sleep(0.01)


def count_lines(lines: Iterable[str], address: str) -> Count:
    """Count lines of the access log that belong to `address`."""
    seen: set[str] = set()
    answers = requests = sent = 0
    for line in lines:
        parts = line.rstrip("\n").split("\t")
        if len(parts) != 6 or parts[0] != address or parts[5].startswith(_FENCE):
            continue
        _, method, status, size, kind, uri = parts
        requests += 1
        sent += int(size)
        if method == "GET" and status == "200" and kind.startswith("text/html"):
            answers += 1
            seen.add(uri)
    return Count(len(seen), answers, requests, sent)


@contextmanager
def nginx(home: Path, port: int, sites: Iterable[Served]) -> Iterator[Nginx]:
    """Serve `sites` at one port. Raises CannotServe without nginx or with the port taken."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        raise CannotServe(MISSING)
    sites = list(sites)
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    (home / "access.log").unlink(missing_ok=True)
    (home / "nginx.pid").unlink(missing_ok=True)
    user = getpass.getuser()
    config = home / "nginx.conf"
    config.write_text(
        _CONFIG.format(
            home=home.absolute(),
            # Started by root, nginx would serve as nobody, who may not read the files.
            user=f"user {user};\n" if user == "root" else "",
            servers="".join(
                _SERVER.format(address=one.address, port=port, root=one.root.absolute())
                for one in sites
            ),
        ),
        encoding="utf-8",
    )
    running = subprocess.Popen(
        [program, "-c", config.absolute(), "-g", "daemon off;"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(running, home, port, sites)
        yield Nginx(home, sites[0].address, port)
    finally:
        running.terminate()
        running.wait(10)


def _holds_all(running: subprocess.Popen[bytes], home: Path) -> bool:
    """Whether it has its addresses: one of an earlier run, left behind, answers there as well."""
    told = home / "nginx.pid"
    return told.exists() and told.read_text().strip() == str(running.pid)


def _wait(running: subprocess.Popen[bytes], home: Path, port: int, sites: list[Served]) -> None:
    until = monotonic() + 10
    for one in sites:
        while True:
            if running.poll() is not None or monotonic() > until:
                said = (home / "error.log").read_text(encoding="utf-8", errors="replace").strip()
                raise CannotServe(f"nginx does not serve {one.address}:{port}: {said[-300:]}")
            with socket.socket() as probe:
                probe.settimeout(1)
                if _holds_all(running, home) and probe.connect_ex((one.address, port)) == 0:
                    break
            sleep(0.05)
