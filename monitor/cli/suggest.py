"""What `probe --suggest` shows."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app.paper import write
from monitor.app.suggesting import suggest
from monitor.cli.verb import COMPLETE, house
from monitor.text import say


def suggested(portal: str, output: Path | None) -> int:
    """The fragment on standard output or in a file, then what it holds."""
    found = suggest(house(), portal)
    if output is None:
        click.echo(found.text, nl=False)
    else:
        write(output, found.text)
    click.echo(
        say(
            "cmd.suggest.done",
            pages=len(found.pages),
            count=found.count,
            strangers=found.strangers,
        ),
        err=True,
    )
    return COMPLETE
