"""One process at an address: locks under the home directory that the system drops with the process.

Each address has two files. `<address>.lock` is held by whoever crawls it. `<address>.first` is
held by a recrawl, for which somebody waits: a crawl that sees it held parks the address meanwhile.
`run-<id>.lock` is held by whoever works at a run: nobody else continues it meanwhile.
"""

from __future__ import annotations

import fcntl
from io import BufferedWriter
from pathlib import Path


class Locks:
    """The locks of one process. `first`: this process goes before crawls that are under way."""

    def __init__(self, directory: Path, *, first: bool = False) -> None:
        self._directory = directory
        self._directory.mkdir(parents=True, exist_ok=True)
        self._first = first
        self._held: dict[str, BufferedWriter] = {}

    def hold(self, address: str, *, busy: bool) -> bool:
        """Whether the address is ours to ask now. `busy`: it still has requests of ours in flight,
        so it cannot be given up yet."""
        name = address.replace(":", "_")
        precedence = f"{name}.first"
        if self._first:
            return self._take(precedence) and self._take(f"{name}.lock")
        wanted = self._taken_elsewhere(precedence)
        if wanted and not busy:
            self._give_up(f"{name}.lock")
        return not wanted and self._take(f"{name}.lock")

    def claim(self, run_id: int) -> bool:
        """Whether this process alone works at a run, from now until it ends or lets go."""
        return self._take(f"run-{run_id}.lock")

    def close(self) -> None:
        for file in self._held.values():
            file.close()
        self._held.clear()

    def _take(self, name: str) -> bool:
        if name in self._held:
            return True
        file = self._open(name)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._held[name] = file
        return True

    def _taken_elsewhere(self, name: str) -> bool:
        with self._open(name) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
        return False

    def _give_up(self, name: str) -> None:
        file = self._held.pop(name, None)
        if file is not None:
            file.close()

    def _open(self, name: str) -> BufferedWriter:
        return (self._directory / name).open("wb")
