"""`monitor export --outgoing`: the lists that are sent to units, frozen when they are made."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db import office
from monitor.app.cases import open_cases
from monitor.app.house import BadInput, House
from monitor.app.standing import Standing, standing
from monitor.assess.rulings import treatment
from monitor.domain.calendar import shanghai_day
from monitor.domain.inspection import InspectionState, SentList
from monitor.domain.subject import Unit
from monitor.report.outgoing import frozen, plain, withheld, write_outgoing, write_register
from monitor.report.plain import write_bytes, write_csv, write_json
from monitor.report.record import Record
from monitor.report.workbook import unit_files, zh


@dataclass(frozen=True)
class Sent:
    """What went out. `held` counts the lines that did not, by reason: pending (待审核), suspected (no
    second look yet), unconfirmed (栏目待核). `without`: names of units with nothing to send."""

    files: tuple[Path, ...]
    lists: tuple[tuple[str, SentList], ...]
    held: dict[str, int]
    without: tuple[str, ...]


def export_outgoing(
    house: House,
    *,
    unit: str | None,
    everything: bool,
    file_format: str,
    output: Path,
    as_of: str | None = None,
    period: str | None = None,
    inspection: str | None = None,
    demo: bool = False,
) -> Sent:
    """Freeze the list of each unit under a number, or find the one that was frozen, and write it.

    A list holds what is confirmed and was included by a person, in columns that a person confirmed.
    It belongs to a moment or to a final inspection, and is byte-identical whenever it is written
    again. A unit without a line gets none. Raises BadInput, also where a list would have to be made
    while a platform case waits for a person.
    """
    if (unit is None) is not everything:
        raise BadInput("input.unit_or_all")
    found = standing(
        house,
        units=[] if unit is None else [unit],
        as_of=as_of,
        period=period,
        inspection=inspection,
    )
    if found.inspection is not None and found.inspection.state is InspectionState.DRAFT:
        raise BadInput("input.inspection_draft", value=found.inspection.id)
    held: Counter[str] = Counter()
    made = {one.id: _list(house, one, found, held) for one in found.units}
    lists = [(one, kept) for one in found.units if (kept := made[one.id]) is not None]
    without = tuple(one.name for one in found.units if made[one.id] is None)
    try:
        files = _write(house, lists, file_format, output, single=unit is not None, demo=demo)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
    return Sent(files, tuple((one.name, kept) for one, kept in lists), dict(held), without)


def _list(house: House, unit: Unit, found: Standing, held: Counter[str]) -> SentList | None:
    known = office.sent(house.engine, unit.id, found.basis)
    if known is not None:
        return known
    if waiting := open_cases(house):
        raise BadInput("input.case_waits", value=waiting[0].id, count=len(waiting))
    ready = [one for one in found.records() if one.unit == unit.id and _goes_out(one, held)]
    if not ready:
        return None
    records = [_frozen(house, one, unit, found) for one in ready]
    canonical = json.dumps(records, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sha256 = hashlib.sha256(canonical.encode()).hexdigest()
    if found.inspection is None:
        last = office.last_sent(house.engine, unit.id, "moment")
        if last is not None and last.sha256 == sha256:
            return last  # a later look told nothing new: the unit has this list already
    return office.send(
        house.engine,
        unit_id=unit.id,
        basis=found.basis,
        pattern=house.office.lists.number,
        as_of=found.as_of,
        at=house.clock.now(),
        records=records,
        sha256=sha256,
    )


def _goes_out(record: Record, held: Counter[str]) -> bool:
    """Only what a person included, a second look confirmed, and, of columns, the ledger knows."""
    if record.state == "gone" or record.decision not in ("pending", "included"):
        return False
    if record.facts.get("confirmed") is False:
        held["unconfirmed"] += 1
    elif record.state != "confirmed":
        held["suspected"] += 1
    elif record.decision == "pending":
        held["pending"] += 1
    else:
        return True
    return False


def _frozen(house: House, record: Record, unit: Unit, found: Standing) -> dict[str, object]:
    if record.check in house.office.sensitive:
        return withheld(record, unit=unit.name)
    return frozen(
        record,
        unit=unit.name,
        site=found.registry.sites[record.site],
        rubric=found.rubric,
        treatment=treatment(record.id, found.suggestions[record.site]),
        points=house.office.lists.points,
        progress=found.progress.get(record.id),
    )


def _write(
    house: House,
    lists: list[tuple[Unit, SentList]],
    file_format: str,
    output: Path,
    *,
    single: bool,
    demo: bool,
) -> tuple[Path, ...]:
    """json and csv: one file; xlsx: a file for one unit, else a folder with the register."""
    if not lists:
        return ()
    if file_format != "xlsx":
        records = plain([record for _, sent in lists for record in sent.records])
        write = write_json if file_format == "json" else write_csv
        if single:
            body = _kept(house, lists[0][1], file_format, lambda path: write(path, records))
            return (write_bytes(output, body),)
        return (write(output, records),)
    bodies = []
    for _, sent in lists:
        render = partial(write_outgoing, sent=sent, deadline=_deadline(house, sent), demo=demo)
        bodies.append(_kept(house, sent, "xlsx", render))
    if single:
        return (write_bytes(output, bodies[0]),)
    output.mkdir(parents=True, exist_ok=True)
    day = shanghai_day(lists[0][1].as_of)
    names = unit_files([unit for unit, _ in lists], "outgoing.file", day)
    written = [write_bytes(output / name, body) for name, body in zip(names, bodies, strict=True)]
    sizes = {
        unit.id: hashlib.sha256(body).hexdigest()
        for (unit, _), body in zip(lists, bodies, strict=True)
    }
    register = output / zh("outgoing.register_file", day=f"{day:%Y%m%d}")
    return (*written, write_register(register, [sent for _, sent in lists], sizes))


def _deadline(house: House, sent: SentList) -> str:
    """The last day to mend it, or why there is none."""
    rules = house.office.lists
    if not rules.has_deadline:
        return zh("report.no_deadline")
    day = rules.deadline(shanghai_day(sent.made_at), house.calendar)
    return zh("outgoing.deadline_unknown") if day is None else day.isoformat()


def _kept(house: House, sent: SentList, file_format: str, write: Callable[[Path], Path]) -> bytes:
    """The bytes of a list: as they were the first time, whatever has changed since."""
    known = sent.files.get(file_format)
    if known is not None:
        return known
    with tempfile.TemporaryDirectory() as folder:
        body = write(Path(folder) / f"list.{file_format}").read_bytes()
    return office.keep_file(house.engine, sent, file_format, body)
