"""The 核对稿 goes out, is filled in by hand, and comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import queries
from monitor.app.house import BadInput, House
from monitor.app.reporting import export
from monitor.app.reviewing import load, review
from monitor.app.standing import standing
from monitor.config.errors import ConfigError
from monitor.domain.defect import DecisionKind
from monitor.text import say
from tests.office.world import (
    Fault,
    column,
    exported,
    fill_in,
    home_stale,
    leader,
    night,
    office,
    rows,
)

FAULTS: list[Fault] = [
    column("工作动态"),
    column("政策法规", **{"class": "policy"}),
    leader("张三"),
]
NIGHT, NEXT = "2026-01-26T02:00", "2026-01-27T02:00"


def ids(house: House) -> dict[str, str]:
    """Defect ids by subject's last part."""
    return {
        record.subject.rstrip("/").rsplit("/", 1)[-1]: record.id
        for record in standing(house).records()
    }


def decisions(house: House) -> dict[str, str]:
    return {record.id: record.decision for record in standing(house).records()}


def test_what_a_person_wrote_holds_and_what_was_left_alone_does_not_change(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)
    path = exported(house, tmp_path / "甲.xlsx")
    fill_in(
        path, {known["工作动态"]: ["纳入", None, "李四"], known["张三"]: ["误报", "有简历", "李四"]}
    )
    loaded = load(house, [path])
    assert loaded.kinds == {DecisionKind.INCLUDED: 1, DecisionKind.FALSE: 1}
    assert loaded.stale == ()
    assert decisions(house) == {
        known["工作动态"]: "included",
        known["张三"]: "false",
        known["政策法规"]: "pending",
    }
    night(house, NEXT, FAULTS)
    assert decisions(house)[known["张三"]] == "false", "the next night does not bring it back"
    (decision,) = queries.decisions(house.engine, defect_id=known["张三"])
    assert (decision.by, decision.reason) == ("李四", "有简历")

    again = rows(exported(house, tmp_path / "again.xlsx"))
    said = {one["问题编号"]: (one["是否纳入"], one["理由"], one["审核人"]) for one in again}
    assert said[known["张三"]] == ("误报", "有简历", "李四")
    assert load(house, [tmp_path / "again.xlsx"]).kinds == {}, "as it was printed"


def test_an_older_copy_of_a_list_undoes_nothing(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)
    first, second = (exported(house, tmp_path / f"{name}.xlsx") for name in ("one", "two"))
    load(house, [fill_in(first, {known["工作动态"]: ["不纳入", "已书面报备", "李四"]})])
    load(house, [fill_in(second, {known["张三"]: ["纳入", None, "王五"]})])
    found = decisions(house)
    assert (found[known["工作动态"]], found[known["张三"]]) == ("excluded", "included")


def test_a_decision_on_facts_that_have_changed_is_kept_and_does_not_hold(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)
    path = exported(house, tmp_path / "甲.xlsx")
    night(house, NEXT, [column("工作动态", newest="2026-01-09"), *FAULTS[1:]])
    loaded = load(house, [fill_in(path, {known["工作动态"]: ["误报", "看错", "李四"]})])
    assert loaded.stale == (known["工作动态"],)
    assert decisions(house)[known["工作动态"]] == "pending"
    assert len(queries.decisions(house.engine, defect_id=known["工作动态"])) == 1


def test_mere_passing_of_time_changes_no_facts(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)
    path = exported(house, tmp_path / "甲.xlsx")
    night(house, NEXT, [column("工作动态", days=22, as_of="2026-01-27"), *FAULTS[1:]])
    loaded = load(house, [fill_in(path, {known["工作动态"]: ["误报", "看错", "李四"]})])
    assert loaded.stale == () and decisions(house)[known["工作动态"]] == "false"


@pytest.mark.parametrize(
    ("words", "column_", "sentence"),
    [
        (
            ["同意", None, "李四"],
            "Y",
            "“是否纳入”应为以下之一：纳入, 仅提示, 误报, 不纳入, 待审核，现为“同意”",
        ),
        (["误报", None, "李四"], "Z", "意见为“误报”，应填写“理由”"),
        (["纳入", None, None], "AA", "缺少必填的“审核人”"),
        (["=1+1", None, "李四"], "Y", "“是否纳入”应直接填写内容，不应为公式或公式错误"),
    ],
)
def test_a_cell_that_does_not_fit_is_named_and_nothing_is_loaded(
    tmp_path: Path, words: list[str | None], column_: str, sentence: str
) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)
    path = exported(house, tmp_path / "甲.xlsx")
    fill_in(path, {known["张三"]: ["纳入", None, "李四"], known["工作动态"]: words})
    with pytest.raises(ConfigError) as refused:
        load(house, [path])
    said = say(refused.value.key, **refused.value.params)
    line = next(n for n, one in enumerate(rows(path), 4) if one["问题编号"] == known["工作动态"])
    assert said.startswith(f"{path} 工作表“问题清单”第{line}行{column_}列：")
    assert said.endswith(sentence)
    assert set(decisions(house).values()) == {"pending"}


