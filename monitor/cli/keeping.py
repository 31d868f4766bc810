"""The verb that keeps the ledger: init."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app import registry
from monitor.app.house import BadInput
from monitor.cli.show import Shown
from monitor.cli.verb import COMPLETE, PATH, Verb, house, option
from monitor.text import say


def _init(source: Path | None, template: Path | None, headings: Path | None, dry_run: bool) -> int:
    if template and not source and not headings:
        registry.template(template)
        click.echo(say("cmd.init.template", path=str(template)))
    elif source and not template:
        done = registry.init(house(), source, dry_run=dry_run, headings=headings)
        Shown().imported(done, dry_run)
        for site, count in done.replaced:
            click.echo(say("cmd.init.replaced", site=site, count=count))
    else:
        raise BadInput("input.registry_or_template")
    return COMPLETE


VERBS = (
    Verb(
        "init",
        (
            option("--registry", "source", key="registry", type=PATH),
            option("--template", key="template", type=PATH),
            option("--headings", key="headings", type=PATH),
            option("--dry-run", key="dry_run", is_flag=True),
        ),
        _init,
    ),
)
