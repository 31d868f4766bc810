"""Open-ended phrases in a guide's list of materials (兜底性模糊表述)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.extract.layout import Line, cell_of, cells, head_row
from monitor.extract.lexicon import pattern
from monitor.extract.shown import text_of
from monitor.extract.tree import Element

_MOST = 5
_LONGEST = 24
_LIST_LINE = 120
_CLEAN = re.compile(r"[，。；;\s]+")
_SENTENCE = re.compile(r"[。；;]")
_ITEMS = re.compile(r"[。；;、，,]")
_HEADS = re.compile(r"^\s*[:：]")


def vague_phrases(content: Sequence[tuple[str, Line]]) -> tuple[str, ...]:
    """The phrases as the list of materials has them, at most five, each once."""
    found: dict[str, None] = {}
    texts = [(text, line) for text, line in content if text and not _is_remark(line)]
    for place, (text, line) in enumerate(texts):
        following = texts[place + 1][0] if place + 1 < len(texts) else ""
        for phrase in _of_line(text, line, following):
            found.setdefault(_CLEAN.sub("", phrase)[:_LONGEST])
    return tuple(found)[:_MOST]


def _of_line(text: str, line: Line, following: str) -> Iterator[str]:
    if _is_category(text, line, following):
        return
    for match in pattern("vague_material").finditer(text):
        if _is_vague(text, match):
            yield match[0]
    for item in _ITEMS.split(text):
        if pattern("vague_line").search(_unnumbered(item)):
            yield _unnumbered(item)
    enumerates = (
        bool(_ITEMS.search(text.rstrip("。；; ")))
        and len(text) <= _LIST_LINE
        and not pattern("quoted_law").search(text)
    )
    if enumerates and (end := pattern("vague_end").search(text)):
        yield _ITEMS.split(text[: end.start()])[-1] + text[end.start() : end.end()]


def _is_vague(text: str, match: re.Match[str]) -> bool:
    sentence = _SENTENCE.split(text[: match.start()])[-1]
    return not (
        pattern("not_vague").match(text, match.start())
        or pattern("quoted_law").search(sentence)
        or pattern("asks_none").search(sentence)
        or pattern("specified").match(text[match.end() :])
        or pattern("not_asked").match(text[match.end() :])
        or (_HEADS.match(text[match.end() :]) and text[match.end() :].strip(" :："))
        or sentence.count("“") > sentence.count("”")
    )


def _unnumbered(text: str) -> str:
    match = pattern("element_ordinal").match(text)
    return text[match.end() :] if match else text


def _is_category(text: str, line: Line, following: str) -> bool:
    """A heading in the list, with what belongs to it below."""
    bare = _unnumbered(text).rstrip(" :：")
    if not pattern("vague_material").fullmatch(bare):
        return False
    cell = cell_of(line)
    if cell is not None and (cell.get("rowspan") or "1") not in ("", "1"):
        return True
    if _HEADS.match(text[-1:]) and following:
        return True
    return bool(pattern("han_ordinal").match(text) and pattern("first_ordinal").match(following))


def _is_remark(line: Line) -> bool:
    """It stands in a column of the table that does not name what is to be brought."""
    cell = cell_of(line)
    row = cell.getparent() if cell is not None else None
    head = head_row(cell) if cell is not None else None
    if cell is None or row is None or head is None or head is row:
        return False
    named = _under(cells(head), cells(row), cell)
    if named is None:
        return False
    name = text_of(named)
    if pattern("material_head").search(name) and not pattern("no_material_head").search(name):
        return False
    return len(name) <= 10 and bool(pattern("remark_head").search(name))


def _under(heads: list[Element], own: list[Element], cell: Element) -> Element | None:
    place = own.index(cell)
    return heads[place] if len(heads) == len(own) else None
