"""Pages that do nothing but leave."""

from __future__ import annotations

import re

from monitor.extract.document import Document

_REFRESH = re.compile(r"""^\s*(\d+)(?:\.\d+)?\s*[;,]\s*url\s*=\s*["']?\s*([^"'>\s]+)""", re.I)
_WRITTEN_REFRESH = re.compile(
    r"""http-equiv\s*=\s*\\?["']?refresh\\?["']?[^>]*?content\s*=\s*\\?["']\s*(\d+)\s*[;,]\s*url\s*=\s*([^"'>\s\\]+)""",
    re.I,
)
_LEAVE = re.compile(
    r"""(?:window|self|top|parent|document)?\.?\blocation(?:\.href)?\s*=\s*["']([^"'+]+)["']\s*[;,)}\s]*"""
    r"""|location\.(?:replace|assign)\(\s*["']([^"'+]+)["']\s*\)""",
)
_BY_DEVICE = re.compile(r"userAgent|navigator\.|screen\.width|platform", re.I)
_SHORT = 400
_SILENT = 60
_LONGEST_WAIT = 15


def read_redirect(doc: Document) -> str | None:
    """The absolute target of a meta refresh or of a script that only leaves, else None.

    A page with something to read that reloads itself, or that sends phones elsewhere, stays.
    """
    if len(doc.text) > _SHORT:
        return None
    for meta in doc.root.iter("meta"):
        if (meta.get("http-equiv") or "").lower() == "refresh":
            match = _REFRESH.match(meta.get("content") or "")
            if match and int(match[1]) <= _LONGEST_WAIT:
                return _target(doc, match[2])
    match = _WRITTEN_REFRESH.search(doc.code)
    if match:
        return _target(doc, match[2])
    timed = "setTimeout" in doc.code
    for script in doc.scripts:
        leave = _LEAVE.search(script.code)
        if leave and not _BY_DEVICE.search(script.code) and (timed or len(doc.text) <= _SILENT):
            return _target(doc, leave[1] or leave[2])
    return None


def _target(doc: Document, raw: str) -> str | None:
    url = doc.addresses.absolute(raw)
    return url if url and url != doc.url else None
