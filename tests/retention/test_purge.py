"""`monitor purge` on real files and a real database: what goes, and what never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from db.blobs import use
from db.models import BlobRow, DecisionRow, FindingRow, RunRow
from db.repository import add_decisions, finish_run, replace_defects, save_findings
from monitor.app.house import BadInput, House
from monitor.app.purging import Purged, purge
from monitor.domain.defect import Decision, DecisionKind, DefectState
from monitor.domain.finding import Evidence, Finding, Outcome, defect_id
from monitor.domain.run import Run, RunState
from monitor.text import say
from tests.commands import Monitor
from tests.schedule.world import at, house
from tests.storage.world import a_run, count, defect, finding

NOW = at("2026-06-30T12:00")
SENSITIVE = "personal-data-exposed"


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def office(tmp_path: Path, bodies: int | None = None, sensitive: int | None = None) -> House:
    rules = f"retention: {{bodies: {bodies or ''}, sensitive: {sensitive or ''}}}\n"
    (tmp_path / "office.yaml").write_text(rules + f"sensitive: [{SENSITIVE}]\n", encoding="utf-8")
    return house(tmp_path, "2026-06-30T12:00")


def keep(made: House, name: str, days: float) -> str:
    """Store a body last used so many days ago."""
    row = made.blobs.row(name.encode() * 50, ago(days))
    with made.engine.begin() as connection:
        use(connection, [row])
    return str(row["sha256"])


def there(made: House, *keys: str) -> list[bool]:
    return [made.blobs.get(key) is not None for key in keys]


def ended_run(made: House, days: float) -> Run:
    run = a_run(made.engine, ago(days))
    finish_run(made.engine, run.id, RunState.COMPLETE, ago(days))
    return run


def seen(
    made: House, days: float, outcome: Outcome, proof: str | None = None, check: str = SENSITIVE
) -> Finding:
    """One look, so many days ago."""
    one = replace(
        finding(ended_run(made, days), outcome=outcome),
        check=check,
        evidence=(Evidence(proof),) if proof else (),
    )
    save_findings(made.engine, [one])
    return one


def known(made: House, state: DefectState, proof: str, check: str = SENSITIVE) -> str:
    key = defect_id("jia", check, "u")
    one = replace(defect(state=state, proof=proof), id=key, check=check)
    replace_defects(made.engine, "jia", [one])
    return key


def sizes(done: tuple[Purged, ...]) -> dict[str, tuple[int | None, int]]:
    return {one.kind: (one.days, one.count) for one in done}


def test_where_nothing_is_set_nothing_goes(tmp_path: Path) -> None:
    made = house(tmp_path, "2026-06-30T12:00")
    key = keep(made, "a", 5000)
    assert sizes(purge(made)) == {"sensitive": (None, 0), "bodies": (None, 0)}
    assert there(made, key) == [True]


def test_old_pages_go_and_young_ones_stay(tmp_path: Path) -> None:
    made = office(tmp_path, bodies=90)
    old, edge, young = keep(made, "a", 90.01), keep(made, "b", 90), keep(made, "c", 1)
    size = made.blobs.path(old).stat().st_size
    (_, bodies) = purge(made)
    assert (bodies.count, bodies.size) == (1, size)
    assert there(made, old, edge, young) == [False, True, True]
    assert count(made.engine, BlobRow) == 2
    assert purge(made)[1].count == 0


def test_a_dry_run_changes_nothing_and_says_the_same(tmp_path: Path) -> None:
    made = office(tmp_path, bodies=90, sensitive=30)
    key = keep(made, "a", 100)
    told = purge(made, dry_run=True)
    assert there(made, key) == [True]
    assert count(made.engine, BlobRow) == 1
    assert purge(made) == told
    assert there(made, key) == [False]


@pytest.mark.parametrize(
    ("state", "stays"),
    [
        (DefectState.CONFIRMED, True),
        (DefectState.SUSPECTED, True),
        (DefectState.WAIVED, True),
        (DefectState.GONE, False),
    ],
)
def test_the_proof_of_an_open_defect_stays(tmp_path: Path, state: DefectState, stays: bool) -> None:
    made = office(tmp_path, bodies=1, sensitive=1)
    key = keep(made, "a", 1000)
    known(made, state, key, "column-stale")
    purge(made)
    assert there(made, key) == [stays]


@pytest.mark.parametrize(
    ("kind", "stays"), [(DecisionKind.INCLUDED, True), (DecisionKind.FALSE, False)]
)
def test_the_proof_of_a_line_that_was_sent_stays(
    tmp_path: Path, kind: DecisionKind, stays: bool
) -> None:
    """Also when the defect is gone, and when the person has changed their mind since."""
    made = office(tmp_path, bodies=30)
    key, other = keep(made, "a", 1000), keep(made, "b", 1000)
    seen(made, 200, Outcome.FAIL, key, "column-stale")
    seen(made, 100, Outcome.PASS, other, "column-stale")
    defect_key = known(made, DefectState.GONE, key, "column-stale")
    for decided, days in ((kind, 150), (DecisionKind.PENDING, 140)):
        add_decisions(made.engine, [Decision(defect_key, decided, "", "cai", ago(days), "f")])
    purge(made)
    assert there(made, key, other) == [stays, False]


def test_what_the_caller_needs_stays(tmp_path: Path) -> None:
    made = office(tmp_path, bodies=1)
    listed, other = keep(made, "a", 1000), keep(made, "b", 1000)
    purge(made, needed=[listed])
    assert there(made, listed, other) == [True, False]


@pytest.mark.parametrize(("ended", "goes"), [(29, False), (31, True)])
def test_what_was_stored_of_a_sensitive_defect_goes_after_it_ended(
    tmp_path: Path, ended: float, goes: bool
) -> None:
    """However young the pages are, and every page in which the fault was seen."""
    made = office(tmp_path, sensitive=30)
    first, second, clean = (keep(made, name, 0) for name in "abc")
    seen(made, 60, Outcome.FAIL, first)
    seen(made, 50, Outcome.FAIL, second)
    seen(made, ended, Outcome.PASS, clean)
    seen(made, 2, Outcome.PASS, clean)
    known(made, DefectState.GONE, second)
    assert sizes(purge(made))["sensitive"] == (30, 2 if goes else 0)
    assert there(made, first, second, clean) == [not goes, not goes, True]


def test_a_sensitive_defect_that_came_back_ended_when_it_ended_last(tmp_path: Path) -> None:
    made = office(tmp_path, sensitive=30)
    key = keep(made, "a", 0)
    for days, outcome in ((90, Outcome.FAIL), (80, Outcome.PASS), (40, Outcome.FAIL)):
        seen(made, days, outcome, key)
    seen(made, 35, Outcome.NOT_OBSERVED)
    seen(made, 20, Outcome.PASS)
    known(made, DefectState.GONE, key)
    purge(made)
    assert there(made, key) == [True]


@pytest.mark.parametrize("state", [DefectState.CONFIRMED, DefectState.WAIVED])
def test_a_sensitive_defect_that_is_open_keeps_its_proof(
    tmp_path: Path, state: DefectState
) -> None:
    made = office(tmp_path, sensitive=1)
    key = keep(made, "a", 0)
    seen(made, 90, Outcome.FAIL, key)
    known(made, state, key)
    purge(made)
    assert there(made, key) == [True]


def test_proof_that_another_open_defect_shows_stays(tmp_path: Path) -> None:
    made = office(tmp_path, sensitive=1)
    key = keep(made, "a", 0)
    seen(made, 90, Outcome.FAIL, key)
    seen(made, 80, Outcome.PASS)
    known(made, DefectState.GONE, key)
    replace_defects(made.engine, "yi", [defect(proof=key, site="yi")])
    purge(made)
    assert there(made, key) == [True]


def test_other_defects_are_not_sensitive(tmp_path: Path) -> None:
    made = office(tmp_path, sensitive=1)
    key = keep(made, "a", 0)
    seen(made, 90, Outcome.FAIL, key, "column-stale")
    seen(made, 80, Outcome.PASS, None, "column-stale")
    known(made, DefectState.GONE, key, "column-stale")
    purge(made)
    assert there(made, key) == [True]


def test_runs_findings_and_decisions_stay(tmp_path: Path) -> None:
    made = office(tmp_path, bodies=1, sensitive=1)
    key = keep(made, "a", 500)
    seen(made, 400, Outcome.FAIL, key)
    seen(made, 300, Outcome.PASS)
    defect_key = known(made, DefectState.GONE, key)
    add_decisions(made.engine, [Decision(defect_key, DecisionKind.HINT, "", "cai", ago(350), "f")])
    assert sizes(purge(made)) == {"sensitive": (1, 1), "bodies": (1, 0)}
    assert [count(made.engine, table) for table in (RunRow, FindingRow, DecisionRow)] == [2, 2, 1]


def test_while_a_run_is_under_way_nothing_goes(tmp_path: Path) -> None:
    made = office(tmp_path, bodies=1)
    key = keep(made, "a", 100)
    run = a_run(made.engine, ago(0.1))
    with pytest.raises(BadInput) as refused:
        purge(made)
    assert "批次正在进行" in say(refused.value.key, "zh")
    assert purge(made, dry_run=True)[1].count == 1
    assert there(made, key) == [True]
    finish_run(made.engine, run.id, RunState.COMPLETE, NOW)
    a_run(made.engine, ago(0.6))  # died long ago
    purge(made)
    assert there(made, key) == [False]


def test_the_verb(tmp_path: Path) -> None:
    monitor = Monitor(tmp_path)
    assert monitor.ok("purge").splitlines() == [
        "已结束的敏感问题的留存：未设定保存期限（retention.sensitive），一直保存，未清除。",
        "网页留存：未设定保存期限（retention.bodies），一直保存，未清除。",
    ]
    var = tmp_path / "var"
    made = office(var, bodies=90)
    key = keep(made, "a", 200)
    size = made.blobs.path(key).stat().st_size
    assert monitor.ok("purge", "--dry-run").splitlines()[1] == (
        f"网页留存：保存 90 天，将清除 1 个文件，共 {size} 字节。"
    )
    assert there(made, key) == [True]
    assert monitor.ok("purge").splitlines()[1] == (
        f"网页留存：保存 90 天，已清除 1 个文件，共 {size} 字节。"
    )
    assert there(made, key) == [False]
