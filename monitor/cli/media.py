"""The verb of new media: look at accounts, and say what could not be verified."""

from __future__ import annotations

from collections import Counter

import click

from monitor.app import media
from monitor.cli.show import Shown
from monitor.cli.verb import AS_OF, COMPLETE, Verb, house, option
from monitor.domain.calendar import shanghai_day
from monitor.domain.media import LookState
from monitor.report.record import kind_of
from monitor.text import say


def _media(accounts: tuple[str, ...], as_of: str | None) -> int:
    done = media.look_at_accounts(house(), accounts=accounts, as_of=as_of)
    click.echo(
        say(
            "media.done",
            run=done.run.id,
            looked=len(done.looks),
            seen=done.count(LookState.SEEN),
            gone=done.count(LookState.GONE),
            unverified=done.count(LookState.UNVERIFIED),
        )
    )
    for one in done.unverified():
        click.echo(
            say(
                "media.unverified",
                unit=one.unit,
                account=kind_of(one.account),
                why=say(f"reason.{one.why}"),
                since=shanghai_day(one.since).isoformat(),
            )
        )
    for why, count in sorted(Counter(done.later.values()).items()):
        click.echo(say("media.later", count=count, why=say(f"media.why.{why}")))
    shown = Shown()
    for name in done.resting:
        shown.line("cmd.resting", site=name)
    if done.judged is not None:
        shown.judged(done.judged)
    return COMPLETE


VERBS = (
    Verb(
        "media",
        (option("--account", "accounts", key="account", multiple=True), AS_OF),
        _media,
    ),
)
