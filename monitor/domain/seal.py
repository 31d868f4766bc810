"""What a list remembers of a line while it lies on a desk."""

from __future__ import annotations

import hashlib

_LENGTH = 8


def seal(fingerprint: str, *filled_in: str) -> str:
    """The facts that a line was printed with, and what stood in the cells for a person's word.

    A list that comes back tells by it on which facts the person decided, and whether the person
    wrote anything at all: a second, older copy of a list must not undo what was decided since.
    """
    return f"{fingerprint}.{_digest(filled_in)}"


def opened(text: str, *filled_in: str) -> tuple[str, bool]:
    """The fingerprint of a seal, and whether the cells are as they were printed.

    Raises ValueError for what is no seal.
    """
    fingerprint, point, digest = text.strip().partition(".")
    if not fingerprint or not point or len(digest) != _LENGTH:
        raise ValueError(text)
    return fingerprint, digest == _digest(filled_in)


def bound(sealed: str, key: str) -> str:
    """A seal that holds for the line of one key alone: what was printed for one unit, row or stage must
    not come back as a line of another."""
    return f"{sealed}.{_digest((key,))}"


def unbound(text: str, key: str) -> tuple[str, bool]:
    """The seal within, and whether it was made for the line of that key."""
    sealed, _, mark = text.strip().rpartition(".")
    return sealed, mark == _digest((key,))


def _digest(cells: tuple[str, ...]) -> str:
    text = "\0".join(cell.strip() for cell in cells)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]
