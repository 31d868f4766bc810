"""Case files: what a check is shown, and what it must answer. One YAML file per check."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import yaml

from checks.base import Check, all_checks
from monitor.assess.judge import judge
from monitor.domain.calendar import parse_moment
from monitor.domain.dossier import Dossier
from monitor.domain.finding import Finding, Outcome
from monitor.domain.rubric import Rubric

FOLDER = Path(__file__).parent
GIVEN = {"subject": "http://127.0.0.1:8000/x/", "url": "http://127.0.0.1:8000/x/"}
"""What every dossier has and no case is about."""
STAMPED = {"url": GIVEN["url"], "fetched_at": datetime.fromisoformat("2026-01-26T00:00:00+00:00")}
"""The same for a fetch."""


@dataclass(frozen=True)
class Case:
    """`kind`: pass, fail, not_observed, not_applicable or boundary (a case on the very edge)."""

    check: str
    name: str
    kind: str
    dossier: Dossier
    now: datetime
    outcome: Outcome
    reason: str
    params: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.check}: {self.name}"

    def found(self, rubric: Rubric) -> Finding:
        """The runner's answer, with the thresholds of the rubric unless the case has its own."""
        if self.params:
            rubric = replace(rubric, params=rubric.params | {self.check: self.params})
        made = judge(
            [self.dossier], site_id="jia", run_id=1, now=self.now, purpose="crawl", rubric=rubric
        )
        return next(one for one in made if one.check == self.check)


def cases() -> list[Case]:
    return [case for check in all_checks().values() for case in cases_of(check)]


def cases_of(check: Check) -> Iterator[Case]:
    path = FOLDER / f"{check.id}.yaml"
    if not path.is_file():
        return
    for raw in yaml.safe_load(path.read_text(encoding="utf-8")):
        yield _case(check, raw)


def _case(check: Check, raw: dict[str, Any]) -> Case:
    known = {"name", "kind", "dossier", "now", "params", "expect"}
    assert set(raw) <= known, f"{check.id}: {raw.get('name')}: {set(raw) - known}"
    expect = raw["expect"]
    assert set(expect) <= {"outcome", "reason", "facts"}, f"{check.id}: {raw['name']}: {expect}"
    return Case(
        check=check.id,
        name=raw["name"],
        kind=raw.get("kind", expect["outcome"]),
        dossier=built(check.reads, GIVEN | (raw.get("dossier") or {})),
        now=parse_moment(str(raw["now"])),
        outcome=Outcome(expect["outcome"]),
        reason=expect.get("reason", "ok"),
        params=raw.get("params") or {},
        facts=expect.get("facts") or {},
    )


def built(cls: Any, values: dict[str, Any]) -> Any:
    """A dataclass from plain values; a name that it does not have is a mistake in the case."""
    hints = get_type_hints(cls)
    unknown = set(values) - {one.name for one in fields(cls)}
    assert not unknown, f"{cls.__name__} has no {', '.join(sorted(unknown))}"
    return cls(**{name: _value(hints[name], value) for name, value in values.items()})


def _value(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _value(next(one for one in inner if one is not type(None)), value)
    if origin is tuple:
        return tuple(_value(inner[0], one) for one in value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if hint is datetime:
        return parse_moment(str(value)) if not isinstance(value, datetime) else value
    if hint is date:
        return value if isinstance(value, date) else date.fromisoformat(value)
    if isinstance(value, dict):
        given = STAMPED if hint.__name__ == "Fetch" else {}
        return built(hint, given | value)
    assert isinstance(value, hint), f"{value!r} is no {hint.__name__}"
    return value
