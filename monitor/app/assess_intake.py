"""What is counted but not crawled, taken in by workbook, and what it proposes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from db import assess
from monitor.app.assess_loading import Desk, Loaded, choice
from monitor.app.house import BadInput, House
from monitor.assess import intake
from monitor.config.assess_file import read_rows
from monitor.config.errors import Place
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

    The files of one load are all there is: what was proposed before and follows from none of their lines
    is taken back. A proposal counts for nothing until a person says it on a sheet. Raises ConfigError
    naming the cell of what does not fit: an unknown site, a day that is none or not of the assessment's
    year, an answer before its question, a line that says otherwise than the same line before it;
    BadInput where something is taken back and nobody says who does.
    """
    desk = Desk(house, assessment_id, by)
    counter = _Intake(desk)
    for path in paths:
        counter.read(path)
    made = counter.proposals()
    known = newest(one for one in desk.year.entries if one.kind is EntryKind.PROPOSAL)
    new = [one for one in made if not _same(known.get(one.line), one)]
    gone = known.keys() - {one.line for one in made}
    taken = [counter.withdrawn(known[one]) for one in gone if known[one].points is not None]
    if not assess.add_entries(house.engine, assessment_id, [*new, *taken]):
        raise BadInput("input.assess_final", value=assessment_id)
    replaced = sum(one.line in known for one in new)
    recorded = len(new) + len(taken)
    return Loaded(recorded, replaced + len(taken), len(made) - len(new), len(taken))


def _same(before: Entry | None, entry: Entry) -> bool:
    return before is not None and (before.points, before.lines) == (entry.points, entry.lines)


Line = intake.Asked | intake.Called | intake.Statistics


class _Intake:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = shanghai_day(desk.now)
        year = desk.assessment.year
        self.year = date(year, 1, 1), date(year, 12, 31)
        self.today = min(self.now, self.year[1])
        self.units = {
            one.id: unit.id
            for unit in desk.year.units
            for one in desk.year.subjects(unit)
            if one.medium is Medium.SITES
        }
        self.asked: dict[tuple[str, str], list[intake.Asked]] = {}
        self.called: dict[str, list[intake.Called]] = {}
        self.shown: dict[str, list[intake.Statistics]] = {}
        self.first: dict[tuple[object, ...], tuple[Place, Line]] = {}
        self.recorders: dict[str, None] = {}

    def read(self, path: Path) -> None:
        sheets = {key: [heading.key for heading in intake_headings(key)] for key in INTAKE}
        take: dict[str, Callable[[str, dict[str, Scalar], str], None]] = {
            "messages": lambda site, row, by: self._ask("messages", site, row, by),
            "questions": lambda site, row, by: self._ask("questions", site, row, by),
            "calls": self._call,
            "statistics": self._statistics,
        }
        for key, row in read_rows(path, sheets):
            site = row["assess_site"].text()
            if site not in self.units:
                raise row["assess_site"].wrong("unknown_site")
            cell = row["assess_recorder"]
            by = cell.raw or self.desk.by
            if not by:
                raise cell.wrong("missing")
            self.recorders[by] = None
            take[key](site, row, by)

    def _ask(self, sheet: str, site: str, row: dict[str, Scalar], by: str) -> None:
        cell = row["assess_received"]
        asked = self._since(cell) if sheet == "messages" else self._of_the_year(cell)
        answered = self._past(row["assess_answered"]) if row["assess_answered"].raw else None
        if answered is not None and answered < asked:
            raise row["assess_answered"].wrong("assess_answer_first")
        quality = row["assess_quality"]
        poor = bool(quality.raw) and choice(quality, {"good": False, "poor": True}, _QUALITY)
        if poor and answered is None:
            raise row["assess_answered"].wrong("missing")
        made = intake.Asked(row["assess_label"].line(), asked, answered, poor, by)
        if self._is_new((sheet, site, made.label, asked), row["assess_label"], made):
            self.asked.setdefault((sheet, site), []).append(made)

    def _call(self, site: str, row: dict[str, Scalar], by: str) -> None:
        outcomes = {str(one): one for one in intake.Call}
        made = intake.Called(
            row["assess_label"].line(),
            self._of_the_year(row["assess_day"]),
            choice(row["assess_outcome"], outcomes, "assess.call"),
            by,
        )
        if self._is_new(("calls", site, made.label, made.on), row["assess_label"], made):
            self.called.setdefault(site, []).append(made)

    def _statistics(self, site: str, row: dict[str, Scalar], by: str) -> None:
        checked = self._of_the_year(row["assess_counted"])
        newest_cell = row["assess_newest"]
        if choice(row["assess_shown"], {"yes": True, "no": False}, "assess"):
            found = newest_cell.day()
            if found > checked:
                raise newest_cell.wrong("assess_later", day=checked.isoformat())
            made = intake.Statistics(checked, found, by)
        else:
            if newest_cell.raw:
                raise newest_cell.wrong("assess_not_shown")
            made = intake.Statistics(checked, None, by)
        if self._is_new(("statistics", site, checked), row["assess_counted"], made):
            self.shown.setdefault(site, []).append(made)

    def _is_new(self, what: tuple[object, ...], cell: Scalar, made: Line) -> bool:
        """The same thing written down twice is one thing; written down otherwise it is refused."""
        place, said = self.first.setdefault(what, (cell.place, made))
        if replace(said, by=made.by) != made:
            raise cell.wrong("assess_twice", first=place)
        return place == cell.place

    def _past(self, cell: Scalar) -> date:
        found = cell.day()
        if found > self.now:
            raise cell.wrong("assess_later", day=self.now.isoformat())
        return found

    def _since(self, cell: Scalar) -> date:
        """A day of the year, or one after it: the next year's lines may be kept in the same book."""
        found = self._past(cell)
        if found < self.year[0]:
            raise cell.wrong("assess_not_of_the_year", year=self.year[0].year)
        return found

    def _of_the_year(self, cell: Scalar) -> date:
        found = self._since(cell)
        first, last = self.year
        if found > last:
            raise cell.wrong("assess_not_of_the_year", year=first.year)
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
        return self._made(
            self.units[site],
            site,
            found.indicator,
            by="、".join(found.by),
            points=found.points,
            reason=say(
                "assess.counted.total",
                lang="zh",
                counted=found.counted,
                untold=found.untold,
                points=f"{found.points:g}",
            ),
            lines=tuple(map(_sentence, found.reasons)),
        )

    def withdrawn(self, entry: Entry) -> Entry:
        """What takes a proposal back. Raises BadInput where nobody says who does."""
        by = self.desk.by or "、".join(self.recorders)
        if not by:
            raise BadInput("input.missing", option="--by")
        reason = say("assess.counted.withdrawn", lang="zh")
        return self._made(entry.unit, entry.subject, entry.indicator, by=by, reason=reason)

    def _made(
        self,
        unit: str,
        site: str,
        indicator: str,
        *,
        by: str,
        reason: str,
        points: float | None = None,
        lines: tuple[str, ...] = (),
    ) -> Entry:
        return Entry(
            assessment=self.desk.assessment.id,
            kind=EntryKind.PROPOSAL,
            stage=Stage.PRELIMINARY,
            unit=unit,
            subject=site,
            indicator=indicator,
            by=by,
            at=self.desk.now,
            points=points,
            reason=reason,
            lines=lines,
        )


def _sentence(one: intake.Reason) -> str:
    text = say(f"assess.counted.{one.key}", lang="zh", points=f"{one.points:g}", **one.params)
    return say("assess.counted.line", lang="zh", text=text, by=one.by)
