"""Servers that answer as none should: each has its outcome, and the neighbour all its pages."""

from __future__ import annotations

from pathlib import Path

from monitor.domain.observation import Observation
from tests.crawl.harness import Result, crawled, site
from tests.crawl.servers import Answer, Page, html
from tests.zoo import animals as zoo
from tests.zoo.cage import NEIGHBOUR_PAGES, caged

TIMEOUT = 2.0


def _outcome(seen: Observation) -> tuple[str, str | None]:
    last = seen.fetches[-1]
    return last.status.value, last.detail


def _neighbour_is_well(result: Result) -> None:
    pages = [o for o in result.store.seen.values() if o.target.site_id == "neighbour" and o.page]
    assert len(pages) == NEIGHBOUR_PAGES
    assert all(o.reason is None and len(o.fetches) == 1 for o in pages)


def test_every_broken_answer_has_its_name(tmp_path: Path) -> None:
    sent = [0]
    chunked = zoo.HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    close = zoo.HEAD + b"Connection: close\r\n"
    animals: dict[str, zoo.Behave] = {
        "silent": zoo.silent,
        "drips": zoo.drips,
        "stream": zoo.stream(sent),
        "announced": zoo.says(zoo.HEAD + b"Content-Length: 10737418240\r\n\r\n", b"x" * 1000),
        "chunk-nonsense": zoo.says(chunked + b"zz\r\nnot a chunk\r\n"),
        "chunk-cut": zoo.says(chunked + b"ffff\r\n<p>half"),
        "chunk-huge": zoo.says(chunked + b"f" * 40 + b"\r\n<p>"),
        "truncated": zoo.says(zoo.HEAD + b"Content-Length: 5000\r\n\r\n<p>half"),
        "counts-short": zoo.says(close + b"Content-Length: 20\r\n\r\n" + zoo.PAGE),
        "no-colon": zoo.says(close + b"this is no header\r\n\r\n" + zoo.PAGE),
        "binary-header": zoo.says(close + b"X-\xff\xfe\0: \0\1\xff\r\n\r\n" + zoo.PAGE),
        "endless-header": zoo.says(close + b"X-Y: " + b"y" * 200_000 + b"\r\n\r\n" + zoo.PAGE),
        "bad-length": zoo.says(zoo.HEAD + b"Content-Length: many\r\n\r\n" + zoo.PAGE),
        "no-status": zoo.says(b"\0\1\2 what?\r\n\r\n"),
        "http-1.0": zoo.says(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + zoo.PAGE),
        "bare": zoo.says(zoo.PAGE),
        "nul": zoo.says(close + b"\r\n<title>t</title>" + b"\0" * 100_000 + b"<p>text"),
        "half-reset": zoo.resets(2),
    }
    pages: dict[str, Page | dict[str, Answer | Page]] = {
        "bomb": {"/": zoo.bomb()},
        "nested-50": {"/": zoo.nested(50)},
        "wrong-charset": {
            "/": (200, {"Content-Type": "text/html; charset=utf-8"}, zoo.WRONG_CHARSET)
        },
        "refreshes": zoo.refreshes,
        "loop": zoo.loop,
        "chain": zoo.chain,
        "robots-nested": {"/": html("x"), "/robots.txt": zoo.nested(3)},
    }
    with caged(animals, pages) as (urls, log):
        sites = [site(url, name) for name, url in urls.items()]
        result = crawled(tmp_path, sites, timeout=TIMEOUT, within=120)
    seen = {name: result.store.seen[url] for name, url in urls.items()}
    assert {name: _outcome(one) for name, one in seen.items()} == {
        "silent": ("timeout", "timeout"),
        "drips": ("timeout", "timeout"),
        "stream": ("too_large", "too_large"),
        "announced": ("too_large", "too_large"),
        "chunk-nonsense": ("reset", "truncated"),
        "chunk-cut": ("reset", "truncated"),
        "chunk-huge": ("reset", "truncated"),
        "truncated": ("reset", "truncated"),
        "counts-short": ("ok", None),
        "no-colon": ("ok", None),
        "binary-header": ("unknown", "no_http"),
        "endless-header": ("reset", "closed"),
        "bad-length": ("unknown", "no_http"),
        "no-status": ("unknown", "no_http"),
        "http-1.0": ("ok", None),
        "bare": ("reset", "closed"),
        "nul": ("ok", None),
        "half-reset": ("ok", None),
        "bomb": ("too_large", "too_large"),
        "nested-50": ("too_large", "too_large"),
        "wrong-charset": ("ok", None),
        "refreshes": ("ok", None),
        "loop": ("unknown", "redirect_loop"),
        "chain": ("unknown", "redirect_chain"),
        "robots-nested": ("ok", None),
        "neighbour": ("ok", None),
    }
    charset = seen["wrong-charset"].page
    assert charset is not None and charset.title == "政务公开"
    half = [o for o in result.store.seen.values() if o.target.site_id == "half-reset" and o.page]
    assert len(half) >= 6, "three looks at each"
    assert sent[0] < 64 * 2**20, "of ten gigabytes"
    most = max(len(one.fetches) for one in result.store.seen.values())
    assert most <= 3 + 2, "three looks, and two more when our own loop was late"
    _neighbour_is_well(result)
    came = [visit.at for visit in log.visits]
    assert max(came) - min(came) < result.totals.seconds / 2, "it waits for none of them"
