"""The 下发稿 comes back from a unit: read whole, or refused by its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import rectification as kept
from monitor.app.house import BadInput
from monitor.app.rectify_loading import load
from monitor.app.rectifying import decide
from monitor.config.errors import ConfigError
from monitor.domain.rectification import Act, Step, Wait
from monitor.text import say
from tests.office.world import rows
from tests.rectify.world import FAULTS, case, ids, looked, on, returned, sent

FIXED = {"是否整改": "是", "整改日期": "2026-01-27", "整改情况（单位填写）": "已补充"}


def test_what_a_unit_answers_is_written_down_and_closes_nothing(tmp_path: Path) -> None:
    house = sent(tmp_path)
    known = ids(house)
    back = returned(
        tmp_path,
        "甲局",
        {
            known["张三"]: FIXED | {"整改填报人": "甲局张"},
            known["工作动态"]: {
                "是否整改": "否",
                "整改情况（单位填写）": "栏目正在调整",
                "延期至": date(2026, 2, 20),
                "申诉理由": "栏目已停用",
            },
        },
    )
    done = load(house, [back], by="李四")
    assert done.acts == {Act.ACKNOWLEDGE: 2, Act.CLAIM: 1, Act.ANSWER: 1, Act.ASK: 1, Act.APPEAL: 1}
    repaired, other = case(house, known["张三"]), case(house, known["工作动态"])
    assert repaired.step is Step.CLAIMED and repaired.claim is not None
    assert (repaired.claim.by, str(repaired.claim.day)) == ("甲局张", "2026-01-27")
    assert other.step is Step.ACKNOWLEDGED and other.answer is not None
    assert other.waits == (Wait.EXTENSION, Wait.APPEAL) and other.answer.by == "李四"
    decide(house, known["工作动态"], decision="granted", by="李四")
    again = load(on(house, "2026-01-28T11:00"), [back], by="李四")
    assert again.acts == {} and again.known == 4, "the same list twice says nothing new"


def test_an_untouched_list_says_nothing_not_even_that_it_was_received(tmp_path: Path) -> None:
    house = sent(tmp_path)
    done = load(house, [returned(tmp_path, "甲局", {})])
    assert done.acts == {} and kept.events(house.engine) == []


def test_who_is_not_named_is_the_unit(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    load(house, [returned(tmp_path, "甲局", {one: FIXED})])
    claim = case(house, one).claim
    assert claim is not None and claim.by == "甲局"


def test_a_list_sent_before_there_were_cells_for_answers_is_read(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    path = returned(tmp_path, "甲局", {one: {"整改情况（单位填写）": "已补充"}})
    book = load_workbook(path)
    sheet = book.worksheets[0]
    new = {"是否整改", "整改日期", "延期至", "申诉理由", "整改填报人"}
    for column in [c.column for c in sheet[3] if c.value in new]:
        sheet.cell(3, column).value = None
    book.save(path)
    assert load(house, [path]).acts == {Act.ACKNOWLEDGE: 2, Act.ANSWER: 1}


def test_answers_to_what_is_closed_are_left_out_and_said(tmp_path: Path) -> None:
    house = sent(tmp_path)
    known = ids(house)
    house = looked(house, "2026-01-28T02:00", [FAULTS[1].gone()])
    back = returned(tmp_path, "甲局", {known["张三"]: FIXED, known["工作动态"]: FIXED})
    done = load(house, [back])
    assert done.over == [known["张三"]] and done.acts[Act.CLAIM] == 1


@pytest.mark.parametrize(
    ("subject", "cells", "heading", "key"),
    [
        ("张三", {"是否整改": "基本"}, "是否整改", "not_one_of"),
        ("张三", {"是否整改": "是"}, "整改日期", "missing"),
        ("张三", {"整改日期": "2026-01-27"}, "是否整改", "rectify_not_fixed"),
        ("张三", FIXED | {"整改日期": "下周"}, "整改日期", "not_a_date"),
        ("张三", FIXED | {"整改日期": "2026-01-28"}, "整改日期", "rectify_future"),
        ("张三", FIXED | {"整改日期": "=TODAY()"}, "整改日期", "formula"),
        ("张三", FIXED | {"延期至": "2026-03-01"}, "延期至", "rectify_fixed_and_later"),
        ("张三", {"延期至": "2026-03-01"}, "整改情况（单位填写）", "rectify_why_later"),
        (
            "张三",
            {"延期至": "2026-02-06", "整改情况（单位填写）": "x"},
            "延期至",
            "rectify_not_later",
        ),
        ("张三", FIXED | {"问题编号": "0" * 12}, "问题编号", "rectify_unknown"),
        ("张三", FIXED | {"问题编号": None}, "问题编号", "missing"),
        ("张三", FIXED | {"问题描述": "没有问题"}, "问题描述", "rectify_altered"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_written(
    tmp_path: Path, subject: str, cells: dict[str, object], heading: str, key: str
) -> None:
    house = sent(tmp_path)
    known = ids(house)
    back = returned(tmp_path, "甲局", {known[subject]: cells, known["工作动态"]: FIXED})
    with pytest.raises(ConfigError) as refused:
        load(house, [back])
    error = refused.value
    assert error.key == f"config.{key}"
    place = error.params["place"]
    sheet = load_workbook(back).worksheets[0]
    letter = next(cell.column_letter for cell in sheet[3] if cell.value == heading)
    said = say(error.key, "zh", **error.params)
    assert f"{back} 工作表“问题清单”第" in said and f"行{letter}列" in said, said
    assert place.column == letter  # type: ignore[attr-defined]
    assert kept.events(house.engine) == []


def test_every_bad_cell_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    house = sent(tmp_path)
    known = ids(house)
    bad = {"是否整改": "是"}
    files = [
        returned(tmp_path, "甲局", {known["张三"]: bad, known["工作动态"]: FIXED}),
        returned(tmp_path, "乙局", {known["王五"]: bad}),
    ]
    with pytest.raises(BadInput, match=r"rectify\.cells") as refused:
        load(house, files)
    assert refused.value.params["count"] == 2
    assert all(str(path) in str(refused.value.params["cells"]) for path in files)
    assert kept.events(house.engine) == []


def test_a_line_of_another_unit_and_another_book_are_refused(tmp_path: Path) -> None:
    house = sent(tmp_path)
    known = ids(house)
    stolen = returned(tmp_path, "甲局", {known["张三"]: FIXED | {"问题编号": known["王五"]}})
    with pytest.raises(ConfigError) as refused:
        load(house, [stolen])
    assert refused.value.key == "config.rectify_other_unit"
    register = tmp_path / "out" / "下发登记表_20260126.xlsx"
    with pytest.raises(ConfigError) as other:
        load(house, [register])
    assert other.value.key == "config.rectify_no_list"


def test_two_books_that_say_different_things_of_one_line(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    first = returned(tmp_path, "甲局", {one: FIXED})
    other = first.rename(tmp_path / "一.xlsx")
    second = returned(tmp_path, "甲局", {one: FIXED | {"整改日期": "2026-01-26"}})
    with pytest.raises(ConfigError) as refused:
        load(house, [other, second])
    assert refused.value.key == "config.said_twice"
    assert load(house, [other, other]).acts == {Act.ACKNOWLEDGE: 2, Act.CLAIM: 1}


def test_the_list_offers_the_cells_and_is_frozen_as_ever(tmp_path: Path) -> None:
    sent(tmp_path)
    (path,) = (tmp_path / "out").glob("甲局_下发问题清单_*.xlsx")
    line = rows(path)[0]
    for heading in (
        "整改情况（单位填写）",
        "是否整改",
        "整改日期",
        "延期至",
        "申诉理由",
        "整改填报人",
    ):
        assert heading in line and not line[heading]
    rule = load_workbook(path).worksheets[0].data_validations.dataValidation[0]
    assert rule.formula1 == '"是,否"'
