"""The 下发稿: the list that is sent to a unit, made of nothing but what was frozen of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from monitor.domain.calendar import shanghai_day
from monitor.domain.inspection import SentList
from monitor.domain.rubric import Row, Rubric
from monitor.domain.subject import Watched
from monitor.report.record import Record, code_of, sort_of
from monitor.report.sheet import Heading, Value, fill
from monitor.report.workbook import clauses, clock, figures, minute_of, save, zh

SHOWN = "shown"
"""The key of a frozen record that holds what the workbook says beside the contract's fields."""
_FIXED = (zh("rectify.fixed.yes"), zh("rectify.fixed.no"))
_ANSWERS = 6
"""Cells at the end of a line that the unit fills in (monitor/config/rectify_file.py)."""


def frozen(
    record: Record,
    *,
    unit: str,
    site: Watched,
    rubric: Rubric,
    treatment: str | None,
    points: bool,
    progress: str | None,
) -> dict[str, Any]:
    """A record as it goes out: with points only where the office shows them to units."""
    rows = [row for row in rubric.rows if row.id in record.indicator]
    shown = {
        "unit": unit,
        "kind": sort_of(site),
        "site": site.name,
        "code": code_of(site),
        "indicator_name": "\n".join(row.name for row in rows),
        "rule": "\n".join(clauses(rows)),
        "type": zh(f"check.{record.check}.name"),
        "treatment": _treatment(treatment, rows),
        "progress": zh(f"progress.{progress}") if progress else "",
        "figures": figures(record),
    }
    made = record.as_dict() | {"veto": treatment == "veto", SHOWN: shown}
    return made if points else made | {"points": None}


def withheld(record: Record, *, unit: str) -> dict[str, Any]:
    """A record of a sensitive thing as it goes out: unit and number, the rest by other ways."""
    kept = {"id": record.id, "unit": record.unit, "state": record.state}
    empty: dict[str, Any] = dict.fromkeys(record.as_dict())
    lists: dict[str, Any] = {name: [] for name in ("indicator", "parents", "evidence")}
    said = {"decision": record.decision, "description": zh("outgoing.elsewhere"), "facts": {}}
    return empty | lists | kept | said | {SHOWN: {"unit": unit}}


def _treatment(treatment: str | None, rows: Sequence[Row]) -> str:
    """What a person must still confirm is proposed; what needs nobody is a deduction."""
    if treatment is None:
        return zh("treatment.deduction") if any(row.cap for row in rows) else ""
    return zh(f"treatment.{treatment}")


def plain(records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The contract's records of a frozen list."""
    return [{key: value for key, value in one.items() if key != SHOWN} for one in records]


def write_outgoing(path: Path, sent: SentList, *, deadline: str, demo: bool) -> Path:
    """One unit's list as a workbook; the same frozen list gives the same bytes. `deadline` as it is to
    be read."""
    made = shanghai_day(sent.made_at)
    points = any(one["points"] is not None for one in sent.records)
    unit = str(sent.records[0][SHOWN]["unit"])
    title = zh("outgoing.title", unit=unit)
    if demo:
        title = f"{title}（{zh('report.demo')}）"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = zh("sheet.defects")
    fill(
        sheet,
        title=title,
        subtitle=zh(
            "outgoing.subtitle",
            number=sent.number,
            day=made.isoformat(),
            as_of=minute_of(sent.as_of),
            count=len(sent.records),
            sha256=sent.sha256,
        ),
        headings=_headings(points),
        rows=[_row(number, one, deadline, points) for number, one in enumerate(sent.records, 1)],
    )
    return save(book, path, sent.made_at)


def _headings(points: bool) -> list[Heading]:
    return [
        Heading("number", 4.6),
        Heading("unit", 8),
        Heading("kind", 6),
        Heading("site", 11),
        Heading("code", 11),
        Heading("indicator", 8),
        Heading("indicator_name", 11),
        Heading("rule", 16),
        Heading("type", 8),
        Heading("description", 32),
        Heading("column", 9),
        Heading("url", 20, link=True),
        Heading("parent", 16, link=True),
        Heading("parents_total", 6),
        Heading("figures", 11),
        Heading("evidence", 12),
        Heading("seen", 11),
        Heading("first_seen", 11),
        Heading("treatment", 7),
        *([Heading("points", 5)] if points else []),
        Heading("progress", 7),
        Heading("deadline", 8),
        Heading("answer", 12),
        Heading("rectify_fixed", 5, choices=_FIXED),
        Heading("rectify_fixed_on", 8),
        Heading("rectify_extend_to", 8),
        Heading("rectify_appeal", 11),
        Heading("rectify_by", 7),
        Heading("id", 8),
    ]


def _row(number: int, one: Mapping[str, Any], deadline: str, points: bool) -> list[Value]:
    shown: Mapping[str, str] = one[SHOWN]
    parents, evidence = one["parents"], one["evidence"]
    return [
        number,
        shown["unit"],
        shown.get("kind", ""),
        shown.get("site", ""),
        shown.get("code", ""),
        "\n".join(one["indicator"]),
        shown.get("indicator_name", ""),
        shown.get("rule", ""),
        shown.get("type", ""),
        one["description"],
        str(one["facts"].get("column", "")),
        one["url"] or "",
        parents[0] if parents else "",
        one["facts"].get("parents_total", ""),
        shown.get("figures", ""),
        "\n".join(
            zh("report.evidence", kind=zh(f"report.{proof['kind']}"), sha256=proof["sha256"][:16])
            for proof in evidence
        ),
        clock(one["last_seen"]),
        clock(one["first_seen"]),
        shown.get("treatment", ""),
        *([one["points"]] if points else []),
        shown.get("progress", ""),
        deadline,
        *[""] * _ANSWERS,
        one["id"],
    ]


def write_register(path: Path, sent: Sequence[SentList], sizes: Mapping[str, str]) -> Path:
    """The register of lists sent (下发登记表). `sizes`: SHA-256 of each unit's file, by unit id."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = zh("sheet.register")
    moment = max(one.made_at for one in sent)
    fill(
        sheet,
        title=zh("outgoing.register"),
        subtitle=zh("outgoing.register_subtitle", count=len(sent), day=shanghai_day(moment)),
        headings=[
            Heading("number", 6),
            Heading("unit", 30),
            Heading("list_number", 18),
            Heading("sent_on", 14),
            Heading("count", 8),
            Heading("sha256", 70),
        ],
        rows=[
            [
                number,
                str(one.records[0][SHOWN]["unit"]),
                one.number,
                shanghai_day(one.made_at).isoformat(),
                len(one.records),
                sizes[one.unit_id],
            ]
            for number, one in enumerate(sent, 1)
        ],
    )
    return save(book, path, moment)
