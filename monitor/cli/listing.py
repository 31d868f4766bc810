"""Verbs that decide and list: review, export."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app import reporting, reviewing
from monitor.app.house import BadInput
from monitor.app.outgoing import export_outgoing
from monitor.cli.verb import (
    AS_OF,
    BY,
    COMPLETE,
    INSPECTION,
    PATH,
    PERIOD,
    Verb,
    argument,
    house,
    option,
    person,
)
from monitor.domain.defect import DecisionKind, Defect
from monitor.text import say


def _review(
    case: str,
    files: tuple[Path, ...],
    decision: str | None,
    reason: str,
    until: str | None,
    document: str | None,
    by: str | None,
    as_of: str | None,
) -> int:
    if case == "load":
        _review_load(files, by, as_of)
        return COMPLETE
    if files:
        raise BadInput("input.extra", value=files[0])
    if decision is None:
        raise BadInput("input.missing_choice", option="--decision", known=", ".join(DecisionKind))
    done = reviewing.review(
        house(),
        case,
        decision=decision,
        reason=reason,
        until=until,
        document=document,
        by=person(by),
        as_of=as_of,
    )
    if isinstance(done, Defect):
        state = say(f"state.{done.state}")
        word = say(f"decision.{done.decision}")
        click.echo(say("cmd.review.done", defect=case, decision=word, state=state))
    else:
        word = say(f"ruling.{done.word.kind if done.word else DecisionKind.PENDING}")
        click.echo(say("cmd.review.ruled", case=case, decision=word))
    return COMPLETE


def _review_load(files: tuple[Path, ...], by: str | None, as_of: str | None) -> None:
    if not files:
        raise BadInput("input.missing", option="FILE")
    loaded = reviewing.load(house(), files, by=by, as_of=as_of)
    kinds = [f"{say(f'decision.{kind}')} {count}" for kind, count in loaded.kinds.items()]
    total = sum(loaded.kinds.values())
    click.echo(say("cmd.review.loaded", count=total, kinds="、".join(kinds) or "0"))
    for case in loaded.stale:
        click.echo(say("cmd.review.stale", case=case))


def _export(
    unit: str | None,
    everything: bool,
    style: str,
    output: Path,
    outgoing: bool,
    period: str | None,
    inspection: str | None,
    as_of: str | None,
) -> int:
    if outgoing:
        return _export_outgoing(unit, everything, style, output, period, inspection, as_of)
    written = reporting.export(
        house(),
        unit=unit,
        everything=everything,
        file_format=style,
        output=output,
        as_of=as_of,
        period=period,
        inspection=inspection,
    )
    for path in written:
        click.echo(str(path))
    return COMPLETE


def _export_outgoing(
    unit: str | None,
    everything: bool,
    style: str,
    output: Path,
    period: str | None,
    inspection: str | None,
    as_of: str | None,
) -> int:
    sent = export_outgoing(
        house(),
        unit=unit,
        everything=everything,
        file_format=style,
        output=output,
        as_of=as_of,
        period=period,
        inspection=inspection,
    )
    for path in sent.files:
        click.echo(str(path))
    for name, one in sent.lists:
        said = say(
            "cmd.outgoing.list",
            unit=name,
            number=one.number,
            count=len(one.records),
            sha256=one.sha256,
        )
        click.echo(said, err=True)
    for reason, count in sorted(sent.held.items()):
        click.echo(say(f"cmd.outgoing.held.{reason}", count=count), err=True)
    if sent.without:
        click.echo(say("cmd.outgoing.without", count=len(sent.without)), err=True)
    return COMPLETE


VERBS = (
    Verb(
        "review",
        (
            argument("case", metavar="DEFECT|load"),
            argument("files", nargs=-1, type=PATH),
            option(
                "--decision",
                key="decision",
                type=click.Choice([kind.value for kind in DecisionKind]),
            ),
            option("--reason", key="reason", default=""),
            option("--until", key="until"),
            option("--document", key="document"),
            BY,
            AS_OF,
        ),
        _review,
    ),
    Verb(
        "export",
        (
            option("--unit", key="one_unit"),
            option("--all", "everything", key="all", is_flag=True),
            option(
                "--format",
                "style",
                key="format",
                required=True,
                type=click.Choice(["xlsx", "csv", "json"]),
            ),
            option("--output", key="output", required=True, type=PATH),
            option("--outgoing", key="outgoing", is_flag=True),
            PERIOD,
            INSPECTION,
            AS_OF,
        ),
        _export,
    ),
)
