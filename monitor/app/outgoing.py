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
from typing import Any

from db import office
from monitor.app.cases import open_cases
from monitor.app.house import BadInput, House
from monitor.app.proving import write_proof_of
from monitor.app.rectification import lines as cases_of
from monitor.app.standing import Standing, basis, moment_of, standing
from monitor.assess.rulings import treatment
from monitor.domain.calendar import shanghai_day
from monitor.domain.inspection import InspectionState, SentList
from monitor.domain.subject import Unit
from monitor.report.outgoing import SHOWN, frozen, plain, withheld, write_outgoing, write_register
from monitor.report.plain import write_bytes, write_csv, write_json
from monitor.report.record import Record
from monitor.report.workbook import unit_files, zh


@dataclass(frozen=True)
class Sent:
    """What went out: files, and lists with their units' names. `held` counts the lines that did not,
    by reason: pending (待审核), suspected (no second look yet), unconfirmed (栏目待核), later (included
    after the list was frozen). `without`: names of units with nothing to send."""

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
    again, whatever has become of ledger and decisions. A moment that tells nothing new gets the list
    that the unit has already; a unit without a line gets none. Raises BadInput, also where a list
    would have to be made while a platform case waits for a person.
    """
    if (unit is None) is not everything:
        raise BadInput("input.unit_or_all")
    if inspection is None:
        key = basis(moment=moment_of(house, as_of, period))
    else:
        key = basis(inspection=inspection)
    already = office.sent_of(house.engine, key)
    lists = {one: made for one, made in already.items() if unit in (None, one)}
    held: Counter[str] = Counter()
    without: tuple[str, ...] = ()
    _refuse_output(output, folder=everything and file_format == "xlsx")
    try:
        found = standing(
            house,
            units=[] if unit is None else [unit],
            as_of=as_of,
            period=period,
            inspection=inspection,
        )
    except BadInput:
        if not lists:  # a unit that is over by now was sent its list all the same
            raise
    else:
        lists = _lists(house, found, lists, held)
        without = tuple(one.name for one in found.units if one.id not in lists)
    made = list(lists.values())
    try:
        files = _write(house, made, file_format, output, single=unit is not None, demo=demo)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
    named = tuple((str(one.records[0][SHOWN]["unit"]), one) for one in made)
    return Sent(files, named, dict(held), without)


def _refuse_output(output: Path, *, folder: bool) -> None:
    """Before a number is used up: a list that cannot be written is not made."""
    try:
        (output if folder else output.parent).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
    if not folder and output.is_dir():
        raise BadInput("input.output", value=str(output))


def _lists(
    house: House, found: Standing, known: dict[str, SentList], held: Counter[str]
) -> dict[str, SentList]:
    """The lists of the units asked for: those there are, and new ones where there is something to say."""
    if found.inspection is not None and found.inspection.state is InspectionState.DRAFT:
        raise BadInput("input.inspection_draft", value=found.inspection.id)
    ready: dict[str, list[Record]] = {one.id: [] for one in found.units}
    for record in found.records():
        if _goes_out(record, held):
            ready[record.unit].append(record)
    for unit_id in ready.keys() & known.keys():
        sent = {one["id"] for one in known[unit_id].records}
        held["later"] += sum(one.id not in sent for one in ready[unit_id])
    missing = [one for one in found.units if ready[one.id] and one.id not in known]
    if missing and (waiting := open_cases(house)):
        raise BadInput("input.case_waits", value=waiting[0].id, count=len(waiting))
    made = {one.id: _made(house, one, found, ready[one.id]) for one in missing}
    return {**known, **made}


def _made(house: House, unit: Unit, found: Standing, ready: list[Record]) -> SentList:
    draft = _draft(house, unit, found, ready)
    if found.inspection is None:
        last = office.last_sent(house.engine, unit.id, "moment")
        if last is not None and last.cases == draft.cases:
            office.bind(house.engine, last, found.basis)
            return last
    return office.send(house.engine, draft, found.basis, house.office.lists.number)


def _draft(house: House, unit: Unit, found: Standing, ready: list[Record]) -> SentList:
    rules = house.office.lists
    records = [_frozen(house, one, unit, found) for one in ready]
    prints = {one.id: one.fingerprint for site in found.defects.values() for one in site}
    again = _broken_again(house, unit, found)
    cases = [
        (
            one.id,
            prints[one.id],
            treatment(one.id, found.suggestions[one.site]),
            made["points"],
            *again.get(one.id, ()),
        )
        for one, made in zip(ready, records, strict=True)
    ]
    at = house.clock.now()
    return SentList(
        unit_id=unit.id,
        as_of=found.as_of,
        made_at=at,
        records=tuple(records),
        sha256=_digest(records),
        cases=_digest(cases),
        deadline=rules.deadline(shanghai_day(at), house.calendar),
        deadline_set=rules.has_deadline,
    )


def _broken_again(house: House, unit: Unit, found: Standing) -> dict[str, tuple[int]]:
    """How often each defect was closed and broke again: the same facts are then news to the unit."""
    known = (one.case for one in cases_of(house, as_of=found.as_of, unit=unit.id))
    return {case.defect_id: (case.reopened,) for case in known if case.reopened}


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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


def _frozen(house: House, record: Record, unit: Unit, found: Standing) -> dict[str, Any]:
    if record.check in house.office.sensitive:
        return withheld(record, unit=unit.name)
    return frozen(
        record,
        unit=unit.name,
        site=found.registry.watched[record.site],
        rubric=found.rubric,
        treatment=treatment(record.id, found.suggestions[record.site]),
        points=house.office.lists.points,
        progress=found.progress.get(record.id),
    )


def _write(
    house: House,
    lists: list[SentList],
    file_format: str,
    output: Path,
    *,
    single: bool,
    demo: bool,
) -> tuple[Path, ...]:
    """json and csv: one file; xlsx: a file for one unit, else a folder with the register, each list
    with its proof beside it."""
    if not lists:
        return ()
    if file_format != "xlsx":
        records = plain([record for sent in lists for record in sent.records])
        write = write_json if file_format == "json" else write_csv
        if single:
            body = _kept(house, lists[0], file_format, lambda path: write(path, records))
            return (write_bytes(output, body),)
        return (write(output, records),)
    bodies = [_kept(house, one, "xlsx", partial(_workbook, sent=one, demo=demo)) for one in lists]
    if single:
        return (write_bytes(output, bodies[0]), _proof(house, lists[0], output))
    day = shanghai_day(max(one.as_of for one in lists))
    units = [(one.unit_id, str(one.records[0][SHOWN]["unit"])) for one in lists]
    names = unit_files(units, "outgoing.file", day)
    written = [write_bytes(output / name, body) for name, body in zip(names, bodies, strict=True)]
    digests = {
        one.unit_id: hashlib.sha256(body).hexdigest()
        for one, body in zip(lists, bodies, strict=True)
    }
    proofs = [_proof(house, one, path) for one, path in zip(lists, written, strict=True)]
    register = output / zh("outgoing.register_file", day=f"{day:%Y%m%d}")
    return (*written, *proofs, write_register(register, lists, digests))


def _proof(house: House, sent: SentList, beside: Path) -> Path:
    return write_proof_of(house, sent, beside.with_name(zh("proof.file_name", stem=beside.stem)))


def _workbook(path: Path, sent: SentList, demo: bool) -> Path:
    if sent.deadline is not None:
        return write_outgoing(path, sent, deadline=sent.deadline.isoformat(), demo=demo)
    key = "outgoing.deadline_unknown" if sent.deadline_set else "report.no_deadline"
    return write_outgoing(path, sent, deadline=zh(key), demo=demo)


def _kept(house: House, sent: SentList, file_format: str, write: Callable[[Path], Path]) -> bytes:
    """The bytes of a list: as they were the first time, whatever has changed since."""
    known = sent.files.get(file_format)
    if known is not None:
        return known
    with tempfile.TemporaryDirectory() as folder:
        body = write(Path(folder) / f"list.{file_format}").read_bytes()
    return office.keep_file(house.engine, sent, file_format, body)
