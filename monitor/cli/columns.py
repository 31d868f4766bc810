"""Verbs of the column ledger: columns export, columns load."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app import columns
from monitor.cli.verb import (
    AS_OF,
    BY,
    COMPLETE,
    PATH,
    SITES,
    UNITS,
    Verb,
    argument,
    house,
    option,
    person,
)
from monitor.text import say


def _export(output: Path, sites: tuple[str, ...], units: tuple[str, ...], as_of: str | None) -> int:
    done = columns.export_columns(house(), output, sites=sites, units=units, as_of=as_of)
    click.echo(
        say(
            "cmd.columns.exported",
            path=str(done.path),
            sites=done.sites,
            rows=done.rows,
            confirmed=done.states.get("confirmed", 0),
            unconfirmed=done.states.get("unconfirmed", 0),
            unseen=done.states.get("unseen", 0),
        )
    )
    return COMPLETE


def _load(file: Path, by: str | None) -> int:
    done = columns.load_columns(house(), file, by=person(by))
    click.echo(
        say(
            "cmd.columns.loaded",
            confirmed=done.confirmed,
            refused=done.refused,
            left=done.left,
            sites=len(done.sites),
        )
    )
    if done.judged:
        runs = "、".join(map(str, done.judged))
        click.echo(say("cmd.columns.judged", runs=runs))
    return COMPLETE


VERBS = (
    Verb(
        "columns",
        verbs=(
            Verb(
                "export",
                (
                    option("--output", key="columns_output", required=True, type=PATH),
                    SITES,
                    UNITS,
                    AS_OF,
                ),
                _export,
                help_key="columns_export",
            ),
            Verb("load", (argument("file", type=PATH), BY), _load, help_key="columns_load"),
        ),
    ),
)
