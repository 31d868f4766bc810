"""The verb `assess`: the year's assessment."""

from __future__ import annotations

import json
from pathlib import Path

import click

from monitor.app import (
    assess_intake,
    assess_loading,
    assess_notice,
    assess_papers,
    assess_results,
    assess_review,
    assessing,
)
from monitor.app.house import BadInput
from monitor.app.paper import write
from monitor.cli.verb import (
    AS_OF,
    BY,
    COMPLETE,
    PATH,
    TABLE_OR_JSON,
    Verb,
    argument,
    house,
    option,
    person,
)
from monitor.domain.assessment import Assessment, Line, Stage
from monitor.domain.calendar import SHANGHAI
from monitor.domain.rubric import RowKind
from monitor.report.result import result_json, result_lines
from monitor.report.score import figure
from monitor.text import say


def _open(assessment: str, name: str, year: int, rubric: str | None) -> int:
    _show(assessing.open_assessment(house(), assessment, name=name, year=year, rubric_id=rubric))
    return COMPLETE


def _list() -> int:
    found = assessing.everyone(house())
    for one in found:
        _show(one)
    if not found:
        click.echo(say("cmd.assess.none"))
    return COMPLETE


def _show(one: Assessment) -> None:
    click.echo(
        say(
            "cmd.assess.one",
            id=one.id,
            name=one.name,
            year=one.year,
            rubric=one.rubric,
            state=say(f"inspection.{one.state}"),
        )
    )


def _final(assessment: str, pass_over: str | None, by: str | None) -> int:
    office = house()
    _show(assess_results.finalize(office, assessment, by=person(by), pass_over=pass_over))
    stays = assess_notice.unsettled(office, assessment)
    if stays:
        click.echo(say("cmd.assess.stays"), err=True)
    for sentence in stays:
        click.echo(sentence, err=True)
    return COMPLETE


def _sheet(assessment: str, unit: str | None, everything: bool, stage: str, output: Path) -> int:
    written = assess_papers.sheets(
        house(), assessment, unit=unit, everything=everything, stage=stage, output=output
    )
    for path in written:
        click.echo(str(path))
    return COMPLETE


def _load(
    assessment: str,
    files: tuple[Path, ...],
    stage: str | None,
    answers: bool,
    intake: bool,
    by: str | None,
) -> int:
    if answers + intake + (stage is not None) > 1:
        raise BadInput("input.assess_two_kinds")
    if answers:
        done = assess_loading.load_answers(house(), assessment, files, by=by)
    elif intake:
        done = assess_intake.load_intake(house(), assessment, files, by=by)
    else:
        wanted = stage or Stage.PRELIMINARY
        done = assess_loading.load_words(house(), assessment, files, stage=wanted, by=by)
    click.echo(
        say(
            "cmd.assess.loaded",
            recorded=done.recorded,
            replaced=done.replaced,
            known=done.known,
        )
    )
    if done.withdrawn:
        click.echo(say("cmd.assess.withdrawn", count=done.withdrawn))
    return COMPLETE


def _intake(assessment: str, output: Path) -> int:
    click.echo(str(assess_papers.intake(house(), assessment, output)))
    return COMPLETE


def _feedback(assessment: str, everything: bool, output: Path, answer_by: str | None) -> int:
    if not everything:
        raise BadInput("input.missing", option="--all")
    written, held = assess_papers.feedback(house(), assessment, output=output, answer_by=answer_by)
    for path in written:
        click.echo(str(path))
    if held:
        click.echo(say("cmd.assess.held", count=held), err=True)
    return COMPLETE


def _review(
    assessment: str,
    entry: str,
    decision: str,
    points: float | None,
    veto: str | None,
    reason: str,
    by: str | None,
) -> int:
    made = assess_review.review(
        house(),
        assessment,
        entry,
        decision=decision,
        points=points,
        veto=None if veto is None else veto == "yes",
        reason=reason,
        by=person(by),
    )
    click.echo(
        say(
            "cmd.assess.reviewed",
            subject=made.subject,
            indicator=made.indicator,
            verdict=say(f"assess.verdict.{made.verdict}"),
            id=made.id,
        )
    )
    return COMPLETE


def _result(
    assessment: str, style: str, explain: bool, output: Path | None, as_of: str | None
) -> int:
    found = assess_results.sheet(house(), assessment, as_of=as_of)
    if style == "json":
        text = json.dumps(result_json(found), ensure_ascii=False, indent=1)
    else:
        text = "\n".join(result_lines(found, explain=explain))
    if output:
        write(output, text + "\n")
    else:
        click.echo(text)
    return COMPLETE


