"""A slip in an article, from the first look to its repair."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.job.small_site import page, registry, served, site

CRAWL, SECOND = "2026-01-26T10:00", "2026-01-26T10:45"
TITLE = "甲局召开第1次全体工作会议"


def article(text: str) -> Any:
    return page(
        TITLE,
        f"<h1>{TITLE}</h1><p>发布时间：2026-01-25　来源：甲局</p><p>{text}{'会议强调抓好落实。' * 20}</p>",
        ("ArticleTitle", TITLE),
        ("PubDate", "2026-01-25"),
        ("ContentSource", "甲局"),
    )


def test_a_slip_is_confirmed_at_once_costs_nothing_and_goes_when_it_is_repaired(
    tmp_path: Path,
) -> None:
    monitor = Monitor(tmp_path)
    pages = site()
    pages["/gzdt/1.html"] = article("会议布署了防汛工作，宣传中华人民共合国有关法律。")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        first = {one["check"]: one for one in monitor.records()}
        assert {name: one["state"] for name, one in first.items()} == {
            "wording-error": "confirmed",
            "wording-severe": "confirmed",
        }
        severe = first["wording-severe"]
        assert severe["subject"] == severe["url"] == f"{server.url}gzdt/1.html"
        assert (severe["veto"], severe["points"], severe["indicator"]) == (False, 0.0, [])
        assert severe["facts"]["wrong"] == ["中华人民共合国"]
        pages["/gzdt/1.html"] = article("会议部署了防汛工作，宣传中华人民共和国有关法律。")
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        assert {one["state"] for one in monitor.records()} == {"gone"}
