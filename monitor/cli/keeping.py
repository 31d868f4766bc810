"""Verbs that keep the ledger: init, probe."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app import probing, registry
from monitor.app.house import BadInput
from monitor.cli.show import Shown
from monitor.cli.verb import COMPLETE, PATH, SITES, Verb, house, option
from monitor.text import say


def _init(source: Path | None, template: Path | None, dry_run: bool) -> int:
    if template and not source:
        registry.template(template)
        click.echo(say("cmd.init.template", path=str(template)))
    elif source and not template:
        Shown().imported(registry.init(house(), source, dry_run=dry_run), dry_run)
    else:
        raise BadInput("input.registry_or_template")
    return COMPLETE


def _probe(sites: tuple[str, ...]) -> int:
    shown = Shown()
    for probed in probing.probe(house(), sites=sites):
        shown.probed(probed)
    return COMPLETE


VERBS = (
    Verb(
        "init",
        (
            option("--registry", "source", key="registry", type=PATH),
            option("--template", key="template", type=PATH),
            option("--dry-run", key="dry_run", is_flag=True),
        ),
        _init,
    ),
    Verb("probe", (SITES,), _probe),
)
