"""The Chinese words that extractors look for; loaded once from zh.yaml."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _words() -> dict[str, Any]:
    text = files(__package__).joinpath("zh.yaml").read_text(encoding="utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words


@cache
def pattern(key: str) -> re.Pattern[str]:
    """All alternatives of `key` as one expression, letter case ignored."""
    return re.compile("|".join(f"(?:{word})" for word in _words()[key]), re.IGNORECASE)


@cache
def patterns(key: str) -> tuple[re.Pattern[str], ...]:
    """The alternatives of `key` one by one, for counting how many occur."""
    return tuple(re.compile(word, re.IGNORECASE) for word in _words()[key])


@cache
def classes(key: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Named expressions under `key`, in the order of the file."""
    return tuple((name, re.compile("|".join(words))) for name, words in _words()[key].items())
