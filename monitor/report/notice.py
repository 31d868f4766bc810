"""The public notice (通报) of a year's results, as .docx and .md, and the notes for who reviews it.

It is a draft (送审稿), always marked so. It prints no points; the notes do, and stay in the house.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from monitor.domain.assessment import OpenVeto
from monitor.domain.grading import (
    Candidate,
    Change,
    ClassGrades,
    ClassRules,
    Grade,
    Kind,
    Placed,
    Points,
)
from monitor.domain.notice import FIGURES, Figure, NoticeRules, Paragraph, Style
from monitor.report.document import Paper, written_day
from monitor.report.plain import write_text
from monitor.report.result import open_vetoes
from monitor.report.workbook import zh
from monitor.text import knows

_ALWAYS = (Grade.EXCELLENT, Grade.GOOD, Grade.PASS)
"""Grades that are printed also when nobody has them."""
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_OPENS = re.compile(r"^([#>+-])")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice is made of. `office` signs; `stages`: names of the stages (日常监测 …).

    `grades`: every class, in the order of the notice. `day`: 成文日期. None and nothing are 待定.
    `moment` dates the files.
    """

    template: tuple[Paragraph, ...]
    rules: NoticeRules
    year: int
    moment: datetime
    grades: tuple[ClassGrades, ...]
    figures: tuple[Figure, ...] = ()
    office: str | None = None
    stages: tuple[str, ...] = ()
    day: date | None = None


def write_notice_docx(path: Path, notice: Notice) -> Path:
    """Write the notice; the same notice gives the same bytes. Raises OSError."""
    paper = Paper()
    paper.mark(zh("notice.draft"))
    add = {
        Style.TITLE: paper.title,
        Style.CENTRED: paper.centred,
        Style.HEADING: paper.heading,
        Style.SECOND: lambda text: paper.heading(text, 2),
        Style.FLUSH: paper.addressee,
        Style.BODY: paper.paragraph,
    }
    colophon = []
    for style, text in _lines(notice):
        if style is Style.TITLE:
            paper.space(paper.layout.pitch)
        if style is Style.BLOCK:
            paper.signature(text, notice.day)
        elif style is Style.COLOPHON:
            colophon.append(text)
        else:
            add[style](text)
    if colophon:
        paper.colophon(colophon)
    return paper.save(path, notice.moment)


def write_notice_markdown(path: Path, notice: Notice) -> Path:
    """The same words for a website's editor. Raises OSError."""
    marks = {Style.TITLE: "# ", Style.HEADING: "## ", Style.SECOND: "### "}
    parts = [f"**{zh('notice.draft')}**"]
    colophon = []
    for style, text in _lines(notice):
        if style is Style.COLOPHON:
            colophon.append(_plain(text))
        elif style is Style.BLOCK:
            parts += [_plain(text), written_day(notice.day)]
        else:
            parts.append(marks.get(style, "") + _plain(text.replace("\n", "")))
    if colophon:
        parts += ["---", *colophon]
    return write_text(path, "\n\n".join(parts) + "\n")


def write_notes(path: Path, notice: Notice) -> Path:
    """What is 待定, where each figure comes from, and what each grade rests on. Raises OSError."""
    parts = [f"# {zh('notice.notes.title')}", zh("notice.notes.internal")]
    parts.append(f"## {zh('notice.notes.open')}")
    waiting = [f"- {_plain(text)}" for text in undecided(notice)]
    parts.append("\n".join(waiting) or zh("notice.notes.all_settled"))
    parts.append(f"## {zh('notice.notes.figures')}")
    parts.append("\n".join(_sources(notice)) or zh("notice.notes.no_figures"))
    parts.append(f"## {zh('notice.notes.grades')}")
    for one in notice.grades:
        if one.total:
            parts += [f"### {_plain(_title(one.rules))}", "\n".join(_table(one))]
    return write_text(path, "\n\n".join(parts) + "\n")


def undecided(notice: Notice) -> list[str]:
    """What somebody has to set or decide before the notice can go out, a sentence each."""
    waiting = [] if notice.office else [zh("notice.notes.office")]
    for key in ("number", "addressees", "basis", "publicity", "copies"):
        if not getattr(notice.rules, key):
            label = zh(f"notice.item.{key}")
            waiting.append(zh("notice.notes.item", item=label, setting=key))
    if not notice.stages:
        waiting.append(zh("notice.notes.stages"))
    if notice.day is None:
        waiting.append(zh("notice.notes.day"))
    return waiting + unsettled(notice.grades)


