"""Stages: what each counts, that no row costs twice, and that shown points add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.app.assess_loading import load_words
from monitor.app.assess_notice import grades
from monitor.app.assess_results import results
from monitor.app.assess_results import sheet as result_sheet
from monitor.app.assess_review import review
from monitor.app.assess_year import year_of
from monitor.app.assessing import find
from monitor.app.house import House
from monitor.assess.stages import StageScore, subject_result, unit_result, weighted
from monitor.assess.total import Applying, of_site, total
from monitor.assess.year import lines_of
from monitor.domain.assessment import (
    Entry,
    EntryKind,
    Medium,
    Stage,
    SubjectResult,
)
from monitor.domain.grading import AccountMerge, Grade, Placed, Why
from monitor.domain.office import AssessmentRules, StageMode, StageRule
from monitor.domain.rubric import NoServices, RowScore, Rubric, Score
from monitor.domain.subject import Category, Unit
from monitor.report.result import result_lines
from tests.assess_year.test_results import SEEN, first, judged
from tests.assess_year.test_review import later
from tests.assess_year.world import DECISION, ID, clean, fill_in, opened, sheet
from tests.office.world import column, night
from tests.score.world import CITY, NATIONAL, SITE, Seen, fault, fine, scored, sites
from tests.score.world import UNIT as COUNTY

TAKEN_OFF = """
assessment:
  stages:
    daily: {mode: deduct}
    self: {mode: check}
    preliminary: {mode: score, weight: 100}
    review: {mode: review}
  year_aggregation: point
"""
MODES = """
assessment:
  stages: {{daily: {{{}}}, self: {{{}}}, preliminary: {{{}}}, review: {{mode: review}}}}
  year_aggregation: point
"""
"""What daily monitoring, the units' own assessment and the preliminary evaluation are for."""
GRADES = """
grading:
  classes:
    - {id: service, kind: sites, categories: [service], name: 市有关单位,
       quota_excellent: 1, min_good: 80, min_pass: 60VETO}
"""
LOW = {"WD_2_2": 5, "WD_2_4": 8, "WD_3_1": 7, "WD_3_4": 7, "WD_3_3": 6, "WD_4_5": 4, "WD_4_1": 3}
"""Forty points."""
CHANGE = {"decision": "change", "points": 0.0, "veto": None, "reason": "申诉属实", "by": "赵六"}
TENANT = Unit("yi", "乙局", Category.SERVICE)
INTERNAL = Unit("jia", "甲局", Category.INTERNAL, sites=(SITE,))


def stage(score: float, **lost: float) -> StageScore:
    rows = {key.replace("_", "-", 1).replace("_", "."): value for key, value in lost.items()}
    return StageScore(score, score, rows, rows)


def rules(**modes: StageRule) -> AssessmentRules:
    return AssessmentRules({Stage(name): rule for name, rule in modes.items()})


def final(rubric: Rubric, about: Applying, daily: StageScore, **scoring: StageScore) -> float:
    share = StageRule(StageMode.SCORE, 50)
    made, _ = weighted(
        rubric,
        about,
        rules(daily=StageRule(StageMode.DEDUCT), **dict.fromkeys(scoring, share)),
        {Stage.DAILY: daily, **{Stage(name): one for name, one in scoring.items()}},
    )
    assert made is not None
    return made


PORTAL = of_site(NATIONAL, SITE, TENANT, platform=True)


@pytest.mark.parametrize(
    ("taken", "lost", "expected"),
    [
        ({"WD_1_4": 5}, {}, 95),
        ({"WD_1_4": 5}, {"WD_1_4": 5}, 95),
        ({"WD_1_4": 5}, {"WD_1_4": 2}, 95),
        ({"WD_1_4": 2}, {"WD_1_4": 5}, 95),
        ({"WD_2_4": 4}, {"WD_2_4": 3}, 96),
        ({"WD_1_4": 5, "WD_4_3": 1}, {"WD_1_4": 5, "WD_2_2": 5}, 89),
        ({"WD_4_3": 7}, {}, 99),
        ({}, {"WD_1_4": 5}, 95),
    ],
)
def test_a_row_charged_in_both_stages_costs_the_larger_once(
    taken: Mapping[str, float], lost: Mapping[str, float], expected: float
) -> None:
    score = 100 - sum(lost.values())
    assert final(NATIONAL, PORTAL, stage(0, **taken), preliminary=stage(score, **lost)) == expected


