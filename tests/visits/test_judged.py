"""Rounds of visits as judged: veto suggestions, cases, approved outages, our own blindness."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import queries
from monitor.app.cases import cases, close_case, open_cases
from monitor.app.house import BadInput
from monitor.app.reporting import standing
from monitor.app.reviewing import review
from monitor.app.visiting import list_visits
from monitor.domain.case import CaseState, CaseVerdict
from monitor.domain.defect import DefectState
from monitor.domain.finding import Outcome
from monitor.domain.run import RunState
from monitor.domain.visit import Invalid
from tests.schedule.world import at
from tests.visits.world import CHANNELS, PLATFORM, World, ledger, world

WEEK = ("2026-01-20T00:00", "2026-01-26T23:00")


@pytest.fixture
def made(tmp_path: Path) -> World:
    return world(tmp_path)


def outcome(made: World, site: str, check: str = "visits-failed") -> tuple[Outcome, str]:
    last = queries.findings(made.house.engine, site_id=site, check=check)[-1]
    return last.outcome, last.reason


def accused(made: World) -> set[tuple[str, str]]:
    """Sites with an open defect, and its check."""
    alive = (DefectState.SUSPECTED, DefectState.CONFIRMED)
    return {(one.site_id, one.check) for one in queries.defects(made.house.engine, states=alive)}


def test_a_site_that_fails_too_often_is_a_veto_that_a_person_confirms(made: World) -> None:
    made.hours("2026-01-20T00:00", "2026-01-26T14:00")
    last = made.hours("2026-01-26T15:00", "2026-01-26T23:00", failed=["other"])[-1]
    made.judge(last)
    assert outcome(made, "other") == (Outcome.FAIL, "too_often")
    (defect,) = queries.defects(made.house.engine)
    assert (defect.site_id, defect.state) == ("other", DefectState.CONFIRMED)
    assert (defect.facts["valid"], defect.facts["failed"]) == (168, 9)
    (record,) = standing(made.house).records()
    assert (record.veto, record.points, record.indicator) == (True, 0.0, ("WV-2",))
    assert record.description == (
        "other局网站首页在2026-01-20至2026-01-26的监测中有效访问168次，未能打开9次，"
        "占5.4%（达到5%即为站点无法访问）"
    )


def test_under_the_share_nobody_is_accused(made: World) -> None:
    made.hours("2026-01-20T00:00", "2026-01-26T15:00")
    last = made.hours("2026-01-26T16:00", "2026-01-26T23:00", failed=["other"])[-1]
    made.judge(last)
    assert outcome(made, "other") == (Outcome.PASS, "ok")
    assert accused(made) == set()


def test_a_week_that_gets_well_is_gone_only_when_seen(made: World) -> None:
    bad = made.hours("2026-01-20T00:00", "2026-01-26T23:00", failed=["other"])[-1]
    made.judge(bad)
    made.judge(made.round(at("2026-01-29T00:00"), walled=["other"]))
    assert accused(made) == {("other", "visits-failed")}, "four days judged, all failed"
    walled = made.hours("2026-01-29T01:00", "2026-02-04T23:00", walled=["other"])[-1]
    made.judge(walled)
    assert outcome(made, "other") == (Outcome.NOT_OBSERVED, "too_few_visits")
    assert accused(made) == {("other", "visits-failed")}
    well = made.hours("2026-02-05T00:00", "2026-02-11T23:00")[-1]
    made.judge(well)
    assert accused(made) == set()


def test_a_round_judged_again_knows_nothing_of_later_ones(made: World) -> None:
    early = made.hours("2026-01-20T00:00", "2026-01-26T20:00")[-1]
    made.hours("2026-01-26T21:00", "2026-01-26T23:00", failed=["other"])
    made.judge(early)
    (last,) = queries.findings(made.house.engine, site_id="other")
    assert (last.facts["valid"], last.facts["failed"]) == (165, 0)


def test_a_decision_holds_until_the_next_day_with_a_failure(made: World) -> None:
    made.judge(made.hours(*WEEK, failed=["other"])[-1])
    (defect,) = queries.defects(made.house.engine)
    word = {"reason": "已核实", "until": None, "by": "张三", "as_of": "2026-01-26T23:30"}
    review(made.house, defect.id, decision="excluded", **word)
    made.judge(made.round(at("2026-01-27T00:00")))
    assert accused(made) == set(), "nothing new"
    made.hours("2026-01-27T01:00", "2026-01-27T22:00")
    made.judge(made.round(at("2026-01-27T23:00"), failed=["other"]))
    assert accused(made) == {("other", "visits-failed")}


def test_a_channels_visits_are_listed_but_availability_is_the_platforms(made: World) -> None:
    made.judge(made.hours(*WEEK, failed=["c1"])[-1])
    assert accused(made) == set()
    assert queries.findings(made.house.engine, site_id="c1") == []
    assert len(list_visits(made.house, sites=["c1"], until="2026-01-26").visits) == 168


def test_an_approved_outage_is_in_neither_count(tmp_path: Path) -> None:
    outage = "outages: [{from: 2026-01-26, until: 2026-01-26, document: 某办函, reason: 改造}]"
    made = world(tmp_path, ledger(other=outage))
    made.hours("2026-01-20T00:00", "2026-01-25T23:00")
    made.judge(made.hours("2026-01-26T00:00", "2026-01-26T23:00", failed=["other"])[-1])
    assert outcome(made, "other") == (Outcome.PASS, "ok")
    listed = list_visits(made.house, sites=["other"], since="2026-01-26", until="2026-01-26")
    assert {one.invalid for one in listed.visits} == {Invalid.OUTAGE}


def test_rounds_in_which_we_were_blind_are_in_neither_count(made: World) -> None:
    made.hours("2026-01-20T00:00", "2026-01-25T23:00")
    made.hours("2026-01-26T00:00", "2026-01-26T22:00", failed=["other"], state=RunState.BLIND)
    made.judge(made.round(at("2026-01-26T23:00")))
    assert outcome(made, "other") == (Outcome.PASS, "ok")
    listed = list_visits(made.house, sites=["other"], since="2026-01-26", until="2026-01-26")
    assert [one.invalid for one in listed.visits] == [Invalid.BLIND] * 23 + [None]


def down_for_ten_hours(made: World) -> None:
    """A week with one bad night: enough for a veto, were it the site's own."""
    made.hours("2026-01-20T00:00", "2026-01-25T23:00")
    for run in made.hours("2026-01-26T00:00", "2026-01-26T09:00", failed=PLATFORM):
        made.judge(run)
    for run in made.hours("2026-01-26T10:00", "2026-01-27T23:00"):
        made.judge(run)


