"""What is wanted of a camera, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.domain.picture import Mark


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture wanted of a page. `stamp`: lines printed on it; `key` is the caller's."""

    key: str
    marks: tuple[Mark, ...]
    stamp: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stored page and the pictures wanted of it. `text` is its HTML as it was read, whatever its
    server says of its encoding; `note`: the words before what cannot be seen on it."""

    url: str
    text: str
    shots: tuple[Shot, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a shot: a JPEG, none where the browser gave none; whether a mark was found."""

    key: str
    jpeg: bytes | None
    marked: bool = False


Deliver = Callable[[Sheet, Sequence[Taken]], None]
