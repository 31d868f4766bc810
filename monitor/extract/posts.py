"""What is common to posts of all platforms: their plain text, and the words by which a platform says no."""

from __future__ import annotations

import re
from html import unescape

from monitor.domain.mask import mask
from monitor.extract.lexicon import pattern

EXCERPT = 200
_TAG = re.compile(r"<br\s*/?>|<[^>]*>")
_LINK = re.compile(r"""href=["'](https?://[^"'\s>]+)""", re.I)
_MOST_LINKS = 20


def plain(markup: str) -> str:
    """The text of a post's markup, personal numbers masked, no longer than an excerpt."""
    text = unescape(_TAG.sub(" ", markup))
    return mask(" ".join(text.split()))[:EXCERPT]


def links(markup: str) -> tuple[str, ...]:
    """The addresses that a post's markup leads to, in order, each once."""
    return tuple(dict.fromkeys(unescape(found) for found in _LINK.findall(markup)))[:_MOST_LINKS]


def is_deleted(text: str) -> bool:
    return bool(pattern("media_deleted").search(text))


def is_pinned(label: str) -> bool:
    return bool(pattern("pinned").search(label))


def is_empty(message: str) -> bool:
    """Whether a platform's word means that the account has nothing yet."""
    return bool(pattern("media_empty").search(message))


def gone(message: str) -> str | None:
    """closed, banned or not_found where a platform says that there is no such account, else None."""
    if not pattern("media_gone").search(message):
        return None
    if pattern("media_closed").search(message):
        return "closed"
    return "banned" if pattern("media_banned").search(message) else "not_found"


def wants_login(message: str) -> bool:
    return bool(pattern("media_login").search(message))
