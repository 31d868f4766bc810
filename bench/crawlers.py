"""How each crawler is started on a site: command, environment, and what it takes to have it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bench.install import Peers
from bench.site import AS_OF

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable
_PEERS = Path(__file__).parent / "peers"
OURS = "gov-monitor"
SCRAPY_GOAL = 5.0
CHECKER_GOAL = 2.4
LOOP_GOAL = 0.2
_REGISTRY = """\
units:
{units}"""
_UNIT = """\
  - id: {id}
    name: 青禾县{number}
    category: county
    sites:
      - {{id: {id}-site, name: 青禾县政府网{number}, url: "{url}", kind: portal}}
"""


@dataclass(frozen=True, slots=True)
class Crawler:
    """`command` is run in the repository, with `env` in its environment. `goal`: how many times its
    pages a CPU second ours must make."""

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    goal: float | None = None
    note: str = ""


def clean_environment(more: Mapping[str, str]) -> dict[str, str]:
    """Ours without what would change the measure."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("MONITOR_", "SCRAPY_")) and not key.lower().endswith("_proxy")
    }
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


def our_environment(home: Path) -> dict[str, str]:
    return {
        "MONITOR_HOME": str(home),
        "MONITOR_DELAY": "0",
        "MONITOR_PER_HOST": "16",
        "MONITOR_ALLOW_NETWORKS": "127.0.0.0/8",
        "MONITOR_LANG": "en",
    }


def prepare_ours(home: Path, urls: Sequence[str]) -> None:
    """A fresh MONITOR_HOME whose ledger has a unit for each url: u1 with u1-site, and so on."""
    home.mkdir(parents=True)
    units = "".join(
        _UNIT.format(id=f"u{number}", number=number, url=url) for number, url in enumerate(urls, 1)
    )
    registry = home / "bench.yaml"
    registry.write_text(_REGISTRY.format(units=units), encoding="utf-8")
    subprocess.run(
        [PYTHON, "-m", "monitor", "init", "--registry", str(registry)],
        cwd=ROOT,
        env=clean_environment(our_environment(home)),
        check=True,
        stdout=subprocess.DEVNULL,
    )


def our_command(*sites: str, mode: str = "full", day: date = AS_OF) -> tuple[str, ...]:
    """The whole job on one or more sites of the ledger, judged as of a day: the one the site was made
    for."""
    chosen = [part for site in sites for part in ("--site", site)]
    when = f"{day:%Y-%m-%d}T20:00"
    return (PYTHON, "-m", "monitor", "crawl", *chosen, "--mode", mode, "--as-of", when, "--json")


def ours(home: Path, url: str) -> Crawler:
    """The whole job; making the ledger is not part of it."""
    prepare_ours(home, [url])
    return Crawler(
        OURS,
        our_command("u1-site"),
        our_environment(home),
        note="fetch, decode, evidence, every check, SQLite",
    )


def plain_scrapy(url: str, output: Path) -> Crawler:
    return Crawler(
        "Scrapy CrawlSpider",
        (PYTHON, "-m", "bench.peers.scrapy_plain", url, str(output)),
        goal=SCRAPY_GOAL,
        note="LinkExtractor, 16 in flight, items to a file",
    )


def own_loop(peers: Peers, url: str) -> Crawler:
    return Crawler(
        "own loop, links only",
        (str(peers.python), str(_PEERS / "own_loop.py"), url),
        goal=LOOP_GOAL,
        note="aiohttp and lexbor, no evidence, nothing stored",
    )


def fetch_only(peers: Peers, addresses: Path) -> Crawler:
    return Crawler(
        "fetch only, nothing parsed",
        (str(peers.python), str(_PEERS / "own_loop.py"), "--only", str(addresses)),
        note="aiohttp, given every page's address",
    )


def linkchecker(peers: Peers, url: str, folder: Path) -> Crawler:
    """Its limit of 10 requests a second is lifted by a header of the server; the setting alone is not
    enough."""
    config = folder / "linkcheckerrc"
    config.write_text("[checking]\nmaxrequestspersecond=100000\nthreads=16\n", encoding="utf-8")
    command = (str(peers.linkchecker), "-f", str(config), "--no-status", "-o", "csv", url)
    return Crawler(
        "LinkChecker",
        command,
        goal=CHECKER_GOAL,
        note="16 threads, rate limit lifted; asks for GBK pages but reads no links there",
    )


def linkinator(peers: Peers, url: str) -> Crawler:
    program = f"{peers.modules}/.bin/linkinator"
    command = (program, url, "--recurse", "--concurrency", "16", "--format", "csv")
    return Crawler("linkinator", command, goal=CHECKER_GOAL, note="Node, 16 in flight")


def broken_link_checker(peers: Peers, url: str) -> Crawler:
    program = f"{peers.modules}/.bin/blc"
    command = (program, url, "--recursive", "--requests", "16", "--host-requests", "16")
    return Crawler("broken-link-checker", command, goal=CHECKER_GOAL, note="Node, 16 in flight")
