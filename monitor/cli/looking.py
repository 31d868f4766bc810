"""Verbs that look, and judge what was seen: crawl, recheck, recrawl, judge."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.app import crawling, selection
from monitor.app.judging import find_run, judge_run
from monitor.cli import papers
from monitor.cli.show import Shown, progress_bar
from monitor.cli.verb import (
    AS_OF,
    BLIND,
    COMPLETE,
    INCOMPLETE,
    JSON,
    SITES,
    UNITS,
    Verb,
    argument,
    house,
    option,
)
from monitor.domain.run import Mode, RunState

EXIT_BY_STATE = {
    RunState.COMPLETE: COMPLETE,
    RunState.INCOMPLETE: INCOMPLETE,
    RunState.INTERRUPTED: INCOMPLETE,
    RunState.BLIND: BLIND,
}


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
    defects: tuple[str, ...],
    units: tuple[str, ...],
    now: bool,
    receipt: Path | None,
    as_of: str | None,
    as_json: bool,
) -> int:
    from monitor.app import receipts

    shown, built = Shown(as_json), house()
    wanted = receipts.for_defects(built, receipt, defects)
    with progress_bar(as_json) as progress:
        looked = crawling.recheck(
            built, defects=defects, units=units, at_once=now, as_of=as_of, progress=progress
        )
    if looked is None:
        shown.line("cmd.recheck.nothing")
        return COMPLETE
    shown.looked(looked)
    if wanted:
        papers.receipted(shown, receipts.of_recheck(built, wanted, looked, at_once=now))
    return EXIT_BY_STATE[looked.state]


def _recrawl(site: str, receipt: Path | None, as_of: str | None, as_json: bool) -> int:
    from monitor.app import receipts

    shown, built = Shown(as_json), house()
    built.now(as_of)
    wanted = receipts.for_site(built, receipt, site)
    name = selection.one(built, site).name
    shown.line("cmd.recrawl.begins", site=site if as_json else name)
    with progress_bar(as_json) as progress:
        done = crawling.recrawl(built, site, as_of=as_of, progress=progress)
    shown.recrawled(done)
    if wanted:
        papers.receipted(shown, receipts.of_recrawl(built, wanted, done))
    return EXIT_BY_STATE[done.looked.state]


def _judge(run_id: int | None, rubric: str | None, as_of: str | None) -> int:
    built = house()
    judged = judge_run(built, find_run(built, run_id, as_of), rubric)
    Shown().judged(judged)
    return COMPLETE


VERBS = (
    Verb(
        "crawl",
        (
            SITES,
            UNITS,
            option(
                "--mode", key="mode", default="nightly", type=click.Choice([m.value for m in Mode])
            ),
            option("--fresh", key="fresh", is_flag=True),
            JSON,
            AS_OF,
            option("--until", key="window"),
        ),
        _crawl,
    ),
    Verb(
        "recheck",
        (
            option("--defect", "defects", key="defect", multiple=True),
            UNITS,
            option("--now", key="now", is_flag=True),
            papers.RECEIPT,
            AS_OF,
            JSON,
        ),
        _recheck,
    ),
    Verb("recrawl", (argument("site"), papers.RECEIPT, AS_OF, JSON), _recrawl),
    Verb(
        "judge",
        (option("--run", "run_id", key="run", type=int), option("--rubric", key="rubric"), AS_OF),
        _judge,
    ),
)
