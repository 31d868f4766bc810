"""What the head of a table or list calls its columns, so that each date is read by its name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.extract.lexicon import pattern
from monitor.extract.shown import squeeze, text_of
from monitor.extract.tree import Element

_NEAR = 3
_LONGEST = 12


def heads(row: Element, rows: set[Element]) -> Iterator[list[str]]:
    """The names of as many columns as the row has, of each row above it that may be the head."""
    for head in _candidates(row, rows):
        names = [text_of(cell) for cell in _cells(head)]
        if len(names) == len(_cells(row)) and all(len(name) <= _LONGEST for name in names):
            yield names


def date_heads(row: Element, rows: set[Element]) -> dict[int, str]:
    """The names of those columns that hold dates, by position; empty where there is no head."""
    for names in heads(row, rows):
        found = {n: name for n, name in enumerate(names) if pattern("date_head").search(name)}
        if found:
            return found
    return {}


def label_dates(row: Element, heads: dict[int, str], fragments: Sequence[str]) -> list[str]:
    """The row's fragments, those that are all of a named cell with the name before them."""
    cells = _cells(row)
    named = {text_of(cells[n]): name for n, name in heads.items() if n < len(cells)}
    return [f"{squeeze(named[one])}：{one}" if one in named else one for one in fragments]


def is_head_only(table: Element) -> bool:
    """A table of nothing but the names of its columns."""
    rows = [row for row in table.iter("tr") if text_of(row)]
    if len(rows) != 1 or next(table.iter("a", "input"), None) is not None:
        return False
    names = [text_of(cell) for cell in _cells(rows[0])]
    dated = any(pattern("date_head").search(name) for name in names)
    return len(names) > 1 and dated and all(len(name) <= _LONGEST for name in names)


def _cells(row: Element) -> list[Element]:
    return list(row)


def _candidates(row: Element, rows: set[Element]) -> list[Element]:
    """Rows before the first item, and those of the table's own head."""
    found: list[Element] = []
    for before in row.itersiblings(preceding=True):
        if before in rows:
            return []
        if len(found) < _NEAR:
            found.extend(before if before.tag == "thead" else [before])
    parent = row.getparent()
    if parent is not None and parent.tag == "tbody":
        table = parent.getparent()
        if table is not None:
            found.extend(
                row for head in table if head.tag == "thead" for row in head if row.tag == "tr"
            )
            found.extend(row for row in table if row.tag == "tr")
    if parent is not None and row.tag == "li":
        above = parent.getprevious()
        found.extend([above, *above] if above is not None else [])
    return found