def _notice(assessment: str, output: Path, day: str | None, as_of: str | None) -> int:
    made = assess_notice.notice(house(), assessment, output, day=day, as_of=as_of)
    for path in (made.docx, made.markdown, made.notes):
        click.echo(str(path))
    for sentence in made.undecided:
        click.echo(sentence, err=True)
    return COMPLETE


def _compare(assessment: str, before: str, after: str | None) -> int:
    found = assess_review.compare(house(), assessment, before=before, after=after)
    if not found:
        click.echo(say("cmd.assess.same"))
    for one in found:
        known = one.after or one.before
        if known is None:
            continue
        click.echo(
            say(
                "cmd.assess.change",
                unit=one.unit.name,
                subject=one.subject,
                indicator=known.indicator,
                name=known.name,
                before=_reads(one.before),
                after=_reads(one.after),
            )
        )
        for entry in one.said:
            click.echo(
                say(
                    "cmd.assess.why",
                    kind=say(f"assess.entry.{entry.kind}"),
                    by=entry.by,
                    at=entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M"),
                    reason=entry.reason,
                )
            )
        if not one.said:
            click.echo(say("cmd.assess.machine"))
    return COMPLETE


def _reads(line: Line | None) -> str:
    if line is None:
        return say("cmd.assess.absent")
    if assess_review.nothing_known(line):
        return say(f"assess.state.{line.state}")
    points = figure(line.points)
    if line.kind == RowKind.VETO:
        points = say("cmd.assess.upheld" if line.veto else "cmd.assess.not_upheld")
    return say("cmd.assess.reads", state=say(f"assess.state.{line.state}"), points=points)


_STAGES = click.Choice([stage.value for stage in assess_loading.FILLED_BY_HAND])
_ID = argument("assessment", metavar="ID")

VERBS = (
    Verb(
        "assess",
        verbs=(
            Verb(
                "open",
                (
                    _ID,
                    option("--name", key="assess_name", required=True),
                    option("--year", key="assess_year", required=True, type=int),
                    option("--rubric", key="rubric"),
                ),
                _open,
                help_key="assess_open",
            ),
            Verb("list", (), _list, help_key="assess_list"),
            Verb(
                "final",
                (_ID, option("--pass-over", key="pass_over", metavar="REASON"), BY),
                _final,
                help_key="assess_final",
            ),
            Verb(
                "sheet",
                (
                    _ID,
                    option("--unit", key="one_unit"),
                    option("--all", "everything", key="all", is_flag=True),
                    option("--stage", key="assess_stage", default="preliminary", type=_STAGES),
                    option("--output", key="assess_file", required=True, type=PATH),
                ),
                _sheet,
                help_key="assess_sheet",
            ),
            Verb(
                "load",
                (
                    _ID,
                    argument("files", nargs=-1, type=PATH, required=True, metavar="FILE..."),
                    option("--stage", key="assess_stage", type=_STAGES),
                    option("--answers", key="assess_answers", is_flag=True),
                    option("--intake", key="assess_intake", is_flag=True),
                    BY,
                ),
                _load,
                help_key="assess_load",
            ),
            Verb(
                "intake",
                (_ID, option("--output", key="output", required=True, type=PATH)),
                _intake,
                help_key="assess_intake",
            ),
            Verb(
                "feedback",
                (
                    _ID,
                    option("--all", "everything", key="all", is_flag=True),
                    option("--output", key="assess_folder", required=True, type=PATH),
                    option("--answer-by", key="assess_answer_by"),
                ),
                _feedback,
                help_key="assess_feedback",
            ),
            Verb(
                "review",
                (
                    _ID,
                    argument("entry", metavar="ENTRY"),
                    option(
                        "--decision",
                        key="assess_decision",
                        required=True,
                        type=click.Choice(["keep", "change"]),
                    ),
                    option("--points", key="assess_points", type=float),
                    option("--veto", key="assess_veto", type=click.Choice(["yes", "no"])),
                    option("--reason", key="reason", default=""),
                    BY,
                ),
                _review,
                help_key="assess_review",
            ),
            Verb(
                "result",
                (
                    _ID,
                    TABLE_OR_JSON,
                    option("--explain", key="explain", is_flag=True),
                    option("--output", key="output", type=PATH),
                    AS_OF,
                ),
                _result,
                help_key="assess_result",
            ),
            Verb(
                "notice",
                (
                    _ID,
                    option("--output", key="assess_notice", required=True, type=PATH),
                    option("--day", key="assess_day"),
                    AS_OF,
                ),
                _notice,
                help_key="assess_notice",
            ),
            Verb(
                "compare",
                (
                    _ID,
                    option("--before", key="assess_before", required=True),
                    option("--after", key="assess_after"),
                ),
                _compare,
                help_key="assess_compare",
            ),
        ),
    ),
)
