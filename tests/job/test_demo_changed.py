"""The demonstration city with something missing: a seed, the browser, a home of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.crawl.rendered import find_browser
from tests.commands import Monitor

needs_browser = pytest.mark.skipif(find_browser() is None, reason="no browser on this machine")


@needs_browser
def test_one_seed_taken_away_turns_one_line_red(tmp_path: Path) -> None:
    ran = Monitor(tmp_path).run("demo", "--no-pictures", "--without", "stale-03")
    assert ran.code == 1
    red = [line for line in ran.out.splitlines() if line.startswith(("漏报：", "误报："))]
    assert len(red) == 1 and red[0].startswith("漏报：丙县｜column-stale｜")


def test_without_a_browser_it_ends_and_names_what_was_not_observed(tmp_path: Path) -> None:
    ran = Monitor(tmp_path, MONITOR_BROWSER=str(tmp_path / "none")).run("demo")
    assert ran.code == 0, ran.out
    unseen = [line for line in ran.out.splitlines() if line.startswith("未能核验（需要浏览器）")]
    assert unseen and "漏报：" not in ran.out and "误报：" not in ran.out


def test_a_home_with_a_real_ledger_is_left_alone(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    monitor.registry(
        "units:\n  - {id: x, name: 某局, category: service,"
        " sites: [{id: x-site, name: 某局网站, url: 'http://127.0.0.1:9/'}]}\n"
    )
    ran = monitor.run("demo", "--no-pictures")
    assert ran.code == 2 and "正式台账" in ran.err
