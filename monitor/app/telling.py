"""How an address answered, in words that go out as proof."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.domain.calendar import SHANGHAI
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.text import say

_MOST_LOOKS = 12
"""The first and the last looks told of a fault that stood for months."""
_TELLING = frozenset(
    {
        "age",
        "content-length",
        "content-type",
        "date",
        "etag",
        "last-modified",
        "location",
        "retry-after",
        "server",
        "via",
        "x-cache",
        "x-via",
    }
)
"""What helps a unit to find the answer again: which machine gave it, when, from which cache."""


def told_looks(looks: Sequence[Fetch]) -> list[str]:
    """A line a look, the first and the last of many, then the headers of the last answer kept."""
    half = _MOST_LOOKS // 2
    shown = looks if len(looks) <= _MOST_LOOKS else [*looks[:half], *looks[-half:]]
    if not shown:
        return []
    lines = [_zh("looks", count=len(looks)), *map(_look, shown)]
    last = next((fetch for fetch in reversed(looks) if fetch.headers), None)
    telling = [f"{n}: {v}" for n, v in last.headers if n.lower() in _TELLING] if last else []
    if last is not None and telling:
        lines += [_zh("headers", at=_clock(last.fetched_at)), *telling]
    return lines


def _look(fetch: Fetch) -> str:
    said = (
        _zh("answered", status=fetch.http_status)
        if fetch.status is FetchStatus.OK and fetch.http_status
        else say(f"fetch.{fetch.status.value}", lang="zh")
    )
    line = _zh("look", at=_clock(fetch.fetched_at), said=said)
    if fetch.hops or (fetch.final_url and fetch.final_url != fetch.url):
        line += _zh("final", url=fetch.final_url or fetch.url)
    return line


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _zh(key: str, **words: object) -> str:
    return say(f"proof.{key}", lang="zh", **words)
