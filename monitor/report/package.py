"""One way to write what Word and Excel call a package: the same content is the same file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (2000, 1, 1, 0, 0, 0)


def stamp(moment: datetime) -> datetime:
    """A moment as a package's properties hold it: UTC, whole seconds, without zone."""
    return moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def write_package(path: Path, moment: datetime, write: Callable[[str], None]) -> Path:
    """A whole file or none, with fixed file times inside. `write` saves the package at a path.

    Raises OSError where it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    plain, draft = (path.with_name(f"{path.name}.{part}") for part in ("plain", "part"))
    modified = stamp(moment).isoformat(timespec="seconds").encode() + b"Z"
    try:
        write(str(plain))
        with ZipFile(plain) as source, ZipFile(draft, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                body = source.read(name)
                if name == "docProps/core.xml":
                    body = re.sub(
                        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + modified, body, count=1
                    )
                target.writestr(ZipInfo(name, _EPOCH), body, ZIP_DEFLATED)
        draft.replace(path)
    finally:
        plain.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return path
