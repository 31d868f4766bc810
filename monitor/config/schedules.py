"""`schedules.yaml`: when, what, which sites, which window; nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

from monitor.config.errors import ConfigError, Place
from monitor.config.fields import Fields, Items, Scalar
from monitor.config.yaml_file import read_yaml
from monitor.domain.run import Mode

VERBS = ("crawl", "visits", "media", "recheck", "pictures", "judge", "score", "export")
FORMATS = ("xlsx", "csv", "json")

_SCHEDULE = ("id", "verb", "cron", "every", "window", "sites", "mode", "format", "catch_up")
_ONLY_FOR = {"mode": ("crawl",), "window": ("crawl", "media"), "format": ("export",)}
_EVERY = re.compile(r"([1-9]\d{0,3})(m|h)")
_WINDOW = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CRON_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12))


@dataclass(frozen=True, slots=True)
class Schedule:
    """One line of the schedule, in Asia/Shanghai time. Either `cron` or `every` is set.

    `cron` has five fields; days of the week are names. `sites` is None for all of them. `window`
    may reach over midnight. `catch_up`: a missed time is made up for once.
    """

    id: str
    verb: str
    cron: str | None = None
    every: timedelta | None = None
    window: tuple[time, time] | None = None
    sites: tuple[str, ...] | None = None
    mode: Mode | None = None
    format: str | None = None
    catch_up: bool = False


def load_schedules(path: Path, known_sites: Collection[str] | None = None) -> tuple[Schedule, ...]:
    """Read the schedules in their order. `known_sites`, when given, are the ids that may be named.

    Raises ConfigError with the line of what does not fit.
    """
    places: dict[str, Place] = {}
    schedules = []
    for fields in read_yaml(path).only("schedules").each("schedules"):
        schedule_id = fields.only(*_SCHEDULE).the("id")
        if schedule_id.id() in places:
            raise schedule_id.wrong("duplicate_id", first=places[schedule_id.id()])
        places[schedule_id.id()] = schedule_id.place
        schedules.append(_schedule(fields, known_sites))
    if not schedules:
        raise ConfigError("config.missing", Place(str(path)), field="schedules")
    return tuple(schedules)


def _schedule(fields: Fields, known_sites: Collection[str] | None) -> Schedule:
    verb = fields.need("verb", lambda value: value.one_of(VERBS))
    for key, only in _ONLY_FOR.items():
        found = fields.get(key)
        if found is not None and verb not in only:
            raise ConfigError("config.only_for_verb", found.place, field=key, verb=", ".join(only))
    cron, every = fields.maybe("cron", _cron), fields.maybe("every", _every)
    if (cron is None) == (every is None):
        raise ConfigError("config.cron_or_every", fields.place, field=fields.the("id").id())
    return Schedule(
        id=fields.need("id", Scalar.id),
        verb=verb,
        cron=cron,
        every=every,
        window=fields.maybe("window", _window),
        sites=_sites(fields, known_sites),
        mode=fields.maybe("mode", lambda value: value.choice(Mode)),
        format=fields.maybe("format", lambda value: value.one_of(FORMATS)),
        catch_up=fields.maybe("catch_up", Scalar.flag) is True,
    )


def _sites(fields: Fields, known: Collection[str] | None) -> tuple[str, ...] | None:
    found = fields.get("sites")
    if not isinstance(found, Items):
        fields.maybe("sites", lambda value: value.one_of(("all",)))
        return None
    if not found.values:
        raise ConfigError("config.missing", found.place, field="sites")
    for site in fields.scalars("sites"):
        if known is not None and site.id() not in known:
            raise site.wrong("unknown_site")
    return fields.list_of("sites", Scalar.id)


def _every(value: Scalar) -> timedelta:
    found = _EVERY.fullmatch(value.text())
    if not found:
        raise value.wrong("not_an_interval")
    minutes = int(found[1]) * (60 if found[2] == "h" else 1)
    return timedelta(minutes=minutes)


def _window(value: Scalar) -> tuple[time, time]:
    found = _WINDOW.fullmatch(value.text())
    try:
        if found and found[1] != found[2]:
            return time.fromisoformat(found[1]), time.fromisoformat(found[2])
    except ValueError:
        pass
    raise value.wrong("not_a_window")


def _cron(value: Scalar) -> str:
    """Five fields. Days of the week are names: some count them from Sunday, some from Monday."""
    fields = value.text().split()
    if len(fields) != 5 or not all(
        _fits(part, low, high)
        for field, (low, high) in zip(fields, _CRON_LIMITS, strict=False)
        for part in field.split(",")
    ):
        raise value.wrong("not_a_cron")
    days = re.split("[,-]", fields[4])
    if fields[4] != "*" and not all(day in _DAYS for day in days):
        raise value.wrong("not_a_cron")
    return " ".join(fields)


def _fits(part: str, low: int, high: int) -> bool:
    """`*`, `*/5`, `7` or `7-9`, within the field's limits."""
    if step := re.fullmatch(r"\*(?:/([1-9]\d?))?", part):
        return int(step[1] or 1) <= high
    numbers = (
        [int(number) for number in part.split("-")]
        if re.fullmatch(r"\d{1,2}(-\d{1,2})?", part)
        else []
    )
    return bool(numbers) and low <= numbers[0] <= numbers[-1] <= high
