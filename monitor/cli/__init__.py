"""The command line: arguments in, one function of `monitor.app` called, sentences out."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import click

from monitor import bootstrap
from monitor.app.house import BadInput
from monitor.cli import (
    assessing,
    columns,
    inspecting,
    keeping,
    listing,
    looking,
    purging,
    running,
    visiting,
    warning,
)
from monitor.cli.verb import BAD_INPUT, INTERRUPTED, Verb
from monitor.cli.words import Command, Group, refusal
from monitor.config.environment import language
from monitor.config.errors import ConfigError
from monitor.domain.evidence import FetchStatus
from monitor.text import say, set_language

VERBS = (
    *keeping.VERBS,
    *columns.VERBS,
    *looking.VERBS,
    *visiting.VERBS,
    *listing.VERBS,
    *inspecting.VERBS,
    *assessing.VERBS,
    *warning.VERBS,
    *purging.VERBS,
    *running.VERBS,
)


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is the contract's (0, 1, 2, 3, 130)."""
    try:
        set_language(language(os.environ))
        bootstrap.environment(os.environ)
        result = commands().main(list(arguments), prog_name="monitor", standalone_mode=False)
        return int(result or 0)
    except (ConfigError, BadInput) as error:
        return _refused(say(error.key, None, **{k: _said(v) for k, v in error.params.items()}))
    except bootstrap.DatabaseError as error:
        return _refused(
            say(f"input.database.{error.problem}", shown=error.shown, cause=error.cause)
        )
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        return _refused(error.format_message() if _is_help(error) else refusal(error))
    except (KeyboardInterrupt, click.Abort):
        click.echo(say("cmd.interrupted"), err=True)
        return INTERRUPTED


def _said(value: object) -> object:
    return say(f"fetch.{value.value}") if isinstance(value, FetchStatus) else value


def _is_help(error: click.ClickException) -> bool:
    return isinstance(error, click.exceptions.NoArgsIsHelpError)


def _refused(sentence: str) -> int:
    click.echo(sentence, err=True)
    return BAD_INPUT


def commands() -> click.Group:
    """The verbs with their help, in the language set."""
    return _group("", VERBS, say("help.monitor"))


def _group(name: str, verbs: Iterable[Verb], text: str) -> Group:
    group = Group(name, help=text)
    for verb in verbs:
        group.add_command(_command(verb))
    return group


def _command(verb: Verb) -> click.Command:
    text = say(f"help.{verb.key}")
    if verb.verbs:
        return _group(verb.name, verb.verbs, text)
    return Command(
        verb.name, params=[make() for make in verb.options], callback=verb.function, help=text
    )
