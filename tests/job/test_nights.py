"""Nights after a whole crawl: what was cut goes on, what is due is looked at, what is back is read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.crawl.servers import Answer, Visit, serve
from tests.job.small_site import column, page, registry, served, site

CRAWL = "2026-01-26T10:00"
NIGHTS = [f"2026-01-{day}T22:00" for day in range(26, 32)] + ["2026-02-01T22:00"]
TEXT = f"<p>{'正文内容。' * 40}</p>"


def broken(monitor: Monitor) -> dict[str, str]:
    found = (r for r in monitor.records() if r["check"] == "link-broken")
    return {record["url"].rpartition("/")[2]: record["state"] for record in found}


def test_within_seven_nights_everything_is_looked_at_again(tmp_path: Path) -> None:
    """Also a file that only one old article carries, and an article that only an old page names."""
    monitor = Monitor(tmp_path)
    pages = site()
    names = [f"{n}" for n in range(8)]
    for n in names:
        pages[f"/deep/{n}.html"] = page(f"旧文{n}", f"{TEXT}<a href='/file/{n}.doc'>附件</a>")
        pages[f"/file/{n}.doc"] = (200, {"Content-Type": "application/msword"}, b"x")
        pages[f"/hub/{n}.html"] = page(f"专栏{n}", f"{TEXT}<a href='/deep/{n}.html'>旧文一篇</a>")
    hubs = "".join(f"<a href='/hub/{n}.html'>历年专栏第{n}部分说明</a>" for n in names)
    pages["/zhaocuo.html"] = page("我要找错", hubs)
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        assert broken(monitor) == {}
        for n in names:
            del pages[f"/file/{n}.doc"]
        for night in NIGHTS:
            monitor.ok("crawl", "--as-of", night)
    assert set(broken(monitor)) == {f"{n}.doc" for n in names}


def test_what_a_window_cut_goes_on_next_night(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path, MONITOR_PER_HOST="1")
    pages = site()
    far = "".join(f"<a href='/far/{n}.html'>历年办事材料第{n}部分说明</a>" for n in range(20))
    pages["/zhaocuo.html"] = page("我要找错", far)
    for n in range(20):
        pages[f"/far/{n}.html"] = page(f"材料{n}", f"{TEXT}<a href='/gone/{n}.doc'>附件下载</a>")
    slow = {"on": True}

    def answer(visit: Visit) -> Answer:
        if slow["on"] and visit.path.startswith("/far/"):
            time.sleep(0.3)
        found = pages.get(visit.path, (404, {}, b""))
        assert isinstance(found, tuple)
        return found

    with serve(answer) as server:
        monitor.registry(registry(server.url))
        until = (datetime.now(UTC) + timedelta(seconds=5)).isoformat()
        out = monitor.ok("crawl", "--as-of", CRAWL, "--until", until)
        assert "未能核验" in out
        slow["on"] = False
        first = {visit.path for visit in server.log.visits if visit.path.startswith("/far/")}
        assert len(first) < 20
        monitor.ok("crawl", "--as-of", "2026-01-26T22:00")
        seen = {visit.path for visit in server.log.visits if visit.path.startswith("/far/")}
    assert len(seen) == 20


def test_old_pages_of_a_list_rest_at_night_unless_the_new_goes_on_overleaf(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = site()
    pager = "".join(f"<a href='/gzdt/index_{n}.html'>{n + 1}</a>" for n in range(1, 21))

    def listed(*names: str) -> Answer:
        rows = "".join(
            f'<li><a href="/gzdt/{n}.html">甲局召开第{n}次全体工作会议</a><span>2026-01-25</span></li>'
            for n in names
        )
        trail = '<div>您的位置：<a href="/">首页</a> &gt; <a href="/gzdt/">工作动态</a></div>'
        paging = f'<div class="page"><a href="/gzdt/index_1.html">下一页</a>{pager}</div>'
        return page("工作动态", f'{trail}<ul class="list">{rows}</ul>{paging}')

    pages["/gzdt/"] = listed("1", "2", "3")
    for n in range(1, 21):
        pages[f"/gzdt/index_{n}.html"] = listed("1", "2", "3")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)

        def overleaf() -> int:
            return sum("index_" in path for path in server.log.paths)

        assert overleaf() == 20
        for night in NIGHTS[:3]:
            monitor.ok("crawl", "--as-of", night)
        assert overleaf() - 20 < 3 * 20, "every night at most its seventh"
        pages["/gzdt/"] = listed("7", "8", "9")
        already = overleaf()
        monitor.ok("crawl", "--as-of", NIGHTS[3])
        assert overleaf() - already >= 20


def test_a_column_that_was_dead_is_read_whole_when_it_is_back(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = site()
    dead = {path: pages.pop(path) for path in list(pages) if path.startswith("/tzgg/")}
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        assert broken(monitor) == {"": "suspected"}
        status, headers, body = column("tzgg", "通知公告", ["2026-01-20"])["/tzgg/"]
        filler = b"<script>/*" + b"x" * 500_000 + b"*/</script><div class"
        pages.update(dead)
        pages["/tzgg/"] = (status, headers, body.replace(b"<div class", filler, 1))
        monitor.ok("crawl", "--as-of", "2026-01-27T22:00")
        known: list[dict[str, Any]] = monitor.explained("jia-site", "column-stale")
    assert broken(monitor) == {"": "gone"}
    told = [one["outcome"] for one in known if one["subject"].endswith("/tzgg/")]
    assert told[-1:] == ["pass"], known
    assert [r["check"] for r in monitor.records() if r["state"] != "gone"] == []
