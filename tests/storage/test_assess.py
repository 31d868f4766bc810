"""Assessments on both databases: entries are append-only, and a final one takes no more."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from checks.base import all_checks
from db import assess, assess_final
from monitor.config.rubric import load_rubric
from monitor.domain.assessment import (
    Assessment,
    AssessmentState,
    Entry,
    EntryKind,
    Figure,
    Line,
    Medium,
    OpenVeto,
    Result,
    Sample,
    Stage,
    SubjectResult,
    Verdict,
)
from monitor.domain.grading import (
    AccountMerge,
    ClassRules,
    GradeRules,
    Kind,
    Quota,
    TieDecision,
    TieRule,
)
from monitor.domain.office import (
    Aggregation,
    AssessmentRules,
    SeveralSites,
    StageMode,
    StageRule,
)
from monitor.domain.subject import Category, Registry, Site, Unit
from monitor.domain.terms import KeptTerms, Terms
from tests.storage.world import NOW, after

MADE = Assessment("y2026", "2026年度考评", 2026, "national-2019")
WORD = Entry(
    assessment="y2026",
    kind=EntryKind.REVIEW,
    stage=Stage.REVIEW,
    unit="jia",
    subject="jia-site",
    indicator="WD-2.2",
    by="李四",
    at=NOW,
    points=2.5,
    veto=False,
    reason="查看属实",
    proof="截图3",
    verdict=Verdict.CHANGE,
    on="0123456789ab",
    basis="ba9876543210",
    lines=("一", "二"),
)
LINE = Line("jia", "jia-site", "WD-2.2", "在线申请", "deduction", "条款", 5, 2.5, "judged")
SUBJECT = SubjectResult(
    "jia",
    "jia-site",
    "甲局网站",
    Medium.SITES,
    (LINE,),
    {"daily": None, "review": 97.5},
    97.5,
    steps=(Figure("deducted", 2.5, "WD-2.2"),),
    beside=97.5,
    part2=97.5,
    self_open=3,
    unmonitored="little",
)
SITE = Site("jia-site", "jia", "甲局网站", "http://127.0.0.1/", ("http://127.0.0.1/",))
REGISTRY = Registry((Unit("jia", "甲局", Category.SERVICE, sites=(SITE,)),))
KEPT = KeptTerms(
    Terms(
        ledger=REGISTRY,
        rubric=load_rubric("guangdong-city", frozenset(all_checks())),
        rules=AssessmentRules(
            {Stage.DAILY: StageRule(StageMode.SCORE, 20.0), Stage.SELF: StageRule(StageMode.CHECK)},
            Aggregation.MEAN,
        ),
        several_sites=SeveralSites.FIRST,
        grading=GradeRules(
            (
                ClassRules(
                    "c",
                    Kind.SITES,
                    (Category.COUNTY,),
                    "各县",
                    quota_excellent=Quota(share=Fraction(1, 3)),
                    min_good=Fraction("79.99"),
                    tie_rule=TieRule.PERSON,
                ),
            ),
            AccountMerge.MEAN,
            (TieDecision("c", frozenset({"a", "b"}), frozenset({"a"})),),
        ),
    ),
    {"0123": "某栏目已21天未更新"},
)
RESULT = Result(
    "jia",
    "甲局",
    "service",
    Medium.SITES,
    97.5,
    False,
    None,
    (SUBJECT,),
    failed=True,
    unverified=1.25,
    open_vetoes=(OpenVeto("甲局网站", "WV-1", "站点无法访问", "open"),),
    unmonitored=("甲局网站",),
)


def test_an_id_is_taken_once(engine: Engine) -> None:
    assert assess.add_assessment(engine, MADE, NOW)
    assert not assess.add_assessment(engine, replace(MADE, name="另一个"), NOW)
    assert assess.assessments(engine) == [MADE]


def test_entries_come_back_whole_and_once(engine: Engine) -> None:
    assess.add_assessment(engine, MADE, NOW)
    later = replace(WORD, at=after(5), points=None, veto=None, verdict=None, on=None, lines=())
    for _ in range(2):
        assert assess.add_entries(engine, "y2026", [later, WORD])
    assert assess.entries(engine, "y2026") == [WORD, later]
    assert assess.entries(engine, "y2026", after(1)) == [WORD]
    assert assess.entries(engine, "another") == []


def test_the_first_draw_stays(engine: Engine) -> None:
    assess.add_assessment(engine, MADE, NOW)
    drawn = Sample("y2026", "jia-site", "WD-2.4", "seed", 9, ("a", "b"))
    assess.keep_samples(engine, [drawn])
    assess.keep_samples(engine, [replace(drawn, seed="other", drawn=("c",))])
    assert assess.samples(engine, "y2026") == [drawn]


def test_a_final_one_is_kept_and_takes_no_more(engine: Engine) -> None:
    assess.add_assessment(engine, MADE, NOW)
    mark = assess_final.mark(engine, "y2026")
    made = assess_final.finalize(engine, "y2026", [RESULT], KEPT, mark, by="办公室", at=NOW)
    assert made is assess_final.Outcome.MADE
    again = assess_final.finalize(engine, "y2026", [], KEPT, mark, by="别人", at=NOW)
    assert again is assess_final.Outcome.WAS_FINAL
    assert assess_final.results(engine, "y2026") == [RESULT]
    assert assess_final.kept(engine, "y2026") == KEPT
    assert assess_final.final_at(engine, "y2026") == NOW
    assert not assess.add_entries(engine, "y2026", [WORD])
    assert assess.entries(engine, "y2026") == []
    assert [one.state for one in assess.assessments(engine)] == [AssessmentState.FINAL]


def test_what_came_in_since_the_results_were_reckoned_is_not_lost(engine: Engine) -> None:
    assess.add_assessment(engine, MADE, NOW)
    mark = assess_final.mark(engine, "y2026")
    assess.add_entries(engine, "y2026", [WORD])
    made = assess_final.finalize(engine, "y2026", [RESULT], KEPT, mark, by="办公室", at=NOW)
    assert made is assess_final.Outcome.MOVED
    assert [one.state for one in assess.assessments(engine)] == [AssessmentState.DRAFT]
    assert assess_final.results(engine, "y2026") == []
    with pytest.raises(LookupError):
        assess_final.kept(engine, "y2026")
