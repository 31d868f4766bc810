"""What is counted but not crawled, taken in by workbook, and what it proposes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from db import assess
from monitor.app.assess_loading import Desk, Loaded, choice
from monitor.app.house import BadInput, House
from monitor.assess import intake
from monitor.config.assess_file import read_rows
from monitor.config.fields import Scalar
from monitor.domain.assessment import Entry, EntryKind, Medium, Stage, newest
from monitor.domain.calendar import shanghai_day
from monitor.report.assessment import INTAKE, intake_headings
from monitor.text import say

_QUALITY = "assess.quality"


def load_intake(
    house: House, assessment_id: str, paths: Sequence[Path], *, by: str | None = None
) -> Loaded:
    """Take in what is counted but not crawled, and keep what it proposes for each site and row.

    A proposal counts for nothing until a person says it on a sheet. Raises ConfigError naming the cell
    of what does not fit: an unknown site, a day that is none, an answer before its question.
    """
    desk = Desk(house, assessment_id, by)
    counter = _Intake(desk)
    for path in paths:
        counter.read(path)
    made = counter.proposals()
    known = newest(one for one in desk.year.entries if one.kind is EntryKind.PROPOSAL)
    new = [one for one in made if not _same(known.get(one.line), one)]
    if not assess.add_entries(house.engine, assessment_id, new):
        raise BadInput("input.assess_final", value=assessment_id)
    replaced = sum(one.line in known for one in new)
    return Loaded(len(new), replaced, len(made) - len(new))


def _same(before: Entry | None, entry: Entry) -> bool:
    return before is not None and (before.points, before.lines) == (entry.points, entry.lines)


class _Intake:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.today = shanghai_day(desk.now)
        self.units = {
            one.id: unit.id
            for unit in desk.year.units
            for one in desk.year.subjects(unit)
            if one.medium is Medium.SITES
        }
        self.asked: dict[tuple[str, str], list[intake.Asked]] = {}
        self.called: dict[str, list[intake.Called]] = {}
        self.shown: dict[str, list[intake.Statistics]] = {}
        self.by: dict[str, str] = {}

    def read(self, path: Path) -> None:
        sheets = {key: [heading.key for heading in intake_headings(key)] for key in INTAKE}
        take: dict[str, Callable[[str, dict[str, Scalar]], None]] = {
            "messages": lambda site, row: self._ask("messages", site, row),
            "questions": lambda site, row: self._ask("questions", site, row),
            "calls": self._call,
            "statistics": self._statistics,
        }
        for key, row in read_rows(path, sheets):
            site = row["assess_site"].text()
            if site not in self.units:
                raise row["assess_site"].wrong("unknown_site")
            by = row["assess_recorder"]
            if not (by.raw or self.desk.by):
                raise by.wrong("missing")
            self.by[site] = by.raw or self.desk.by or ""
            take[key](site, row)

    def _ask(self, sheet: str, site: str, row: dict[str, Scalar]) -> None:
        asked = self._past(row["assess_received"])
        answered = self._past(row["assess_answered"]) if row["assess_answered"].raw else None
        if answered is not None and answered < asked:
            raise row["assess_answered"].wrong("assess_answer_first")
        quality = row["assess_quality"]
        poor = bool(quality.raw) and choice(quality, {"good": False, "poor": True}, _QUALITY)
        if poor and answered is None:
            raise row["assess_answered"].wrong("missing")
        made = intake.Asked(row["assess_label"].line(), asked, answered, poor)
        self.asked.setdefault((sheet, site), []).append(made)

    def _call(self, site: str, row: dict[str, Scalar]) -> None:
        outcomes = {str(one): one for one in intake.Call}
        made = intake.Called(
            row["assess_label"].line(),
            self._past(row["assess_day"]),
            choice(row["assess_outcome"], outcomes, "assess.call"),
        )
        self.called.setdefault(site, []).append(made)

    def _statistics(self, site: str, row: dict[str, Scalar]) -> None:
        checked = self._past(row["assess_day"])
        newest_cell = row["assess_newest"]
        if choice(row["assess_shown"], {"yes": True, "no": False}, "assess"):
            found = newest_cell.day()
            if found > checked:
                raise newest_cell.wrong("assess_later", day=checked.isoformat())
            made = intake.Statistics(checked, found)
        else:
            if newest_cell.raw:
                raise newest_cell.wrong("assess_not_shown")
            made = intake.Statistics(checked, None)
        self.shown.setdefault(site, []).append(made)

    def _past(self, cell: Scalar) -> date:
        found = cell.day()
        if found > self.today:
            raise cell.wrong("assess_later", day=self.today.isoformat())
        return found

    def proposals(self) -> list[Entry]:
        rows = self.desk.rows
        made: list[Entry] = []
        for site in self.units:
            for indicator in (
                intake.MESSAGES,
                intake.QUESTIONS,
                intake.CALLS,
                intake.STATISTICS,
            ):
                if indicator not in rows:
                    continue
                found = self._proposal(site, indicator, rows[indicator].cap)
                if found is not None:
                    made.append(self._entry(site, found))
        return made

    def _proposal(self, site: str, indicator: str, cap: float) -> intake.Proposal | None:
        calendar, today = self.desk.house.calendar, self.today
        if indicator == intake.MESSAGES:
            found = self.asked.get(("messages", site), [])
            return intake.messages(found, calendar, today=today, cap=cap)
        if indicator == intake.QUESTIONS:
            found = self.asked.get(("questions", site), [])
            return intake.questions(found, calendar, today=today, cap=cap)
        if indicator == intake.CALLS:
            return intake.calls(self.called.get(site, []), cap=cap)
        return intake.statistics(self.shown.get(site, []), cap=cap)

    def _entry(self, site: str, found: intake.Proposal) -> Entry:
        sentences = [
            say(f"assess.counted.{one.key}", lang="zh", points=f"{one.points:g}", **one.params)
            for one in found.reasons
        ]
        return Entry(
            assessment=self.desk.assessment.id,
            kind=EntryKind.PROPOSAL,
            stage=Stage.PRELIMINARY,
            unit=self.units[site],
            subject=site,
            indicator=found.indicator,
            by=self.by[site],
            at=self.desk.now,
            points=found.points,
            reason=say(
                "assess.counted.total",
                lang="zh",
                counted=found.counted,
                untold=found.untold,
                points=f"{found.points:g}",
            ),
            lines=tuple(sentences),
        )
