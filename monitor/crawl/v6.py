"""A home page over IPv6: its AAAA records, then one fetch that may use nothing else."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from monitor.crawl.guard import lookup_failure
from monitor.crawl.visit import Manner, visit
from monitor.domain.evidence import FetchStatus
from monitor.domain.function import V6, V6Look
from monitor.domain.visit import Attempt

Records = Callable[[str], list[str] | FetchStatus]
_UNSURE = (
    FetchStatus.BLOCKED,
    FetchStatus.UNKNOWN,
    FetchStatus.NOT_REQUESTED,
    FetchStatus.TOO_LARGE,
)
_SOMEWHERE = ("2001:4860:4860::8888", 53)
"""A public address; connecting a datagram socket sends nothing, it only asks for a route."""


def has_route() -> bool:
    """Whether our own machine could send a packet to a public IPv6 address."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as asked:
            asked.connect(_SOMEWHERE)
            return ip_address(asked.getsockname()[0].split("%")[0]).is_global
    except OSError:
        return False


def records(host: str) -> list[str] | FetchStatus:
    """The AAAA records of a name, or why there are none. Blocks."""
    try:
        found = socket.getaddrinfo(host, None, socket.AF_INET6, socket.SOCK_STREAM)
    except (UnicodeError, OSError) as error:
        return lookup_failure(error)
    return sorted({str(place[0]).split("%")[0] for *_, place in found})


def look_over_v6(
    url: str,
    manner: Manner,
    *,
    ask: Records = records,
    route: Callable[[], bool] = has_route,
    look: Callable[[str, int, Manner], Attempt] = visit,
) -> V6Look:
    """How the home page at `url` is reached over IPv6. Blocks until it is known. `ask`, `route` and
    `look` are the machine's own but for tests."""
    local = manner.networks.listed and not manner.networks.public
    if not local and not route():
        return V6Look(V6.NO_ROUTE)
    found = ask(urlsplit(url).hostname or "")
    if isinstance(found, FetchStatus):
        if found is FetchStatus.DNS:
            return V6Look(V6.UNSURE, detail="not_requested") if local else V6Look(V6.NO_RECORD)
        return V6Look(V6.UNSURE, detail=found.value)
    real = tuple(one for one in found if IPv6Address(one).ipv4_mapped is None)
    if not real:
        return V6Look(V6.NO_RECORD)
    attempt = look(url, 1, replace(manner, pinned=real))
    return V6Look(_outcome(attempt), real, _detail(attempt))


def _outcome(attempt: Attempt) -> V6:
    if attempt.status in _UNSURE or attempt.invalid is not None:
        return V6.UNSURE
    opened = attempt.status is FetchStatus.OK and (attempt.http_status or 200) < 400
    return V6.OPENED if opened else V6.NOT_OPENED


def _detail(attempt: Attempt) -> str | None:
    if attempt.status is not FetchStatus.OK:
        return attempt.status.value
    return str(attempt.http_status) if (attempt.http_status or 200) >= 400 else None
