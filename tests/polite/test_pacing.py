"""What an address is spared, by what it answers: the rules alone, without a clock."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.crawl.pacing import (
    FAILURES,
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LONGEST_WAIT,
    MAX_RESTS,
    Pace,
    Rest,
    Word,
    retry_after,
)

NOW = datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
GOOD, BUSY = Word(ok=True, seconds=0.1), Word(ok=False, overloaded=True, seconds=0.1)


def test_retry_after_is_a_number_or_a_date_and_never_endless() -> None:
    def seconds(value: str | None) -> float | None:
        return retry_after(value, lambda: NOW)

    assert seconds("7") == 7
    assert seconds("Mon, 26 Jan 2026 02:00:30 GMT") == 30
    assert seconds("Mon, 26 Jan 2026 01:00:00 GMT") == 0
    assert seconds("3600") == seconds("9" * 400) == LONGEST_WAIT
    assert [seconds(bad) for bad in (None, "", "soon", "-5", "١٢", "1e9")] == [None] * 6


def test_trouble_doubles_the_pause_and_good_answers_take_it_back() -> None:
    pace = Pace()
    pauses = []
    for word in (GOOD, BUSY, BUSY, BUSY, GOOD, GOOD, GOOD):
        pace.hear(word)
        pauses.append(pace.pause / FIRST_PAUSE)
    assert pauses == [0, 1, 2, 4, 2, 1, 0]
    for _ in range(20):
        pace.hear(BUSY)
    assert pace.pause == LONGEST_PAUSE
    pace.hear(Word(ok=False, overloaded=True, retry_after=100.0))
    assert pace.pause == 100.0


def test_an_address_that_slows_down_is_given_as_long_as_it_takes() -> None:
    pace = Pace()
    for _ in range(10):
        pace.hear(GOOD)
    assert pace.pause == 0
    for _ in range(10):
        pace.hear(Word(ok=True, seconds=3.0))
    assert 2.5 < pace.pause < 3.0
    for _ in range(20):
        pace.hear(GOOD)
    assert pace.pause == 0


def test_an_address_that_always_takes_its_time_is_not_slowing_down() -> None:
    pace = Pace()
    for seconds in (2.0, 2.5, 1.8, 2.2, 4.0, 2.0):
        pace.hear(Word(ok=True, seconds=seconds))
        assert pace.pause == 0


def test_a_failing_site_rests_is_tried_by_one_and_given_up_in_the_end() -> None:
    rest = Rest(pause=1.0)
    jobs = [object() for _ in range(20)]
    for job in jobs[: FAILURES - 1]:
        assert not rest.failed(job, 0.0)
    assert not rest.resting
    rest.failed(jobs[FAILURES], 0.0)
    assert rest.resting and rest.holds(jobs[0], 5.9)
    now = 0.0
    for length in (6.0, 12.0, 24.0):
        assert rest.holds(jobs[1], now + length - 0.1)
        now += length
        assert rest.due(now)
        assert not rest.holds(jobs[0], now), "the first that comes tries"
        assert rest.holds(jobs[1], now), "the others wait for what it finds"
        assert not rest.failed(jobs[1], now), "one that was under way says nothing"
        given_up = rest.failed(jobs[0], now)
    assert MAX_RESTS == 3
    assert given_up and rest.given_up
