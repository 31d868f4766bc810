"""The verb `inspection`: batches that lists and scores belong to."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monitor.app import inspecting
from monitor.app.house import day
from monitor.app.paper import write
from monitor.app.statistics import write_inspection_notice, write_statistics
from monitor.cli.verb import (
    BY,
    COMPLETE,
    PATH,
    TABLE_OR_JSON,
    UNITS,
    Verb,
    argument,
    house,
    option,
    person,
)
from monitor.domain.calendar import SHANGHAI
from monitor.domain.inspection import Inspection
from monitor.text import say


def _add(
    inspection: str,
    name: str,
    basis: str,
    first: str,
    last: str,
    moment: str | None,
    units: tuple[str, ...],
    rubric: str | None,
) -> int:
    made = inspecting.add(
        house(),
        inspection,
        name=name,
        basis=basis,
        first=first,
        last=last,
        moment=moment,
        units=units,
        rubric_id=rubric,
    )
    _show(made)
    return COMPLETE


def _list() -> int:
    found = inspecting.everyone(house())
    for one in found:
        _show(one)
    if not found:
        click.echo(say("cmd.inspection.none"))
    return COMPLETE


def _final(inspection: str, by: str | None, pending: bool) -> int:
    _show(inspecting.finalize(house(), inspection, by=person(by), pending=pending))
    return COMPLETE


def _show(one: Inspection) -> None:
    click.echo(
        say(
            "cmd.inspection.one",
            id=one.id,
            name=one.name,
            first=one.first.isoformat(),
            last=one.last.isoformat(),
            as_of=one.as_of.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
            scope=len(one.unit_ids) or say("cmd.inspection.everybody"),
            rubric=f"{one.rubric} {one.rubric_version}",
            state=say(f"inspection.{one.state}"),
        )
    )


def _compare(inspection: str, style: str, output: Path | None) -> int:
    done = inspecting.compare(house(), inspection)
    if style == "json":
        text = json.dumps(done.as_dict(), ensure_ascii=False, indent=1)
    else:
        text = "\n".join(_compared(done))
    if output:
        write(output, text + "\n")
    else:
        click.echo(text)
    return COMPLETE


def _report(inspection: str, output: Path) -> int:
    click.echo(str(write_statistics(house(), inspection, output)))
    return COMPLETE


def _notice(inspection: str, output: Path, written: str | None) -> int:
    dated = None if written is None else day(written)
    click.echo(str(write_inspection_notice(house(), inspection, output, dated)))
    return COMPLETE


def _compared(done: inspecting.Compared) -> list[str]:
    last = done.last.name if done.last else say("cmd.inspection.no_last")
    lines = [say("cmd.inspection.against", last=last)]
    for unit in done.standing.units:
        counts = done.counts(unit.id)
        figures = "、".join(
            f"{say(f'progress.{kind}')} {number}" for kind, number in counts.items()
        )
        lines.append(say("cmd.inspection.unit", unit=unit.name, figures=figures))
    return lines


_ID = argument("inspection")
VERBS = (
    Verb(
        "inspection",
        verbs=(
            Verb(
                "add",
                (
                    _ID,
                    option("--name", key="inspection_name", required=True),
                    option("--basis", key="basis", required=True),
                    option("--from", "first", key="first", required=True),
                    option("--to", "last", key="last", required=True),
                    option("--moment", key="moment"),
                    UNITS,
                    option("--rubric", key="rubric"),
                ),
                _add,
                help_key="inspection_add",
            ),
            Verb("list", (), _list, help_key="inspection_list"),
            Verb(
                "final",
                (_ID, BY, option("--pending", key="pending", is_flag=True)),
                _final,
                help_key="inspection_final",
            ),
            Verb(
                "compare",
                (
                    _ID,
                    TABLE_OR_JSON,
                    option("--output", key="output", type=PATH),
                ),
                _compare,
                help_key="inspection_compare",
            ),
            Verb(
                "report",
                (_ID, option("--output", key="report_output", required=True, type=PATH)),
                _report,
                help_key="inspection_report",
            ),
            Verb(
                "notice",
                (
                    _ID,
                    option("--output", key="report_output", required=True, type=PATH),
                    option("--day", "written", key="notice_day"),
                ),
                _notice,
                help_key="inspection_notice",
            ),
        ),
    ),
)
