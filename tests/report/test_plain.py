"""Records as csv and json."""

from __future__ import annotations

import codecs
import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import DecisionKind, Defect, DefectState
from monitor.domain.rubric import Rubric
from monitor.report.plain import write_csv, write_json
from monitor.report.record import Record, describe, records, to_dicts
from tests.report.world import BASE, FULL, RUBRIC, UNIT, record

FIELDS = """
id unit site check indicator subject url parents state decision description facts first_seen
last_seen veto points evidence
"""


def test_json_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    path = write_json(tmp_path / "deep" / "r.json", to_dicts(FULL.records))
    found = json.loads(path.read_text(encoding="utf-8"))
    assert [list(one) for one in found] == [FIELDS.split()] * len(FULL.records)
    assert found[0]["indicator"] == ["WV-1", "WD-1"]
    assert found[0]["evidence"] == [
        {"sha256": "ab" * 32, "kind": "body"},
        {"sha256": "cd" * 32, "kind": "rendered"},
    ]
    assert "部门动态" in path.read_text(encoding="utf-8")


def test_a_fact_without_value_is_null(tmp_path: Path) -> None:
    path = write_json(
        tmp_path / "r.json", to_dicts([record(facts={"http_status": None}, parents=())])
    )
    (found,) = json.loads(path.read_text(encoding="utf-8"))
    assert found["facts"]["http_status"] is None
    assert found["parents"] == []


def test_half_characters_do_not_stop_an_export(tmp_path: Path) -> None:
    odd = record(description="甲\ud800乙")
    (found,) = json.loads(
        write_json(tmp_path / "r.json", to_dicts([odd])).read_text(encoding="utf-8")
    )
    assert found["description"] == "甲?乙"
    assert "甲?乙" in write_csv(tmp_path / "r.csv", to_dicts([odd])).read_text(encoding="utf-8-sig")


def test_no_records_are_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(write_json(tmp_path / "r.json", []).read_text(encoding="utf-8")) == []
    lines = write_csv(tmp_path / "r.csv", []).read_text(encoding="utf-8-sig").splitlines()
    assert lines == [",".join(FIELDS.split())]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_begins_with_a_mark_and_reads_back(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "r.csv", to_dicts(FULL.records))
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    found = read(path)
    assert list(found[0]) == FIELDS.split()
    assert [one["id"] for one in found] == [one.id for one in FULL.records]
    assert found[0]["description"] == FULL.records[0].description
    assert json.loads(found[0]["facts"]) == FULL.records[0].facts
    assert json.loads(found[0]["indicator"]) == ["WV-1", "WD-1"]
    assert (found[0]["points"], found[0]["veto"]) == ("5.0", "False")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"])
def test_csv_guards_against_formulas(tmp_path: Path, text: str) -> None:
    (found,) = read(
        write_csv(tmp_path / "r.csv", to_dicts([record(description=text, subject=text)]))
    )
    assert found["description"] == found["subject"] == f"'{text}"


@pytest.mark.parametrize("text", ["1-1", "a=b", "甲“乙”,\n丙", "'quoted'", "http://a/?b=c", ""])
def test_csv_leaves_other_text_alone(tmp_path: Path, text: str) -> None:
    (found,) = read(write_csv(tmp_path / "r.csv", to_dicts([record(description=text)])))
    assert found["description"] == text


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for write in (write_csv, write_json):
        one, two = (write(tmp_path / name, to_dicts(FULL.records)).read_bytes() for name in "ab")
        assert one == two


MOMENT = datetime(2026, 3, 31, 16, 30, tzinfo=UTC)


def stale(state: DefectState = DefectState.CONFIRMED, parents: int = 60) -> Defect:
    return Defect(
        id="d1",
        site_id="jia-portal",
        check="column-stale",
        subject=BASE,
        url=BASE,
        state=state,
        reason="stale",
        facts={
            "column": "部门动态",
            "newest": "2026-01-10",
            "as_of": "2026-04-01",
            "days": 81,
            "window": "14d",
        },
        first_seen=MOMENT,
        last_seen=MOMENT,
        parents=tuple(f"{BASE}{number}" for number in range(parents)),
        parents_total=parents,
        decision=DecisionKind.PENDING,
    )


def test_a_defect_becomes_a_record() -> None:
    site = UNIT.sites[0]
    (made,) = records([stale()], unit=UNIT, site=site, rubric=RUBRIC, points={"d1": 5.0})
    assert made.description == (
        "甲县门户网站“部门动态”栏目最新信息日期为2026-01-10，截至2026-04-01已81天未更新（应2周内更新）"
    )
    assert made.indicator == ("WV-1", "WD-1")
    assert (len(made.parents), made.facts["parents_total"]) == (50, 60)
    assert made.first_seen == "2026-04-01T00:30:00+08:00"
    assert shanghai_day(MOMENT).isoformat() == made.first_seen[:10]
    assert made.veto
    assert made.points == 5.0


def test_only_a_confirmed_defect_that_stands_suggests_a_veto() -> None:
    site = UNIT.sites[0]

    def veto(defect: Defect) -> bool:
        return records([defect], unit=UNIT, site=site, rubric=RUBRIC, points={})[0].veto

    assert not veto(stale(DefectState.SUSPECTED))
    assert not veto(stale(DefectState.WAIVED))
    assert not veto(stale(DefectState.GONE))
    assert not veto(replace(stale(), decision=DecisionKind.HINT))


def made_of(defect: Defect, rubric: Rubric = RUBRIC) -> Record:
    return records([defect], unit=UNIT, site=UNIT.sites[0], rubric=rubric, points={})[0]


def test_what_a_clock_measured_is_proof_and_no_fact() -> None:
    """Two runs over the same pages export the same record."""
    one = made_of(replace(stale(), facts=stale().facts | {"seconds": 0.1}))
    two = made_of(replace(stale(), facts=stale().facts | {"seconds": 14.9}))
    assert one == two


def test_places_do_not_depend_on_the_order_of_the_crawl() -> None:
    places = (f"{BASE}b", f"{BASE}index.html", f"{BASE}a")
    one = made_of(replace(stale(), parents=places))
    two = made_of(replace(stale(), parents=places[::-1]))
    assert one == two and one.parents == (f"{BASE}index.html", f"{BASE}a", f"{BASE}b")


def test_a_row_that_another_absorbs_is_not_named_as_well() -> None:
    first, second, third = RUBRIC.rows
    absorbing = replace(RUBRIC, rows=(replace(first, absorbs=(second.id,)), second, third))
    assert made_of(stale(), absorbing).indicator == (first.id,)


def test_the_window_of_a_home_page_is_the_rubrics() -> None:
    facts = {"newest": "2026-01-10", "as_of": "2026-04-01", "days": 81, "window_days": 30}
    made = made_of(replace(stale(), check="home-stale", facts=facts))
    assert made.description.endswith("已81天未更新（应30天内更新）")


@pytest.mark.parametrize(
    ("window", "words"), [("14d", "2周"), ("30d", "30天"), ("6m", "6个月"), ("12m", "12个月")]
)
def test_windows_in_words(window: str, words: str) -> None:
    made = stale()
    made.facts["window"] = window
    assert describe(made, UNIT, UNIT.sites[0]).endswith(f"（应{words}内更新）")


def test_a_file_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    write_json(path, to_dicts(FULL.records))
    before = path.read_bytes()
    (tmp_path / "records.json.part").mkdir()
    with pytest.raises(OSError):
        write_json(path, ())
    assert path.read_bytes() == before
