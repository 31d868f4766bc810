"""Workbooks of new media: the two-weekly form (填报表) of a unit, and the accounts drawn for 人工抽查."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from monitor.domain.calendar import SHANGHAI
from monitor.domain.media import SelfReport, SpotResult
from monitor.domain.seal import bound
from monitor.domain.subject import Account, Unit
from monitor.report.record import sort_of
from monitor.report.sheet import Heading, Value, fill
from monitor.report.workbook import save, zh

FORM, DRAW = "form", "draw"
"""The kinds of sheets, as the hidden key of a line begins."""
PERIOD = timedelta(days=14)
RESULTS = (SpotResult.AGREES, SpotResult.DIFFERS, SpotResult.UNSEEN)
"""What a person may find; without a report there is nothing to agree with, and either word will do."""
_DAY = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Drawn:
    """An account that was drawn. `report`: what its unit last reported of it within the period."""

    unit: Unit
    account: Account
    report: SelfReport | None


def form_key(account: Account, day: date) -> str:
    return "/".join((FORM, account.unit_id, account.id, day.isoformat()))


def draw_key(account_id: str, report: SelfReport | None, seed: int, day: date) -> str:
    """With what the unit had reported, that a word on the line be compared with what was printed."""
    told = ("", "")
    if report is not None:
        last = report.last_post
        told = (report.day.isoformat(), last.isoformat() if last else "")
    return "/".join((DRAW, account_id, str(seed), day.isoformat(), *told))


_FORM_HEADINGS = [
    Heading("number", 5),
    Heading("media_platform", 14),
    Heading("media_name", 24),
    Heading("media_id", 18),
    Heading("media_last_post", 15),
    Heading("media_link", 36),
    Heading("media_screenshot", 18),
    Heading("media_reporter", 10),
    Heading("media_note", 20),
    Heading("media_key", 10, hidden=True),
    Heading("seal", 10, hidden=True),
]


def write_form(path: Path, unit: Unit, accounts: Sequence[Account], day: date) -> Path:
    """A unit's form of a day: a line an account, its word on its last post. The same form is the same
    file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = zh("media_forms.form.sheet")
    fill(
        sheet,
        title=zh("media_forms.form.title", unit=unit.name),
        subtitle=zh(
            "media_forms.form.subtitle",
            first=(day - PERIOD + timedelta(days=1)).isoformat(),
            last=day.isoformat(),
            count=len(accounts),
        ),
        headings=_FORM_HEADINGS,
        rows=[_form_line(number, one, day) for number, one in enumerate(accounts, 1)],
    )
    _days(sheet, _FORM_HEADINGS, "media_last_post", len(accounts), day, none=True)
    return save(book, path, _moment(day))


def _form_line(number: int, account: Account, day: date) -> list[Value]:
    key = form_key(account, day)
    blank: list[Value] = [None] * 5
    named: list[Value] = [number, sort_of(account), account.name, account.id]
    return [*named, *blank, key, bound(FORM, key)]


def _draw_headings() -> list[Heading]:
    return [
        Heading("number", 5),
        Heading("unit", 16),
        Heading("media_platform", 10),
        Heading("media_name", 16),
        Heading("media_id", 13),
        Heading("media_home", 18, link=True),
        Heading("media_reported_on", 11),
        Heading("media_reported", 12),
        Heading("media_reported_link", 16, link=True),
        Heading("media_result", 10, choices=tuple(zh(f"media_forms.result.{r}") for r in RESULTS)),
        Heading("media_checked_on", 11),
        Heading("media_seen", 12),
        Heading(
            "media_interactive",
            8,
            choices=(zh("media_forms.interactive.open"), zh("media_forms.interactive.closed")),
        ),
        Heading("media_checker", 8),
        Heading("media_note", 14),
        Heading("media_key", 10, hidden=True),
        Heading("seal", 10, hidden=True),
    ]


def write_draw(
    path: Path, drawn: Sequence[Drawn], *, seed: int, day: date, population: int
) -> Path:
    """The accounts drawn out of a population, with cells for what a person sees. The same draw is the
    same file."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = zh("media_forms.draw.sheet")
    headings = _draw_headings()
    fill(
        sheet,
        title=zh("media_forms.draw.title"),
        subtitle=zh(
            "media_forms.draw.subtitle",
            day=day.isoformat(),
            population=population,
            count=len(drawn),
            seed=seed,
        ),
        headings=headings,
        rows=[_drawn_line(number, one, seed, day) for number, one in enumerate(drawn, 1)],
    )
    _days(sheet, headings, "media_checked_on", len(drawn), None, none=False)
    _days(sheet, headings, "media_seen", len(drawn), None, none=True)
    return save(book, path, _moment(day))


def _drawn_line(number: int, one: Drawn, seed: int, day: date) -> list[Value]:
    key = draw_key(one.account.id, one.report, seed, day)
    blank: list[Value] = [None] * 6
    return [
        number,
        one.unit.name,
        sort_of(one.account),
        one.account.name,
        one.account.id,
        one.account.url or "",
        *_told(one.report),
        *blank,
        key,
        bound(DRAW, key),
    ]


def _told(report: SelfReport | None) -> tuple[str, str, str]:
    if report is None:
        return ("", zh("media_forms.unreported"), "")
    last = report.last_post.isoformat() if report.last_post else zh("media_forms.none")
    return (report.day.isoformat(), last, report.link or "")


def _days(
    sheet: Worksheet,
    headings: Sequence[Heading],
    key: str,
    rows: int,
    last: date | None,
    *,
    none: bool,
) -> None:
    """A spreadsheet program takes days alone, none after `last`; with `none` also the word for none."""
    letter = get_column_letter([one.key for one in headings].index(key) + 1)
    tests = [f"ISNUMBER({letter}4)"]
    if last is not None:
        tests.append(f"{letter}4<DATE({last.year},{last.month},{last.day})+1")
    formula = f"AND({','.join(tests)})"
    if none:
        formula = f'OR(TRIM({letter}4)="{zh("media_forms.none")}",{formula})'
    said = zh(f"media_forms.hint.{key}", last=last.isoformat() if last else "")
    rule = DataValidation(
        type="custom",
        formula1=formula,
        allow_blank=True,
        showErrorMessage=True,
        showInputMessage=True,
        errorTitle=zh(f"heading.{key}"),
        error=said,
        promptTitle=zh(f"heading.{key}"),
        prompt=said,
    )
    rule.add(f"{letter}4:{letter}{3 + rows}")
    sheet.add_data_validation(rule)
    for number in range(4, 4 + rows):
        sheet[f"{letter}{number}"].number_format = _DAY


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