def test_unknown_ids_broken_seals_and_contradictions_are_refused(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)["张三"]

    def refused(*paths: Path) -> str:
        with pytest.raises(ConfigError) as error:
            load(house, paths)
        assert set(decisions(house).values()) == {"pending"}
        return error.value.key

    def spoilt(name: str, heading: str, value: str | None) -> Path:
        path = fill_in(exported(house, tmp_path / name), {known: ["纳入", None, "李四"]})
        book = load_workbook(path)
        sheet = book["问题清单"]
        names = {cell.value: cell.column for cell in sheet[3]}
        row = next(n for n in range(4, 9) if sheet.cell(n, names["问题编号"]).value == known)
        sheet.cell(row, names[heading]).value = value
        book.save(path)
        return path

    assert refused(spoilt("a.xlsx", "问题编号", "0" * 12)) == "config.unknown_case"
    assert refused(spoilt("b.xlsx", "问题编号", None)) == "config.missing"
    assert refused(spoilt("c.xlsx", "校验码", "改过")) == "config.no_seal"
    one = fill_in(exported(house, tmp_path / "d.xlsx"), {known: ["纳入", None, "李四"]})
    two = fill_in(exported(house, tmp_path / "e.xlsx"), {known: ["误报", "有", "王五"]})
    assert refused(one, two) == "config.said_twice"
    (tmp_path / "f.xlsx").write_bytes(b"no workbook")
    assert refused(tmp_path / "f.xlsx") == "config.not_a_workbook"


def test_rows_that_a_person_must_confirm_are_decided_in_the_list_too(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, [home_stale(), leader("张三")])
    before = standing(house).scores["jia-site"]
    assert before.vetoes == ("WV-3",)
    path = exported(house, tmp_path / "甲.xlsx")
    asked = {one["问题编号"]: one["处理建议"] for one in rows(path, "待认定指标")}
    assert asked == {"jia-site/WV-3": "建议否决", "jia-site/WD-1.3": "建议扣分"}
    words = {
        "jia-site/WV-3": ["不认定", "首页为专题改版", "李四"],
        "jia-site/WD-1.3": ["认定", None, "李四"],
    }
    loaded = load(house, [fill_in(path, words)])
    assert loaded.kinds == {DecisionKind.EXCLUDED: 1, DecisionKind.INCLUDED: 1}
    after = standing(house).scores["jia-site"]
    assert after.vetoes == ()
    states = {row.indicator: row.state for row in after.rows}
    assert (states["WV-3"], states["WD-1.3"]) == ("clean", "charged")

    review(house, "jia-site/WD-1.3", decision="excluded", reason="有简历", by="王五")
    assert standing(house).scores["jia-site"].points == before.points - 1
    night(house, NEXT, [home_stale(), leader("张三"), leader("李四")])
    waiting = {one.indicator: one.word for one in standing(house).suggestions["jia-site"]}
    assert waiting["WD-1.3"] is None, "another defect: the person is asked again"
    assert waiting["WV-3"] is not None


def test_one_case_on_the_command_line(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, [home_stale()])
    with pytest.raises(BadInput, match=r"input\.ruling"):
        review(house, "jia-site/WV-3", decision="hint", reason="看看", by="李四")
    with pytest.raises(BadInput, match=r"input\.unknown_defect"):
        review(house, "jia-site/WV-2", decision="included", reason="", by="李四")
    with pytest.raises(BadInput, match=r"input\.unknown_defect"):
        review(house, "nobody/WV-3", decision="included", reason="", by="李四")
    review(house, "jia-site/WV-3", decision="included", reason="", by="李四")
    rows_ = {row.indicator: row.state for row in standing(house).scores["jia-site"].rows}
    assert rows_["WV-3"] == "charged"


def test_a_decision_on_later_facts_leaves_the_one_on_earlier_facts(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)["工作动态"]
    review(house, known, decision="excluded", reason="已报备", by="李四")
    night(house, NEXT, [column("工作动态", newest="2026-01-09"), *FAULTS[1:]])
    assert decisions(house)[known] == "pending", "other facts: the person is asked again"
    review(house, known, decision="included", reason="", by="李四")
    then = {one.id: one.decision for one in standing(house, as_of=NIGHT).records()}
    assert then[known] == "excluded" and decisions(house)[known] == "included"


def test_the_overview_in_the_folder_of_the_lists_is_passed_over(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    files = export(
        house, unit=None, everything=True, file_format="xlsx", output=tmp_path / "核对稿"
    )
    fill_in(files[0], {ids(house)["张三"]: ["纳入", None, "李四"]})
    assert load(house, sorted((tmp_path / "核对稿").glob("*.xlsx"))).kinds == {
        DecisionKind.INCLUDED: 1
    }


@pytest.mark.parametrize("words", [[None, "看错了", "李四"], [None, None, "李四"]])
def test_a_reason_without_a_decision_is_refused(tmp_path: Path, words: list[str | None]) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    path = exported(house, tmp_path / "甲.xlsx")
    with pytest.raises(ConfigError) as refused:
        load(house, [fill_in(path, {ids(house)["张三"]: words})])
    assert refused.value.key == "config.word_missing"


def test_a_cleared_decision_is_not_taken_back_in_silence(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)["张三"]
    review(house, known, decision="included", reason="", by="李四")
    path = exported(house, tmp_path / "甲.xlsx")
    with pytest.raises(ConfigError, match="cleared"):
        load(house, [fill_in(path, {known: [None, None, None]})])
    load(house, [fill_in(path, {known: ["待审核", None, "李四"]})])
    assert decisions(house)[known] == "pending"


def test_two_copies_printed_on_different_facts_both_count(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, FAULTS)
    known = ids(house)["工作动态"]
    old = exported(house, tmp_path / "old.xlsx")
    night(house, NEXT, [column("工作动态", newest="2026-01-09"), *FAULTS[1:]])
    new = exported(house, tmp_path / "new.xlsx")
    words = {known: ["纳入", None, "李四"]}
    loaded = load(house, [fill_in(old, words), fill_in(new, words)])
    assert loaded.stale == (known,) and decisions(house)[known] == "included"
