"""What is wrong in the city and what only seems so: data files that the city itself never reads."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).with_name("truths")


@cache
def _loaded() -> tuple[dict[str, str], ...]:
    files = sorted(_FOLDER.glob("*.json"))
    return tuple(
        spot for file in files for spot in json.loads(file.read_text(encoding="utf-8"))["spots"]
    )


def read() -> list[dict[str, str]]:
    """[{id, kind: seed|decoy, check, unit, site, family, note, and `subject` or `at`}].

    `at` is a path below the site's registered address, or //HOST/PATH for an address of nobody's;
    `subject` is a name that is no address. `site` may be an account, whose `family` is its platform; what
    has no address goes by its id.
    """
    return [dict(spot) for spot in _loaded()]


def resolved(
    spots: list[dict[str, str]],
    homes: Mapping[str, str],
    port: int,
    *,
    without: Collection[str] = (),
) -> list[dict[str, str]]:
    """The same with `at` made the absolute `subject`; spots that are off are left out."""
    found = []
    for spot in spots:
        if spot["id"] in without:
            continue
        at = spot.pop("at", None)
        if at is not None:
            host, _, path = at.removeprefix("//").partition("/")
            outside = f"http://{host}:{port}/{path}"
            spot["subject"] = outside if at.startswith("//") else homes[spot["site"]] + at
        found.append(spot)
    return found
