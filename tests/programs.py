"""Finds the programs that open documents for `make test`, or installs them; tests say what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from monitor.app import printing
from monitor.report.fonts import chinese_face

PACKAGES = (
    "libreoffice-calc-nogui",
    "libreoffice-writer-nogui",
    "poppler-utils",
    "fonts-noto-cjk",
)
"""Spreadsheet and text without their windows, pages as pictures, a face that has Chinese characters."""


def main() -> int:
    """What is there, else the distribution's packages when we may install them."""
    apt = shutil.which("apt-get")
    if _missing() and apt and os.geteuid() == 0:
        _run(apt, "update", "-qq")
        _run(apt, "install", "-y", "-qq", "--no-install-recommends", *PACKAGES)
    if _missing():
        print(
            f"Not found, and could not be installed: {', '.join(_missing())}. Tests that open "
            f"documents are skipped. Install {', '.join(PACKAGES)}.",
            file=sys.stderr,
        )
    return 0


def _missing() -> list[str]:
    missing = [name for name in ("soffice", "pdftoppm") if shutil.which(name) is None]
    if not writer():
        missing.append("LibreOffice Writer")
    if chinese_face() is None:
        missing.append("a face that has Chinese characters")
    return missing


def writer() -> bool:
    """Whether LibreOffice has its part for texts; a spreadsheet alone opens no Word document."""
    return printing.writer() is not None


def _run(*command: str) -> None:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(command, capture_output=True, timeout=900, check=False, env=quiet)
    except subprocess.TimeoutExpired:
        print(f"{command[0]} took too long and was stopped.", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
