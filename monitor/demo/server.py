"""The city's servers: one port on many loopback addresses, one thread, HTTP/1.1 with keep-alive."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from http import HTTPStatus
from types import TracebackType

from monitor.demo import ledger, truth
from monitor.demo.city import City
from monitor.demo.model import Answer

_BACKLOG = 512
_TRIES = 20
_MAX_HEAD = 64 * 1024


@dataclass(slots=True)
class Traffic:
    """What one address saw: requests in flight at most, how many in all, and their targets."""

    most: int = 0
    requests: int = 0
    paths: list[str] = field(default_factory=list)
    flying: int = 0

    def begin(self, target: str) -> None:
        self.requests += 1
        self.paths.append(target)
        self.flying += 1
        self.most = max(self.most, self.flying)


class DemoServer:
    """Serves a city while the context lasts.

    `port` 0 chooses a free one; it is the same on every address. `latency` is how many seconds each
    answer takes: with none, requests hardly ever meet.
    """

    def __init__(self, city: City, *, port: int = 0, latency: float = 0.0) -> None:
        self.city = city
        self.latency = latency
        self._wanted = port
        self._traffic: dict[str, Traffic] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._servers: dict[str, asyncio.Server] = {}
        self._open: set[asyncio.Transport] = set()

    def __enter__(self) -> DemoServer:
        sockets = _bind(self.city, self._wanted)
        self.city.port = next(iter(sockets.values())).getsockname()[1]
        self._thread.start()
        self._run(self._listen(sockets)).result()
        self.city.watch(self._changed)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._run(self._close()).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        return self.city.port

    def url(self, site_id: str) -> str:
        """The registered address of a site."""
        return self.city.home(site_id)

    def registry_yaml(self) -> str:
        """The city's ledger in the contract's form."""
        return ledger.registry_yaml(self.city)

    def secrets_yaml(self) -> str:
        """What its platforms' interfaces ask for, as the office's file."""
        return ledger.secrets_yaml(self.city)

    def truth(self, *, whole: bool = False) -> list[dict[str, str]]:
        """What is seeded and on, with absolute addresses; decoys too, told apart by `kind`.

        `whole`: also what is off at present.
        """
        homes = {site.id: self.city.home(site.id) for site in self.city.sites}
        homes |= self.city.media.subjects(self.port)
        off = () if whole else self.city.off
        return truth.resolved(truth.read(), homes, self.port, without=off)

    def statistics(self) -> dict[str, Traffic]:
        """Traffic by address."""
        return dict(self._traffic)

    def reset_statistics(self) -> None:
        for traffic in self._traffic.values():
            traffic.most, traffic.requests, traffic.paths = traffic.flying, 0, []

    def _run(self, coroutine: object) -> Future[None]:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)  # type: ignore[arg-type]

    def _changed(self) -> None:
        """A spot was switched: somebody may have stopped or begun to listen."""
        self._run(self._follow()).result()

    async def _follow(self) -> None:
        hosts = self.city.hosts
        for host in [host for host in self._servers if host not in hosts]:
            server = self._servers.pop(host)
            server.close()
            for transport in [t for t in self._open if t.get_extra_info("sockname")[0] == host]:
                transport.abort()
        missing = [host for host in hosts if host not in self._servers]
        await self._listen({host: _socket(host, self.port) for host in missing})

    async def _listen(self, sockets: dict[str, socket.socket]) -> None:
        for host, sock in sockets.items():
            traffic = self._traffic.setdefault(host, Traffic())
            self._servers[host] = await self._loop.create_server(
                lambda host=host, traffic=traffic: _Talk(self, host, traffic),  # type: ignore[misc]
                sock=sock,
                backlog=_BACKLOG,
            )

    async def _close(self) -> None:
        for server in self._servers.values():
            server.close()
        for transport in list(self._open):
            transport.abort()
        await asyncio.sleep(0)


class _Talk(asyncio.Protocol):
    """One connection; the next request is read when the last is answered."""

    def __init__(self, server: DemoServer, host: str, traffic: Traffic) -> None:
        self._server = server
        self._host = host
        self._traffic = traffic
        self._received = b""
        self._busy = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._server._open.add(transport)  # type: ignore[arg-type]

    def connection_lost(self, exc: Exception | None) -> None:
        self._server._open.discard(self._transport)
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._busy:
            self._next()

    def _next(self) -> None:
        head, found, rest = self._received.partition(b"\r\n\r\n")
        if not found or self._transport is None:
            if len(self._received) > _MAX_HEAD and self._transport is not None:
                self._transport.abort()
            return
        lines = head.decode("latin-1").split("\r\n")
        method, target, *_ = (*lines[0].split(" "), "GET", "/")
        length = _length(lines)
        if len(rest) < length:
            return
        content, self._received = rest[:length], rest[length:]
        closing = any(line.lower().replace(" ", "") == "connection:close" for line in lines[1:])
        self._busy = True
        self._traffic.begin(target)
        answer, delay = self._server.city.answer(self._host, target, content)
        delay += self._server.latency
        if delay:
            self._server._loop.call_later(delay, self._say, answer, method, closing)
        else:
            self._say(answer, method, closing)

    def _say(self, answer: Answer, method: str, closing: bool) -> None:
        self._traffic.flying -= 1
        self._busy = False
        if self._transport is None:
            return
        if answer.status == 0:
            self._transport.abort()
            return
        self._transport.write(_head(answer, closing))
        if method != "HEAD":
            self._transport.write(answer.body)
        if closing:
            self._transport.close()
        elif self._received:
            self._next()


def _length(lines: list[str]) -> int:
    """Of what is posted, in bytes; nothing where the request does not say so."""
    named = [
        line.partition(":")[2].strip() for line in lines if line[:15].lower() == "content-length:"
    ]
    return int(named[0]) if named and named[0].isdigit() else 0


def _head(answer: Answer, closing: bool) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} {_phrase(answer.status)}",
        f"Content-Type: {answer.content_type}",
        f"Content-Length: {len(answer.body)}",
        *(f"{name}: {value}" for name, value in answer.headers),
        f"Connection: {'close' if closing else 'keep-alive'}",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _bind(city: City, wanted: int) -> dict[str, socket.socket]:
    """A socket on every address, all on one port."""
    first, *others = city.hosts
    for _ in range(_TRIES):
        made = {first: _socket(first, wanted)}
        port = made[first].getsockname()[1]
        try:
            for host in others:
                made[host] = _socket(host, port)
        except OSError:
            for sock in made.values():
                sock.close()
            if wanted:
                raise
            continue
        return made
    raise OSError("no port is free on all of the city's loopback addresses")


def _socket(host: str, port: int) -> socket.socket:
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError as error:
        sock.close()
        if error.errno == 99 or "assign requested address" in str(error):
            raise OSError(
                f"cannot listen on {host}: the invented city needs all of 127.0.0.0/8, which this "
                "system does not give (on macOS: sudo ifconfig lo0 alias ADDRESS for each one)"
            ) from error
        raise
    return sock
