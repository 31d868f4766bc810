"""What may go when its time is over, on both databases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine

from db.blobs import BlobStore, use
from db.queries import stored_bytes
from db.repository import add_decisions, replace_defects, save_findings
from db.retention import needed_bodies, old_bodies, remove, sensitive_bodies
from monitor.domain.defect import Decision, DecisionKind, DefectState
from monitor.domain.finding import Evidence, Outcome, defect_id
from tests.storage.world import NOW, a_run, after, defect, finding


def test_what_is_needed_and_what_may_go(engine: Engine, tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path)
    rows = [blobs.row(bytes([n]) * 99, after(n)) for n in range(6)]
    with engine.begin() as connection:
        use(connection, rows)
    sent, shown, seen, plain, edge, young = (str(row["sha256"]) for row in rows)

    failed = replace(finding(a_run(engine, NOW), "u"), evidence=(Evidence(sent),))
    secret = replace(failed, check="personal-data-exposed", evidence=(Evidence(seen),))
    save_findings(engine, [failed, secret])
    run = a_run(engine, after(60))
    passed = [
        replace(one, run_id=run.id, now=run.now, outcome=Outcome.PASS, evidence=())
        for one in (failed, secret)
    ]
    save_findings(engine, passed)
    gone = replace(
        defect(state=DefectState.GONE, proof=seen),
        id=defect_id("jia", "personal-data-exposed", "u"),
        check="personal-data-exposed",
    )
    replace_defects(engine, "jia", [gone, defect(state=DefectState.GONE, proof=sent)])
    replace_defects(engine, "yi", [defect(proof=shown, site="yi")])
    add_decisions(engine, [Decision(defect().id, DecisionKind.INCLUDED, "", "cai", NOW, "f")])

    needed = needed_bodies(engine)
    assert needed == {sent, shown}
    found = [one.sha256 for one in old_bodies(engine, after(4), needed)]
    assert found == [seen, plain]
    assert edge not in found and young not in found

    checks = {"personal-data-exposed", "wording-severe"}
    assert sensitive_bodies(engine, checks, after(60)) == []
    (one,) = sensitive_bodies(engine, checks, after(60.1))
    assert one.sha256 == seen
    before = stored_bytes(engine)
    remove(engine, blobs, [one])
    assert stored_bytes(engine) == before - one.size
    assert blobs.get(seen) is None and blobs.get(sent) is not None
    assert sensitive_bodies(engine, checks, after(60.1)) == []
