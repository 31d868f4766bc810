"""The 下发稿: what goes out to a unit, and that it never changes again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from db import office as stored
from db import queries, repository
from db.cases import change_cases
from monitor.app.cases import close_case
from monitor.app.house import BadInput, House
from monitor.app.outgoing import Sent, export_outgoing
from monitor.app.reviewing import review
from monitor.clock import FixedClock
from monitor.domain.calendar import parse_moment
from monitor.domain.case import PlatformCase
from monitor.domain.defect import Defect
from tests.office.world import (
    Fault,
    column,
    dead_link,
    home_stale,
    include_all,
    leader,
    night,
    office,
    rows,
)

NIGHT, NEXT = "2026-01-26T02:00", "2026-01-27T02:00"
UNCONFIRMED = column("媒体报道", confirmed=False)
ALL: list[Fault] = [
    column("工作动态"),
    UNCONFIRMED,
    leader("张三"),
    leader("李四"),
    dead_link("gone.html"),
    home_stale(),
    leader("王五", site="yi-site"),
]


def sent(house: House, path: Path, style: str = "json", **options: Any) -> Sent:
    given = {"unit": "jia", "everything": False} | options
    return export_outgoing(house, file_format=style, output=path, **given)


def records(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def decide(house: House, words: Mapping[str, str]) -> None:
    """A decision by subject's last part, with a reason for all of them."""
    for defect in defects(house):
        word = words.get(defect.subject.rstrip("/").rsplit("/", 1)[-1])
        if word:
            review(house, defect.id, decision=word, reason="已核", by="李四")


def defects(house: House) -> list[Defect]:
    return queries.defects(house.engine)


def test_only_what_a_person_included_and_a_second_look_confirmed_goes_out(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, ALL)
    done = sent(house, tmp_path / "none.json")
    assert done.files == () and done.lists == () and done.without == ("甲局",)
    assert done.held == {"pending": 4, "unconfirmed": 1, "suspected": 1}
    assert not (tmp_path / "none.json").exists()

    include_all(house)
    decide(house, {"张三": "false", "李四": "excluded"})
    done = sent(house, tmp_path / "jia.json")
    found = records(tmp_path / "jia.json")
    assert [one["check"] for one in found] == ["column-stale", "home-stale"]
    assert done.held == {"unconfirmed": 1, "suspected": 1}
    assert {one["points"] for one in found} == {None} and "shown" not in found[0]
    assert [one["veto"] for one in found] == [False, False], "nobody upheld it"
    assert found[0]["evidence"] == [{"sha256": "ab" * 32, "kind": "body"}]


def test_a_sent_list_never_changes_whatever_comes_later(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, ALL)
    include_all(house)
    first = {
        style: sent(house, tmp_path / f"one.{style}", style).files[0].read_bytes()
        for style in ("xlsx", "csv")
    }
    decide(house, {"张三": "false"})
    night(house, NEXT, [one.gone() for one in ALL])
    later = replace(house, clock=FixedClock(parse_moment("2027-03-01T09:00")))
    for style, body in first.items():
        again = sent(later, tmp_path / f"two.{style}", style, as_of=NIGHT)
        assert again.files[0].read_bytes() == body
        assert again.lists[0][1].number == "〔2026〕1号"
    json_later = sent(later, tmp_path / "two.json", as_of=NIGHT)
    assert len(records(json_later.files[0])) == 4, "of another format: made from what was frozen"
    assert sent(later, tmp_path / "now.xlsx", "xlsx").lists == (), "all is well by then"


def test_each_list_has_its_number_and_the_register_names_the_files(tmp_path: Path) -> None:
    house = office(tmp_path, settings='lists: {number: "问题清单{year}年第{n}号"}\n')
    night(house, NIGHT, ALL)
    include_all(house)
    done = sent(house, tmp_path / "all", "xlsx", unit=None, everything=True)
    assert [(name, one.number) for name, one in done.lists] == [
        ("甲局", "问题清单2026年第1号"),
        ("乙局", "问题清单2026年第2号"),
    ]
    names = sorted(path.name for path in done.files)
    assert names == [
        "下发登记表_20260126.xlsx",
        "乙局_下发问题清单_20260126.xlsx",
        "乙局_下发问题清单_20260126_佐证.zip",
        "甲局_下发问题清单_20260126.xlsx",
        "甲局_下发问题清单_20260126_佐证.zip",
    ]
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in done.files}
    register = rows(tmp_path / "all" / "下发登记表_20260126.xlsx", "下发登记表")
    assert [(one["责任单位"], one["数量"], one["文件校验 SHA-256"]) for one in register] == [
        ("甲局", 4, digests["甲局_下发问题清单_20260126.xlsx"]),
        ("乙局", 1, digests["乙局_下发问题清单_20260126.xlsx"]),
    ]
    assert [one.number for one in stored.sent_lists(house.engine)] == [
        "问题清单2026年第1号",
        "问题清单2026年第2号",
    ]
    night(house, NEXT, ALL)
    again = sent(house, tmp_path / "next.xlsx", "xlsx")
    assert again.lists[0][1].number == "问题清单2026年第3号", "another moment, another list"


