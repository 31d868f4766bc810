"""What the crawl hands to storage, one target at a time."""

from __future__ import annotations

from dataclasses import dataclass

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
