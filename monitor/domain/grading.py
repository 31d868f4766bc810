"""Grades (等次): who is 优秀, 良好, 合格, 不合格, and by which rules of the office.

No quota, cut-off, merge or tie rule of any city is known to us in writing; what the office has not
set is None, and where that is needed nothing is graded (待定).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from monitor.domain.assessment import OpenVeto
from monitor.domain.subject import Category

Points = float | Fraction


class Grade(StrEnum):
    """优秀, 良好, 合格, 不合格; the best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    PASS = "pass"
    FAIL = "fail"


class Kind(StrEnum):
    """What is graded of a unit: 政府网站（频道） or 政务新媒体."""

    SITES = "sites"
    MEDIA = "media"


class Rounding(StrEnum):
    """What becomes of a share of a class that is no whole number of units."""

    DOWN = "down"
    UP = "up"
    NEAREST = "nearest"


class TieRule(StrEnum):
    """Who is promoted when more have the same score than there are places left for 优秀.

    share: all of them, beyond the quota; by_name: in the order of their names; by_lower_unobserved:
    of whom less could not be verified; person: whom a person names. Without a rule: nobody.
    """

    SHARE = "share"
    BY_NAME = "by_name"
    BY_LOWER_UNOBSERVED = "by_lower_unobserved"
    PERSON = "person"


class VetoRule(StrEnum):
    """An upheld veto: 不合格 (国办秘函〔2019〕19号, 单项否决), or merely never 优秀."""

    FAILS = "fails"
    BLOCKS_EXCELLENT = "blocks_excellent"


class AccountMerge(StrEnum):
    """How several accounts of a unit become one result.

    min: the lowest; mean: the mean, an account with a veto at the score recorded for it;
    worst_fails: a veto of one is a veto of all, otherwise the mean.
    """

    MIN = "min"
    MEAN = "mean"
    WORST_FAILS = "worst_fails"


@dataclass(frozen=True, slots=True)
class Quota:
    """A number of units, or a share of a class (0 to 1)."""

    number: int | None = None
    share: Fraction | None = None

    def places(self, total: int, rounding: Rounding | None) -> int | None:
        """How many of a class; None where a share comes to no whole number and nothing is set."""
        if self.number is not None:
            return self.number
        exact = (self.share or Fraction()) * total
        if exact.denominator == 1:
            return int(exact)
        if rounding is None:
            return None
        if rounding is Rounding.NEAREST:
            return floor(exact + Fraction(1, 2))
        return floor(exact) if rounding is Rounding.DOWN else ceil(exact)


@dataclass(frozen=True, slots=True)
class ClassRules:
    """A class whose units are compared with each other (考评类别).

    `quota_excellent` counts all units of the class, also those 暂不评分: nobody who hides changes how
    many places there are. Minimum scores are inclusive: 60 reaches 60. `note` is printed behind the
    number of units.
    """

    id: str
    kind: Kind
    categories: tuple[Category, ...]
    name: str
    note: str | None = None
    quota_excellent: Quota | None = None
    rounding: Rounding | None = None
    min_excellent: Fraction | None = None
    min_good: Fraction | None = None
    min_pass: Fraction | None = None
    tie_rule: TieRule | None = None
    veto: VetoRule = VetoRule.FAILS

    def places(self, total: int) -> int | None:
        """How many of `total` units may be 优秀; None without a quota, or one that is 待定."""
        quota = self.quota_excellent
        return None if quota is None else quota.places(total, self.rounding)

    def missing(self, total: int) -> tuple[str, ...]:
        """The settings without which a class of so many units cannot be graded."""
        lacking = []
        if self.quota_excellent is None and self.min_excellent is None:
            lacking.append("quota_excellent")
        if self.quota_excellent is not None and self.places(total) is None:
            lacking.append("rounding")
        lacking += [name for name in ("min_good", "min_pass") if getattr(self, name) is None]
        return tuple(lacking)


@dataclass(frozen=True, slots=True)
class TieDecision:
    """A person's word on one tie. It holds for exactly these units, and lapses when others tie."""

    cls: str
    tied: frozenset[str]
    promoted: frozenset[str]


