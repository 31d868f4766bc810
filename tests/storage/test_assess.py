"""Assessments on both databases: entries are append-only, and a final one takes no more."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Engine

from db import assess
from monitor.domain.assessment import (
    Assessment,
    AssessmentState,
    Entry,
    EntryKind,
    Figure,
    Line,
    Medium,
    Result,
    Sample,
    Stage,
    SubjectResult,
    Verdict,
)
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
)
RESULT = Result("jia", "甲局", "service", Medium.SITES, 97.5, False, None, (SUBJECT,))


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
    assert assess.finalize(engine, "y2026", [RESULT], by="办公室", at=NOW)
    assert not assess.finalize(engine, "y2026", [], by="别人", at=NOW)
    assert assess.results(engine, "y2026") == [RESULT]
    assert not assess.add_entries(engine, "y2026", [WORD])
    assert assess.entries(engine, "y2026") == []
    assert [one.state for one in assess.assessments(engine)] == [AssessmentState.FINAL]