def test_vetoes_and_deductions_are_proposed_until_a_person_decides(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, ALL)
    include_all(house)
    sheet = {
        one["问题类型"]: one["处理意见"]
        for one in rows(sent(house, tmp_path / "1.xlsx", "xlsx").files[0])
    }
    assert sheet == {
        "首页不更新": "建议否决",
        "领导简历缺失": "建议扣分",
        "栏目不更新": "扣分",
    }
    night(house, NEXT, ALL)
    review(house, "jia-site/WV-3", decision="included", reason="", by="李四")
    review(house, "jia-site/WD-1.3", decision="included", reason="", by="李四")
    decided = rows(sent(house, tmp_path / "2.xlsx", "xlsx").files[0])
    assert {one["问题类型"]: one["处理意见"] for one in decided} == {
        "首页不更新": "否决",
        "领导简历缺失": "扣分",
        "栏目不更新": "扣分",
        "链接不可用": "扣分",  # a second night confirmed it
    }
    found = {
        one["check"]: one["veto"] for one in records(sent(house, tmp_path / "2.json").files[0])
    }
    assert found["home-stale"] is True


def test_points_and_deadlines_only_as_the_office_set_them(tmp_path: Path) -> None:
    plain = office(tmp_path / "plain")
    night(plain, NIGHT, ALL)
    include_all(plain)
    head, *_ = rows(sent(plain, tmp_path / "plain.xlsx", "xlsx").files[0])
    assert "扣分" not in head and head["整改期限"] == "待定"

    settings = "lists: {points: true, deadline_days: 10}\n"
    house = office(tmp_path / "set", now="2026-02-01T09:00", settings=settings)
    night(house, NIGHT, [one for one in ALL if one is not UNCONFIRMED])
    include_all(house)
    found = rows(sent(house, tmp_path / "set.xlsx", "xlsx").files[0])
    assert {one["整改期限"] for one in found} == {"2026-02-11"}
    assert {one["问题类型"]: one["扣分"] for one in found}["栏目不更新"] == 5


def test_sensitive_things_go_out_with_unit_and_number_only(tmp_path: Path) -> None:
    house = office(tmp_path, settings="sensitive: [leader-bio-missing]\n")
    night(house, NIGHT, [leader("张三"), column("工作动态")])
    include_all(house)
    body = sent(house, tmp_path / "1.json").files[0].read_text(encoding="utf-8")
    (named, hidden) = sorted(json.loads(body), key=lambda one: one["check"] is None)
    assert named["check"] == "column-stale"
    assert "张三" not in body and "leader" not in body
    assert (hidden["unit"], hidden["description"]) == ("jia", "敏感问题，另行通知")
    assert hidden["url"] is None and hidden["evidence"] == []
    done = sent(house, tmp_path / "1.xlsx", "xlsx")
    book = load_workbook(done.files[0])
    texts = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not any("张三" in text or "领导" in text for text in texts)
    assert "敏感问题，另行通知" in texts
    with ZipFile(done.files[1]) as package:
        proof = {name: package.read(name).decode() for name in package.namelist()}
    (line,) = [text for text in proof.values() if "敏感问题，另行通知" in text]
    assert "SHA-256" not in line and "网址" not in line
    assert not any("张三" in text for text in proof.values())


def test_a_unit_or_all_and_a_place_to_write(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, ALL)
    include_all(house)
    with pytest.raises(BadInput, match="unit_or_all"):
        sent(house, tmp_path / "x.json", unit=None)
    (tmp_path / "taken").mkdir()
    with pytest.raises(BadInput, match=r"input\.output"):
        sent(house, tmp_path / "taken", "xlsx")
    assert repository.load_registry(house.engine).units