@dataclass(frozen=True, slots=True)
class GradeRules:
    """The office's classes, in the order of the notice, and its word on ties."""

    classes: tuple[ClassRules, ...] = ()
    account_merge: AccountMerge | None = None
    ties: tuple[TieDecision, ...] = ()

    def class_of(self, kind: Kind, category: Category) -> ClassRules | None:
        """The class of a unit; None when it is in none. The loader lets no unit be in two."""
        fits = (one for one in self.classes if one.kind is kind and category in one.categories)
        return next(fits, None)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a site or an account of a unit, or several as one, came to in one kind.

    `score` in points, exact or in hundredths as printed; None where there is none. `veto`: upheld by
    a person. `unscored`: why there is no score (insufficient: 监测不充分, or words of another).
    `unobserved`: the share that could not be verified, 0 to 1; None is unknown. `provisional`: the score
    is 试算, for want of a rule. `beside`: the score without the veto, where there is one; `part2`: what
    meets the gate of the rubric.
    """

    score: Points | None
    veto: bool = False
    unscored: str | None = None
    unobserved: Points | None = None
    provisional: bool = False
    beside: Points | None = None
    part2: Points | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit to be graded in a class; fields as in `Merged`.

    `failed`: part two is below the rubric's gate: 不合格 whatever the score. `open_vetoes`: rows that
    may yet be upheld against it. `unmonitored`: names of its sites that rest on persons alone.
    """

    id: str
    name: str
    cls: str
    score: Points | None
    veto: bool = False
    unscored: str | None = None
    unobserved: Points | None = None
    provisional: bool = False
    failed: bool = False
    open_vetoes: tuple[OpenVeto, ...] = ()
    unmonitored: tuple[str, ...] = ()


class Why(StrEnum):
    """What decided a grade."""

    SCORE = "score"
    QUOTA = "quota"
    TIE = "tie"
    VETO = "veto"
    GATE = "gate"
    VETO_OPEN = "veto_open"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate with its grade; `grade` is None where rules are missing, and where a veto that
    nobody has decided may change it (待定): then `otherwise` is what it has if that is not upheld.

    Such a unit keeps the place among the 优秀 that it would have: nobody is promoted into it before
    the veto is decided, so that deciding takes no grade back. `place` by score among those of the class
    with a score, no veto that fails, and part two at the gate: 1, 2, 2, 4.
    """

    candidate: Candidate
    grade: Grade | None
    place: int | None
    why: Why
    otherwise: Grade | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """More units with the same score than places, and nobody promoted for it. `ids` by name."""

    ids: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class ClassGrades:
    """A class, graded. `placed` in the order of the notice; `unscored`: left out, by name.

    `missing`: settings that are 待定 and without which nobody is graded. `tie`: waits for the office.
    """

    rules: ClassRules
    placed: tuple[Placed, ...]
    unscored: tuple[Candidate, ...] = ()
    missing: tuple[str, ...] = ()
    tie: Tie | None = None

    @property
    def total(self) -> int:
        """Everybody assessed, also those without a score."""
        return len(self.placed) + len(self.unscored)

    @property
    def provisional(self) -> bool:
        """Whether a score on which the order rests is 试算."""
        return any(one.candidate.provisional for one in self.placed)

    @property
    def held(self) -> tuple[Placed, ...]:
        """Whose grade waits for a veto to be decided, by score."""
        return tuple(one for one in self.placed if one.why is Why.VETO_OPEN)

    def of(self, grade: Grade) -> tuple[Candidate, ...]:
        """The units of a grade in the order of their scores."""
        return tuple(one.candidate for one in self.placed if one.grade is grade)


class Cause(StrEnum):
    """Why a unit's line in the lists changed: by itself, by the rules, by a person's word on a tie, or
    through others."""

    ENTERED = "entered"
    LEFT = "left"
    VETO = "veto"
    VETO_LIFTED = "veto_lifted"
    VETO_OPEN = "veto_open"
    VETO_SETTLED = "veto_settled"
    GATE = "gate"
    GATE_PASSED = "gate_passed"
    UNSCORED = "unscored"
    SCORED = "scored"
    RAISED = "raised"
    LOWERED = "lowered"
    UNOBSERVED = "unobserved"
    TIE = "tie"
    DECIDED = "decided"
    RULES = "rules"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Change:
    """A unit whose grade, or place among those of its grade, is another one than before.

    `before`, `after`: its grade; None when it has none (暂不评分, 待定, not in the class). `scores`
    before and after. `through`: names of those whose own change moved this unit.
    """

    cls: str
    id: str
    name: str
    before: Grade | None
    after: Grade | None
    causes: tuple[Cause, ...]
    scores: tuple[Points | None, Points | None] = (None, None)
    through: tuple[str, ...] = ()
