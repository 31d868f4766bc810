"""One worker process: `python -m tests.polite.worker URL HOME NAME DELAY [first]`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from monitor.crawl.run import crawl_blocking
from tests.crawl.harness import LinkSpider, home, options, site
from tests.crawl.memory_store import FileStore

PER_HOST = 2


def start(url: str, home_dir: Path, name: str, delay: float, *more: str) -> subprocess.Popen[bytes]:
    order = [url, str(home_dir), name, str(delay), *more]
    return subprocess.Popen([sys.executable, "-m", "tests.polite.worker", *order])


def main(url: str, directory: str, name: str, delay: str, first: str = "") -> None:
    one = site(url, name)
    crawl_blocking(
        sites=[one],
        seeds=[home(url, name)],
        spider=LinkSpider,
        store=FileStore(Path(directory) / name),
        options=options(
            Path(directory), per_host=PER_HOST, delay=float(delay), first=first == "first"
        ),
        spider_args={"sites": [one]},
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
