"""The second look confirms what others put on a site's pages and behind its links, and sees it gone."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Monitor
from tests.crawl.servers import html
from tests.job.small_site import page, registry, served, site

CASINO = html(
    "<html><head><meta charset='utf-8'><title>澳门新葡京-百家乐</title></head><body>老虎机</body></html>"
)
SOCIETY = html(
    "<html><head><meta charset='utf-8'><title>书画协会</title></head><body>作品</body></html>"
)
SPAM = "<a href='http://127.0.0.9:9/a'>百家乐</a>"
CHECKS = ("link-hidden", "link-hijacked", "page-tampered")


def found(monitor: Monitor) -> list[tuple[str, str]]:
    return [(r["check"], r["state"]) for r in monitor.records() if r["check"] in CHECKS]


def test_suspected_then_confirmed_then_gone(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages, outside = site(), {"/": CASINO}
    healthy = pages["/gzdt/1.html"]
    with served(outside) as stranger, served(pages) as server:
        link = f"<a href='{stranger.url}'>书画协会</a>"
        text = f"<p>{'会议强调抓好落实。' * 20}</p>"
        hidden = f"<style>.zz9{{display:none}}</style><div class='zz9'>{SPAM}</div>"
        turned = html("<html><head><title>时时彩-北京赛车</title></head><body>内容</body></html>")
        pages["/gzdt/1.html"] = page("会议", text + link + hidden + "<a href='/t.html'>专题</a>")
        pages["/t.html"] = turned
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        assert found(monitor) == [(check, "suspected") for check in CHECKS]
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45")
        assert found(monitor) == [(check, "confirmed") for check in CHECKS]
        told = {r["check"]: r for r in monitor.records()}
        assert told["link-hijacked"]["parents"] == [f"{server.url}gzdt/1.html"]
        assert all(told[check]["evidence"] for check in CHECKS)
        assert not any(told[check]["veto"] or told[check]["points"] for check in CHECKS)
        pages["/gzdt/1.html"], outside["/"] = healthy, SOCIETY
        pages["/t.html"] = html("", 404)
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T15:00")
        assert found(monitor) == [(check, "gone") for check in CHECKS]
