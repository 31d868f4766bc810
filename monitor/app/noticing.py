"""The public notice of a year's results, and what changed between two gradings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from monitor.app.house import BadInput, House
from monitor.assess.grading import changes
from monitor.config.notice_template import load_template
from monitor.domain.grading import ClassGrades
from monitor.domain.notice import Figure
from monitor.report.notice import (
    Notice,
    told,
    undecided,
    write_notes,
    write_notice_docx,
    write_notice_markdown,
)
from monitor.text import say


@dataclass(frozen=True, slots=True)
class Written:
    """The notice as .docx and .md, the notes for who reviews it, and what is still 待定 (a sentence
    each, in Chinese)."""

    docx: Path
    markdown: Path
    notes: Path
    undecided: tuple[str, ...]


def write_notice(
    house: House,
    output: Path,
    *,
    year: int,
    grades: Sequence[ClassGrades],
    figures: Iterable[Figure] = (),
    stages: Iterable[str] = (),
    day: date | None = None,
    as_of: str | None = None,
) -> Written:
    """Write the notice (送审稿) of a year beside `output`, which must be a .docx.

    `grades` from `assess.grading.grade`; `stages`: their Chinese names; `day`: 成文日期; None and
    nothing are printed as 待定. Raises BadInput for another suffix and where nothing can be written,
    ConfigError for a template or an office.yaml that does not fit.
    """
    if output.suffix.lower() != ".docx":
        raise BadInput("input.notice_suffix", value=output.name)
    made = Notice(
        template=load_template(house.home),
        rules=house.office.notice,
        year=year,
        moment=house.now(as_of),
        grades=tuple(grades),
        figures=tuple(figures),
        office=house.office.name,
        stages=tuple(stages),
        day=day,
    )
    notes = output.with_name(say("notice.notes.file", lang="zh", stem=output.stem))
    markdown = output.with_suffix(".md")
    for path in (output, markdown, notes):  # all three or none: before the first is written
        if path.is_dir():
            raise BadInput("input.output", value=str(path))
    try:
        write_notice_docx(output, made)
        write_notice_markdown(markdown, made)
        write_notes(notes, made)
    except OSError as error:
        raise BadInput("input.output", value=str(output)) from error
    return Written(output, markdown, notes, tuple(undecided(made)))


def changed(before: Sequence[ClassGrades], after: Sequence[ClassGrades]) -> list[str]:
    """A sentence (Chinese) for every unit whose line in the lists changed, and why."""
    classes = {one.rules.id: one.rules for one in (*before, *after)}
    return [told(one, classes[one.cls]) for one in changes(before, after)]
