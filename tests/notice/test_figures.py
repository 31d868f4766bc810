"""A year's figures: only what a person included, on the facts seen in the year, each with its query."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import queries
from monitor.app import inspecting
from monitor.app.figures import figures
from monitor.app.house import BadInput, House
from monitor.app.noticing import changed, write_notice
from monitor.app.outgoing import export_outgoing
from monitor.app.reviewing import review
from monitor.assess.grading import grade
from monitor.clock import FixedClock
from monitor.domain.calendar import parse_moment
from monitor.domain.notice import FIGURES, Figure
from tests.notice.world import RULES, UNITS, lists, unit
from tests.office.world import Fault, column, dead_link, home_stale, leader, night, office

STALE, HOME, LEADER = column("工作动态"), home_stale(), leader("张三")
YI = leader("王五", site="yi-site")


def decide(house: House, fault: Fault, decision: str = "included", as_of: str | None = None) -> str:
    (found,) = [
        one
        for one in queries.defects(house.engine)
        if (one.check, one.subject) == (fault.check, fault.subject)
    ]
    review(house, found.id, decision=decision, reason="已核", by="李四", as_of=as_of)
    return found.id


def known(house: House, year: int = 2026) -> dict[str, Figure]:
    return {one.name: one for one in figures(house, year)}


def values(house: House, year: int = 2026) -> dict[str, str]:
    return {name: one.value for name, one in known(house, year).items()}


def test_nothing_known_gives_no_figure(tmp_path: Path) -> None:
    assert figures(office(tmp_path), 2026) == ()


def test_only_what_a_person_included_counts(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", [STALE, HOME, LEADER, YI])
    assert values(house) == {"sites_checked": "2"}, "a machine's findings are no figure"
    ids = [decide(house, STALE), decide(house, LEADER)]
    decide(house, HOME, "hint")
    found = known(house)
    assert found["problems"].value == "2" and set(found["problems"].ids) == set(ids)
    assert found["problem_kinds"].value == "栏目不更新1项、领导简历缺失1项"
    assert "fixed" not in found and "repeated" not in found
    assert all(one.query.strip() and one.ids for one in found.values())
    assert "2026年内" in found["problems"].query
    assert set(found) <= set(FIGURES)


def test_an_appeal_granted_after_the_year_is_heeded(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", [STALE, LEADER])
    decide(house, STALE)
    decide(house, LEADER)
    assert values(house)["problems"] == "2"
    decide(house, LEADER, "false", as_of="2027-03-01T09:00")
    assert values(house)["problem_kinds"] == "栏目不更新1项"


def test_figures_of_an_earlier_moment_know_nothing_later(tmp_path: Path) -> None:
    house = office(tmp_path, "2026-02-01T12:00")
    night(house, "2026-01-10T02:00", [STALE, LEADER])
    for fault, moment in ((STALE, "2026-01-12T09:00"), (LEADER, "2026-01-14T09:00")):
        decide(house, fault, as_of=moment)
    night(house, "2026-01-20T02:00", [STALE.gone(), LEADER, YI])
    inspecting.add(house, "b", name="b", basis="b", first="2026-01-09", last="2026-01-15")
    inspecting.finalize(house, "b", by="办公室", pending=True)

    def at(moment: str) -> dict[str, str]:
        return {one.name: one.value for one in figures(house, 2026, parse_moment(moment))}

    assert at("2026-01-10T01:59") == {}
    assert at("2026-01-10T02:00") == {"sites_checked": "1"}
    assert at("2026-01-12T09:00")["problems"] == "1"
    assert at("2026-01-14T08:59")["problems"] == "1"
    assert at("2026-01-14T09:00")["problems"] == "2"
    assert "fixed" not in at("2026-01-19T09:00")
    assert at("2026-01-20T02:00")["fixed"] == "1"
    assert "inspections" not in at("2026-02-01T11:59")
    assert at("2026-02-01T12:00")["inspections"] == "1"
    assert at("2030-01-01") == values(house)


def test_a_year_begins_and_ends_at_midnight_in_the_city(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2025-12-31T23:59", [STALE])
    night(house, "2026-01-01T00:00", [LEADER, STALE.unseen()])
    decide(house, STALE)
    decide(house, LEADER)
    assert values(house, 2025)["problem_kinds"] == "栏目不更新1项"
    assert values(house, 2026)["problem_kinds"] == "领导简历缺失1项"
    assert values(house, 2024) == {}


def test_a_word_given_on_other_facts_accuses_nobody(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2025-06-10T02:00", [STALE])
    decide(house, STALE)
    night(house, "2025-07-10T02:00", [STALE.gone()])
    night(house, "2026-01-10T02:00", [column("工作动态", "2025-12-01")])
    assert values(house) == {"sites_checked": "1"}, "nobody looked at what stands there this year"
    assert values(house, 2025)["problems"] == "1"
    night(house, "2026-01-20T02:00", [STALE])
    assert values(house)["problems"] == "1", "the same facts again"


def test_what_was_never_confirmed_or_lies_in_an_unconfirmed_column_does_not_count(
    tmp_path: Path,
) -> None:
    house = office(tmp_path)
    once, loose = dead_link("gone.html"), column("通知", confirmed=False)
    night(house, "2026-01-10T02:00", [once, loose])
    decide(house, once)
    decide(house, loose)
    assert values(house) == {"sites_checked": "1"}
    night(house, "2026-01-10T09:30", [once])
    assert values(house)["problem_kinds"] == "链接不可用1项"


def test_fixed_is_what_was_seen_gone_before_the_year_was_over(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", [STALE, LEADER, HOME])
    decided = [decide(house, one) for one in (STALE, LEADER, HOME)]
    night(house, "2026-02-10T02:00", [STALE.gone(), LEADER.unseen(), HOME])
    found = known(house)
    assert found["fixed"].ids == (decided[0],) and found["problems"].value == "3"
    night(house, "2027-01-10T02:00", [HOME.gone()])
    assert known(house)["fixed"].ids == (decided[0],)


def test_sites_of_which_nothing_was_seen_are_not_counted(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, "2026-01-10T02:00", [STALE.gone(), YI.unseen()])
    assert known(house)["sites_checked"].ids == ("jia-site",)


def test_sensitive_kinds_are_not_told_apart(tmp_path: Path) -> None:
    house = office(tmp_path, settings="sensitive: [leader-bio-missing]\n")
    night(house, "2026-01-10T02:00", [STALE, LEADER])
    decide(house, STALE)
    decide(house, LEADER)
    assert values(house)["problem_kinds"] == "其他问题1项、栏目不更新1项"


def test_inspections_lists_and_what_stands_time_and_again(tmp_path: Path) -> None:
    house = office(tmp_path, settings="inspections: {repeat_after: 2}\n")
    ids: list[str] = []
    for month in ("2025-12", "2026-01", "2026-02"):
        night(house, f"{month}-10T02:00", [STALE, LEADER if month == "2025-12" else LEADER.gone()])
        ids = ids or [decide(house, STALE), decide(house, LEADER)]
        first, last = f"{month}-01", f"{month}-28"
        inspecting.add(house, month, name=month, basis="某函", first=first, last=last)
        inspecting.finalize(house, month, by="李四")
    assert known(house, 2025)["inspections"].ids == ("2025-12",)
    assert "repeated" not in known(house, 2025)
    then = replace(house, clock=FixedClock(parse_moment("2026-03-01T09:00")))
    export_outgoing(
        then,
        unit=None,
        everything=True,
        file_format="json",
        output=tmp_path / "sent.json",
        inspection="2026-02",
    )
    found = known(house)
    assert found["inspections"].ids == ("2026-01", "2026-02")
    assert found["repeated"].ids == (ids[0],)
    assert "2个定稿批次" in found["repeated"].query
    assert found["lists_sent"].ids == ("〔2026〕1号",)
    assert found["problems"].ids == (ids[0],), "what was only seen last year is last year's"


def test_a_notice_is_written_from_the_house(tmp_path: Path) -> None:
    house = office(tmp_path, settings="name: 示例市人民政府办公室\nnotice: {publicity: 主动公开}\n")
    night(house, "2026-01-10T02:00", [STALE])
    decide(house, STALE)
    grades = grade(UNITS, RULES)
    made = write_notice(
        house, tmp_path / "通报.docx", year=2026, grades=grades, figures=figures(house, 2026)
    )
    assert [one.name for one in (made.docx, made.markdown, made.notes)] == [
        "通报.docx",
        "通报.md",
        "通报-送审说明.md",
    ]
    text = made.markdown.read_text(encoding="utf-8")
    assert lists(text)[0]["优秀"] == ["甲县"]
    assert "经人工审核纳入的问题共1项。其中，栏目不更新1项。" in text
    assert "示例市人民政府办公室" in text and "公开方式：主动公开" in text
    assert any("发文字号待定" in one for one in made.undecided)
    assert "纳入的问题：1。" in made.notes.read_text(encoding="utf-8")
    again = write_notice(
        house,
        tmp_path / "again" / "通报.docx",
        year=2026,
        grades=grades,
        figures=figures(house, 2026),
    )
    assert again.docx.read_bytes() == made.docx.read_bytes()


def test_an_own_template_is_used_and_a_bad_path_refused(tmp_path: Path) -> None:
    house = office(tmp_path)
    (tmp_path / "notice.md").write_text("# {year}年结果\n\n{sites}\n", encoding="utf-8")
    made = write_notice(house, tmp_path / "a.docx", year=2026, grades=grade(UNITS, RULES))
    text = made.markdown.read_text(encoding="utf-8")
    assert text.startswith("**送审稿**\n\n# 2026年结果\n\n共分2类："), (
        "the mark cannot be edited away"
    )
    with pytest.raises(BadInput, match="notice_suffix"):
        write_notice(house, tmp_path / "a.pdf", year=2026, grades=())
    (tmp_path / "b.docx").mkdir()
    with pytest.raises(BadInput, match="output"):
        write_notice(house, tmp_path / "b.docx", year=2026, grades=())


def test_what_changed_is_told() -> None:
    before, after = grade(UNITS, RULES), grade((*UNITS[1:], unit("甲县", 85.0)), RULES)
    assert changed(before, before) == []
    assert changed(before, after) == [
        "政府网站·各县（市、区）政府：乙县由良好变为优秀（因甲县变动）",
        "政府网站·各县（市、区）政府：甲县由优秀变为良好（得分由91.50变为85.00）",
    ]
