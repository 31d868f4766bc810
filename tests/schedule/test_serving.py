"""`monitor serve`, `status` and `schedule --check` as a user runs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from db.jobs import JobState, history, take_on
from db.session import connect, upgrade
from monitor.app.estimate import ASSUMED_PAGES
from monitor.app.house import BadInput
from monitor.app.jobs import on_public_host
from monitor.app.registry import init
from monitor.config.schedules import Schedule
from monitor.scheduler import Scheduler, check_schedules, serve, start_child
from tests.commands import ROOT, Monitor
from tests.schedule.world import at, house

MEIZHOU = ROOT / "monitor" / "registries" / "meizhou-2020.yaml"
LOOPBACK = """
units:
  - id: jia
    name: 甲县
    category: county
    sites:
      - {id: jia-portal, name: 甲县人民政府门户网站, url: 'http://127.0.0.1:9/'}
      - {id: jia-channel, name: 甲局频道, url: 'http://127.0.0.1:9/jia/', delay: 2}
      - {id: yi-portal, name: 乙网站, url: 'http://127.0.0.2:9/', per_host: 1}
"""
RARE = "schedules:\n  - {id: rare, verb: judge, cron: 0 0 29 2 *, sites: all}\n"
DEADLINE = 60


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://www.meizhou.gov.cn/", True),
        ("http://8.8.8.8/", True),
        ("http://127.0.0.1:8000/", False),
        ("http://10.1.2.3/", False),
        ("http://[::1]/", False),
        ("http://localhost/", False),
        ("http://intranet/", False),
        ("http://portal.test/", False),
    ],
)
def test_a_public_host_is_told_by_its_name(url: str, public: bool) -> None:
    assert on_public_host(url) is public


def test_public_sites_are_not_crawled_by_schedule_without_a_contact(tmp_path: Path) -> None:
    ours = house(tmp_path, "2026-01-26T12:00")
    init(ours, MEIZHOU)
    with pytest.raises(BadInput) as refused:
        serve(ours, ROOT / "schedules.yaml")
    assert refused.value.key == "scheduler.contact"
    assert history(ours.engine, at("2000-01-01")) == []


def test_serve_says_in_one_sentence_that_it_needs_a_contact(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    monitor.ok("init", "--registry", str(MEIZHOU))
    ran = monitor.run("serve", timeout=DEADLINE)
    assert ran.code == 2
    assert ran.err == (
        "定时巡检公网上的网站（梅州市人民政府门户网站，https://www.meizhou.gov.cn/）须先设置 "
        "MONITOR_CONTACT：网站主办方可据此联系到我们的网址或邮箱。\n"
    )


def test_serve_runs_until_it_is_told_to_end(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    monitor.registry(LOOPBACK)
    (tmp_path / "schedules.yaml").write_text(RARE, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "serve"],
        cwd=tmp_path,
        env={**monitor.environment, "PYTHONPATH": str(ROOT)},
    )
    try:
        engine = connect(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}")
        waited_until = time.monotonic() + DEADLINE
        while not history(engine, at("2000-01-01")) and time.monotonic() < waited_until:
            time.sleep(0.1)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(DEADLINE) == 0
    finally:
        process.kill()
        process.wait()


def test_a_job_is_a_child_process_and_its_exit_code_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judging an empty house is bad input: exit code 2, a failure."""
    monkeypatch.setenv("MONITOR_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), *sys.path]))
    ours = house(tmp_path, "2026-01-26T12:00")
    schedule = Schedule("judge", "judge", every=timedelta(hours=1))
    children = []

    def start(arguments: object) -> object:
        children.append(start_child(arguments))  # type: ignore[arg-type]
        return children[-1]

    scheduler = Scheduler(ours, [schedule], start)  # type: ignore[arg-type]
    scheduler.tick()
    assert children[0].wait(DEADLINE) == 2
    scheduler.tick()
    (run,) = history(ours.engine, at("2000-01-01"))
    assert (run.state, run.detail) == (JobState.FAILED, "exit 2")


def test_status_ends_with_one_when_a_job_is_silent(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    monitor.registry(LOOPBACK)
    ran = monitor.run("status")
    assert ran.code == 0, ran.err
    assert "任务 nightly：未启用（monitor serve 从未运行过此项）" in ran.out
    engine = connect(f"sqlite:///{tmp_path / 'var' / 'monitor.db'}")
    upgrade(engine)
    take_on(engine, "nightly", at("2020-01-01T22:00"), at("2020-01-01T22:00"))
    ran = monitor.run("status")
    assert ran.code == 1
    assert "失声：任务 nightly 应在 " in ran.out
    assert ran.out.rstrip().endswith("上次成功 从未")


def test_check_tells_the_hours_of_each_address(tmp_path: Path) -> None:
    ours = house(tmp_path / "var", "2026-01-26T12:00", MONITOR_ALLOW_NETWORKS="127.0.0.0/8")
    ledger = tmp_path / "ledger.yaml"
    ledger.write_text(LOOPBACK, encoding="utf-8")
    init(ours, ledger)
    found = check_schedules(ours, ROOT / "schedules.yaml")
    first, second = found.loads
    assert (first.address, first.pages, first.assumed) == ("127.0.0.1", 2 * ASSUMED_PAGES, 2)
    assert (first.delay, first.per_host) == (2.0, 2), "the gentler setting holds for all"
    assert first.hours == pytest.approx(1000 * 2 / 3600)
    assert (second.address, second.per_host) == ("127.0.0.2", 1)
    assert second.hours == pytest.approx(500 * 1 / 3600)
    assert not found.too_few_visits


def test_check_prints_it(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    monitor.registry(LOOPBACK)
    out = monitor.ok("schedule", "--check", "--file", str(ROOT / "schedules.yaml"))
    assert "计划文件检查通过，共 9 项。" in out
    assert (
        "127.0.0.1:9（127.0.0.1）：1000 页，全站一遍约 0.56 小时"
        "（间隔 2.0 秒，同时 8 个请求，应答按 1.0 秒计）\n"
        "  其中 2 个网站尚未全站巡检，按每站 500 页估算\n"
    ) in out


def test_too_few_visits_are_pointed_out(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    monitor.registry(LOOPBACK)
    path = tmp_path / "schedules.yaml"
    path.write_text("schedules:\n  - {id: visits, verb: visits, every: 2h}\n", encoding="utf-8")
    out = monitor.ok("schedule", "--check", "--file", str(path))
    assert "连通性监测每日只有 12 次，不足 20 次的日子不予评判。" in out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            "{id: a, verb: judge, cron: 0 0 31 2 *}",
            "计划“a”永远不会运行：0 0 31 2 * 不对应任何一天。",
        ),
        (
            "{id: a, verb: crawl, cron: 0 7 * * *, window: '22:00-06:00'}",
            "计划“a”的运行时刻应在其时段之内。",
        ),
        (
            "{id: a, verb: recheck, every: 1h, sites: [jia-portal]}",
            "计划“a”：recheck 不按网站运行，sites 应为 all。",
        ),
    ],
)
def test_schedules_that_make_no_sense_are_refused(tmp_path: Path, line: str, sentence: str) -> None:
    monitor = Monitor(tmp_path)
    monitor.registry(LOOPBACK)
    path = tmp_path / "schedules.yaml"
    path.write_text(f"schedules:\n  - {line}\n", encoding="utf-8")
    ran = monitor.run("schedule", "--check", "--file", str(path))
    assert (ran.code, ran.err) == (2, sentence + "\n")
