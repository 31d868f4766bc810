"""A notice made by hand, and how the lists of a notice are read back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from monitor.assess.grading import grade
from monitor.config.notice_template import load_template
from monitor.domain.grading import Candidate, ClassRules, GradeRules, Kind, Quota
from monitor.domain.notice import Figure, NoticeRules
from monitor.domain.subject import Category
from monitor.report.notice import Notice

MOMENT = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)
RULES = GradeRules(
    (
        ClassRules(
            "sites-county",
            Kind.SITES,
            (Category.COUNTY,),
            "各县（市、区）政府",
            quota_excellent=Quota(number=1),
            min_good=Fraction(80),
            min_pass=Fraction(60),
        ),
        ClassRules(
            "sites-unit",
            Kind.SITES,
            (Category.SERVICE, Category.INTERNAL),
            "市有关单位",
            note="除己局是独立网站外，其余均是频道",
            quota_excellent=Quota(number=0),
            min_good=Fraction(80),
            min_pass=Fraction(60),
        ),
        ClassRules("media", Kind.MEDIA, tuple(Category), "政务新媒体"),
    )
)


def unit(
    name: str, score: float | None, cls: str = "sites-county", veto: bool = False
) -> Candidate:
    return Candidate(name, name, cls, score, veto, None if score is not None else "insufficient")


UNITS = (
    unit("甲县", 91.5),
    unit("乙县", 88.25),
    unit("丙县", 95.0, veto=True),
    unit("丁县", None),
    unit("戊局", 71.0, "sites-unit"),
    unit("己局", 83.0, "sites-unit"),
    unit("甲县", 90.0, "media"),
)
FIGURES = (
    Figure("sites_checked", "6", "查了哪些网站。", ("jia-site", "yi-site")),
    Figure("problems", "12", "纳入的问题。", ("d1", "d2")),
    Figure("problem_kinds", "栏目不更新8项、链接不可用4项", "按类。"),
)
SETTLED = NoticeRules(
    number="某府办函〔2026〕1号",
    addressees="各县（市、区）人民政府（管委会），市府直属和驻市各单位",
    basis="某市2025年度政府网站与政务新媒体考评方案",
    publicity="主动公开",
    copies="市委各单位、市人大办、市政协办、市纪委办，某某军分区，市法院，市检察院。",
)


def notice(home: Path, units: Iterable[Candidate] = UNITS, **changes: object) -> Notice:
    """A notice by the template of a home, everything set."""
    given: dict[str, object] = {
        "template": load_template(home),
        "rules": SETTLED,
        "year": 2025,
        "moment": MOMENT,
        "grades": grade(units, RULES),
        "figures": FIGURES,
        "office": "某市人民政府办公室",
        "stages": ("日常监测", "自查自评", "初步评估", "结果复核"),
        "day": date(2026, 4, 1),
        **changes,
    }
    return Notice(**given)  # type: ignore[arg-type]


_LINE = re.compile(r"(优秀|良好|合格|不合格)：(.+?)[；。]")

Lists = list[dict[str, list[str]]]


def lists(text: str) -> Lists:
    """The lists of a notice, class by class: grade to names in order. Every class begins with 优秀."""
    found: Lists = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue
        if match[1] == "优秀":
            found.append({})
        found[-1][match[1]] = [] if match[2] == "无" else match[2].split("、")
    return found
