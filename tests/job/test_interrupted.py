"""Killed, blind, incomplete: what was not seen accuses nobody, and the same command goes on."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.crawl.servers import Answer, Visit, serve
from tests.job.small_site import registry, served, site

CRAWL = "2026-01-26T10:00"


def test_killed_in_the_middle_the_same_command_comes_to_the_same_result(tmp_path: Path) -> None:
    pages = site(news="2026-01-05")
    slow = {"on": False}

    def page(visit: Visit) -> Answer:
        if slow["on"]:
            time.sleep(0.2)
        answer = pages.get(visit.path, (404, {}, b""))
        assert isinstance(answer, tuple)
        return answer

    results = []
    with serve(page) as server:
        for name in ("whole", "killed"):
            (tmp_path / name).mkdir()
            monitor = Monitor(tmp_path / name, MONITOR_PER_HOST="1")
            monitor.registry(registry(server.url))
            if name == "killed":
                slow["on"] = True
                already = len(server.log.visits)
                child = monitor.start("crawl", "--as-of", CRAWL)
                server.log.wait_for(already + 6)
                os.killpg(child.pid, signal.SIGKILL)
                child.communicate()
                slow["on"] = False
                assert monitor.records() == []
            # Another day is given, and is not taken: a run keeps its `now`.
            as_of = CRAWL if name == "whole" else "2026-02-26T10:00"
            out = monitor.ok("crawl", "--as-of", as_of)
            assert "2026-01-26T10:00+08:00" in out
            results.append((monitor.records(), monitor.ok("score", "--format", "json"), out))
    assert results[0][0] == results[1][0]
    assert results[0][1:] == results[1][1:]


def test_blind_nobody_is_judged(tmp_path: Path) -> None:
    """None of the controls answers: the fault is ours."""
    monitor = Monitor(
        tmp_path, MONITOR_CONTROL="http://127.0.0.2:9/,http://127.0.0.3:9/,http://127.0.0.4:9/"
    )
    with served({}) as server:
        url = server.url
    monitor.registry(registry(url))
    ran = monitor.run("crawl", "--as-of", CRAWL)
    assert ran.code == 3 and "我方网络中断" in ran.out
    assert monitor.records() == []


def test_one_dead_site_alone_is_not_blindness(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    with served({}) as server:
        url = server.url
    monitor.registry(registry(url))
    monitor.ok("crawl", "--as-of", CRAWL)
    assert [record["state"] for record in monitor.records()] == ["suspected"]


def test_an_interrupted_crawl_judges_nobody_and_goes_on(tmp_path: Path) -> None:
    pages = site()

    def page(visit: Visit) -> Answer:
        time.sleep(0.2)
        answer = pages.get(visit.path, (404, {}, b""))
        assert isinstance(answer, tuple)
        return answer

    with serve(page) as server:
        monitor = Monitor(tmp_path, MONITOR_PER_HOST="1")
        monitor.registry(registry(server.url))
        child: Any = monitor.start("crawl", "--as-of", CRAWL)
        server.log.wait_for(5)
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
        assert child.returncode == 130
        monitor.ok("crawl", "--as-of", CRAWL)
        asked = [path for path in server.log.paths if path != "/robots.txt"]
        assert len(asked) <= len(set(asked)) + 2, "what was seen before is not asked again"
    assert monitor.records() == []


def test_alone_a_dead_site_is_told_from_a_dead_network_by_its_neighbours(tmp_path: Path) -> None:
    """One site is asked for; that the others do not answer either is found out by asking them."""
    units = "".join(
        f"  - {{id: u{n}, name: 单位{n}, category: service,"
        f' sites: [{{id: s{n}, name: 网站{n}, url: "http://127.0.0.{n}:9/"}}]}}\n'
        for n in (2, 3, 4)
    )
    monitor = Monitor(tmp_path)
    monitor.registry(f"units:\n{units}")
    assert monitor.run("crawl", "--site", "s2", "--as-of", CRAWL).code == 3
    assert monitor.records() == []
    with served(site()) as server:
        monitor.registry(registry(server.url) + units)
        monitor.ok("crawl", "--site", "s2", "--as-of", CRAWL)
    assert [record["state"] for record in monitor.records()] == ["suspected"]


def test_the_same_command_twice_at_once_is_two_runs_one_after_the_other(tmp_path: Path) -> None:
    pages = site()

    def page(visit: Visit) -> Answer:
        time.sleep(0.8 if len(server.log.visits) < 13 else 0)
        answer = pages.get(visit.path, (404, {}, b""))
        assert isinstance(answer, tuple)
        return answer

    with serve(page) as server:
        monitor = Monitor(tmp_path, MONITOR_PER_HOST="1")
        monitor.registry(registry(server.url))
        first = monitor.start("crawl", "--as-of", CRAWL)
        while len(server.log.visits) < 3:
            time.sleep(0.02)
        out = monitor.ok("crawl", "--as-of", CRAWL)
        assert "批次 2" in out
        assert first.communicate(timeout=60)[0] and first.returncode == 0
        assert server.log.most == 1
    assert monitor.records() == []
