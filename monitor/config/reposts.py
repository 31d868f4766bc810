"""`reposts.yaml` in MONITOR_HOME: what the office wants its accounts to repost."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Scalar
from monitor.config.yaml_file import read_yaml
from monitor.domain.reposts import Repost

_KEYS = ("title", "from", "until", "platforms", "units")


def load_reposts(home: Path, units: Collection[str]) -> tuple[Repost, ...]:
    """The office's list, or nothing where it keeps none. `units`: ids of the ledger, which alone may be
    named; `platforms` are named as the ledger does. Raises ConfigError with the line of what does not
    fit.
    """
    path = home / "reposts.yaml"
    if not path.exists():
        return ()
    places: dict[str, Place] = {}
    found = []
    root = read_yaml(path).only("reposts")
    for fields in root.each("reposts"):
        title = fields.only(*_KEYS).the("title")
        if title.line() in places:
            raise title.wrong("duplicate_id", first=places[title.line()])
        places[title.line()] = title.place
        found.append(_repost(fields, units))
    if not found:
        raise ConfigError("config.missing", root.place, field="reposts")
    return tuple(found)


def _repost(fields: Fields, units: Collection[str]) -> Repost:
    def unit(value: Scalar) -> str:
        if value.id() not in units:
            raise value.wrong("unknown_unit")
        return value.id()

    first, last = fields.need("from", Scalar.day), fields.need("until", Scalar.day)
    if last < first:
        raise fields.the("until").wrong("ends_before_its_first_day")
    return Repost(
        title=fields.need("title", Scalar.line),
        first=first,
        last=last,
        platforms=fields.list_of("platforms", Scalar.id),
        units=fields.list_of("units", unit),
    )
