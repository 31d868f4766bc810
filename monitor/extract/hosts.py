"""Whose a host is, by its name: an office's, one that offices everywhere lead to, or a stranger's."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from monitor.domain.hostile import is_official
from monitor.extract.kept import kept
from monitor.extract.lexicon import listed


@kept(1 << 12, longest=300)
def host_in(url: str) -> str:
    """The host without port, in small letters; "" where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


@kept(1 << 11, longest=300)
def is_stranger(url: str) -> bool:
    """An address whose host is no government's and not among those that offices everywhere lead to."""
    host = host_in(url)
    return bool(host) and not is_official(host) and not _ends_in(host, _ordinary())


@kept(1 << 11, longest=300)
def is_foreign(url: str, host: str) -> bool:
    """An address at a stranger's host that has not the owner of `host`."""
    return is_stranger(url) and not same_house(host_in(url), host)


def same_house(host: str, other: str) -> bool:
    """Hosts of one owner: their last two names are the same (three below com.cn and the like)."""
    return owned_by(host) == owned_by(other)


def owned_by(host: str) -> str:
    """The part of a name that is registered; an address in numbers is its own."""
    names = host.split(".")
    if names[-1].isdigit():
        return host
    short = len(names) > 2 and names[-1] == "cn" and names[-2] in ("com", "net", "org", "gov")
    return ".".join(names[-3:] if short else names[-2:])


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(listed("ordinary_hosts"))


def _ends_in(host: str, ends: frozenset[str]) -> bool:
    names = host.split(".")
    return any(".".join(names[start:]) in ends for start in range(len(names)))
