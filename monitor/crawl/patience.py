"""A page may take so long to read, and no longer: while it is read the worker does nothing else."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

READING = 5.0
"""Seconds of our own CPU for one page. The slowest of two megabytes that is no trap takes two."""


class TookTooLong(Exception):
    """The page was not read to its end."""


class _Alarm(BaseException):
    """No Exception, lest what it interrupts takes it for one of its own."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Break off what takes more CPU than that, an expression at work on a text included. Raises
    TookTooLong. Outside the main thread, where no signal comes, there is no limit."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except _Alarm as alarm:
        raise TookTooLong from alarm
    finally:
        signal.signal(signal.SIGVTALRM, before)


def _ring(number: int, frame: FrameType | None) -> None:
    raise _Alarm
