"""What verbs that write a document have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from monitor.app.house import BadInput
from monitor.report.plain import write_text


def docx(path: Path, option: str) -> Path:
    """A path whose name Word will open. Raises BadInput for any other, before anything is looked at."""
    if path.suffix.lower() != ".docx":
        raise BadInput("papers.suffix", option=option, value=str(path))
    return path


def written(write: Callable[[], Path], path: Path) -> Path:
    """Write a document whole or not at all. Raises BadInput where it cannot be written."""
    try:
        return write()
    except OSError as error:
        raise BadInput("input.output", value=str(path)) from error


def write(output: Path, text: str) -> None:
    """A text as one file, whole or not at all. Raises BadInput where it cannot be written."""
    written(lambda: write_text(output, text), output)
