"""Results of an assessment for the terminal and for machines. A total on trial says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from monitor.domain.assessment import (
    Assessment,
    Entry,
    EntryKind,
    Figure,
    Line,
    OpenVeto,
    Result,
    Stage,
    SubjectResult,
)
from monitor.domain.calendar import SHANGHAI
from monitor.domain.office import AssessmentRules, StageMode
from monitor.domain.rubric import RowKind
from monitor.domain.total import StepKind
from monitor.report.record import beijing
from monitor.report.score import figure
from monitor.report.workbook import zh


@dataclass(frozen=True)
class ResultSheet:
    """`descriptions`: the sentence of each defect, by id; `entries` in the order they were made."""

    assessment: Assessment
    rules: AssessmentRules
    results: Sequence[Result]
    entries: Sequence[Entry]
    descriptions: Mapping[str, str]


def result_lines(sheet: ResultSheet, *, explain: bool = False) -> Iterable[str]:
    """A line a unit and medium, a line a subject; every row and where it comes from if asked."""
    one, rules = sheet.assessment, sheet.rules
    yield zh(
        "assess.result.head",
        name=one.name,
        year=one.year,
        rubric=one.rubric,
        state=zh(f"inspection.{one.state}"),
    )
    aggregation = rules.year_aggregation
    yield zh(
        "assess.result.rules",
        stages="、".join(_stage_rule(rules, stage) for stage in Stage),
        aggregation=zh(f"assess.aggregation.{aggregation}") if aggregation else _undecided(),
    )
    if any(result.provisional for result in sheet.results):
        yield zh("assess.result.trial")
    for result in sheet.results:
        yield zh(
            "assess.result.unit",
            unit=result.name,
            medium=zh(f"assess.medium.{result.medium}"),
            text=_score(result.score, result.veto, result.unscored),
        )
        for subject in result.subjects:
            yield from _subject(subject, sheet, explain)


def _undecided() -> str:
    return zh("assess.undecided")


def _stage_rule(rules: AssessmentRules, stage: Stage) -> str:
    rule = rules.stage(stage)
    mode = zh(f"assess.mode.{rule.mode}") if rule.mode else _undecided()
    weight = ""
    if rule.mode is StageMode.SCORE:
        weight = f"{rule.weight:g}" if rule.weight else _undecided()
    return zh("assess.result.stage", stage=zh(f"assess.stage.{stage}"), mode=mode, weight=weight)


def _score(score: float | None, veto: bool, unscored: str | None) -> str:
    if veto:
        return zh("assess.result.veto")
    if score is None:
        return zh("assess.result.unscored", why=zh(f"assess.unscored.{unscored or 'not_seen'}"))
    return zh("assess.result.score", score=figure(score))


def _subject(subject: SubjectResult, sheet: ResultSheet, explain: bool) -> Iterable[str]:
    text = _score(subject.score, subject.veto, subject.unscored)
    if subject.unverified:
        text += zh("assess.result.unverified", points=figure(subject.unverified))
    if subject.unmonitored:
        text += zh(f"assess.unmonitored.{subject.unmonitored}")
    stages = "、".join(
        zh("assess.result.stage_score", stage=zh(f"assess.stage.{stage}"), score=figure(score))
        for stage, score in subject.stages.items()
        if score is not None
    )
    if subject.self_open:
        own = zh("assess.stage.self")
        unfilled = zh("assess.result.self_open", stage=own, count=subject.self_open)
        stages = "、".join(filter(None, (stages, unfilled)))
    yield zh("assess.result.subject", name=subject.name, text=text, stages=stages)
    if subject.open_vetoes and subject.score is not None and not subject.veto:
        yield zh("assess.result.open_vetoes", rows=open_vetoes(subject.open_vetoes))
    if not explain:
        return
    for step in subject.steps:
        yield _step(step)
    said: dict[tuple[str, str], list[Entry]] = {}
    for entry in sheet.entries:
        said.setdefault(entry.line, []).append(entry)
    for line in subject.lines:
        if line.state == "not_applicable":
            continue
        yield _row(line)
        for one in line.findings:
            text = sheet.descriptions.get(one, "")
            yield zh("assess.result.finding", id=one, text=text)
        for entry in said.get(line.key, ()):
            yield _entry(entry)


def open_vetoes(vetoes: Iterable[OpenVeto]) -> str:
    """Rows by what is missing of them: 待评定, 待认定 or 未能核验."""
    rows: dict[str, list[str]] = {}
    for one in vetoes:
        rows.setdefault(one.state, []).append(f"{one.indicator} {one.row}")
    return "；".join(
        zh("assess.result.rows_of", state=zh(f"assess.state.{state}"), rows="、".join(named))
        for state, named in rows.items()
    )


def _step(step: Figure) -> str:
    said = zh(f"assess.step.{step.step}")
    if step.row:
        said = f"{said} {step.row}"
    if step.step == StepKind.VETO:
        return zh("assess.result.step_bare", step=said)
    factor = ""
    if step.factor is not None:
        factor = zh("assess.result.factor", factor=figure(step.factor, 4))
    return zh("assess.result.step", step=said, figure=figure(step.points), factor=factor)


def _row(line: Line) -> str:
    state = zh(f"assess.state.{line.state}")
    if line.kind == RowKind.VETO:
        veto = zh("assess.yes") if line.veto else zh("assess.no")
        return zh(
            "assess.result.row_veto",
            indicator=line.indicator,
            name=line.name,
            state=state,
            veto=veto,
        )
    return zh(
        "assess.result.row",
        indicator=line.indicator,
        name=line.name,
        kind=zh(f"assess.kind.{line.kind}"),
        cap=figure(line.cap),
        state=state,
        points=figure(line.points),
    )


def _entry(entry: Entry) -> str:
    at = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if entry.kind is EntryKind.ANSWER:
        return zh(
            "assess.result.answered",
            verdict=zh(f"assess.verdict.{entry.verdict}"),
            reason=entry.reason,
            by=entry.by,
            at=at,
        )
    points = "" if entry.points is None else figure(entry.points)
    if entry.veto is not None:
        points = zh("assess.yes") if entry.veto else zh("assess.no")
    kind = zh(f"assess.entry.{entry.kind}")
    if entry.verdict is not None:
        kind += zh(f"assess.verdict.{entry.verdict}")
    return zh(
        "assess.result.entry",
        id=entry.id,
        kind=kind,
        stage=zh(f"assess.stage.{entry.stage}"),
        points=points,
        reason=entry.reason,
        by=entry.by,
        at=at,
    )


def result_json(sheet: ResultSheet) -> dict[str, Any]:
    """The assessment with its rules, a result for each unit and medium, and every entry by its id."""
    rules = sheet.rules
    return {
        "assessment": asdict(sheet.assessment),
        "rules": {
            "stages": {stage.value: asdict(rules.stage(stage)) for stage in Stage},
            "year_aggregation": rules.year_aggregation,
            "decided": rules.decided,
        },
        "results": [asdict(result) for result in sheet.results],
        "entries": {entry.id: asdict(entry) | {"at": beijing(entry.at)} for entry in sheet.entries},
        "defects": dict(sheet.descriptions),
    }
