"""How a check declares itself, and where the runner finds it."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from monitor.domain.calendar import shanghai_day
from monitor.domain.dossier import Dossier
from monitor.domain.finding import Verdict


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know besides its evidence: the run's `now` and its thresholds."""

    now: datetime
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return shanghai_day(self.now)


CheckFunction = Callable[[Any, Context], Verdict]
Settled = Callable[[Any, Context], Verdict | None]


@dataclass(frozen=True, slots=True)
class Check:
    """`at_once`: reasons of failure that are read from bytes and need no second look. `volatile`:
    facts that change with the mere passing of time, or when a person confirms a column in the
    ledger. `preview`: reported, not scored. `settled`: the not_applicable that needs no look at the
    subject (no deadline, released in writing), if any."""

    id: str
    reads: type[Dossier]
    function: CheckFunction
    at_once: tuple[str, ...]
    volatile: tuple[str, ...]
    preview: bool
    settled: Settled | None = None

    @property
    def family(self) -> str:
        return self.function.__module__.split(".")[1]

    @property
    def documentation(self) -> str:
        return (self.function.__doc__ or "").strip()


_registered: dict[str, Check] = {}


def check(
    *,
    id: str,
    reads: type[Dossier],
    at_once: tuple[str, ...] = (),
    volatile: tuple[str, ...] = (),
    preview: bool = False,
    settled: Settled | None = None,
) -> Callable[[CheckFunction], CheckFunction]:
    """Declare a check. `id` is a noun in its failing state and names the file (kebab to snake)."""

    def register(function: CheckFunction) -> CheckFunction:
        _registered[id] = Check(id, reads, function, at_once, volatile, preview, settled)
        return function

    return register


@cache
def all_checks() -> dict[str, Check]:
    """Every check by id, found by walking this package's families."""
    package = importlib.import_module("checks")
    for module in pkgutil.walk_packages(package.__path__, "checks."):
        importlib.import_module(module.name)
    return dict(sorted(_registered.items()))
