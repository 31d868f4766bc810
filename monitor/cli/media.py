"""The verbs of new media: look at accounts, forms out and in, draw for spot checks, list them all."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monitor.app import media, media_forms, media_list, media_loading
from monitor.app.paper import write
from monitor.cli.show import Shown, reason_said
from monitor.cli.verb import AS_OF, COMPLETE, PATH, Verb, argument, house, option
from monitor.domain.calendar import shanghai_day
from monitor.domain.media import Standing
from monitor.report.plain import csv_text
from monitor.report.record import kind_of
from monitor.text import say


def _media(accounts: tuple[str, ...], as_of: str | None, until: str | None) -> int:
    done = media.look_at_accounts(house(), accounts=accounts, as_of=as_of, until=until)
    shown = Shown()
    shown.accounts(done)
    if done.judged is not None:
        shown.judged(done.judged)
    return COMPLETE


def _form(unit: str | None, everything: bool, output: Path, as_of: str | None) -> int:
    done = media_forms.forms(house(), unit=unit, everything=everything, output=output, as_of=as_of)
    for path in done.files:
        click.echo(str(path))
    click.echo(say("cmd.media.formed", files=len(done.files), accounts=done.accounts))
    if done.without:
        names = "、".join(done.without)
        click.echo(say("cmd.media.without", count=len(done.without), units=names))
    return COMPLETE


def _draw(seed: int, share: float | None, output: Path, as_of: str | None) -> int:
    done = media_forms.draw(house(), seed=seed, share=share, output=output, as_of=as_of)
    click.echo(str(done.file))
    click.echo(
        say(
            "cmd.media.drawn",
            population=done.population,
            count=len(done.drawn),
            units=len({one.unit.id for one in done.drawn}),
            seed=seed,
        )
    )
    return COMPLETE


def _load(files: tuple[Path, ...], as_of: str | None) -> int:
    done = media_loading.load(house(), files, as_of=as_of)
    Shown().loaded(done)
    if done.blank:
        names = "、".join(done.blank)
        click.echo(say("cmd.media.blank", count=len(done.blank), accounts=names))
    click.echo(say("cmd.media.not_judged"))
    return COMPLETE


def _list(style: str, output: Path | None, as_of: str | None) -> int:
    found = media_list.listed(house(), as_of=as_of)
    rows = [one.as_dict() for one in found]
    if style == "json":
        text = json.dumps(rows, ensure_ascii=False, indent=1)
    elif style == "csv":
        text = csv_text(rows, media_list.FIELDS).rstrip()
    else:
        text = "\n".join(_listed(one) for one in found)
    if output:
        write(output, text + "\n")
    elif text:
        click.echo(text)
    states = {one.account.id: one.state for one in found if one.state is not None}
    # Whoever reads JSON or CSV from a pipe gets nothing else there.
    aside = style != "table" and output is None
    click.echo(say("media.count", None, **media_list.counts(states)), err=aside)
    if resting := len(found) - len(states):
        click.echo(say("cmd.media.resting", count=resting), err=aside)
    return COMPLETE


def _listed(one: media_list.Listed) -> str:
    state = one.state
    named = {"unit": one.unit.name, "account": kind_of(one.account), "id": one.account.id}
    if state is None:
        return say("cmd.media.rests", **named)
    never = say("cmd.media.never")
    standing = say(f"media.standing.{state.standing}")
    if state.gone:
        because = say("reason.gone")
    elif state.spot:
        because = say("cmd.media.by_spot")
    elif state.standing is Standing.VERIFIED:
        because = say("cmd.media.by_look")
    else:
        because = reason_said(state.why or "unseen")
    posted = state.reported if state.standing is Standing.REPORTED else state.newest
    return say(
        "cmd.media.stands",
        **named,
        standing=standing,
        because=because,
        since=say("cmd.media.since", since=one.since.isoformat()) if one.since else "",
        posted=posted.isoformat() if posted else say("cmd.media.no_post"),
        looked=shanghai_day(one.looked).isoformat() if one.looked else never,
    )


_ACCOUNTS = option("--account", "accounts", key="account", multiple=True)

VERBS = (
    Verb(
        "media",
        (_ACCOUNTS, AS_OF, option("--until", key="window")),
        _media,
        verbs=(
            Verb(
                "form",
                (
                    option("--unit", key="one_unit"),
                    option("--all", "everything", key="all", is_flag=True),
                    option("--output", key="media_form_output", required=True, type=PATH),
                    AS_OF,
                ),
                _form,
                help_key="media_form",
            ),
            Verb(
                "load",
                (
                    argument("files", nargs=-1, type=PATH, required=True, metavar="FILE..."),
                    AS_OF,
                ),
                _load,
                help_key="media_load",
            ),
            Verb(
                "draw",
                (
                    option("--seed", key="media_seed", required=True, type=int),
                    option("--share", key="media_share", type=float),
                    option("--output", key="output", required=True, type=PATH),
                    AS_OF,
                ),
                _draw,
                help_key="media_draw",
            ),
            Verb(
                "list",
                (
                    option(
                        "--format",
                        "style",
                        key="media_format",
                        default="table",
                        type=click.Choice(["table", "json", "csv"]),
                    ),
                    option("--output", key="output", type=PATH),
                    AS_OF,
                ),
                _list,
                help_key="media_list",
            ),
        ),
    ),
)
