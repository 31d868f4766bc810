"""`office.yaml` in MONITOR_HOME: what the office has decided for itself."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

from monitor.config.errors import ConfigError
from monitor.config.fields import Fields, Scalar, as_scalar
from monitor.config.grading import GRADING, NOTICE, grade_rules, notice_rules
from monitor.config.yaml_file import read_yaml
from monitor.domain.assessment import Stage
from monitor.domain.office import (
    SENSITIVE,
    Aggregation,
    AssessmentRules,
    ClosingRule,
    EarlyRules,
    InspectionRules,
    ListRules,
    MediaRules,
    Office,
    PlatformRules,
    RectificationRules,
    Retention,
    SeveralSites,
    StageMode,
    StageRule,
)

DEFAULT = Path(__file__).with_name("office.yaml")
_GROUPS = {
    "lists": ("number", "points", "deadline_days", "deadline_working_days"),
    "inspections": ("aggregation", "several_sites", "repeat_after"),
    "platform": ("share", "least"),
    "early": ("short_days", "long_days", "home_days", "access_share", "near_veto"),
    "assessment": ("stages", "year_aggregation"),
    "media": ("every_days", "spot_share"),
    "rectification": ("closing", "remind_days"),
    "retention": ("bodies", "sensitive"),
    "grading": GRADING,
    "notice": NOTICE,
}


def load_office(home: Path) -> Office:
    """The office's own file in its home, else the defaults.

    Raises ConfigError with the line of what does not fit.
    """
    own = home / "office.yaml"
    root = read_yaml(own if own.exists() else DEFAULT)
    root.only("name", "contact", "sensitive", *_GROUPS)
    return Office(
        name=root.maybe("name", Scalar.line),
        contact=root.maybe("contact", Scalar.line),
        lists=_lists(_group(root, "lists")),
        inspections=_inspections(_group(root, "inspections")),
        platform=_platform(_group(root, "platform")),
        early=_early(_group(root, "early")),
        assessment=_assessment(_group(root, "assessment")),
        retention=_retention(_group(root, "retention")),
        media=_media(_group(root, "media")),
        rectification=_rectification(_group(root, "rectification")),
        sensitive=_sensitive(root),
        grading=grade_rules(_group(root, "grading")),
        notice=notice_rules(_group(root, "notice")),
    )


def _sensitive(root: Fields) -> frozenset[str]:
    """An empty list is a decision, no list is none."""
    if "sensitive" not in root.values:
        return SENSITIVE
    return frozenset(root.list_of("sensitive", Scalar.id))


def _group(root: Fields, name: str) -> Fields:
    return (root.fields(name) or Fields(name, {}, root.place)).only(*_GROUPS[name])


def _lists(fields: Fields) -> ListRules:
    working = fields.scalar("deadline_working_days")
    if working is not None and fields.scalar("deadline_days") is not None:
        raise working.wrong("one_deadline")
    return ListRules(
        number=fields.maybe("number", _number) or ListRules().number,
        points=fields.maybe("points", Scalar.flag) is True,
        deadline_days=fields.maybe("deadline_days", Scalar.length),
        deadline_working_days=fields.maybe("deadline_working_days", Scalar.length),
    )


def _media(fields: Fields) -> MediaRules:
    default = MediaRules()
    return MediaRules(
        every_days=fields.maybe("every_days", lambda value: value.whole(1, 14))
        or default.every_days,
        spot_share=fields.maybe("spot_share", _share) or default.spot_share,
    )


def _rectification(fields: Fields) -> RectificationRules:
    default = RectificationRules()
    return RectificationRules(
        closing=fields.maybe("closing", lambda value: value.choice(ClosingRule)) or default.closing,
        remind_days=fields.maybe("remind_days", lambda value: value.whole(1, 365))
        or default.remind_days,
    )


def _number(value: Scalar) -> str:
    """A pattern that tells the lists of a year apart."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(value.line()) if name is not None}
    except ValueError as error:
        raise value.wrong("not_a_list_number") from error
    if names != {"year", "n"}:
        raise value.wrong("not_a_list_number")
    return value.line()


def _inspections(fields: Fields) -> InspectionRules:
    default = InspectionRules()
    return InspectionRules(
        aggregation=fields.maybe("aggregation", lambda value: value.choice(Aggregation)),
        several_sites=fields.maybe("several_sites", lambda value: value.choice(SeveralSites)),
        repeat_after=fields.maybe("repeat_after", lambda value: value.whole(2, 99))
        or default.repeat_after,
    )


def _platform(fields: Fields) -> PlatformRules:
    default = PlatformRules()
    return PlatformRules(
        share=fields.maybe("share", _share) or default.share,
        least=fields.maybe("least", lambda value: value.whole(2, 9_999)) or default.least,
    )


def _early(fields: Fields) -> EarlyRules:
    default = EarlyRules()
    return EarlyRules(
        short_days=fields.maybe("short_days", Scalar.length) or default.short_days,
        long_days=fields.maybe("long_days", Scalar.length) or default.long_days,
        home_days=fields.maybe("home_days", Scalar.length) or default.home_days,
        access_share=fields.maybe("access_share", _share) or default.access_share,
        near_veto=_near_veto(fields) or default.near_veto,
    )


def _near_veto(fields: Fields) -> tuple[tuple[int, int], ...]:
    """Pairs of a veto's number of defects and the lower number at which to warn."""
    pairs = []
    for name, tree in fields.pairs("near_veto"):
        threshold = Scalar("near_veto", name, tree.place).whole(2, 9_999)
        pairs.append((threshold, as_scalar(tree).whole(1, threshold)))
    return tuple(pairs)


def _assessment(fields: Fields) -> AssessmentRules:
    stages = fields.fields("stages") or Fields("stages", {}, fields.place)
    stages.only(*Stage)
    rules = {stage: _stage(stages, stage) for stage in Stage}
    return AssessmentRules(
        stages={stage: rule for stage, rule in rules.items() if rule != StageRule()},
        year_aggregation=fields.maybe("year_aggregation", lambda value: value.choice(Aggregation)),
    )


def _stage(stages: Fields, stage: Stage) -> StageRule:
    found = (stages.fields(stage) or Fields(stage, {}, stages.place)).only("mode", "weight")
    modes = [one for one in StageMode if one is not StageMode.REVIEW or stage is Stage.REVIEW]
    mode = found.maybe("mode", lambda value: StageMode(value.one_of(modes)))
    weight = found.scalar("weight")
    if weight is not None and mode is not StageMode.SCORE:
        raise weight.wrong("weight_of_score")
    return StageRule(mode, None if weight is None else _weight(weight))


def _weight(value: Scalar) -> float:
    try:
        weight = value.number(0, 100)
    except ConfigError:
        weight = 0.0
    if not weight:
        raise value.wrong("not_a_weight")
    return weight


def _retention(fields: Fields) -> Retention:
    return Retention(
        bodies=fields.maybe("bodies", Scalar.length),
        sensitive=fields.maybe("sensitive", Scalar.length),
    )


def _share(value: Scalar) -> float:
    """A share above nought, at most one."""
    share = value.number(0, 1)
    if not share:
        raise value.wrong("not_a_share")
    return share
