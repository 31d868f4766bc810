"""`monitor media load`: forms of units and spot checks read back, all of them or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

from db import media as kept
from monitor.app.house import BadInput, House
from monitor.app.selection import ledger
from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Scalar
from monitor.config.media_file import MediaLine, day_of, day_or_none, none_word, read_lines
from monitor.domain.calendar import SHANGHAI, shanghai_day
from monitor.domain.media import SelfReport, SpotCheck, SpotResult
from monitor.domain.subject import Account, Registry
from monitor.report.media_forms import DRAW, FORM, PERIOD, RESULTS
from monitor.text import say

_MOST_NAMED = 50
"""Cells that one refusal names."""
_OPEN = {"open": True, "closed": False}


@dataclass
class Loaded:
    """What came of some files. `replaced`: of the reports and checks those that correct an earlier
    word; `known`: lines that say what was known already; `blank`: names of accounts whose line nobody
    filled in, which report nothing."""

    reports: list[SelfReport] = field(default_factory=list)
    checks: list[SpotCheck] = field(default_factory=list)
    replaced: int = 0
    known: int = 0
    blank: list[str] = field(default_factory=list)


def load(house: House, files: Sequence[Path], *, as_of: str | None = None) -> Loaded:
    """Record what forms and spot checks say, all of it or nothing.

    Raises ConfigError or BadInput naming every cell that does not fit by sheet, row, column and what was
    expected: no day, a day to come or after the form's, an unknown account, an account of another unit
    or a line of another form, a link that is no address, nobody who reports.
    """
    desk = _Desk(house, house.now(as_of))
    for path in files:
        desk.read(path)
    if len(desk.wrong) == 1:
        raise desk.wrong[0]
    if desk.wrong:
        told = [say(one.key, None, **one.params) for one in desk.wrong[:_MOST_NAMED]]
        raise BadInput("input.media_cells", count=len(desk.wrong), cells="\n".join(told))
    kept.save_reports(house.engine, desk.done.reports)
    kept.save_spot_checks(house.engine, desk.done.checks)
    return desk.done


class _Desk:
    """What was read so far, and what is wrong with the rest."""

    def __init__(self, house: House, now: datetime) -> None:
        self.house = house
        self.now = now
        self.today = shanghai_day(now)
        self.done = Loaded()
        self.wrong: list[ConfigError] = []
        self._ledgers: dict[date, Registry] = {}
        self._said: dict[tuple[str, ...], tuple[tuple[object, ...], Place]] = {}

    def read(self, path: Path) -> None:
        lines, wrong = read_lines(path)
        self.wrong += wrong
        for line in lines:
            try:
                self._line(line, lines[0])
            except ConfigError as error:
                self.wrong.append(error)

    def _line(self, line: MediaLine, first: MediaLine) -> None:
        if line.kind == FORM:
            self._form(line, first)
        else:
            self._spot(line, first)

    def _account(self, line: MediaLine, day: date) -> Account:
        if day not in self._ledgers:
            self._ledgers[day] = ledger(self.house, _midnight(day))
        account = self._ledgers[day].accounts.get(line.account.text())
        if account is None:
            raise line.account.wrong("media_unknown_account", day=day.isoformat())
        return account

    def _form(self, line: MediaLine, first: MediaLine) -> None:
        unit, _, told = line.key
        day = date.fromisoformat(told)
        if first.kind != FORM or (unit, told) != (first.key[0], first.key[2]):
            raise line.account.wrong("media_other_form", unit=unit, day=told)
        account = self._account(line, day)
        if account.unit_id != unit:
            raise line.account.wrong("media_other_unit", unit=account.unit_id)
        if not line.touched:
            self.done.blank.append(account.name)
            return
        cells = line.cells
        last = self._past(cells["media_last_post"], day)
        link = cells["media_link"]
        reporter = cells["media_reporter"]
        if not reporter.raw:
            raise reporter.wrong("missing")
        made = SelfReport(
            account_id=account.id,
            day=day,
            last_post=last,
            link=link.url() if link.raw else None,
            screenshot=cells["media_screenshot"].raw,
            reporter=reporter.line(),
            loaded_at=self.now,
        )
        said = _words(made)
        if self._twice((FORM, account.id, told), said, line):
            return
        known = kept.reports(self.house.engine, [account.id], self.now).get(account.id, [])
        before = next((one for one in known if one.day == day), None)
        if before is not None:
            if _words(before) == said:
                self.done.known += 1
                return
            self.done.replaced += 1
        self.done.reports.append(made)

    def _past(self, cell: Scalar, day: date) -> date | None:
        """A day up to the form's, or None for no post."""
        found = day_or_none(cell)
        if found is not None and found > self.today:
            raise cell.wrong("media_future", day=self.today.isoformat())
        if found is not None and found > day:
            raise cell.wrong("media_after_form", day=day.isoformat())
        return found

    def _spot(self, line: MediaLine, first: MediaLine) -> None:
        _, seed, told, *_ = line.key
        drawn = date.fromisoformat(told)
        if first.kind != DRAW or (seed, told) != first.key[1:3]:
            raise line.account.wrong("media_other_draw", seed=seed, day=told)
        account = self._account(line, drawn)
        if not line.touched:
            self.done.blank.append(account.name)
            return
        cells = line.cells
        result = _result(cells["media_result"])
        day = self._checked_on(cells["media_checked_on"], drawn)
        by = cells["media_checker"]
        if not by.raw:
            raise by.wrong("missing")
        result, seen = _seen(line, result, day)
        made = SpotCheck(
            account_id=account.id,
            at=_midnight(day),
            by=by.line(),
            result=result,
            last_post=seen,
            interactive=_interactive(cells["media_interactive"]),
            note=cells["media_note"].raw or "",
            loaded_at=self.now,
        )
        said = _words(made)
        if self._twice((DRAW, account.id, day.isoformat()), said, line):
            return
        known = kept.spot_checks(self.house.engine, [account.id], self.now).get(account.id, [])
        before = next((one for one in known if one.at == made.at), None)
        if before is not None:
            if _words(before) == said:
                self.done.known += 1
                return
            self.done.replaced += 1
        self.done.checks.append(made)

    def _checked_on(self, cell: Scalar, drawn: date) -> date:
        day = day_of(cell)
        if day > self.today:
            raise cell.wrong("media_future", day=self.today.isoformat())
        if day < drawn:
            raise cell.wrong("media_before_draw", day=drawn.isoformat())
        return day

    def _twice(self, key: tuple[str, ...], said: tuple[object, ...], line: MediaLine) -> bool:
        """Whether the line stands in the files already. Raises ConfigError where it says otherwise."""
        if key not in self._said:
            self._said[key] = (said, line.account.place)
            return False
        before, place = self._said[key]
        if before != said:
            raise line.account.wrong("media_said_twice", first=place)
        self.done.known += 1
        return True


