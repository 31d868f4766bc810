"""Suggested channels as a fragment of a registry, for a person to check, edit and load."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from monitor.domain.subject import FormerName, Unit
from monitor.text import say

_NOT_ID = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Suggested:
    """A channel for a unit: where the link stands, what it says, the unit's sites elsewhere."""

    unit: Unit
    url: str
    text: str
    page: str
    known: tuple[tuple[str, str], ...] = ()


def fragment(
    portal: str,
    found: Sequence[Suggested],
    strangers: Sequence[tuple[str, str]],
    taken: Collection[str],
) -> str:
    """YAML that `init` reads: the units as the ledger has them, each with its suggested channel marked
    待核. `strangers` (name, address) belong to nobody the ledger knows and stand in comments only.
    `taken` are site ids in use."""
    used = set(taken)
    lines = [f"# {zh('head', portal=portal, count=len(found))}", f"# {zh('how')}"]
    lines += ["units:" if found else "units: []"]
    for one in found:
        lines += _unit(one.unit)
        site_id = _site_id(one, used)
        used.add(site_id)
        lines.append("    sites:")
        lines.append(f"      - id: {_quoted(site_id)}  # {zh('unconfirmed')}")
        lines.append(f"        name: {_quoted(zh('name', unit=one.unit.name))}")
        lines.append(f"        url: {_quoted(one.url)}")
        lines.append("        kind: channel")
        lines.append(f"        # {zh('found', page=one.page, text=one.text)}")
        lines += [f"        # {zh('known', id=key, url=url)}" for key, url in one.known]
    if strangers:
        lines.append(f"# {zh('strangers')}")
        lines += [f"# - {_one_line(name)} {url}" for name, url in strangers]
    return "\n".join(lines) + "\n"


def zh(key: str, **params: object) -> str:
    return say(f"suggest.{key}", lang="zh", **{k: _one_line(str(v)) for k, v in params.items()})


def _unit(unit: Unit) -> Iterator[str]:
    """The unit's own entry whole, for `init` takes what a file leaves out as empty. Whom it names as
    successor must be in the file that is loaded."""
    yield f"  - id: {_quoted(unit.id)}"
    yield f"    name: {_quoted(unit.name)}"
    yield f"    category: {unit.category.value}"
    sites, media = (json.dumps(flag) for flag in (unit.ranked_sites, unit.ranked_media))
    yield f"    ranked: {{sites: {sites}, media: {media}}}"
    yield f"    status: {unit.status.value}"
    if unit.valid_from is not None:
        yield f"    valid_from: {unit.valid_from.isoformat()}"
    if unit.valid_until is not None:
        yield f"    valid_until: {unit.valid_until.isoformat()}"
    if unit.successor is not None:
        yield f"    successor: {_quoted(unit.successor)}"
    if unit.former_names:
        yield f"    former_names: [{', '.join(map(_former, unit.former_names))}]"


def _former(name: FormerName) -> str:
    until = f", until: {name.until.isoformat()}" if name.until else ""
    return f"{{name: {_quoted(name.name)}{until}}}"


def _site_id(one: Suggested, used: Collection[str]) -> str:
    """The unit's id and the channel's folder; a number where that is taken."""
    folder = urlsplit(one.url).path.rstrip("/").rpartition("/")[2]
    first = _NOT_ID.sub("-", f"{one.unit.id}-{folder}")[: _LONGEST_ID - 4].rstrip("-")
    made, number = first, 2
    while made in used:
        made, number = f"{first}-{number}", number + 1
    return made


def _quoted(text: str) -> str:
    """As YAML reads it whatever it holds: JSON text is YAML."""
    return json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