def test_of_several_scoring_stages_each_is_charged_for_its_share() -> None:
    both = {"preliminary": stage(95, WD_1_4=5), "self": stage(100)}
    assert final(NATIONAL, PORTAL, stage(0, WD_1_4=5), **both) == 95


def test_what_is_taken_off_is_scaled_as_the_rubric_scales() -> None:
    scale = of_site(NATIONAL, SITE, INTERNAL, platform=True)
    found = final(NATIONAL, scale, stage(0, WD_1_4=3), preliminary=stage(100))
    assert found == 96, "3 * 4/3"
    spread = replace(NATIONAL, no_services=NoServices.SPREAD)
    found = final(spread, scale, stage(0, WD_1_4=5), preliminary=stage(100))
    assert found == pytest.approx(100 - 5 - 25 / 23, abs=0.006)


def test_what_daily_monitoring_could_not_see_is_not_taken_off() -> None:
    nothing = StageScore(None, None, {}, {})
    assert final(NATIONAL, PORTAL, nothing, preliminary=stage(90)) == 90
    share = rules(daily=StageRule(StageMode.SCORE, 20), preliminary=StageRule(StageMode.SCORE, 80))
    seen = {Stage.DAILY: nothing, Stage.PRELIMINARY: stage(90)}
    assert weighted(NATIONAL, PORTAL, share, seen)[0] is None


def test_daily_monitoring_taken_off_charges_no_fault_again(tmp_path: Path) -> None:
    house = judged(tmp_path, TAKEN_OFF, column("要闻"), WD_2_2=5)
    found = first(house)
    assert (found.stages["review"], found.score) == (90, 90)
    hidden = opened(tmp_path / "b", TAKEN_OFF)
    night(hidden, "2026-12-01T01:00", [*SEEN[:2], *(one.unseen() for one in SEEN[2:])])
    load_words(hidden, ID, [clean(sheet(hidden, tmp_path / "b.xlsx"))])
    found = first(hidden)
    assert found.score == found.stages["review"] is not None


def test_what_daily_monitoring_charged_itself_is_not_taken_off_it_again(tmp_path: Path) -> None:
    alone = MODES.format("mode: score, weight: 100", "mode: check", "mode: deduct")
    house = judged(tmp_path / "a", alone, column("要闻"), WD_2_2=5, WD_3_4=4)
    assert charged_rows(house) == {"WD-1.4": 5, "WD-2.2": 5, "WD-3.4": 4}
    assert first(house).score == round(daily(house) - 9, 2), "WD-1.4 it has charged itself"


def test_a_units_own_sheet_takes_off_only_what_the_scoring_stages_left(tmp_path: Path) -> None:
    shares = MODES.format("mode: score, weight: 20", "mode: deduct", "mode: score, weight: 80")
    house = judged(tmp_path, shares, column("要闻"), WD_2_2=5)
    own = clean(sheet(house, tmp_path / "s.xlsx", stage="self"), "甲局", WD_2_2=2, WD_2_4=3, WB_5=3)
    load_words(house, ID, [own], stage="self")
    mean = 0.2 * daily(house) + 0.8 * 90
    off = 0.2 * (2 + 3) + 0.8 * 3
    assert first(house).score == round(mean - off, 2)
    steps = first(house).steps
    assert [(one.row, one.points) for one in steps if one.step == "deduct_self"] == [
        ("WD-2.2", 0.4),
        ("WD-2.4", 3),
    ], "rows that cost nothing more are not named, nor what is claimed as bonus"
    assert next(one.points for one in steps if one.step == "taken_off") == 3.4


