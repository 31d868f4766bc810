"""Every visit, attempt by attempt, with what it counts for: lines, csv and a sheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from openpyxl import Workbook

from monitor.domain.calendar import SHANGHAI
from monitor.domain.visit import Attempt, Invalid, Visit, VisitOutcome
from monitor.domain.warning import Access
from monitor.report.plain import write_text
from monitor.report.sheet import Heading, Value, fill
from monitor.report.workbook import save
from monitor.text import say

_COLUMNS = (
    ("site", 22),
    ("visited", 17),
    ("attempt", 6),
    ("result", 10),
    ("counts", 12),
    ("why", 16),
    ("dns", 9),
    ("connect", 9),
    ("tls", 9),
    ("first_byte", 9),
    ("total", 9),
    ("http_status", 8),
    ("remote_address", 16),
    ("fetched_at", 20),
)


class Weighed(Protocol):
    """A visit and what it counts for."""

    @property
    def visit(self) -> Visit: ...
    @property
    def outcome(self) -> VisitOutcome: ...
    @property
    def invalid(self) -> Invalid | None: ...


@dataclass(frozen=True)
class VisitSheet:
    """Visits from day to day (both included), with the sites that failed oftener than `share` in the
    week before the last day. `names`: site names by id."""

    first: date
    last: date
    visits: tuple[Weighed, ...]
    warnings: tuple[Access, ...]
    share: float
    names: Mapping[str, str]

    def count(self, outcome: VisitOutcome) -> int:
        return sum(one.outcome is outcome for one in self.visits)

    def summary(self, lang: str | None = None) -> str:
        return say(
            "visits.summary",
            lang,
            first=self.first,
            last=self.last,
            **{outcome.value: self.count(outcome) for outcome in VisitOutcome},
        )

    def rows(self, lang: str | None = None) -> Iterator[tuple[Value, ...]]:
        """One row an attempt; what it counts for belongs to the visit as a whole."""
        for one in self.visits:
            for attempt in one.visit.attempts:
                yield self._row(one, attempt, lang)

    def _row(self, one: Weighed, attempt: Attempt, lang: str | None) -> tuple[Value, ...]:
        phases = attempt.phases
        return (
            self.names.get(one.visit.site_id, one.visit.site_id),
            _minute(one.visit.now),
            attempt.number,
            result(attempt, lang),
            say(f"visits.counts.{one.outcome}", lang),
            say(f"visits.invalid.{one.invalid}", lang) if one.invalid else None,
            phases.dns,
            phases.connect,
            phases.tls,
            phases.first_byte,
            phases.total,
            attempt.http_status,
            attempt.remote_address,
            attempt.at.astimezone(SHANGHAI).isoformat(sep=" ", timespec="seconds")[:19],
        )

    def lines(self) -> Iterator[str]:
        """The table for a terminal, then how often each site failed that fails too often."""
        for row in (tuple(headings()), *self.rows()):
            yield "  ".join("-" if value is None else str(value) for value in row)
        yield self.summary()
        yield from self.warned()

    def warned(self, lang: str | None = None) -> Iterator[str]:
        for one in self.warnings:
            yield say(
                "visits.warning",
                lang,
                site=self.names[one.site_id],
                valid=one.visits,
                failed=one.failed,
                share=one.share,
                limit=self.share,
            )


def result(attempt: Attempt, lang: str | None = None) -> str:
    """How one attempt went, in a word or two."""
    if attempt.invalid is not None:
        return say(f"visits.invalid.{attempt.invalid}", lang)
    if attempt.outcome is VisitOutcome.OPENED:
        return say("visits.opened", lang)
    if attempt.http_status is not None and attempt.status.value == "ok":
        return say("visits.http_error", lang, http_status=attempt.http_status)
    return say(f"reason.{attempt.status}", lang)


def headings(lang: str | None = None) -> list[str]:
    return [say(f"heading.visit.{key}", lang) for key, _ in _COLUMNS]


def write_visits(path: Path, sheet: VisitSheet, file_format: str) -> Path:
    """The list as one file in Chinese, csv (UTF-8 with BOM) or xlsx."""
    if file_format == "csv":
        table = io.StringIO(newline="")
        writer = csv.writer(table)
        writer.writerow(headings("zh"))
        writer.writerows([_cell(value) for value in row] for row in sheet.rows("zh"))
        return write_text(path, table.getvalue(), "utf-8-sig")
    book = Workbook()
    page = book.worksheets[0]
    page.title = say("visits.sheet", lang="zh")
    fill(
        page,
        title=say("visits.title", lang="zh"),
        subtitle="　".join((sheet.summary("zh"), *sheet.warned("zh"))),
        headings=[Heading(f"visit.{key}", width) for key, width in _COLUMNS],
        rows=list(sheet.rows("zh")),
        empty=say("visits.none", lang="zh"),
    )
    moment = max((one.visit.now for one in sheet.visits), default=None)
    return save(book, path, moment or datetime.combine(sheet.last, datetime.min.time(), SHANGHAI))


def _cell(value: Value) -> Value:
    """No cell is taken for a formula."""
    risky = isinstance(value, str) and value.lstrip().startswith(("=", "+", "-", "@"))
    return f"'{value}" if risky else value


def _minute(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
