"""Ledgers for tests: one in memory, one in a SQLite file that survives a kill."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from monitor.domain.observation import Observation, OpenTarget
from monitor.domain.run import Target


class MemoryStore:
    """Keeps everything. `seen` by url; a repeated record replaces."""

    def __init__(self) -> None:
        self.targets: dict[str, Target] = {}
        self.seen: dict[str, Observation] = {}
        self.noted: list[str] = []
        self.batches: list[int] = []

    def plan(self, targets: Iterable[Target]) -> None:
        for target in targets:
            self.targets.setdefault(target.url, target)

    def record(self, observations: Sequence[Observation]) -> None:
        self.batches.append(len(observations))
        for observation in observations:
            assert observation.target.url in self.targets, "recorded, but never planned"
            self.seen[observation.target.url] = observation
            self.plan(observation.found)

    def started(self, urls: Sequence[str]) -> None:
        self.noted += urls

    def open_targets(self) -> list[OpenTarget]:
        return [OpenTarget(t) for url, t in self.targets.items() if url not in self.seen]

    def known_urls(self) -> set[str]:
        return set(self.targets)

    def status(self, url: str) -> str:
        """Status of the last look at `url`."""
        return self.seen[url].fetches[-1].status.value


class FileStore:
    """The same on disk, one transaction a call."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS target (url TEXT PRIMARY KEY, target BLOB,"
            " attempts INTEGER DEFAULT 0, seen BLOB)"
        )

    def plan(self, targets: Iterable[Target]) -> None:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._plan(targets)

    def _plan(self, targets: Iterable[Target]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO target (url, target) VALUES (?, ?)",
            [(target.url, pickle.dumps(target)) for target in targets],
        )

    def record(self, observations: Sequence[Observation]) -> None:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for observation in observations:
                self._plan(observation.found)
                self._db.execute(
                    "UPDATE target SET seen = ? WHERE url = ?",
                    (pickle.dumps(observation), observation.target.url),
                )

    def started(self, urls: Sequence[str]) -> None:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany(
                "UPDATE target SET attempts = attempts + 1 WHERE url = ?", [(u,) for u in urls]
            )

    def open_targets(self) -> list[OpenTarget]:
        rows = self._db.execute("SELECT target, attempts FROM target WHERE seen IS NULL")
        return [OpenTarget(pickle.loads(blob), attempts) for blob, attempts in rows]

    def known_urls(self) -> set[str]:
        return {url for (url,) in self._db.execute("SELECT url FROM target")}

    @property
    def seen(self) -> dict[str, Observation]:
        rows = self._db.execute("SELECT url, seen FROM target WHERE seen IS NOT NULL")
        return {url: pickle.loads(blob) for url, blob in rows}
