"""Personal numbers that a page or a file shows to everybody, and whether a file could be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """`identity`: a resident id; `card`: a bank card; `mobile`: a private person's mobile number."""

    IDENTITY = "identity"
    CARD = "card"
    MOBILE = "mobile"


@dataclass(frozen=True, slots=True)
class Exposure:
    """So many different numbers of one kind. `example` is one of them with its middle hidden: no
    number is kept in clear."""

    kind: PersonalKind
    count: int
    example: str


class FileState(StrEnum):
    """How far a file could be read. `read`: to its end; `cut`: as far as our bounds allow; the
    others: nothing of it, for the reason named."""

    READ = "read"
    CUT = "cut"
    SCANNED = "file_scanned"
    LOCKED = "file_locked"
    BROKEN = "file_broken"
    TOO_LARGE = "file_too_large"
    NOT_READABLE = "file_not_readable"


@dataclass(frozen=True, slots=True)
class File:
    """That an address gives a file and no page. `form`: pdf, docx, xlsx, txt, csv, or what its
    address ends with."""

    form: str
    state: FileState
