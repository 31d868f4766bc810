"""Units with several sites stand as the office has set it."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.app.registry import init
from monitor.app.reporting import export
from monitor.app.standing import standing
from monitor.report.score import score_json, score_lines
from tests.office.world import LEDGER, URL, column, leader, night, office, rows

TWO = LEDGER.replace(
    "url: 'http://127.0.0.1:9/jia/'}]",
    "url: 'http://127.0.0.1:9/jia/'}, {id: jia-two, name: 甲局二站, url: 'http://127.0.0.1:9/two/'}]",
)


@pytest.mark.parametrize(
    ("rule", "points", "said"),
    [
        ("", 5, "2个网站，取最低（试算）"),
        ("lowest", 5, "2个网站，取最低｜"),
        ("mean", 3, "2个网站，取平均｜"),
        ("first", 1, "2个网站，以第一个网站为准｜"),
    ],
)
def test_several_sites_by_the_rule_of_the_office(
    tmp_path: Path, rule: str, points: float, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(URL, "jia-two", "http://127.0.0.1:9/two/")
    house = office(tmp_path, settings=f"inspections: {{several_sites: {rule}}}\n")
    (tmp_path / "two.yaml").write_text(TWO, encoding="utf-8")
    init(house, tmp_path / "two.yaml")
    ours = [leader("张三"), column("动态").gone()]
    theirs = [leader("李四", site="jia-two").gone(), column("动态", site="jia-two")]
    night(house, "2026-01-26T02:00", [*ours, *theirs])
    found = standing(house)
    assert found.unit_scores()["jia"].points == points
    assert "yi" not in found.unit_scores()
    (line,) = (one for one in score_lines(found.sheet()) if said in one)
    assert line.startswith("甲局｜")
    told = [(one["unit"], one["site"], one["points"]) for one in score_json(found.sheet())]
    assert told == [
        ("jia", "jia-site", 1),
        ("jia", "jia-two", 5),
        ("yi", "yi-site", 0),
        ("jia", None, points),
    ]
    *_, overview = export(
        house, unit=None, everything=True, file_format="xlsx", output=tmp_path / "all"
    )
    first, second = rows(overview, "总览")
    assert said in str(first["日常监测得分"]) and "个网站" not in str(second["日常监测得分"])
