"""The one owner of event loop and reactor.

Scrapy needs a running Twisted reactor on our asyncio loop. Installing and starting it by hand is
what lets one process crawl more than once: crawl, then the second look.
"""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")

_loop: asyncio.AbstractEventLoop | None = None


def run(coro: Coroutine[Any, Any, T]) -> T:
    """Run `coro` to its end. Ctrl-C and SIGTERM cancel it and are raised as KeyboardInterrupt."""
    loop = _started()
    task = loop.create_task(coro)
    with _interruptible(loop, task) as interrupted:
        try:
            return loop.run_until_complete(task)
        except asyncio.CancelledError:
            if interrupted.is_set():
                raise KeyboardInterrupt from None
            raise


def _started() -> asyncio.AbstractEventLoop:
    global _loop
    if _loop is not None:
        return _loop
    from twisted.internet import asyncioreactor

    _loop = asyncio.new_event_loop()
    asyncio.set_event_loop(_loop)
    asyncioreactor.install(_loop)  # type: ignore[no-untyped-call]
    from twisted.internet import reactor

    # Worker threads of the reactor live until its shutdown, and after that it cannot start again.
    # Daemons do not hold the process: it ends even when something looked a host name up through it.
    reactor.getThreadPool().threadFactory = partial(threading.Thread, daemon=True)
    # Without startRunning crawls hang; its signal handlers would swallow Ctrl-C.
    reactor.startRunning(installSignalHandlers=False)
    return _loop


@contextmanager
def _interruptible(
    loop: asyncio.AbstractEventLoop, task: asyncio.Task[Any]
) -> Iterator[threading.Event]:
    interrupted = threading.Event()

    def interrupt() -> None:
        interrupted.set()
        task.cancel()

    signals = (
        (signal.SIGINT, signal.SIGTERM)
        if threading.current_thread() is threading.main_thread()
        else ()
    )
    for number in signals:
        loop.add_signal_handler(number, interrupt)
    try:
        yield interrupted
    finally:
        for number in signals:
            loop.remove_signal_handler(number)
