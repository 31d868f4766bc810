"""The national rubric is whole: every row of the index, its points and its gates."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from checks.base import all_checks
from monitor.config.overlay import RUBRICS
from monitor.config.rubric import load_rubric
from monitor.domain.rubric import Decider, NoServices, Of, RowKind, Rubric
from tests.commands import ROOT

NATIONAL = load_rubric("national-2019", frozenset(all_checks()))
EVERY = [load_rubric(path.stem, frozenset(all_checks())) for path in RUBRICS.glob("*.yaml")]
SOURCE = ROOT.parent / "shared" / "domain" / "rubric.md"
RULES = {"WV-6.x"}
"""Not rows but rules on rows: `services` of all WV-6 rows."""
each_rubric = pytest.mark.parametrize("rubric", EVERY, ids=lambda rubric: rubric.id)

CAPS = {
    RowKind.DEDUCTION: {"发布解读": 31, "办事服务": 25, "互动交流": 23, "功能设计": 21},
    RowKind.BONUS: {"信息发布": 7, "办事服务": 6, "互动交流": 8, "功能设计": 6, "创新发展": 3},
}


@pytest.mark.skipif(not SOURCE.is_file(), reason="the reference stands beside the project")
def test_every_row_of_the_reference_is_in_the_file() -> None:
    named: set[str] = set()
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        if line.startswith(("| WV-", "| WD-", "| WB-", "| NV-")):
            first = "|".join(line.split("|")[1:3])
            named |= set(re.findall(r"\b(?:W[VDB]|NV)-\d[\d.]*[a-z]?", first))
    assert len(named) > 60
    assert named - RULES == {row.id for row in NATIONAL.rows}


@pytest.mark.skipif(not SOURCE.is_file(), reason="the reference stands beside the project")
def test_caps_are_those_of_the_reference() -> None:
    pattern = re.compile(r"^\| (W[DB]-[\w.]+) \| [^|]*\((\d+)\) \|", re.MULTILINE)
    told = {row_id: float(cap) for row_id, cap in pattern.findall(SOURCE.read_text("utf-8"))}
    priced = (RowKind.DEDUCTION, RowKind.BONUS)
    assert told == {row.id: row.cap for row in NATIONAL.rows if row.kind in priced}


@pytest.mark.parametrize("kind", CAPS)
def test_caps_add_up(kind: RowKind) -> None:
    sums: Counter[str] = Counter()
    for row in NATIONAL.rows_of(Of.SITE, kind):
        sums[row.group] += row.cap  # type: ignore[assignment]
    assert sums == CAPS[kind]
    most = NATIONAL.total if kind is RowKind.DEDUCTION else NATIONAL.gates.bonus_max
    assert sum(sums.values()) == most


def test_gates() -> None:
    gates = NATIONAL.gates
    assert (gates.fail_below, gates.bonus_above, gates.bonus_max) == (60, 80, 30)
    assert gates.veto_score is None
    assert NATIONAL.no_services is NoServices.SCALE
    assert not NATIONAL.accounts_scored


def test_services_are_dropped_with_their_veto() -> None:
    dropped = {row.id for row in NATIONAL.rows if row.services}
    wanted = {row.id for row in NATIONAL.rows if row.id.startswith(("WV-6.", "WD-2."))}
    assert dropped == wanted


@each_rubric
def test_every_row_says_what_it_asks_and_who_decides(rubric: Rubric) -> None:
    for row in rubric.rows:
        assert row.rule.endswith("。") and row.rule.count("。") == 1, row.id
        assert row.group, row.id
        if row.kind is RowKind.VETO:
            assert row.decider is not Decider.AUTO, f"{row.id}: no machine makes a veto"


@each_rubric
def test_nobody_has_decided_yet(rubric: Rubric) -> None:
    assert rubric.trial


def test_every_check_that_is_scored_serves_a_row() -> None:
    served = {match.check for row in NATIONAL.rows for match in row.counts}
    assert served == {check.id for check in all_checks().values() if not check.preview}
