"""What one page tells of the region, the office, the yearly report and the disclosure of its site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

ITEMS = ("functions", "bodies", "address", "telephone", "hours", "head")
"""What an office tells of itself (国办秘函〔2019〕19号, 机构职能)."""

AREAS = (
    "guide", "rules", "statutory", "annual", "request", "budget", "procurement", "projects",
    "resources", "enforcement",
)  # fmt: skip
"""Columns that disclosure may be asked to have; which of them are required the rubric says."""

TOPICS = ("overview", "agency", "contact", "departments", "disclosure", "website_report", *AREAS)
"""Standard columns, by the words that links and pages call them (topic_… of the lexicon)."""


@dataclass(frozen=True, slots=True)
class Agency:
    """What one page tells of its office, as items of `ITEMS`. `foot`: told at the foot of a home page
    only; `doubtful`: may stand in a picture, frame, file or script of the page."""

    read: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A sighting of a 政府网站工作年度报表: where it leads, of which year, when published."""

    url: str
    year: int | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Basics:
    """One page's share. `named`: topics it calls itself. `promised`: topic and address of links that
    stand outside the navigation. `mute`: topics of links without an address. `region`: its text
    describes a region. `scant`: why there are hardly any words of its own: empty, picture, frame,
    script, file; None where there are."""

    named: tuple[str, ...] = ()
    promised: tuple[tuple[str, str], ...] = ()
    mute: tuple[str, ...] = ()
    agency: Agency = Agency()
    reports: tuple[Report, ...] = ()
    region: bool = False
    scant: str | None = None


NOTHING = Basics()
