"""The invented city serves what it should, and its truth says what was seeded."""

from __future__ import annotations

import ast
import re
import sys
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

import monitor.demo
from monitor.demo import truth
from monitor.demo.city import City
from monitor.demo.compare import compare
from monitor.demo.model import NOTE
from monitor.demo.server import DemoServer

CHECKS = {
    "home-unreachable", "home-stale", "column-stale", "column-blank", "link-broken",
    "leader-page-missing", "leader-bio-missing", "footer-mark-missing", "page-tags-missing",
    "link-hijacked", "link-hidden", "page-tampered",
    "error-report-missing", "search-broken", "site-name-mismatch", "mobile-view-missing",
    "accessibility-missing",
    "consultation-missing", "message-unanswered", "message-fields-missing", "message-list-stale",
    "message-statistics-missing",
    "interpretation-missing", "interpretation-unlinked", "date-forged",
    "service-missing", "guide-incomplete", "guide-vague", "form-unavailable",
    "overview-missing", "agency-info-incomplete", "key-area-missing",
    "personal-data-exposed",
    "wording-severe", "wording-error",
    "account-stale", "account-unreachable", "account-no-interaction", "account-sparse",
    "account-report-false",
}  # fmt: skip
_PACKAGE = Path(monitor.demo.__file__).parent
_LINK = re.compile(r"""<(?:a|img|iframe)\b[^>]*?\b(?:href|src)=["']\s*([^"'>]*?)\s*["']""", re.I)
_HIDDEN = re.compile(r"<!--.*?-->|<script(?![^>]*text/xml).*?</script>", re.S | re.I)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_PACKED = "application/vnd.openxmlformats"
_NO_PAGE = ("javascript:", "mailto:", "data:", "#")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


def _get(url: str) -> tuple[int, str, bytes]:
    """Status (0: no answer), content type, body."""
    try:
        with _OPENER.open(url, timeout=10) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()
    except OSError:
        return 0, "", b""


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030")


def _links(text: str, url: str) -> Iterator[str]:
    shown = _HIDDEN.sub("", _CDATA.sub(r"\1", text))
    for href in _LINK.findall(shown):
        if href and not href.startswith(_NO_PAGE):
            yield urljoin(url, href).partition("#")[0]


def _walk(server: DemoServer) -> dict[str, int]:
    """Status of every address of the city that its home pages lead to; every page says NOTE."""
    todo = [server.url(site.id) for site in server.city.sites]
    seen: dict[str, int] = {}
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        status, kind, body = _get(url)
        seen[url] = status
        if kind == "image/png" or kind.startswith(_PACKED) or not status or not body:
            continue
        text = _decoded(body)
        assert NOTE in text, url
        if kind.startswith("text/html"):
            todo += [link for link in _links(text, url) if link not in seen]
    return seen


def test_only_the_standard_library_is_imported() -> None:
    for file in _PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            for name in names:
                own = name == "monitor.demo" or name.startswith("monitor.demo.")
                assert own or name.partition(".")[0] in sys.stdlib_module_names, (file, name)


def test_pages_never_read_the_truth() -> None:
    readers = {
        file.relative_to(_PACKAGE).as_posix()
        for file in _PACKAGE.rglob("*.py")
        if re.search(r"import .*\btruth\b|truths", file.read_text(encoding="utf-8"))
    }
    assert readers == {"truth.py", "server.py"}


def test_truth_names_every_spot_of_the_city() -> None:
    spots = truth.read()
    assert Counter(spot["id"] for spot in spots) == Counter(City().ids)
    for spot in spots:
        assert ("at" in spot) != ("subject" in spot), spot["id"]


def test_truth_has_enough_seeds_and_decoys() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    families: dict[str, set[str]] = defaultdict(set)
    for spot in truth.read():
        counts[spot["check"], spot["kind"]] += 1
        if spot["kind"] == "seed":
            families[spot["check"]].add(spot["family"])
    assert families.keys() == CHECKS
    for check in CHECKS:
        assert counts[check, "seed"] >= 6, check
        assert counts[check, "decoy"] >= 6, check
        assert len(families[check]) >= 3, check


def test_no_seed_is_named_twice_and_no_decoy_is_a_seed() -> None:
    with DemoServer(City()) as server:
        keys = defaultdict(list)
        for spot in server.truth():
            keys[spot["site"], spot["check"], spot["subject"]].append(spot["kind"])
    assert all("seed" not in kinds or len(kinds) == 1 for kinds in keys.values())


def test_sites_are_units_of_the_right_kinds() -> None:
    city = City()
    sites = city.sites
    assert len(sites) == 52
    assert len({(site.host, site.base) for site in sites}) == 52
    assert sum(site.kind == "channel" for site in sites) == 38
    assert len({site.family for site in sites}) == 5


@pytest.fixture(scope="module")
def healthy() -> Iterator[DemoServer]:
    with DemoServer(City(without=City().ids)) as server:
        yield server


@pytest.fixture(scope="module")
def walked(healthy: DemoServer) -> dict[str, int]:
    return _walk(healthy)


