"""Gentle to each address, however many sites, channels and host names stand there."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

from tests.crawl.harness import crawled, home, site
from tests.crawl.servers import Answer, Visit, html, links, serve


def _channels(visit: Visit) -> Answer:
    time.sleep(0.02)
    if visit.path == "/robots.txt":
        return html("", 404)
    if visit.path.count("/") == 2 and visit.path.endswith("/"):
        return links(*(f"{visit.path}{n}.html" for n in range(3)))
    return html("<title>a</title>")


def test_44_channels_share_the_places_of_their_address(tmp_path: Path) -> None:
    with serve(_channels) as server:
        sites = [site(f"{server.url}c{n}/", f"c{n}") for n in range(44)]
        result = crawled(tmp_path, sites, per_host=2)
        assert server.log.most <= 2
        assert result.totals.pages == 44 * 4
        assert result.totals.not_observed == {}


def test_two_host_names_of_one_address_share_its_places(tmp_path: Path) -> None:
    with serve(_channels) as server:
        names = ("127.0.0.1", "localhost")
        sites = [site(f"http://{name}:{server.port}/x/", name) for name in names]
        result = crawled(tmp_path, sites, per_host=1)
        assert server.log.most == 1
        assert result.totals.pages == 8


def test_the_gentler_setting_of_an_address_wins(tmp_path: Path) -> None:
    with serve(_channels) as server:
        sites = [
            site(f"{server.url}a/", "a", per_host=4),
            site(f"{server.url}b/", "b", per_host=1, delay=0.1),
        ]
        crawled(tmp_path, sites, per_host=4)
        assert server.log.most == 1
        times = [visit.at for visit in server.log.visits]
        gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
        assert min(gaps) > 0.08


def test_order_is_by_role(tmp_path: Path) -> None:
    from monitor.domain.run import Role

    with serve({"/": html("x")}) as server:
        one = site(server.url, obey_robots=False)
        seeds = [home(f"{server.url}{role.value}", role=role) for role in reversed(Role)]
        seeds = [one for one in seeds if one.role not in (Role.ROBOTS, Role.SOUNDING)]
        crawled(tmp_path, [one], seeds, per_host=1)
        wanted = ["home", "menu", "column", "leaders", "leader", "article", "page", "asset", "link"]
        assert server.log.paths == [f"/{role}" for role in wanted]