def test_what_daily_monitoring_lost_as_not_seen_is_not_taken_off_it_again(tmp_path: Path) -> None:
    alone = MODES.format("mode: score, weight: 100", "mode: deduct", "mode: check")
    house = opened(tmp_path / "home", alone)
    night(house, "2026-12-01T01:00", [*SEEN[:3], SEEN[3].unseen()])
    own = clean(sheet(house, tmp_path / "s.xlsx", stage="self"), "甲局", WD_1_6=3, WD_2_2=2)
    load_words(house, ID, [own], stage="self")
    line = next(one for one in first(house).lines if one.indicator == "WD-1.6")
    assert line.state == "not_observed"
    words = clean(sheet(house, tmp_path / "a.xlsx"))
    load_words(house, ID, [fill_in(words, {"jia-site/WD-1.6": (None,) * 5})])
    assert first(house).score == round(daily(house) - 2, 2)


def settle(house: House, text: str) -> House:
    """The same office with other rules."""
    (house.home / "office.yaml").write_text(text, encoding="utf-8")
    return replace(house)


COMPARED = TAKEN_OFF.replace("review: {mode: review}", "review: {mode: check}")


def explained(house: House) -> list[str]:
    lines = result_lines(result_sheet(house, ID), explain=True)
    return [line.strip() for line in lines]


def test_a_review_that_is_only_compared_changes_nothing_that_counts(tmp_path: Path) -> None:
    house = judged(tmp_path, COMPARED, column("要闻"), WD_2_2=5)
    before = first(house)
    later(house)
    review(house, ID, "jia-site/WD-1.4", **CHANGE)
    found = first(house)
    assert (found.stages["preliminary"], found.stages["review"]) == (90, 95)
    assert (found.score, found.part2, found.steps) == (90, 90, before.steps)
    assert (found.veto, found.failed, charged_rows(house)) == (
        False,
        False,
        {"WD-1.4": 5, "WD-2.2": 5},
    )
    assert "初步评估得分：90" in explained(house)
    house = settle(house, TAKEN_OFF)
    found = first(house)
    assert (found.score, found.part2, charged_rows(house)) == (95, 95, {"WD-2.2": 5})


def test_a_veto_upheld_by_a_review_that_is_only_compared_fails_nobody(tmp_path: Path) -> None:
    house = judged(tmp_path, COMPARED)
    later(house)
    on = next(one for one in year_of(house, find(house, ID)).entries if one.indicator == "WV-5.1")
    review(house, ID, on.id, **{**CHANGE, "points": None, "veto": True})
    assert (first(house).veto, first(house).score) == (False, 100)
    undecided = COMPARED.replace("daily: {mode: deduct}", "daily: {}")
    house = settle(house, undecided)
    assert (first(house).veto, first(house).score) == (False, 100)
    house = settle(house, TAKEN_OFF)
    found = first(house)
    assert (found.veto, found.score) == (True, None)
    assert "单项否决 WV-5.1" in explained(house), "without a figure"


def test_a_gate_is_met_before_reviews_that_are_only_compared(tmp_path: Path) -> None:
    house = judged(tmp_path, COMPARED, column("要闻"), **LOW)
    later(house)
    review(house, ID, "jia-site/WD-1.4", **CHANGE)
    assert (first(house).failed, first(house).score) == (True, 55)
    assert not first(settle(house, TAKEN_OFF)).failed


def test_a_score_as_reviewed_is_called_so(tmp_path: Path) -> None:
    house = judged(tmp_path, TAKEN_OFF, column("要闻"))
    said = explained(house)
    assert {"初步评估得分：95", "初步评估（计分）：95（系数100）"} <= set(said)
    later(house)
    review(house, ID, "jia-site/WD-1.4", **CHANGE)
    said = explained(house)
    assert "初步评估（经复核）得分：100" in said and "初步评估得分：95" not in said
    assert not [line for line in said if line.startswith("初步评估（计分）")]
    assert [line for line in said if line.startswith("初步评估（经复核，计分）：100")]


def charged_rows(house: House) -> dict[str, float]:
    return {line.indicator: line.points for line in first(house).lines if line.points}


def daily(house: House) -> float:
    value = first(house).stages["daily"]
    assert value is not None
    return value


