"""What the crawl asks of storage, which is handed in, never imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from monitor.domain.observation import Observation, OpenTarget
from monitor.domain.run import Target


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
