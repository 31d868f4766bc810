"""The command line: arguments in, one function of `monitor.app` called, sentences out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

import click

from monitor import bootstrap
from monitor.app.house import BadInput
from monitor.cli.verb import BAD_INPUT, INTERRUPTED, Verb
from monitor.cli.words import Command, Group, LazyGroup, refusal
from monitor.config.environment import language
from monitor.config.errors import ConfigError
from monitor.domain.evidence import FetchStatus
from monitor.text import say, set_language

VERBS = {
    "keeping": ("init",),
    "probing": ("probe",),
    "columns": ("columns",),
    "looking": ("crawl", "recheck", "recrawl", "judge"),
    "visiting": ("visits", "case"),
    "media": ("media",),
    "listing": ("review", "export"),
    "scoring": ("score", "explain"),
    "inspecting": ("inspection",),
    "rectifying": ("rectify",),
    "assessing": ("assess",),
    "warning": ("upcoming",),
    "purging": ("purge",),
    "picturing": ("pictures",),
    "archiving": ("warc",),
    "alerting": ("alert",),
    "running": ("inspect", "status", "serve", "schedule", "demo"),
}
"""Which module of this package holds which verbs (its `VERBS`). It is imported when one of them is
asked for: a crawl shall not pay for the libraries that write documents."""


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
    modules = {name: module for module, names in VERBS.items() for name in names}

    def load(name: str) -> click.Command:
        verbs: Iterable[Verb] = import_module(f"{__name__}.{modules[name]}").VERBS
        return next(_command(verb) for verb in verbs if verb.name == name)

    texts = {name: say(f"help.{name}") for name in modules}
    return LazyGroup("", texts, load, help=say("help.monitor"))


def _alone(function: Callable[..., int]) -> Callable[..., int | None]:
    """A verb that is a group too: alone it does its work; before another verb its options have no
    meaning and are refused."""

    def callback(**options: object) -> int | None:
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            return function(**options)
        for param in context.command.params:
            if param.name and options.get(param.name) not in (None, ()):
                raise BadInput("input.before_verb", option=max(param.opts, key=len))
        return None

    return callback


def _command(verb: Verb) -> click.Command:
    text = say(f"help.{verb.key}")
    if verb.verbs:
        return Group(
            verb.name,
            [_command(one) for one in verb.verbs],
            params=[make() for make in verb.options],
            callback=_alone(verb.function) if verb.function else None,
            invoke_without_command=verb.function is not None,
            help=text,
        )
    return Command(
        verb.name, params=[make() for make in verb.options], callback=verb.function, help=text
    )
