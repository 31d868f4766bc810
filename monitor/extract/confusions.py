"""Wrong forms in a text: the lexicon of confusions, looked for all at once.

Every rule has literals that a text must hold; one automaton (Aho and Corasick's) finds those of all rules
in one pass, and only around them is anything tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick

from monitor.extract.lexicon.needles import needles, reach

_AROUND = 24
"""How far around a wording `unless` looks."""
_FILES = "confusions-"
_SHORT = 3
"""Characters of a form that may come about where two words meet."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong form at `start` to `end` of a text. `history` and `quoted`: as the lexicon's groups say."""

    start: int
    end: int
    wrong: str
    right: str
    kind: str
    severe: bool
    history: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Group:
    kind: str
    severe: bool
    history: bool
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    """What all rules have. `at` gives the spans that are wrong where the literal stands."""

    group: _Group
    right: str
    unless: tuple[str, ...]

    def at(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Start, end, and what was meant."""
        raise NotImplementedError

    def slips(self, text: str, start: int, end: int) -> Iterator[Slip]:
        group = self.group
        for first, last, right in self.at(text, start, end):
            if not self._is_cleared(text, first, last):
                wrong = text[first:last]
                yield Slip(
                    first, last, wrong, right,
                    group.kind, group.severe, group.history, group.quoted,
                )  # fmt: skip

    def _is_cleared(self, text: str, start: int, end: int) -> bool:
        base = max(0, start - _AROUND)
        around = text[base : end + _AROUND]
        return any(
            base + match.start() < end and start < base + match.end()
            for one in self.unless
            for match in _compiled(one).finditer(around)
        )


@dataclass(frozen=True, slots=True)
class _Form(_Rule):
    """A literal that is wrong wherever it stands, but for a short one that two words make up."""

    def at(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        if self.group.severe or not _is_of_two_words(text, start, end):
            yield start, end, self.right


@dataclass(frozen=True, slots=True)
class _Shape(_Rule):
    """An expression, tried at every place from which it could reach the literal."""

    expression: str
    reach: int

    def at(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        expression = _compiled(self.expression)
        for first in range(max(0, end - self.reach), start + 1):
            match = expression.match(text, first)
            if match:
                yield match.start(), match.end(), match.expand(self.right)
                return


@dataclass(frozen=True, slots=True)
class _Phrase(_Rule):
    """A fixed name, of which the literal is the first half or the second: one slip leaves the other
    half whole, but for two characters swapped where they meet, which is a form of its own."""

    first: bool
    last: str

    def at(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        name = self.right
        half = end - start
        if self.first:
            wanted = name[half:]
            length = _slipped(text[end : end + len(wanted) + 1], wanted, self.last)
            if length:
                yield start, end + length, name
        else:
            wanted = name[:-half][::-1]
            told = text[max(0, start - len(wanted) - 1) : start][::-1]
            length = _slipped(told, wanted, "")
            if length:
                yield start - length, end, name


def _slipped(told: str, wanted: str, last: str) -> int:
    """How many characters of `told` are `wanted` with one slip: a Chinese character changed, left
    out, put in, or two of them swapped. 0 where there is none, or another. The end of `wanted` must
    be there, or one of `last` in its place."""
    at = next((n for n, char in enumerate(wanted) if told[n : n + 1] != char), -1)
    if at < 0 or at >= len(told) or not _is_chinese(told[at]):
        return 0
    rest = wanted[at + 1 :]
    if not rest:
        if told[at] in last:
            return len(wanted)
        return len(wanted) + 1 if told[at + 1 : at + 2] == wanted[at] else 0
    if told.startswith(rest, at + 1):
        return len(wanted)
    if told.startswith(rest, at):
        return len(wanted) - 1
    if told.startswith(wanted[at:], at + 1):
        return len(wanted) + 1
    swapped = told[at] == wanted[at + 1] and told[at + 1 : at + 2] == wanted[at]
    return len(wanted) if swapped and told.startswith(wanted[at + 2 :], at + 2) else 0


def _is_of_two_words(text: str, start: int, end: int) -> bool:
    """One word, or a number with what it counts, ends with the beginning of a short form, and another
    begins with the rest of it."""
    if end - start > _SHORT:
        return False
    ends, begins = _edges()
    return any(
        text[at : at + 2] in begins
        and (text[at - 2 : at] in ends or (at == start + 1 and text[at - 2].isnumeric()))
        for at in {start + 1, end - 1}
        if at >= 2
    )


@cache
def _edges() -> tuple[frozenset[str], frozenset[str]]:
    """The last two characters of words, and the first two."""
    file = files("monitor.extract.lexicon") / "edges.yaml"
    told = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    ends = frozenset(char + last for last, chars in told["ends"].items() for char in chars)
    return ends, frozenset(
        first + char for first, chars in told["begins"].items() for char in chars
    )


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def find_slips(text: str) -> list[Slip]:
    """Every wrong form of the lexicon in `text`, in order; of those that overlap the longest."""
    found: list[Slip] = []
    for rule, start, end in _met(text):
        found += rule.slips(text, start, end)
    found.sort(key=lambda one: (one.start - one.end, one.start))
    kept: list[Slip] = []
    for slip in found:
        if all(slip.end <= one.start or one.end <= slip.start for one in kept):
            kept.append(slip)
    return sorted(kept, key=lambda one: one.start)


def may_hold_slips(text: str) -> bool:
    """False where `text` holds no literal of any rule but such as stand in what is right."""
    return any(next(rule.slips(text, start, end), None) for rule, start, end in _met(text))


def _met(text: str) -> Iterator[tuple[_Rule, int, int]]:
    """The rules whose literals stand in `text`, and where."""
    automaton, rules = _lexicon()
    for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        for rule in rules[number]:
            yield rule, start, end


@cache
def _lexicon() -> tuple[AhoCorasick, list[list[_Rule]]]:
    """The automaton of all literals, and by their numbers the rules they lead to."""
    by_literal: dict[str, list[_Rule]] = defaultdict(list)
    for literal, rule in _rules():
        by_literal[literal].append(rule)
    return AhoCorasick(list(by_literal)), list(by_literal.values())


def _rules() -> Iterator[tuple[str, _Rule]]:
    """Each rule with each literal that leads to it."""
    for file in sorted(files("monitor.extract.lexicon").iterdir(), key=lambda one: one.name):
        if not file.name.startswith(_FILES):
            continue
        for raw in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
            group = _Group(
                raw["kind"], raw["severe"], raw.get("history", False), raw.get("quoted", False)
            )
            yield from _forms(group, raw.get("forms") or {})
            yield from _shapes(group, raw.get("shapes") or ())
            yield from _phrases(group, raw.get("phrases") or {})


def _forms(group: _Group, forms: dict[str, Any]) -> Iterator[tuple[str, _Rule]]:
    for wrong, told in forms.items():
        more = told if isinstance(told, dict) else {"right": told}
        yield wrong, _Form(group, more["right"], tuple(more.get("unless") or ()))


def _shapes(group: _Group, shapes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, _Rule]]:
    for one in shapes:
        expression = one["expression"]
        rule = _Shape(
            group,
            one["right"],
            tuple(one.get("unless") or ()),
            expression,
            reach(expression),
        )
        literals = needles(expression)
        if not literals:
            raise ValueError(f"{expression}: no literal stands in all that it matches")
        yield from ((literal, rule) for literal in literals)


def _phrases(group: _Group, phrases: dict[str, Any]) -> Iterator[tuple[str, _Rule]]:
    for name, more in phrases.items():
        cleared = tuple(more.get("but") or ())
        half = len(name) // 2
        last = str(more.get("last", ""))
        yield name[:half], _Phrase(group, name, cleared, True, last)
        yield name[half:], _Phrase(group, name, cleared, False, "")
        swapped = name[: half - 1] + name[half] + name[half - 1] + name[half + 1 :]
        yield swapped, _Form(group, name, cleared)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Made when it is first asked: most of six hundred never are, and making all takes longer than
    twenty pages."""
    return re.compile(expression)
