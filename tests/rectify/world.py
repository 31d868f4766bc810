"""An office whose clock is moved by hand: nights, lists, and what comes back of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from db import queries, repository
from monitor.app.house import House
from monitor.app.judging import rebuild_defects
from monitor.app.outgoing import export_outgoing
from monitor.app.rectification import close_seen, lines
from monitor.clock import FixedClock
from monitor.domain.calendar import parse_moment
from monitor.domain.rectification import Case
from tests.office.world import Fault, column, include_all, leader, night, office

NIGHT = "2026-01-26T02:00"
SENT_ON = "2026-01-27T09:00"
SETTINGS = "name: 示范市人民政府办公室\ncontact: 0000-1234567\nlists: {deadline_days: 10}\n"
FAULTS = [column("工作动态"), leader("张三"), leader("王五", site="yi-site")]


def on(house: House, moment: str) -> House:
    """The same house at another time."""
    return replace(house, clock=FixedClock(parse_moment(moment)))


def sent(home: Path, settings: str = SETTINGS, faults: Iterable[Fault] = FAULTS) -> House:
    """An office that included everything and sent a list to each unit, in `home/out`; the day after, an
    hour before noon."""
    house = office(home, SENT_ON, settings)
    night(house, NIGHT, faults)
    include_all(house)
    export_outgoing(house, unit=None, everything=True, file_format="xlsx", output=home / "out")
    return on(house, "2026-01-27T11:00")


def looked(house: House, moment: str, faults: Iterable[Fault]) -> House:
    """A judged night, with what follows from it; the house in the morning after."""
    found = list(faults)
    later = on(house, moment)
    night(later, moment, found)
    (run,) = queries.runs(house.engine, limit=1)
    findings = [
        one
        for site in repository.load_registry(house.engine).sites
        for one in queries.findings(house.engine, site_id=site, run_id=run.id)
    ]
    close_seen(later, run, findings)
    rebuild_defects(later, repository.load_registry(house.engine).sites.values(), run.now)
    return on(house, f"{moment[:10]}T11:00")


def ids(house: House) -> dict[str, str]:
    """Defect ids by the subject's last part."""
    return {
        one.subject.rstrip("/").rsplit("/", 1)[-1]: one.id for one in queries.defects(house.engine)
    }


def case(house: House, defect: str) -> Case:
    (line,) = lines(house, as_of=house.clock.now(), defects=[defect])
    return line.case


def returned(home: Path, unit: str, answers: Mapping[str, Mapping[str, object]]) -> Path:
    """The list that was sent to a unit, filled in by defect id and heading, as the unit returns it."""
    (path,) = (home / "out").glob(f"{unit}_下发问题清单_*.xlsx")
    book = load_workbook(path)
    sheet = book.worksheets[0]
    names = {str(cell.value): cell.column for cell in sheet[3] if cell.value}
    for row in range(4, sheet.max_row + 1):
        told = answers.get(str(sheet.cell(row, names["问题编号"]).value), {})
        for heading, value in told.items():
            sheet.cell(row, names[heading]).value = value  # type: ignore[assignment]
    back = home / f"{unit}_退回.xlsx"
    book.save(back)
    return back
