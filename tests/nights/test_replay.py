"""Judged again from nothing but what is stored, every run says what it said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.commands import Monitor
from tests.job.small_site import page, registry, served
from tests.job.test_personal import ID, MOBILE, ROWS, answer, pages
from tests.media.test_feed import item, rss
from tests.nights.replay import checks_of, findings, replayed

ACCOUNT = "     media: [{{id: jia-rss, platform: feed, name: 甲局发布, url: '{url}feed.xml'}}]"


def test_pages_files_questions_visits_and_accounts(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path / "home")
    monitor.home.mkdir()
    told = pages(
        f"申请人李明，身份证号：{ID}，电话{MOBILE}。{'经审核。' * 40}", answer("xlsx", ROWS)
    )
    told["/tzgg/2.html"] = page(
        "公示", f"<h1>公示</h1><p>见<a href='/no.pdf'>附件</a>。</p>{'说明。' * 60}"
    )
    told["/feed.xml"] = rss(item("旧闻", "Mon, 01 Dec 2025 08:00:00 +0800", more="<link>/a</link>"))
    del told["/tzgg/1.html"]
    with served(told) as server:
        ledger = registry(server.url).replace(
            "}]}\n", "}],\n" + ACCOUNT.format(url=server.url) + "}\n"
        )
        monitor.registry(ledger)
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45")
        monitor.ok("visits", "--now", "--as-of", "2026-01-26T11:00")
        monitor.ok("media", "--as-of", "2026-01-26T11:30")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T12:30")
        told["/gzdt/"] = page("工作动态", "<h1>工作动态</h1><p>栏目改版中。</p>")
        monitor.ok("crawl", "--as-of", "2026-01-27T10:00")
    before = findings(monitor.home / "var")
    assert {"link-broken", "personal-data-exposed", "account-stale"} <= checks_of(before)
    assert {"search-broken", "ipv6-missing", "visits-failed"} <= {row[2] for row in before}
    with closing(sqlite3.connect(monitor.home / "var" / "monitor.db")) as db:
        purposes = {
            row[0] for row in db.execute("SELECT purpose FROM run WHERE state = 'complete'")
        }
    assert purposes == {"crawl", "recheck", "visits", "media"}
    (tmp_path / "again").mkdir()
    assert replayed(monitor, tmp_path / "again") == before
