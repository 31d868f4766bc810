"""The Chinese words that extractors look for; loaded once from zh.yaml and its areas' zh-*.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from monitor.extract.lexicon.needles import has_case, needles, reach
from monitor.extract.lexicon.together import LONG, Together

_PER_NEEDLE = 6
"""Texts of fewer characters a needle are matched sooner than their needles are looked for."""

_TRY = 8
"""What trying one place costs, measured by what searching through one character does."""

_OF_WHOLE_PAGES = (
    "answered_line", "asked_line", "error_report", "guide_field", "interstitial", "issuer_label",
    "lapsed_status", "letter_field", "letter_sign", "letter_stem", "older_label", "own_interpretation",
    "renewed_label", "source_label", "statistics_said", "strict_published_label",
    "weak_published_label",
)  # fmt: skip
"""What nearly every page's whole text is asked for."""


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = {}
    for file in files(__package__).iterdir():
        if file.name.startswith("zh") and file.name.endswith(".yaml"):
            told = file.read_text(encoding="utf-8")
            found: dict[str, Any] = yaml.load(told, Loader=yaml.CSafeLoader)
            if twice := words.keys() & found.keys():
                raise ValueError(f"{file.name}: {', '.join(sorted(twice))} is in another file too")
            words |= found
    return words


class Words:
    """An expression, letter case ignored, that is tried only where one of its literals stands: most
    texts hold none of them, and an expression of many alternatives tries each at every character."""

    needles: tuple[str, ...]
    """Literals of which every match holds one, in small letters; empty where there are none."""
    __slots__ = (
        "_cased", "_expression", "_least", "_reach", "fullmatch", "match", "needles", "pattern", "sub",
    )  # fmt: skip

    def __init__(self, expression: str) -> None:
        self._expression = re.compile(expression, re.IGNORECASE if has_case(expression) else 0)
        self.needles = needles(expression, _words()["common"]) or ()
        self._cased = any(needle != needle.upper() for needle in self.needles)
        self._least = _PER_NEEDLE * len(self.needles)
        self._reach = reach(expression)
        self.pattern = expression
        self.match = self._expression.match
        self.fullmatch = self._expression.fullmatch
        self.sub = self._expression.sub

    def may_match(self, text: str) -> bool:
        """False where `text` holds none of the literals that a match must hold."""
        if len(text) < self._least or not self.needles:
            return True
        told = text.lower() if self._cased else text
        known = self._known(told)
        if known is None:
            return any(needle in told for needle in self.needles)
        literals = _together().literals
        return any(n in known if n in literals else n in told for n in self.needles)

    def search(self, text: str) -> re.Match[str] | None:
        if len(text) < self._least or not self.needles:
            return self._expression.search(text)
        return next(self.finditer(text), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        if len(text) < self._least or not self.needles:
            return self._expression.finditer(text)
        told = text.lower() if self._cased else text
        if len(told) != len(text):
            return self._expression.finditer(text)
        spots = self._spots(told)
        if len(spots) * self._reach * _TRY > len(text):
            return self._expression.finditer(text)
        return self._from(text, spots) if spots else iter(())

    def _spots(self, text: str) -> list[int]:
        """Where its literals stand."""
        found: list[int] = []
        known = self._known(text)
        for needle in self.needles:
            if known is not None and needle in _together().literals:
                found += known.get(needle, ())
                continue
            at = text.find(needle)
            while at >= 0:
                found.append(at)
                at = text.find(needle, at + 1)
        return found

    def _known(self, text: str) -> Mapping[str, Sequence[int]] | None:
        """The places of those literals that are looked for together, where some of its own are."""
        if len(text) not in LONG or _together().literals.isdisjoint(self.needles):
            return None
        return _together().places(text)

    def _from(self, text: str, spots: list[int]) -> Iterator[re.Match[str]]:
        end = 0
        starts = {at for spot in spots for at in range(max(0, spot - self._reach + 1), spot + 1)}
        for start in sorted(starts):
            if start >= end and (match := self._expression.match(text, start)):
                yield match
                end = match.end()


@cache
def pattern(key: str) -> Words:
    """All alternatives of `key` as one expression, letter case ignored."""
    return Words("|".join(f"(?:{word})" for word in _words()[key]))


@cache
def patterns(key: str) -> tuple[Words, ...]:
    """The alternatives of `key` one by one, for counting how many occur."""
    return tuple(Words(word) for word in _words()[key])


@cache
def literals(key: str) -> tuple[str, ...]:
    """The entries of a key that holds no expressions, as they stand."""
    return tuple(_words()[key])


def count_held(key: str, text: str) -> int:
    """How many of the entries of a key that holds no expressions stand in `text`."""
    known = _together().places(text) if len(text) in LONG else None
    if known is None:
        return sum(one in text for one in literals(key))
    together = _together().literals
    return sum(one in known if one in together else one in text for one in literals(key))


@cache
def _together() -> Together:
    """The literals of `_OF_WHOLE_PAGES`, those of their alternatives too."""
    asked = (words for key in _OF_WHOLE_PAGES for words in (pattern(key), *patterns(key)))
    return Together(needle for words in asked for needle in words.needles)


@cache
def classes(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Named expressions under `key`, in the order of the file."""
    return tuple((name, re.compile("|".join(words))) for name, words in _words()[key].items())


@cache
def listed(key: str) -> tuple[str, ...]:
    """The entries of `key` as they stand: names, no expressions."""
    return tuple(_words()[key])


@cache
def plain(key: str) -> re.Pattern[str]:
    """All alternatives of `key` as one expression for texts in small letters. An entry may be a pair:
    any of the first, which are literal, followed by any of the second. Where all begin with a literal,
    the expression is tried only where one of those stands."""
    told: list[str] = []
    for entry in _words()[key]:
        if isinstance(entry, str):
            told.append(entry)
        else:
            told += [f"{first}(?:{entry[1]})" for first in entry[0].split("|")]
    return re.compile("|".join(told))
