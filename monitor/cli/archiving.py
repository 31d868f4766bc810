"""Verb that hands stored answers to web archives: warc."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app.archiving import archive
from monitor.cli.verb import COMPLETE, PATH, Verb, house, option
from monitor.text import say


def _warc(defects: tuple[str, ...], run_id: int | None, output: Path, sensitive: bool) -> int:
    made = archive(house(), output, defects=defects, run_id=run_id, sensitive=sensitive)
    told = made.written
    click.echo(
        say(
            "cmd.warc.written",
            path=made.path,
            records=told.records,
            bodies=told.bodies,
            pictures=told.pictures,
        )
    )
    if told.unstored:
        click.echo(say("cmd.warc.unstored", count=told.unstored))
    if made.withheld:
        click.echo(say("cmd.warc.withheld", count=made.withheld))
    return COMPLETE


VERBS = (
    Verb(
        "warc",
        (
            option("--defect", "defects", key="defect", multiple=True),
            option("--run", "run_id", key="run", type=int),
            option("--output", key="output", type=PATH, required=True),
            option("--sensitive", key="warc_sensitive", is_flag=True),
        ),
        _warc,
    ),
)
