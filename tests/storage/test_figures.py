"""What a year's figures are counted from, on both databases."""

from __future__ import annotations

from db import office
from db.figures import failures_included, findings_of, numbers_sent, sites_seen
from db.repository import add_decisions, save_findings
from db.session import Engine
from monitor.domain.defect import Decision, DecisionKind
from monitor.domain.finding import Finding, Outcome
from monitor.domain.inspection import SentList
from tests.storage.world import NOW, a_run, after, finding


def decide(found: Finding, kind: DecisionKind) -> Decision:
    return Decision(found.defect_id, kind, "已核", "李四", NOW, "f" * 16)


def test_only_what_failed_in_the_time_and_was_included(engine: Engine) -> None:
    run, later = a_run(engine), a_run(engine, after(60))
    first, second, third = (finding(run, subject) for subject in "abc")
    passed = finding(later, "a", Outcome.PASS)
    save_findings(engine, [first, second, third, passed])
    add_decisions(
        engine,
        [
            decide(first, DecisionKind.INCLUDED),
            decide(second, DecisionKind.HINT),
            decide(second, DecisionKind.INCLUDED),
            decide(third, DecisionKind.PENDING),
        ],
    )
    ids = sorted([first.defect_id, second.defect_id])
    assert failures_included(engine, NOW, after(1)) == ids
    assert failures_included(engine, after(1), after(90)) == []
    assert failures_included(engine, after(-1), NOW) == [], "the second moment is excluded"
    found = findings_of(engine, ids, after(61))
    assert [one.outcome for one in found[first.defect_id]] == [Outcome.FAIL, Outcome.PASS]
    assert len(findings_of(engine, ids, after(60))[first.defect_id]) == 1


def test_sites_of_which_something_was_seen(engine: Engine) -> None:
    save_findings(engine, [finding(a_run(engine), "a", Outcome.NOT_OBSERVED)])
    assert sites_seen(engine, NOW, after(1)) == []
    save_findings(engine, [finding(a_run(engine, after(5)), "a", Outcome.PASS)])
    assert sites_seen(engine, NOW, after(5)) == []
    assert sites_seen(engine, NOW, after(6)) == ["jia"]


def test_numbers_of_the_lists_of_a_year(engine: Engine) -> None:
    for unit in ("yi", "jia"):
        draft = SentList(unit, NOW, NOW, ({"id": "a"},), sha256="0" * 64, cases="0" * 64)
        office.send(engine, draft, "moment x", "〔{year}〕{n}号")
    assert numbers_sent(engine, 2026) == ["〔2026〕1号", "〔2026〕2号"]
    assert numbers_sent(engine, 2025) == []
