"""Each hop is looked at by the guard and counted; a chain ends."""

from __future__ import annotations

from pathlib import Path

from monitor.crawl.guard import Networks
from monitor.domain.run import Reason
from tests.crawl.harness import crawled, site
from tests.crawl.servers import Answer, Visit, html, serve


def _to(url: str, **headers: str) -> Answer:
    return 302, {"Location": url, **headers}, b""


def test_hops_are_recorded(tmp_path: Path) -> None:
    pages = {"/": _to("/b"), "/b": _to("/c"), "/c": html("<title>end</title>")}
    with serve(pages) as server:
        seen = crawled(tmp_path, [site(server.url)]).store.seen[server.url]
        (fetch,) = seen.fetches
        assert fetch.url == server.url
        assert fetch.hops == (f"{server.url}b",)
        assert fetch.final_url == f"{server.url}c"
        assert seen.page is not None and seen.page.url == f"{server.url}c"


def test_a_redirect_out_of_the_allowed_networks_is_refused(tmp_path: Path) -> None:
    with serve({"/z": html("x")}, host="127.0.0.2") as foreign:
        for target in (
            f"{foreign.url}z",
            "http://169.254.169.254/latest",
            "http://[::ffff:7f00:2]/",
        ):
            with serve({"/": _to(target)}) as server:
                result = crawled(tmp_path, [site(server.url)], networks=Networks.parse("127.0.0.1"))
                seen = result.store.seen[server.url]
                assert seen.reason is Reason.NOT_REQUESTED
                assert seen.fetches[0].final_url == target
        assert foreign.log.paths == []


def test_loops_and_chains_end(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        if visit.path.startswith("/chain"):
            return _to(f"/chain{int(visit.path[6:] or 0) + 1}")
        return _to("/two" if visit.path == "/one" else "/one")

    with serve(page) as server:
        sites = [
            site(f"{server.url}one", "a", obey_robots=False),
            site(f"{server.url}chain", "b", obey_robots=False),
        ]
        store = crawled(tmp_path, sites).store
        assert store.seen[f"{server.url}one"].fetches[0].detail == "redirect_loop"
        assert store.seen[f"{server.url}chain"].fetches[0].detail == "redirect_chain"
        assert len(server.log.paths) <= 15


def test_a_cookie_set_on_the_way_is_carried(tmp_path: Path) -> None:
    def page(visit: Visit) -> Answer:
        if visit.headers.get("cookie") == "k=v":
            return html("<title>in</title>")
        return _to(visit.path, **{"Set-Cookie": "k=v; Path=/"})

    with serve(page) as server:
        store = crawled(tmp_path, [site(server.url, obey_robots=False)]).store
        assert store.status(server.url) == "ok"


def test_a_meta_refresh_is_a_hop_and_a_page_that_reloads_itself_is_none(tmp_path: Path) -> None:
    refresh = '<meta http-equiv="refresh" content="0;url={}">'
    pages = {"/": html(refresh.format("/new")), "/new": html(refresh.format("/new") + "text")}
    with serve(pages) as server:
        seen = crawled(tmp_path, [site(server.url)]).store.seen[server.url]
        assert seen.fetches[-1].final_url == f"{server.url}new"
        assert server.log.paths.count("/new") == 1


def test_strange_destinations_are_named(tmp_path: Path) -> None:
    for target in ("ftp://127.0.0.1/x", "javascript:void(0)", "http://", "http://[bad/"):
        with serve({"/": _to(target)}) as server:
            seen = crawled(tmp_path, [site(server.url)]).store.seen[server.url]
            assert seen.reason is Reason.UNKNOWN, target
