"""The main job on one site with nothing else given: init, crawl, second look, score, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.commands import Monitor
from tests.crawl.servers import html
from tests.job.small_site import column, page, registry, served, site

CRAWL, SECOND = "2026-01-26T10:00", "2026-01-26T10:45"
FIELDS = [
    "id", "unit", "site", "check", "indicator", "subject", "url", "parents", "state", "decision",
    "description", "facts", "first_seen", "last_seen", "veto", "points", "evidence",
]  # fmt: skip


def looked_at(monitor: Monitor, pages: dict[str, Any]) -> list[dict[str, Any]]:
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        return monitor.records()


def test_a_healthy_site_has_no_defect_and_says_what_was_verified(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    assert looked_at(monitor, site()) == []
    path = tmp_path / "list.xlsx"
    monitor.ok("export", "--unit", "jia", "--format", "xlsx", "--output", str(path))
    said = [str(cell.value) for row in load_workbook(path).worksheets[0] for cell in row]
    assert any("未发现问题（已核验" in text for text in said)


def test_a_stale_column_goes_all_the_way_to_the_workbook(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    records = looked_at(monitor, site(news="2026-01-05"))
    assert [(r["check"], r["state"]) for r in records] == [
        ("column-stale", "confirmed"),
        ("home-stale", "confirmed"),
    ]
    stale = records[0]
    assert list(stale) == FIELDS
    assert stale["description"] == (
        "甲局网站“工作动态”栏目最新信息日期为2026-01-05，截至2026-01-26已21天未更新（应2周内更新）"
    )
    assert stale["subject"] == stale["url"] and stale["url"].endswith("/gzdt/")
    assert stale["first_seen"] == "2026-01-26T10:00:00+08:00"
    assert stale["points"] > 0 and stale["veto"] is False
    assert stale["evidence"] and len(stale["evidence"][0]["sha256"]) == 64
    score = json.loads(monitor.ok("score", "--format", "json"))[0]
    assert score["points"] == pytest.approx(sum(r["points"] for r in records))
    assert score["verified"] + score["unobserved_points"] == pytest.approx(score["max"])
    assert score["coverage"]["planned"] == score["coverage"]["observed"]
    text = monitor.ok("score", "--explain")
    assert "已核验" in text and "未能核验" in text and stale["id"] in text
    folder = tmp_path / "lists"
    monitor.ok("export", "--all", "--format", "xlsx", "--output", str(folder))
    assert {path.name for path in folder.iterdir()} == {
        "甲局_问题清单_20260126.xlsx",
        "总览_20260126.xlsx",
    }
    sheet = load_workbook(folder / "甲局_问题清单_20260126.xlsx").worksheets[0]
    assert stale["description"] in [cell.value for row in sheet for cell in row]


def test_the_last_day_of_a_window_passes_and_the_next_does_not(tmp_path: Path) -> None:
    for newest, expected in (("2026-01-12", []), ("2026-01-11", ["column-stale", "home-stale"])):
        home = tmp_path / newest
        home.mkdir()
        records = looked_at(Monitor(home), site(news=newest))
        assert [r["check"] for r in records] == expected


def test_as_of_makes_a_run_reproducible(tmp_path: Path) -> None:
    with served(site(news="2026-01-05")) as server:
        results = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            monitor = Monitor(tmp_path / name)
            monitor.registry(registry(server.url))
            monitor.ok("crawl", "--as-of", CRAWL)
            score = monitor.ok("score", "--format", "json")
            book = tmp_path / name / "list.xlsx"
            monitor.ok("export", "--unit", "jia", "--format", "xlsx", "--output", str(book))
            results.append((monitor.records(), score, book.read_bytes()))
        assert results[0] == results[1]


def test_judging_again_needs_no_request_and_says_the_same(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    before = looked_at(monitor, site(news="2026-01-05"))
    monitor.ok("judge", "--run", "1")
    assert monitor.records() == before


def test_a_site_wholly_behind_a_wall_has_no_defect_no_score_no_rank(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    wall = html("<script>document.cookie='__jsl_clearance=1'</script>", 521)
    pages = {path: wall for path in site()}
    with served(pages) as server:
        monitor.registry(registry(server.url))
        out = monitor.ok("crawl", "--as-of", CRAWL)
        monitor.ok("recheck", "--now", "--as-of", SECOND)
    assert "未能核验 访问受防护系统限制 1" in out
    assert monitor.records() == []
    score = json.loads(monitor.ok("score", "--format", "json"))[0]
    assert score["scored"] is False and score["points"] == 0 and score["verified"] == 0
    assert score["unobserved_points"] == score["max"]
    assert "监测不充分，暂不评分" in monitor.ok("score")
    book = tmp_path / "list.xlsx"
    monitor.ok("export", "--unit", "jia", "--format", "xlsx", "--output", str(book))
    sheets = load_workbook(book)
    walled = [row for row in sheets["未能核验"].iter_rows(min_row=4, values_only=True) if row[1]]
    assert [row[1:] for row in walled] == [("页面", "访问受防护系统限制", 1)]


def test_a_dead_home_is_suspected_then_confirmed_without_points(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    with served({path: html("oops", 500) for path in site()}) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        first = monitor.records()
        monitor.ok("recheck", "--now", "--as-of", SECOND)
        second = monitor.records()
    assert [(r["check"], r["state"]) for r in first] == [("home-unreachable", "suspected")]
    assert [(r["check"], r["state"], r["points"], r["veto"]) for r in second] == [
        ("home-unreachable", "confirmed", 0, False)
    ]


def test_gone_only_on_positive_sight(tmp_path: Path) -> None:
    """A defect whose page cannot be opened next night stays; one whose page is healthy goes."""
    monitor = Monitor(tmp_path)
    pages = site(news="2026-01-05")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        known = {r["id"]: r["state"] for r in monitor.records()}
        assert set(known.values()) == {"confirmed"}
        walled = dict(pages)
        pages.update({path: html("", 403) for path in walled})
        monitor.ok("crawl", "--as-of", "2026-01-27T01:00")
        assert {r["id"]: r["state"] for r in monitor.records()} == known
        pages.update(site(news="2026-01-27"))
        monitor.ok("crawl", "--as-of", "2026-01-28T01:00")
        assert {r["id"]: r["state"] for r in monitor.records()} == dict.fromkeys(known, "gone")


def test_a_decision_takes_a_line_out_until_its_facts_change(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = site(news="2026-01-05")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        stale = next(r for r in monitor.records() if r["check"] == "column-stale")
        before = json.loads(monitor.ok("score", "--format", "json"))[0]["points"]
        decide = ("review", stale["id"], "--decision", "excluded", "--reason", "已书面报备")
        monitor.ok(*decide, "--until", "2026-02-10", "--as-of", "2026-01-26T12:00")
        assert state(monitor, stale["id"]) == ("waived", "excluded", 0)
        after = json.loads(monitor.ok("score", "--format", "json"))[0]["points"]
        assert after == before - stale["points"]
        monitor.ok("crawl", "--as-of", "2026-01-27T01:00")
        assert state(monitor, stale["id"])[0] == "waived", "the next night must not bring it back"
        pages.update(site(news="2026-01-06"))
        monitor.ok("crawl", "--as-of", "2026-01-28T01:00")
        assert state(monitor, stale["id"])[0] == "confirmed", "other facts, another case"


def test_a_decision_lapses_after_its_last_day(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    with served(site(news="2026-01-05")) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        stale = next(r for r in monitor.records() if r["check"] == "column-stale")
        decide = ("review", stale["id"], "--decision", "false", "--reason", "误报")
        monitor.ok(*decide, "--until", "2026-01-28", "--as-of", "2026-01-26T12:00")
    for day, expected in (("2026-01-28", "waived"), ("2026-01-29", "confirmed")):
        found = monitor.records("--as-of", f"{day}T12:00")
        assert next(r["state"] for r in found if r["id"] == stale["id"]) == expected


def state(monitor: Monitor, key: str) -> tuple[str, str, float]:
    record = next(r for r in monitor.records() if r["id"] == key)
    return record["state"], record["decision"], record["points"]


def test_a_unit_without_a_site_is_named_in_every_run(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    with served(site()) as server:
        unit = "  - {id: yi, name: 乙局, category: internal, unwatched: 未掌握网址}\n"
        monitor.registry(registry(server.url) + unit)
        assert "未纳入监测：乙局（未掌握网址）" in monitor.ok("crawl", "--as-of", CRAWL)
    assert "未纳入监测" in monitor.ok("score")


def test_a_link_shared_by_many_pages_is_one_defect(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    pages = site()
    for n in (1, 2, 3):
        body = f"<p>{'正文内容。' * 30}</p><a href='/gone.doc'>附件下载</a>"
        pages[f"/extra{n}.html"] = page(f"页面{n}", body)
    links = "".join(f"<a href='/extra{n}.html'>办事材料第{n}部分说明</a>" for n in (1, 2, 3))
    pages["/zhaocuo.html"] = page("我要找错", links)
    broken = [r for r in looked_at(monitor, pages) if r["check"] == "link-broken"]
    assert [(r["state"], r["facts"]["parents_total"]) for r in broken] == [("confirmed", 3)]
    assert len(broken[0]["parents"]) == 3


def test_a_night_asks_less_than_a_full_crawl_and_misses_nothing_new(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    old = "".join(f"<a href='/old{n}.html'>历年办事材料第{n}部分说明</a>" for n in range(30))
    pages = site() | {"/zhaocuo.html": page("我要找错", old)}
    for n in range(30):
        pages[f"/old{n}.html"] = page(f"材料{n}", f"<p>{'正文内容。' * 30}</p>")
    with served(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", CRAWL)
        full = len(server.log.visits)
        pages.update(site(news="2026-01-27"))
        pages["/gzdt/1.html"] = page("会议", f"<p>{'正文。' * 60}</p><a href='/new.doc'>附件</a>")
        pages["/gzdt/new.html"] = pages["/gzdt/1.html"]
        news = column("gzdt", "工作动态", ["2026-01-27", "2026-01-25"])["/gzdt/"]
        pages["/gzdt/"] = (200, news[1], news[2].replace(b"/gzdt/1.html", b"/gzdt/new.html"))
        monitor.ok("crawl", "--as-of", "2026-01-27T22:00")
        night = len(server.log.visits) - full
    assert night < full / 2
    assert [(r["check"], r["url"].rpartition("/")[2]) for r in monitor.records()] == [
        ("link-broken", "new.doc")
    ]


def test_machines_read_json_lines(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    with served(site()) as server:
        monitor.registry(registry(server.url))
        lines = monitor.ok("crawl", "--json", "--as-of", CRAWL).splitlines()
        events = [json.loads(line) for line in lines]
        assert {"progress", "coverage", "judged"} <= {event["event"] for event in events}
        probed = monitor.ok("probe")
    assert "可访问：甲局网站" in probed
