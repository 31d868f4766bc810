"""`monitor rectify load`: lists that units filled in and sent back, all of them or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from db import rectification as kept
from monitor.app.house import BadInput, House
from monitor.app.rectification import Line, lines, moment_of
from monitor.config.errors import ConfigError, Place
from monitor.config.media_file import day_of
from monitor.config.rectify_file import AnswerLine, read_answers
from monitor.domain.calendar import shanghai_day
from monitor.domain.rectification import Act, Event
from monitor.report.outgoing import SHOWN
from monitor.report.sheet import safe
from monitor.text import say

_MOST_NAMED = 50
"""Cells that one refusal names."""


@dataclass
class Loaded:
    """What came of some files: how many acts of each kind, `known` that were written down before, and
    the ids of lines that nothing is owed for any more (已销号, 不予计入), whose answers were left out."""

    acts: dict[Act, int] = field(default_factory=dict)
    known: int = 0
    over: list[str] = field(default_factory=list)


def load(
    house: House, files: Sequence[Path], *, by: str | None = None, as_of: str | None = None
) -> Loaded:
    """Write down what units answered: 已整改 with its day, the state of things, 延期申请, 申诉; a list
    that came back was also received (签收).

    `by` stands where a line names nobody, else the unit does. Raises ConfigError or BadInput naming every
    cell that does not fit: an unknown or altered line, a line of another unit, a day that is none or to
    come, a repair without its day, an extension without reason or not later than the deadline.
    """
    desk = _Desk(house, moment_of(house, as_of), by)
    for path in files:
        desk.read(path)
    if len(desk.wrong) == 1:
        raise desk.wrong[0]
    if desk.wrong:
        told = [say(one.key, None, **one.params) for one in desk.wrong[:_MOST_NAMED]]
        raise BadInput("input.rectify.cells", count=len(desk.wrong), cells="\n".join(told))
    kept.append(house.engine, desk.events, house.clock.now())
    for event in desk.events:
        desk.done.acts[event.act] = desk.done.acts.get(event.act, 0) + 1
    return desk.done


class _Desk:
    """What was read so far, and what is wrong with the rest."""

    def __init__(self, house: House, at: datetime, by: str | None) -> None:
        self.at, self.by = at, by
        self.today = shanghai_day(at)
        self.done = Loaded()
        self.wrong: list[ConfigError] = []
        self.events: list[Event] = []
        self._lines = {one.case.defect_id: one for one in lines(house, as_of=at)}
        written = kept.events(house.engine)
        self._written = {_said(one) for one, _ in written}
        self._first: dict[str, tuple[tuple[str | None, ...], Place]] = {}

    def read(self, path: Path) -> None:
        answers, wrong = read_answers(path)
        self.wrong += wrong
        touched = any(one.touched for one in answers)
        unit: str | None = None
        for one in answers:
            try:
                line = self._known(one, unit)
                unit = line.case.sending.unit_id
                if touched:
                    self._take(one, line)
            except ConfigError as error:
                self.wrong.append(error)

    def _known(self, answer: AnswerLine, unit: str | None) -> Line:
        """The case of a line, as it was sent and to the unit of the lines before it."""
        line = self._lines.get(answer.id.text())
        if line is None:
            raise answer.id.wrong("rectify_unknown")
        if unit is not None and line.case.sending.unit_id != unit:
            raise answer.id.wrong("rectify_other_unit")
        told = {_plain(safe(str(one["description"]))) for one in line.records}
        if _plain(answer.description.raw or "") not in told:
            raise answer.description.wrong("rectify_altered")
        return line

    def _take(self, answer: AnswerLine, line: Line) -> None:
        case = line.case
        if case.closed or case.struck is not None:
            appeals = answer.cells["rectify_appeal"].raw and case.struck is None
            if answer.touched and not appeals:
                self.done.over.append(case.defect_id)
                return
        made = self._events(answer, line)
        said = tuple(cell.raw for cell in answer.cells.values())
        first = self._first.get(case.defect_id)
        if first is not None:  # the same line in two files is one
            if first[0] != said:
                raise answer.id.wrong("said_twice", first=first[1])
            return
        self._first[case.defect_id] = (said, answer.id.place)
        if case.acknowledged is None and not case.closed:
            self.events.append(self._event(Act.ACKNOWLEDGE, answer, line))
        for event in made:
            if _said(event) in self._written:
                self.done.known += 1
            else:
                self.events.append(event)

    def _events(self, answer: AnswerLine, line: Line) -> list[Event]:
        cells, case = answer.cells, line.case
        text = cells["answer"].raw or ""
        fixed, found = self._fixed(answer), []
        if not case.closed:
            if fixed is not None:
                found.append(self._event(Act.CLAIM, answer, line, text, fixed))
            elif text:
                found.append(self._event(Act.ANSWER, answer, line, text))
            if cells["rectify_extend_to"].raw:
                if fixed is not None:
                    raise cells["rectify_extend_to"].wrong("rectify_fixed_and_later")
                asked = day_of(cells["rectify_extend_to"])
                event = self._event(Act.ASK, answer, line, text, asked)
                if _said(event) not in self._written:
                    _check_asked(answer, line, asked)
                found.append(event)
        if cells["rectify_appeal"].raw:
            why = cells["rectify_appeal"].text()
            found.append(self._event(Act.APPEAL, answer, line, why))
        return found

    def _fixed(self, answer: AnswerLine) -> date | None:
        """The day of the repair; None where none is reported."""
        word, on = answer.cells["rectify_fixed"], answer.cells["rectify_fixed_on"]
        yes, no = (say(f"rectify.fixed.{one}", lang="zh") for one in ("yes", "no"))
        if word.raw:
            word.one_of((yes, no))
        if word.raw != yes:
            if on.raw:
                raise word.wrong("rectify_not_fixed", yes=yes)
            return None
        if not on.raw:
            raise on.wrong("missing")
        repaired = day_of(on)
        if repaired > self.today:
            raise on.wrong("rectify_future", day=self.today.isoformat())
        return repaired

    def _event(
        self, act: Act, answer: AnswerLine, line: Line, reason: str = "", on: date | None = None
    ) -> Event:
        named = answer.cells["rectify_by"]
        by = named.line() if named.raw else self.by or str(line.record[SHOWN]["unit"])
        return Event(line.case.defect_id, act, self.at, by, reason, on)


def _check_asked(answer: AnswerLine, line: Line, asked: date) -> None:
    cell, deadline = answer.cells["rectify_extend_to"], line.case.deadline
    if deadline is None:
        raise cell.wrong("rectify_no_deadline")
    if asked <= deadline:
        raise cell.wrong("rectify_not_later", deadline=deadline.isoformat())
    if not answer.cells["answer"].raw:
        raise answer.cells["answer"].wrong("rectify_why_later")


def _said(event: Event) -> tuple[object, ...]:
    """An act apart from its moment: a list loaded again says nothing new."""
    return (event.defect_id, event.act, event.by, event.reason, event.day)


def _plain(text: str) -> str:
    """Without spaces and breaks, which programs change."""
    return "".join(text.replace("_x000D_", "").split())
