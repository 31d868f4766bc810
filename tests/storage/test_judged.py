"""What was concluded: findings, defects, decisions, scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from db import queries
from db.models import DefectRow, FindingRow, ScoreRow
from db.repository import add_decisions, replace_defects, save_findings, save_scores
from monitor.domain.defect import Decision, DecisionKind, DefectState
from monitor.domain.finding import Outcome
from tests.storage.world import NOW, a_run, after, count, defect, finding, score


def test_a_finding_comes_back_whole(engine: Engine) -> None:
    one = finding(a_run(engine))
    save_findings(engine, [one])
    assert queries.findings(engine, site_id="jia") == [one]
    assert queries.findings(engine, site_id="yi") == []


def test_runs_append_and_the_last_word_counts(engine: Engine) -> None:
    first, second = a_run(engine), a_run(engine, now=after(45))
    save_findings(engine, [finding(second, outcome=Outcome.PASS), finding(second, "v")])
    save_findings(engine, [finding(first), finding(first, "w")])
    found = queries.findings(engine, site_id="jia", subject="u")
    assert [(one.run_id, one.outcome) for one in found] == [
        (first.id, Outcome.FAIL),
        (second.id, Outcome.PASS),
    ]
    latest = queries.latest_findings(engine, site_id="jia", as_of=after(45))
    assert {(one.subject, one.run_id) for one in latest} == {
        ("u", second.id),
        ("v", second.id),
        ("w", first.id),
    }
    before = queries.latest_findings(engine, site_id="jia", as_of=after(44))
    assert {(one.subject, one.run_id) for one in before} == {("u", first.id), ("w", first.id)}


def test_histories_are_of_what_ever_failed_alone(engine: Engine) -> None:
    first, second = a_run(engine), a_run(engine, now=after(45))
    subjects = [f"u{n}" for n in range(120)]
    save_findings(engine, [finding(second, one, outcome=Outcome.PASS) for one in subjects])
    fine = [finding(first, one, outcome=Outcome.PASS) for one in subjects[100:]]
    save_findings(engine, [*(finding(first, one) for one in subjects[:100]), *fine])
    save_findings(engine, [replace(finding(first), site_id="yi")])
    told = list(queries.histories(engine, "jia"))
    assert len(told) > 1
    for subject in subjects[:100]:
        (known,) = (some for some in told if any(one.subject == subject for one in some))
        runs = [one.run_id for one in known if one.subject == subject]
        assert runs == [first.id, second.id]
    found = {(one.site_id, one.subject) for some in told for one in some}
    assert found == {("jia", subject) for subject in subjects[:100]}


def test_judging_a_run_again_replaces_its_readings_alone(engine: Engine) -> None:
    run, other = a_run(engine), a_run(engine, now=after(45))
    elsewhere = replace(finding(run), site_id="yi")
    save_findings(engine, [finding(run), finding(run, "v"), elsewhere, finding(other)])
    save_findings(engine, [finding(run, days=16)])
    assert queries.findings(engine, site_id="jia", run_id=run.id) == [finding(run, days=16)]
    assert queries.findings(engine, site_id="jia", run_id=other.id) == [finding(other)]
    assert queries.findings(engine, site_id="yi") == [elsewhere]
    save_findings(engine, [finding(run, days=16)])
    assert count(engine, FindingRow) == 3


def test_findings_of_no_run_are_refused(engine: Engine) -> None:
    run = replace(a_run(engine), id=999)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        save_findings(engine, [finding(run)])
    assert count(engine, FindingRow) == 0


def test_defects_are_rebuilt_in_place(engine: Engine) -> None:
    old = [defect("a"), defect("b", DefectState.SUSPECTED)]
    replace_defects(engine, "jia", old)
    replace_defects(engine, "yi", [defect("a", site="yi")])
    assert sorted(queries.defects(engine, site_ids=["jia"]), key=lambda d: d.subject) == old
    new = [defect("b"), defect("c", DefectState.GONE)]
    replace_defects(engine, "jia", new)
    replace_defects(engine, "jia", new)
    assert sorted(queries.defects(engine, site_ids=["jia"]), key=lambda d: d.subject) == new
    assert count(engine, DefectRow) == 3
    assert queries.defects(engine, states=[DefectState.GONE]) == [defect("c", DefectState.GONE)]
    assert queries.defect(engine, new[0].id) == new[0]
    assert queries.defect(engine, old[0].id) is None
    replace_defects(engine, "jia", [])
    assert queries.defects(engine) == [defect("a", site="yi")]


def test_decisions_are_kept_all_in_order(engine: Engine) -> None:
    save_findings(engine, [finding(a_run(engine))])
    known = defect().id

    def decision(kind: DecisionKind, minutes: float, until: date | None = None) -> Decision:
        return Decision(known, kind, "理由", "张三", after(minutes), "f" * 16, until)

    late = decision(DecisionKind.EXCLUDED, 60, date(2026, 12, 31))
    early = decision(DecisionKind.INCLUDED, 10)
    other = replace(early, defect_id="other")
    for one in (late, early, early, other):
        add_decisions(engine, [one])
    assert queries.decisions(engine, defect_id=known) == [early, early, late]
    assert queries.decisions(engine, site_id="jia") == [early, early, late]
    assert queries.decisions(engine, site_id="yi") == []
    assert len(queries.decisions(engine)) == 4


def test_one_score_a_day_the_last_one(engine: Engine) -> None:
    day, next_day = date(2026, 1, 26), date(2026, 1, 27)
    save_scores(engine, [score(5.0)], day)
    save_scores(engine, [score(6.5)], day)
    save_scores(engine, [score(7.0)], next_day)
    save_scores(engine, [replace(score(8.0), site_id="yi", unit_id="yi")], day)
    assert queries.scores(engine, "jia") == [score(6.5), score(7.0)]
    assert count(engine, ScoreRow) == 3
    assert [one.points for one in queries.scores(engine)] == [6.5, 8.0, 7.0]


def test_moments_keep_their_zone_in_every_table(engine: Engine) -> None:
    run = a_run(engine)
    save_findings(engine, [finding(run)])
    (found,) = queries.findings(engine, site_id="jia")
    assert found.now == NOW
    assert found.now.utcoffset() is not None
