"""The day of an article against the other days that a site, and we, know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from monitor.domain.dossier import Dossier


@dataclass(frozen=True, slots=True)
class Sign:
    """Another day for an article than the one it shows.

    `kind`: address, tag, created, repeated (an older article has the same text) or unlisted (its list
    was read on `day` and did not have it). `alike`: how many pages of the site are off in the same way
    on the same day, itself included: the mark of a move. `in_use`: pages told their days alike here
    before that day, so that the sign means something. `place`: the page that shows it.
    """

    kind: str
    day: date
    alike: int = 1
    in_use: bool = True
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedArticle(Dossier):
    """An article and the signs that speak against the day it shows. `known`: False when it no longer
    shows a day."""

    title: str = ""
    shown: date | None = None
    signs: tuple[Sign, ...] = ()
    known: bool = True


_DAYS = (
    re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/((?:19|20)\d\d)[-_/](\d{1,2})[-_/](\d{1,2})/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)/(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)(\d\d)(\d\d)\d{6,11}\.\w+$"),
)


def address_day(url: str) -> date | None:
    """The day that an article's address carries; a month or a year alone is none."""
    for expression in _DAYS:
        match = expression.search(url)
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None
