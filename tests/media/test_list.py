"""Every account with how it stands, on the command line and in the lists."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import media as kept
from monitor import cli
from monitor.app import inspecting
from monitor.app.media import look_at_accounts
from monitor.app.reporting import export
from monitor.app.statistics import statistics
from monitor.domain.media import SelfReport, SpotCheck, SpotResult
from monitor.text import set_language
from tests.media.sheets import fill_in, lines
from tests.media.world import NOW, built, moment

LEDGER = """
units:
  - id: jia
    name: 甲县
    category: county
    media:
      - {id: a-seen, platform: wechat, name: 甲县发布}
      - {id: a-told, platform: wechat, name: 甲县融媒}
      - {id: a-none, platform: douyin, name: 甲县视频}
      - {id: a-rest, platform: toutiao, name: 甲县旧号, status: suspended}
  - id: yi
    name: 乙局
    category: service
    media: [{id: b-never, platform: wechat, name: 乙局发布}]
"""
Runs = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    house = built(tmp_path / "var", LEDGER)
    day = date(2026, 1, 26)
    told = SelfReport("a-told", day, date(2026, 1, 24), None, None, "王五", moment(NOW))
    kept.save_reports(house.engine, [told])
    saw = SpotCheck(
        "a-seen", moment("2026-01-25T00:00"), "李四", SpotResult.SEEN, date(2026, 1, 23)
    )
    kept.save_spot_checks(house.engine, [saw])
    look_at_accounts(house, accounts=["a-seen", "a-told", "a-none"], as_of=NOW)
    return tmp_path / "var"


@pytest.fixture
def runs(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Runs]:
    monkeypatch.setenv("MONITOR_HOME", str(home))

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run(arguments)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    yield run
    set_language("zh")


def test_nobody_passes_by_silence(runs: Runs) -> None:
    code, out, _ = runs("media", "list", "--as-of", NOW)
    assert code == 0
    assert out.splitlines() == [
        "甲县微信公众号“甲县发布”（a-seen）：已核验（人工抽查，自2026-01-25）；"
        "最近发布 2026-01-23，最近核看 2026-01-26",
        "甲县微信公众号“甲县融媒”（a-told）：单位自报（平台没有公开列表，未配置接口授权，"
        "自2026-01-26）；最近发布 2026-01-24，最近核看 2026-01-26",
        "甲县抖音号“甲县视频”（a-none）：未能核验（平台没有公开列表，未配置接口授权，"
        "自2026-01-26）；最近发布 无，最近核看 2026-01-26",
        "甲县今日头条号“甲县旧号”（a-rest）：未在运行，不核看",
        "乙局微信公众号“乙局发布”（b-never）：未能核验（尚未核验）；最近发布 无，最近核看 从未",
        "已核验 1 个，单位自报 1 个，未能核验 2 个",
        "另有未在运行的账号 1 个，不核看。",
    ]


def test_for_machines(runs: Runs, tmp_path: Path) -> None:
    code, out, err = runs("media", "list", "--format", "json", "--as-of", NOW)
    assert code == 0
    rows = {one["account"]: one for one in json.loads(out)}
    assert [(key, one["standing"]) for key, one in rows.items()] == [
        ("a-seen", "verified"),
        ("a-told", "reported"),
        ("a-none", "unverified"),
        ("a-rest", None),
        ("b-never", "unverified"),
    ]
    assert rows["a-told"]["last_post"] is None
    assert rows["a-told"]["reported"] == "2026-01-24"
    assert "未能核验 2 个" in err
    path = tmp_path / "list.csv"
    code, out, _ = runs("media", "list", "--format", "csv", "--output", str(path), "--as-of", NOW)
    assert (code, out.splitlines()[0]) == (0, "已核验 1 个，单位自报 1 个，未能核验 2 个")
    table = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert [one["account"] for one in table] == list(rows)


def test_english(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_LANG", "en")
    _, out, _ = runs("media", "list", "--as-of", NOW)
    assert out.splitlines()[-2] == "verified 1, reported by the unit 1, unverified 2"


def test_a_fortnight_on_the_command_line(runs: Runs, tmp_path: Path) -> None:
    form, drawn = tmp_path / "甲.xlsx", tmp_path / "抽查.xlsx"
    when = ("--as-of", NOW)
    code, out, _ = runs("media", "form", "--unit", "jia", "--output", str(form), *when)
    assert (code, out.splitlines()[1]) == (0, "填报表 1 份，账号 3 个。")
    fill_in(form, "a-none", {"最后发布日期": "无", "填报人": "王五"})
    code, out, _ = runs("media", "load", str(form), *when)
    assert (code, out.splitlines()) == (
        0,
        [
            "载入单位自报 1 条（其中“无” 1 条）、人工抽查 0 条；其中更正此前 0 条；与此前相同 0 条。",
            "整行未填 2 个，按未填报处理：甲县发布、甲县融媒",
            "载入本身不作判定，下一轮 monitor media 时一并核看、判定；单位自报不等于已核验。",
        ],
    )
    draw = ("media", "draw", "--seed", "3", "--output", str(drawn), *when)
    assert runs(*draw)[1].splitlines()[1] == (
        "从 4 个在用账号中抽取 1 个，涉及 1 个单位，随机种子 3。"
    )
    assert len(lines(drawn)) == 1
    code, out, _ = runs("media", "--account", "a-none", *when)
    assert (code, out.splitlines()[0].partition("：")[2]) == (
        0,
        "核看账号 1 个，已核验 0 个，无法找到 0 个，未能核验 1 个",
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--account", "a-none", "list"), "--account 只用于单独的 media"),
        (("lists",), "没有命令 lists"),
        (("form", "--output", "x.xlsx"), "--unit"),
        (("draw", "--seed", "x", "--output", "x.xlsx"), "--seed"),
        (("draw", "--seed", "1", "--share", "2", "--output", "x.xlsx"), "--share 应大于0且不大于1"),
        (("load",), "FILE"),
        (("load", "nothing.xlsx"), "文件不存在"),
    ],
)
def test_what_is_refused(runs: Runs, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = runs("media", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert sentence in err


def test_the_overview_counts_accounts(home: Path, tmp_path: Path) -> None:
    house = built(tmp_path / "var", LEDGER)
    written = export(
        house, unit=None, everything=True, file_format="xlsx", output=tmp_path / "out", as_of=NOW
    )
    sheet = load_workbook(written[-1]).worksheets[0]
    heads = [str(cell.value) for cell in sheet[3]]
    wanted = ("责任单位", "账号数", "账号已核验", "账号单位自报", "账号未能核验")
    rows = [
        tuple(dict(zip(heads, row, strict=True))[name] for name in wanted)
        for row in sheet.iter_rows(min_row=4, values_only=True)
    ]
    assert rows == [("甲县", 4, 1, 1, 1), ("乙局", 1, 0, 0, 1)]


def test_statistics_count_accounts_that_were_looked_at(home: Path, tmp_path: Path) -> None:
    house = built(tmp_path / "var", LEDGER)
    days = {"first": "2026-01-01", "last": "2026-01-31"}
    inspecting.add(house, "q1", name="一季度", basis="某通知", **days, moment=NOW)
    assert statistics(house, "q1").accounts == 3
