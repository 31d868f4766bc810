"""Where the bench keeps its files and at which addresses it serves."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterable
from pathlib import Path

from bench.server import CannotServe, Served
from bench.site import NEIGHBOUR, Plan, write

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "var" / "bench"
PORT = 8730  # part of the pages, since some of their links are absolute
SITE_ADDRESS = "127.0.0.1"
SECOND_ADDRESS = "127.0.0.2"
NEIGHBOUR_ADDRESS = "127.0.0.3"
_WRITTEN, _KEPT = 45_000, 20_000
"""Bytes a page: as its site has it, and what a crawl stores of it."""


def plan_for(pages: int, address: str = SITE_ADDRESS) -> Plan:
    """The site at an address; sites at different addresses differ in every page."""
    seed = int(address.rpartition(".")[2])
    neighbour = f"http://{NEIGHBOUR_ADDRESS}:{PORT}"
    return Plan(f"http://{address}:{PORT}", neighbour, pages, seed)


def served(plans: Iterable[Plan], cache: Path) -> list[Served]:
    """Write the sites where they are missing; the neighbour's pages come with the first. Raises
    CannotServe where the disk has no room for them and for what a crawl keeps of them."""
    plans = list(plans)
    need_room(plans, cache, crawled=sum(plan.pages for plan in plans))
    found = [
        Served(plan.origin.partition("://")[2].partition(":")[0], write(plan, cache))
        for plan in plans
    ]
    return [*found, Served(NEIGHBOUR_ADDRESS, found[0].root / NEIGHBOUR)]


def need_room(plans: Iterable[Plan], cache: Path, crawled: int) -> None:
    """Raises CannotServe where the disk has no room for the sites that are missing and for what is kept
    of `crawled` pages."""
    cache.mkdir(parents=True, exist_ok=True)
    missing = sum(plan.pages for plan in plans if not (cache / plan.folder).exists())
    needed = missing * _WRITTEN + crawled * _KEPT
    there = shutil.disk_usage(cache).free
    if there < needed:
        raise CannotServe(
            f"{cache} has {there / 1e9:.1f} GB left, and the sites with a crawl of them take some "
            f"{needed / 1e9:.1f} GB: make room, or ask for fewer pages."
        )


def machine() -> str:
    """What the figures were measured on."""
    versions = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores ({_processor()}), {versions}, nginx on the same cores."


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return platform.processor()
    found = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    return found[0] if found else platform.processor()
