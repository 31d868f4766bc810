"""Verbs that say what counts, and why: score, explain."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monitor.app import explaining
from monitor.app.paper import write
from monitor.app.standing import standing
from monitor.cli.show import Shown
from monitor.cli.verb import (
    AS_OF,
    COMPLETE,
    INSPECTION,
    JSON,
    PATH,
    PERIOD,
    TABLE_OR_JSON,
    Verb,
    argument,
    house,
    option,
)
from monitor.report.score import score_json, score_lines


def _score(
    period: str | None,
    inspection: str | None,
    explain: bool,
    style: str,
    output: Path | None,
    rubric: str | None,
    as_of: str | None,
) -> int:
    found = standing(house(), as_of=as_of, period=period, inspection=inspection, rubric_id=rubric)
    if style == "json":
        text = json.dumps(score_json(found.sheet()), ensure_ascii=False, indent=1)
    else:
        text = "\n".join(score_lines(found.sheet(), explain=explain))
    if output:
        write(output, text + "\n")
    else:
        click.echo(text)
    return COMPLETE


def _explain(
    site: str,
    check: str,
    subject: str | None,
    output: Path | None,
    as_of: str | None,
    as_json: bool,
) -> int:
    built = house()
    found = explaining.explain(built, site, check, subject, as_of)
    if output is not None:
        explaining.write_proof(built, found, output)
    if as_json:
        click.echo(json.dumps([one.as_dict() for one in found], ensure_ascii=False, indent=1))
    else:
        Shown().explained(found)
    return COMPLETE


VERBS = (
    Verb(
        "score",
        (
            PERIOD,
            INSPECTION,
            option("--explain", key="explain", is_flag=True),
            TABLE_OR_JSON,
            option("--output", key="output", type=PATH),
            option("--rubric", key="rubric"),
            AS_OF,
        ),
        _score,
    ),
    Verb(
        "explain",
        (
            argument("site"),
            argument("check"),
            argument("subject", required=False),
            option("--output", key="proof_output", type=PATH),
            AS_OF,
            JSON,
        ),
        _explain,
    ),
)
