"""A real browser, for pages that only a script can fill and walls that only a browser passes."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.domain.evidence import FetchStatus


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as the browser left it: its live tree as HTML in UTF-8."""

    html: bytes = b""
    final_url: str = ""
    status: FetchStatus = FetchStatus.OK
    http_status: int | None = None
    detail: str | None = None
