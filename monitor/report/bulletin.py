"""The notice (通报) of one inspection, a month's or a quarter's: figures, what was found, what to do.

Its parts are those of the notices that cities and provinces publish: whom it is for and on what
basis, 一、总体情况, 二、发现的主要问题 (by kind; unit, object, column in quotes, fault and term),
三、下一步工作要求. It is a draft (送审稿), always marked so, and prints no points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.report.document import Paper
from monitor.report.statistics import Statistics
from monitor.report.workbook import zh

_NUMERALS = zh("bulletin.numerals")
MOST = 10
"""Sentences of one kind that are printed; the rest is counted, the lists have them all."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem: its name and the sentences of those that persons included."""

    name: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulletin:
    """`kinds` in the order of printing; `withheld` counts sensitive problems, which are told elsewhere.
    `day`: 成文日期, None is 待定."""

    stats: Statistics
    addressees: str | None
    kinds: tuple[Kind, ...]
    withheld: int = 0
    day: date | None = None


def write_bulletin(path: Path, bulletin: Bulletin) -> Path:
    """Write the .docx; the same bulletin gives the same bytes. Raises OSError."""
    stats, paper = bulletin.stats, Paper()
    paper.mark(zh("notice.draft"))
    paper.space(paper.layout.pitch)
    paper.title(zh("bulletin.title", name=stats.inspection))
    paper.addressee(zh("bulletin.addressees", names=bulletin.addressees or zh("bulletin.unknown")))
    basis = "basis" if stats.basis else "no_basis"
    paper.paragraph(
        zh(f"bulletin.{basis}", basis=stats.basis, first=_day(stats.first), last=_day(stats.last))
    )
    paper.heading(zh("bulletin.overview"))
    paper.paragraph("".join(_overview(stats)))
    paper.heading(zh("bulletin.problems"))
    for number, kind in enumerate(bulletin.kinds):
        paper.heading(zh("bulletin.kind", number=_numeral(number + 1), name=kind.name), 2)
        paper.paragraph(_sentences(kind))
    if not bulletin.kinds:
        paper.paragraph(zh("bulletin.none"))
    if bulletin.withheld:
        paper.paragraph(zh("bulletin.withheld", count=bulletin.withheld))
    paper.heading(zh("bulletin.demands"))
    for part in ("mend", "daily", "report"):
        paper.paragraph(zh(f"bulletin.demand.{part}"))
    paper.signature(stats.office or zh("bulletin.unknown"), bulletin.day)
    return paper.save(path, stats.as_of)


def _overview(stats: Statistics) -> list[str]:
    said = [zh("bulletin.checked", sites=len(stats.sites), accounts=stats.accounts)]
    rate = stats.rate()
    if rate is not None:
        said.append(
            zh("bulletin.rate", rated=stats.rated(), passed=stats.passed(), rate=f"{rate:.1f}")
        )
    thin = len(stats.sites) - stats.rated()
    if thin:
        said.append(zh("bulletin.thin", count=thin))
    if stats.trial:
        said.append(zh("bulletin.trial"))
    said.append(zh("bulletin.found", total=stats.total))
    before = stats.previous
    if before is not None:
        said.append(
            zh("bulletin.before", name=before.inspection, total=before.total, fixed=stats.fixed)
        )
    if stats.overdue:
        said.append(zh("bulletin.overdue", count=stats.overdue))
    return said


def _sentences(kind: Kind) -> str:
    shown = zh("bulletin.and").join(kind.sentences[:MOST])
    left = len(kind.sentences) - MOST
    return zh(
        "bulletin.more" if left > 0 else "bulletin.all", shown=shown, total=len(kind.sentences)
    )


def _numeral(number: int) -> str:
    """1 to 99 as headings count."""
    tens, ones = divmod(number, 10)
    ten = _NUMERALS[9] if tens else ""
    return (_NUMERALS[tens - 1] if tens > 1 else "") + ten + (_NUMERALS[ones - 1] if ones else "")


def _day(day: date) -> str:
    return zh("bulletin.day", year=day.year, month=day.month, day=day.day)


def sorted_kinds(kinds: Sequence[Kind]) -> tuple[Kind, ...]:
    """The most frequent first."""
    return tuple(sorted(kinds, key=lambda kind: (-len(kind.sentences), kind.name)))
