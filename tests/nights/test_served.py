"""Nights against servers that mark their answers, do not, or lie about them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.commands import Monitor
from tests.job.small_site import registry
from tests.nights.office import Office, open_office

FULL = date(2026, 1, 26)


@contextmanager
def all_open(offices: Sequence[Office]) -> Iterator[list[str]]:
    with ExitStack() as stack:
        yield [stack.enter_context(open_office(office)) for office in offices]


def ledger(urls: Sequence[str]) -> str:
    sites = "".join(
        f"      - {{id: site-{n}, name: 甲局网站, url: '{url}'}}\n" for n, url in enumerate(urls)
    )
    return f"units:\n  - id: jia\n    name: 甲局\n    category: service\n    sites:\n{sites}"


def crawl(monitor: Monitor, offices: Sequence[Office], day: date, hour: int = 22) -> str:
    for office in offices:
        office.today = day
        office.forget()
    return monitor.ok("crawl", "--as-of", f"{day}T{hour:02}:00")


def nights(count: int) -> Iterator[date]:
    yield from (FULL + timedelta(days=n) for n in range(1, count + 1))


def told(monitor: Monitor) -> list[tuple[Any, ...]]:
    """Every finding of every run, without when and by which bytes' name it was proven."""
    with closing(sqlite3.connect(monitor.home / "var" / "monitor.db")) as db:
        rows = db.execute(
            "SELECT run_id, check_id, subject, outcome, reason, facts, parents, evidence, at_once"
            " FROM finding ORDER BY run_id, check_id, subject"
        )
        return [tuple(row) for row in rows]


def fetched(monitor: Monitor, path: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(monitor.home / "var" / "monitor.db")) as db:
        return db.execute(
            "SELECT f.run_id, f.condition, f.http_status, f.body_sha256, t.page_digest"
            " FROM fetch f JOIN target t ON t.run_id = f.run_id AND t.digest = f.target_digest"
            " WHERE f.url LIKE ? ORDER BY f.run_id, f.seq",
            (f"%{path}",),
        ).fetchall()


def test_a_week_of_nights_asks_for_little_and_finds_everything(tmp_path: Path) -> None:
    """One server marks its answers, one does not, one counts visits on every page: there the bytes
    change each time, and what the page says does not."""
    monitor = Monitor(tmp_path)
    marked, plain, counting = offices = [
        Office(folders=4, each=90, marks=marks) for marks in ("etag", "none", "counter")
    ]
    with all_open(offices) as urls:
        monitor.registry(ledger(urls))
        crawl(monitor, offices, FULL, 10)
        whole = [sum(office.asked.values()) for office in offices]
        pages = [set(office.asked) for office in offices]
        rechecked: list[set[str]] = [set() for _ in offices]
        assert all(
            set(office.paths()) <= found for office, found in zip(offices, pages, strict=True)
        )
        for number, day in enumerate(nights(7)):
            new = f"/f{number % 4}/new{number}.html"
            for office in offices:
                office.versions[f"/f{number % 4}/{number * 7}.html"] += 1
                office.versions[f"/f{(number + 1) % 4}/{number * 7 + 1}.html"] += 1
                office.added.setdefault(f"/f{number % 4}/", []).insert(0, f"new{number}")
            out = crawl(monitor, offices, day)
            assert out.count("个已知地址安排在其他夜间复查") == len(offices)
            for office, most, seen in zip(offices, whole, rechecked, strict=True):
                seen |= set(office.asked)
                assert sum(office.asked.values()) <= most / 4
                assert office.asked[new] == 1, "what is new the same night"
                assert all(office.asked[f"/f{n}/"] == 1 for n in range(4)), "lists every night"
            assert not plain.held + counting.held
    assert marked.ever_held
    assert all(found <= seen for found, seen in zip(pages, rechecked, strict=True))