def test_what_a_review_decides_shows_in_daily_monitoring(tmp_path: Path) -> None:
    house = judged(tmp_path, DECISION, column("要闻"))
    before = first(house)
    review(house, ID, "jia-site/WD-1.4", **{**CHANGE, "points": 2.0})
    after = first(house)
    whole = sum(one.cap for one in machine_rows(house))
    assert daily(house) == pytest.approx((before.stages["daily"] or 0) + 300 / whole, abs=0.011)
    assert (after.stages["preliminary"], after.stages["review"]) == (95, 98)
    assert after.score == round(0.2 * daily(house) + 0.8 * 98, 2)
    compared = DECISION.replace("review: {mode: review}", "review: {mode: check}")
    (tmp_path / "home" / "office.yaml").write_text(compared, encoding="utf-8")
    assert first(replace(house)).stages["daily"] == before.stages["daily"], "it counts for nothing"


def machine_rows(house: House) -> list[RowScore]:
    """The rows that are daily monitoring's."""
    score = year_of(house, find(house, ID)).scores["jia-site"]
    return [row for row in score.rows if row.cap and row.state not in ("not_applicable", "person")]


def test_what_a_sheet_says_of_a_row_not_observed_shows_in_daily_monitoring(tmp_path: Path) -> None:
    found = {}
    for points in (0, 5):
        house = opened(tmp_path / f"{points}", DECISION)
        seen = [*SEEN[:3], SEEN[3].unseen()]
        night(house, "2026-12-01T01:00", seen)
        unjudged = first(house).stages["daily"]
        words = clean(sheet(house, tmp_path / f"{points}.xlsx"), WD_1_6=points)
        load_words(house, ID, [words])
        found[points] = daily(house)
        assert unjudged is None or unjudged < found[0]
    whole = sum(one.cap for one in machine_rows(house))
    assert found[0] - found[5] == pytest.approx(500 / whole, abs=0.011)


def test_a_unit_that_has_not_filled_in_its_sheet_has_no_own_score(tmp_path: Path) -> None:
    counts = DECISION.replace("self: {mode: check}", "self: {mode: score, weight: 10}")
    house = judged(tmp_path, counts)
    assert (first(house).stages["self"], first(house).self_open) == (None, None)
    assert first(house).unscored == "stage"
    one = fill_in(
        sheet(house, tmp_path / "s.xlsx", stage="self"),
        {"jia-site/WD-2.2": (1, None, "部分事项", None, "甲局")},
    )
    load_words(house, ID, [one], stage="self")
    found = first(house)
    assert found.stages["self"] is None and found.self_open
    text = "\n".join(result_lines(result_sheet(house, ID)))
    assert f"自查自评未填完（尚缺{found.self_open}项）" in text


@pytest.mark.parametrize(
    ("unit", "points", "expected"),
    [("jia", {"WD_2_2": 1}, 94), ("yi", {"WD_3_1": 7}, round((75 - 7) * 4 / 3, 2))],
)
def test_a_units_own_score_is_reckoned_like_any_other(
    tmp_path: Path, unit: str, points: dict[str, float], expected: float
) -> None:
    """What the machine charges is not on the sheet, and stands."""
    house = opened(tmp_path / "home")
    looks = [*SEEN, *([column("要闻")] if unit == "jia" else [])]
    night(house, "2026-12-01T01:00", [replace(one, site=f"{unit}-site") for one in looks])
    path = clean(sheet(house, tmp_path / "s.xlsx", unit, stage="self"), by="本单位", **points)
    load_words(house, ID, [path], stage="self")
    (found,) = [one for one in results(house, ID) if (one.unit, one.medium) == (unit, Medium.SITES)]
    assert (found.subjects[0].self_open, found.subjects[0].stages["self"]) == (0, expected)


def test_a_veto_in_a_units_own_sheet_leaves_it_no_score(tmp_path: Path) -> None:
    house = judged(tmp_path)
    path = clean(sheet(house, tmp_path / "s.xlsx", stage="self"), by="本单位")
    fill_in(path, {"jia-site/WV-5.1": (None, "是", "未提供", None, "本单位")})
    load_words(house, ID, [path], stage="self")
    found = first(house)
    assert (found.stages["self"], found.self_open, found.veto) == (None, 0, False)


def graded(house: House) -> Placed:
    (placed,) = grades(house, ID)[0].placed
    return placed


