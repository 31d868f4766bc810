"""What counts as a cheap night, and what the report says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bench.nights import Looked, misses, page

WHOLE = Looked(date(2026, 1, 26), 1_000, 40.0, 0, 0, 0, frozenset({"a", "b"}))
NIGHT = Looked(date(2026, 1, 27), 250, 4.0, 10, 5, 5, frozenset({"a"}))


def test_a_night_at_the_goal_holds() -> None:
    assert misses(WHOLE, [NIGHT]) == []
    for more, what in (
        ({"requests": 251}, "requests"),
        ({"cpu": 4.01}, "CPU"),
        ({"found": 4}, "new items"),
    ):
        assert misses(WHOLE, [replace(NIGHT, **more)]) == [f"2026-01-27: {what}"]  # type: ignore[arg-type]


def test_the_report_says_what_a_week_left_out() -> None:
    text = page(WHOLE, [NIGHT] * 7, 1.0, "python -m bench.nights")
    assert "| 2026-01-27 | 10 | 250 | 0.250 | 4.00 | 0.100 | 5 of 5 |" in text
    assert "no night of the week looked at: 1." in text
    assert text.endswith("All held.\n")
    assert "of the week" not in page(WHOLE, [NIGHT] * 6, 1.0, "")
