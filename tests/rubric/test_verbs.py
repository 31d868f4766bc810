"""Judging, scoring and inspecting by a rubric of one's choice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import queries
from monitor.app import inspecting
from monitor.app.house import BadInput, House
from monitor.app.judging import find_run, judge_run, rubric
from monitor.app.reporting import export
from monitor.app.standing import standing
from monitor.config.errors import ConfigError
from monitor.report.score import score_lines
from tests.office.world import column, dead_link, night, office

OWN = """
id: own
version: "3"
title: 本市考评指标
document: 某市府办函〔2026〕2号
extends: guangdong-city
changed:
  - {id: WD-4.3, cap: 0.5}
"""
MOMENT = "2026-01-26T02:00"


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = office(tmp_path)
    night(made, MOMENT, [column("工作动态"), dead_link("gone.html")])
    return made


def keep(house: House, text: str = OWN, name: str = "own") -> Path:
    folder = house.home / "rubrics"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_judging_by_a_city_rubric_keeps_its_scores_beside_the_national(house: House) -> None:
    judge_run(house, find_run(house), "guangdong-city")
    kept = {one.rubric for one in queries.scores(house.engine, "jia-site")}
    assert kept == {"national-2019", "guangdong-city"}


def test_scores_by_a_city_rubric_say_by_what_factor(house: House) -> None:
    """The site of an office is no region: two points less apply to it, the rest is scaled up."""
    national = standing(house).scores["jia-site"]
    found = standing(house, rubric_id="guangdong-city")
    made = found.scores["jia-site"]
    assert (national.factor, made.factor) == (1.0, round(100 / 98, 4))
    assert made.points == round(made.factor * national.points, 2) == 5.1
    records = {one.check: one.points for one in found.records()}
    assert records["column-stale"] == pytest.approx(5.102, abs=0.0005)
    lines = list(score_lines(found.sheet(), explain=True))
    assert any("折算系数1.0204" in line for line in lines)
    assert any("ab" * 32 in line for line in lines)


def test_an_inspection_keeps_its_rubric_and_its_lists_say_the_factor(
    house: House, tmp_path: Path
) -> None:
    inspecting.add(
        house,
        "2026-01",
        name="一月",
        basis="某函",
        first="2026-01-01",
        last="2026-01-31",
        rubric_id="guangdong-city",
    )
    found = standing(house, inspection="2026-01")
    assert found.rubric.id == "guangdong-city" and found.rubric.trial
    folder = tmp_path / "lists"
    files = export(
        house,
        unit=None,
        everything=True,
        file_format="xlsx",
        output=folder,
        inspection="2026-01",
    )
    (overview,) = [path for path in files if "总览" in path.name]
    cells = [str(cell.value) for line in load_workbook(overview).active for cell in line]  # type: ignore[union-attr]
    assert any("折算系数1.0204" in cell for cell in cells)
    inspecting.finalize(house, "2026-01", by="王五", pending=True)
    final = standing(house, inspection="2026-01").scores["jia-site"]
    assert final == found.scores["jia-site"]
    with pytest.raises(BadInput, match="inspection_rubric"):
        standing(house, inspection="2026-01", rubric_id="national-2019")


def test_an_office_keeps_rubrics_of_its_own(house: House) -> None:
    with pytest.raises(ConfigError, match="guangdong-city, national-2019"):
        rubric("own", house.home)
    keep(house)
    made = standing(house, rubric_id="own")
    assert (made.rubric.id, made.rubric.extends) == ("own", "guangdong-city")
    assert next(row for row in made.rubric.rows if row.id == "WD-4.3").cap == 0.5
    keep(house, OWN.replace("guangdong-city", "own").replace("id: own", "id: two"), "two")
    assert rubric("two", house.home) == replace(made.rubric, id="two", extends="own")


def test_an_inspection_by_a_file_nobody_keeps_is_refused(house: House, tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.yaml"
    path.write_text(OWN, encoding="utf-8")

    def add() -> str:
        days = {"first": "2026-01-01", "last": "2026-01-31"}
        made = inspecting.add(
            house, "2026-01", name="一月", basis="某函", rubric_id=str(path), **days
        )
        return made.rubric

    with pytest.raises(BadInput, match="rubric_not_kept"):
        add()
    keep(house, OWN.replace("0.5", "0.4"))
    with pytest.raises(BadInput, match="rubric_not_kept"):
        add()
    keep(house)
    assert add() == "own"
