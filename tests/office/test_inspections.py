"""Inspections: the batch a list and a score belong to, and how it stands against earlier ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import queries
from monitor.app import inspecting
from monitor.app.house import BadInput, House
from monitor.app.outgoing import export_outgoing
from monitor.app.registry import init
from monitor.app.reviewing import review
from monitor.app.standing import standing
from monitor.assess.aggregate import mean
from monitor.assess.comparison import Progress, progress
from monitor.domain.defect import DefectState
from monitor.domain.inspection import Inspection, InspectionState
from tests.office.world import (
    LEDGER,
    Fault,
    column,
    dead_link,
    exported,
    include_all,
    leader,
    night,
    office,
    rows,
)
from tests.score import world as scores

STALE, DEAD = column("工作动态"), dead_link("gone.html")


def batch(house: House, id: str, first: str, last: str, **more: Any) -> Inspection:
    return inspecting.add(
        house, id, name=f"{id}批次", basis="某函〔2026〕1号", first=first, last=last, **more
    )


def january(house: House, faults: Sequence[Fault], days: Iterable[int] = range(1, 31)) -> None:
    for day in days:
        night(house, f"2026-01-{day:02}T02:00", faults)


def test_days_ids_and_scope_are_checked(tmp_path: Path) -> None:
    house = office(tmp_path)
    made = batch(house, "2026Q1", "2026-01-01", "2026-03-31")
    assert made.as_of.isoformat() == "2026-03-31T15:59:59+00:00"
    assert (made.state, made.rubric) == (InspectionState.DRAFT, "national-2019")
    for id, first, last, more, key in (
        ("2026Q1", "2026-01-01", "2026-03-31", {}, "inspection_taken"),
        ("第一季度", "2026-01-01", "2026-03-31", {}, "not_an_id"),
        ("x", "2026-03-31", "2026-01-01", {}, "inspection_days"),
        ("x", "2026-01-01", "2026-03-31", {"moment": "2026-04-01T10:00"}, "inspection_days"),
        ("x", "2026-13-01", "2026-03-31", {}, "day"),
        ("x", "2026-01-01", "2026-03-31", {"units": ["nobody"]}, "unknown_unit"),
    ):
        with pytest.raises(BadInput, match=rf"input\.{key}"):
            batch(house, id, first, last, **more)
    assert [one.id for one in inspecting.everyone(house)] == ["2026Q1"]


@pytest.mark.parametrize("rule", ["", "point", "union", "mean"])
def test_a_fault_of_thirty_nights_does_not_cost_thirty_times(tmp_path: Path, rule: str) -> None:
    house = office(tmp_path, settings=f"inspections: {{aggregation: {rule}}}\n")
    january(house, [STALE, DEAD])
    batch(house, "jan", "2026-01-01", "2026-01-31")
    found = standing(house, inspection="jan")
    points = found.scores["jia-site"].points
    assert points == (5.1 if rule != "mean" else round(5 + 0.1 * 29 / 30, 2)), (
        "one night, suspected"
    )
    assert found.rubric.trial and found.scores["jia-site"].period == "jan"


def test_the_rule_says_whether_a_fault_mended_within_the_days_still_costs(tmp_path: Path) -> None:
    points = {}
    for rule in ("point", "union", "mean"):
        house = office(tmp_path / rule, settings=f"inspections: {{aggregation: {rule}}}\n")
        january(house, [STALE], range(1, 11))
        january(house, [STALE.gone()], range(11, 21))
        batch(house, "jan", "2026-01-01", "2026-01-31")
        points[rule] = standing(house, inspection="jan").scores["jia-site"].points
        assert [d.state for d in standing(house, inspection="jan").defects["jia-site"]] == [
            DefectState.GONE
        ], "the list asks nobody to mend what is mended"
    assert points == {"point": 0, "union": 5, "mean": 2.5}


def test_a_final_inspection_never_changes(tmp_path: Path) -> None:
    house = office(tmp_path)
    january(house, [STALE, leader("张三")], [20, 21])
    for defect in queries.defects(house.engine):
        review(house, defect.id, decision="included", reason="", by="李四")
    batch(house, "jan", "2026-01-01", "2026-01-31")
    with pytest.raises(BadInput, match="inspection_draft"):
        export_outgoing(
            house,
            unit="jia",
            everything=False,
            file_format="json",
            output=tmp_path / "x.json",
            inspection="jan",
        )
    final = inspecting.finalize(house, "jan", by="李四")
    assert final.state is InspectionState.FINAL
    before = standing(house, inspection="jan")
    list_before = exported(house, tmp_path / "a.xlsx", inspection="jan").read_bytes()

    for defect in queries.defects(house.engine):
        review(house, defect.id, decision="false", reason="后来", by="王五")
    night(house, "2026-01-30T02:00", [STALE.gone(), leader("李四")])
    after = standing(house, inspection="jan")
    assert after.defects == before.defects and after.scores == before.scores
    assert exported(house, tmp_path / "b.xlsx", inspection="jan").read_bytes() == list_before
    with pytest.raises(BadInput, match="inspection_final"):
        inspecting.finalize(house, "jan", by="王五")
    done = export_outgoing(
        house,
        unit=None,
        everything=True,
        file_format="xlsx",
        output=tmp_path / "out",
        inspection="jan",
    )
    assert [name for name, _ in done.lists] == ["甲局"]
    assert len(done.lists[0][1].records) == 2


def test_a_moment_that_has_not_come_cannot_be_final(tmp_path: Path) -> None:
    house = office(tmp_path, now="2026-01-15T12:00")
    batch(house, "jan", "2026-01-01", "2026-01-31")
    with pytest.raises(BadInput, match="inspection_early"):
        inspecting.finalize(house, "jan", by="李四")


def test_new_still_fixed_back_again_and_repeated(tmp_path: Path) -> None:
    house = office(tmp_path)
    a, b, c, d = (column(name) for name in "甲乙丙丁")
    months = {
        1: [a, b, c],
        2: [a, b.gone(), c],
        3: [a, b, c.gone(), d],
        4: [a.unseen(), b.gone(), c, d],
    }
    for month, faults in months.items():
        night(house, f"2026-{month:02}-10T02:00", faults)
        batch(house, f"m{month}", f"2026-{month:02}-01", f"2026-{month:02}-28")
        include_all(house)
        inspecting.finalize(house, f"m{month}", by="李四")

    def stands(month: int) -> dict[str, str]:
        done = inspecting.compare(house, f"m{month}")
        names = {d.id: str(d.facts["column"]) for d in done.standing.defects["jia-site"]}
        return {names[key]: str(value) for key, value in done.standing.progress.items()}

    assert stands(1) == dict.fromkeys("甲乙丙", "new")
    assert stands(2) == {"甲": "still", "乙": "fixed", "丙": "still"}
    assert stands(3) == {"甲": "repeated", "乙": "reopened", "丙": "fixed", "丁": "new"}
    assert stands(4) == {"甲": "unseen", "乙": "fixed", "丙": "reopened", "丁": "still"}
    done = inspecting.compare(house, "m4")
    assert done.last is not None and done.last.id == "m3"
    counts = done.counts("jia")
    assert (counts[Progress.STILL], counts[Progress.FIXED]) == (1, 1)
    listed = rows(exported(house, tmp_path / "m4.xlsx", inspection="m4"))
    assert {one["栏目名称"]: one["整改状态"] for one in listed} == {
        "甲": "本期未能核验",
        "丙": "整改后复发",
        "丁": "仍未整改",
    }


FIRST = date(2026, 1, 1)


def test_mended_and_broken_again_between_two_inspections_is_back_again() -> None:
    (defect,) = scores.defects([scores.fault("column-stale", "a")])
    assert defect.state is DefectState.CONFIRMED
    told, other = {defect.id}, {"other"}

    def stands(*earlier: set[str], returned: Sequence[str] = ()) -> Progress:
        found = progress([defect], earlier, first=FIRST, returned=returned, repeat_after=3)
        return found[defect.id]

    assert stands() is Progress.NEW
    assert stands(told) is Progress.STILL
    assert stands(told, returned=[defect.id]) is Progress.REOPENED
    assert stands(told, other) is Progress.STILL, "left out once, but never seen gone"
    assert stands(told, told) is Progress.REPEATED
    assert stands(told, other, told) is Progress.STILL, "not one after another"
    late = progress([defect], [told], first=date(2026, 3, 1), repeat_after=3)
    assert late == {defect.id: Progress.UNSEEN}


def test_what_nobody_could_look_at_is_not_fixed() -> None:
    (defect,) = scores.defects([scores.fault("column-stale", "a")])
    assert progress([], [{defect.id}], first=FIRST, repeat_after=3) == {}


def test_an_inspection_of_one_unit_says_nothing_of_the_others(tmp_path: Path) -> None:
    house = office(tmp_path)
    faults = [STALE, leader("王五", site="yi-site")]
    for month, units in ((1, ()), (2, ("jia",)), (3, ())):
        night(house, f"2026-{month:02}-10T02:00", faults)
        include_all(house)
        batch(house, f"m{month}", f"2026-{month:02}-01", f"2026-{month:02}-28", units=units)
        inspecting.finalize(house, f"m{month}", by="李四")
    stands = standing(house, inspection="m3").progress
    by_site = {
        site: {str(stands[one.id]) for one in known}
        for site, known in standing(house, inspection="m3").defects.items()
    }
    assert by_site == {"jia-site": {"repeated"}, "yi-site": {"still"}}
    last = inspecting.compare(house, "m3").last
    assert last is not None and last.id == "m1", "of the same scope"


def test_what_no_person_decided_was_told_to_nobody(tmp_path: Path) -> None:
    house = office(tmp_path)
    for month in (1, 2):
        night(house, f"2026-{month:02}-10T02:00", [STALE])
        batch(house, f"m{month}", f"2026-{month:02}-01", f"2026-{month:02}-28")
        with pytest.raises(BadInput, match="inspection_pending"):
            inspecting.finalize(house, f"m{month}", by="李四")
        inspecting.finalize(house, f"m{month}", by="李四", pending=True)
    assert set(standing(house, inspection="m2").progress.values()) == {"new"}


def test_an_inspection_in_whose_days_nobody_looked_is_not_made_final(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", [STALE])
    include_all(house)
    batch(house, "feb", "2026-02-01", "2026-02-28")
    with pytest.raises(BadInput, match="inspection_unlooked"):
        inspecting.finalize(house, "feb", by="李四")


def test_a_final_inspection_keeps_the_ledger_of_its_day(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", [STALE, leader("王五", site="yi-site")])
    include_all(house)
    batch(house, "jan", "2026-01-01", "2026-01-31")
    inspecting.finalize(house, "jan", by="李四")
    before = standing(house, inspection="jan").records()
    send = {"unit": "yi", "everything": False, "file_format": "xlsx", "inspection": "jan"}
    sent = export_outgoing(house, output=tmp_path / "a.xlsx", **send).files[0].read_bytes()
    moment = {"unit": "yi", "everything": False, "file_format": "xlsx", "as_of": "2026-01-31T10:00"}
    other = export_outgoing(house, output=tmp_path / "b.xlsx", **moment).files[0].read_bytes()

    merged = LEDGER.replace(
        "category: internal", "category: internal\n    valid_until: 2026-01-20\n    successor: jia"
    ).replace("name: 甲局\n", "name: 甲委员会\n")
    (tmp_path / "merged.yaml").write_text(merged, encoding="utf-8")
    init(house, tmp_path / "merged.yaml")
    assert standing(house, inspection="jan").records() == before
    again = export_outgoing(house, output=tmp_path / "c.xlsx", **send)
    assert again.files[0].read_bytes() == sent
    again = export_outgoing(house, output=tmp_path / "d.xlsx", **moment)
    assert again.files[0].read_bytes() == other, "sent before the merger became known"


@pytest.mark.parametrize("rule", ["point", "union", "mean"])
def test_what_is_struck_out_costs_nothing_by_any_rule(tmp_path: Path, rule: str) -> None:
    house = office(tmp_path, settings=f"inspections: {{aggregation: {rule}}}\n")
    january(house, [STALE], range(1, 11))
    (defect,) = queries.defects(house.engine)
    review(house, defect.id, decision="false", reason="看错", by="李四")
    batch(house, "jan", "2026-01-01", "2026-01-31")
    assert standing(house, inspection="jan").scores["jia-site"].points == 0


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_a_mean_never_exceeds_the_worst_night(hidden: list[bool]) -> None:
    fault = scores.fault("column-stale", "a", **{"class": "news"})
    night_seen, night_hidden = scores.scored([fault]), scores.scored([fault.hidden({})])
    nights = [night_hidden if one else night_seen for one in hidden]
    made = mean(night_seen, nights)
    assert made.points <= max(one.points for one in nights)
    worth = [one.verified - one.points for one in nights]
    assert made.verified - made.points <= max(worth) + 0.01
    if not any(hidden):
        assert made.points == night_seen.points
