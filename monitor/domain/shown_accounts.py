"""Accounts that the pages of a site lead to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class ShownAccount:
    """A link to an account's own address in what surrounds a site's pages. `text`: what it is called
    there. `presented`: it stands where a site presents the accounts of its office."""

    url: str
    text: str = ""
    presented: bool = False


class Whose(StrEnum):
    """Of whom the words of such a link speak: the office itself, somebody else, or nobody by name."""

    OWN = "own"
    OTHER = "other"
    NOBODY = "nobody"
