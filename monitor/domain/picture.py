"""Pictures of defects: where a person would see the fault, and what was taken of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MarkKind(StrEnum):
    """What is framed: an element that shows some words, what leads to an address, or a part of the
    page that lacks something: its menu (`head`), its `main` content, its `foot`, its `search` box.
    `hidden` words are those that cannot be seen: all of them are written onto the picture."""

    WORDS = "words"
    HIDDEN = "hidden"
    LINK = "link"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to frame, by the first of `values` that the page has; in words `**` stand for the
    figures of a masked number. `within` are words of the row or
    block to prefer where the value stands more than once."""

    kind: MarkKind
    values: tuple[str, ...]
    within: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The page on which a fault is seen. The first of `marks` that the page has is framed; `sha256` is the
    body to show where only one will do, else the page as last stored before the fault was seen."""

    url: str
    marks: tuple[Mark, ...]
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What was taken of a defect: the JPEG's SHA-256, and the page's body that it shows.

    `marked` is False where no mark was found on the page. `sha256` is None where there is no picture, for
    `reason`: no_place (the fault has none on a page), not_stored, no_picture (the browser gave none).
    `fingerprint` is that of the defect's facts.
    """

    defect_id: str
    fingerprint: str
    url: str
    taken_at: datetime
    body_sha256: str | None = None
    sha256: str | None = None
    marked: bool = False
    reason: str | None = None
