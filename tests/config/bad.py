"""The files of tests/bad_config: one for each mistake, beside it the sentence that answers it."""

from __future__ import annotations

from pathlib import Path

import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from monitor.config.ledger import sheets
from monitor.config.workbook import write_template
from tests.commands import ROOT

FOLDER = ROOT / "tests" / "bad_config"

Cells = dict[str, object]

GOOD: dict[str, list[Cells]] = {
    "单位": [{"单位编号": "jia", "单位名称": "甲县", "单位类别": "县（市、区）"}],
    "网站频道": [
        {
            "网站编号": "jia-portal",
            "单位编号": "jia",
            "网站名称": "甲县人民政府门户网站",
            "首页网址": "http://jia.example.gov.cn/",
        }
    ],
    "栏目": [
        {
            "网站编号": "jia-portal",
            "栏目名称": "工作动态",
            "栏目网址": "http://jia.example.gov.cn/gzdt/",
        }
    ],
    "新媒体": [
        {"账号编号": "jia-weibo", "单位编号": "jia", "平台": "weibo", "账号名称": "甲县发布"}
    ],
}
"""A ledger in which everything fits, by sheet and heading."""


def cases(kind: str) -> list[Path]:
    """The mistakes of one kind."""
    found = sorted(p for p in (FOLDER / kind).iterdir() if p.suffix in (".yaml", ".env"))
    assert found
    return found


def sentence(case: Path, file: Path | None = None) -> str:
    """The sentence expected; {file} stands for the path as the user gave it."""
    text = case.with_suffix(".txt").read_text(encoding="utf-8").strip()
    return text.replace("{file}", str(file or case))


def filled(path: Path, rows: dict[str, list[Cells]]) -> None:
    """The template, filled in as a person would: by sheet and heading, from the second row on."""
    write_template(path)
    book = load_workbook(path)
    for name, listed in rows.items():
        for number, cells in enumerate(listed, start=2):
            _write(book[name], number, cells)
    book.save(path)


def spoilt(case: Path, folder: Path) -> Path:
    """A good workbook with the mistake of a case: cells to write, a sheet to delete or to
    add, cells to merge."""
    path = folder / f"{case.stem}.xlsx"
    filled(path, GOOD)
    book = load_workbook(path)
    for change in yaml.safe_load(case.read_text(encoding="utf-8")):
        name = change.pop("工作表")
        if change.pop("删除", False):
            del book[name]
        elif change.pop("新增", False):
            book.create_sheet(name)
        elif merged := change.pop("合并", None):
            book[name].merge_cells(merged)
        else:
            _write(book[name], change.pop("行"), change)
    book.save(path)
    return path


def _write(sheet: Worksheet, row: int, cells: Cells) -> None:
    columns = {heading: number for number, heading in enumerate(_headings(sheet), start=1)}
    for heading, value in cells.items():
        sheet.cell(row, columns[heading]).value = value  # type: ignore[assignment]


def _headings(sheet: Worksheet) -> list[str]:
    """From the template, for a case may have changed the headings of its own workbook."""
    return [h.heading for one in sheets() if one.name == sheet.title for h in one.headings]
