"""The demonstration city, as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Length
from openpyxl import load_workbook

from monitor.crawl.rendered import find_browser
from tests.commands import Monitor
from tests.nights.replay import checks_of, findings, replayed
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
    monitor.ok("demo", "--no-pictures")
    assert {record["id"]: record["state"] for record in monitor.records()} == first
    books = list((monitor.home / "var" / "lists").glob("*.xlsx"))
    assert len(books) == 54


@needs_browser
def test_judging_what_is_stored_again_finds_the_same(city: Shown, tmp_path: Path) -> None:
    """Every check, files and searches among them, of the crawl and of the second look, exactly; the city
    is closed meanwhile."""
    before = findings(city.monitor.home / "var")
    assert len(checks_of(before)) > 30
    assert replayed(city.monitor, tmp_path) == before


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


YEAR = """
name: 示范市人民政府办公室
notice: {number: 示范府办函〔2027〕1号, basis: 示范市年度考评方案, publicity: 主动公开}
grading:
  classes:
    - {id: county, kind: sites, categories: [county], name: 各县（市、区）政府,
       quota_excellent: 2, min_good: 93, min_pass: 60}
    - {id: service, kind: sites, categories: [service], name: 承担对外服务职能的市有关单位,
       quota_excellent: 25%, rounding: down, min_good: 80, min_pass: 60, tie_rule: by_name}
"""


@needs_browser
def test_a_year_is_assessed_in_one_sitting(city: Shown) -> None:
    """Scores explained, sheets filled in and read back, feedback, a review, the notice."""
    monitor, home = city.monitor, city.monitor.home
    (home / "var" / "office.yaml").write_text(YEAR, encoding="utf-8")
    assert "SHA-256" in monitor.ok("score", "--explain")
    monitor.ok("assess", "open", "y2026", "--name", "2026年度考评", "--year", "2026")
    monitor.ok("assess", "sheet", "y2026", "--all", "--output", str(home / "sheets"))
    sheets = sorted((home / "sheets").glob("*.xlsx"))
    for number, path in enumerate(sheets):
        judge(path, {"WD-2.2": number % 5 / 2})
    monitor.ok("assess", "load", "y2026", *map(str, sheets))

    monitor.ok(
        *("assess", "feedback", "y2026", "--all", "--output", str(home / "feedback")),
        *("--answer-by", "2027-02-01"),
    )
    names = {one["unit"]: one["name"] for one in results(monitor)}
    for path in (home / "feedback").glob("*.xlsx"):
        told = {cell.value for sheet in load_workbook(path) for row in sheet for cell in row}
        others = [name for name in names.values() if not path.name.startswith(name)]
        assert not [name for name in others if name in told], path.name

    unit, line = next(
        (one, line)
        for one in results(monitor)
        for subject in one["subjects"]
        for line in subject["lines"]
        if one["category"] != "internal" and line["indicator"] == "WD-2.2" and line["points"] == 2
    )
    change = ("--decision", "change", "--points", "0", "--reason", "已核实可以办理")
    review = ("assess", "review", "y2026", str(line["entries"][-1]), *change)
    refused = monitor.run(*review, "--by", "张三")
    assert refused.code == 2 and "张三" in refused.err
    monitor.ok(*review, "--by", "李四")
    after = next(one for one in results(monitor) if one["unit"] == unit["unit"])
    assert after["score"] == pytest.approx(unit["score"] + 2)

    monitor.ok(
        *("assess", "notice", "y2026", "--output", str(home / "notice.docx")),
        *("--day", "2027-03-01"),
    )
    text = (home / "notice.md").read_text(encoding="utf-8")
    assert "示范府办函〔2027〕1号" in text and "送审稿" in text
    assert "各县（市、区）政府8个，优秀2个" in text
    assert "承担对外服务职能的市有关单位32个，优秀8个" in text
    page = Document(str(home / "notice.docx"))
    paper = page.sections[0]
    assert (round(Length(paper.page_width or 0).mm), round(Length(paper.page_height or 0).mm)) == (
        210,
        297,
    )
    assert any("考评结果的通报" in one.text for one in page.paragraphs)


def judge(path: Path, points: dict[str, float]) -> None:
    """Every row of a sheet judged by 张三: no veto, and no points but those given."""
    book = load_workbook(path)
    sheet = book["评分表"]
    column = {cell.value: cell.column for cell in sheet[3]}

    def write(row: int, heading: str, value: str | float) -> None:
        sheet.cell(row, column[heading]).value = value

    for row in range(4, sheet.max_row + 1):
        indicator = sheet.cell(row, column["指标编号"]).value
        if not indicator:
            continue
        if sheet.cell(row, column["类别"]).value == "否决":
            write(row, "是否否决", "否")
        else:
            write(row, "分值", points.get(indicator, 0))
        if points.get(indicator):
            write(row, "评定理由", "人工核查")
        write(row, "评定人", "张三")
    book.save(path)


def results(monitor: Monitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        monitor.ok("assess", "result", "y2026", "--format", "json")
    )["results"]
    return found
