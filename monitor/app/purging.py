"""`monitor purge`: what was kept longer than the office wants, by `office.yaml` (retention)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from db import queries, retention
from db.retention import Stored
from monitor.app.house import BadInput, House

_STILL_RUNNING = timedelta(hours=12)
"""As long as a run may be continued it counts as under way."""


@dataclass(frozen=True, slots=True)
class Purged:
    """One kind: `days` as configured, None when the office keeps it for ever; what went."""

    kind: str
    days: int | None
    count: int = 0
    size: int = 0


def purge(
    house: House, *, dry_run: bool = False, needed: Collection[str] = ()
) -> tuple[Purged, ...]:
    """Remove stored bodies whose time is over; with `dry_run` only say what would go.

    Kinds: `sensitive`, what was stored of sensitive defects after they ended; `bodies`, pages last
    seen too long ago. What an open defect shows as proof always stays; what lists that were sent
    need stays but for sensitive proof, of which such lists carry the number alone. `needed` are
    further SHA-256 to keep. Raises BadInput while a run is under way: it may be about to use a body.
    """
    now = house.clock.now()
    if not dry_run and queries.another_running(house.engine, 0, now - _STILL_RUNNING):
        raise BadInput("purge.running")
    days = house.office.retention
    found: dict[str, list[Stored]] = {"sensitive": [], "bodies": []}
    if days.sensitive is not None:
        ended = now - timedelta(days=days.sensitive)
        found["sensitive"] = [
            one
            for one in retention.sensitive_bodies(house.engine, house.office.sensitive, ended)
            if one.sha256 not in needed
        ]
    if days.bodies is not None:
        kept = retention.needed_bodies(house.engine) | set(needed)
        kept |= {one.sha256 for one in found["sensitive"]}
        unseen = now - timedelta(days=days.bodies)
        found["bodies"] = retention.old_bodies(house.engine, unseen, kept)
    if not dry_run:
        for bodies in found.values():
            retention.remove(house.engine, house.blobs, bodies)
    return tuple(
        Purged(kind, getattr(days, kind), len(bodies), sum(one.size for one in bodies))
        for kind, bodies in found.items()
    )
