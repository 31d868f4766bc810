"""Headers of answers that prove something are kept, and no others."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.http import Headers

from monitor.crawl.observe import kept_headers
from monitor.domain.evidence import Fetch, FetchStatus
from tests.commands import Monitor
from tests.crawl.servers import Visit, html, serve
from tests.job.small_site import registry, site


def test_cookies_are_left_out_and_what_repeats_is_kept() -> None:
    told = Headers({"Set-Cookie": "JSESSIONID=1", "Via": ["1.1 a", "1.1 b"], "server": "nginx"})
    assert kept_headers(told) == (("Via", "1.1 a"), ("Via", "1.1 b"), ("Server", "nginx"))


def test_bytes_stay_one_to_one_but_for_what_breaks_a_line() -> None:
    told = Headers({"X-Name": "甲".encode(), "X-Bad": b"a\x00b\x1fc"})
    (_, name), (_, bad) = kept_headers(told)
    assert bad == "a b c"
    assert len(name) == len("甲".encode()) and name[0] == "ç"


def test_count_and_length_are_bounded() -> None:
    many = Headers({f"X-{n}": "a" for n in range(500)})
    assert len(kept_headers(many)) == 48
    long = Headers({"X-" + "n" * 500: "v" * 5_000, "Server": "nginx"})
    assert [(len(name), len(value)) for name, value in kept_headers(long)] == [(80, 500), (6, 5)]
    huge = Headers({f"X-{n}": "v" * 5_000 for n in range(40)})
    assert sum(len(name) + len(value) for name, value in kept_headers(huge)) <= 4_000


def test_they_are_no_part_of_what_is_compared() -> None:
    fetch = Fetch("http://a/", FetchStatus.OK, datetime(2026, 1, 26, tzinfo=UTC))
    assert replace(fetch, headers=(("Server", "nginx"),)) == fetch


def test_of_a_crawl(tmp_path: Path) -> None:
    """Kept of pages, of dead links, of walls; not of an image that opens; a 304 brings none of its own."""
    monitor = Monitor(tmp_path, MONITOR_BROWSER=str(tmp_path / "none"))
    pages: dict[str, Any] = {
        path: _cookied(answer) if isinstance(answer, tuple) else answer
        for path, answer in site().items()
    }
    del pages["/tzgg/1.html"]
    pages["/gzdt/2.html"] = html("<title>403</title>no", 403, **{"X-Wall": "yes"})
    with serve(pages) as server:
        monitor.registry(registry(server.url))
        monitor.ok("crawl", "--as-of", "2026-01-26T10:00")
        monitor.ok("crawl", "--as-of", "2026-01-27T10:00")
    rows = _rows(tmp_path)
    home = rows[1, "/"]
    assert home["Content-Type"] == "text/html; charset=utf-8"
    assert not any("Set-Cookie" in headers for headers in rows.values() if headers)
    assert rows[1, "/tzgg/1.html"] is not None, "a dead link"
    assert rows[1, "/gzdt/2.html"]["X-Wall"] == "yes", "a wall"
    assert rows[1, "/red.png"] is None, "nothing is proven by it"
    assert rows[2, "/"] is None, "304: the answer that gave the body has them"


def _cookied(answer: tuple[int, dict[str, str], bytes]) -> Any:
    status, headers, body = answer
    mark = {"ETag": f'"{len(body)}"', "Set-Cookie": "JSESSIONID=secret; path=/"}

    def page(visit: Visit) -> tuple[int, dict[str, str], bytes]:
        if visit.headers.get("if-none-match") == mark["ETag"]:
            return 304, mark, b""
        return status, {**headers, **mark}, body

    return page


def _rows(home: Path) -> dict[tuple[int, str], Any]:
    with closing(sqlite3.connect(home / "var" / "monitor.db")) as db:
        rows = db.execute(
            "SELECT run_id, url, headers FROM fetch WHERE url LIKE 'http://127%' ORDER BY seq"
        ).fetchall()
    return {
        (run, "/" + url.split("/", 3)[3]): headers and dict(json.loads(headers))
        for run, url, headers in rows
    }
