"""Runs a command and says what its process tree cost."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import monotonic

_EVERY = 0.5


@dataclass(frozen=True, slots=True)
class Cost:
    """`cpu`: seconds of user and system time of the process and of what it started; `wall` seconds;
    `peak`: highest proportional memory of the tree in MB, looked at twice a second; `late`: it was
    ended because it took too long."""

    cpu: float
    wall: float
    peak: float
    code: int
    late: bool = False


class Running:
    """A started command; `end` waits for it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str],
        folder: Path | None = None,
    ) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self._begun = monotonic()
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                list(command),
                env=dict(env),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._peak = 0.0
        self._over = Event()
        self._watch = Thread(target=self._look, daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def end(self, limit: float) -> Cost:
        """Wait; after `limit` seconds the whole tree is ended."""
        late = Event()

        def stop() -> None:
            if not self._over.wait(max(0.0, self._begun + limit - monotonic())):
                late.set()
                with suppress(ProcessLookupError):  # it ended at this very moment
                    os.killpg(self._process.pid, signal.SIGKILL)

        stopper = Thread(target=stop, daemon=True)
        stopper.start()
        # wait4 alone gives the usage of this child and of all it waited for, and of no other.
        try:
            _, status, usage = os.wait4(self._process.pid, 0)
        except BaseException:  # Ctrl-C reaches us alone
            os.killpg(self._process.pid, signal.SIGKILL)
            raise
        wall = monotonic() - self._begun
        self._over.set()
        stopper.join()
        self._watch.join()
        code = self._process.returncode = os.waitstatus_to_exitcode(status)
        return Cost(usage.ru_utime + usage.ru_stime, wall, self._peak, code, late.is_set())

    def _look(self) -> None:
        while not self._over.wait(_EVERY):
            self._peak = max(self._peak, tree_memory(self._process.pid))


def run(
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str],
    limit: float = 3600,
    folder: Path | None = None,
) -> Cost:
    """Run `command` to its end, its output in `log`."""
    return Running(command, log=log, env=env, folder=folder).end(limit)


def tree_memory(pid: int) -> float:
    """Proportional memory of a process and its children, in MB: shared pages count once."""
    return sum(proportional(one) for one in (pid, *descendants(pid)))


def descendants(pid: int) -> list[int]:
    """Processes that came of one, itself excluded."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found: list[int] = []
    waiting = [pid]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def proportional(pid: int) -> float:
    """MB of one process; 0 once it is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(one.split()[1]) for one in text.splitlines() if one.startswith("Pss:")) / 1024


def resident(pid: int) -> float:
    """Resident MB of one process, what it shares included; 0 once it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    return sum(int(one.split()[1]) for one in text.splitlines() if one.startswith("VmRSS:")) / 1024
