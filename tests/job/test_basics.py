"""What a site does not present of itself is confirmed by a second look and goes away once it is there."""

from __future__ import annotations

from pathlib import Path

from tests.commands import Monitor
from tests.job.presented import OFFICE
from tests.job.small_site import items, page, registry, served, site

HOURS = "<p>办公时间：周一至周五 8:30-12:00，14:30-17:30</p>"


def states(monitor: Monitor) -> dict[tuple[str, str], str]:
    found = monitor.records()
    return {(one["check"], one["subject"]): one["state"] for one in found}


def test_missing_hours_are_confirmed_and_gone_when_they_are_told(tmp_path: Path) -> None:
    monitor, pages = Monitor(tmp_path), site()
    assert HOURS in OFFICE
    pages["/jgzn.html"] = page("机构职能", OFFICE.replace(HOURS, ""))
    known = ("agency-info-incomplete", "hours")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        assert states(monitor) == {known: "suspected"}
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45")
        assert states(monitor) == {known: "confirmed"}
        found = monitor.records()[0]
        assert found["url"] == server.url and found["parents"] == [f"{server.url}jgzn.html"]
        assert found["description"] == "甲局网站机构职能信息中未见办公时间（已核验1个页面）"
        assert found["points"] == 0, "a preview is reported, not scored"
        pages["/jgzn.html"] = page("机构职能", OFFICE)
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T15:00")
        assert states(monitor)[known] == "gone"


def test_a_missing_column_is_confirmed_and_gone_when_it_is_there(tmp_path: Path) -> None:
    monitor, whole = Monitor(tmp_path), site()
    link = '<a href="/zfxxgk/zn.html">政府信息公开指南</a>'.encode()
    pages = {
        path: (made[0], made[1], made[2].replace(link, b"")) if isinstance(made, tuple) else made
        for path, made in whole.items()
        if path != "/zfxxgk/zn.html"
    }
    known = ("key-area-missing", "guide")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-26T10:45")
        assert states(monitor) == {known: "confirmed"}
        pages.update(whole)
        monitor.ok("crawl", "--fresh", "--as-of", "2026-01-27T10:00")
        assert states(monitor)[known] == "gone"


def test_last_years_report_is_asked_for_from_february(tmp_path: Path) -> None:
    monitor, pages = Monitor(tmp_path), site(news="2026-02-05")
    known = ("annual-report-missing", "annual-report")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-02-06T10:00")
        monitor.ok("recheck", "--now", "--as-of", "2026-02-06T10:45")
        assert states(monitor) == {known: "confirmed"}
        assert monitor.records()[0]["description"] == (
            "甲局网站未发现2025年度政府网站工作年度报表（应于2026-01-31前发布）"
        )
        title = "2025年度政府网站工作年度报表"
        pages["/wzbb.html"] = page(title, "<p>填报单位：甲局</p>" * 20)
        pages["/"] = page(
            "首页", f'{items("gzdt", ["2026-02-05"])}<a href="/wzbb.html">{title}</a>'
        )
        monitor.ok("recrawl", "jia-site", "--as-of", "2026-02-07T10:00")
        assert states(monitor)[known] == "gone"
