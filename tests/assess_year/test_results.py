"""From lines to a score: what counts, what does not, and what the office has not decided."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from db import assess
from monitor.app.assess_loading import load_words
from monitor.app.assess_papers import feedback, sheets
from monitor.app.assess_results import results
from monitor.app.assess_results import sheet as result_sheet
from monitor.app.assessing import open_assessment
from monitor.app.house import BadInput, House
from monitor.app.reviewing import review
from monitor.assess.stages import unit_result
from monitor.domain.assessment import Medium, Result, SubjectResult
from monitor.domain.office import SeveralSites
from monitor.domain.subject import Category, Unit
from monitor.report.result import result_json, result_lines
from tests.assess_year.world import DECISION, ID, clean, fill_in, opened, sheet
from tests.office.world import Fault, column, leader, night

SEEN = [
    column("动态").gone(),
    leader("张三").gone(),
    *(
        replace(column(name, **{"class": cls}), outcome=column(name).gone().outcome, reason="ok")
        for name, cls in (("文件", "policy"), ("解读", "interpretation"))
    ),
]
"""What the machine looked at and found in order."""


def judged(tmp_path: Path, settings: str = "", *faults: Fault, **points: float) -> House:
    """A site whose every row was judged, with these points; the machine saw these faults."""
    house = opened(tmp_path / "home", settings)
    night(house, "2026-12-01T01:00", [*SEEN, *faults])
    load_words(house, ID, [clean(sheet(house, tmp_path / "a.xlsx"), **points)])
    return house


def first(house: House) -> SubjectResult:
    return results(house, ID)[0].subjects[0]


def test_every_row_judged_and_nothing_wrong(tmp_path: Path) -> None:
    found = first(judged(tmp_path))
    assert (found.score, found.veto, found.unscored, found.unverified) == (100, False, None, 0)
    assert found.provisional, "no weights, and the rubric is on trial"


def test_points_of_persons_and_of_the_machine_count(tmp_path: Path) -> None:
    house = judged(tmp_path, "", column("要闻"), WD_2_2=5, WB_5=3)
    found = first(house)
    assert found.stages["preliminary"] == 93
    lines = {line.indicator: line for line in found.lines}
    assert (lines["WD-1.4"].state, lines["WD-1.4"].points) == ("charged", 5)
    assert (lines["WD-2.2"].state, lines["WD-2.2"].by) == ("judged", "李四")
    assert found.score == 93


def test_a_bonus_opens_above_eighty_only(tmp_path: Path) -> None:
    closed = {"WD_3_1": 7, "WD_3_4": 7, "WD_2_2": 5, "WD_4_5": 1}
    assert first(judged(tmp_path / "a", "", **closed, WB_5=3)).score == 80
    assert first(judged(tmp_path / "b", "", **{**closed, "WD_4_5": 0.5}, WB_5=3)).score == 83.5


def test_a_veto_leaves_no_score(tmp_path: Path) -> None:
    house = judged(tmp_path)
    path = fill_in(
        sheet(house, tmp_path / "b.xlsx"), {"jia-site/WV-5.1": (None, "是", "未提供", None, "李四")}
    )
    load_words(house, ID, [path])
    found = results(house, ID)[0]
    assert (found.veto, found.score, found.unscored) == (True, None, None)


def test_what_is_suggested_is_open_until_a_person_decides(tmp_path: Path) -> None:
    house = opened(tmp_path / "home")
    night(house, "2026-12-01T01:00", [*SEEN, replace(leader("李某"), site="jia-site")])
    path = clean(sheet(house, tmp_path / "a.xlsx"))
    fill_in(path, {"jia-site/WD-1.3": (None, None, None, None, None)})
    load_words(house, ID, [path])
    found = first(house)
    line = next(one for one in found.lines if one.indicator == "WD-1.3")
    assert (line.state, line.points, line.machine) == ("pending", 0, 1)
    assert (found.score, found.unverified) == (99, 1)
    review(house, "jia-site/WD-1.3", decision="included", reason="", by="李四")
    assert (first(house).score, first(house).unverified) == (99, 0)
    review(house, "jia-site/WD-1.3", decision="excluded", reason="新任", by="李四")
    assert (first(house).score, first(house).unverified) == (100, 0)


def test_what_is_not_observed_never_raises_a_score_nor_fails_anybody(tmp_path: Path) -> None:
    house = judged(tmp_path, "", WD_2_2=5)
    hidden = opened(tmp_path / "other")
    night(hidden, "2026-12-01T01:00", [*SEEN[:2], *(one.unseen() for one in SEEN[2:])])
    words = clean(sheet(hidden, tmp_path / "c.xlsx"), WD_2_2=5)
    fill_in(
        words,
        {f"jia-site/{row}": (None,) * 5 for row in ("WD-1.5", "WD-1.6")},
    )
    load_words(hidden, ID, [words])
    seen, unseen = first(house), first(hidden)
    assert seen.score == 95
    assert unseen.unverified == 12.67, "two rows, and two of three columns of 其他栏目"
    assert unseen.score == 82.33


def test_nobody_fails_by_what_was_not_observed(tmp_path: Path) -> None:
    points = {"WD_2_2": 5, "WD_2_4": 8, "WD_3_1": 7, "WD_3_4": 7, "WD_3_3": 6}
    house = judged(tmp_path / "a", "", **points)
    assert first(house).score == 67
    hidden = opened(tmp_path / "b")
    night(hidden, "2026-12-01T01:00", [*SEEN[:2], *(one.unseen() for one in SEEN[2:])])
    words = clean(sheet(hidden, tmp_path / "c.xlsx"), **points)
    fill_in(words, {f"jia-site/{row}": (None,) * 5 for row in ("WD-1.5", "WD-1.6")})
    load_words(hidden, ID, [words])
    assert (first(hidden).score, first(hidden).unscored) == (None, "gate")


def test_too_little_known_is_no_score(tmp_path: Path) -> None:
    house = opened(tmp_path / "home")
    assert first(house).unscored == "not_seen"
    night(house, "2026-12-01T01:00", SEEN)
    assert first(house).unscored == "insufficient"


def test_units_without_services_are_measured_by_what_applies(tmp_path: Path) -> None:
    house = opened(tmp_path / "home")
    night(house, "2026-12-01T01:00", [replace(one, site="yi-site") for one in SEEN])
    load_words(house, ID, [clean(sheet(house, tmp_path / "a.xlsx", "yi"), WD_3_1=7)])
    found = results(house, ID)[1]
    assert found.score == round((75 - 7) * 4 / 3, 2)
    assert "scaled" in {one.step for one in found.subjects[0].steps}


def test_weights_of_the_office_make_the_total(tmp_path: Path) -> None:
    house = judged(tmp_path, DECISION, column("要闻"), WD_2_2=5)
    found = first(house)
    daily, reviewed = found.stages["daily"], found.stages["review"]
    assert daily is not None and reviewed == 90
    assert found.score == round((20 * daily + 80 * reviewed) / 100, 2)
    assert found.steps[-1].step == "total"


def test_the_year_is_aggregated_by_the_offices_rule(tmp_path: Path) -> None:
    for rule, points in (("point", 0), ("mean", 2.5), ("union", 5)):
        house = opened(tmp_path / rule, f"assessment: {{year_aggregation: {rule}}}")
        night(house, "2026-03-01T01:00", [*SEEN, column("要闻")])
        night(house, "2026-12-01T01:00", [*SEEN, column("要闻").gone()])
        line = next(one for one in first(house).lines if one.indicator == "WD-1.4")
        assert (line.points, line.state) == (points, "charged" if points else "clean"), rule
        _, held = feedback(house, ID, output=tmp_path / f"{rule}-out")
        assert held == bool(points), "nobody has decided on it, or it is of earlier nights"


def test_accounts_have_vetoes_and_no_points_by_the_national_rubric(tmp_path: Path) -> None:
    house = judged(tmp_path)
    (media,) = [one for one in results(house, ID) if one.medium is Medium.MEDIA]
    assert (media.unit, media.score, media.unscored) == ("jia", None, "no_points")


def test_accounts_are_scored_where_the_rubric_scores_them(tmp_path: Path) -> None:
    house = opened(tmp_path / "home")
    open_assessment(house, "gd", name="2026年度考评", year=2026, rubric_id="guangdong-city")
    (path,) = sheets(
        house,
        "gd",
        unit="jia",
        everything=False,
        stage="preliminary",
        output=tmp_path / "a.xlsx",
    )
    (media,) = [one for one in results(house, "gd") if one.medium is Medium.MEDIA]
    assert media.unscored == "not_seen"
    load_words(house, "gd", [clean(path, ND_1=10)])
    (media,) = [one for one in results(house, "gd") if one.medium is Medium.MEDIA]
    assert (media.score, media.unscored) == (90, None)


def subject(name: str, score: float | None, **changes: object) -> SubjectResult:
    made = SubjectResult("jia", name, name, Medium.SITES, (), score=score, provisional=False)
    return replace(made, **changes)  # type: ignore[arg-type]


def unit(*subjects: SubjectResult, rule: SeveralSites | None = None) -> Result:
    made = Unit("jia", "甲局", Category.SERVICE)
    return unit_result(made, Medium.SITES, subjects, rule, fail_below=60)


def test_a_unit_of_several_sites() -> None:
    both = (subject("a", 90.0), subject("b", 80.0))
    assert (unit(*both).score, unit(*both).stands, unit(*both).provisional) == (80, ("b",), True)
    assert unit(*both, rule=SeveralSites.MEAN).score == 85
    assert unit(*both, rule=SeveralSites.FIRST).score == 90
    assert not unit(*both, rule=SeveralSites.LOWEST).provisional
    hidden = unit(both[0], subject("b", None, unscored="insufficient"))
    assert (hidden.score, hidden.unscored) == (None, "insufficient")
    assert unit(both[0], subject("b", None, veto=True)).veto
    assert unit(both[0], subject("b", None, unscored="resting")).score == 90


def test_a_result_says_where_every_point_comes_from(tmp_path: Path) -> None:
    house = judged(tmp_path, "", column("要闻"), WD_2_2=5)
    text = "\n".join(result_lines(result_sheet(house, ID), explain=True))
    assert "试算，规则待办公室确认" in text
    assert "日常监测 待定" in text
    assert "WD-1.4 动态要闻（扣分，上限5）：监测扣分 5" in text
    assert "“要闻”栏目最新信息日期为2026-01-05" in text
    assert "评定（初步评估）5 查看属实 李四 2027-01-20 12:00" in text
    assert "扣分 WD-2.2：5" in text
    made = json.loads(json.dumps(result_json(result_sheet(house, ID))))
    assert made["results"][0]["score"] == 90
    lines = made["results"][0]["subjects"][0]["lines"]
    entries = [one for line in lines for one in line["entries"]]
    assert set(entries) <= set(made["entries"])


def test_entries_of_one_moment_are_told_apart(tmp_path: Path) -> None:
    found = assess.entries(judged(tmp_path).engine, ID)
    assert len({one.id for one in found}) == len(found) > 40


@pytest.mark.parametrize("year", [1999, 2100])
def test_a_year_that_cannot_be(tmp_path: Path, year: int) -> None:
    with pytest.raises(BadInput):
        open_assessment(opened(tmp_path / "home"), "x", name="某年", year=year)
