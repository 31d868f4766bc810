"""Verbs about ourselves and about single pages: inspect, status, serve, schedule, demo."""

from __future__ import annotations

import json
import os
from pathlib import Path
from threading import Event

import click

from monitor import bootstrap
from monitor.app import demonstration, probing, status
from monitor.cli.show import Shown, progress_bar
from monitor.cli.verb import COMPLETE, INCOMPLETE, PATH, Verb, argument, house, option
from monitor.scheduler import check_schedules, serve

DEMO_HOME = "var/demo"


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


def _demo(
    output: Path | None, without: tuple[str, ...], serve_only: bool, no_pictures: bool
) -> int:
    # Invented data never lands beside the office's own, unless somebody says so.
    built = bootstrap.build(bootstrap.environment({"MONITOR_HOME": DEMO_HOME, **os.environ}))
    shown = Shown()
    if serve_only:
        with demonstration.city(built, without) as (_, _, ledger):
            shown.line("cmd.demo.serving", path=str(ledger))
            Event().wait()
    folder = output or built.home / "lists"
    with progress_bar(False) as progress:
        done = demonstration.demo(built, folder, without, progress, pictures=not no_pictures)
    shown.demonstrated(done, folder)
    return COMPLETE if done.clean else INCOMPLETE


VERBS = (
    Verb("inspect", (argument("source"), option("--url", key="url")), _inspect),
    Verb("status", (), _status),
    Verb("serve", (), _serve),
    Verb(
        "schedule",
        (
            option("--check", key="check", is_flag=True),
            option("--file", "path", key="schedules", type=PATH, default=Path("schedules.yaml")),
        ),
        _schedule,
    ),
    Verb(
        "demo",
        (
            option("--output", key="demo_output", type=PATH),
            option("--without", key="without", multiple=True),
            option("--serve", "serve_only", key="serve_only", is_flag=True),
            option("--no-pictures", key="no_pictures", is_flag=True),
        ),
        _demo,
    ),
)
