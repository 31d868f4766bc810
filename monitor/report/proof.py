"""佐证: what proves the lines of a list that is sent, as a package beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from monitor.report.workbook import zh

_EPOCH = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class LineProof:
    """Of one line: what is said of it, and the files that go with it, by name."""

    number: int
    text: str
    files: dict[str, bytes] = field(default_factory=dict)


def write_proof(path: Path, lines: Sequence[LineProof]) -> Path:
    """One folder a line: its text, its page as inert text, its picture. The same content is the same
    file. Raises OSError where it cannot be written."""
    draft = path.with_name(f"{path.name}.part")
    try:
        with ZipFile(draft, "w") as package:
            for line in lines:
                folder = f"{zh('proof.folder')}/{line.number:03}"
                files = {zh("proof.text_file"): line.text.encode()} | line.files
                for name, body in files.items():
                    package.writestr(ZipInfo(f"{folder}/{name}", _EPOCH), body, ZIP_DEFLATED)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path
