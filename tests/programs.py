"""Finds LibreOffice for `make test`, or installs it; without it the tests that need it say so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ("libreoffice-calc-nogui", "fonts-noto-cjk")
"""The spreadsheet without its windows, and a face that has Chinese characters."""


def main() -> int:
    """The path, else the distribution's packages when we may install them."""
    apt = shutil.which("apt-get")
    if shutil.which("soffice") is None and apt and os.geteuid() == 0:
        _run(apt, "update", "-qq")
        _run(apt, "install", "-y", "-qq", "--no-install-recommends", *PACKAGES)
    if shutil.which("soffice") is None:
        print(
            "LibreOffice was not found and could not be installed: tests that open a workbook with "
            "it are skipped. Install libreoffice-calc.",
            file=sys.stderr,
        )
    return 0


def _run(*command: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, capture_output=True, timeout=900, check=False, env=quiet)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took too long and was stopped.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
