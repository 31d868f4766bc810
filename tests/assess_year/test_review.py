"""A second person keeps or changes what stands; two versions are compared line by line."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import assess
from monitor.app.assess_loading import load_words
from monitor.app.assess_results import finalize, results
from monitor.app.assess_review import compare, review
from monitor.app.house import BadInput, House
from monitor.app.reviewing import review as decide
from monitor.config.errors import ConfigError
from monitor.domain.assessment import Entry, Line
from tests.assess_year.world import ID, clean, fill_in, opened, put, sheet
from tests.office.world import column, leader, night

CHANGE = {"decision": "change", "points": 2.0, "veto": None, "reason": "申诉属实", "by": "赵六"}


def later(house: House) -> None:
    house.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = opened(tmp_path / "home")
    night(made, "2026-12-01T01:00", [column("动态")])
    said = {
        "jia-site/WD-2.2": (5, None, "不能注册", None, "李四"),
        "jia-site/WV-5.1": (None, "是", "未提供渠道", None, "李四"),
    }
    load_words(made, ID, [fill_in(sheet(made, tmp_path / "jia.xlsx"), said)])
    later(made)
    return made


def entry(house: House, indicator: str) -> Entry:
    return [one for one in assess.entries(house.engine, ID) if one.indicator == indicator][-1]


def line(house: House, indicator: str, **options: Any) -> Line:
    (found,) = (
        one
        for one in results(house, ID, **options)[0].subjects[0].lines
        if one.indicator == indicator
    )
    return found


def test_a_change_stands_and_everything_is_kept(house: House) -> None:
    first = entry(house, "WD-2.2")
    made = review(house, ID, first.id, **CHANGE)
    found = line(house, "WD-2.2")
    assert (found.points, found.by, found.reason) == (2.0, "赵六", "申诉属实")
    assert found.entries == (first.id, made.id)
    assert line(house, "WD-2.2", as_of="2027-01-20T12:30").points == 5.0, "as it was before"


def test_what_is_kept_stands_as_it_was(house: House) -> None:
    on = entry(house, "WV-5.1")
    review(house, ID, on.id, **{**CHANGE, "decision": "keep", "points": None})
    assert line(house, "WV-5.1").veto
    later(house)
    again = entry(house, "WV-5.1")
    review(house, ID, again.id, **{**CHANGE, "points": None, "veto": False, "by": "钱七"})
    assert not line(house, "WV-5.1").veto


def test_a_line_of_the_machine_is_reviewed_by_its_name(house: House) -> None:
    assert line(house, "WD-1.4").points == 5.0
    made = review(house, ID, "jia-site/WD-1.4", **{**CHANGE, "points": 0.0})
    assert (made.on, line(house, "WD-1.4").points) == (None, 0.0)


@pytest.mark.parametrize(
    ("indicator", "changes", "key"),
    [
        ("WD-2.2", {"by": "李四"}, "input.assess_same_person"),
        ("WD-2.2", {"by": " 李 四"}, "input.assess_same_person"),
        ("WD-2.2", {"reason": " "}, "input.reason"),
        ("WD-2.2", {"points": 5.5}, "input.assess_points"),
        ("WD-2.2", {"points": -1.0}, "input.assess_points"),
        ("WD-2.2", {"points": float("nan")}, "input.assess_points"),
        ("WD-2.2", {"points": None}, "input.assess_points"),
        ("WD-2.2", {"veto": True}, "input.assess_points"),
        ("WD-2.2", {"decision": "keep"}, "input.assess_keep"),
        ("WV-5.1", {}, "input.assess_veto_row"),
    ],
)
def test_a_review_that_does_not_fit(
    house: House, indicator: str, changes: dict[str, Any], key: str
) -> None:
    on = entry(house, indicator).id
    with pytest.raises(BadInput) as refused:
        review(house, ID, on, **{**CHANGE, **changes})
    assert refused.value.key == key
    assert entry(house, indicator).id == on


@pytest.mark.parametrize(
    ("on", "key"),
    [
        ("0123456789ab", "input.unknown_entry"),
        ("jia-site/WD-9.9", "input.unknown_entry"),
        ("bing/WD-2.2", "input.unknown_entry"),
        ("jia-site/WD-3.1", "input.assess_nothing_stands"),
    ],
)
def test_what_is_not_there_is_not_reviewed(house: House, on: str, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        review(house, ID, on, **CHANGE)
    assert refused.value.key == key


def test_only_what_stands_is_reviewed_and_what_was_reviewed_stays(
    house: House, tmp_path: Path
) -> None:
    first = entry(house, "WD-2.2")
    path = sheet(house, tmp_path / "a.xlsx")
    review(house, ID, first.id, **CHANGE)
    later(house)
    with pytest.raises(BadInput) as refused:
        review(house, ID, first.id, **CHANGE)
    assert refused.value.key == "input.assess_not_standing"
    put(path, "jia-site/WD-2.2", 分值=4, 评定理由="再查")
    with pytest.raises(ConfigError) as reviewed:
        load_words(house, ID, [path])
    assert reviewed.value.key == "config.assess_reviewed"


def test_two_versions_differ_in_the_lines_that_changed(house: House) -> None:
    review(house, ID, entry(house, "WD-2.2").id, **CHANGE)
    later(house)
    (change,) = compare(house, ID, before="2027-01-20T12:30")
    assert change.before is not None and change.after is not None
    assert (change.before.points, change.after.points) == (5.0, 2.0)
    assert [(one.by, one.reason) for one in change.said] == [("赵六", "申诉属实")]
    assert compare(house, ID, before="2027-01-20T13:30") == []
    whole = compare(house, ID, before="2027-01-20T11:00")
    assert {one.after.indicator for one in whole if one.after} == {"WD-2.2", "WV-5.1"}
    with pytest.raises(BadInput):
        compare(house, ID, before="2027-01-20T12:30", after="2027-01-20T12:30")


def test_a_units_own_word_changes_no_line(house: House, tmp_path: Path) -> None:
    first, last = "2027-01-20T11:00", "2027-01-20T23:00"
    before = compare(house, ID, before=first, after=last)
    own = clean(sheet(house, tmp_path / "self.xlsx", stage="self"), by="本单位")
    load_words(house, ID, [own], stage="self")
    assert compare(house, ID, before=first, after=last) == before


def test_what_is_final_never_changes(house: House) -> None:
    before = results(house, ID)
    finalize(house, ID, by="办公室")
    night(house, "2026-12-20T01:00", [column("动态").gone()])
    assert results(house, ID) == before
    with pytest.raises(BadInput) as refused:
        review(house, ID, entry(house, "WD-2.2").id, **CHANGE)
    assert refused.value.key == "input.assess_final"


def test_the_first_person_does_not_undo_the_review(house: House) -> None:
    made = review(house, ID, entry(house, "WD-2.2").id, **CHANGE)
    later(house)
    with pytest.raises(BadInput, match="assess_same_person"):
        review(house, ID, made.id, **{**CHANGE, "points": 5.0, "by": "李四"})
    assert line(house, "WD-2.2").points == 2.0


def test_an_old_sheet_does_not_undo_a_review_of_what_the_machine_said(tmp_path: Path) -> None:
    made = opened(tmp_path / "home")
    night(made, "2026-12-01T01:00", [leader("张三")])
    old = sheet(made, tmp_path / "old.xlsx")
    decide(made, "jia-site/WD-1.3", decision="included", reason="", by="王五")
    later(made)
    review(made, ID, "jia-site/WD-1.3", **{**CHANGE, "points": 0.0})
    with pytest.raises(ConfigError) as refused:
        load_words(made, ID, [fill_in(old, {"jia-site/WD-1.3": (1, None, "缺", None, "李四")})])
    assert refused.value.key == "config.assess_reviewed"
    assert line(made, "WD-1.3").points == 0.0
