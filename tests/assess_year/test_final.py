"""What is final stays as it was reckoned, whatever rules, rubric and ledger become."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import assess, queries
from monitor.app import assess_results
from monitor.app.assess_loading import load_words
from monitor.app.assess_notice import grades, notice
from monitor.app.assess_results import finalize, results, sheet
from monitor.app.assess_review import compare, review
from monitor.app.assessing import open_assessment
from monitor.app.house import BadInput, House
from monitor.app.registry import init
from monitor.app.reviewing import review as decide
from monitor.domain.grading import Grade
from monitor.report.result import result_json, result_lines
from tests.assess_year.world import DECISION, ID, LEDGER, clean, fill_in, opened
from tests.assess_year.world import sheet as unit_sheet
from tests.office.world import column, leader, night
from tests.schedule.world import house as made_house

AT = "2027-01-20T12:00"
RULES = f"""{DECISION}
inspections: {{several_sites: first}}
grading:
  account_merge: mean
  classes:
    - {{id: sites, kind: sites, categories: [service, internal], name: 市有关单位, quota_excellent: 1,
        min_good: 80, min_pass: 60}}
"""
OTHERS = """
assessment:
  stages:
    daily: {mode: score, weight: 99}
    self: {mode: check}
    preliminary: {mode: score, weight: 1}
    review: {mode: check}
  year_aggregation: union
inspections: {several_sites: mean}
grading:
  account_merge: min
  classes:
    - {id: sites, kind: sites, categories: [service, internal], name: 其他, quota_excellent: 0,
       min_good: 100, min_pass: 99.5}
"""
RUBRIC = """
id: own
version: "1"
title: 某市指标
document: 某市文
extends: national-2019
changed: [{id: WD-2.2, name: NAME}]
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = opened(tmp_path / "home", RULES, AT)
    night(made, "2026-12-01T01:00", [column("动态"), leader("张三").gone()])
    load_words(made, ID, [clean(unit_sheet(made, tmp_path / "jia.xlsx"), WD_2_2=5)])
    return made


def everything(house: House) -> list[Any]:
    found = sheet(house, ID)
    return [
        results(house, ID),
        list(result_lines(found, explain=True)),
        result_json(found),
        grades(house, ID),
        compare(house, ID, before="2027-01-20T11:00", after="2027-01-20T12:30"),
    ]


def test_other_rules_change_nothing_that_is_final(house: House, tmp_path: Path) -> None:
    finalize(house, ID, by="办公室")
    before = everything(house)
    home = house.home
    (home / "office.yaml").write_text(OTHERS, encoding="utf-8")
    (home / "ledger.yaml").write_text(LEDGER.replace("甲局", "甲委"), encoding="utf-8")
    after = made_house(home, "2027-02-20T12:00")
    init(after, home / "ledger.yaml")
    assert after.office != house.office
    assert everything(after) == before
    (cls,) = grades(after, ID)
    assert cls.rules.name == "市有关单位"
    written = notice(after, ID, tmp_path / "notice.docx", day="2027-03-01")
    text = written.markdown.read_text(encoding="utf-8")
    assert "市有关单位" in text and "甲局" in text and "甲委" not in text


def test_a_draft_follows_the_rules(house: House) -> None:
    before = grades(house, ID)
    (house.home / "office.yaml").write_text(OTHERS, encoding="utf-8")
    after = grades(made_house(house.home, AT), ID)
    assert [one.rules.name for one in (*before, *after)] == ["市有关单位", "其他"]
    assert {one.grade for one in before[0].placed} != {Grade.FAIL}


def test_a_final_one_known_at_an_earlier_moment_goes_by_its_own_rules(house: House) -> None:
    finalize(house, ID, by="办公室")
    before = results(house, ID, as_of=AT)
    (house.home / "office.yaml").write_text(OTHERS, encoding="utf-8")
    assert results(made_house(house.home, AT), ID, as_of=AT) == before


def test_several_sites_and_accounts_stand_by_the_rules_of_then(tmp_path: Path) -> None:
    made = opened(tmp_path / "home", RULES, AT)
    home = made.home
    more = LEDGER.replace(
        "url: 'http://127.0.0.1:9/jia/'}]",
        "url: 'http://127.0.0.1:9/jia/'}, {id: jia-2, name: 二网, url: 'http://127.0.0.1:9/two/'}]",
    ).replace("name: 甲局发布}]", "name: 甲局发布}, {id: jia-wb, platform: weibo, name: 甲局微博}]")
    (home / "ledger.yaml").write_text(more, encoding="utf-8")
    init(made, home / "ledger.yaml")
    finalize(made, ID, by="办公室")
    then = results(made, ID, as_of=AT)
    (sites, media) = (one for one in then if one.unit == "jia")
    assert (sites.stands, media.unscored) == (("jia-site",), "no_points")
    others = RULES.replace("several_sites: first", "several_sites: mean")
    (home / "office.yaml").write_text(others.replace("  account_merge: mean\n", ""), "utf-8")
    again = made_house(home, AT)
    assert again.office.grading.account_merge is None
    assert results(again, ID, as_of=AT) == then


