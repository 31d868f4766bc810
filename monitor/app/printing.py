"""Documents as PDF, by LibreOffice where it is found."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("soffice", "libreoffice")
_SECONDS = 180


def writer() -> str | None:
    """The program that prints documents; None where it is not installed, or without its part for texts."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        return None
    home = Path(found).resolve().parent
    parted = (home / "soffice.bin").exists() and not any(home.glob("*swlo.*"))
    return None if parted else found


def pdf_of(program: str, document: bytes) -> bytes | None:
    """A .docx as PDF; None where the program does not make one. It has a profile of its own, so that no
    running office is used."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.docx"
        path.write_bytes(document)
        profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
        convert = ("--headless", "--convert-to", "pdf", "--outdir", folder, str(path))
        try:
            command = (program, profile, *convert)
            subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603
        except (OSError, subprocess.TimeoutExpired):
            return None
        made = path.with_suffix(".pdf")
        return made.read_bytes() if made.exists() else None
