"""Addresses that lead nowhere but deeper: endless calendars, doubled paths, runaway parameters."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

MAX_LENGTH = 1024
MAX_DEPTH = 30
MAX_REPEATS = 3
"""How often one path segment or one parameter name may occur."""
MAX_PARAMETERS = 20

# Nearly every address is plain: this tells them apart for the price of one match.
_SUSPICIOUS = re.compile(r"(?:[^/]*/){9}|[^?]*\?.{80}", re.DOTALL)


def is_trap(url: str, depth: int) -> bool:
    """Whether a found address looks made by a machine that never ends."""
    if len(url) > MAX_LENGTH or depth > MAX_DEPTH:
        return True
    if not _SUSPICIOUS.match(url):
        return False
    parts = urlsplit(url)
    segments = Counter(segment for segment in parts.path.split("/") if segment)
    if max(segments.values(), default=0) > MAX_REPEATS:
        return True
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    return len(names) > MAX_PARAMETERS or max(Counter(names).values(), default=0) > MAX_REPEATS
