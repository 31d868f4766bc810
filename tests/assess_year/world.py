"""An office with an assessment, its sheets, and a person who fills them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from monitor.app.assess_papers import feedback, sheets
from monitor.app.assessing import open_assessment
from monitor.app.house import House
from monitor.app.registry import init
from tests.schedule.world import house as made_house

LEDGER = """
units:
  - id: jia
    name: 甲局
    category: service
    sites: [{id: jia-site, name: 甲局网站, url: 'http://127.0.0.1:9/jia/'}]
    media: [{id: jia-wx, platform: wechat, name: 甲局发布}]
  - id: yi
    name: 乙局
    category: internal
    sites: [{id: yi-site, name: 乙局网站, url: 'http://127.0.0.1:9/yi/'}]
"""
NAMES = {"jia": "甲局", "yi": "乙局"}
ID = "y2026"
DECISION = """
assessment:
  stages:
    daily: {mode: score, weight: 20}
    self: {mode: check}
    preliminary: {mode: score, weight: 80}
    review: {mode: review}
  year_aggregation: point
"""
"""Weights as one city has had them; the test's own, no city's rule here."""

Words = Mapping[str, Sequence[Any]]
"""By `subject/indicator`: points, veto, reason, proof, by."""


def opened(home: Path, settings: str = "", now: str = "2027-01-20T12:00") -> House:
    """A house in January after the year, with the ledger and an open assessment."""
    home.mkdir(parents=True, exist_ok=True)
    if settings:
        (home / "office.yaml").write_text(settings, encoding="utf-8")
    made = made_house(home, now)
    (home / "ledger.yaml").write_text(LEDGER, encoding="utf-8")
    init(made, home / "ledger.yaml")
    open_assessment(made, ID, name="2026年度考评", year=2026)
    return made


def sheet(house: House, path: Path, unit: str = "jia", stage: str = "preliminary") -> Path:
    (written,) = sheets(house, ID, unit=unit, everything=False, stage=stage, output=path)
    return written


def told(house: House, folder: Path, unit: str = "jia", **options: Any) -> Path:
    written, _ = feedback(house, ID, output=folder, **options)
    return next(path for path in written if path.name.startswith(NAMES[unit]))


def rows(path: Path, name: str | None = None) -> list[dict[str, Any]]:
    """The lines of a sheet by heading."""
    book = load_workbook(path)
    page = book.worksheets[0] if name is None else book[name]
    _, _, head, *lines = page.iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines if line[0] is not None]


WORDS = ("分值", "是否否决", "评定理由", "佐证材料", "评定人")
ANSWERS = ("是否申诉", "申诉理由", "申诉佐证", "填报人")


def fill_in(path: Path, words: Words, columns: Sequence[str] = WORDS) -> Path:
    """Write into the lines of the subjects and rows given."""
    book = load_workbook(path)
    page = book.worksheets[0]
    names = {str(cell.value): cell.column for cell in page[3]}
    left = dict(words)
    for number in range(4, page.max_row + 1):
        key = str(page.cell(number, names["行编号"]).value)
        subject, indicator = key.split("/")[-2:]
        said = left.pop(f"{subject}/{indicator}", None)
        for column, value in zip(columns, said or (), strict=False):
            page.cell(number, names[column]).value = value
    assert not left, f"no such lines: {left}"
    book.save(path)
    return path


def put(path: Path, line: str, **cells: Any) -> Path:
    """Overwrite cells of one line by their headings."""
    book = load_workbook(path)
    page = book.worksheets[0]
    names = {str(cell.value): cell.column for cell in page[3]}
    for number in range(4, page.max_row + 1):
        if str(page.cell(number, names["行编号"]).value).endswith(line):
            for heading, value in cells.items():
                page.cell(number, names[heading]).value = value
    book.save(path)
    return path


def clean(path: Path, by: str = "李四", **points: float) -> Path:
    """Every row of a sheet judged: nought and no, save for the rows given (WD_2_2 for WD-2.2)."""
    given = {key.replace("_", "-", 1).replace("_", "."): value for key, value in points.items()}
    words: dict[str, Sequence[Any]] = {}
    for row in rows(path):
        subject, indicator = str(row["行编号"]).split("/")[-2:]
        if row["类别"] == "否决":
            words[f"{subject}/{indicator}"] = (None, "否", None, None, by)
        else:
            value = given.get(indicator, 0)
            words[f"{subject}/{indicator}"] = (value, None, "查看属实" if value else None, None, by)
    return fill_in(path, words)
