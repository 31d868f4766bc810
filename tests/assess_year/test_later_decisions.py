"""A decision on a defect counts from the moment at which it was taken: what was final, printed or
reckoned before it stays what it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from db import queries
from monitor.app.assess_notice import notice
from monitor.app.assess_papers import feedback
from monitor.app.assess_results import finalize, results
from monitor.app.assess_review import compare
from monitor.app.house import BadInput, House
from monitor.app.reviewing import review as decide
from tests.assess_year.world import DECISION, ID, opened, rows, told
from tests.office.world import column, night

BEFORE, AFTER = "2027-01-20T12:30", "2027-01-20T14:30"


def later(house: House) -> None:
    house.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]


def say_all(house: House, decision: str) -> None:
    for one in queries.defects(house.engine):
        decide(house, one.id, decision=decision, reason="已核", by="李四")


@pytest.fixture
def house(tmp_path: Path) -> House:
    """At 12:00 the stale column is included; then it is 13:00."""
    made = opened(tmp_path / "home", DECISION)
    night(made, "2026-12-01T01:00", [column("动态")])
    say_all(made, "included")
    later(made)
    return made


def test_a_version_of_a_draft_knows_only_earlier_decisions(house: House) -> None:
    say_all(house, "false")
    later(house)
    (change,) = compare(house, ID, before=BEFORE)
    assert change.before is not None and change.after is not None
    assert (change.before.points, change.after.points) == (5.0, 0.0)
    assert compare(house, ID, before="2027-01-20T13:30") == []


def test_what_is_decided_after_the_end_changes_nothing_of_it(house: House, tmp_path: Path) -> None:
    finalize(house, ID, by="办公室")
    kept = results(house, ID)
    before = rows(told(house, tmp_path / "before"))
    later(house)
    written = notice(house, ID, tmp_path / "a.docx").markdown.read_text(encoding="utf-8")
    assert "共1项" in written
    say_all(house, "false")
    later(house)
    assert compare(house, ID, before=BEFORE, after=AFTER) == []
    assert results(house, ID, as_of=AFTER) == kept
    (line,) = rows(told(house, tmp_path / "after"))
    assert [line] == before and line["分值"] == 5
    for as_of in (None, AFTER):
        again = notice(house, ID, tmp_path / "b.docx", as_of=as_of)
        assert again.markdown.read_text(encoding="utf-8") == written
    earlier = notice(house, ID, tmp_path / "c.docx", as_of="2027-01-20T11:00")
    assert "共1项" not in earlier.markdown.read_text(encoding="utf-8")


def test_nothing_is_asked_of_a_unit_after_the_end(house: House, tmp_path: Path) -> None:
    finalize(house, ID, by="办公室")
    with pytest.raises(BadInput) as refused:
        feedback(house, ID, output=tmp_path / "out", answer_by="2027-02-01")
    assert refused.value.key == "input.assess_final"
