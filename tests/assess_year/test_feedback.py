"""Each unit is told its own lines, of what a person decided; its answers come back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from db import assess
from monitor.app.assess_loading import Loaded, load_answers, load_words
from monitor.app.assess_papers import feedback
from monitor.app.house import BadInput, House
from monitor.app.reviewing import review
from monitor.config.errors import ConfigError
from monitor.domain.assessment import EntryKind, Verdict
from monitor.domain.finding import defect_id
from tests.assess_year.world import ANSWERS, DECISION, ID, fill_in, opened, put, rows, sheet, told
from tests.office.world import URL, column, night

SUBJECT = f"{URL['jia-site']}动态/"


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = opened(tmp_path / "home")
    night(made, "2026-12-01T01:00", [column("动态")])
    said = {
        "jia-site/WD-2.2": (5, None, "外地用户不能注册", "截图3", "李四"),
        "jia-site/WD-3.1": (0, None, None, None, "李四"),
    }
    load_words(made, ID, [fill_in(sheet(made, tmp_path / "jia.xlsx"), said)])
    said = {"yi-site/WD-3.1": (7, None, "乙局不能提交", None, "李四")}
    load_words(made, ID, [fill_in(sheet(made, tmp_path / "yi.xlsx", "yi"), said)])
    return made


def include(house: House) -> None:
    """A person includes the stale column."""
    case = defect_id("jia-site", "column-stale", SUBJECT)
    review(house, case, decision="included", reason="", by="李四")


def test_a_unit_is_told_what_cost_it_points(house: House, tmp_path: Path) -> None:
    (line,) = rows(told(house, tmp_path / "out"))
    assert (line["指标编号"], line["分值"]) == ("WD-2.2", 5)
    assert line["评定理由"] == "外地用户不能注册"
    assert line["佐证材料"] == "截图3"


def test_what_nobody_decided_is_held_back(house: House, tmp_path: Path) -> None:
    _, held = feedback(house, ID, output=tmp_path / "a")
    assert held == 1, "the column that the machine saw"
    include(house)
    written, held = feedback(house, ID, output=tmp_path / "b")
    assert held == 0
    lines = {row["指标编号"]: row for row in rows(written[0])}
    assert lines["WD-1.4"]["分值"] == 5
    assert "“动态”栏目最新信息日期为2026-01-05" in lines["WD-1.4"]["评定理由"]
    assert lines["WD-1.4"]["佐证材料"] == "ab" * 8
    assert lines["WD-1.4"]["问题URL"] == URL["jia-site"]


def test_what_the_union_of_the_year_charges_is_told_though_it_is_gone(tmp_path: Path) -> None:
    rules = DECISION.replace("year_aggregation: point", "year_aggregation: union")
    made = opened(tmp_path / "home", rules)
    night(made, "2026-12-01T01:00", [column("动态")])
    include(made)
    night(made, "2026-12-20T01:00", [column("动态").gone()])
    (line,) = rows(told(made, tmp_path / "out"))
    assert (line["指标编号"], line["分值"]) == ("WD-1.4", 5)
    assert "“动态”栏目最新信息日期为2026-01-05" in line["评定理由"]
    assert (line["佐证材料"], line["问题URL"]) == ("ab" * 8, URL["jia-site"])


def test_what_nobody_included_before_it_was_gone_is_held_back(tmp_path: Path) -> None:
    rules = DECISION.replace("year_aggregation: point", "year_aggregation: union")
    made = opened(tmp_path / "home", rules)
    night(made, "2026-12-01T01:00", [column("动态")])
    night(made, "2026-12-20T01:00", [column("动态").gone()])
    _, held = feedback(made, ID, output=tmp_path / "out")
    assert held == 1


def test_no_file_holds_another_units_lines(house: House, tmp_path: Path) -> None:
    for unit, other in (("jia", "乙"), ("yi", "甲")):
        with ZipFile(told(house, tmp_path / "out", unit)) as package:
            text = "".join(
                package.read(name).decode("utf-8", "ignore") for name in package.namelist()
            )
        assert other not in text


def test_what_is_sensitive_goes_by_other_ways(tmp_path: Path) -> None:
    made = opened(tmp_path / "home", "sensitive: [column-stale]")
    night(made, "2026-12-01T01:00", [column("动态")])
    include(made)
    (line,) = rows(told(made, tmp_path / "out"))
    assert line["评定理由"] == "敏感问题，另行通知"
    assert line["问题URL"] in (None, "")


def test_the_day_for_answers(house: House, tmp_path: Path) -> None:
    for text, key in (("2027-01-19", "input.assess_answer_by"), ("一月", "input.day")):
        with pytest.raises(BadInput) as refused:
            feedback(house, ID, output=tmp_path / "out", answer_by=text)
        assert refused.value.key == key
    assert not (tmp_path / "out").exists()
    told(house, tmp_path / "today", answer_by="2027-01-20")


def test_answers_come_back(house: House, tmp_path: Path) -> None:
    path = told(house, tmp_path / "out")
    assert load_answers(house, ID, [path]) == Loaded(0, 0, 0)
    said = {"jia-site/WD-2.2": ("申诉", "已于1月开通", "截图9", "甲局办公室")}
    fill_in(path, said, ANSWERS)
    assert load_answers(house, ID, [path]) == Loaded(1, 0, 0)
    assert load_answers(house, ID, [path]) == Loaded(0, 0, 1)
    house.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
    again = told(house, tmp_path / "again")
    (line,) = rows(again)
    assert (line["是否申诉"], line["申诉理由"]) == ("申诉", "已于1月开通")
    entries = assess.entries(house.engine, ID)
    (answer,) = [one for one in entries if one.kind is EntryKind.ANSWER]
    (word,) = [one for one in entries if one.indicator == "WD-2.2" and one.kind is EntryKind.WORD]
    assert (answer.verdict, answer.on) == (Verdict.APPEAL, word.id)


def test_an_answer_whose_seal_was_altered_is_sent_back_to_its_own_paper(
    house: House, tmp_path: Path
) -> None:
    path = put(told(house, tmp_path / "out"), "jia-site/WD-2.2", 校验码="改过")
    with pytest.raises(ConfigError) as refused:
        load_answers(house, ID, [path])
    assert refused.value.key == "config.assess_no_answer_seal"


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (("申诉", None, None, "甲局"), "config.assess_no_reason"),
        (("不服", "理由", None, "甲局"), "config.not_one_of"),
        ((None, "理由", None, "甲局"), "config.missing"),
        (("无异议", None, None, None), "config.missing"),
    ],
)
def test_an_answer_that_does_not_fit(
    house: House, tmp_path: Path, said: tuple[str | None, ...], key: str
) -> None:
    path = fill_in(told(house, tmp_path / "out"), {"jia-site/WD-2.2": said}, ANSWERS)
    with pytest.raises(ConfigError) as refused:
        load_answers(house, ID, [path])
    assert refused.value.key == key


def test_a_feedback_is_no_sheet(house: House, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        load_words(house, ID, [told(house, tmp_path / "out")])
    assert refused.value.key == "config.assess_no_sheet"
    with pytest.raises(ConfigError) as refused:
        load_answers(house, ID, [sheet(house, tmp_path / "a.xlsx")])
    assert refused.value.key == "config.assess_no_sheet"
