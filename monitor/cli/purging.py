"""Verb that ends what was kept long enough: purge."""

from __future__ import annotations

import click

from monitor.app.purging import purge
from monitor.cli.verb import COMPLETE, Verb, house, option
from monitor.text import say


def _purge(dry_run: bool) -> int:
    for one in purge(house(), dry_run=dry_run):
        kind = say(f"purge.kind.{one.kind}")
        if one.days is None:
            click.echo(say("purge.for_ever", kind=kind, field=f"retention.{one.kind}"))
        else:
            key = "purge.would" if dry_run else "purge.done"
            click.echo(say(key, kind=kind, days=one.days, count=one.count, size=one.size))
    return COMPLETE


VERBS = (Verb("purge", (option("--dry-run", key="dry_run", is_flag=True),), _purge),)
