"""The network guard: names become addresses once per run, and only allowed ones are connected to.

Twisted asks the reactor's name resolver for every connection, IP literals included, so the resolver
installed here is the one gate of the crawler; the browser's proxy asks the same object.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

from twisted.internet import address as tx
from twisted.internet.interfaces import (
    IAddress,
    IHostnameResolver,
    IHostResolution,
)
from zope.interface import implementer  # type: ignore[import-untyped]

from monitor.domain.evidence import FetchStatus

LOOKUP_SECONDS = 10.0
LOOKUP_THREADS = 50

Ip = IPv4Address | IPv6Address

_NAT64 = IPv6Network("64:ff9b::/96")


def unwrapped(ip: Ip) -> Ip:
    """The IPv4 address that an IPv6 one carries: what a packet to it would really reach."""
    if isinstance(ip, IPv6Address):
        teredo = ip.teredo
        inner = ip.ipv4_mapped or ip.sixtofour or (teredo[1] if teredo else None)
        if inner is None and ip in _NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return inner
    return ip


@dataclass(frozen=True, slots=True)
class Networks:
    """What may be connected to: the listed networks, and with `public` all public addresses."""

    listed: tuple[IPv4Network | IPv6Network, ...] = ()
    public: bool = True

    @classmethod
    def parse(cls, text: str | None) -> Networks:
        """Read MONITOR_ALLOW_NETWORKS. Raises ValueError naming the part that is no network."""
        parts = [part.strip() for part in (text or "public").split(",") if part.strip()]
        listed = tuple(ip_network(part) for part in parts if part != "public")
        return cls(listed, "public" in parts)

    def allows(self, ip: Ip) -> bool:
        real = unwrapped(ip)
        if any(real in network for network in self.listed if network.version == real.version):
            return True
        return self.public and real.is_global and not real.is_multicast


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a host name came to: its allowed addresses, the preferred one first, or a failure."""

    addresses: tuple[str, ...] = ()
    failure: FetchStatus | None = None

    @property
    def key(self) -> str:
        """The address politeness is kept for. The lowest of all, so that two names of one machine
        agree on it whatever order the name server answers in."""
        return self.addresses[0]


def lookup_failure(error: UnicodeError | OSError) -> FetchStatus:
    """`dns` where the name server says that there are no addresses, `unknown` where it does not
    answer, which is our trouble and nobody's fault."""
    said_no = isinstance(error, UnicodeError) or error.errno in (
        socket.EAI_NONAME,
        socket.EAI_NODATA,
    )
    return FetchStatus.DNS if said_no else FetchStatus.UNKNOWN


def unresolved(host: str, failure: FetchStatus, networks: Networks) -> FetchStatus:
    """Where public addresses are out of bounds, a name without an address proves nothing: it may
    be public, and our name server closed. Only `.invalid` exists nowhere (RFC 6761, 6.4)."""
    nowhere = host.rstrip(".").lower().endswith(".invalid")
    if failure is FetchStatus.DNS and not networks.public and not nowhere:
        return FetchStatus.NOT_REQUESTED
    return failure


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing is under way that the look-up thread could give up."""


@implementer(IHostnameResolver)
class Resolver:
    """Looks a host up once per run, in threads of its own, and hides what the guard forbids."""

    def __init__(self, networks: Networks) -> None:
        self.networks = networks
        self._threads = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="lookup")
        self._known: dict[str, Resolved] = {}
        self._asked: dict[str, asyncio.Task[Resolved]] = {}

    async def resolve(self, host: str) -> Resolved:
        known = self._known.get(host)
        if known is not None:
            return known
        task = self._asked.get(host)
        if task is None:
            task = self._asked[host] = asyncio.create_task(self._learn(host))
        return await asyncio.shield(task)

    def forget_failures(self) -> None:
        """Names that were not found are looked up anew: it was our own network that was away."""
        self._known = {host: one for host, one in self._known.items() if one.failure is None}

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _learn(self, host: str) -> Resolved:
        try:
            found = self._known[host] = await self._look_up(host)
        finally:
            del self._asked[host]
        return found

    async def _look_up(self, host: str) -> Resolved:
        try:
            found: Sequence[Ip] = [ip_address(host.strip("[]"))]
        except ValueError:
            asked = await self._ask(host)
            if not isinstance(asked, list):
                asked = await self._ask(host)
            if not isinstance(asked, list):
                return Resolved(failure=unresolved(host, asked, self.networks))
            found = asked
        allowed = sorted(
            {ip for ip in found if self.networks.allows(ip)}, key=lambda ip: (ip.version, int(ip))
        )
        if not allowed:
            return Resolved(failure=FetchStatus.NOT_REQUESTED)
        return Resolved(tuple(str(ip) for ip in allowed))

    async def _ask(self, host: str) -> list[Ip] | FetchStatus:
        """Addresses, or why there are none."""
        loop = asyncio.get_running_loop()
        lookup = loop.run_in_executor(
            self._threads, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        )
        try:
            answers = await asyncio.wait_for(lookup, LOOKUP_SECONDS)
        except (UnicodeError, OSError) as error:
            return lookup_failure(error)
        return [ip_address(str(sockaddr[0]).split("%")[0]) for *_, sockaddr in answers]

    def resolveHostName(
        self,
        receiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        """Twisted's question before each connection."""
        resolution = _Resolution(hostName)
        receiver.resolutionBegan(resolution)

        def answer(found: Resolved) -> None:
            for text in found.addresses:
                kind = tx.IPv6Address if ":" in text else tx.IPv4Address
                receiver.addressResolved(kind("TCP", text, portNumber))
            receiver.resolutionComplete()

        known = self._known.get(hostName)
        if known is not None:
            answer(known)
        else:
            asked = asyncio.ensure_future(self.resolve(hostName))
            asked.add_done_callback(lambda task: answer(task.result()))
        return resolution  # type: ignore[return-value]
