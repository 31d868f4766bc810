"""A crawl to be killed: `python -m tests.crawl.killed URL HOME BROWSER|-`, ledger in HOME/ledger."""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.crawl.run import crawl_blocking
from tests.crawl.harness import LinkSpider, home, options, site
from tests.crawl.memory_store import FileStore


def main(url: str, directory: str, browser: str) -> None:
    one = site(url)
    crawl_blocking(
        sites=[one],
        seeds=[home(url)],
        spider=LinkSpider,
        store=FileStore(Path(directory) / "ledger"),
        options=options(Path(directory), browser=None if browser == "-" else browser),
        spider_args={"sites": [one]},
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
