"""Acts of units and of the office on lists that were sent."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import text

from db import queries
from db import rectification as kept
from monitor.app.house import BadInput
from monitor.app.outgoing import export_outgoing
from monitor.app.precision import decided
from monitor.app.rectify_papers import ledger, save_ledger, save_trail, trail
from monitor.app.rectifying import acknowledge, appeal, claim, close, decide, extend
from monitor.app.reviewing import review
from monitor.domain.calendar import shanghai_day
from monitor.domain.defect import DefectState
from monitor.domain.rectification import Closing, Sight, Step, Wait
from tests.office.world import column, include_all, leader, rows
from tests.rectify.world import FAULTS, SETTINGS, case, ids, looked, on, sent

ALL_GONE = [one.gone() for one in FAULTS]


def test_what_a_night_sees_repaired_is_closed_and_what_breaks_again_keeps_its_id(
    tmp_path: Path,
) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    assert acknowledge(house, [], number="〔2026〕1号", by="甲局张") == 2
    assert case(house, one).step is Step.ACKNOWLEDGED
    assert claim(house, one, by="甲局张", on="2026-01-27").step is Step.CLAIMED
    house = looked(house, "2026-01-28T02:00", [one.unseen() for one in FAULTS])
    assert case(house, one).step is Step.CLAIMED, "a wall is no repair"
    house = looked(house, "2026-01-29T02:00", ALL_GONE)
    stood = case(house, one)
    assert (stood.step, stood.closing, stood.closed_by) == (Step.CLOSED, Closing.MACHINE, ())
    house = looked(house, "2026-02-01T02:00", FAULTS)
    stood = case(house, one)
    assert (stood.step, stood.defect_id, stood.reopened) == (Step.REOPENED, one, 1)
    assert stood.deadline is None, "what was told once is told again"
    include_all(house)
    export_outgoing(house, unit="jia", everything=False, file_format="xlsx", output=tmp_path / "b")
    stood = case(house, one)
    assert (stood.step, stood.sending.number) == (Step.SENT, "〔2026〕3号")
    assert stood.deadline is not None and len(stood.sendings) == 2


def test_a_look_from_before_the_list_closes_nothing(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    looked(house, "2026-01-27T03:00", ALL_GONE)
    assert case(on(house, "2026-02-01T11:00"), one).step is Step.SENT, "it ran before it was sent"


def test_an_office_may_have_persons_close_what_was_seen(tmp_path: Path) -> None:
    house = sent(tmp_path, SETTINGS + "rectification: {closing: proposed}\n")
    one = ids(house)["张三"]
    house = looked(house, "2026-01-29T02:00", ALL_GONE)
    stood = case(house, one)
    assert stood.step is Step.VERIFIED and stood.waits == (Wait.ACCEPT,)
    stood = close(house, one, by="李四")
    assert (stood.closing, stood.closed_by) == (Closing.ACCEPTED, ("李四",))
    with pytest.raises(BadInput, match=r"rectify\.closed"):
        close(house, one, by="王五")


def test_what_no_machine_can_see_is_closed_by_two_persons(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    photo = tmp_path / "现场照片.jpg"
    photo.write_bytes(b"proof")
    with pytest.raises(BadInput, match=r"rectify\.unlooked"):
        close(house, one, by="李四", reason="已整改", document=photo)
    house = looked(house, "2026-01-28T02:00", FAULTS)
    with pytest.raises(BadInput, match=r"rectify\.seen"):
        close(house, one, by="李四", reason="已整改", document=photo)
    claim(house, one, by="甲局张", on="2026-01-28")
    with pytest.raises(BadInput, match=r"rectify\.seen"):
        close(house, one, by="李四", reason="已整改", document=photo)
    house = looked(house, "2026-01-29T02:00", [one.unseen() for one in FAULTS])
    for given in ({"reason": "已整改"}, {"document": photo}):
        with pytest.raises(BadInput, match=r"rectify\.proof"):
            close(house, one, by="李四", **given)  # type: ignore[arg-type]
    stood = close(house, one, by="李四", reason="已整改", document=photo)
    assert stood.step is Step.CLAIMED and stood.waits == (Wait.SECOND,)
    with pytest.raises(BadInput, match=r"rectify\.one_person"):
        close(house, one, by=" 李 四")
    stood = close(house, one, by="王五", reason="已核")
    assert (stood.closing, stood.closed_by) == (Closing.MANUAL, ("李四", "王五"))
    (proposed, _) = next(p for p in kept.events(house.engine, [one]) if p[0].document)
    assert proposed.sha256 == hashlib.sha256(b"proof").hexdigest()


def test_an_extension_is_asked_for_and_granted_by_a_person(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    with pytest.raises(BadInput, match=r"rectify\.not_later"):
        extend(house, one, by="甲局张", until="2026-02-06", reason="待采购")
    stood = extend(house, one, by="甲局张", until="2026-02-20", reason="待采购")
    assert stood.waits == (Wait.EXTENSION,) and str(stood.deadline) == "2026-02-06"
    stood = decide(house, one, decision="granted", by="李四", until="2026-02-13")
    assert str(stood.deadline) == "2026-02-13" and stood.waits == ()
    with pytest.raises(BadInput, match=r"rectify\.no_ask"):
        decide(house, one, decision="refused", by="李四", reason="不予延期")


def test_an_appeal_stops_the_clock_and_another_person_decides(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    appeal(house, one, by="甲局张", reason="简历在另一栏")
    much_later = on(house, "2026-03-10T09:00")
    stood = case(much_later, one)
    assert stood.days_left(shanghai_day(much_later.clock.now())) == 10
    for reviewer in ("李四", "甲局张"):
        with pytest.raises(BadInput, match=r"rectify\.reviewer"):
            decide(much_later, one, decision="false", by=reviewer, reason="属实")
    assert queries.decisions(house.engine, defect_id=one)[-1].kind == "included"
    kept_it = decide(much_later, one, decision="kept", by="王五", reason="该栏没有简历")
    assert str(kept_it.deadline) == "2026-03-20", "42 days more"


def test_an_appeal_upheld_strikes_the_defect_and_counts_against_our_precision(
    tmp_path: Path,
) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    assert (decided(house).cases, decided(house).precision) == (3, 1.0)
    appeal(house, one, by="甲局张", reason="简历在另一栏")
    order = tmp_path / "核实记录.docx"
    order.write_bytes(b"x")
    stood = decide(house, one, decision="false", by="王五", reason="简历在图中", document=order)
    assert stood.struck is not None and not stood.open
    assert stood.struck.document == "核实记录.docx"
    defect = queries.defect(house.engine, one)
    assert defect is not None and defect.state is DefectState.WAIVED
    found = decided(house)
    assert (found.cases, found.false, found.reasons) == (3, 1, (("简历在图中", 1),))
    with pytest.raises(BadInput, match=r"rectify\.struck"):
        claim(house, one, by="甲局张", on="2026-01-27")


def test_a_waiver_lapses_when_the_finding_changes(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["工作动态"]
    review(house, one, decision="excluded", reason="停用", by="李四", document="某函〔2026〕3号")
    struck = case(house, one).struck
    assert struck is not None and struck.document == "某函〔2026〕3号"
    changed = [column("工作动态", newest="2026-01-27"), *FAULTS[1:]]
    house = looked(house, "2026-02-20T02:00", changed)
    assert case(house, one).struck is None and case(house, one).open


def test_deadlines_in_working_days_are_put_off_by_working_days(tmp_path: Path) -> None:
    house = sent(tmp_path, "lists: {deadline_working_days: 5}\n")
    one = ids(house)["张三"]
    assert str(case(house, one).deadline) == "2026-02-03"
    appeal(house, one, by="甲局张", reason="x")
    later = on(house, "2026-02-02T09:00")  # four working days after the 27th of January
    assert str(decide(later, one, decision="kept", by="王五", reason="y").deadline) == "2026-02-09"


def test_the_ledger_reminds_of_what_is_due(tmp_path: Path) -> None:
    house = sent(tmp_path)
    known = ids(house)
    claim(house, known["张三"], by="甲局张", on="2026-01-27")
    near = on(house, "2026-02-04T09:00")
    assert [one.case.defect_id for one in ledger(near, due=1).lines] == []
    assert {one.case.defect_id for one in ledger(near, due=2).lines} == {
        known["工作动态"],
        known["王五"],
    }
    late = on(house, "2026-02-08T09:00")
    found = ledger(late, due=0, unit="yi")
    assert [one["days_left"] for one in found.as_dicts()] == [-2]
    assert [one["overdue"] for one in ledger(late).as_dicts()] == [True, False, True]
    with pytest.raises(BadInput, match="unknown_unit"):
        ledger(house, unit="bing")
    book = save_ledger(ledger(late), tmp_path / "台账.xlsx", "xlsx")
    again = save_ledger(ledger(late), tmp_path / "again.xlsx", "xlsx")
    assert book.read_bytes() == again.read_bytes()
    told = {one["问题编号"]: one for one in rows(book, "整改台账")}
    assert told[known["王五"]]["剩余天数"] == "逾期2天"
    assert told[known["张三"]]["整改进度"] == "单位报告已整改（待复查）"


def test_the_trail_holds_everything_and_nothing_is_ever_taken_from_it(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["张三"]
    before = trail(house)
    steps = [
        lambda h: acknowledge(h, [one], by="甲局张"),
        lambda h: extend(h, one, by="甲局张", until="2026-02-20", reason="a"),
        lambda h: decide(h, one, decision="granted", by="李四"),
        lambda h: appeal(h, one, by="甲局张", reason="b"),
        lambda h: decide(h, one, decision="excluded", by="王五", reason="c"),
        lambda h: review(h, one, decision="included", by="李四", reason="d"),
        lambda h: claim(h, one, by="甲局张", on="2026-01-27"),
        lambda h: looked(h, "2026-01-29T02:00", ALL_GONE),
    ]
    for hour, step in enumerate(steps, 12):
        step(on(house, f"2026-01-27T{hour}:00"))
        now = trail(house)
        assert [line for line in now if line in before] == before, "what was told stays told"
        assert len(now) > len(before)
        before = now
    kinds = [line["kind"] for line in trail(house, [one])]
    assert kinds == [
        *("look.still", "decision.included", "sent", "act.acknowledge", "act.ask", "act.grant"),
        *("act.appeal", "decision.excluded", "act.strike", "decision.included", "act.claim"),
        *("look.gone", "act.close"),
    ]
    path = save_trail(trail(house, [one]), tmp_path / "留痕.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.DictReader(file))
    assert [line["kind"] for line in read] == kinds
    as_json = save_trail(trail(house), tmp_path / "trail.json")
    assert json.loads(as_json.read_text(encoding="utf-8")) == trail(house)
    for wrong in ("trail.txt", "trail"):
        with pytest.raises(BadInput, match="trail_suffix"):
            save_trail([], tmp_path / wrong)
    with pytest.raises(BadInput, match="no_trail"):
        trail(house, ["0" * 12])


def test_the_table_is_written_by_appending_alone(tmp_path: Path) -> None:
    source = Path(kept.__file__).read_text(encoding="utf-8")
    assert "update(" not in source and "delete(" not in source
    house = sent(tmp_path)
    one = ids(house)["张三"]
    acknowledge(house, [one], by="甲局张")
    ((event, _),) = kept.events(house.engine, [one])
    kept.append(house.engine, [event], house.clock.now())
    assert len(kept.events(house.engine)) == 1, "the same word written twice is one"
    with house.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM rectification")).scalar() == 1


@pytest.mark.parametrize("act", [claim, extend, appeal, close])
def test_what_was_never_sent_has_no_case(tmp_path: Path, act: object) -> None:
    house = sent(tmp_path)
    given = {claim: {"on": "2026-01-27"}, extend: {"until": "2026-03-01"}}.get(act, {})  # type: ignore[call-overload]
    with pytest.raises(BadInput, match=r"rectify\.not_sent"):
        act(house, "0" * 12, by="李四", reason="x", **given)  # type: ignore[operator]
    assert kept.events(house.engine) == []


def test_a_look_at_something_else_says_nothing_of_a_case(tmp_path: Path) -> None:
    house = sent(tmp_path)
    one = ids(house)["王五"]
    house = looked(house, "2026-01-29T02:00", [leader("张三").gone()])
    assert case(house, one).last_look is None
    house = looked(house, "2026-01-30T02:00", [leader("王五", site="yi-site")])
    last = case(house, one).last_look
    assert last is not None and last.sight is Sight.STILL
