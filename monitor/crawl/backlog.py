"""How many requests may be in flight: what they bring must be held until we have parsed it, in time
and in memory."""

from __future__ import annotations

SHARE = 0.3
"""How much of a request's timeout our own parsing of everything in flight may take together."""
BYTES = 12 * 1024 * 1024
"""How much the answers that wait to be parsed may take together, by the size they had of late."""
SMALLEST, LARGEST = 8, 512
_WEIGHT = 0.05


class Backlog:
    """Learns from each answer that was parsed."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._seconds = 0.005
        self._bytes = 50_000.0

    def parsed(self, seconds: float, size: int | None = None) -> int:
        """Take in what parsing an answer took, and its size where it came over the wire; the number
        of requests whose answers we could deal with if they came all at once."""
        self._seconds += _WEIGHT * (seconds - self._seconds)
        if size is not None:
            self._bytes += _WEIGHT * (size - self._bytes)
        in_time = SHARE * self._timeout / max(self._seconds, 1e-4)
        in_memory = BYTES / max(self._bytes, 1.0)
        return max(SMALLEST, int(min(in_time, in_memory, LARGEST)))