def test_a_gate_that_is_not_met_fails_whatever_other_stages_add(tmp_path: Path) -> None:
    laws = DECISION + GRADES.replace("VETO", "")
    at = judged(tmp_path / "a", laws, **LOW)
    found = first(at)
    assert (found.stages["review"], found.failed, found.part2) == (60, False, 60)
    assert (graded(at).grade, graded(at).why) == (Grade.PASS, Why.SCORE)
    below = judged(tmp_path / "b", laws, **LOW, WD_4_6=0.5)
    found = first(below)
    assert found.score is not None and found.score > 60 and found.failed
    assert (graded(below).grade, graded(below).why) == (Grade.FAIL, Why.GATE)


def test_a_veto_that_nobody_judged_holds_the_grade_back(tmp_path: Path) -> None:
    house = opened(tmp_path / "home", GRADES.replace("VETO", ""))
    night(house, "2026-12-01T01:00", SEEN)
    words = clean(sheet(house, tmp_path / "a.xlsx"))
    fill_in(words, {"jia-site/WV-5.1": (None,) * 5, "jia-site/WV-3": (None,) * 5})
    load_words(house, ID, [words])
    found = first(house)
    assert found.score == 100
    states = {one.indicator: one.state for one in found.open_vetoes}
    assert set(states) == {"WV-3", "WV-5.1"} and states["WV-5.1"] == "open"
    placed = graded(house)
    assert (placed.grade, placed.why, placed.otherwise) == (None, Why.VETO_OPEN, Grade.EXCELLENT)
    text = "\n".join(result_lines(result_sheet(house, ID)))
    assert "单项否决尚未认定——" in text and "WV-5.1" in text
    rest = fill_in(
        sheet(house, tmp_path / "b.xlsx"),
        {f"jia-site/{row}": (None, "否", None, None, "李四") for row in states},
    )
    load_words(house, ID, [rest])
    assert graded(house).grade is Grade.EXCELLENT


def test_a_veto_that_merely_bars_from_the_best_leaves_the_score(tmp_path: Path) -> None:
    for rule, grade in ((", veto: blocks_excellent", Grade.GOOD), ("", Grade.FAIL)):
        for settings_ in ("", DECISION):
            home = tmp_path / f"{len(rule)}{len(settings_)}"
            house = judged(home, settings_ + GRADES.replace("VETO", rule), WD_2_2=5)
            path = sheet(house, home / "b.xlsx")
            said = {"jia-site/WV-5.1": (None, "是", "未提供", None, "李四")}
            later(house)
            load_words(house, ID, [fill_in(path, said)])
            made = results(house, ID)[0]
            assert (made.score, made.veto, made.unscored) == (None, True, None)
            placed = graded(house)
            assert (placed.grade, placed.why) == (grade, Why.VETO)
            assert placed.candidate.score == (made.beside if rule else None)
            assert made.beside is not None and 90 < made.beside < 100
            assert made.subjects[0].steps[-1].step == "beside"


def test_a_vetoed_account_without_points_has_a_result(tmp_path: Path) -> None:
    """By the national rubric accounts have vetoes alone: there is no part two to tell of."""
    house = judged(tmp_path)
    path = sheet(house, tmp_path / "b.xlsx")
    later(house)
    load_words(house, ID, [fill_in(path, {"jia-wx/NV-2.1": (None, "是", "停更", None, "李四")})])
    (media,) = [one for one in results(house, ID) if one.medium is Medium.MEDIA]
    assert (media.veto, media.score, media.unscored) == (True, None, None)
    assert [(one.step, one.row) for one in media.subjects[0].steps] == [("veto", "NV-2.1")]
    assert any("单项否决" in line for line in result_lines(result_sheet(house, ID), explain=True))


def account(name: str, score: float | None, **changes: object) -> SubjectResult:
    made = SubjectResult("jia", name, name, Medium.MEDIA, (), score=score, part2=score)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "score", "unscored", "failed"),
    [
        (AccountMerge.MIN, 50, None, True),
        (AccountMerge.MEAN, 70, None, False),
        (AccountMerge.WORST_FAILS, 70, None, False),
        (None, None, "account_merge", False),
    ],
)
def test_accounts_are_merged_by_their_own_rule(
    rule: AccountMerge | None, score: float | None, unscored: str | None, failed: bool
) -> None:
    both = (account("a", 90.0), account("b", 50.0, failed=True))
    made = unit_result(TENANT, Medium.MEDIA, both, rule, fail_below=60)
    assert (made.score, made.unscored, made.failed) == (score, unscored, failed)
    alone = unit_result(TENANT, Medium.MEDIA, both[:1], rule, fail_below=60)
    assert (alone.score, alone.stands) == (90, ("a",))


