"""What the crawl hands to storage, one target at a time."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.evidence import Fetch, PageEvidence
from monitor.domain.run import Reason, Role, Target


@dataclass(frozen=True, slots=True)
class Observation:
    """What one target gave: its fetches in order, the page read, its body (whose SHA-256 the last fetch
    tells), the targets found in it.

    `reason` is set when the target was not observed. `carried` names the stored reading of the page
    where the same bytes were met again and not read anew; nothing is found on such a page. Storing
    an observation, closing its target and opening the found ones is one transaction: killed in
    between, the target is simply asked again.
    """

    target: Target
    fetches: tuple[Fetch, ...] = ()
    page: PageEvidence | None = None
    body: bytes | None = None
    found: tuple[Target, ...] = ()
    reason: Reason | None = None
    carried: str | None = None


@dataclass(frozen=True, slots=True)
class Recalled:
    """What an earlier run knows of a target of this one.

    `answer`: the fetch whose equal would say the same, with `reading`, the stored page read from it;
    None where there is none. `role`: as what it was read. `ask`: ask for changes only. `later`: a
    look in its turn, which waits for what is new.
    """

    role: Role
    answer: Fetch | None = None
    reading: str | None = None
    ask: bool = False
    later: bool = False


@dataclass(frozen=True, slots=True)
class OpenTarget:
    """A target still to be looked at. `attempts` counts how often a process died holding it."""

    target: Target
    attempts: int = 0
