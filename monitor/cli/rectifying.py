"""The verb `rectify`: defects that were sent, up to their end."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monitor.app import rectify_loading, rectify_papers, rectifying
from monitor.app.house import BadInput
from monitor.cli.verb import (
    AS_OF,
    BY,
    COMPLETE,
    INSPECTION,
    PATH,
    Verb,
    argument,
    house,
    option,
)
from monitor.domain.calendar import shanghai_day
from monitor.domain.rectification import Case
from monitor.report.rectification import LedgerLine
from monitor.text import say


def _load(files: tuple[Path, ...], by: str | None, as_of: str | None) -> int:
    if not files:
        raise BadInput("input.missing", option="FILE")
    done = rectify_loading.load(house(), files, by=by, as_of=as_of)
    acts = [f"{say(f'rectify.act.{act}')} {count}" for act, count in sorted(done.acts.items())]
    click.echo(say("cmd.rectify.loaded", acts="、".join(acts) or "0", known=done.known))
    if done.over:
        click.echo(say("cmd.rectify.over", count=len(done.over), ids="、".join(done.over)))
    return COMPLETE


def _ack(defects: tuple[str, ...], number: str | None, by: str, as_of: str | None) -> int:
    count = rectifying.acknowledge(house(), defects, by=by, number=number, as_of=as_of)
    click.echo(say("cmd.rectify.acknowledged", count=count))
    return COMPLETE


def _claim(
    defect: str, by: str, on: str, reason: str, document: Path | None, as_of: str | None
) -> int:
    return _stands(
        rectifying.claim(
            house(), defect, by=by, on=on, reason=reason, document=document, as_of=as_of
        )
    )


def _extend(
    defect: str, by: str, until: str, reason: str, document: Path | None, as_of: str | None
) -> int:
    return _stands(
        rectifying.extend(
            house(), defect, by=by, until=until, reason=reason, document=document, as_of=as_of
        )
    )


def _appeal(defect: str, by: str, reason: str, document: Path | None, as_of: str | None) -> int:
    return _stands(
        rectifying.appeal(house(), defect, by=by, reason=reason, document=document, as_of=as_of)
    )


def _decide(
    defect: str,
    decision: str,
    by: str,
    reason: str,
    until: str | None,
    document: Path | None,
    as_of: str | None,
) -> int:
    return _stands(
        rectifying.decide(
            house(),
            defect,
            decision=decision,
            by=by,
            reason=reason,
            until=until,
            document=document,
            as_of=as_of,
        )
    )


def _close(defect: str, by: str, reason: str, document: Path | None, as_of: str | None) -> int:
    return _stands(
        rectifying.close(house(), defect, by=by, reason=reason, document=document, as_of=as_of)
    )


def _stands(case: Case) -> int:
    click.echo(say("cmd.rectify.stands", id=case.defect_id, state=_state(case)))
    return COMPLETE


def _state(case: Case) -> str:
    step = say("rectify.step.struck" if case.struck else f"rectify.step.{case.step}")
    return "、".join((step, *(say(f"rectify.wait.{wait}") for wait in case.waits)))


def _list(
    unit: str | None, due: int | None, style: str, output: Path | None, as_of: str | None
) -> int:
    found = rectify_papers.ledger(house(), unit=unit, due=due, as_of=as_of)
    if style == "xlsx" and output is None:
        raise BadInput("input.missing", option="--output")
    if output is not None and style != "table":
        click.echo(str(rectify_papers.save_ledger(found, output, style)))
    elif style == "json":
        click.echo(json.dumps(found.as_dicts(), ensure_ascii=False, indent=1))
    else:
        text = "\n".join(_lines(found))
        if output is None:
            click.echo(text)
        else:
            click.echo(str(rectify_papers.save_text(text + "\n", output)))
    return COMPLETE


def _lines(found: rectify_papers.Ledger) -> list[str]:
    today = shanghai_day(found.moment)
    told = [_line(one, found) for one in found.lines]
    counted = say(
        "cmd.rectify.counted",
        count=len(found.lines),
        open=sum(one.case.open for one in found.lines),
        overdue=sum(one.case.overdue(today) for one in found.lines),
        closed=sum(one.case.closed for one in found.lines),
        waits=sum(bool(one.case.waits) for one in found.lines),
    )
    return [*told, counted]


def _line(one: LedgerLine, found: rectify_papers.Ledger) -> str:
    today = shanghai_day(found.moment)
    left = one.case.days_left(today)
    if left is None:
        term = "-"
    elif left < 0:
        term = say("cmd.rectify.overdue", days=-left)
    else:
        term = say("cmd.rectify.left", days=left)
    return say(
        "cmd.rectify.line",
        unit=one.unit,
        id=one.case.defect_id,
        list=one.case.sending.number,
        deadline=one.case.deadline.isoformat() if one.case.deadline else "-",
        left=term,
        state=_state(one.case),
        text=one.description,
    )


def _trail(defects: tuple[str, ...], output: Path) -> int:
    found = rectify_papers.trail(house(), defects)
    click.echo(str(rectify_papers.save_trail(found, output)))
    return COMPLETE


def _notice(unit: str | None, everything: bool, inspection: str | None, output: Path) -> int:
    done = rectify_papers.notices(
        house(), unit=unit, everything=everything, inspection=inspection, output=output
    )
    for path in done.files:
        click.echo(str(path))
    if done.unprinted:
        click.echo(say("cmd.rectify.unprinted"), err=True)
    return COMPLETE


_DEFECT = argument("defect")
_BY = option("--by", key="rectify_by", required=True)
_REASON = option("--reason", key="rectify_reason", default="")
_DOCUMENT = option("--document", key="rectify_document", type=PATH)
_UNIT = option("--unit", key="one_unit")
VERBS = (
    Verb(
        "rectify",
        verbs=(
            Verb(
                "load",
                (argument("files", nargs=-1, type=PATH), BY, AS_OF),
                _load,
                help_key="rectify_load",
            ),
            Verb(
                "ack",
                (
                    argument("defects", nargs=-1, metavar="[DEFECT]..."),
                    option("--list", "number", key="rectify_list"),
                    _BY,
                    AS_OF,
                ),
                _ack,
                help_key="rectify_ack",
            ),
            Verb(
                "claim",
                (
                    _DEFECT,
                    _BY,
                    option("--on", key="rectify_on", required=True),
                    _REASON,
                    _DOCUMENT,
                    AS_OF,
                ),
                _claim,
                help_key="rectify_claim",
            ),
            Verb(
                "extend",
                (
                    _DEFECT,
                    _BY,
                    option("--until", key="rectify_until", required=True),
                    _REASON,
                    _DOCUMENT,
                    AS_OF,
                ),
                _extend,
                help_key="rectify_extend",
            ),
            Verb(
                "appeal",
                (_DEFECT, _BY, _REASON, _DOCUMENT, AS_OF),
                _appeal,
                help_key="rectify_appeal",
            ),
            Verb(
                "decide",
                (
                    _DEFECT,
                    option(
                        "--decision",
                        key="rectify_decision",
                        required=True,
                        type=click.Choice(list(rectifying.DECISIONS)),
                    ),
                    _BY,
                    _REASON,
                    option("--until", key="rectify_until"),
                    _DOCUMENT,
                    AS_OF,
                ),
                _decide,
                help_key="rectify_decide",
            ),
            Verb(
                "close",
                (_DEFECT, _BY, _REASON, _DOCUMENT, AS_OF),
                _close,
                help_key="rectify_close",
            ),
            Verb(
                "list",
                (
                    _UNIT,
                    option("--due", key="rectify_due", type=click.IntRange(0, 9_999)),
                    option(
                        "--format",
                        "style",
                        key="rectify_format",
                        default="table",
                        type=click.Choice(["table", "json", "xlsx"]),
                    ),
                    option("--output", key="output", type=PATH),
                    AS_OF,
                ),
                _list,
                help_key="rectify_ledger",
            ),
            Verb(
                "trail",
                (
                    option("--defect", "defects", key="defect", multiple=True),
                    option("--output", key="rectify_trail_output", required=True, type=PATH),
                ),
                _trail,
                help_key="rectify_trail",
            ),
            Verb(
                "notice",
                (
                    _UNIT,
                    option("--all", "everything", key="all", is_flag=True),
                    INSPECTION,
                    option("--output", key="rectify_notice_output", required=True, type=PATH),
                ),
                _notice,
                help_key="rectify_notice",
            ),
        ),
    ),
)
