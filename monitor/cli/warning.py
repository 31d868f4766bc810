"""Verb that warns early: upcoming."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monitor.app import warning
from monitor.app.house import BadInput
from monitor.app.paper import write
from monitor.cli.verb import AS_OF, COMPLETE, PATH, UNITS, Verb, house, option
from monitor.report.warning import warning_json, warning_lines


def _upcoming(
    units: tuple[str, ...], until: str | None, style: str, output: Path | None, as_of: str | None
) -> int:
    if style == "xlsx" and output is None:
        raise BadInput("warning.no_output")
    found = warning.upcoming(house(), units=units, until=until, as_of=as_of)
    if style == "xlsx" and output is not None:
        click.echo(str(warning.save(found, output)))
        return COMPLETE
    if style == "json":
        text = json.dumps(warning_json(found), ensure_ascii=False, indent=1)
    else:
        text = "\n".join(warning_lines(found))
    if output is None:
        click.echo(text)
    else:
        write(output, text + "\n")
    return COMPLETE


VERBS = (
    Verb(
        "upcoming",
        (
            option("--until", key="upcoming_until"),
            UNITS,
            option(
                "--format",
                "style",
                key="upcoming_format",
                default="table",
                type=click.Choice(["table", "xlsx", "json"]),
            ),
            option("--output", key="output", type=PATH),
            AS_OF,
        ),
        _upcoming,
    ),
)