def unsettled(grades: Sequence[ClassGrades]) -> list[str]:
    """Why a unit has no grade yet, or one that may change, a sentence each."""
    if not grades:
        return [zh("notice.notes.no_classes")]
    return [sentence for one in grades for sentence in _waiting(one)]


def told(change: Change, rules: ClassRules) -> str:
    """What changed for a unit, and why."""
    before, after = (
        zh(f"notice.grade.{one}") if one else zh("notice.change.none")
        for one in (change.before, change.after)
    )
    causes = "，".join(
        zh(
            f"notice.change.cause.{cause}",
            before=_points(change.scores[0]),
            after=_points(change.scores[1]),
            through="、".join(change.through),
        )
        for cause in change.causes
    )
    key = "notice.change.place" if before == after else "notice.change.line"
    cls = _title(rules)
    return zh(key, cls=cls, name=change.name, before=before, after=after, why=causes)


def _waiting(grades: ClassGrades) -> Iterator[str]:
    cls = _title(grades.rules)
    if grades.provisional and not grades.missing:
        yield zh("notice.notes.provisional", cls=cls)
    if grades.total and grades.missing:
        yield zh("notice.notes.missing", cls=cls, missing=_missing(grades))
    if grades.tie:
        tied = [one.candidate for one in grades.placed if one.candidate.id in grades.tie.ids]
        yield zh(
            "notice.notes.tie",
            cls=cls,
            names="、".join(one.name for one in tied),
            score=_points(tied[0].score),
            places=grades.tie.places,
        )
    for one in grades.unscored:
        yield zh("notice.notes.unscored", cls=cls, name=one.name, reason=_why_unscored(one))
    for placed in grades.placed:
        one = placed.candidate
        if one.open_vetoes and not one.veto and placed.grade is not Grade.FAIL:
            key = "notice.notes.held" if placed in grades.held else "notice.notes.veto_open"
            yield zh(key, cls=cls, name=one.name, rows=_open_vetoes(one))
    for one in (*(placed.candidate for placed in grades.placed), *grades.unscored):
        if one.unmonitored:
            sites = "、".join(one.unmonitored)
            yield zh("notice.notes.unmonitored", cls=cls, name=one.name, sites=sites)


def _open_vetoes(one: Candidate) -> str:
    by_subject: dict[str, list[OpenVeto]] = {}
    for veto in one.open_vetoes:
        by_subject.setdefault(veto.name, []).append(veto)
    return "；".join(f"{name}：{open_vetoes(rows)}" for name, rows in by_subject.items())


def _lines(notice: Notice) -> Iterator[tuple[Style, str]]:
    """The paragraphs as printed. The signature is a block whose text is the office."""
    words = _words(notice)
    for paragraph in notice.template:
        if paragraph.style is not Style.BLOCK:
            joint = "\n" if paragraph.style is Style.TITLE else ""
            text = joint.join(_filled(paragraph.sentences, words))
            if text:
                yield paragraph.style, text
        elif paragraph.sentences == ("signature",):
            yield Style.BLOCK, words["office"]
        else:
            kind = Kind(paragraph.sentences[0])
            for text in _results([one for one in notice.grades if one.rules.kind is kind]):
                yield Style.BODY, text


def _words(notice: Notice) -> dict[str, str]:
    rules = notice.rules
    given = {
        "office": notice.office,
        "number": rules.number,
        "addressees": rules.addressees,
        "basis": rules.basis and zh("notice.document", name=rules.basis.strip("《》")),
        "publicity": rules.publicity,
        "copies": rules.copies,
    }
    words = {name: text or zh(f"notice.undecided.{name}") for name, text in given.items()}
    known = {figure.name: figure.value for figure in notice.figures}
    if notice.stages:
        known["stages"] = "、".join(notice.stages)
    return {**words, **known, "year": str(notice.year)}


def _filled(sentences: Sequence[str], words: Mapping[str, str]) -> Iterator[str]:
    """A sentence whose figure is not known is left out, and so is one on stages when there are none."""
    for sentence in sentences:
        try:
            yield sentence.format_map(words)
        except KeyError as error:
            if error.args[0] not in (*FIGURES, "stages"):
                raise


