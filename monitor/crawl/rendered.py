"""What a crawl knows of its browser before it starts one: where it is, and what comes back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.domain.evidence import FetchStatus

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge",
          "microsoft-edge", "microsoft-edge-stable")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as the browser left it: its live tree as HTML, UTF-8 with a mark that says so, as the
    page's own meta element may still name what the server had sent.

    A status other than ok means that the browser got nothing; it accuses nobody. `detail`: the
    first error on the page's console, or why there is nothing. `whole`: everything that its scripts
    asked for came; without it an empty list proves nothing. `headers`: of the page's own answer.
    """

    html: bytes = b""
    final_url: str = ""
    status: FetchStatus = FetchStatus.OK
    http_status: int | None = None
    detail: str | None = None
    whole: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def find_browser(explicit: str | None = None) -> str | None:
    """Path of a browser: the one named, Playwright's own, or one on the path. A name that leads
    nowhere finds none, rather than another browser than the one asked for."""
    if explicit:
        return shutil.which(explicit)
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or "~/.cache/ms-playwright"
    own = sorted(Path(home).expanduser().glob("chromium-*/chrome-linux*/chrome"))
    if own:
        return str(own[-1])
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