def test_another_rubric_under_the_same_id_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "rubrics").mkdir(parents=True)
    own = home / "rubrics" / "own.yaml"
    own.write_text(RUBRIC.replace("NAME", "在线办理"), encoding="utf-8")
    made = opened(home, RULES, AT)
    open_assessment(made, "own", name="某年", year=2026, rubric_id="own")
    finalize(made, "own", by="办公室")
    before = results(made, "own"), results(made, "own", as_of="2027-01-20T11:00")
    own.write_text(RUBRIC.replace("NAME", "网上申请"), encoding="utf-8")
    again = made_house(home, AT)
    assert (results(again, "own"), results(again, "own", as_of="2027-01-20T11:00")) == before


def test_a_word_that_comes_in_while_it_is_reckoned_is_in_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = {"yi-site/WD-3.1": (7, None, "不能提交", None, "李四")}
    path = fill_in(unit_sheet(house, tmp_path / "yi.xlsx", "yi"), words)
    reckon = assess_results._of
    times: list[int] = []

    def meanwhile(year: Any) -> Any:
        found = reckon(year)
        times.append(1)
        if len(times) == 1:
            load_words(house, ID, [path])
        return found

    monkeypatch.setattr(assess_results, "_of", meanwhile)
    finalize(house, ID, by="办公室")
    assert len(times) == 2
    (line,) = (
        one
        for result in results(house, ID)
        for subject in result.subjects
        for one in subject.lines
        if one.key == ("yi-site", "WD-3.1")
    )
    assert line.points == 7


def test_what_never_rests_is_not_made_final(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckon = assess_results._of
    nights = iter(range(10, 31))

    def meanwhile(year: Any) -> Any:
        night(house, f"2026-12-{next(nights)}T01:00", [column("动态")])
        return reckon(year)

    monkeypatch.setattr(assess_results, "_of", meanwhile)
    with pytest.raises(BadInput) as refused:
        finalize(house, ID, by="办公室")
    assert refused.value.key == "input.assess_moved"
    assert [one.state for one in assess.assessments(house.engine)] == ["draft"]


def stages(house: House, path: Path, **options: Any) -> list[str]:
    """The sentences of the notice that name stages."""
    text = notice(house, ID, path, **options).markdown.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if "考评包括" in line]


def test_only_stages_that_were_set_and_carried_out_are_named(house: House, tmp_path: Path) -> None:
    (said,) = stages(house, tmp_path / "a.docx")
    assert "考评包括日常监测、初步评估等环节。" in said
    path = unit_sheet(house, tmp_path / "self.xlsx", stage="self")
    load_words(house, ID, [clean(path)], stage="self")
    (said,) = stages(house, tmp_path / "b.docx")
    assert "考评包括日常监测、自查自评、初步评估等环节。" in said
    house.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
    on = {"decision": "change", "points": 0.0, "veto": None, "reason": "属实", "by": "赵六"}
    review(house, ID, "jia-site/WD-1.4", **on)
    (said,) = stages(house, tmp_path / "c.docx")
    assert "日常监测、自查自评、初步评估、结果复核" in said
    (said,) = stages(house, tmp_path / "d.docx", as_of="2027-01-20T12:30")
    assert "结果复核" not in said, "nobody had reviewed anything yet"


def test_without_stages_none_is_named_and_the_notes_say_so(tmp_path: Path) -> None:
    made = opened(tmp_path / "home", now=AT)
    load_words(made, ID, [clean(unit_sheet(made, tmp_path / "jia.xlsx"))])
    assert stages(made, tmp_path / "a.docx") == []
    written = notice(made, ID, tmp_path / "b.docx")
    assert any("考评环节待定" in one for one in written.undecided)
    assert "考评环节待定" in written.notes.read_text(encoding="utf-8")


def test_a_notice_of_an_earlier_moment_has_the_figures_of_that_moment(
    house: House, tmp_path: Path
) -> None:
    (defect,) = [one for one in queries.defects(house.engine) if one.check == "column-stale"]
    decide(house, defect.id, decision="included", reason="", by="李四", as_of="2027-01-20T12:00")

    def problems(as_of: str) -> bool:
        path = tmp_path / "a.docx"
        text = notice(house, ID, path, as_of=as_of).markdown.read_text(encoding="utf-8")
        return "经人工审核纳入的问题共1项" in text

    assert not problems("2027-01-20T11:59")
    assert problems("2027-01-20T12:00")
