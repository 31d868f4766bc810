"""None of the animals is accused of what is not so: from the command line to the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Monitor
from tests.crawl.harness import crawled, site
from tests.job import small_site
from tests.zoo import animals as zoo
from tests.zoo.cage import caged

CRAWL = "2026-01-26T10:00"
CHUNKED = zoo.HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


def test_only_the_home_page_that_does_not_open_is_suspected(tmp_path: Path) -> None:
    sent = [0]
    animals: dict[str, zoo.Behave] = {
        "stream": zoo.stream(sent),
        "chunks": zoo.says(CHUNKED + b"zz\r\nnot a chunk\r\n"),
        "truncated": zoo.says(zoo.HEAD + b"Content-Length: 5000\r\n\r\n<p>half"),
        "nonsense": zoo.says(b"\0\1\2 what?\r\n\r\n"),
        "resets": zoo.resets(1),
    }
    pages = {"bomb": {"/": zoo.bomb()}, "loop": zoo.loop, "chain": zoo.chain}
    with caged(animals, {**pages, "healthy": small_site.site()}) as (urls, _):
        del urls["neighbour"]
        registry = "units:\n" + "".join(
            f"  - {{id: u-{name}, name: 甲局, category: service,"
            f' sites: [{{id: {name}, name: 甲局网站, url: "{url}"}}]}}\n'
            for name, url in urls.items()
        )
        monitor = Monitor(tmp_path, MONITOR_BROWSER=str(tmp_path / "none"))
        monitor.registry(registry)
        monitor.ok("crawl", "--as-of", CRAWL)
    assert [(r["site"], r["check"], r["state"]) for r in monitor.records()] == [
        ("resets", "home-unreachable", "suspected")
    ]


@pytest.mark.soak
def test_a_neighbour_is_not_slowed_by_more_than_a_tenth(tmp_path: Path) -> None:
    """By the clock: a neighbour that is asked four times a second, alone and among animals."""
    animals: dict[str, zoo.Behave] = {
        "silent": zoo.silent,
        "drips": zoo.drips,
        "stream": zoo.stream([0]),
        "half-reset": zoo.resets(2),
    }
    spans = []
    for some in ({}, animals):
        directory = tmp_path / str(len(some))
        directory.mkdir()
        pages = {"bomb": {"/": zoo.bomb()}, "calendar": zoo.calendar} if some else {}
        with caged(some, dict(pages)) as (urls, log):
            sites = [site(url, name) for name, url in urls.items()]
            crawled(directory, sites, delay=0.25, per_host=1, page_budget=100, within=600)
        came = [visit.at for visit in log.visits]
        spans.append(max(came) - min(came))
    assert spans[1] < 1.1 * spans[0]
