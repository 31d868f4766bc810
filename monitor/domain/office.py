"""What an office has decided for itself. What it has not decided is None and shown as 待定 or 试算."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from monitor.domain.assessment import Stage
from monitor.domain.grading import GradeRules
from monitor.domain.notice import NoticeRules
from monitor.domain.workdays import WorkCalendar


class Aggregation(StrEnum):
    """How the nights of an inspection become one result; a fault of many nights costs once in each.

    point: what stands at the inspection's moment (监测时间点); union: whatever was confirmed between
    its first and last day; mean: the mean of its daily snapshots.
    """

    POINT = "point"
    UNION = "union"
    MEAN = "mean"


class SeveralSites(StrEnum):
    """How a unit with several sites stands: with its lowest, the mean, or its main site alone."""

    LOWEST = "lowest"
    MEAN = "mean"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class ListRules:
    """`number`: how a sent list is numbered, from {year} and {n}. `points`: whether units see them.
    `deadline_days` or `deadline_working_days`: how long a unit has; with neither there is no deadline."""

    number: str = "〔{year}〕{n}号"
    points: bool = False
    deadline_days: int | None = None
    deadline_working_days: int | None = None

    @property
    def has_deadline(self) -> bool:
        return self.deadline_days is not None or self.deadline_working_days is not None

    def deadline(self, sent: date, calendar: WorkCalendar) -> date | None:
        """The last day for what was sent on a day. None without a deadline, and where it is counted
        in working days of a year whose notice is not known (未能核验)."""
        if self.deadline_days is not None:
            return sent + timedelta(days=self.deadline_days)
        if self.deadline_working_days is not None:
            return calendar.add_working_days(sent, self.deadline_working_days)
        return None


@dataclass(frozen=True, slots=True)
class InspectionRules:
    """`repeat_after`: in how many inspections in a row a fault stands before it is 屡查屡犯."""

    aggregation: Aggregation | None = None
    several_sites: SeveralSites | None = None
    repeat_after: int = 3


@dataclass(frozen=True, slots=True)
class PlatformRules:
    """When sites of one platform fail together it is one case: at least `share` of those looked at,
    and no fewer than `least` sites."""

    share: float = 0.5
    least: int = 3


@dataclass(frozen=True, slots=True)
class EarlyRules:
    """When to warn. Days before a short (up to 60 days) or long window lapses; days without news on a
    home page; the share of failed visits; `near_veto`: for a veto of so many defects, from how many."""

    short_days: int = 7
    long_days: int = 30
    home_days: int = 10
    access_share: float = 0.03
    near_veto: tuple[tuple[int, int], ...] = ((5, 3), (10, 8))

    def level(self, threshold: int) -> int | None:
        """From how many defects on a veto of `threshold` is near; None where none was set."""
        return dict(self.near_veto).get(threshold)


class StageMode(StrEnum):
    """What a stage is for. score: its score counts with its weight. deduct: the points of its charged
    rows are taken off the total, each row once. check: compared only, counts for nothing. review: its
    decisions change what stands."""

    SCORE = "score"
    DEDUCT = "deduct"
    CHECK = "check"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class StageRule:
    """`weight`: any positive number; those of all scoring stages together are the whole."""

    mode: StageMode | None = None
    weight: float | None = None

    @property
    def decided(self) -> bool:
        return self.mode is not None and (self.mode is not StageMode.SCORE or bool(self.weight))


@dataclass(frozen=True, slots=True)
class AssessmentRules:
    """The year's assessment. `year_aggregation`: how the nights of the year become 日常监测.

    Until every stage has its mode, and every scoring one its weight, the total is that of the
    preliminary evaluation as reviewed, and is shown as 试算.
    """

    stages: Mapping[Stage, StageRule] = field(default_factory=dict)
    year_aggregation: Aggregation | None = None

    def stage(self, stage: Stage) -> StageRule:
        return self.stages.get(stage, StageRule())

    @property
    def reviewed(self) -> bool:
        """Whether the office has set that reviews change the preliminary evaluation."""
        return self.stage(Stage.REVIEW).mode is StageMode.REVIEW

    @property
    def reviews_count(self) -> bool:
        """Whether reviews stand on the rows of other stages: unless the office has set it otherwise."""
        return self.stage(Stage.REVIEW).mode in (None, StageMode.REVIEW)

    @property
    def reviews_stand(self) -> bool:
        """Whether reviews have a part in how a subject stands: unless they are compared only, points,
        vetoes and the gate alike."""
        return self.stage(Stage.REVIEW).mode is not StageMode.CHECK

    @property
    def decided(self) -> bool:
        rules = [self.stage(stage) for stage in Stage]
        scoring = any(rule.mode is StageMode.SCORE for rule in rules)
        return scoring and all(rule.decided for rule in rules)


@dataclass(frozen=True, slots=True)
class Retention:
    """Natural days; None keeps for ever. `bodies`: stored pages that no open defect needs;
    `sensitive`: what was stored of sensitive defects after they ended."""

    bodies: int | None = None
    sensitive: int | None = None


SENSITIVE = frozenset({"wording-severe", "personal-data-exposed"})
"""What is sensitive unless the office says otherwise."""


@dataclass(frozen=True, slots=True)
class MediaRules:
    """`every_days`: how many days a reading of an account's list will do before it is looked at again;
    `spot_share`: the share of accounts drawn for a person's look (人工抽查)."""

    every_days: int = 3
    spot_share: float = 0.1


class ClosingRule(StrEnum):
    """Who closes a defect that a look saw repaired after it was sent: the machine, or a person to whom it
    is proposed."""

    AUTOMATIC = "automatic"
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class RectificationRules:
    """`remind_days`: how many days before a deadline a unit is to be reminded."""

    closing: ClosingRule = ClosingRule.AUTOMATIC
    remind_days: int = 3


@dataclass(frozen=True, slots=True)
class Office:
    """`name` and `contact` head and close documents. `sensitive`: checks whose defects go out with
    unit and number only (另行通知)."""

    name: str | None = None
    contact: str | None = None
    lists: ListRules = ListRules()
    inspections: InspectionRules = InspectionRules()
    platform: PlatformRules = PlatformRules()
    early: EarlyRules = EarlyRules()
    assessment: AssessmentRules = AssessmentRules()
    retention: Retention = Retention()
    media: MediaRules = MediaRules()
    rectification: RectificationRules = RectificationRules()
    sensitive: frozenset[str] = SENSITIVE
    grading: GradeRules = field(default_factory=GradeRules)
    notice: NoticeRules = field(default_factory=NoticeRules)
