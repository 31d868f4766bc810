"""Pages that a browser does not come to an end with: each ends, and the next page is opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.crawl.rendered import find_browser
from monitor.domain.evidence import Via
from monitor.domain.run import Reason, Role
from tests.crawl.harness import crawled, home, site
from tests.crawl.servers import Answer, Page, html, serve

BROWSER = find_browser(os.environ.get("MONITOR_BROWSER"))
# Nothing but a script's request: reason enough for a browser.
NEEDED = "<script>fetch('/n')</script>"
LIST = """<html><head><title>t</title></head><body><ul id="l"></ul><script>
fetch("/list.json").then(r => r.json()).then(items => {
  for (const i of items) document.getElementById("l").innerHTML += `<li><a href="/a${i}">n${i}</a></li>`;
})</script></body></html>"""
TIES = (
    "<script>onbeforeunload = () => 'stay'; alert(1); prompt(2); print(); open('/n');"
    f"</script>{NEEDED}"
)
SAVES = f"<a id='d' href='/file.bin' download>x</a><script>d.click()</script>{NEEDED}"
POLLS = "<script>setInterval(() => fetch('/n'), 20)</script>"
CRASH = "<script>const held = []; for (;;) held.push(new Array(1e5).fill(held.length));</script>"


@pytest.mark.skipif(BROWSER is None, reason="no browser on this machine")
def test_each_page_ends_and_the_next_one_is_opened(tmp_path: Path) -> None:
    # A small heap, so that the tab that crashes takes no machine with it.
    small = tmp_path / "chromium"
    small.write_text(f'#!/bin/sh\nexec "{BROWSER}" --js-flags=--max-old-space-size=64 "$@"\n')
    small.chmod(0o755)
    pages: dict[str, Answer | Page] = {
        "/dialogs": html(TIES),
        "/downloads": html(SAVES),
        "/file.bin": (200, {"Content-Disposition": "attachment"}, b"x" * 1000),
        "/never-idle": html(POLLS),
        "/crashes": html(CRASH + NEEDED),
        "/last": html(LIST),
        "/n": (200, {"Content-Type": "application/json"}, b"1"),
        "/list.json": (200, {"Content-Type": "application/json"}, b"[1]"),
    }
    names = ["dialogs", "downloads", "never-idle", "crashes", "last"]
    with serve(pages) as server:
        one = site(server.url, obey_robots=False)
        seeds = [home(f"{server.url}{name}", role=Role.PAGE) for name in names]
        result = crawled(tmp_path, [one], seeds, browser=str(small), within=150)
    seen = {name: result.store.seen[seed.url] for name, seed in zip(names, seeds, strict=True)}
    outcomes = {name: (one.reason, one.fetches[-1].via) for name, one in seen.items()}
    assert outcomes == {
        "dialogs": (None, Via.BROWSER),
        "downloads": (None, Via.BROWSER),
        "never-idle": (None, Via.BROWSER),
        "crashes": (Reason.NO_BROWSER, Via.PLAIN),
        "last": (None, Via.BROWSER),
    }
    assert f"{server.url}a1" in result.store.seen, "the page after the crash is rendered"
    assert not list(tmp_path.glob("**/file.bin")), "nothing is kept of a download"
