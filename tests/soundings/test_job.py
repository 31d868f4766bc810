"""A site whose search is broken: suspected by the crawl, confirmed by a second look, gone once repaired."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.crawl.rendered import find_browser
from tests.commands import Monitor
from tests.crawl.servers import Answer, Visit, html, serve
from tests.job.small_site import page, registry, site

CRAWL, SECOND, NIGHT, WEEK = (
    "2026-01-26T10:00",
    "2026-01-26T10:45",
    "2026-01-27T22:00",
    "2026-02-03T22:00",
)
BROWSER = find_browser(os.environ.get("MONITOR_BROWSER"))
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no browser on this machine")
TITLES = [f"甲局第{n}季度重点工作推进情况通报" for n in range(1, 6)]


def _site() -> dict[str, Any]:
    """The small site with five more articles, all older than a week."""
    pages = dict(site())
    rows = "".join(
        f'<li><a href="/bg/{n}.html">{title}</a><span>2026-01-0{n}</span></li>'
        for n, title in enumerate(TITLES, 1)
    )
    pages["/tzgg/bg.html"] = page("通报", f'<ul class="list">{rows}</ul>', ("ColumnName", "通报"),
                                  ("ColumnType", "其他"))  # fmt: skip
    home = pages["/"][2].decode().replace("</body>", '<a href="/tzgg/bg.html">通报</a></body>')
    pages["/"] = html(home)
    for n, title in enumerate(TITLES, 1):
        pages[f"/bg/{n}.html"] = page(
            title,
            f"<h1>{title}</h1><p>发布时间：2026-01-0{n}　来源：甲局</p><p>{'抓好落实。' * 50}</p>",
            *(("ArticleTitle", title), ("PubDate", f"2026-01-0{n}"), ("ContentSource", "甲局")),
        )
    return pages


def _answering(pages: dict[str, Any], results: Callable[[str], str]) -> Callable[[Visit], Answer]:
    def answer(visit: Visit) -> Answer:
        asked = urlsplit(visit.path)
        if asked.path == "/s":
            return page("搜索", results(parse_qs(asked.query).get("q", [""])[0]))
        found: Answer = pages.get(asked.path) or html("no", 404)
        return found

    return answer


def _hits(query: str) -> str:
    return f"<h3><a href='/bg/1.html'>{query}</a></h3>"


def _searched(server: Any) -> int:
    return sum(path.startswith("/s?") for path in server.log.paths)


def _states(monitor: Monitor) -> list[tuple[str, str, str]]:
    found = [r for r in monitor.records() if r["check"] == "search-broken"]
    return [(r["subject"], r["state"], r["description"]) for r in found]


def test_a_search_that_finds_nothing(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path, MONITOR_BROWSER=str(BROWSER))
    told = {"now": lambda query: "<p>没有找到相关内容</p>"}
    with serve(_answering(_site(), lambda query: told["now"](query))) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        assert _searched(server) == 1 + 4, "the browser asks what its form did not find"
        said = "甲局网站站内搜索用4个本站已发布的标题搜索，第一页均未找到对应信息"
        assert _states(monitor) == [("search", "suspected", said)]
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        assert _searched(server) == 10
        assert _states(monitor) == [("search", "confirmed", said)]
        told["now"] = _hits
        monitor.ok("crawl", "--as-of", NIGHT)
        assert _searched(server) == 14
        assert _states(monitor) == [("search", "gone", said)]
        monitor.ok("crawl", "--as-of", "2026-01-28T22:00")
        assert _searched(server) == 14, "an answer stands for a week"
        assert _states(monitor) == [("search", "gone", said)]


def test_a_search_that_finds_everything_is_asked_once_a_week(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path, MONITOR_BROWSER=str(BROWSER))
    with serve(_answering(_site(), _hits)) as server:
        monitor.registry(registry(server.url))
        for moment, searches in ((CRAWL, 4), (NIGHT, 4), (WEEK, 8)):
            monitor.ok("crawl", "--as-of", moment)
            assert _searched(server) == searches, moment
            assert _states(monitor) == []
