"""What we say, by key: Chinese for those who read it, English for the command line on request.

A sentence is a template with {placeholders}; all catalogue files of a language are one catalogue.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILES = {"zh": ("zh_CN.yaml", "*.zh_CN.yaml"), "en": ("en.yaml", "*.en.yaml")}
_chosen = "zh"


def set_language(language: str) -> None:
    """The language of this process: zh or en. Raises KeyError for any other."""
    global _chosen
    _chosen = {"zh": "zh", "en": "en"}[language]


def say(key: str, lang: str | None = None, **params: Any) -> str:
    """The sentence of a key. Raises KeyError for an unknown key or a missing parameter."""
    catalogue = sentences(lang or _chosen)
    if key not in catalogue:
        raise KeyError(f"the text catalogue has no sentence for {key}")
    return catalogue[key].format(**params)


def knows(key: str, lang: str | None = None) -> bool:
    return key in sentences(lang or _chosen)


@cache
def sentences(lang: str) -> dict[str, str]:
    """Every sentence of a language by dotted key. Raises ValueError for a key given twice."""
    found: dict[str, str] = {}
    folder = Path(__file__).parent
    for path in sorted({path for pattern in _FILES[lang] for path in folder.glob(pattern)}):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for key, sentence in _flat(told or {}):
            if key in found:
                raise ValueError(f"{path.name}: {key} is given twice")
            found[key] = sentence
    return found


def _flat(tree: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    flat: list[tuple[str, str]] = []
    for name, value in tree.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict):
            flat += _flat(value, f"{key}.")
        else:
            flat.append((key, str(value)))
    return flat
