"""What one worker holds is bounded in bytes, not only in number."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.crawl import backlog
from monitor.crawl.backlog import Backlog
from monitor.crawl.ledger import BATCH, BATCH_BYTES, Ledger
from monitor.domain import address
from monitor.domain.evidence import Fetch, FetchStatus
from monitor.domain.observation import Observation
from monitor.domain.run import Role, Target
from tests.crawl.memory_store import MemoryStore

NOON = datetime(2026, 1, 26, 4, tzinfo=UTC)


def window(*, seconds: float, size: int, timeout: float = 15.0) -> int:
    """After many answers of one kind."""
    learnt = Backlog(timeout)
    found = 0
    for _ in range(500):
        found = learnt.parsed(seconds, size)
    return found


def test_so_many_requests_go_out_as_can_be_parsed_in_a_part_of_the_timeout() -> None:
    assert window(seconds=0.1, size=50_000) == 45
    assert window(seconds=0.0001, size=20_000) == backlog.LARGEST
    assert window(seconds=10, size=50_000) == backlog.SMALLEST


def test_answers_that_wait_take_no_more_memory_than_that() -> None:
    assert window(seconds=0.001, size=1024 * 1024) == 12
    assert window(seconds=0.001, size=20_000) == backlog.LARGEST
    assert window(seconds=0.001, size=0) == backlog.LARGEST


def test_a_render_says_nothing_about_sizes() -> None:
    learnt = Backlog(15.0)
    for _ in range(500):
        learnt.parsed(0.001, 1024 * 1024)
    assert learnt.parsed(0.001) == 12


def observed(number: int, body: bytes) -> Observation:
    target = Target(f"http://a.gov.cn/{number}.html", Role.PAGE, "a")
    fetch = Fetch(target.url, FetchStatus.OK, NOON, http_status=200)
    return Observation(target, fetches=(fetch,), body=body)


def stored_after(count: int, body: bytes) -> int:
    """How many of `count` observations are in the store before anybody asks for it."""
    store = MemoryStore()
    ledger = Ledger(store, ["a"], 100)
    for number in range(count):
        one = observed(number, body)
        store.plan([one.target])
        ledger.settle(one)
    return len(store.seen)


def test_observations_are_stored_when_there_are_many_or_their_bodies_are_large() -> None:
    assert stored_after(BATCH - 1, b"x") == 0
    assert stored_after(BATCH, b"x") == BATCH
    large = bytes(BATCH_BYTES // 4)
    assert stored_after(3, large) == 0
    assert stored_after(9, large) == 8


def test_long_addresses_are_not_remembered() -> None:
    address._remembered.cache_clear()
    edge = "http://a.gov.cn/".ljust(address._LONG, "x")
    assert address.address_key(edge) == edge.removeprefix("http://")
    assert address.address_key(edge + "x") == edge.removeprefix("http://") + "x"
    assert address._remembered.cache_info().currsize == 1
