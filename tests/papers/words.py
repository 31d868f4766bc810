"""What a Word document says, as one reads it."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.table import Table


def lines(path: Path) -> list[str]:
    """Every paragraph outside tables."""
    return [paragraph.text for paragraph in Document(str(path)).paragraphs]


def tables(path: Path) -> list[list[list[str]]]:
    return [_cells(table) for table in Document(str(path)).tables]


def forms(path: Path) -> list[dict[str, str]]:
    """Tables of two columns, by what stands on the left."""
    return [{row[0]: row[1] for row in table} for table in tables(path)]


def _cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]
