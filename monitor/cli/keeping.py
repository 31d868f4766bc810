"""Verbs that keep the ledger: init, probe."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app import letters, probing, registry
from monitor.app.house import BadInput
from monitor.cli import papers
from monitor.cli.show import Shown
from monitor.cli.suggest import suggested
from monitor.cli.verb import COMPLETE, PATH, SITES, Verb, house, option
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


def _probe(
    sites: tuple[str, ...],
    suggest: str | None,
    output: Path | None,
    letter: Path | None,
    addresses: tuple[str, ...],
    schedules: Path | None,
) -> int:
    if suggest is not None:
        return suggested(suggest, output)
    if output is not None:
        raise BadInput("input.output_of_suggest")
    shown, built = Shown(), house()
    wanted = letters.prepare(letter, addresses, schedules)
    found = probing.probe(built, sites=sites)
    for probed in found:
        shown.probed(probed)
    return papers.lettered(shown, letters.write(built, wanted, found)) if wanted else COMPLETE


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
    Verb(
        "probe",
        (
            SITES,
            option("--suggest", key="suggest"),
            option("--output", key="suggest_output", type=PATH),
            *papers.LETTER,
        ),
        _probe,
    ),
)
