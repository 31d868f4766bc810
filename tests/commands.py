"""Runs the command line as a user would: a child process with an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


class Monitor:
    """One MONITOR_HOME, loopback only, no delay."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "MONITOR_HOME": str(home / "var"),
            "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8",
            "MONITOR_DELAY": "0",
            "MONITOR_PER_HOST": "8",
            **environment,
        }

    def run(self, *arguments: str, timeout: float = 600) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "monitor", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def ok(self, *arguments: str, timeout: float = 600) -> str:
        ran = self.run(*arguments, timeout=timeout)
        assert ran.code == 0, f"{arguments}: {ran.code}\n{ran.out}\n{ran.err}"
        return ran.out

    def records(self, *options: str) -> list[dict[str, Any]]:
        path = self.home / "records.json"
        self.ok("export", "--all", "--format", "json", "--output", str(path), *options)
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def explained(self, site: str, check: str) -> list[dict[str, Any]]:
        """What is known of every subject of a check; nothing when the site has none."""
        ran = self.run("explain", site, check, "--json")
        found: list[dict[str, Any]] = json.loads(ran.out) if ran.code == 0 else []
        return found

    def registry(self, text: str) -> None:
        path = self.home / "registry.yaml"
        path.write_text(text, encoding="utf-8")
        self.ok("init", "--registry", str(path))
