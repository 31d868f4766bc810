"""`alerts.yaml` in MONITOR_HOME: who is told of what, on which channels, and when not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from monitor.config.errors import ConfigError
from monitor.config.fields import Fields, Scalar
from monitor.config.yaml_file import read_yaml
from monitor.domain.alert import AlertRules, Details, Kind, Officer, Span

NAME = "alerts.yaml"
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MOST = 1000
E = TypeVar("E", bound=StrEnum)


def load_alerts(home: Path, addresses: Mapping[str, str]) -> AlertRules | None:
    """The office's file, or None where there is none. `addresses`: the names that secrets.yaml has an
    address for.

    Raises ConfigError with the line of what does not fit.
    """
    path = home / NAME
    if not path.exists():
        return None
    root = read_yaml(path).only("channels", "events", "officers", "quiet", "digest", "cap")
    channels: dict[str, Details] = {}
    for one in root.each("channels"):
        if "url" in one.values:
            raise ConfigError("config.alert_address", one.values["url"].place)
        name = one.only("name", "details").the("name")
        if name.id() in channels:
            raise name.wrong("alert_twice")
        if name.id() not in addresses:
            raise name.wrong("alert_no_address")
        details = one.maybe("details", lambda value: value.choice(Details))
        channels[name.id()] = details or Details.COUNTS
    if not channels:
        raise ConfigError("config.missing", root.place, field="channels")
    kinds = _several(root, "events", Kind) or frozenset(Kind)
    officers = tuple(_officer(one, channels) for one in root.each("officers"))
    quiet = root.fields("quiet")
    if quiet is not None:
        quiet.only("hours", "breaks")
    rules = AlertRules(
        channels=channels,
        officers=officers or (Officer("", tuple(channels)),),
        kinds=kinds,
        quiet=quiet.need("hours", _span) if quiet else None,
        breaks=(_several(quiet, "breaks", Kind) if quiet else None) or frozenset(),
        digest=root.maybe("digest", _clock),
        cap=root.maybe("cap", lambda value: value.whole(1, _MOST)) or AlertRules({}, ()).cap,
    )
    if rules.digest is not None and quiet is None:
        raise root.the("digest").wrong("alert_digest")
    if rules.quiet and rules.digest and _asleep(rules.quiet, rules.digest):
        raise root.the("digest").wrong("alert_digest_quiet")
    for kind in sorted(kinds):
        if not any(one.wants(kind) for one in rules.officers):
            raise ConfigError("config.alert_nobody", root.place, value=kind.value)
    return rules


def _officer(fields: Fields, channels: Mapping[str, Details]) -> Officer:
    fields.only("name", "channels", "weekdays", "hours", "events")
    listed = fields.scalars("channels")
    if not listed:
        raise ConfigError("config.missing", fields.place, field="channels")
    for one in listed:
        one.one_of(channels)
    days = fields.list_of("weekdays", lambda value: _DAYS.index(value.one_of(_DAYS)))
    return Officer(
        name=fields.need("name", Scalar.line),
        channels=tuple(one.text() for one in listed),
        weekdays=frozenset(days) or None,
        hours=fields.maybe("hours", _span),
        kinds=_several(fields, "events", Kind),
    )


def _several(fields: Fields, key: str, kind: type[E]) -> frozenset[E] | None:
    read: Callable[[Scalar], E] = lambda value: value.choice(kind)  # noqa: E731
    return frozenset(fields.list_of(key, read)) or None


def _span(value: Scalar) -> Span:
    start, _, end = value.text().partition("-")
    if not _CLOCK.fullmatch(start) or not _CLOCK.fullmatch(end) or start == end:
        raise value.wrong("not_a_window")
    return Span(time.fromisoformat(start), time.fromisoformat(end))


def _clock(value: Scalar) -> time:
    if not _CLOCK.fullmatch(value.text()):
        raise value.wrong("not_a_clock")
    return time.fromisoformat(value.text())


def _asleep(quiet: Span, digest: time) -> bool:
    if quiet.start < quiet.end:
        return quiet.start <= digest < quiet.end
    return digest >= quiet.start or digest < quiet.end
