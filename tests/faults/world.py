"""Virtual sites at loopback addresses of their own, whose answers fail as a seed has it."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.crawl.servers import Answer, Page, Visit, html, serve
from tests.job import small_site

SHARE = 0.2
GONE, BROKEN = "/gone.doc", "/broken.html"


def host(number: int) -> str:
    return f"127.0.{2 + number // 250}.{1 + number % 250}"


def pages() -> dict[str, Answer | Page]:
    """A healthy site but for two dead links that every page carries."""
    links = f"<a href='{GONE}'>申请表下载</a><a href='{BROKEN}'>办事材料说明</a></body>"
    return {
        path: (found[0], found[1], found[2].replace(b"</body>", links.encode()))
        for path, found in small_site.site().items()
        if isinstance(found, tuple)
    } | {BROKEN: html("oops", 500)}


class Faults:
    """Whether the n-th request for an address fails depends on nothing but seed, address and n."""

    def __init__(self, seed: int | None) -> None:
        self.seed = seed
        self.failed = 0
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._pages = pages()

    def __call__(self, visit: Visit) -> Answer:
        key = visit.headers["host"].partition(":")[0] + visit.path
        with self._lock:
            self._asked[key] += 1
            chance = random.Random(f"{self.seed} {key} {self._asked[key]}")
        found = self._pages.get(visit.path, (404, {"Content-Type": "text/html"}, b"no"))
        assert isinstance(found, tuple)
        if self.seed is None or chance.random() >= SHARE:
            return found
        self.failed += 1
        match chance.choice(("reset", "truncated", 500, 502, 503, 504)):
            case "reset":
                raise ConnectionResetError
            case "truncated":
                more = {"Content-Length": str(len(found[2]) + 100), "Connection": "close"}
                return (
                    found[0],
                    {"Content-Type": "text/html"} | more,
                    found[2][: len(found[2]) // 2],
                )
            case int(status):
                return html("busy", status)
        raise AssertionError


@contextmanager
def sites(number: int, faults: Faults) -> Iterator[str]:
    """Yields the registry of so many sites."""
    with serve(faults, bind="0.0.0.0") as server:
        yield "units:\n" + "".join(
            f"  - {{id: u{n}, name: 甲局, category: service,"
            f' sites: [{{id: s{n}, name: 甲局网站, url: "http://{host(n)}:{server.port}/"}}]}}\n'
            for n in range(number)
        )