def test_a_city_without_spots_has_no_dead_link(walked: dict[str, int]) -> None:
    assert {url: status for url, status in walked.items() if status != 200} == {}
    assert 1500 < len(walked) < 2500


def test_every_page_is_led_to(healthy: DemoServer, walked: dict[str, int]) -> None:
    for site in healthy.city.sites:
        for path in healthy.city.paths(site.id):
            if not path.startswith("images/"):
                assert healthy.url(site.id) + path in walked


def test_with_all_spots_only_what_the_truth_names_is_dead() -> None:
    with DemoServer(City()) as server:
        named = {spot["subject"] for spot in server.truth()}
        dead = {url for url, status in _walk(server).items() if status not in (200, 302)}
        walled = {server.url("wu") + "art/2024/6/1/art_8004_7002.html"}
        walled.add(server.url("minzheng") + "ldxx/index.html")
        assert dead <= named | walled


def test_bytes_decode_as_they_are_declared(healthy: DemoServer) -> None:
    charsets = set()
    for site in healthy.city.sites:
        _, kind, body = _get(healthy.url(site.id))
        utf8 = _is_utf8(body)
        charsets.add((site.family == "tables", utf8, kind))
        assert utf8 != (site.family == "tables")
    lying = (True, False, "text/html; charset=utf-8")
    silent = (True, False, "text/html")
    assert {lying, silent, (True, False, "text/html; charset=gb2312")} <= charsets


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_a_spot_is_switched_while_the_city_is_served() -> None:
    with DemoServer(City()) as server:
        url = server.url("jia") + "xwzx/bmdt/index.html"
        assert "2026-01-11" in _decoded(_get(url)[2])
        assert any(spot["id"] == "stale-01" for spot in server.truth())
        server.city.repair("stale-01")
        assert "2026-01-25" in _decoded(_get(url)[2])
        assert not any(spot["id"] == "stale-01" for spot in server.truth())
        server.city.add("stale-01")
        assert "2026-01-25" not in _decoded(_get(url)[2])


def test_a_refused_site_listens_once_it_is_repaired() -> None:
    with DemoServer(City()) as server:
        home = server.url("gongji")
        assert _get(home)[0] == 0
        server.city.repair("unreachable-03")
        assert _get(home)[0] == 200
        server.city.add("unreachable-03")
        assert _get(home)[0] == 0


def test_the_first_visitor_alone_meets_the_night() -> None:
    with DemoServer(City()) as server:
        assert [_get(server.url("waishi"))[0] for _ in range(3)] == [503, 200, 200]


def test_traffic_is_counted_by_address() -> None:
    with DemoServer(City()) as server:
        _get(server.url("jia"))
        _get(server.url("jia") + "robots.txt")
        traffic = server.statistics()["127.0.0.11"]
        assert (traffic.most, traffic.requests) == (1, 2)
        assert traffic.paths == ["/", "/robots.txt"]
        server.reset_statistics()
        assert server.statistics()["127.0.0.11"].requests == 0


def test_the_ledger_names_every_unit_and_site(healthy: DemoServer) -> None:
    text = healthy.registry_yaml()
    assert text.count("\n  - id: ") == 53
    assert len(re.findall(r"^ {8}url: http://", text, re.M)) == 52
    assert text.count("unwatched: ") == 1
    assert text.count("category: county") == 8
    assert text.count("category: service") == 32
    assert text.count("category: internal") == 13
    assert NOTE in text


def _record(site: str, subject: str, state: str, check: str = "link-broken") -> dict[str, str]:
    return {"unit": site, "site": site, "check": check, "subject": subject, "state": state}


def test_comparison_counts_confirmed_seeds_and_open_surprises() -> None:
    seeds = [
        {**_record("a", "http://a/1", ""), "id": "s-1", "kind": "seed"},
        {**_record("a", "http://a/2", ""), "id": "s-2", "kind": "seed"},
        {**_record("b", "http://b/1", "", "home-stale"), "id": "s-3", "kind": "seed"},
        {**_record("b", "http://b/2", ""), "id": "s-d1", "kind": "decoy"},
    ]
    records = [
        _record("a", "http://a/1", "confirmed"),
        _record("a", "http://a/2", "suspected"),
        _record("b", "http://b/2", "suspected"),
        _record("b", "http://b/3", "gone"),
        _record("b", "http://b/4", "waived"),
    ]
    result = compare(records, seeds)
    assert [seed["id"] for seed in result.found] == ["s-1"]
    assert [seed["id"] for seed in result.missed] == ["s-2", "s-3"]
    assert [record["subject"] for record in result.wrong] == ["http://b/2"]
    rows = {row.name: (row.seeded, row.found, row.missed, row.wrong) for row in result.by_unit()}
    assert rows == {"a": (2, 1, 1, 0), "b": (1, 0, 1, 1)}
    rows = {row.name: (row.seeded, row.found, row.missed, row.wrong) for row in result.by_check()}
    assert rows == {"home-stale": (1, 0, 1, 0), "link-broken": (2, 1, 1, 1)}


def test_an_unknown_spot_is_refused() -> None:
    with pytest.raises(KeyError):
        City(without=("no-such-spot",))
