"""Office holders: who they are, and whether a biography stands there."""

from __future__ import annotations

from monitor.domain.evidence import Leader
from monitor.extract.document import Document


def read_leaders(doc: Document, *, expected: bool) -> tuple[Leader, ...]:
    return ()
