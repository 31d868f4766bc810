"""How a crawl is to be run: everything it may not decide by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.crawl.guard import Networks

VERSION = "0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`delay` and `per_host` hold for each resolved address, unless a site asks for gentler ones.

    `browser`: path of a browser, None for none. `escalate`: a second look, which tries every way
    before an absence or a failure stands. `first`: a recrawl; crawls of other processes make way.
    `until`: after this moment nothing more is asked and the rest is not observed (window).
    `pause`: seconds before a look that failed in a way that may pass is repeated (twice as long each
    time), and the measure of how long a failing site is left alone.
    `clock`: the moment now (aware); wall clock of the fetches, and of `until`.
    """

    home: Path
    clock: Callable[[], datetime]
    delay: float = 0.5
    per_host: int = 2
    networks: Networks = field(default_factory=Networks)
    contact: str | None = None
    browser: str | None = None
    escalate: bool = False
    first: bool = False
    until: datetime | None = None
    timeout: float = 15.0
    page_budget: int = 20_000
    pause: float = 5.0

    @property
    def user_agent(self) -> str:
        contact = f"; +{self.contact}" if self.contact else ""
        return f"Mozilla/5.0 (compatible; gov-monitor/{VERSION}{contact})"
