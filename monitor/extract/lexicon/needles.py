"""Which literal words a text must hold before an expression can match it at all.

Looking for a literal is a hundred times cheaper than trying an expression of many alternatives at
every character, and most texts hold none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_CHINESE = "\u2e80"
_MOST = 48
_WIDEST_SET = 8
_CASELESS = ((0x00, 0x40), (0x2E80, 0xA63F), (0xF900, 0xFAFF))
"""Ranges of characters without any that has case: signs and figures, and what Chinese is written in."""

Needles = tuple[str, ...]


def needles(expression: str, common: str = "") -> Needles | None:
    """Literals, in small letters, of which any text that `expression` matches (letter case ignored)
    holds at least one once it is in small letters too; None where that cannot be said. `common`:
    characters that texts are full of, rather not chosen."""
    found = _of_sequence(list(_parsed(expression)), common)
    return tuple(sorted(set(found))) if found and len(found) <= _MOST else None


def reach(expression: str) -> int:
    """The most characters that a match has, as far as the expression bounds them."""
    return int(min(_parsed(expression).getwidth()[1], 1 << 16))


def has_case(expression: str) -> bool:
    """Whether ignoring letter case may change what `expression` matches. Where it cannot, it compiles
    twice as fast without: each character of a range would be asked for its other case."""
    return _cased(_parsed(expression))


@lru_cache(maxsize=1)
def _parsed(expression: str) -> Any:
    return parser.parse(expression)


def _cased(items: Iterable[tuple[Any, Any]]) -> bool:
    return any(_is_cased(op, value) for op, value in items)


def _is_cased(op: Any, value: Any) -> bool:
    if op in (code.LITERAL, code.NOT_LITERAL):
        return chr(value).lower() != chr(value).upper()
    if op is code.RANGE:
        return not any(low <= value[0] and value[1] <= high for low, high in _CASELESS)
    if op is code.IN:
        return _cased(value)
    if op is code.SUBPATTERN:
        return bool(value[1]) or _cased(value[3])  # flags of its own
    if op is code.BRANCH:
        return any(_cased(branch) for branch in value[1])
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        return _cased(value[2])
    if op in (code.ASSERT, code.ASSERT_NOT):
        return _cased(value[1])
    return op not in (code.ANY, code.AT, code.CATEGORY, code.NEGATE)


def _of_sequence(items: Sequence[tuple[Any, Any]], common: str) -> Needles | None:
    """The best of what the parts of a sequence each require."""
    wanted: list[Needles] = []
    run: list[str] = []
    for op, value in items:
        if op is code.LITERAL:
            run.append(chr(value))
            continue
        wanted.extend(_of_run(run))
        run = []
        part = _of_part(op, value, common)
        if part:
            wanted.append(part)
    wanted.extend(_of_run(run))
    return max(wanted, key=lambda one: _worth(one, common), default=None)


def _of_part(op: Any, value: Any, common: str) -> Needles | None:
    if op is code.SUBPATTERN:
        return _of_sequence(list(value[3]), common)
    if op is code.BRANCH:
        return _joined(_of_sequence(list(branch), common) for branch in value[1])
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        least, _, inner = value
        return _of_sequence(list(inner), common) if least else None
    if op is code.IN and len(value) <= _WIDEST_SET:
        return _joined(
            next(iter(_of_run([chr(one)])), None) if kind is code.LITERAL else None
            for kind, one in value
        )
    return None


def _joined(parts: Iterable[Needles | None]) -> Needles | None:
    found: list[str] = []
    for part in parts:
        if not part:
            return None
        found.extend(part)
    return tuple(found)


def _of_run(run: Sequence[str]) -> list[Needles]:
    """The longest piece of consecutive literals that has no case, else all of them in small letters."""
    whole = "".join(run)
    plain = max(
        "".join(c if c == c.lower() == c.upper() else "\0" for c in run).split("\0"), key=len
    )
    best = plain if plain >= _CHINESE else whole.lower()
    return [(best,)] if best.strip() else []


def _worth(wanted: Needles, common: str) -> tuple[bool, int, int, int]:
    """Chinese before signs, long before short, rare before common, few before many."""
    return (
        all(one >= _CHINESE for one in wanted),
        min(len(one) for one in wanted),
        -sum(one in common for one in wanted),
        -len(wanted),
    )