def _words(one: SelfReport | SpotCheck) -> tuple[object, ...]:
    """What was said, whenever we came to know of it."""
    if isinstance(one, SelfReport):
        return (one.last_post, one.link, one.screenshot, one.reporter)
    return (one.by, one.result, one.last_post, one.interactive, one.note)


def _result(cell: Scalar) -> SpotResult:
    words = {say(f"media_forms.result.{one}", lang="zh"): one for one in RESULTS}
    return words[cell.one_of(words)]


def _interactive(cell: Scalar) -> bool | None:
    if not cell.raw:
        return None
    words = {
        say(f"media_forms.interactive.{key}", lang="zh"): value for key, value in _OPEN.items()
    }
    return words[cell.one_of(words)]


def _seen(line: MediaLine, result: SpotResult, day: date) -> tuple[SpotResult, date | None]:
    """What a person saw on a day. `agrees` alone is the day that was reported; where nothing was
    reported there is nothing to compare with."""
    *_, reported_on, reported = line.key
    cell = line.cells["media_seen"]
    if result is SpotResult.UNSEEN:
        if cell.raw:
            raise cell.wrong("media_unseen_day")
        return result, None
    if result is SpotResult.AGREES and reported and not cell.raw:
        return result, date.fromisoformat(reported)
    seen = day_or_none(cell)
    if seen is not None and seen > day:
        raise cell.wrong("media_after_check", day=day.isoformat())
    if not reported_on:
        return SpotResult.SEEN, seen
    _compare(line.cells, result, seen, reported_on, reported)
    return result, seen


def _compare(
    cells: Mapping[str, Scalar],
    result: SpotResult,
    seen: date | None,
    reported_on: str,
    reported: str,
) -> None:
    """The word must not contradict the days. Forms are filled in around midnight: a day more or less
    agrees. Of a form that says none, a post within its period is another thing."""
    if reported:
        told = date.fromisoformat(reported)
        agrees = seen is not None and (told - seen).days <= 1
        differs = seen != told
    else:
        form = date.fromisoformat(reported_on)
        agrees = seen is None or not form - PERIOD < seen <= form
        differs = seen is not None
    if not (agrees if result is SpotResult.AGREES else differs):
        shown = reported or none_word()
        raise cells["media_result"].wrong("media_contradicts", reported=shown)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)
