"""整改台账: every defect that was sent, with what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from monitor.domain.calendar import shanghai_day
from monitor.domain.rectification import Case
from monitor.report.record import beijing
from monitor.report.sheet import Heading, Value, fill
from monitor.report.workbook import clock, minute_of, save, zh


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A case beside what was sent of it. `progress`: how the newest list had it against the inspections
    before (仍未整改, 屡查屡犯 …); `lists_of_year`: how many lists of this year told of it. `withheld`: the
    unit and number only, as in the list."""

    case: Case
    unit_id: str
    unit: str
    site: str
    check: str | None
    kind: str
    description: str
    url: str | None
    progress: str
    lists_of_year: int

    def as_dict(self, today: date) -> dict[str, Any]:
        """JSON form; days YYYY-MM-DD, moments with +08:00, what there is not is null."""
        case = self.case
        return {
            "id": case.defect_id,
            "unit": self.unit_id,
            "unit_name": self.unit,
            "site": self.site or None,
            "check": self.check,
            "description": self.description,
            "url": self.url,
            "list": case.sending.number,
            "sent_on": _day(case.sending.made_at),
            "deadline": case.deadline and case.deadline.isoformat(),
            "deadline_set": case.sending.deadline_set,
            "days_left": case.days_left(today),
            "overdue": case.overdue(today),
            "state": "struck" if case.struck else case.step.value,
            "waits": [wait.value for wait in case.waits],
            "acknowledged_at": case.acknowledged and beijing(case.acknowledged.at),
            "claimed_at": case.claim and beijing(case.claim.at),
            "repaired_on": case.claim and case.claim.day and case.claim.day.isoformat(),
            "answer": _answer(case) or None,
            "looked_at": case.last_look and beijing(case.last_look.now),
            "look": case.last_look and case.last_look.sight.value,
            "closed_at": case.closed_at and beijing(case.closed_at),
            "closing": case.closing and case.closing.value,
            "closed_by": list(case.closed_by),
            "extension_asked": case.ask and case.ask.day and case.ask.day.isoformat(),
            "extended_to": case.extended and case.extended.day and case.extended.day.isoformat(),
            "appealed_at": case.appeal and beijing(case.appeal.at),
            "appeals_decided": len(case.appealed),
            "reopened": case.reopened,
            "progress": self.progress or None,
            "lists_of_year": self.lists_of_year,
        }


def write_ledger(path: Path, lines: Sequence[LedgerLine], moment: datetime) -> Path:
    """The ledger as a workbook; the same lines and moment give the same bytes. Raises OSError."""
    today = shanghai_day(moment)
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = zh("rectify.ledger.title")
    fill(
        sheet,
        title=zh("rectify.ledger.title"),
        subtitle=zh(
            "rectify.ledger.subtitle",
            moment=minute_of(moment),
            count=len(lines),
            open=sum(line.case.open for line in lines),
            overdue=sum(line.case.overdue(today) for line in lines),
            closed=sum(line.case.closed for line in lines),
        ),
        headings=_headings(),
        rows=[_row(number, line, today) for number, line in enumerate(lines, 1)],
        empty=zh("rectify.ledger.empty"),
    )
    return save(book, path, moment)


def state_of(case: Case) -> str:
    """How a case stands, in words; an open appeal is said with it."""
    said = zh("rectify.step.struck" if case.struck else f"rectify.step.{case.step}")
    waits = [zh(f"rectify.wait.{wait}") for wait in case.waits]
    return "\n".join((said, *waits))


def left_of(case: Case, today: date) -> str:
    """Days left in words; empty without a deadline or where nothing is owed."""
    left = case.days_left(today)
    if left is None:
        return ""
    if case.appeal is not None:
        return zh("rectify.left.stopped", days=left)
    return zh("rectify.left.over", days=-left) if left < 0 else zh("rectify.left.days", days=left)


def _headings() -> list[Heading]:
    return [
        Heading("number", 5),
        Heading("unit", 9),
        Heading("site", 11),
        Heading("type", 9),
        Heading("description", 34),
        Heading("url", 20, link=True),
        Heading("list_number", 11),
        Heading("sent_on", 11),
        Heading("deadline", 11),
        Heading("left", 8),
        Heading("rectify_step", 12),
        Heading("rectify_acknowledged", 11),
        Heading("rectify_fixed_on", 11),
        Heading("rectify_answer", 16),
        Heading("recheck", 12),
        Heading("rectify_closed", 13),
        Heading("rectify_put_off", 12),
        Heading("rectify_appeals", 12),
        Heading("rectify_repeats", 11),
        Heading("id", 13),
    ]


def _row(number: int, line: LedgerLine, today: date) -> list[Value]:
    case = line.case
    return [
        number,
        line.unit,
        line.site,
        line.kind,
        line.description,
        line.url or "",
        case.sending.number,
        _day(case.sending.made_at),
        _deadline(case),
        left_of(case, today),
        state_of(case),
        _said(case.acknowledged),
        case.claim.day.isoformat() if case.claim and case.claim.day else "",
        _answer(case),
        _looked(case),
        _closed(case),
        _put_off(case),
        _appeals(case),
        _repeats(line),
        case.defect_id,
    ]


def _deadline(case: Case) -> str:
    if case.deadline is not None:
        return case.deadline.isoformat()
    unknown = case.sending.deadline_set and not case.reopened
    return zh("outgoing.deadline_unknown" if unknown else "report.no_deadline")


def _said(event: object) -> str:
    at, by = getattr(event, "at", None), getattr(event, "by", "")
    return f"{_day(at)}\n{by}" if at else ""


def _answer(case: Case) -> str:
    """What the unit said last: with its report, or without one."""
    said = [one for one in (case.claim, case.answer) if one is not None and one.reason]
    return max(said, key=lambda one: one.at).reason if said else ""


def _looked(case: Case) -> str:
    if case.last_look is None:
        return ""
    return f"{clock(beijing(case.last_look.now))}\n{zh(f'rectify.sight.{case.last_look.sight}')}"


def _closed(case: Case) -> str:
    if case.closing is None or case.closed_at is None:
        return ""
    how = zh(f"rectify.closing.{case.closing}")
    return "\n".join((_day(case.closed_at), how, "、".join(case.closed_by))).strip()


def _put_off(case: Case) -> str:
    if case.ask is not None and case.ask.day is not None:
        return zh("rectify.asked", day=case.ask.day.isoformat())
    if case.extended is not None and case.extended.day is not None:
        return zh("rectify.granted", day=case.extended.day.isoformat(), by=case.extended.by)
    return ""


def _appeals(case: Case) -> str:
    told = [
        zh(f"rectify.appeal.{decided.act}", day=_day(decided.at), by=decided.by)
        for _, decided in case.appealed
    ]
    if case.appeal is not None:
        told.append(zh("rectify.appeal.open", day=_day(case.appeal.at)))
    return "\n".join(told)


def _repeats(line: LedgerLine) -> str:
    told = [line.progress] if line.progress else []
    if line.case.reopened:
        told.append(zh("rectify.reopened", count=line.case.reopened))
    if line.lists_of_year > 1:
        told.append(zh("rectify.lists_of_year", count=line.lists_of_year))
    return "\n".join(told)


def _day(moment: datetime) -> str:
    return shanghai_day(moment).isoformat()
