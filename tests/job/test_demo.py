"""The demonstration city, as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook

from monitor.crawl.browser import find_browser
from tests.commands import Monitor
from tests.office.world import fill_in

needs_browser = pytest.mark.skipif(find_browser() is None, reason="no browser on this machine")


@dataclass(frozen=True)
class Shown:
    """The demonstration as it was run once, and what it printed."""

    monitor: Monitor
    out: str


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    monitor = Monitor(tmp_path_factory.mktemp("city"))
    return Shown(monitor, monitor.ok("demo"))


@needs_browser
def test_everything_seeded_is_found_and_a_second_run_adds_nothing(city: Shown) -> None:
    monitor = city.monitor
    assert "预设问题全部发现，无漏报，无误报。" in city.out
    assert "演示数据" in city.out
    first = {record["id"]: record["state"] for record in monitor.records()}
    monitor.ok("demo")
    assert {record["id"]: record["state"] for record in monitor.records()} == first
    books = list((monitor.home / "var" / "lists").glob("*.xlsx"))
    assert len(books) == 54


@needs_browser
def test_two_lines_struck_out_are_not_sent_and_do_not_come_back(city: Shown) -> None:
    """The office's whole way: ledger, 核对稿, review, 下发稿, next night."""
    monitor, home = city.monitor, city.monitor.home
    confirm_every_column(monitor)
    before = {one["id"] for one in monitor.records() if one["state"] == "confirmed"}
    lists = home / "working"
    monitor.ok("export", "--all", "--format", "xlsx", "--output", str(lists))
    books = sorted(lists.glob("*_问题清单_*.xlsx"))
    struck = sorted(before)[3:5]
    words: dict[str, tuple[str | None, ...]] = dict.fromkeys(before, ("纳入", None, "李四"))
    words |= dict.fromkeys(struck, ("误报", "核对后属误报", "李四"))
    loaded = monitor.ok("review", "load", *[str(fill_in(path, words)) for path in books])
    assert loaded.startswith(f"已登记{len(before)}条意见")

    sent = outgoing(monitor, home / "sent")
    assert sent == before - set(struck)
    bodies = {path.name: path.read_bytes() for path in (home / "sent").iterdir()}

    with serving(monitor):
        monitor.ok("crawl", "--as-of", "2026-01-27T10:00")
        monitor.ok("recheck", "--now", "--as-of", "2026-01-27T10:45")
    after = {one["id"]: one for one in monitor.records()}
    assert {after[one]["state"] for one in struck} == {"waived"}
    assert not outgoing(monitor, home / "next") & set(struck)
    assert outgoing(monitor, home / "again", "--as-of", "2026-01-26T10:45:00+08:00") == sent
    assert {p.name: p.read_bytes() for p in (home / "again").iterdir()} == bodies


def confirm_every_column(monitor: Monitor) -> None:
    path = monitor.home / "columns.xlsx"
    monitor.ok("columns", "export", "--output", str(path))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    column = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column["确认"]).value = "是"
        sheet.cell(row, column["确认人"]).value = "李四"
    book.save(path)
    monitor.ok("columns", "load", str(path))


def outgoing(monitor: Monitor, folder: Path, *options: str) -> set[str]:
    """The ids sent, after the lists were written as workbooks."""
    send = ("export", "--all", "--outgoing", *options)
    monitor.ok(*send, "--format", "xlsx", "--output", str(folder))
    path = monitor.home / f"{folder.name}.json"
    monitor.ok(*send, "--format", "json", "--output", str(path))
    return {one["id"] for one in json.loads(path.read_text(encoding="utf-8"))}


@contextmanager
def serving(monitor: Monitor) -> Iterator[None]:
    """The city on its own port, until the block ends."""
    process = monitor.start("demo", "--serve")
    try:
        assert process.stdout is not None
        assert process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.communicate(timeout=30)
