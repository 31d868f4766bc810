"""The command line's own words: help and refusals of the argument parser, in the language chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from monitor.app.house import BadInput
from monitor.text import say


class Option(click.Option):
    """An option whose note that it is required is in the language chosen."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        extra = super().get_help_extra(ctx)
        if "required" in extra:
            extra["required"] = say("help.required")
        return extra


class Command(click.Command):
    """A verb whose headings of the help are in the language chosen."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=say("help.usage"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [one.get_help_record(ctx) for one in self.get_params(ctx)]
        with formatter.section(say("help.options")):
            formatter.write_dl([record for record in records if record is not None])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        if rest and not isinstance(self, click.Group):
            raise BadInput("input.extra", value=rest[0])
        return rest

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("help.option.help")
        return option


class Group(Command, click.Group):
    """The verbs and what each is for."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section(say("help.commands")):
            formatter.write_dl([(name, self.about(name)) for name in self.list_commands(ctx)])

    def about(self, name: str) -> str:
        """What a verb is for, in a line."""
        return self.commands[name].get_short_help_str(200)


class LazyGroup(Group):
    """Verbs of which only what each is for is known (`texts`) until `load` brings one."""

    def __init__(
        self, name: str, texts: Mapping[str, str], load: Callable[[str], click.Command], help: str
    ) -> None:
        super().__init__(name, help=help)
        self._texts = texts
        self._load = load

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._texts)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self._load(cmd_name) if cmd_name in self._texts else None

    def about(self, name: str) -> str:
        return click.Command(name, help=self._texts[name]).get_short_help_str(200)


class PathGiven(click.Path):
    """A path; an empty one (a variable of a script that was not set) is refused, not the folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            raise BadInput("input.empty_path", option=_name(param, ctx))
        return super().convert(value, param, ctx)


def refusal(error: click.ClickException) -> str:
    """What the argument parser refused, in one sentence."""
    match error:
        case click.NoSuchOption():
            return say("input.no_such_option", value=error.option_name)
        case click.exceptions.NoSuchCommand():
            return say("input.no_such_command", value=error.command_name)
        case click.BadParameter():
            return _unfit(error)
        case click.BadOptionUsage():
            return say("input.option_usage", option=error.option_name)
        case _:
            return say("input.usage", problem=" ".join(error.format_message().split()))


def _unfit(error: click.BadParameter) -> str:
    option, kind = _name(error.param, error.ctx), error.param and error.param.type
    known = ", ".join(map(str, kind.choices)) if isinstance(kind, click.Choice) else ""
    if isinstance(error, click.MissingParameter):
        if known:
            return say("input.missing_choice", option=option, known=known)
        return say("input.missing", option=option)
    if known:
        return say("input.choice", option=option, known=known)
    return say("input.value", option=option)


def _name(param: click.Parameter | None, ctx: click.Context | None) -> str:
    if isinstance(param, click.Option):
        return max(param.opts, key=len)
    return param.make_metavar(ctx) if param is not None and ctx is not None else "-"
