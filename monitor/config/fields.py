"""Values that know where they stand, read into types.

YAML files, workbooks and the environment all come down to these three shapes, so that one set of
rules reads them all. Scalars are the text as written, never what YAML guesses from it: a site code
keeps its zeros, `no` stays a word and 22:00 is no sexagesimal number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit

from monitor.config.errors import ConfigError, Place

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d+)?", re.ASCII)
_TWO = re.compile(r"[,;，；、]\s*https?://")
"""Where a second address begins in a value that should hold one."""

LONGEST = 9_999
_FLAGS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value. `key` is its name as the writer of the file knows it; `raw` is None when empty."""

    key: str
    raw: str | None
    place: Place

    def wrong(self, problem: str, **params: object) -> ConfigError:
        return ConfigError(
            f"config.{problem}", self.place, field=self.key, value=quoted(self.raw), **params
        )

    def text(self) -> str:
        if self.raw is None or not self.raw.strip():
            raise self.wrong("missing")
        return self.raw.strip()

    def line(self) -> str:
        """A name: one line, however the cell was broken."""
        return " ".join(self.text().split())

    def id(self) -> str:
        """An id: it becomes part of commands, file names and JSON."""
        if not ID.fullmatch(self.text()):
            raise self.wrong("not_an_id")
        return self.text()

    def one_of(self, known: Iterable[str]) -> str:
        known = tuple(known)
        if self.text() not in known:
            raise self.wrong("not_one_of", known=", ".join(known))
        return self.text()

    def choice(self, kind: type[E]) -> E:
        return kind(self.one_of(kind))

    def flag(self) -> bool:
        return _FLAGS[self.one_of(_FLAGS)]

    def day(self) -> date:
        try:
            if _DAY.fullmatch(self.text()):
                return date.fromisoformat(self.text())
        except ValueError:
            pass
        raise self.wrong("not_a_date")

    def whole(self, low: int = 1, high: int | None = None) -> int:
        fits = _WHOLE.fullmatch(self.text()) and int(self.text()) >= low
        if high is None:
            if not fits:
                raise self.wrong("not_whole", low=low)
        elif not fits or int(self.text()) > high:
            raise self.wrong("not_whole_between", low=low, high=high)
        return int(self.text())

    def length(self) -> int:
        """A number of days or months to reckon with on the calendar: not of centuries."""
        return self.whole(1, LONGEST)

    def number(self, low: float = 0, high: float | None = None) -> float:
        fits = _NUMBER.fullmatch(self.text()) and float(self.text()) >= low
        if high is None:
            if not fits:
                raise self.wrong("not_a_number", low=f"{low:g}")
        elif not fits or float(self.text()) > high:
            raise self.wrong("not_a_number_between", low=f"{low:g}", high=f"{high:g}")
        return float(self.text())

    def plain(self) -> bool | int | float | str:
        """A fact or threshold whose type its user knows: true, false, a number, else text."""
        text = self.text()
        if text in _FLAGS:
            return _FLAGS[text]
        if _WHOLE.fullmatch(text):
            return int(text)
        return float(text) if _NUMBER.fullmatch(text) else text

    def url(self) -> str:
        """One absolute http or https address, without a password."""
        text = self.text()
        try:
            parts = urlsplit(text)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            fits = fits and parts.username is None and not _TWO.search(text)
        except ValueError:
            fits = False
        if not fits or re.search(r"\s", text):
            raise self.wrong("not_a_url")
        return text


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    key: str
    values: tuple[Tree, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping; `key` is the name under which the mapping itself stands."""

    key: str
    values: Mapping[str, Tree]
    place: Place

    def only(self, *keys: str) -> Fields:
        """Refuse every other key. Asked first: a misspelt key should not read as a missing one."""
        for key, value in self.values.items():
            if key not in keys:
                known = ", ".join(keys)
                raise ConfigError("config.unknown_key", value.place, field=key, known=known)
        return self

    def get(self, key: str) -> Tree | None:
        """The value, or None when it is absent or empty."""
        found = self.values.get(key)
        return None if isinstance(found, Scalar) and not (found.raw or "").strip() else found

    def scalar(self, key: str) -> Scalar | None:
        found = self.get(key)
        if found is None or isinstance(found, Scalar):
            return found
        raise ConfigError("config.not_a_value", found.place, field=found.key)

    def the(self, key: str) -> Scalar:
        """The value of a required key."""
        found = self.scalar(key)
        if found is None:
            empty = self.values.get(key) or Scalar(key, None, self.place)
            raise ConfigError("config.missing", empty.place, field=empty.key)
        return found

    def need(self, key: str, read: Callable[[Scalar], T]) -> T:
        return read(self.the(key))

    def maybe(self, key: str, read: Callable[[Scalar], T]) -> T | None:
        found = self.scalar(key)
        return None if found is None else read(found)

    def fields(self, key: str) -> Fields | None:
        found = self.get(key)
        return None if found is None else as_fields(found)

    def pairs(self, key: str) -> tuple[tuple[str, Tree], ...]:
        """The names and values of a mapping whose keys are not fixed."""
        found = self.fields(key)
        return tuple(found.values.items()) if found else ()

    def items(self, key: str) -> tuple[Tree, ...]:
        found = self.get(key)
        if found is None:
            return ()
        if not isinstance(found, Items):
            raise ConfigError("config.not_a_list", found.place, field=found.key)
        return found.values

    def each(self, key: str) -> tuple[Fields, ...]:
        """The mappings of a list."""
        return tuple(as_fields(one) for one in self.items(key))

    def list_of(self, key: str, read: Callable[[Scalar], T]) -> tuple[T, ...]:
        return tuple(read(one) for one in self.scalars(key))

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        return tuple(as_scalar(one) for one in self.items(key))


Tree = Scalar | Items | Fields


def as_scalar(tree: Tree) -> Scalar:
    if isinstance(tree, Scalar):
        return tree
    raise ConfigError("config.not_a_value", tree.place, field=tree.key)


def as_fields(tree: Tree) -> Fields:
    if isinstance(tree, Fields):
        return tree
    raise ConfigError("config.not_a_mapping", tree.place, field=tree.key)


def quoted(text: str | None) -> str:
    """A value as shown in a sentence; long ones cut."""
    shown = " ".join((text or "").split())
    return shown if len(shown) <= 80 else shown[:77] + "…"
