"""Names of new-media platforms as people write them, and the id of each (`platforms.yaml`)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

import yaml

_NAMES = Path(__file__).with_name("platforms.yaml")
_BESIDE = re.compile(r"[\W_]+")


def platform_of(written: str) -> str:
    """The platform's id; what nobody knows stays as it was written, in one line."""
    return _ids().get(_plain(written)) or " ".join(written.split())


@cache
def _ids() -> dict[str, str]:
    told: dict[str, list[str]] = yaml.safe_load(_NAMES.read_text(encoding="utf-8"))
    return {_plain(name): key for key, names in told.items() for name in (key, *names)}


def _plain(name: str) -> str:
    return _BESIDE.sub("", unicodedata.normalize("NFKC", name)).casefold()
