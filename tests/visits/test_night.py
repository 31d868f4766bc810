"""A platform down from 01:00 to 06:00 on one night: no unit accused, one platform case."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.commands import ROOT
from tests.visits.one_night import DAY
from tests.visits.world import PLATFORM

OF_AVAILABILITY = {"home-unreachable", "visits-failed", "link-broken"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("night")


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, Any]:
    """What each step of the night said. A crawl wants a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.visits.one_night", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def availability(told: dict[str, Any], moment: str) -> list[tuple[str, str, str]]:
    found = told[f"records at {moment}"]
    wanted = [one for one in found if one["check"] in OF_AVAILABILITY]
    return [(one["site"], one["check"], one["state"]) for one in wanted]


@pytest.mark.parametrize("moment", ["02:00", "03:00", "05:00"])
def test_no_unit_is_accused_while_it_is_down(told: dict[str, Any], moment: str) -> None:
    """What c4 was suspected of before, by itself, stays a suspicion: no second look in a case tells."""
    assert availability(told, moment) == [("c4", "home-unreachable", "suspected")]
    others = {one["site"] for one in told[f"records at {moment}"]}
    assert others == {"c4", "other"}, "which was up, and is no part of it"


def test_no_unit_is_accused_when_it_is_well_again(told: dict[str, Any]) -> None:
    assert availability(told, "09:30") == [("c4", "home-unreachable", "gone")]


def test_it_is_one_case(told: dict[str, Any]) -> None:
    (line,) = told["cases"]
    assert f"{DAY}T01:00+08:00 至 {DAY}T05:00+08:00 同时无法访问" in line
    assert f"恢复：{DAY}T06:00+08:00，网站频道 5 个  待人工核实，暂停下发" in line


def test_the_rounds_say_what_they_saw(told: dict[str, Any]) -> None:
    assert "打开 6 个，未打开 0 个，不计入 0 个" in told["00:00"]
    assert "打开 1 个，未打开 0 个，不计入 5 个" in told["01:00"]
    assert "c1网站  访问3次  连接被拒绝  不计入  平台事件" in told["01:00"]
    assert "待人工核实，暂停下发" in told["01:00"]
    assert "打开 6 个，未打开 0 个，不计入 0 个" in told["06:00"]


def test_what_was_seen_is_kept_as_not_observed(told: dict[str, Any]) -> None:
    """By the crawl at 02:00; of c4, suspected before, by the second look at 03:00 too."""
    down, well = ["not_observed", "platform_down"], ["pass", "ok"]
    histories = dict(told["history"])
    assert histories.pop("c4") == [["fail", "http_error"], down, down, well]
    assert histories.keys() == set(PLATFORM) - {"c4"}
    assert all(history == [down, well] for history in histories.values())


def test_every_attempt_is_listed_with_phases_and_reason(told: dict[str, Any], folder: Path) -> None:
    assert f"2026-01-20至{DAY}：打开2次，未打开0次，不计入2次" in told["table"]
    with (folder / "visits.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6 + (1 + 5 * 3) + (1 + 5 * 3) + 6
    own = [row for row in rows if row["网站"] == "c1网站"]
    down = [row for row in own if row["访问时间"] == f"{DAY} 01:00"]
    assert [row["第几次"] for row in down] == ["1", "2", "3"]
    assert {(row["结果"], row["计入"], row["不计入原因"]) for row in down} == {
        ("连接被拒绝", "不计入", "平台事件")
    }
    (well,) = (row for row in own if row["访问时间"] == f"{DAY} 06:00")
    assert (well["结果"], well["计入"], well["返回码"]) == ("打开", "计为打开", "200")
    assert well["服务器地址"] == "127.0.0.1"
    assert float(well["合计秒"]) > 0 and well["首字节秒"] and well["建立连接秒"]
    sheet = load_workbook(folder / "visits.xlsx")["访问记录"]
    assert sheet.max_row == 3 + len(rows)
    assert [cell.value for cell in sheet[3]] == list(rows[0])


def test_the_persons_word_charges_the_owner_alone(told: dict[str, Any]) -> None:
    assert "平台故障，由平台主办单位承担（张三，2026-01-26T11:00+08:00）机房断电" in told["closed"]
    after = told["history after the word"]
    assert after["portal"] == [["fail", "refused"], ["pass", "ok"]]
    assert after["c1"] == [["not_observed", "platform_down"], ["pass", "ok"]]