def test_a_platform_that_was_down_is_one_case_and_accuses_nobody(made: World) -> None:
    down_for_ten_hours(made)
    (case,) = open_cases(made.house)
    assert (case.owner_id, case.host, case.sites) == ("portal", "127.0.0.1:9", 5)
    assert (case.first, case.last) == (at("2026-01-26T00:00"), at("2026-01-26T09:00"))
    assert case.over == at("2026-01-26T10:00")
    assert accused(made) == set()
    listed = list_visits(made.house, sites=["portal"], since="2026-01-26", until="2026-01-26")
    assert [one.invalid for one in listed.visits] == [Invalid.PLATFORM] * 10 + [None] * 14


@pytest.mark.parametrize(
    ("verdict", "charged"),
    [("platform", {("portal", "visits-failed")}), ("maintenance", set()), ("ours", set())],
)
def test_the_word_decides_who_is_charged(
    made: World, verdict: str, charged: set[tuple[str, str]]
) -> None:
    down_for_ten_hours(made)
    (case,) = open_cases(made.house)
    closed = close_case(
        made.house, case.id, verdict=verdict, reason="已核实", by="张三", as_of="2026-01-28T09:30"
    )
    assert (closed.state, closed.verdict) == (CaseState.CLOSED, CaseVerdict(verdict))
    assert (closed.by, closed.note, closed.at) == ("张三", "已核实", at("2026-01-28T09:30"))
    assert open_cases(made.house) == []
    assert accused(made) == charged
    made.judge(made.round(at("2026-01-28T10:00")))
    assert accused(made) == charged
    assert len(cases(made.house)) == 1


def test_one_dead_channel_is_no_case(made: World) -> None:
    made.judge(made.round(at("2026-01-26T01:00"), failed=["c1", "other"]))
    assert cases(made.house) == []


def test_a_platform_behind_a_wall_is_no_case(made: World) -> None:
    made.judge(made.round(at("2026-01-26T01:00"), walled=PLATFORM))
    assert cases(made.house) == []


def test_sites_in_an_approved_outage_are_no_sign(tmp_path: Path) -> None:
    outage = "outages: [{from: 2026-01-26, until: 2026-01-26, document: 某办函, reason: 改造}]"
    made = world(tmp_path, ledger(**dict.fromkeys(("portal", *CHANNELS[:2]), outage)))
    made.judge(made.round(at("2026-01-26T01:00"), failed=PLATFORM))
    assert cases(made.house) == []


def test_a_case_is_closed_once_and_with_a_reason(made: World) -> None:
    made.judge(made.round(at("2026-01-26T01:00"), failed=PLATFORM))
    word = {"verdict": "ours", "by": "张三", "as_of": "2026-01-26T09:30"}
    with pytest.raises(BadInput, match="case_reason"):
        close_case(made.house, 1, reason=" ", **word)
    with pytest.raises(BadInput, match="unknown_case"):
        close_case(made.house, 2, reason="断网", **word)
    close_case(made.house, 1, reason="断网", **word)
    with pytest.raises(BadInput, match="closed_case"):
        close_case(made.house, 1, reason="断网", **word)
