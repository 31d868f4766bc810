"""How hard an address may be pressed, learnt from its answers, and when a site that fails is left
alone. Nothing here asks or waits: the frontier does, by what is said here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SLOW_SECONDS = 1.0
SLOWER = 3.0
"""An address is slow when its answers take this long, and so many times what they took at best."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
LONGEST_WAIT = 120.0
"""A longer Retry-After would let a site drop out of the night by asking for an hour."""
OVERLOADED = frozenset({429, 503})
PASSING = frozenset({500, 502, 503, 504})
"""Answers of a server in trouble: often gone a moment later, as 404 is not."""

FAILURES = 8
"""So many targets of one site fail in a row, and it is left alone for a while."""
MAX_RESTS = 3
REST_PAUSES = 6.0
"""The first rest, in pauses before a repeated look; each further one is twice as long."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one request said about the server. `seconds`: until its answer began, None where there
    was none or our own loop was late. `retry_after`: seconds it asked to be left alone."""

    ok: bool
    overloaded: bool = False
    seconds: float | None = None
    retry_after: float | None = None


def retry_after(value: str | None, clock: Callable[[], datetime]) -> float | None:
    """Seconds of a Retry-After header, a number or a date; None for none or one not readable."""
    text = (value or "").strip()
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - clock()).total_seconds(), 0.0), LONGEST_WAIT)


class Pace:
    """One address: `pause` is what it needs between two requests, beyond what is set for it."""

    __slots__ = ("_best", "_overload", "_recent", "pause")

    def __init__(self) -> None:
        self._best: float | None = None
        self._recent = 0.0
        self._overload = 0.0
        self.pause = 0.0

    def hear(self, word: Word) -> None:
        """Take in an answer. A server in trouble is given twice the pause each time, and half of it
        after each answer that is none of trouble."""
        if word.overloaded:
            doubled = min(max(2 * self._overload, FIRST_PAUSE), LONGEST_PAUSE)
            self._overload = max(doubled, word.retry_after or 0.0)
        elif self._overload:
            self._overload = self._overload / 2 if self._overload > FIRST_PAUSE else 0.0
        if word.seconds is not None:
            if self._best is None:
                self._best = self._recent = word.seconds
            self._recent += (word.seconds - self._recent) / 4
            self._best = min(self._best, self._recent)
        self.pause = max(self._overload, self._slowness())

    def _slowness(self) -> float:
        """As long as its answers take, where they take far longer than they did."""
        slow = self._best is not None and self._recent > max(SLOW_SECONDS, SLOWER * self._best)
        return min(self._recent, LONGEST_PAUSE) if slow else 0.0


class Rest:
    """One site (scheme, host, port) that fails: after some failures in a row it rests, then one
    request tries it. Whoever asks gives the moment (monotonic seconds)."""

    __slots__ = ("_failures", "_pause", "_rests", "_trial", "_until", "given_up")

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._failures = 0
        self._rests = 0
        self._until: float | None = None
        self._trial: object | None = None
        self.given_up = False

    def failed(self, job: object, now: float) -> bool:
        """Count a failure; whether the site has just been given up for this run."""
        self._failures += 1
        if self.given_up or (job is not self._trial if self.resting else self._failures < FAILURES):
            return False
        self._trial = None
        if self._rests == MAX_RESTS:
            self.given_up = True
            return True
        self._until = now + REST_PAUSES * self._pause * 2**self._rests
        self._rests += 1
        return False

    @property
    def resting(self) -> bool:
        return self._until is not None

    def due(self, now: float) -> bool:
        """Whether the rest is over and nothing tries the site yet."""
        return self._until is not None and self._trial is None and now >= self._until

    def holds(self, job: object, now: float) -> bool:
        """Whether the job must wait. The first that comes after the rest is the one that tries."""
        if self.due(now):
            self._trial = job
        return self.resting and job is not self._trial
