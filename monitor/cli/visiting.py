"""Verbs of availability: visits and their list, platform cases and the word on them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from monitor.app import cases, visiting
from monitor.app.house import BadInput
from monitor.cli.looking import EXIT_BY_STATE
from monitor.cli.show import Shown
from monitor.cli.verb import (
    AS_OF,
    BY,
    COMPLETE,
    PATH,
    SITES,
    Verb,
    argument,
    house,
    option,
    person,
)
from monitor.domain.calendar import SHANGHAI
from monitor.domain.case import CaseState, CaseVerdict, PlatformCase
from monitor.domain.run import RunState
from monitor.domain.visit import VisitOutcome
from monitor.report.visits import result
from monitor.text import say


def _visits(
    sites: tuple[str, ...],
    now: bool,
    as_of: str | None,
    listed: bool,
    since: str | None,
    until: str | None,
    style: str,
    output: Path | None,
) -> int:
    if listed:
        return _list(sites, as_of, since, until, style, output)
    if since or until or output or style != "table":
        raise BadInput("input.visits_list_only")
    pause = 0.0 if now else visiting.PAUSE
    done = visiting.visit_sites(house(), sites=sites, as_of=as_of, pause=pause)
    _show(done)
    return EXIT_BY_STATE[done.run.state]


def _list(
    sites: tuple[str, ...],
    as_of: str | None,
    since: str | None,
    until: str | None,
    style: str,
    output: Path | None,
) -> int:
    found = visiting.list_visits(house(), sites=sites, since=since, until=until, as_of=as_of)
    if style == "table":
        if output:
            raise BadInput("input.visits_table_output")
        for line in found.lines():
            click.echo(line)
        return COMPLETE
    if output is None:
        raise BadInput("input.visits_output", value=style)
    visiting.export_visits(found, style, output)
    click.echo(str(output))
    return COMPLETE


def _show(done: visiting.Visited) -> None:
    """How many opened, each that did not, what was judged, what waits for a person."""
    outcomes = [one.outcome for one in done.visits]
    click.echo(
        say(
            "visits.done",
            run=done.run.id,
            opened=outcomes.count(VisitOutcome.OPENED),
            failed=outcomes.count(VisitOutcome.FAILED),
            invalid=outcomes.count(VisitOutcome.INVALID),
        )
    )
    for one in done.visits:
        if one.outcome is not VisitOutcome.OPENED:
            click.echo(
                say(
                    "visits.line",
                    site=done.names[one.visit.site_id],
                    attempts=len(one.visit.attempts),
                    result=result(one.visit.attempts[-1]),
                    counts=say(f"visits.counts.{one.outcome}"),
                    why=say(f"visits.invalid.{one.invalid}") if one.invalid else "-",
                )
            )
    shown = Shown()
    shown.unwatched(done.unwatched)
    for name in done.resting:
        shown.line("cmd.resting", site=name)
    if done.run.state is RunState.BLIND:
        shown.line("cmd.state.blind")
    if done.judged is not None:
        shown.judged(done.judged)
    for warning in done.warnings:
        click.echo(
            say(
                "visits.warning",
                site=done.names[warning.site_id],
                valid=warning.visits,
                failed=warning.failed,
                share=warning.share,
                limit=done.share,
            )
        )
    for case in done.cases:
        _case(case, done.names)


def _cases() -> int:
    built = house()
    known, names = cases.cases(built), cases.names(built)
    for case in known:
        _case(case, names)
    if not known:
        click.echo(say("case.none"))
    return COMPLETE


def _close(number: int, verdict: str, reason: str, by: str | None, as_of: str | None) -> int:
    built = house()
    closed = cases.close_case(
        built, number, verdict=verdict, reason=reason, by=person(by), as_of=as_of
    )
    _case(closed, cases.names(built))
    return COMPLETE


def _case(case: PlatformCase, names: dict[str, str]) -> None:
    click.echo(
        say(
            "case.line",
            id=case.id,
            owner=names.get(case.owner_id, case.owner_id),
            host=case.host,
            first=_minute(case.first),
            last=_minute(case.last),
            over=_minute(case.over) if case.over else say("case.goes_on"),
            sites=case.sites,
            state=say(f"case.state.{case.state}"),
        )
    )
    if case.state is CaseState.CLOSED and case.verdict and case.at:
        click.echo(
            say(
                "case.closed",
                verdict=say(f"case.verdict.{case.verdict}"),
                by=case.by,
                at=_minute(case.at),
                note=case.note,
            )
        )


def _minute(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).isoformat(timespec="minutes")


VERBS = (
    Verb(
        "visits",
        (
            SITES,
            option("--now", key="visits_now", is_flag=True),
            AS_OF,
            option("--list", "listed", key="visits_list", is_flag=True),
            option("--from", "since", key="visits_from"),
            option("--until", key="visits_until"),
            option(
                "--format",
                "style",
                key="visits_format",
                default="table",
                type=click.Choice(["table", "csv", "xlsx"]),
            ),
            option("--output", key="visits_output", type=PATH),
        ),
        _visits,
    ),
    Verb(
        "case",
        verbs=(
            Verb("list", (), _cases, help_key="case_list"),
            Verb(
                "close",
                (
                    argument("number", metavar="ID", type=int),
                    option(
                        "--verdict",
                        key="case_verdict",
                        required=True,
                        type=click.Choice([verdict.value for verdict in CaseVerdict]),
                    ),
                    option("--reason", key="reason", default=""),
                    BY,
                    AS_OF,
                ),
                _close,
                help_key="case_close",
            ),
        ),
    ),
)
