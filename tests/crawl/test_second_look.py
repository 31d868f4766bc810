"""Before a failure stands it was tried every way, and what the server said instead is kept."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from monitor.crawl.observe import sha256
from monitor.crawl.rendered import find_browser
from monitor.domain.evidence import Via
from monitor.domain.run import Reason, Role
from tests.crawl.harness import crawled, home, site
from tests.crawl.servers import Answer, Visit, html, serve

BROWSER = find_browser(os.environ.get("MONITOR_BROWSER"))
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no browser on this machine")


def test_a_stranger_that_answers_404_to_a_robot_is_asked_as_a_browser(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        known = "gov-monitor" not in visit.headers["user-agent"]
        return html("<title>in</title>" if known else "no", 200 if known else 404)

    with serve(page) as other, serve({}) as server:
        seeds = [home(f"{other.url}x", None, Role.LINK)]
        first = crawled(tmp_path, [site(server.url)], seeds).store.seen[seeds[0].url]
        assert [fetch.http_status for fetch in first.fetches] == [404]
        again = crawled(tmp_path, [site(server.url)], seeds, escalate=True).store.seen[seeds[0].url]
        assert [fetch.http_status for fetch in again.fetches] == [404, 200]


@needs_browser
def test_a_dead_link_is_dead_in_a_browser_too(tmp_path: Path) -> None:
    with serve({}) as other, serve({}) as server:
        seeds = [
            home(f"{other.url}x", None, Role.LINK),
            home(f"{other.url}y.pdf", None, Role.ASSET),
        ]
        store = crawled(tmp_path, [site(server.url)], seeds, escalate=True, browser=BROWSER).store
        ways = [[fetch.via for fetch in store.seen[seed.url].fetches] for seed in seeds]
        assert ways == [[Via.PLAIN, Via.HEADERS, Via.BROWSER], [Via.PLAIN, Via.HEADERS]]
        assert store.seen[seeds[0].url].fetches[-1].http_status == 404


def test_what_the_server_said_instead_of_a_page_is_kept(tmp_path: Path) -> None:
    soft = "<title>404</title><p>抱歉，您访问的页面不存在</p>"
    pages = {"/": html("oops", 500), "/soft": html(soft), "/good": html("<title>t</title>good")}
    with serve(pages) as server:
        dead, gone = (home(f"{server.url}{path}", None, Role.LINK) for path in ("dead", "soft"))
        good = home(f"{server.url}good", None, Role.LINK)
        seeds = [home(server.url), dead, gone, good]
        store = crawled(tmp_path, [site(server.url)], seeds).store
        for seed, body in ((seeds[0], b"oops"), (dead, b"no"), (gone, soft.encode())):
            seen = store.seen[seed.url]
            assert (seen.body, seen.fetches[-1].body_sha256) == (body, sha256(body))
        assert store.seen[good.url].body is store.seen[good.url].fetches[-1].body_sha256 is None


def test_a_server_that_counts_wrongly_is_there(tmp_path: Path) -> None:
    def short(text: str) -> Answer:
        return html(text, **{"Content-Length": str(len(text) + 500), "Connection": "close"})

    pages = {"/whole": short("<p>whole</p></html>\n"), "/half": short("<p>half"), "/x": short("x")}
    with serve(pages) as server:
        one = site(server.url, obey_robots=False)
        roles = {"whole": Role.PAGE, "half": Role.PAGE, "x": Role.LINK}
        seeds = [home(f"{server.url}{path}", role=role) for path, role in roles.items()]
        seen = crawled(tmp_path, [one], seeds).store.seen
        assert [seen[seed.url].reason for seed in seeds] == [None, Reason.RESET, None]
        assert seen[seeds[1].url].fetches[-1].detail == "truncated"
        assert seen[seeds[0].url].page is not None


def test_a_page_without_a_byte_is_asked_for_again(tmp_path: Path) -> None:
    with serve({"/": html("")}) as server:
        one = site(server.url, obey_robots=False)
        store = crawled(tmp_path, [one], escalate=True, browser="/nowhere/chromium").store
        assert [fetch.via for fetch in store.seen[server.url].fetches][1] is Via.BROWSER
