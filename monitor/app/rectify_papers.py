"""`monitor rectify list|trail|notice`: the ledger of what was sent, all that was written down, and the
letters that go with lists."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from db import office, queries, repository
from db import rectification as kept
from monitor.app.house import BadInput, House
from monitor.app.printing import pdf_of, writer
from monitor.app.rectification import Line, lines, moment_of
from monitor.domain.calendar import shanghai_day
from monitor.domain.inspection import SentList
from monitor.domain.rectification import Look, Sending, looks_of
from monitor.report.outgoing import SHOWN
from monitor.report.plain import csv_text, write_bytes, write_text
from monitor.report.record import beijing
from monitor.report.rectification import LedgerLine, write_ledger
from monitor.report.rectify_notice import write_notice_of
from monitor.report.workbook import unit_files

TRAIL = (
    *("at", "recorded_at", "defect", "unit", "list", "kind", "by", "reason", "day"),
    *("document", "sha256", "run"),
)
"""Fields of a line of the trail."""
_KINDS = ("look", "decision", "sent", "act")
"""Of one moment, in this order."""


@dataclass(frozen=True)
class Ledger:
    """The cases as they stood at a moment."""

    moment: datetime
    lines: tuple[LedgerLine, ...]

    def as_dicts(self) -> list[dict[str, Any]]:
        today = shanghai_day(self.moment)
        return [one.as_dict(today) for one in self.lines]


def ledger(
    house: House, *, unit: str | None = None, due: int | None = None, as_of: str | None = None
) -> Ledger:
    """Every defect that was sent and how it stands; with `due` those that a unit still owes within so many
    days or has let pass, the most urgent first. Raises BadInput for an unknown unit."""
    moment = moment_of(house, as_of)
    _unit(house, unit)
    today = shanghai_day(moment)
    found = [_entry(one, moment) for one in lines(house, as_of=moment, unit=unit)]
    if due is not None:
        found = [one for one in found if one.case.due(today, due)]
        found.sort(key=lambda one: (one.case.days_left(today) or 0, one.unit_id))
    return Ledger(moment, tuple(found))


def _entry(line: Line, moment: datetime) -> LedgerLine:
    shown, record = line.record[SHOWN], line.record
    year = shanghai_day(moment).year
    return LedgerLine(
        case=line.case,
        unit_id=line.case.sending.unit_id,
        unit=str(shown["unit"]),
        site=str(shown.get("site", "")),
        check=record["check"],
        kind=str(shown.get("type", "")),
        description=str(record["description"]),
        url=record["url"],
        progress=str(shown.get("progress", "")),
        lists_of_year=sum(shanghai_day(one.made_at).year == year for one in line.case.sendings),
    )


def save_ledger(found: Ledger, output: Path, style: str) -> Path:
    """As xlsx or json. Raises BadInput where it cannot be written."""
    if style == "xlsx":
        return _written(output, lambda: write_ledger(output, found.lines, found.moment))
    return save_text(_json(found.as_dicts()), output)


def save_text(text: str, output: Path) -> Path:
    """Raises BadInput where it cannot be written."""
    return _written(output, lambda: write_text(output, text))


def trail(house: House, defects: Collection[str] = ()) -> list[dict[str, Any]]:
    """All that was written down of defects, in the order of moments: lists, decisions, acts, and each look
    at what was sent that saw something else than the one before. Of some defects if given.

    Raises BadInput for a defect of which nothing was ever written down.
    """
    chosen = set(defects) or None
    told = kept.sendings(house.engine, defect_ids=chosen)
    sent = {one.defect_id for one, _ in told}
    found = [_sent(sending) for sending, _ in told]
    for word in queries.decisions(house.engine):
        if chosen is None or word.defect_id in chosen:
            found.append(
                _told(
                    word.at,
                    word.defect_id,
                    f"decision.{word.kind}",
                    by=word.by,
                    reason=word.reason,
                    day=word.until and word.until.isoformat(),
                    document=word.document,
                )
            )
    for event, recorded in kept.events(house.engine, chosen):
        found.append(
            _told(
                event.at,
                event.defect_id,
                f"act.{event.act}",
                recorded_at=beijing(recorded),
                by=event.by,
                reason=event.reason,
                day=event.day and event.day.isoformat(),
                document=event.document,
                sha256=event.sha256,
                run=event.run_id,
            )
        )
    begun = kept.began(house.engine)
    for defect, findings in kept.findings(house.engine, sent).items():
        found += [_look(defect, one) for one in _changes(looks_of(findings, begun))]
    for one in sorted(set(defects) - {str(line["defect"]) for line in found}):
        raise BadInput("input.rectify.no_trail", value=one)
    unit_of = {one.defect_id: one.unit_id for one, _ in told}
    for line in found:
        line["unit"] = unit_of.get(str(line["defect"]))
    return sorted(found, key=_order)


def _order(line: dict[str, Any]) -> tuple[str, str, int, str]:
    kind = str(line["kind"])
    return (line["at"], line["defect"], _KINDS.index(kind.partition(".")[0]), kind)


def save_trail(found: list[dict[str, Any]], output: Path) -> Path:
    """As .csv or .json. Raises BadInput for another suffix, and where it cannot be written."""
    match output.suffix.lower():
        case ".csv":
            text = csv_text(found, TRAIL)
            return _written(output, lambda: write_text(output, text, "utf-8-sig"))
        case ".json":
            return _written(output, lambda: write_text(output, _json(found)))
        case _:
            raise BadInput("input.rectify.trail_suffix", value=output.name)


def _sent(sending: Sending) -> dict[str, Any]:
    return _told(
        sending.made_at,
        sending.defect_id,
        "sent",
        list=sending.number,
        day=sending.deadline and sending.deadline.isoformat(),
    )


def _look(defect: str, look: Look) -> dict[str, Any]:
    return _told(look.now, defect, f"look.{look.sight}", run=look.run_id)


def _changes(looks: list[Look]) -> list[Look]:
    before = [None, *(one.sight for one in looks)]
    return [one for one, last in zip(looks, before, strict=False) if one.sight is not last]


def _told(at: datetime, defect: str, kind: str, **more: object) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(TRAIL)
    return empty | {"at": beijing(at), "defect": defect, "kind": kind} | more


@dataclass(frozen=True)
class Noticed:
    """`unprinted`: no PDF was made, for want of LibreOffice."""

    files: tuple[Path, ...]
    unprinted: bool


def notices(
    house: House,
    *,
    unit: str | None,
    everything: bool,
    output: Path,
    inspection: str | None = None,
) -> Noticed:
    """The 整改通知 of each unit's newest list, or of its list of an inspection, into a folder as .docx and
    .pdf; as they were the first time, whatever has changed since. Raises BadInput."""
    if (unit is None) is not everything:
        raise BadInput("input.unit_or_all")
    _unit(house, unit)
    lists = _lists(house, inspection)
    chosen = [one for one in lists if unit in (None, one.unit_id)]
    if not chosen:
        raise BadInput("input.rectify.no_list")
    program = writer()
    files: list[Path] = []
    units = [(one.unit_id, str(one.records[0][SHOWN]["unit"])) for one in chosen]
    day = max(shanghai_day(one.made_at) for one in chosen)
    names = unit_files(units, "rectify.notice.file", day)
    try:
        output.mkdir(parents=True, exist_ok=True)
        for one, name in zip(chosen, names, strict=True):
            files += _notice(house, one, output / name, program)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
    return Noticed(tuple(files), program is None)


def _lists(house: House, inspection: str | None) -> list[SentList]:
    if inspection is not None:
        return list(office.sent_of(house.engine, f"inspection {inspection}").values())
    newest = {one.unit_id: one for one in office.sent_lists(house.engine)}
    return sorted(newest.values(), key=lambda one: one.id)


def _notice(house: House, sent: SentList, path: Path, program: str | None) -> list[Path]:
    body = sent.files.get("docx")
    if body is None:
        with tempfile.TemporaryDirectory() as folder:
            draft = Path(folder) / "notice.docx"
            write_notice_of(draft, sent, house.office.name, house.office.contact)
            body = office.keep_file(house.engine, sent, "docx", draft.read_bytes())
    made = [write_bytes(path, body)]
    printed = sent.files.get("pdf")
    if printed is None and program is not None:
        pages = pdf_of(program, body)
        printed = pages and office.keep_file(house.engine, sent, "pdf", pages)
    if printed:
        made.append(write_bytes(path.with_suffix(".pdf"), printed))
    return made


def _unit(house: House, unit: str | None) -> None:
    if unit is not None and unit not in repository.load_registry(house.engine).units_by_id:
        raise BadInput("input.unknown_unit", value=unit)


def _json(found: list[dict[str, Any]]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _written(output: Path, write: Callable[[], Path]) -> Path:
    try:
        return write()
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
