"""Animals and a healthy neighbour before one worker, each at an address of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count

from tests.crawl.servers import Answer, Log, Page, Visit, links, raw, serve
from tests.zoo.animals import Behave

NEIGHBOUR_PAGES = 40


def neighbour(visit: Visit) -> Answer:
    """A page that leads to five others: nothing but its own pace limits how fast it is read."""
    number = int(visit.path[1:] or 0) if visit.path != "/robots.txt" else NEIGHBOUR_PAGES
    further = range(5 * number + 1, min(5 * number + 6, NEIGHBOUR_PAGES))
    return links(*(f"/{one}" for one in further))


@contextmanager
def caged(
    animals: dict[str, Behave], pages: dict[str, Page | dict[str, Answer | Page]]
) -> Iterator[tuple[dict[str, str], Log]]:
    """Yields the address of each animal and of `neighbour`, and what the neighbour received.
    `animals` live below HTTP, `pages` above."""
    with ExitStack() as stack:
        hosts = (f"127.0.1.{n}" for n in count(1))
        urls = {}
        for name, behave in animals.items():
            host = next(hosts)
            urls[name] = f"http://{host}:{stack.enter_context(raw(behave, host))}/"
        for name, page in pages.items():
            urls[name] = stack.enter_context(serve(page, host=next(hosts))).url
        server = stack.enter_context(serve(neighbour, host=next(hosts)))
        urls["neighbour"] = server.url
        yield urls, server.log