def _results(classes: Sequence[ClassGrades]) -> Iterator[str]:
    """The lists of a kind: who has which grade, by score, without points."""
    present = [one for one in classes if one.total]
    if not present:
        yield zh("notice.results.nobody" if classes else "notice.results.no_class")
        return
    counts = "；".join(map(_counted, present))
    summary = zh("notice.results.classes", count=len(present), classes=counts)
    graded = [one for one in present if not one.missing]
    order = zh("notice.results.order") if graded else ""
    trial = zh("notice.results.trial") if any(one.provisional for one in graded) else ""
    yield summary + order + trial
    for position, one in enumerate(present, 1):
        rules = one.rules
        key = "notice.results.heading_with_note" if rules.note else "notice.results.heading"
        yield zh(key, number=position, name=rules.name, total=one.total, note=rules.note)
        lines = _lists(one)
        yield from (f"{line}；" for line in lines[:-1])
        yield f"{lines[-1]}。"


def _counted(grades: ClassGrades) -> str:
    parts = [zh("notice.results.undecided")] if grades.missing else []
    if not grades.missing:
        for grade in Grade:
            key = "notice.results.count" if grades.of(grade) else "notice.results.none"
            parts.append(zh(key, grade=zh(f"notice.grade.{grade}"), count=len(grades.of(grade))))
        if grades.held:
            word = zh("notice.results.held")
            parts.append(zh("notice.results.count", grade=word, count=len(grades.held)))
    if grades.unscored:
        word = zh("notice.unscored.word")
        parts.append(zh("notice.results.count", grade=word, count=len(grades.unscored)))
    total, name = grades.total, grades.rules.name
    return zh("notice.results.of_class", name=name, total=total, grades="、".join(parts))


def _lists(grades: ClassGrades) -> list[str]:
    lines = []
    if grades.missing:
        lines.append(zh("notice.results.pending", missing=_missing(grades)))
    else:
        for grade in Grade:
            names = [one.name for one in grades.of(grade)]
            if names or grade in _ALWAYS:
                lines.append(_line(zh(f"notice.grade.{grade}"), names))
        if grades.held:
            names = [one.candidate.name for one in grades.held]
            lines.append(_line(zh("notice.results.held"), names))
    if grades.unscored:
        reasons = [
            zh("notice.results.reason", name=one.name, reason=_why_unscored(one))
            for one in grades.unscored
        ]
        lines.append(_line(zh("notice.unscored.word"), reasons))
    return lines


def _line(grade: str, names: Sequence[str]) -> str:
    listed = "、".join(names) or zh("notice.results.nobody_in")
    return zh("notice.results.line", grade=grade, names=listed)


def _missing(grades: ClassGrades) -> str:
    return "、".join(zh(f"notice.missing.{name}") for name in grades.missing)


def _why_unscored(one: Candidate) -> str:
    reason = one.unscored or "insufficient"
    key = f"notice.unscored.{reason}"
    return zh(key) if knows(key, "zh") else reason


def _title(rules: ClassRules) -> str:
    return f"{zh(f'notice.kind_of.{rules.kind}')}·{rules.name}"


def _sources(notice: Notice) -> Iterator[str]:
    for one in notice.figures:
        name = zh(f"notice.figure.{one.name}")
        yield "- " + _plain(zh("notice.notes.figure", name=name, value=one.value, query=one.query))
        if one.ids:
            yield "  " + _plain(zh("notice.notes.of", ids="、".join(one.ids)))
    known = {one.name for one in notice.figures}
    lacking = [zh(f"notice.figure.{name}") for name in FIGURES if name not in known]
    if lacking and known:
        yield "- " + zh("notice.notes.left_out", names="、".join(lacking))


def _table(grades: ClassGrades) -> Iterator[str]:
    yield zh("notice.notes.columns")
    yield "|" + " --- |" * 5
    none, word = zh("notice.notes.no_value"), zh("notice.unscored.word")
    for placed in grades.placed:
        one = placed.candidate
        yield zh(
            "notice.notes.row",
            place=placed.place or none,
            name=_plain(one.name),
            score=_points(one.score),
            grade=zh(f"notice.grade.{placed.grade}")
            if placed.grade
            else zh("notice.notes.pending"),
            why=zh(f"notice.notes.why.{placed.why}", grade=_otherwise(placed)),
        )
    for one in grades.unscored:
        why = _plain(_why_unscored(one))
        yield zh(
            "notice.notes.row", place=none, name=_plain(one.name), score=none, grade=word, why=why
        )


def _otherwise(placed: Placed) -> str:
    return zh(f"notice.grade.{placed.otherwise}") if placed.otherwise else ""


def _points(points: Points | None) -> str:
    return zh("notice.notes.no_value") if points is None else f"{float(points):.2f}"


def _plain(text: str) -> str:
    """Text stays text in Markdown, whatever it holds."""
    return _OPENS.sub(r"\\\1", _SPECIAL.sub(r"\\\1", text))