def test_while_a_platform_case_waits_for_a_person_no_list_is_made(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, ALL)
    include_all(house)
    made = sent(house, tmp_path / "before.xlsx", "xlsx").files[0].read_bytes()
    moment = parse_moment(NIGHT)
    case = PlatformCase(0, "jia-site", "127.0.0.1:9", first=moment, last=moment, sites=2)
    (kept,) = change_cases(house.engine, lambda known: [case])
    with pytest.raises(BadInput, match="case_waits"):
        sent(house, tmp_path / "yi.xlsx", "xlsx", unit="yi")
    assert len(stored.sent_lists(house.engine)) == 1 and not (tmp_path / "yi.xlsx").exists()
    again = sent(house, tmp_path / "again.xlsx", "xlsx")
    assert again.files[0].read_bytes() == made, "what was sent already may be written again"
    close_case(house, kept.id, verdict="maintenance", reason="已公告", by="李四")
    assert sent(house, tmp_path / "yi.xlsx", "xlsx", unit="yi").lists


@pytest.mark.parametrize(
    ("now", "deadline"),
    [
        ("2026-02-12T09:00", "2026-02-26"),  # 14 February is worked, 15 to 23 February are not
        ("2026-03-02T09:00", "2026-03-09"),
        ("2027-03-01T09:00", "未能核验（缺放假安排）"),
    ],
)
def test_a_deadline_in_working_days_follows_the_calendar(
    tmp_path: Path, now: str, deadline: str
) -> None:
    house = office(tmp_path, now=now, settings="lists: {deadline_working_days: 5}\n")
    night(house, NIGHT, ALL)
    include_all(house)
    found = rows(sent(house, tmp_path / "a.xlsx", "xlsx").files[0])
    assert {one["整改期限"] for one in found} == {deadline}


def test_a_moment_that_tells_nothing_new_makes_no_second_list(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, ALL)
    include_all(house)
    first = sent(house, tmp_path / "a.xlsx", "xlsx", as_of="2026-01-26T03:00")
    second = sent(house, tmp_path / "b.json", "json", as_of="2026-01-26T05:00")
    assert first.lists[0][1].number == second.lists[0][1].number
    decide(house, {"张三": "false"})
    third = sent(house, tmp_path / "c.json", "json", as_of="2026-01-26T07:00")
    assert third.lists[0][1].number == "〔2026〕2号"


def test_a_row_that_a_person_dismissed_is_no_deduction(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, [leader("张三")])
    include_all(house)
    review(house, "jia-site/WD-1.3", decision="excluded", reason="有简历", by="李四")
    (line,) = rows(sent(house, tmp_path / "a.xlsx", "xlsx").files[0])
    assert line["处理意见"] == "不扣分"


def test_a_night_that_tells_nothing_new_makes_no_second_list(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, [leader("张三"), column("工作动态")])
    include_all(house)
    first = sent(house, tmp_path / "a.xlsx", "xlsx")
    night(house, NEXT, [leader("张三"), column("工作动态", days=22, as_of="2026-01-27")])
    second = sent(house, tmp_path / "b.xlsx", "xlsx")
    assert second.lists[0][1].number == first.lists[0][1].number
    assert second.files[0].read_bytes() == first.files[0].read_bytes()
    decide(house, {"张三": "false"})
    third = sent(house, tmp_path / "c.xlsx", "xlsx")
    assert third.files[0].read_bytes() == first.files[0].read_bytes(), "the same moment"


def test_what_was_included_too_late_is_said(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, [leader("张三"), leader("李四")])
    decide(house, {"张三": "included"})
    assert sent(house, tmp_path / "a.json").held == {"pending": 1}
    decide(house, {"李四": "included"})
    again = sent(house, tmp_path / "b.json")
    assert again.held == {"later": 1} and len(again.lists[0][1].records) == 1


def test_what_cannot_be_written_uses_up_no_number(tmp_path: Path) -> None:
    house = office(tmp_path)
    night(house, NIGHT, ALL)
    include_all(house)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(BadInput, match=r"input\.output"):
        sent(house, tmp_path / "file", "xlsx", unit=None, everything=True)
    with pytest.raises(BadInput, match=r"input\.output"):
        sent(house, tmp_path / "folder")
    assert stored.sent_lists(house.engine) == []
