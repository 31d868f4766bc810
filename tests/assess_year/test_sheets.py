"""Sheets go out, are filled in by a person, and come back: whole, or not at all."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from db import assess
from monitor.app.assess_loading import Loaded, load_words
from monitor.app.assess_papers import sheets
from monitor.app.assess_results import finalize
from monitor.app.house import BadInput, House
from monitor.config.errors import ConfigError
from monitor.domain.assessment import Stage
from monitor.text import say
from tests.assess_year.world import ID, clean, fill_in, opened, put, rows, sheet
from tests.office.world import column, dead_link, leader, night
from tests.report.test_libreoffice import converted, needs_soffice

HOUR = timedelta(hours=1)


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = opened(tmp_path / "home")
    faults = [column("动态"), leader("张三"), dead_link("a.html").unseen()]
    night(made, "2026-12-01T01:00", faults)
    return made


def said(house: House) -> list[tuple[str, float | None, bool | None, str]]:
    return [
        (one.indicator, one.points, one.veto, one.by) for one in assess.entries(house.engine, ID)
    ]


def test_a_sheet_asks_what_persons_must_judge_and_what_could_not_be_observed(
    house: House, tmp_path: Path
) -> None:
    asked = {row["指标编号"]: row for row in rows(sheet(house, tmp_path / "甲.xlsx"))}
    assert asked["WD-2.2"]["情况"] == "人工评定"
    assert asked["WD-4.3"]["情况"] == "未能核验"
    assert asked["WD-1.3"]["情况"] == "待认定"
    assert "张三无简历" in asked["WD-1.3"]["线索"]
    assert asked["WD-1.3"]["问题URL"] == "http://127.0.0.1:9/jia/"
    assert "WD-1.4" not in asked, "the machine saw it, and no person need confirm"
    assert asked["WV-1.1"]["上限"] is None
    assert asked["WB-5"]["类别"] == "加分"
    assert asked["NV-1.1"]["对象名称"] == "甲局发布"


def test_units_without_services_are_not_asked_for_them(house: House, tmp_path: Path) -> None:
    asked = {row["指标编号"] for row in rows(sheet(house, tmp_path / "乙.xlsx", "yi"))}
    assert not {one for one in asked if one.startswith(("WD-2", "WV-6"))}


def test_one_workbook_a_unit(house: House, tmp_path: Path) -> None:
    written = sheets(
        house, ID, unit=None, everything=True, stage="preliminary", output=tmp_path / "all"
    )
    assert [path.name for path in written] == [
        "甲局_考评评分表_20270120.xlsx",
        "乙局_考评评分表_20270120.xlsx",
    ]
    own = sheets(house, ID, unit=None, everything=True, stage="self", output=tmp_path / "all")
    assert [path.name for path in own] == [
        "甲局_自查自评表_20270120.xlsx",
        "乙局_自查自评表_20270120.xlsx",
    ], "no sheet of one stage is written over one of the other"
    assert all("甲" not in str(row) for row in rows(written[1]))
    with pytest.raises(BadInput):
        sheets(house, ID, unit=None, everything=False, stage="self", output=tmp_path / "x")


def test_the_same_sheet_is_the_same_file(house: House, tmp_path: Path) -> None:
    one, other = (sheet(house, tmp_path / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == other


def test_an_untouched_sheet_says_nothing(house: House, tmp_path: Path) -> None:
    assert load_words(house, ID, [sheet(house, tmp_path / "a.xlsx")]) == Loaded(0, 0, 0)


def test_what_a_person_says_is_kept_and_filled_in_the_next_time(
    house: House, tmp_path: Path
) -> None:
    path = fill_in(
        sheet(house, tmp_path / "a.xlsx"),
        {
            "jia-site/WD-2.2": (5, None, "外地用户不能注册", "截图3", "李四"),
            "jia-site/WD-3.1": (0, None, None, None, None),
            "jia-site/WV-5.1": (None, "否", None, None, "李四"),
            "jia-site/WB-5": (2.5, None, "获评优秀案例", None, "李四"),
        },
    )
    assert load_words(house, ID, [path], by="王五") == Loaded(4, 0, 0)
    assert sorted(said(house)) == [
        ("WB-5", 2.5, None, "李四"),
        ("WD-2.2", 5.0, None, "李四"),
        ("WD-3.1", 0.0, None, "王五"),
        ("WV-5.1", None, False, "李四"),
    ]
    assert load_words(house, ID, [path], by="王五") == Loaded(0, 0, 4), "said once is enough"
    again = sheet(house, tmp_path / "b.xlsx")
    filled = {row["指标编号"]: row for row in rows(again)}
    assert filled["WD-2.2"]["分值"] == 5
    assert filled["WD-2.2"]["佐证材料"] == "截图3"
    assert filled["WV-5.1"]["是否否决"] == "否"
    assert load_words(house, ID, [again]) == Loaded(0, 0, 0)


def test_a_correction_in_the_same_sheet_replaces_and_keeps(house: House, tmp_path: Path) -> None:
    path = fill_in(
        sheet(house, tmp_path / "a.xlsx"), {"jia-site/WD-2.2": (5, None, "不能注册", None, "李四")}
    )
    load_words(house, ID, [path])
    house.clock.advance(HOUR)  # type: ignore[attr-defined]
    fill_in(path, {"jia-site/WD-2.2": (0, None, "复查可以注册", None, "李四")})
    assert load_words(house, ID, [path]) == Loaded(1, 1, 0)
    assert [points for _, points, _, _ in said(house)] == [5.0, 0.0]


def test_an_older_copy_does_not_undo_what_was_said_since(house: House, tmp_path: Path) -> None:
    old = sheet(house, tmp_path / "old.xlsx")
    first = fill_in(
        sheet(house, tmp_path / "a.xlsx"), {"jia-site/WD-2.2": (5, None, "不能注册", None, "李四")}
    )
    load_words(house, ID, [first])
    house.clock.advance(HOUR)  # type: ignore[attr-defined]
    second = fill_in(
        sheet(house, tmp_path / "b.xlsx"), {"jia-site/WD-2.2": (0, None, "已可注册", None, "李四")}
    )
    load_words(house, ID, [second])
    fill_in(old, {"jia-site/WD-2.2": (5, None, "旧表", None, "赵六")})
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [old])
    assert refused.value.key == "config.assess_stale"


def test_of_two_blank_sheets_the_second_persons_is_refused(house: House, tmp_path: Path) -> None:
    mine, other = sheet(house, tmp_path / "a.xlsx"), sheet(house, tmp_path / "b.xlsx")
    load_words(house, ID, [fill_in(mine, {"jia-site/WD-2.2": (1, None, "一", None, "李四")})])
    house.clock.advance(HOUR)  # type: ignore[attr-defined]
    fill_in(other, {"jia-site/WD-2.2": (2, None, "二", None, "王五")})
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [other])
    assert (refused.value.key, refused.value.params["by"]) == ("config.assess_stale", "李四")
    put(other, "jia-site/WD-2.2", 评定人=" 李 四")
    assert load_words(house, ID, [other]) == Loaded(1, 1, 0), "who spoke may correct it"


def test_self_assessment_is_kept_apart(house: House, tmp_path: Path) -> None:
    path = fill_in(
        sheet(house, tmp_path / "a.xlsx", stage="self"),
        {"jia-site/WD-2.2": (1, None, "部分事项", None, "甲局办公室")},
    )
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [path], stage="preliminary")
    assert refused.value.key == "config.assess_stage"
    load_words(house, ID, [path], stage="self")
    assert [one.stage for one in assess.entries(house.engine, ID)] == [Stage.SELF]
    other = {row["指标编号"]: row["分值"] for row in rows(sheet(house, tmp_path / "b.xlsx"))}
    assert other["WD-2.2"] is None


GOOD = {"分值": 1, "评定理由": "查看属实", "评定人": "李四"}
REFUSED: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "beyond the cap": ("WD-2.2", {**GOOD, "分值": 5.1}, "config.not_a_number_between", "M"),
    "below nought": ("WD-2.2", {**GOOD, "分值": -1}, "config.not_a_number_between", "M"),
    "no number": ("WD-2.2", {**GOOD, "分值": "五"}, "config.not_a_number_between", "M"),
    "three decimals": ("WD-2.2", {**GOOD, "分值": 4.999}, "config.assess_decimals", "M"),
    "next to nothing": ("WD-2.2", {**GOOD, "分值": 0.001}, "config.assess_decimals", "M"),
    "a formula": ("WD-2.2", {**GOOD, "分值": "=1+1"}, "config.formula", "M"),
    "no points": ("WD-2.2", {**GOOD, "分值": None}, "config.missing", "M"),
    "no reason": ("WD-2.2", {**GOOD, "评定理由": None}, "config.assess_no_reason", "O"),
    "nobody": ("WD-2.2", {**GOOD, "评定人": None}, "config.missing", "Q"),
    "veto of no veto": ("WD-2.2", {**GOOD, "是否否决": "是"}, "config.assess_no_veto", "N"),
    "points of a veto": ("WV-5.1", GOOD, "config.assess_no_points", "M"),
    "neither yes nor no": ("WV-5.1", {"是否否决": "或许"}, "config.not_one_of", "N"),
    "a veto without reason": ("WV-5.1", {"是否否决": "是"}, "config.assess_no_reason", "O"),
    "another row": ("WD-2.2", {"指标编号": "WD-2.3"}, "config.assess_altered", "C"),
    "no seal": ("WD-2.2", {"校验码": None}, "config.assess_no_seal", "S"),
    "unknown row": (
        "WD-2.2",
        {"指标编号": "WD-9.9", "行编号": f"{ID}/preliminary/jia/jia-site/WD-9.9"},
        "config.assess_unknown_row",
        "C",
    ),
    "a site's row for an account": (
        "WD-2.2",
        {"行编号": f"{ID}/preliminary/jia/jia-wx/WD-2.2"},
        "config.assess_unknown_row",
        "C",
    ),
    "another unit": (
        "WD-2.2",
        {"行编号": f"{ID}/preliminary/yi/yi-site/WD-2.2"},
        "config.assess_other_unit",
        "C",
    ),
    "another unit's site": (
        "WD-2.2",
        {"行编号": f"{ID}/preliminary/jia/yi-site/WD-2.2"},
        "config.assess_unknown_subject",
        "C",
    ),
    "another assessment": (
        "WD-2.2",
        {"行编号": "y2025/preliminary/jia/jia-site/WD-2.2"},
        "config.assess_other",
        "C",
    ),
    "a seal of another line": (
        "WD-2.2",
        {"校验码": "new.e3b0c442.e3b0c442"},
        "config.assess_altered",
        "C",
    ),
    "a line added": ("WD-2.2", {**GOOD, "行编号": None}, "config.assess_no_key", "R"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_by_its_cell(house: House, tmp_path: Path, case: str) -> None:
    indicator, cells, key, letter = REFUSED[case]
    path = fill_in(
        sheet(house, tmp_path / "a.xlsx"), {"jia-site/WD-3.1": (7, None, "不能提交", None, "李四")}
    )
    put(path, f"jia-site/{indicator}", **cells)
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [path])
    assert refused.value.key == key
    place: Any = refused.value.params["place"]
    assert (place.sheet, place.column) == ("评分表", letter)
    assert place.row > 3
    assert said(house) == [], "nothing is half loaded"


def test_what_a_spreadsheet_reckoned_is_read_as_meant(house: House, tmp_path: Path) -> None:
    words = {
        "jia-site/WD-2.2": (0.1 + 0.2, None, "查看属实", None, "李四"),
        "jia-site/WD-3.1": (4.99, None, "查看属实", None, "李四"),
    }
    load_words(house, ID, [fill_in(sheet(house, tmp_path / "a.xlsx"), words)])
    assert [one.points for one in assess.entries(house.engine, ID)] == [0.3, 4.99]


def test_a_units_own_sheet_does_not_become_its_evaluation(house: House, tmp_path: Path) -> None:
    words = {"jia-site/WD-2.2": (0, None, None, None, "甲局办公室")}
    path = fill_in(sheet(house, tmp_path / "a.xlsx", stage="self"), words)
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [path])
    assert refused.value.key == "config.assess_stage"
    assert "--stage self" in str(refused.value)
    book = load_workbook(path)
    page = book.worksheets[0]
    keys = next(cell.column for cell in page[3] if cell.value == "行编号")
    for number in range(4, page.max_row + 1):
        cell = page.cell(number, keys)
        cell.value = str(cell.value).replace("/self/", "/preliminary/")
    book.save(path)
    for stage in ("preliminary", "self"):
        with pytest.raises(ConfigError) as refused:
            load_words(house, ID, [path], stage=stage)
        assert refused.value.key in ("config.assess_altered", "config.assess_stage")
    assert said(house) == []


def test_two_files_that_disagree_are_refused(house: House, tmp_path: Path) -> None:
    paths = [sheet(house, tmp_path / f"{name}.xlsx") for name in "ab"]
    for path, points in zip(paths, (5, 4), strict=True):
        fill_in(path, {"jia-site/WD-2.2": (points, None, "不能注册", None, "李四")})
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, paths)
    assert refused.value.key == "config.said_twice"
    assert said(house) == []


def test_points_at_the_cap_fit(house: House, tmp_path: Path) -> None:
    path = fill_in(
        sheet(house, tmp_path / "a.xlsx"), {"jia-site/WD-2.2": (5, None, "不能注册", None, "李四")}
    )
    assert load_words(house, ID, [path]).recorded == 1


def test_a_final_assessment_takes_nothing(house: House, tmp_path: Path) -> None:
    path = clean(sheet(house, tmp_path / "a.xlsx"))
    finalize(house, ID, by="办公室")
    for refused in (
        lambda: load_words(house, ID, [path]),
        lambda: sheet(house, tmp_path / "b.xlsx"),
        lambda: finalize(house, ID, by="办公室"),
    ):
        with pytest.raises(BadInput) as error:
            refused()
        assert error.value.key == "input.assess_final"


@needs_soffice
def test_a_sheet_saved_by_another_program_says_the_same(house: House, tmp_path: Path) -> None:
    said_there = {
        "jia-site/WD-2.2": (2.5, None, "部分事项不能申请", "截图3", "李四"),
        "jia-site/WV-5.1": (None, "是", "未提供", None, "李四"),
    }
    path = fill_in(sheet(house, tmp_path / "a.xlsx"), said_there)
    saved = converted(path, "xlsx")
    assert load_words(house, ID, [path]) == Loaded(2, 0, 0)
    assert load_words(house, ID, [saved]) == Loaded(0, 0, 2)


def test_no_workbook_of_ours(house: House, tmp_path: Path) -> None:
    path = sheet(house, tmp_path / "a.xlsx")
    book = load_workbook(path)
    book.worksheets[0].delete_cols(19)
    book.save(path)
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [path])
    assert refused.value.key == "config.assess_no_sheet"


def test_a_folder_for_a_sheet_is_refused_in_chinese(house: House, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [tmp_path])
    text = say(refused.value.key, lang="zh", **refused.value.params)
    assert refused.value.key == "config.unreadable"
    assert not re.search("[A-Za-z]", text.replace(str(tmp_path), ""))
