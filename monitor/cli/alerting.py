"""Verb that tells those on duty: alert."""

from __future__ import annotations

import click

from monitor.app.alerting import alert
from monitor.cli.verb import COMPLETE, INCOMPLETE, Verb, house, option
from monitor.text import say


def _alert(dry_run: bool) -> int:
    """Exit code 1 when a channel did not take what it was sent; it is tried again."""
    told = alert(house(), dry_run=dry_run)
    for one in told:
        key = "planned" if dry_run else "failed" if one.failure else "sent"
        click.echo(
            say(
                f"cmd.alert.{key}",
                channel=one.message.channel,
                title=one.title,
                count=len(one.message.events),
                why=one.failure or "",
            )
        )
        if dry_run:
            click.echo(one.body)
    if dry_run and not told:
        click.echo(say("cmd.alert.nothing"))
    return INCOMPLETE if any(one.failure for one in told) else COMPLETE


VERBS = (Verb("alert", (option("--dry-run", key="alert_dry_run", is_flag=True),), _alert),)
