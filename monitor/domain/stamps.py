"""The day of an article as different parts of one page tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Stamps:
    """What one article tells of the day of its publication.

    `shown`: the day it surely shows, None where there is none. `tag`: the PubDate tag's and `created`
    the system's day, where they differ from it. `digest`: a number for the text's sentences, 0 for short
    texts. `renewed`: the page says that it is kept up to date, or is of a kind that is. `older`: of a
    kind whose day lies before the day it was put here (documents, laws, reprints).
    """

    shown: date | None = None
    tag: date | None = None
    created: date | None = None
    digest: int = 0
    renewed: bool = False
    older: bool = False


NO_STAMPS = Stamps()


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a platform's answer whose days of creation and of publication differ."""

    url: str
    title: str
    shown: date
    created: date
    older: bool = False
