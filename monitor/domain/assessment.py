"""The year's assessment (年度考评): its stages, and every word that was said on a row of a subject."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class AssessmentState(StrEnum):
    """草稿, 定稿. What a final one holds never changes again."""

    DRAFT = "draft"
    FINAL = "final"


class Stage(StrEnum):
    """日常监测, 自查自评, 初步评估, 结果复核."""

    DAILY = "daily"
    SELF = "self"
    PRELIMINARY = "preliminary"
    REVIEW = "review"


class Medium(StrEnum):
    """Websites and accounts are assessed and graded apart."""

    SITES = "sites"
    MEDIA = "media"


class EntryKind(StrEnum):
    """word: a person's judgement of a row. proposal: what figures that were taken in suggest; counts
    for nothing until a person says it. answer: a unit's answer to its lines. review: a second person's
    decision on what stands. passed_over: an appeal that nobody reviewed before the assessment was made
    final, and why; it changes nothing."""

    WORD = "word"
    PROPOSAL = "proposal"
    ANSWER = "answer"
    REVIEW = "review"
    PASSED_OVER = "passed_over"


class Verdict(StrEnum):
    """Of an answer: accept or appeal. Of a review: keep or change."""

    ACCEPT = "accept"
    APPEAL = "appeal"
    KEEP = "keep"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Assessment:
    """A year's assessment under one rubric."""

    id: str
    name: str
    year: int
    rubric: str
    state: AssessmentState = AssessmentState.DRAFT


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said on one row (`indicator`) of one subject (a site's or an account's id). Append-only.

    `points`: deducted, of a bonus row awarded; None for a veto row and an answer. `veto`: of a veto
    row, yes or no. `on`: the entry that it is about, None for a line of the machine. `basis`: the
    entry that stood when the sheet was printed ('' for none). `lines`: what led to a proposal.
    """

    assessment: str
    kind: EntryKind
    stage: Stage
    unit: str
    subject: str
    indicator: str
    by: str
    at: datetime
    points: float | None = None
    veto: bool | None = None
    reason: str = ""
    proof: str = ""
    verdict: Verdict | None = None
    on: str | None = None
    basis: str = ""
    lines: tuple[str, ...] = ()

    @property
    def line(self) -> tuple[str, str]:
        """The line that it is said on: subject and row."""
        return (self.subject, self.indicator)

    @property
    def id(self) -> str:
        """The same word said again at the same moment is the same entry."""
        said = (self.assessment, self.kind, self.stage, self.unit, *self.line, self.by, self.reason)
        more = (self.at.isoformat(), self.points, self.veto, self.proof, self.verdict, self.on)
        return hashlib.sha256(repr((*map(str, said), *map(str, more))).encode()).hexdigest()[:12]

    @property
    def content(self) -> tuple[object, ...]:
        """What it says, without when."""
        return (self.points, self.veto, self.reason, self.proof, self.by, self.verdict)


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's: spaces and case make no other."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def newest(entries: Iterable[Entry]) -> dict[tuple[str, str], Entry]:
    """The last entry on each line; of two at one moment the one with the greater id."""
    return {one.line: one for one in sorted(entries, key=lambda entry: (entry.at, entry.id))}


def open_appeals(entries: Iterable[Entry]) -> list[Entry]:
    """The appeals that no review has met since, oldest first. A unit that answered again has taken its
    earlier answer back."""
    said = list(entries)
    answers = newest(one for one in said if one.kind is EntryKind.ANSWER)
    reviews = newest(one for one in said if one.kind is EntryKind.REVIEW)
    waiting = [
        one
        for line, one in answers.items()
        if one.verdict is Verdict.APPEAL and (line not in reviews or reviews[line].at < one.at)
    ]
    return sorted(waiting, key=lambda one: (one.at, one.id))


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn for a row of a site, once. `population`: how many there were to draw from."""

    assessment: str
    site: str
    indicator: str
    seed: str
    population: int
    drawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of one subject. `kind`: veto | deduction | bonus.

    state: charged | clean (machine), judged (a person), pending (the machine suggests it and nobody has
    decided), not_observed (未能核验), open (a person's to judge, and nobody has), not_applicable.
    `points`: deducted, of a bonus row awarded. `findings`: ids of defects; `entries`: ids of the words
    that made it what it is, oldest first; `machine`: the machine's own points where a person's word
    stands instead.
    """

    unit: str
    subject: str
    indicator: str
    name: str
    kind: str
    clause: str
    cap: float
    points: float
    state: str
    veto: bool = False
    findings: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    machine: float | None = None
    reason: str = ""
    by: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return (self.subject, self.indicator)

    @property
    def undecided_veto(self) -> bool:
        """Whether this is a veto row of which nobody can say yet whether it is upheld."""
        return self.kind == "veto" and self.state in ("pending", "not_observed", "open")


@dataclass(frozen=True, slots=True)
class OpenVeto:
    """A veto row of a subject (its `name`) that nobody has decided; `state` as in `Line`."""

    name: str
    indicator: str
    row: str
    state: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One step of a reckoning: a key of `assess.step`, the points it came to; `row` and `factor` where
    they had a say."""

    step: str
    points: float
    row: str = ""
    factor: float | None = None


@dataclass(frozen=True, slots=True)
class SubjectResult:
    """A site or an account. `stages`: the score of each stage by its name, None where there is none.

    `score`: of 100 (with bonus more), counting nothing that is 未能核验; None where `unscored` says
    why: not_seen | insufficient | gate (what is 未能核验 decides whether it passes) | services (nobody
    has decided what becomes of points on services where a unit has none) | stage (one that counts has
    no score) | no_points (its rubric has no points for accounts) | resting. With a veto it is what the
    veto is recorded as, None where it is not; `beside` is then the score without the veto.

    `part2`: points before any bonus, by the preliminary evaluation as reviewed (as it was before, where
    reviews are compared only; so are `lines`, `veto` and `steps`), which `failed` holds against the
    gate: 不合格 whatever other stages add (国办秘函〔2019〕19号). `unverified`: points that are 未能核验,
    scaled like those deducted. `self_open`: rows on its own sheet that the unit left empty, None where
    it filled in none. `unmonitored`: never, or little: the machine saw nothing of a site, or less than
    the rubric asks for; what there is rests on persons alone. `steps`: how it came about, in order.
    `provisional`: by a default of ours, not the office's rule.
    """

    unit: str
    subject: str
    name: str
    medium: Medium
    lines: tuple[Line, ...]
    stages: dict[str, float | None] = field(default_factory=dict)
    score: float | None = None
    veto: bool = False
    unscored: str | None = None
    unverified: float = 0.0
    steps: tuple[Figure, ...] = ()
    provisional: bool = True
    beside: float | None = None
    part2: float | None = None
    failed: bool = False
    self_open: int | None = None
    unmonitored: str | None = None

    @property
    def open_vetoes(self) -> tuple[OpenVeto, ...]:
        return tuple(
            OpenVeto(self.name, line.indicator, line.name, line.state)
            for line in self.lines
            if line.undecided_veto
        )


@dataclass(frozen=True, slots=True)
class Result:
    """A unit in one medium: what grading starts from. `stands`: the subjects it stands by.

    `beside`, `failed`, `unverified` as of a subject, merged by the office's rule; `open_vetoes` of all
    subjects that count; `unmonitored`: the names of those that rest on persons alone.
    """

    unit: str
    name: str
    category: str
    medium: Medium
    score: float | None
    veto: bool
    unscored: str | None
    subjects: tuple[SubjectResult, ...]
    stands: tuple[str, ...] = ()
    ranked: bool = True
    provisional: bool = True
    beside: float | None = None
    failed: bool = False
    unverified: float = 0.0
    open_vetoes: tuple[OpenVeto, ...] = ()
    unmonitored: tuple[str, ...] = ()
