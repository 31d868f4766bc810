"""Judging again what is stored: every run in its order, without any of what judging had left behind."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.commands import Monitor

DERIVED = ("finding", "defect", "score", "gist", "frame")


def findings(home: Path) -> list[tuple[Any, ...]]:
    """Every finding with all that it says, but for the number of its row."""
    with closing(sqlite3.connect(home / "monitor.db")) as db:
        rows = db.execute("SELECT * FROM finding ORDER BY run_id, defect_id")
        return [tuple(row[1:]) for row in rows]


def replayed(monitor: Monitor, folder: Path) -> list[tuple[Any, ...]]:
    """The findings of a copy of the home in which judging has begun from nothing."""
    home = folder / "var"
    shutil.copytree(monitor.home / "var", home)
    with closing(sqlite3.connect(home / "monitor.db")) as db:
        for table in DERIVED:
            db.execute(f"DELETE FROM {table}")
        runs = db.execute(
            "SELECT id FROM run WHERE judged_at IS NOT NULL ORDER BY now, id"
        ).fetchall()
        db.execute("UPDATE run SET judged_at = NULL")
        db.commit()
    again = Monitor(folder, **{**monitor.environment, "MONITOR_HOME": str(home)})
    for (run,) in runs:
        again.ok("judge", "--run", str(run))
    return findings(home)


def checks_of(told: list[tuple[Any, ...]]) -> set[str]:
    """Those that found something against somebody."""
    return {row[2] for row in told if "fail" in row}
