"""The workbook opened and saved by the real LibreOffice: nothing is lost, nothing is calculated."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from monitor.report.workbook import write_unit_workbook
from tests.report.world import BASE, FULL, RUBRIC, broken, record, report

SOFFICE = shutil.which("soffice")
needs_soffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is missing: there is no program soffice on the path"
)
RISKY = ("=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(1)", "'=1+1", "1e5", "2026-01-10", "007")


def converted(path: Path, to: str) -> Path:
    """The file as LibreOffice writes it; with a profile of its own, so that no other one is used."""
    out = path.parent / f"as-{to}"
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={(path.parent / 'profile').as_uri()}",
        "--headless",
        *("--convert-to", to, "--outdir", str(out), str(path)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out / f"{path.stem}.{to}"


def texts(book: Workbook) -> dict[str, list[list[object]]]:
    """Every cell of every sheet; an empty text is no text."""
    return {
        sheet.title: [[value or None for value in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    """The workbook before and after."""
    odd = [
        record(id=f"r{number}", subject=str(number), description=text, facts={"column": text})
        for number, text in enumerate(RISKY)
    ]
    made = report(*FULL.records, *odd, broken(3, text="=1+1"), lapses=FULL.lapses)
    path = tmp_path_factory.mktemp("office") / "甲县.xlsx"
    write_unit_workbook(path, made, RUBRIC)
    return load_workbook(path), load_workbook(converted(path, "xlsx"))


@needs_soffice
def test_sheets_and_texts_are_the_same(books: tuple[Workbook, Workbook]) -> None:
    before, after = books
    assert after.sheetnames == before.sheetnames
    assert texts(after) == texts(before)


@needs_soffice
def test_formulas_are_still_text(books: tuple[Workbook, Workbook]) -> None:
    cells = [cell for sheet in books[1] for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    found = {cell.value for cell in cells if cell.data_type == "s"}
    assert set(RISKY) <= found


@needs_soffice
def test_how_it_reads_and_prints_is_the_same(books: tuple[Workbook, Workbook]) -> None:
    for before, after in zip(books[0].worksheets, books[1].worksheets, strict=True):
        assert after.auto_filter.ref == before.auto_filter.ref
        assert after.page_setup.orientation == "landscape"
        assert int(str(after.page_setup.paperSize)) == 9
        assert after.page_setup.fitToWidth in (1, None)
        assert after.sheet_properties.pageSetUpPr is not None
        assert after.sheet_properties.pageSetUpPr.fitToPage
        assert after.print_title_rows == "$1:$3"


@needs_soffice
def test_the_header_stays_frozen(books: tuple[Workbook, Workbook], tmp_path: Path) -> None:
    """Some versions drop every freeze when they convert without a window: ours fares no worse than
    that of a plain workbook."""
    plain = Workbook()
    plain.worksheets[0].append([1])
    plain.worksheets[0].freeze_panes = "A4"
    plain.save(tmp_path / "plain.xlsx")
    kept = load_workbook(converted(tmp_path / "plain.xlsx", "xlsx")).worksheets[0].freeze_panes
    assert {sheet.freeze_panes for sheet in books[0].worksheets} == {"A4"}
    assert {sheet.freeze_panes for sheet in books[1].worksheets} == {kept}


@needs_soffice
def test_links_and_choices_are_still_there(books: tuple[Workbook, Workbook]) -> None:
    sheet = books[1]["问题清单"]
    link = sheet["L4"].hyperlink
    assert link is not None
    assert link.target == f"{BASE}bmdt/"
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == [
        '"纳入,仅提示,误报,不纳入,待审核"'
    ]
