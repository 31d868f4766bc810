"""`monitor visits` and `monitor case` refuse what does not fit, and say when nothing can be said."""

from __future__ import annotations

import signal
from pathlib import Path
from threading import Event

import pytest

from db import queries
from monitor import cli
from monitor.app.cases import cases
from monitor.app.visiting import list_visits
from monitor.domain.run import Purpose, RunState
from monitor.domain.visit import Invalid
from tests.commands import Monitor
from tests.crawl.servers import Answer, Visit, closed_port, html, serve
from tests.schedule.world import at
from tests.visits.world import PLATFORM, World, ledger, world

DAY = "2026-01-26"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("MONITOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MONITOR_ALLOW_NETWORKS", "127.0.0.0/8")
    return world(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("visits", "--from", DAY), "--from、--until、--format、--output 只与 --list 同用。"),
        (
            ("visits", "--list", "--until", "26.1."),
            "日期无法识别：26.1.（应为 2026-01-26 这样的格式）",
        ),
        (
            ("visits", "--list", "--from", "2026-01-27", "--until", DAY),
            f"--until {DAY} 早于 --from 2026-01-27。",
        ),
        (("visits", "--list", "--format", "csv"), "--format csv 需要用 --output 指定文件。"),
        (("visits", "--list", "--output", "x"), "--output 只与 --format csv 或 xlsx 同用。"),
        (("visits", "--list", "--site", "none"), "台账中没有网站 none。"),
        (
            ("case", "close", "1", "--verdict", "ours"),
            "平台事件办结需要用 --reason 写明理由。",
        ),
        (
            ("case", "close", "7", "--verdict", "ours", "--reason", "断网"),
            "没有编号为 7 的平台事件。",
        ),
    ],
)
def test_refusals(
    made: World, arguments: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(arguments) == 2
    assert capsys.readouterr().err.strip() == sentence


def test_a_list_that_cannot_be_written(
    made: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for kind in ("csv", "xlsx"):
        output = str(tmp_path / "file" / "list")
        assert cli.run(("visits", "--list", "--format", kind, "--output", output)) == 2
    assert output in capsys.readouterr().err


def test_no_visits_no_cases(made: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(("case", "list")) == 0
    assert capsys.readouterr().out.strip() == "没有平台事件。"
    assert cli.run(("visits", "--list", "--until", DAY)) == 0
    assert "打开0次，未打开0次，不计入0次" in capsys.readouterr().out


def test_failures_above_the_early_figure_are_shown(
    made: World, capsys: pytest.CaptureFixture[str]
) -> None:
    made.hours("2026-01-26T00:00", "2026-01-26T22:00")
    made.round(at("2026-01-26T23:00"), failed=["other"])
    assert cli.run(("visits", "--list", "--until", DAY)) == 0
    said = capsys.readouterr().out
    assert "访问失败提醒：other网站 近7天有效访问24次，未打开1次，占4.2%（提醒线3%）" in said
    assert "portal网站 近7天" not in said


def test_a_case_in_english(
    made: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.judge(made.round(at("2026-01-26T01:00"), failed=PLATFORM))
    monkeypatch.setenv("MONITOR_LANG", "en")
    assert cli.run(("case", "list")) == 0
    assert "well again: not seen yet, 5 sites  waits for a person" in capsys.readouterr().out
    monkeypatch.setenv("MONITOR_LANG", "zh")
    assert cli.run(("case", "list")) == 0


def test_blind_is_said_and_judges_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    controls = ",".join(f"http://127.0.0.{n}:{closed_port()}/" for n in (3, 4, 5))
    unwatched = "  - {id: yi, name: 乙局, category: internal, unwatched: 未掌握网址}\n"
    rests = ledger(f"http://127.0.0.1:{closed_port()}/", c4="status: suspended")
    made = world(tmp_path, rests + unwatched)
    monitor = Monitor(tmp_path, MONITOR_CONTROL=controls, MONITOR_HOME=str(made.house.home))
    ran = monitor.run("visits", "--now", "--as-of", f"{DAY}T01:00")
    assert ran.code == 3, ran.err
    assert "不计入 5 个" in ran.out and "我方网络中断" in ran.out
    assert "未纳入监测：乙局（未掌握网址）" in ran.out and "c4网站" in ran.out
    assert cases(made.house) == []
    (run,) = queries.runs(made.house.engine)
    assert (run.purpose, run.state) == (Purpose.VISITS, RunState.BLIND)


def test_interrupted_it_says_so_and_the_round_counts_for_nothing(tmp_path: Path) -> None:
    release = Event()

    def hang(_: Visit) -> Answer:
        release.wait(60)
        return html("late")

    with serve(hang) as server:
        made = world(tmp_path, ledger(server.url, server.url.replace("0.1", "0.2")))
        monitor = Monitor(tmp_path, MONITOR_HOME=str(made.house.home))
        child = monitor.start("visits", "--as-of", f"{DAY}T01:00")
        server.log.wait_for(1)
        child.send_signal(signal.SIGTERM)
        child.communicate(timeout=60)
        assert child.returncode == 130
        release.set()
    (run,) = queries.runs(made.house.engine)
    assert run.state is RunState.INTERRUPTED
    listed = list_visits(made.house, since=DAY, until=DAY)
    assert {one.invalid for one in listed.visits} <= {Invalid.UNFINISHED}
