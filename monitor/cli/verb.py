"""What a verb of the command line is, and the options that several of them take."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click

from monitor import bootstrap
from monitor.app.house import House
from monitor.cli.words import Option, PathGiven
from monitor.text import say

COMPLETE, INCOMPLETE, BAD_INPUT, BLIND, INTERRUPTED = 0, 1, 2, 3, 130
"""Exit codes of the contract."""

Parameter = Callable[[], click.Parameter]


@dataclass(frozen=True)
class Verb:
    """A verb: `function` takes the options by name and returns the exit code; or a group of `verbs`;
    or both, then the function is the verb alone.

    `key` names its help in the catalogue (`help.<key>`); without one it is the name.
    """

    name: str
    options: tuple[Parameter, ...] = ()
    function: Callable[..., int] | None = None
    verbs: tuple[Verb, ...] = ()
    help_key: str = ""

    @property
    def key(self) -> str:
        return self.help_key or self.name


def option(*names: str, key: str, **settings: Any) -> Parameter:
    """An option with its help from the catalogue (`help.option.<key>`)."""
    return lambda: Option(list(names), help=say(f"help.option.{key}"), **settings)


def argument(name: str, **settings: Any) -> Parameter:
    return lambda: click.Argument([name], **settings)


def house() -> House:
    return bootstrap.build(bootstrap.environment(os.environ))


PATH = PathGiven()
AS_OF = option("--as-of", key="as_of")
SITES = option("--site", "sites", key="site", multiple=True)
UNITS = option("--unit", "units", key="unit", multiple=True)
JSON = option("--json", "as_json", key="json", is_flag=True)
PERIOD = option("--period", key="period")
INSPECTION = option("--inspection", key="inspection")
BY = option("--by", key="by")
TABLE_OR_JSON = option(
    "--format",
    "style",
    key="score_format",
    default="table",
    type=click.Choice(["table", "json"]),
)


def person(by: str | None) -> str:
    """Who takes a decision: as named, else the name of the account that runs us."""
    return by or os.environ.get("USER") or "office"