def test_a_304_says_to_every_check_what_the_page_would_have_said(tmp_path: Path) -> None:
    """The same week, with servers that answer 304 and without: the same findings, byte for byte."""
    findings = []
    port = 0
    for marks in ("etag", "none"):
        office = Office(folders=2, each=10, marks=marks, missing={"/f0/3.html"})
        monitor = Monitor(tmp_path / marks)
        monitor.home.mkdir()
        with open_office(office, port) as url:
            port = int(url.rsplit(":", 1)[1].rstrip("/"))
            monitor.registry(registry(url))
            crawl(monitor, [office], FULL, 10)
            held = 0
            for number, day in enumerate(nights(3)):
                office.added.setdefault("/f1/", []).insert(0, f"new{number}")
                if number == 1:
                    office.missing.clear()
                crawl(monitor, [office], day)
                held += sum(office.held.values())
            assert bool(held) is (marks == "etag")
        findings.append(told(monitor))
    assert findings[0] == findings[1]
    assert any(row[3] == "fail" for row in findings[0])


def test_the_proof_of_a_304_is_the_stored_page_and_that_it_was_asked(tmp_path: Path) -> None:
    office = Office(folders=2, each=3, marks="modified")
    monitor = Monitor(tmp_path)
    with open_office(office) as url:
        monitor.registry(registry(url))
        crawl(monitor, [office], FULL, 10)
        for day in nights(2):
            crawl(monitor, [office], day)
    looks = fetched(monitor, "/f0/")
    assert [look[1] for look in looks if look[1]] == ["held"]
    assert len({look[2:] for look in looks}) == 1
    assert looks[0][3]
    assert looks[0][4]


def test_servers_that_lie_hide_a_list_two_nights_and_a_page_a_week(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    offices = [Office(folders=2, each=15, marks=marks) for marks in ("stuck", "always", "late")]
    with all_open(offices) as urls:
        monitor.registry(ledger(urls))
        crawl(monitor, offices, FULL, 10)
        found: list[set[str]] = [set() for _ in offices]
        for number, day in enumerate(nights(7), 1):
            for office in offices:
                office.added["/f1/"] = ["hidden"]
                office.missing.add("/f0/7.html")
            crawl(monitor, offices, day)
            for office, seen in zip(offices, found, strict=True):
                seen |= set(office.asked)
                assert number < 2 or "/f1/hidden.html" in seen
        broken = [r["url"] for r in monitor.records() if r["check"] == "link-broken"]
    assert all(office.ever_held for office in offices)
    assert sorted(broken) == sorted(f"{url}f0/7.html" for url in urls)


def test_bytes_that_are_the_same_are_neither_read_nor_stored_anew(tmp_path: Path) -> None:
    office = Office(folders=1, each=3, marks="none")
    monitor = Monitor(tmp_path)
    with open_office(office) as url:
        monitor.registry(registry(url))
        crawl(monitor, [office], FULL, 10)
        counts = []
        for day in (FULL + timedelta(days=1), FULL + timedelta(days=2)):
            with closing(sqlite3.connect(monitor.home / "var" / "monitor.db")) as db:
                counts.append(
                    [
                        db.execute(f"SELECT count(*) FROM {t}").fetchone()
                        for t in ("page_version", "blob")
                    ]
                )
            crawl(monitor, [office], day)
    assert counts[0] == counts[1]
    assert len({row[4] for row in fetched(monitor, "/f0/")}) == 1
    assert not any(row[1] for row in fetched(monitor, "/f0/"))


def test_what_the_statement_says_is_in_the_json_too(tmp_path: Path) -> None:
    office = Office(folders=2, each=20)
    monitor = Monitor(tmp_path)
    with open_office(office) as url:
        monitor.registry(registry(url))
        crawl(monitor, [office], FULL, 10)
        known = len([path for path in office.asked if path != "/robots.txt"])
        office.forget()
        out = monitor.ok("crawl", "--as-of", "2026-01-27T22:00", "--json")
    lines = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    resting = next(line["count"] for line in lines if line.get("event") == "nights.resting")
    planned = next(line["planned"] for line in lines if line.get("event") == "coverage")
    assert resting + planned == known