def test_who_was_never_looked_at_is_not_scored_by_a_sheet_of_noughts(tmp_path: Path) -> None:
    house = opened(tmp_path / "home", GRADES.replace("VETO", ""))
    load_words(house, ID, [clean(sheet(house, tmp_path / "a.xlsx"))])
    found = first(house)
    assert (found.score, found.unscored, found.unmonitored) == (None, "insufficient", "never")
    assert grades(house, ID)[0].unscored[0].unmonitored == ("甲局网站",)
    text = "\n".join(result_lines(result_sheet(house, ID)))
    assert "暂不评分（监测不充分）（未经监测核验）" in text
    night(house, "2026-12-01T01:00", [one.unseen() for one in SEEN])
    later(house)
    load_words(house, ID, [clean(sheet(house, tmp_path / "b.xlsx"))])
    found = first(house)
    assert (found.score, found.unmonitored) == (100, "little"), "persons looked, and it is told"


def test_a_look_of_another_year_is_none(tmp_path: Path) -> None:
    house = opened(tmp_path / "home")
    night(house, "2025-12-31T23:59", SEEN)
    load_words(house, ID, [clean(sheet(house, tmp_path / "a.xlsx"))])
    assert (first(house).unscored, first(house).unmonitored) == ("insufficient", "never")
    night(house, "2026-01-01T00:00", SEEN)
    assert first(house).score == 100


NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)
NO_GATE = replace(NATIONAL.gates, fail_below=0.0)
"""So that nearly every sheet has a score."""
SPREAD = replace(CITY, no_services=NoServices.SPREAD, min_verified=0.0, gates=NO_GATE)
SCALE = replace(NATIONAL, no_services=NoServices.SCALE, min_verified=0.0, gates=NO_GATE)


def stands(
    rubric: Rubric, unit: Unit, score: Score, words: Mapping[str, float], *, platform: bool
) -> SubjectResult:
    """A site with these words on rows that only persons judge; the others are open."""
    about = of_site(rubric, SITE, unit, platform=platform)
    entries = [
        Entry(
            assessment=ID,
            kind=EntryKind.WORD,
            stage=Stage.PRELIMINARY,
            unit=unit.id,
            subject=SITE.id,
            indicator=row,
            by="李四",
            at=NOON + timedelta(seconds=number),
            points=points,
        )
        for number, (row, points) in enumerate(words.items())
    ]
    lines = lines_of(
        rubric,
        unit=unit.id,
        subject=SITE.id,
        about=about,
        score=score,
        suggestions=(),
        entries=entries,
    )
    return subject_result(
        rubric,
        AssessmentRules(),
        unit=unit,
        subject=SITE.id,
        name=SITE.name,
        medium=Medium.SITES,
        lines=lines,
        unreviewed=lines,
        score=score,
        entries=entries,
    )


laws = st.sampled_from([SPREAD, SCALE, replace(SCALE, rescale=True)])
units = st.sampled_from([COUNTY, INTERNAL])


def by_person(rubric: Rubric, unit: Unit, platform: bool) -> list[tuple[str, float]]:
    rows = of_site(rubric, SITE, unit, platform=platform).rows
    return [(row.id, row.cap) for row in rows if row.by_person and row.kind == "deduction"]


