"""Addresses: when two are one page, and which site an address belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from monitor.domain.subject import Site

_INDEX = re.compile(r"/(?:index|default|main)\.(?:s?html?|aspx?|jsp|php)$", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535
_PLAIN = re.compile(
    r"https?://([a-z0-9.-]+)(?::([1-9][0-9]{0,4}))?(/[^?#\t\r\n]*)?(\?[^#\t\r\n]*)?"
)
"""Nearly every address, in the spelling that needs no mending: parted in a third of the time."""

_LONG = 512
"""Characters beyond which an address is not remembered: what is kept is bounded in bytes as well."""


def address_key(url: str) -> str:
    """One text for all spellings of one page: scheme, index file and default port do not count.

    A fragment counts only where it is all that tells two lists apart; extractors keep it then.
    """
    return _remembered(url) if len(url) <= _LONG else _key(url)


def _key(url: str) -> str:
    plain = _PLAIN.fullmatch(url)
    if plain is None:
        return _mended(url)
    host, port, path, query = plain.groups("")
    if port and int(port) not in _PORTS.values():
        if int(port) > _LAST_PORT:
            return _mended(url)
        host = f"{host}:{port}"
    return f"{host}{_INDEX.sub('/', path or '/')}{query if query != '?' else ''}"


def _mended(url: str) -> str:
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    try:
        port = parts.port
    except ValueError:
        port = None
    if port is not None and port not in _PORTS.values():
        host = f"{host}:{port}"
    path = _INDEX.sub("/", parts.path or "/")
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{host}{path}{query}{fragment}"


# The links that every page of a site has, and those of the pages just read; not all of a run.
_remembered = lru_cache(maxsize=1 << 12)(_key)


def host_of(url: str) -> str:
    """Host with port where it is not the default; lower case."""
    return address_key(url).split("/", 1)[0].split("?", 1)[0]


def directory_of(url: str) -> str:
    """The url cut after the last slash of its path: a site's default scope."""
    parts = urlsplit(url)
    path = parts.path[: parts.path.rfind("/") + 1] or "/"
    return f"{parts.scheme}://{parts.netloc}{path}"


def is_numbered(url: str) -> bool:
    """Whether the address names its machine by a number, or as the machine itself, and not by a name
    that a name server knows."""
    host = urlsplit(url).hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return True


class Scopes:
    """Which site an address belongs to: the one with the longest matching prefix.

    A prefix ending in / matches by path segment, any other only the exact address; http and https
    of one host are one.
    """

    def __init__(self, sites: Iterable[Site]) -> None:
        self._by_host: dict[str, list[tuple[str, str]]] = {}
        self._sites: dict[str, Site] = {}
        for site in sites:
            self._sites[site.id] = site
            for prefix in site.scope or (directory_of(site.url),):
                key = address_key(prefix)
                self._by_host.setdefault(_host(key), []).append((key, site.id))
        for prefixes in self._by_host.values():
            prefixes.sort(key=lambda pair: len(pair[0]), reverse=True)

    def owner(self, url: str) -> str | None:
        """The id of the owning site, or None when the address lies outside every site."""
        key = address_key(url)
        for prefix, site_id in self._by_host.get(_host(key), ()):
            if key == prefix or (prefix.endswith("/") and key.startswith(prefix)):
                return site_id
        return None

    def host_owner(self, url: str) -> str | None:
        """The id of the site with the shortest prefix on the address's host, of whatever kind."""
        prefixes = self._by_host.get(host_of(url), ())
        return prefixes[-1][1] if prefixes else None

    def platform(self, site: Site) -> str:
        """The id of the platform owner: `portal`, else the shortest prefix on the site's host."""
        if site.portal:
            return site.portal
        prefixes = self._by_host.get(host_of(site.url), ())
        return prefixes[-1][1] if prefixes and site.kind.value == "channel" else site.id

    def name(self, site_id: str) -> str | None:
        """The ledger's name of a site; None for one that is not in it."""
        site = self._sites.get(site_id)
        return site.name if site else None

    def carries(self, site: Site) -> bool:
        """Whether other sites live on this one's platform."""
        return site.id in self._carrying

    @cached_property
    def _carrying(self) -> frozenset[str]:
        owners = {id: self.platform(one) for id, one in self._sites.items()}
        return frozenset(owner for id, owner in owners.items() if owner != id)


def _host(key: str) -> str:
    return key.split("/", 1)[0].split("?", 1)[0]
