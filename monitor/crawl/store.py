"""What the crawl hands to storage, and what it asks of it. Storage is handed in, never imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from monitor.domain.evidence import Fetch, PageEvidence
from monitor.domain.run import Reason, Target


@dataclass(frozen=True, slots=True)
class Observation:
    """What one target gave: its fetches in order, the page read, its body, the targets found in it.

    `reason` is set when the target was not observed. Storing an observation, closing its target and
    opening the found ones is one transaction: killed in between, the target is simply asked again.
    """

    target: Target
    fetches: tuple[Fetch, ...] = ()
    page: PageEvidence | None = None
    body: bytes | None = None
    found: tuple[Target, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target still to be looked at. `attempts` counts how often a process died holding it."""

    target: Target
    attempts: int = 0


class Store(Protocol):
    """The ledger of one run. Every call is safe to repeat."""

    def plan(self, targets: Iterable[Target]) -> None:
        """Open targets that are not yet known in this run."""

    def record(self, observations: Sequence[Observation]) -> None:
        """Store a batch in one transaction."""

    def started(self, urls: Sequence[str]) -> None:
        """Note that these targets are in flight; a process that dies leaves them counted."""

    def open_targets(self) -> list[OpenTarget]:
        """Every target of the run that is still open, in the order in which it was planned."""

    def known_urls(self) -> set[str]:
        """Every url planned in this run."""
