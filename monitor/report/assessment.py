"""Workbooks of the year's assessment: a unit's sheet to be judged, its feedback, and the intake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from monitor.domain.assessment import Assessment, Entry, EntryKind, Line, Sample, Stage, Verdict
from monitor.domain.rubric import Row, RowKind
from monitor.domain.seal import bound, seal
from monitor.domain.subject import Unit
from monitor.report.sheet import Heading, Value, fill
from monitor.report.workbook import save, zh

_YES_NO = ("yes", "no")
_VERDICTS = (Verdict.ACCEPT, Verdict.APPEAL)
_NEW, _MACHINE = "new", "machine"
_BLANK_LINES = 60
INTAKE = ("messages", "questions", "calls", "statistics")
"""The sheets of the intake workbook that are filled in."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A row that waits for a person's judgement at a site or account.

    `why`: person | not_observed | pending. `cap`: the most that may be given, None for a veto.
    `evidence`: sentences and addresses of what there is. `word`: what the person said before.
    `proposed`: points that taken-in figures suggest, with the sentences that led to them.
    """

    subject: str
    name: str
    row: Row
    why: str
    cap: float | None
    evidence: tuple[tuple[str, str], ...] = ()
    word: Entry | None = None
    proposed: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """What a unit's sheet holds. `samples` with the names of their site and of their row."""

    assessment: Assessment
    stage: Stage
    unit: Unit
    asks: tuple[Ask, ...]
    samples: tuple[tuple[str, str, Sample], ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A line as its unit is told of it. `name`: of the subject; `evidence` as in `Ask`; `basis`: the
    entry that stands, None for the machine; `answer`: what the unit answered before."""

    line: Line
    name: str
    evidence: tuple[tuple[str, str], ...]
    proof: str
    basis: str | None
    answer: Entry | None


@dataclass(frozen=True, slots=True)
class UnitFeedback:
    """A unit's own lines, and until when it may answer (None: 待定)."""

    assessment: Assessment
    unit: Unit
    lines: tuple[Told, ...]
    answer_by: date | None
    at: datetime


def _sheet_headings() -> list[Heading]:
    return [
        Heading("number", 5),
        Heading("site", 12),
        Heading("indicator", 8.5),
        Heading("indicator_name", 13),
        Heading("rule", 30),
        Heading("assess_kind", 5.5),
        Heading("assess_cap", 5.5),
        Heading("assess_why", 7),
        Heading("assess_evidence", 24),
        Heading("url", 14, link=True),
        Heading("assess_proposed", 6),
        Heading("assess_lines", 22),
        Heading("assess_points", 6),
        Heading("assess_veto", 6, choices=tuple(zh(f"assess.{one}") for one in _YES_NO)),
        Heading("assess_reason", 18),
        Heading("assess_proof", 14),
        Heading("assess_by", 7),
        Heading("assess_key", 10, hidden=True),
        Heading("seal", 10, hidden=True),
    ]


_SAMPLE_HEADINGS = [
    Heading("number", 5),
    Heading("site", 24),
    Heading("indicator", 10),
    Heading("indicator_name", 16),
    Heading("assess_sample_url", 70, link=True),
    Heading("assess_population", 10),
    Heading("assess_seed", 26),
]


def write_sheet(path: Path, sheet: UnitSheet) -> Path:
    """A unit's sheet for one stage: rows to be judged, and the samples to judge them on."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = zh("assess.sheet.rows")
    title = zh(
        "assess.sheet.title",
        name=sheet.assessment.name,
        unit=sheet.unit.name,
        stage=zh(f"assess.stage.{sheet.stage}"),
    )
    headings = _sheet_headings()
    fill(
        first,
        title=title,
        subtitle=zh("assess.sheet.subtitle", count=len(sheet.asks)),
        headings=headings,
        rows=[_ask(number, one, sheet) for number, one in enumerate(sheet.asks, 1)],
        empty=zh("assess.sheet.nothing"),
    )
    _limits(first, headings, [one.cap for one in sheet.asks])
    drawn = [(site, name, one, url) for site, name, one in sheet.samples for url in one.drawn]
    fill(
        book.create_sheet(zh("assess.sheet.samples")),
        title=title,
        subtitle=zh("assess.sheet.samples_subtitle"),
        headings=_SAMPLE_HEADINGS,
        rows=[
            [
                number,
                site,
                one.indicator,
                name,
                url,
                one.population,
                one.seed,
            ]
            for number, (site, name, one, url) in enumerate(drawn, 1)
        ],
        empty=zh("assess.sheet.no_samples"),
    )
    return save(book, path, sheet.at)


def _ask(number: int, one: Ask, sheet: UnitSheet) -> list[Value]:
    key = "/".join((sheet.assessment.id, sheet.stage, sheet.unit.id, one.subject, one.row.id))
    sentences = [text for text, _ in one.evidence]
    said = _said(one.word)
    return [
        number,
        one.name,
        one.row.id,
        one.row.name,
        "\n".join(filter(None, [one.row.clause, one.row.rule])),
        zh(f"assess.kind.{one.row.kind}"),
        one.cap,
        zh(f"assess.why.{one.why}"),
        "\n".join(sentences),
        next((url for _, url in one.evidence if url), ""),
        None if one.proposed is None else one.proposed[0],
        "" if one.proposed is None else one.proposed[1],
        None if one.word is None else one.word.points,
        *said[1:],
        key,
        bound(seal(one.word.id if one.word else _NEW, *said), key),
    ]


def _said(word: Entry | None) -> tuple[str, str, str, str, str]:
    """What a person said, as it stands in the cells."""
    if word is None:
        return ("", "", "", "", "")
    points = "" if word.points is None else f"{word.points:g}"
    veto = "" if word.veto is None else zh(f"assess.{'yes' if word.veto else 'no'}")
    return (points, veto, word.reason, word.proof, word.by)


def _limits(sheet: Worksheet, headings: Sequence[Heading], caps: Sequence[float | None]) -> None:
    """A spreadsheet program refuses points beyond the cap as they are typed."""
    letter = get_column_letter([one.key for one in headings].index("assess_points") + 1)
    for cap in sorted({cap for cap in caps if cap is not None}):
        rule = DataValidation(
            type="decimal", operator="between", formula1="0", formula2=f"{cap:g}", allow_blank=True
        )
        rule.showErrorMessage = True
        rule.error = zh("assess.sheet.beyond", cap=f"{cap:g}")
        for row, one in enumerate(caps, 4):
            if one == cap:
                rule.add(f"{letter}{row}")
        sheet.add_data_validation(rule)


_FEEDBACK_HEADINGS = (
    Heading("number", 5),
    Heading("site", 16),
    Heading("indicator", 9),
    Heading("indicator_name", 12),
    Heading("rule", 30),
    Heading("assess_kind", 6),
    Heading("assess_points", 7),
    Heading("assess_reason", 34),
    Heading("url", 24, link=True),
    Heading("assess_proof", 18),
)


def write_feedback(path: Path, feedback: UnitFeedback) -> Path:
    """A unit's own lines with cells for its answer; nothing of any other unit."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = zh("assess.feedback.sheet")
    words = tuple(zh(f"assess.verdict.{one}") for one in _VERDICTS)
    day = feedback.answer_by
    fill(
        sheet,
        title=zh("assess.feedback.title", name=feedback.assessment.name, unit=feedback.unit.name),
        subtitle=zh(
            "assess.feedback.subtitle",
            count=len(feedback.lines),
            day=day.isoformat() if day else zh("assess.undecided"),
        ),
        headings=[
            *_FEEDBACK_HEADINGS,
            Heading("assess_verdict", 9, choices=words),
            Heading("assess_grounds", 24),
            Heading("assess_answer_proof", 18),
            Heading("assess_answer_by", 8),
            Heading("assess_key", 10, hidden=True),
            Heading("seal", 10, hidden=True),
        ],
        rows=[_told(number, one, feedback) for number, one in enumerate(feedback.lines, 1)],
        empty=zh("assess.feedback.nothing"),
    )
    return save(book, path, feedback.at)


def _told(number: int, one: Told, feedback: UnitFeedback) -> list[Value]:
    line, answer = one.line, one.answer
    about = (feedback.unit.id, line.subject, line.indicator)
    key = "/".join((feedback.assessment.id, EntryKind.ANSWER, *about))
    said = ("", "", "", "")
    if answer is not None and answer.verdict is not None:
        verdict = zh(f"assess.verdict.{answer.verdict}")
        said = (verdict, answer.reason, answer.proof, answer.by)
    sentences = [line.reason, *(text for text, _ in one.evidence)]
    return [
        number,
        one.name,
        line.indicator,
        line.name,
        line.clause,
        zh(f"assess.kind.{line.kind}"),
        None if line.kind == RowKind.VETO else line.points,
        "\n".join(filter(None, sentences)),
        next((url for _, url in one.evidence if url), ""),
        one.proof,
        *said,
        key,
        bound(seal(one.basis or _MACHINE, *said), key),
    ]


_ASKED = (
    Heading("assess_received", 14),
    Heading("assess_answered", 14),
)
_QUALITY = ("good", "poor")


def intake_headings(sheet: str) -> list[Heading]:
    """The columns of a sheet of the intake workbook."""
    about = [Heading("assess_site", 26), Heading("assess_label", 30)]
    quality = Heading("assess_quality", 12, choices=_words("quality", _QUALITY))
    outcome = ("right", "wrong", "no_answer")
    columns = {
        "messages": [*about, *_ASKED, quality],
        "questions": [*about, *_ASKED, quality],
        "calls": [
            *about,
            Heading("assess_day", 14),
            Heading("assess_outcome", 14, choices=_words("call", outcome)),
        ],
        "statistics": [
            about[0],
            Heading("assess_counted", 14),
            Heading("assess_shown", 14, choices=_words("", _YES_NO)),
            Heading("assess_newest", 18),
        ],
    }
    return [*columns[sheet], Heading("assess_recorder", 12)]


def _words(group: str, keys: Sequence[str]) -> tuple[str, ...]:
    prefix = f"assess.{group}." if group else "assess."
    return tuple(zh(prefix + key) for key in keys)


def write_intake(
    path: Path, assessment: Assessment, sites: Sequence[tuple[str, str, str]], at: datetime
) -> Path:
    """An empty intake workbook. `sites`: id, name and unit of every site that may be named in it."""
    book = Workbook()
    book.remove(book.worksheets[0])
    title = zh("assess.intake.title", name=assessment.name)
    for key in INTAKE:
        headings = intake_headings(key)
        blank: list[Value] = [None] * len(headings)
        fill(
            book.create_sheet(zh(f"assess.intake.{key}")),
            title=title,
            subtitle=zh(f"assess.intake.{key}_subtitle"),
            headings=headings,
            rows=[blank] * _BLANK_LINES,
        )
    fill(
        book.create_sheet(zh("assess.intake.sites")),
        title=title,
        subtitle=zh("assess.intake.sites_subtitle"),
        headings=[Heading("assess_site", 26), Heading("site", 40), Heading("unit", 30)],
        rows=[list(one) for one in sites],
    )
    return save(book, path, at)
