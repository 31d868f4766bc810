"""The page of an inspection, filled from what the inspection holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from db import queries
from monitor.app import inspecting
from monitor.app.house import BadInput, House
from monitor.app.outgoing import export_outgoing
from monitor.app.reviewing import review
from monitor.app.statistics import statistics, write_statistics
from monitor.clock import FixedClock
from monitor.domain.calendar import parse_moment
from tests.office.world import Fault, column, home_stale, leader, night, office

FAULTS: list[Fault] = [
    column("工作动态"),
    home_stale(),
    leader("张三"),
    leader("王五", site="yi-site"),
]


def final(house: House, id: str, month: str) -> None:
    inspecting.add(
        house, id, name=f"{id}批次", basis="某函", first=f"{month}-01", last=f"{month}-28"
    )
    inspecting.finalize(house, id, by="李四", pending=True)


def test_an_inspection_in_figures_beside_the_last_one(tmp_path: Path) -> None:
    house = office(tmp_path, settings="name: 示例市人民政府办公室\nlists: {deadline_days: 10}\n")
    night(house, "2026-01-10T02:00", FAULTS)
    for defect in queries.defects(house.engine):
        review(house, defect.id, decision="included", reason="", by="李四")
    review(house, "jia-site/WV-3", decision="included", reason="", by="李四")
    final(house, "jan", "2026-01")
    house = replace(house, clock=FixedClock(parse_moment("2026-02-01T09:00")))
    export_outgoing(
        house,
        unit=None,
        everything=True,
        file_format="json",
        output=tmp_path / "sent.json",
        inspection="jan",
    )
    night(house, "2026-02-20T02:00", [FAULTS[0], FAULTS[1].gone(), FAULTS[2], FAULTS[3].unseen()])
    house = replace(house, clock=FixedClock(parse_moment("2026-03-05T09:00")))
    final(house, "feb", "2026-02")

    found = statistics(house, "feb")
    assert found.problems == {"栏目不更新": 1, "领导简历缺失": 2}
    assert (found.fixed, found.overdue) == (1, 3), "what nobody could look at is not mended"
    assert (found.office, found.basis, found.trial) == ("示例市人民政府办公室", "某函", True)
    assert found.previous is not None
    assert found.previous.problems == {"栏目不更新": 1, "首页不更新": 1, "领导简历缺失": 2}
    vetoed = {one.name: one.veto for one in found.previous.sites}
    assert vetoed == {"甲局网站": True, "乙局网站": False}
    assert [one.veto for one in found.sites] == [False, False]


def test_the_page_and_the_workbook_are_written(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", FAULTS)
    final(house, "jan", "2026-01")
    page = write_statistics(house, "jan", tmp_path / "jan.docx")
    text = "\n".join(one.text for one in Document(str(page)).paragraphs)
    assert "jan批次" in text and "试算" in text
    assert statistics(house, "jan").overdue is None, "the office has set no deadline"
    assert write_statistics(house, "jan", tmp_path / "jan.xlsx").stat().st_size > 5_000
    with pytest.raises(BadInput, match="statistics_suffix"):
        write_statistics(house, "jan", tmp_path / "jan.pdf")
    with pytest.raises(BadInput, match="unknown_inspection"):
        write_statistics(house, "feb", tmp_path / "feb.docx")
