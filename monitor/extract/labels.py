"""The labels by which a guide tells its elements, and what stands under each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from monitor.domain.guide import ELEMENTS
from monitor.extract.kept import kept
from monitor.extract.layout import Line, cell_of, cells, head_row, rows_after
from monitor.extract.lexicon import pattern
from monitor.extract.shown import text_of
from monitor.extract.tree import Element

OTHER = "other"
_LONGEST = 20
_COLON = re.compile(r"[:：]")
_INNER = re.compile(r"(?<=[\s。；;，,、|（(　])([^\s。；;，,：:|（(]{2,14})\s*[:：]")
_OPEN, _CLOSE = "【[〔<《「『", "】]〕>》」』"
_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_TAIL = " :：*＊▼▲▶>》→…．.、-—?？+"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "legend", "summary"})
_TABS = frozenset({"li", "a", "span", "div", "button", "em", "i"})
_RUN = 3
_NUMBERS = {c: n for n, c in enumerate((*"一二三四五", *"六七八九十"), 1)}
_MOST = 400
_NOTHING = cast("re.Match[str]", re.match("", ""))


@dataclass(eq=False, slots=True)
class Mark:
    """A label in a line. `end`: where what it heads begins in the line; `bare`: the line holds nothing
    else; `colon`: one follows it; `tab`: it stands in a row of tabs."""

    number: int
    keys: tuple[str, ...]
    start: int
    end: int
    bare: bool = False
    colon: bool = False
    tab: bool = False


@kept(1 << 12, longest=40)
def keys_of(phrase: str) -> tuple[str, ...]:
    """The elements that a phrase names where it is a label and nothing but one; `other` for labels of
    guides that name none of the ten."""
    text = _BRACKETED.sub("", "".join(phrase.split())).strip(_TAIL)
    if not 1 < len(text) <= _LONGEST:
        return ()
    if whole := _single(text):
        return whole
    parts = [part for part in re.split(pattern("label_joint").pattern, text) if part]
    if len(parts) < 2:
        return ()
    found = [_single(part) for part in parts]
    return tuple(dict.fromkeys(key for keys in found for key in keys)) if all(found) else ()


def _single(text: str) -> tuple[str, ...]:
    found = tuple(key for key in ELEMENTS if pattern(f"guide_el_{key}").fullmatch(text))
    if found:
        return found
    return (OTHER,) if pattern("guide_el_other").fullmatch(text) else ()


def is_label(text: str) -> bool:
    """Whether a text is a label, with a number before it or none."""
    if len(text) > _LONGEST + 6:
        return False
    return bool(keys_of(text[_ordinal(text).end() :]))


def _ordinal(text: str) -> re.Match[str]:
    found = pattern("element_ordinal").match(text)
    return found or _NOTHING


def marks_of(number: int, line: Line) -> list[Mark]:
    """The labels of a line, the one it begins with first."""
    text = line.text
    if not text or pattern("page_stamp").match(text):
        return []
    if line.linked and not line.aside and _leads_on(line):
        return []
    found = [mark] if (mark := _first(number, text)) else []
    begun = found[0].end if found else 0
    for match in _INNER.finditer(text):
        if match.start() >= begun and (keys := keys_of(match[1])):
            found.append(Mark(number, keys, match.start(1), match.end(), colon=True))
    return found


def _leads_on(line: Line) -> bool:
    """To another page, not to a place of this one."""
    hrefs = ((link.get("href") or "").strip().lower() for link in line.links)
    return any(href and not href.startswith(("#", "javascript")) for href in hrefs)


def _first(number: int, text: str) -> Mark | None:
    begin = _ordinal(text).end()
    rest = text[begin:]
    if rest[:1] and rest[0] in _OPEN:
        close = next((i for i, c in enumerate(rest[: _LONGEST + 4]) if c in _CLOSE), 0)
        if close and (keys := keys_of(rest[1:close])):
            end = begin + close + 1
            return Mark(number, keys, begin, end, bare=not text[end:].strip(_TAIL), colon=True)
    colon = _COLON.search(rest[: _LONGEST + 8])
    if colon and (keys := keys_of(rest[: colon.start()])):
        end = begin + colon.end()
        return Mark(number, keys, begin, end, bare=not text[end:].strip(_TAIL), colon=True)
    if len(rest) <= _LONGEST + 6 and (keys := keys_of(rest)):
        return Mark(number, keys, begin, len(text), bare=True)
    blank = rest.find(" ", 0, _LONGEST)
    if blank > 0 and (keys := keys_of(rest[:blank])):
        return Mark(number, keys, begin, begin + blank + 1)
    return None


class Labels:
    """All labels of a page's lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.by_line = [marks_of(number, line) for number, line in enumerate(lines)]
        self._of_cell: dict[Element, list[int]] = {}
        self._rows: dict[Element, bool] = {}
        for number, line in enumerate(lines):
            cell = cell_of(line)
            if cell is not None:
                self._of_cell.setdefault(cell, []).append(number)
        self._find_tabs()

    def __iter__(self) -> Iterator[Mark]:
        return (mark for marks in self.by_line for mark in marks)

    def _find_tabs(self) -> None:
        """Labels that follow each other with nothing between, in a row of tabs or links to places."""
        run: list[Mark] = []
        for number, line in enumerate(self.lines):
            marks = self.by_line[number]
            mark = marks[0] if marks else None
            bare = mark is not None and mark.bare and cell_of(line) is None
            if bare and run and not _adjoin(self.lines[run[-1].number].box, line.box):
                self._close(run)
                run = []
            if bare and mark is not None and not mark.colon and self._may_be_tab(line):
                run.append(mark)
            else:
                self._close(run)
                run = []
        self._close(run)
        for mark in self:
            mark.tab = mark.tab or self.lines[mark.number].aside

    def _may_be_tab(self, line: Line) -> bool:
        return line.linked or line.box.tag in _TABS

    def _close(self, run: Sequence[Mark]) -> None:
        if len(run) >= _RUN:
            for mark in run:
                mark.tab = True

    # What stands under a label.

    def content(self, mark: Mark) -> list[tuple[str, Line]]:
        """The texts under a label, each with its line; what is empty and the heads of tables left
        out."""
        line = self.lines[mark.number]
        after = [one for one in self.by_line[mark.number] if one.start > mark.start]
        rest = line.text[mark.end : after[0].start if after else None].strip(" 　")
        shown = rest or (not after and (line.pictures or line.frames))
        found = [(rest, line)] if shown else []
        if after:
            return found
        cell = cell_of(line)
        under: Iterable[int]
        if cell is not None and self._is_whole(cell, mark.number):
            under = [*self._rest_of(cell, mark.number), *self._beside(cell)]
        else:
            under = self._following(mark, rest)
        found += [
            (self.lines[n].text, self.lines[n])
            for n in under
            if not self._heads_table(self.lines[n])
        ]
        return found

    def _is_whole(self, cell: Element, number: int) -> bool:
        """The label stands first in its cell, and its cell is not the only one of the row."""
        row = cell.getparent()
        return row is not None and self._of_cell[cell][0] == number and len(cells(row)) > 1

    def _rest_of(self, cell: Element, number: int) -> Iterator[int]:
        for one in self._of_cell[cell]:
            if one > number:
                if self.by_line[one]:
                    return
                yield one

    def _beside(self, cell: Element) -> list[int]:
        """The lines of the cells that belong to a label's cell: those below it under a head, else
        those after it in its row, and in the rows it spans."""
        row = cell.getparent()
        if row is None:
            return []
        own = cells(row)
        place = own.index(cell)
        if self._is_head(row):
            below = (cells(one) for one in rows_after(row))
            chosen = [one[place] for one in below if place < len(one)]
            return [n for one in chosen for n in self._within(one)]
        chosen = []
        for one in own[place + 1 :]:
            if self._labelled(one):
                break
            chosen.append(one)
        spans = int(span) - 1 if (span := cell.get("rowspan") or "").isdigit() else 0
        for spanned in rows_after(row)[:spans]:
            chosen += cells(spanned)
        if not own[place + 1 :] and not chosen:
            return [n for one in rows_after(row)[:1] for c in cells(one) for n in self._within(c)]
        return [n for one in chosen for n in self._within(one)]

    def _within(self, cell: Element) -> list[int]:
        """The lines of a cell, those of tables in it too."""
        return [
            n
            for inner in cell.iter("td", "th")
            for n in self._of_cell.get(inner, ())
        ]  # fmt: skip

    def _labelled(self, cell: Element) -> bool:
        numbers = self._of_cell.get(cell, [])
        marks = self.by_line[numbers[0]] if numbers else []
        return bool(marks) and marks[0].bare and len(numbers) == 1

    def _is_head(self, row: Element) -> bool:
        """A row of names with rows of values below."""
        known = self._rows.get(row)
        if known is None:
            known = self._rows[row] = self._names_columns(row)
        return known

    def _names_columns(self, row: Element) -> bool:
        own = cells(row)
        if len(own) < 2 or head_row(own[0]) is not row:
            return False
        below = rows_after(row)
        named = [one for one in own if self._labelled(one) or _is_column_name(text_of(one))]
        if len(named) < len(own):
            return False
        if all(one.tag == "th" for one in own) and (not below or cells(below[0])):
            first = cells(below[0]) if below else []
            return not first or first[0].tag != "th" or len(own) > 2
        labelled = [one for one in own if self._labelled(one)]
        values = cells(below[0]) if below else []
        same = len(values) == len(own)
        return (
            same and (len(own) > 2 or len(labelled) == 2) and not any(map(self._labelled, values))
        )

    def _heads_table(self, line: Line) -> bool:
        cell = cell_of(line)
        row = cell.getparent() if cell is not None else None
        return row is not None and self._is_head(row)

    def _following(self, mark: Mark, rest: str) -> Iterator[int]:
        """The lines after a label up to the next one, or to the next heading of its kind."""
        line = self.lines[mark.number]
        kind, value = _numbered(line.text)
        heading = _heading(line)
        for number in range(mark.number + 1, min(len(self.lines), mark.number + _MOST)):
            other = self.lines[number]
            if other.aside:
                continue
            marks = self.by_line[number]
            if marks and marks[0].start <= _ordinal(other.text).end() + 1:
                if not (self._heads_table(other) and not rest):
                    return
                continue
            if kind and _numbered(other.text) == (kind, value + 1):
                return
            if heading is not None and _heading(other) == heading:
                return
            yield number


def _adjoin(first: Element, second: Element) -> bool:
    """Nothing stands between them: neighbours, or in neighbours."""
    above = set(second.iterancestors())
    one = first
    while (parent := one.getparent()) is not None and parent not in above:
        one = parent
    following = one.getnext()
    return following is not None and (
        following is second or any(inner is second for inner in following.iter())
    )


def _is_column_name(text: str) -> bool:
    short = text.strip()
    heads = pattern("remark_head").search(short) or pattern("material_head").search(short)
    return len(short) <= 8 and bool(heads)


def _heading(line: Line) -> str | None:
    return next(
        (str(one.tag) for one in (line.box, *line.box.iterancestors()) if one.tag in _HEADINGS),
        None,
    )


def _numbered(text: str) -> tuple[str | None, int]:
    """The kind of number that a line begins with, and the number."""
    match = _ordinal(text)
    for kind, value in match.groupdict().items():
        if value:
            return kind, int(value) if value.isdigit() else _han(value)
    return None, 0


def _han(text: str) -> int:
    head, ten, tail = text.partition("十")
    if not ten:
        return _NUMBERS.get(text, 0)
    return 10 * _NUMBERS.get(head, 1) + _NUMBERS.get(tail, 0)
