"""Memory goes back to the system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from monitor.app import memory


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_what_was_let_go_of_goes_back() -> None:
    if memory._trim() is None:
        pytest.skip("not GNU's C library")
    held = [bytes(100_000) for _ in range(1_000)]
    kept = held[::100]
    del held
    before = _resident()
    memory.give_back()
    assert len(kept) == 10
    assert before - _resident() > 20_000_000


def test_without_such_a_library_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_trim", lambda: None)
    memory.give_back()
