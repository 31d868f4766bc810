"""What robots.txt allows. It is a target of its own, so no request can run ahead of it."""

from __future__ import annotations

from protego import Protego

AGENT = "gov-monitor"
MAX_DELAY = 5.0
"""A longer Crawl-delay would let a site drop out of the night by asking for an hour per page."""
MAX_BYTES = 512 * 1024


class Rules:
    """The rules of one origin; without a readable robots.txt everything is allowed."""

    def __init__(self, body: bytes | None = None) -> None:
        # Many editors put a mark before the first line; read as text it would hide that line.
        text = body[:MAX_BYTES].decode("utf-8-sig", "replace") if body else None
        self._parsed = Protego.parse(text) if text else None
        asked = self._parsed.crawl_delay(AGENT) if self._parsed else None
        self.delay = min(float(asked), MAX_DELAY) if asked else 0.0

    def allow(self, url: str) -> bool:
        return self._parsed is None or bool(self._parsed.can_fetch(url, AGENT))
