"""A veto that nobody decided, a gate that was not met: neither passes silently into the lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.grading import candidate, changes, grade
from monitor.domain.assessment import Medium, OpenVeto, Result
from monitor.domain.grading import (
    Candidate,
    Cause,
    ClassGrades,
    Grade,
    GradeRules,
    VetoRule,
    Why,
)
from monitor.report.notice import told, undecided, write_notes, write_notice_markdown
from tests.notice.test_grading import CLASSES, LAWS, RULES, graded, grades, one
from tests.notice.world import RULES as CITY
from tests.notice.world import lists, notice, unit

EXCELLENT, GOOD, PASS, FAIL = Grade
OPEN = (
    OpenVeto("甲县门户", "WV-5.1", "互动回应差", "open"),
    OpenVeto("甲县门户", "WV-3", "首页不更新", "not_observed"),
    OpenVeto("甲县门户", "WV-4.1", "栏目不更新", "pending"),
)


@pytest.mark.parametrize(
    ("score", "rule", "expected"),
    [
        (95.0, VetoRule.FAILS, None),
        (85.0, VetoRule.FAILS, None),
        (70.0, VetoRule.FAILS, None),
        (50.0, VetoRule.FAILS, FAIL),
        (95.0, VetoRule.BLOCKS_EXCELLENT, None),
        (75.0, VetoRule.BLOCKS_EXCELLENT, PASS),
    ],
)
def test_a_grade_that_a_veto_would_take_away_waits_for_it(
    score: float, rule: VetoRule, expected: Grade | None
) -> None:
    made = graded(one("a", score, open_vetoes=OPEN[:1]), veto=rule)
    (placed,) = made.placed
    assert placed.grade is expected
    assert bool(made.held) is (expected is None)
    (decided,) = graded(one("a", score), veto=rule).placed
    assert decided.grade is (placed.otherwise or placed.grade)


def test_its_place_is_kept_so_that_deciding_takes_no_grade_back() -> None:
    units = [one("a", 95.0, open_vetoes=OPEN), one("b", 90.0), one("c", 85.0)]
    assert grades(graded(*units)) == {"a": None, "b": EXCELLENT, "c": GOOD}
    dismissed = graded(replace(units[0], open_vetoes=()), *units[1:])
    assert grades(dismissed) == {"a": EXCELLENT, "b": EXCELLENT, "c": GOOD}
    upheld = graded(replace(units[0], open_vetoes=(), veto=True), *units[1:])
    assert grades(upheld) == {"a": FAIL, "b": EXCELLENT, "c": EXCELLENT}
    (change,) = changes((graded(*units),), (dismissed,))
    assert (change.id, change.before, change.after) == ("a", None, EXCELLENT)
    assert change.causes == (Cause.VETO_SETTLED,)
    assert told(change, RULES).endswith("由未评等次变为优秀（单项否决已有结论）")
    (back,) = changes((dismissed,), (graded(*units),))
    assert back.causes == (Cause.VETO_OPEN,)


@given(CLASSES, LAWS, st.integers(0, 7))
def test_a_veto_to_be_decided_lowers_nobody_else_and_raises_nobody(units, laws, who) -> None:  # type: ignore[no-untyped-def]
    who %= len(units)
    open_one = replace(units[who], open_vetoes=OPEN)
    before, after = (
        grades(graded(*units[:who], changed, *units[who + 1 :], **laws))
        for changed in (units[who], open_one)
    )
    mine = before.pop(open_one.id, None), after.pop(open_one.id, None)
    assert before == after
    assert mine[1] in (None, mine[0])


def test_a_gate_that_is_not_met_is_a_fail_also_without_a_score() -> None:
    units = [one("a", 95.0, failed=True), one("b", 90.0), one("c", None, failed=True)]
    made = graded(*units)
    assert grades(made) == {"b": EXCELLENT, "a": FAIL, "c": FAIL}
    assert [placed.place for placed in made.placed] == [1, None, None]
    assert [placed.why for placed in made.placed] == [Why.SCORE, Why.GATE, Why.GATE]
    (passed,) = changes((made,), (graded(replace(units[0], failed=False), *units[1:]),))
    assert (passed.id, passed.causes) == ("a", (Cause.GATE_PASSED,))


def result(**changes_: object) -> Result:
    made = Result("a", "甲县", "county", Medium.SITES, None, True, None, (), beside=95.0)
    return replace(made, **changes_)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "made", "score"),
    [
        (VetoRule.BLOCKS_EXCELLENT, result(), 95.0),
        (VetoRule.BLOCKS_EXCELLENT, result(score=59.0), 59.0),
        (VetoRule.BLOCKS_EXCELLENT, result(beside=None, unscored="gate"), None),
        (VetoRule.FAILS, result(), None),
        (VetoRule.FAILS, result(veto=False, score=90.0, beside=None), 90.0),
    ],
)
def test_a_veto_that_merely_bars_from_the_best_leaves_the_score(
    rule: VetoRule, made: Result, score: float | None
) -> None:
    found = candidate(GradeRules((replace(RULES, veto=rule),)), made)
    assert found is not None and found.score == score
    (cls,) = grade([found], GradeRules((replace(RULES, veto=rule),)))
    if rule is VetoRule.BLOCKS_EXCELLENT and score == 95.0:
        assert [(placed.grade, placed.why) for placed in cls.placed] == [(GOOD, Why.VETO)]
    if score is None and rule is VetoRule.BLOCKS_EXCELLENT:
        assert cls.unscored[0].unscored == "gate"


UNITS = (
    replace(unit("甲县", 95.0), open_vetoes=OPEN),
    unit("乙县", 88.25),
    replace(unit("丙县", 50.0), open_vetoes=OPEN[:1]),
    replace(unit("丁县", None), unmonitored=("丁县门户",)),
)


def county(units: Iterable[Candidate]) -> tuple[ClassGrades, ...]:
    return grade(units, CITY)


def test_the_notice_lists_who_waits_apart_and_the_notes_say_for_what(tmp_path: Path) -> None:
    made = notice(tmp_path, grades=county(UNITS))
    text = write_notice_markdown(tmp_path / "n.md", made).read_text(encoding="utf-8")
    assert "等次待定：甲县；" in text and "等次待定1个" in text
    assert "WV-5.1" not in text, "what is not decided accuses nobody in public"
    assert not any("甲县" in names for cls in lists(text) for names in cls.values())
    said = [line for line in undecided(made) if "否决" in line]
    assert said == [
        "政府网站·各县（市、区）政府：甲县等次待定，保留其名次，有单项否决尚未认定（甲县门户："
        "待评定：WV-5.1 互动回应差；未能核验：WV-3 首页不更新；待认定：WV-4.1 栏目不更新）。"
    ], "who fails in any case waits for nothing"
    assert any("丁县（丁县门户）未经监测核验" in line for line in undecided(made))
    notes = write_notes(tmp_path / "n2.md", made).read_text(encoding="utf-8")
    assert "| 甲县 | 95.00 | 待定 | 单项否决尚未认定，不成立则为优秀 |" in notes


def test_without_anything_open_the_lists_are_what_they_were(tmp_path: Path) -> None:
    plain = [replace(one, open_vetoes=(), unmonitored=()) for one in UNITS]
    made = notice(tmp_path, grades=county(plain))
    text = write_notice_markdown(tmp_path / "n.md", made).read_text(encoding="utf-8")
    assert "待定" not in text
