"""The command line: arguments in, one function of `monitor.app` called, sentences out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import click

from monitor import bootstrap
from monitor.app import (
    crawling,
    demonstration,
    probing,
    registry,
    reporting,
    reviewing,
    selection,
    status,
)
from monitor.app.house import BadInput, House
from monitor.app.judging import find_run, judge_run
from monitor.cli_show import Shown, progress_bar
from monitor.cli_words import Command, Group, Option, PathGiven, refusal
from monitor.config.environment import language
from monitor.config.errors import ConfigError
from monitor.domain.defect import DecisionKind
from monitor.domain.evidence import FetchStatus
from monitor.domain.run import Mode, RunState
from monitor.report.score import score_json, score_lines
from monitor.scheduler import check_schedules, serve
from monitor.text import say, set_language

DEMO_HOME = "var/demo"
COMPLETE, INCOMPLETE, BAD_INPUT, BLIND, INTERRUPTED = 0, 1, 2, 3, 130
F = TypeVar("F", bound=Callable[..., Any])

EXIT_BY_STATE = {
    RunState.COMPLETE: COMPLETE,
    RunState.INCOMPLETE: INCOMPLETE,
    RunState.INTERRUPTED: INCOMPLETE,
    RunState.BLIND: BLIND,
}


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


def house() -> House:
    return bootstrap.build(bootstrap.environment(os.environ))


def commands() -> click.Group:
    """The verbs with their help, in the language set."""
    group = Group(help=say("help.monitor"))
    for name, options, function in _VERBS:
        command = Command(
            name,
            params=[option() for option in options],
            callback=function,
            help=say(f"help.{name}"),
        )
        group.add_command(command)
    return group


def _option(*names: str, key: str, **settings: Any) -> Callable[[], click.Option]:
    return lambda: Option(list(names), help=say(f"help.option.{key}"), **settings)


def _argument(name: str, **settings: Any) -> Callable[[], click.Argument]:
    return lambda: click.Argument([name], **settings)


AS_OF = _option("--as-of", key="as_of")
SITES = _option("--site", "sites", key="site", multiple=True)
UNITS = _option("--unit", "units", key="unit", multiple=True)
JSON = _option("--json", "as_json", key="json", is_flag=True)
PATH = PathGiven()


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


def _crawl(
    sites: tuple[str, ...],
    units: tuple[str, ...],
    mode: str,
    fresh: bool,
    as_json: bool,
    as_of: str | None,
    until: str | None,
) -> int:
    built = house()
    with progress_bar(as_json) as progress:
        looked = crawling.crawl(
            built,
            sites=sites,
            units=units,
            mode=Mode(mode),
            as_of=as_of,
            fresh=fresh,
            until=built.now(until) if until else None,
            progress=progress,
        )
    Shown(as_json).looked(looked)
    return EXIT_BY_STATE[looked.state]


def _recheck(
    defects: tuple[str, ...], units: tuple[str, ...], now: bool, as_of: str | None, as_json: bool
) -> int:
    with progress_bar(as_json) as progress:
        looked = crawling.recheck(
            house(), defects=defects, units=units, at_once=now, as_of=as_of, progress=progress
        )
    if looked is None:
        Shown(as_json).line("cmd.recheck.nothing")
        return COMPLETE
    Shown(as_json).looked(looked)
    return EXIT_BY_STATE[looked.state]


def _recrawl(site: str, as_of: str | None, as_json: bool) -> int:
    shown, built = Shown(as_json), house()
    built.now(as_of)
    name = selection.one(built, site).name
    shown.line("cmd.recrawl.begins", site=site if as_json else name)
    with progress_bar(as_json) as progress:
        done = crawling.recrawl(built, site, as_of=as_of, progress=progress)
    shown.recrawled(done)
    return EXIT_BY_STATE[done.looked.state]


def _visits(sites: tuple[str, ...], as_of: str | None) -> int:
    looked = crawling.visits(house(), sites=sites, as_of=as_of)
    Shown().looked(looked)
    return EXIT_BY_STATE[looked.state]


def _judge(run_id: int | None, rubric: str | None, as_of: str | None) -> int:
    built = house()
    judged = judge_run(built, find_run(built, run_id, as_of), rubric)
    Shown().judged(judged)
    return COMPLETE


def _review(
    defect: str, decision: str, reason: str, until: str | None, by: str | None, as_of: str | None
) -> int:
    done = reviewing.review(
        house(),
        defect,
        decision=decision,
        reason=reason,
        until=until,
        by=by or os.environ.get("USER") or "office",
        as_of=as_of,
    )
    click.echo(
        say(
            "cmd.review.done",
            defect=done.id,
            decision=say(f"decision.{done.decision}"),
            state=say(f"state.{done.state}"),
        )
    )
    return COMPLETE


def _score(
    period: str | None, explain: bool, style: str, output: Path | None, as_of: str | None
) -> int:
    found = reporting.standing(house(), as_of=as_of, period=period)
    if style == "json":
        text = json.dumps(score_json(found.sheet()), ensure_ascii=False, indent=1)
    else:
        text = "\n".join(score_lines(found.sheet(), explain=explain))
    if output:
        reporting.write(output, text + "\n")
    else:
        click.echo(text)
    return COMPLETE


def _export(
    unit: str | None,
    everything: bool,
    style: str,
    output: Path,
    period: str | None,
    as_of: str | None,
) -> int:
    written = reporting.export(
        house(),
        unit=unit,
        everything=everything,
        file_format=style,
        output=output,
        as_of=as_of,
        period=period,
    )
    for path in written:
        click.echo(str(path))
    return COMPLETE


def _explain(site: str, check: str, subject: str | None, as_of: str | None, as_json: bool) -> int:
    found = reporting.explain(house(), site, check, subject, as_of)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
    else:
        Shown().explained(found)
    return COMPLETE


def _inspect(source: str, url: str | None) -> int:
    if source.startswith(("http://", "https://")):
        found = probing.inspect_url(house(), source)
    else:
        found = probing.inspect_file(Path(source), url)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    return COMPLETE


def _status() -> int:
    built = house()
    found = status.status(built)
    Shown().status(found)
    return INCOMPLETE if found.silent else COMPLETE


def _serve() -> int:
    return serve(house())


def _schedule(check: bool, path: Path) -> int:
    Shown().schedules(check_schedules(house(), path))
    return COMPLETE


def _demo(output: Path | None, without: tuple[str, ...], serve_only: bool) -> int:
    # Invented data never lands beside the office's own, unless somebody says so.
    built = bootstrap.build(bootstrap.environment({"MONITOR_HOME": DEMO_HOME, **os.environ}))
    shown = Shown()
    if serve_only:
        with demonstration.city(built, without) as (_, _, ledger):
            shown.line("cmd.demo.serving", path=str(ledger))
            Event().wait()
    folder = output or built.home / "lists"
    with progress_bar(False) as progress:
        done = demonstration.demo(built, folder, without, progress)
    shown.demonstrated(done, folder)
    return COMPLETE if done.clean else INCOMPLETE


DEFECT = _option("--defect", "defects", key="defect", multiple=True)
FORMATS = click.Choice(["xlsx", "csv", "json"])

_VERBS: tuple[tuple[str, tuple[Callable[[], click.Parameter], ...], Callable[..., int]], ...] = (
    (
        "init",
        (
            _option("--registry", "source", key="registry", type=PATH),
            _option("--template", key="template", type=PATH),
            _option("--dry-run", key="dry_run", is_flag=True),
        ),
        _init,
    ),
    ("probe", (SITES,), _probe),
    (
        "crawl",
        (
            SITES,
            UNITS,
            _option(
                "--mode", key="mode", default="nightly", type=click.Choice([m.value for m in Mode])
            ),
            _option("--fresh", key="fresh", is_flag=True),
            JSON,
            AS_OF,
            _option("--until", key="window"),
        ),
        _crawl,
    ),
    ("recheck", (DEFECT, UNITS, _option("--now", key="now", is_flag=True), AS_OF, JSON), _recheck),
    ("recrawl", (_argument("site"), AS_OF, JSON), _recrawl),
    ("visits", (SITES, AS_OF), _visits),
    (
        "judge",
        (_option("--run", "run_id", key="run", type=int), _option("--rubric", key="rubric"), AS_OF),
        _judge,
    ),
    (
        "review",
        (
            _argument("defect"),
            _option(
                "--decision",
                key="decision",
                required=True,
                type=click.Choice([kind.value for kind in DecisionKind]),
            ),
            _option("--reason", key="reason", default=""),
            _option("--until", key="until"),
            _option("--by", key="by"),
            AS_OF,
        ),
        _review,
    ),
    (
        "score",
        (
            _option("--period", key="period"),
            _option("--explain", key="explain", is_flag=True),
            _option(
                "--format",
                "style",
                key="score_format",
                default="table",
                type=click.Choice(["table", "json"]),
            ),
            _option("--output", key="output", type=PATH),
            AS_OF,
        ),
        _score,
    ),
    (
        "export",
        (
            _option("--unit", key="one_unit"),
            _option("--all", "everything", key="all", is_flag=True),
            _option("--format", "style", key="format", required=True, type=FORMATS),
            _option("--output", key="output", required=True, type=PATH),
            _option("--period", key="period"),
            AS_OF,
        ),
        _export,
    ),
    (
        "explain",
        (_argument("site"), _argument("check"), _argument("subject", required=False), AS_OF, JSON),
        _explain,
    ),
    ("inspect", (_argument("source"), _option("--url", key="url")), _inspect),
    ("status", (), _status),
    ("serve", (), _serve),
    (
        "schedule",
        (
            _option("--check", key="check", is_flag=True),
            _option("--file", "path", key="schedules", type=PATH, default=Path("schedules.yaml")),
        ),
        _schedule,
    ),
    (
        "demo",
        (
            _option("--output", key="demo_output", type=PATH),
            _option("--without", key="without", multiple=True),
            _option("--serve", "serve_only", key="serve_only", is_flag=True),
        ),
        _demo,
    ),
)
