"""Names that do not resolve, that take for ever, and that lead to an address which does not answer."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Any

from monitor.domain.run import Reason
from tests.crawl.harness import LinkSpider, Result, _crawl_here, home, in_child, options, site
from tests.crawl.servers import html, raw, serve
from tests.zoo import animals as zoo

STALL = 0.6


def _with_names(directory: Path, urls: dict[str, str]) -> Result:
    """Crawls with a name server of its own: what it says of each of the names used here."""
    from monitor.crawl import guard

    guard.LOOKUP_SECONDS = STALL
    real = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        match str(host):
            case "stalls.example":
                time.sleep(4 * STALL)
                raise socket.gaierror(socket.EAI_AGAIN, "too late")
            case "fails.example":
                raise socket.gaierror(socket.EAI_AGAIN, "no name server")
            case "both.example":
                return real("::1", *args, **kwargs) + real("127.0.0.1", *args, **kwargs)
            case "six.example":
                return real("::1", *args, **kwargs)
        return real(host, *args, **kwargs)

    socket.getaddrinfo = look_up
    sites = [site(url, name, obey_robots=False) for name, url in urls.items()]
    seeds = [home(one.url, one.id) for one in sites]
    return _crawl_here(directory, (sites, seeds, LinkSpider, options, {"timeout": 1.0}))


def test_each_name_has_its_outcome_and_the_neighbour_is_read(tmp_path: Path) -> None:
    with raw(zoo.silent, "::1") as dead, serve({"/": html("<title>t</title>")}) as server:
        urls = {
            "nowhere": "http://no-such-name.invalid/",
            "stalls": "http://stalls.example/",
            "fails": "http://fails.example/",
            "both": f"http://both.example:{server.port}/",
            "six": f"http://six.example:{dead}/",
            "neighbour": server.url,
        }
        result: Result = in_child(_with_names, tmp_path, urls)
    seen = {name: result.store.seen[url] for name, url in urls.items()}
    assert {name: one.reason for name, one in seen.items()} == {
        "nowhere": Reason.DNS,
        "stalls": Reason.UNKNOWN,
        "fails": Reason.UNKNOWN,
        "both": None,
        "six": Reason.TIMEOUT,
        "neighbour": None,
    }
