"""What others have put on a page or behind its links, as it is read from one page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

_OFFICIAL = ("gov.cn", "gov", "mil.cn", "gov.hk", "gov.mo")


def is_official(host: str) -> bool:
    """Whether a host's name is one that only government bodies are given."""
    name = host.partition(":")[0].lower()
    return any(name == end or name.endswith(f".{end}") for end in _OFFICIAL)


@dataclass(frozen=True, slots=True)
class Guise:
    """What a page offers: gambling, porn, or parked (its domain is for sale or has run out).

    `words` are those found, at most ten; `in_head`: title and descriptions alone say it.
    """

    kind: str
    words: tuple[str, ...] = ()
    in_head: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class HiddenLinks:
    """Links to other hosts that a visitor does not see, all hidden in one way.

    `trick`: display, visibility, position, size, font, colour, opacity, indent, marquee, clip, behind,
    attribute, script, written, tail. `inline`: the element's own style says so. `links`: address and
    text, at most twenty of `total`. `words`: the spam among all their texts. `plain`: nothing about the
    box is like a part of a page that opens by a click.
    """

    trick: str
    inline: bool
    links: tuple[tuple[str, str], ...]
    total: int
    words: tuple[str, ...] = ()
    plain: bool = False

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where its links lead, each host once."""
        return tuple(sorted({urlsplit(url).hostname or "" for url, _ in self.links}))


@dataclass(frozen=True, slots=True)
class Tampering:
    """A sign that others changed the page. `kind`: links, frame, jump, hacked. `what`: the words or
    addresses seen, at most ten."""

    kind: str
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hostile:
    """All of it that one page shows."""

    guise: Guise | None = None
    hidden: tuple[HiddenLinks, ...] = ()
    tampering: tuple[Tampering, ...] = ()


NOTHING_HOSTILE = Hostile()