@settings(max_examples=150, deadline=None)
@given(sites(), laws, units, st.booleans(), st.data())
def test_what_is_left_deducted_and_not_verified_is_the_whole(
    seen: list[Seen], rubric: Rubric, unit: Unit, platform: bool, data: st.DataObject
) -> None:
    """To the printed digit, however the rubric scales."""
    score = scored(seen, rubric=rubric, unit=unit, platform=platform)
    words = {
        row: data.draw(st.integers(0, round(cap * 10))) / 10
        for row, cap in by_person(rubric, unit, platform)
        if data.draw(st.booleans())
    }
    made = stands(rubric, unit, score, words, platform=platform)
    if made.part2 is None:
        return
    by_step = {one.step: one for one in made.steps}
    scale = by_step["scaled"].factor if "scaled" in by_step else 1.0
    assert scale is not None
    deducted = sum(one.points for one in made.steps if one.step == "deducted")
    open_points = by_step["unverified"].points if "unverified" in by_step else 0.0
    left = by_step["base"].points - deducted - open_points
    assert left == pytest.approx(by_step["left"].points, abs=0.001)
    assert made.unverified == pytest.approx(open_points * scale, abs=0.0101)
    whole = made.part2 + round(deducted * scale, 2) + made.unverified
    assert whole == pytest.approx(rubric.total, abs=0.0101)


@settings(max_examples=300, deadline=None)
@given(sites(), laws, units, st.booleans(), st.data())
def test_hiding_a_page_never_raises_a_years_score(
    seen: list[Seen], rubric: Rubric, unit: Unit, platform: bool, data: st.DataObject
) -> None:
    observed = [n for n, one in enumerate(seen) if one.outcome in ("pass", "fail")]
    if not observed:
        return
    which = data.draw(st.sampled_from(observed))
    hidden = [*seen]
    hidden[which] = seen[which].hidden({})
    words = dict.fromkeys((row for row, _ in by_person(rubric, unit, platform)), 0.0)
    before, after = (
        stands(
            rubric,
            unit,
            scored(looks, rubric=rubric, unit=unit, platform=platform),
            words,
            platform=platform,
        )
        for looks in (seen, hidden)
    )
    if before.score is not None and after.score is not None:
        assert after.score <= before.score + 0.03, "points are kept to the hundredth, then scaled"


def test_hiding_a_row_that_weighs_more_than_others_does_not_pay() -> None:
    """Where points are spread a dead link weighs 2.1, news 1.2: what is hidden is laid on the former."""
    links = [fine("link-broken", f"{number}", on_home=True) for number in range(19)]
    column = fine("column-stale", "news", **{"class": "news", "confirmed": True})
    seen = [column, *links, fault("link-broken", "dead", on_home=True)]
    hidden = [*seen[:-1], seen[-1].hidden({"on_home": True})]
    words = dict.fromkeys((row for row, _ in by_person(SPREAD, INTERNAL, True)), 0.0)
    before, after = (
        stands(
            SPREAD, INTERNAL, scored(looks, rubric=SPREAD, unit=INTERNAL), words, platform=True
        ).score
        for looks in (seen, hidden)
    )
    assert before is not None and after is not None
    assert after <= before + 0.03, "points are kept to the hundredth, then scaled"


@settings(max_examples=100, deadline=None)
@given(laws, units, st.booleans(), st.data())
def test_no_row_costs_more_than_its_cap_by_its_factor(
    rubric: Rubric, unit: Unit, platform: bool, data: st.DataObject
) -> None:
    """Also where 25 points on services are spread: a row's share of them is part of its factor."""
    about = of_site(rubric, SITE, unit, platform=platform)
    row = data.draw(st.sampled_from([one for one in about.rows if one.kind == "deduction"]))
    made = total(rubric, about, {row.id: data.draw(st.integers(1, 2000)) / 100})
    (step,) = [one for one in made.steps if one.kind == "deducted"]
    assert step.amount <= row.cap * (step.factor or 1.0) + 1e-9
    scale = next((one.factor for one in made.steps if one.kind == "scaled"), None) or 1.0
    assert made.part2 is not None
    lost = rubric.total - made.part2
    assert lost <= row.cap * (step.factor or 1.0) * scale + 0.005001


def test_a_dead_link_costs_its_cap_by_its_factor_where_points_are_spread() -> None:
    """23 rows share 25 points: WD-4.3, one point, weighs 1 + 25/23, not one link more."""
    spread = replace(NATIONAL, no_services=NoServices.SPREAD)
    about = of_site(spread, SITE, INTERNAL, platform=True)
    for points, cost in ((0.1, 0.1 * 48 / 23), (1.0, 48 / 23), (40.0, 48 / 23)):
        made = total(spread, about, {"WD-4.3": points})
        assert made.part2 == pytest.approx(100 - cost, abs=0.005001)
