"""Words in the characters of today, in which the lexicon has them: some pages use the older ones."""

from __future__ import annotations

import re
from functools import cache

from monitor.extract.lexicon import listed

_EARLY = 2000
"""A text in the older characters has one of them among so many."""


def simplified(text: str) -> str:
    """`text` with the older characters replaced one by one; as it is where it has none."""
    return text.translate(_table()) if _old().search(text, 0, _EARLY) else text


@cache
def _table() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for line in listed("traditional") for pair in line.split()}


@cache
def _old() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, _table()))}]")
