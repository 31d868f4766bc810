"""Finds a browser for `make setup`, or installs one; without any, everything else still works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from monitor.crawl.rendered import find_browser


def main() -> int:
    """Environment, Playwright's own, the path; else Playwright's installer; else the distribution's."""
    explicit = os.environ.get("MONITOR_BROWSER")
    if find_browser(explicit) or _installed(
        [sys.executable, "-m", "playwright", "install", "chromium"]
    ):
        return 0
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        _run([apt, "update", "-qq"])
        if _installed([apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            return 0
    print(
        "No browser was found or could be installed: pages that need one will be reported as not "
        "observed. Install Chromium, Chrome or Edge, or set MONITOR_BROWSER to its path.",
        file=sys.stderr,
    )
    return 0


def _installed(command: list[str]) -> bool:
    _run(command)
    return find_browser(os.environ.get("MONITOR_BROWSER")) is not None


def _run(command: list[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, timeout=600, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took too long and was stopped.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
