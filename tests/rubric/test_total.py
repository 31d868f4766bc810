"""The year's full score: both sides of every gate, and what holds for any sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.base import all_checks
from monitor.assess.total import Applying, of_account, of_site, total
from monitor.config.rubric import load_rubric
from monitor.domain.rubric import NoServices, Of, RowKind, Rubric
from monitor.domain.subject import Category, Site, SiteKind, Unit
from monitor.domain.total import Step, StepKind, Total
from monitor.report.total import total_lines

NATIONAL = load_rubric("national-2019", frozenset(all_checks()))
GUANGDONG = load_rubric("guangdong-city", frozenset(all_checks()))
SITE = Site("jia", "jia", "甲县人民政府门户网站", "http://127.0.0.1:8000/", kind=SiteKind.PORTAL)
CHANNEL = replace(SITE, id="yi", kind=SiteKind.CHANNEL)
COUNTY = Unit("jia", "甲县", Category.COUNTY)
SERVICE = Unit("yi", "乙局", Category.SERVICE)
INTERNAL = Unit("bing", "丙局", Category.INTERNAL)

PORTAL = of_site(NATIONAL, SITE, COUNTY, platform=True)
CLEAN: dict[str, float] = {row.id: 0.0 for row in NATIONAL.rows_of(Of.SITE, RowKind.DEDUCTION)}
FORTY: dict[str, float] = {
    **{"WD-1.4": 5, "WD-1.5": 5, "WD-1.6": 5, "WD-2.4": 8, "WD-3.1": 7, "WD-3.4": 7},
    **{"WD-4.1": 3},
}
TWENTY: dict[str, float] = {"WD-1.4": 5, "WD-1.5": 5, "WD-3.1": 7, "WD-4.1": 3}


def reckoned(
    points: Mapping[str, float], rubric: Rubric = NATIONAL, vetoes: Collection[str] = ()
) -> Total:
    return total(rubric, PORTAL, CLEAN | points, vetoes=vetoes)


def kinds(made: Total) -> list[StepKind]:
    return [step.kind for step in made.steps]


def test_nothing_deducted_is_everything() -> None:
    made = reckoned({})
    assert (made.part2, made.final, made.passed, made.settled) == (100, 100, True, True)
    assert kinds(made) == [StepKind.BASE, StepKind.LEFT, StepKind.PASSED, StepKind.FINAL]


@pytest.mark.parametrize(
    ("more", "part2", "passed"),
    [(0.0, 60.0, True), (0.01, 59.99, False), (0.004, 60.0, True), (0.006, 59.99, False)],
)
def test_below_sixty_fails_and_sixty_passes(more: float, part2: float, passed: bool) -> None:
    made = reckoned({**FORTY, "WD-3.2": more})
    assert (made.part2, made.passed, made.final) == (part2, passed, part2)
    assert (StepKind.PASSED in kinds(made)) is passed


@pytest.mark.parametrize(
    ("less", "part2", "bonus"), [(0.0, 80.0, 0.0), (0.01, 80.01, 3.0), (-0.01, 79.99, 0.0)]
)
def test_only_above_eighty_is_there_a_bonus(less: float, part2: float, bonus: float) -> None:
    made = reckoned({**TWENTY, "WD-4.1": 3 - max(less, 0), "WD-3.2": max(-less, 0), "WB-5": 3})
    assert (made.part2, made.bonus, made.final) == (part2, bonus, part2 + bonus)
    assert (StepKind.CLOSED in kinds(made)) is not bool(bonus)


def test_every_line_of_the_reckoning_is_said() -> None:
    spread = replace(NATIONAL, no_services=NoServices.SPREAD, rescale=True)
    made = internal(spread, {"WD-1.4": 6, "WD-4.3": 0.5, "WB-5": 4, "WB-3.1": 5})
    assert list(total_lines(made, spread)) == [
        "适用分值：100",
        "无对外服务职能，办事服务分值平均分摊，余下各项各加1.09（试算）",
        "扣分：WD-1.4 动态要闻 6，按上限5，折合6.09",
        "扣分：WD-4.3 可用性 0.5，折合1.04",
        "扣分后：92.87",
        "不低于60分，合格",
        "加分：WB-3.1 实时互动 5",
        "加分：WB-5 创新发展 4，按上限3",
        "得分：100.87",
    ]
    forty = {key: value for key, value in FORTY.items() if key != "WD-2.4"}
    failed = internal(NATIONAL, forty | {"WD-4.5": 4, "WB-5": 3})
    assert list(total_lines(failed, NATIONAL))[-4:] == [
        "折算为满分：×1.3333，得52（试算）",
        "低于60分，不合格",
        "未高于80分，不加分",
        "得分：52",
    ]
    vetoed = total(GUANGDONG, of_account(GUANGDONG, COUNTY), {}, vetoes=["NV-2.1"])
    assert list(total_lines(vetoed, GUANGDONG))[:1] == ["单项否决：NV-2.1 内容不更新，不合格"]
    assert list(total_lines(vetoed, GUANGDONG))[-1].startswith("尚未评定：ND-1、ND-2")


@pytest.mark.parametrize("kind", StepKind)
def test_every_step_has_a_sentence(kind: StepKind) -> None:
    made = replace(reckoned({}), steps=(Step(kind, 1.0, "WD-1.4"),))
    (line,) = total_lines(made, NATIONAL)
    assert line and "{" not in line


def test_tenths_add_up() -> None:
    """In binary fractions 100 less these is a little more than 80, and would open the bonus."""
    points = {"WD-1.4": 4.1, "WD-1.5": 4.3, "WD-3.1": 6.9, "WD-4.1": 2.4, "WD-4.5": 2.3, "WB-5": 3}
    assert Fraction(100) - sum(map(Fraction, (4.1, 4.3, 6.9, 2.4, 2.3))) > 80
    assert reckoned(points).final == 80


def test_rows_cost_no_more_than_their_caps() -> None:
    made = reckoned({"WD-4.3": 12.6, "WB-5": 9})
    assert (made.part2, made.bonus) == (99, 3)
    deducted = next(step for step in made.steps if step.kind is StepKind.DEDUCTED)
    assert (deducted.row, deducted.given, deducted.cap, deducted.amount) == ("WD-4.3", 12.6, 1, 1)


def test_the_bonus_has_its_most() -> None:
    every = {row.id: row.cap for row in NATIONAL.rows_of(Of.SITE, RowKind.BONUS)}
    assert (reckoned(every).bonus, reckoned(every).final) == (30, 130)
    fewer = replace(NATIONAL, gates=replace(NATIONAL.gates, bonus_max=25))
    made = reckoned(every, fewer)
    assert (made.bonus, made.final) == (25, 125)
    assert StepKind.BONUS_CUT in kinds(made) and StepKind.BONUS_CUT not in kinds(reckoned(every))


def test_a_veto_fails_whatever_the_points() -> None:
    made = reckoned({"WB-5": 3}, vetoes=["WV-3"])
    assert (made.passed, made.final, made.bonus, made.vetoes) == (False, None, 0, ("WV-3",))
    assert made.steps[0].row == "WV-3"


@pytest.mark.parametrize(
    ("deducted", "recorded"), [({}, 59), (FORTY, 59), ({**FORTY, "WD-4.5": 4}, 56)]
)
def test_a_veto_may_be_recorded_as_points_and_is_never_a_gain(
    deducted: dict[str, float], recorded: float
) -> None:
    recorded_as = replace(NATIONAL, gates=replace(NATIONAL.gates, veto_score=59.0))
    made = reckoned(deducted, recorded_as, vetoes=["WV-1.1"])
    assert (made.passed, made.final) == (False, recorded)


def internal(rubric: Rubric, points: Mapping[str, float], site: Site = SITE) -> Total:
    applying = of_site(rubric, site, INTERNAL, platform=site is SITE)
    judged = {row.id: 0.0 for row in applying.rows if row.kind is RowKind.DEDUCTION}
    return total(rubric, applying, judged | dict(points))


@pytest.mark.parametrize(
    ("deducted", "part2", "passed"),
    [
        ({}, 100.0, True),
        ({"WD-1.4": 5, "WD-1.5": 5, "WD-1.6": 5}, 80.0, True),
        ({**FORTY, "WD-2.4": 0} | {"WD-4.1": 0, "WD-4.8": 1}, 60.0, True),
        ({**FORTY, "WD-2.4": 0} | {"WD-4.1": 0, "WD-4.8": 1.01}, 59.99, False),
    ],
)
def test_without_services_the_rest_is_scaled_by_four_thirds(
    deducted: dict[str, float], part2: float, passed: bool
) -> None:
    points = {key: value for key, value in deducted.items() if not key.startswith("WD-2")}
    made = internal(NATIONAL, points | {"WB-5": 3})
    assert (made.part2, made.passed, made.bonus) == (part2, passed, 3 if part2 > 80 else 0)
    scaled = next(step for step in made.steps if step.kind is StepKind.SCALED)
    assert scaled.factor == pytest.approx(4 / 3)


def test_without_services_the_points_may_be_spread_evenly() -> None:
    """23 other rows get 25/23 each; a row of 5 lost whole takes its own share with it."""
    spread = replace(NATIONAL, no_services=NoServices.SPREAD)
    rows = [r for r in NATIONAL.rows_of(Of.SITE, RowKind.DEDUCTION) if not r.services]
    share = Fraction(25, len(rows))
    made = internal(spread, {"WD-1.4": 5})
    assert made.part2 == pytest.approx(float(100 - 5 - share), abs=0.005)
    whole = internal(spread, {row.id: row.cap for row in rows})
    assert (whole.part2, whole.passed) == (0, False)


def test_while_nobody_has_decided_on_services_there_is_no_score() -> None:
    undecided = replace(NATIONAL, no_services=None)
    made = internal(undecided, {})
    assert (made.passed, made.part2, made.final, made.settled) == (None, None, None, False)
    assert kinds(made) == [StepKind.UNDECIDED]
    assert total(undecided, PORTAL, CLEAN).settled


def test_a_channel_is_measured_by_what_is_its_own() -> None:
    applying = of_site(GUANGDONG, CHANNEL, SERVICE, platform=False)
    caps = sum(row.cap for row in applying.rows if row.kind is RowKind.DEDUCTION)
    judged = {row.id: 0.0 for row in applying.rows if row.kind is RowKind.DEDUCTION}
    assert total(GUANGDONG, applying, judged).final == 100
    made = total(GUANGDONG, applying, judged | {"WD-1.4": 5})
    assert made.part2 == pytest.approx(100 - 500 / caps, abs=0.005)
    assert made.steps[0].amount == caps < 100


def test_rows_nobody_judged_are_told() -> None:
    made = total(NATIONAL, PORTAL, {key: 0.0 for key in CLEAN if key != "WD-2.4"})
    assert (made.unfilled, made.unfilled_points, made.settled) == (("WD-2.4",), 8, False)


def test_accounts_have_vetoes_alone_unless_the_rubric_scores_them() -> None:
    applying = of_account(NATIONAL, COUNTY)
    made = total(NATIONAL, applying, {})
    assert (made.passed, made.final, made.unfilled) == (True, None, ())
    made = total(NATIONAL, applying, {}, vetoes=["NV-2.1"])
    assert (made.passed, made.final) == (False, None)
    scored = of_account(GUANGDONG, COUNTY)
    judged = {row.id: 0.0 for row in scored.rows if row.kind is RowKind.DEDUCTION}
    assert total(GUANGDONG, scored, judged | {"ND-1": 12.5}).final == 87.5
    assert total(GUANGDONG, scored, {}).unfilled == tuple(judged)


@pytest.mark.parametrize(
    ("points", "vetoes"),
    [
        ({"WD-9.9": 1}, ()),
        ({"NV-2.1": 0}, ()),
        ({"WV-3": 1}, ()),
        ({"WD-1.1": -1}, ()),
        ({"WD-1.1": float("nan")}, ()),
        ({}, ("WD-1.1",)),
        ({}, ("NV-1.1",)),
    ],
)
def test_what_is_no_row_of_the_subject_is_refused(
    points: dict[str, float], vetoes: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=r"points|rows"):
        total(NATIONAL, PORTAL, points, vetoes=vetoes)


def test_no_veto_on_services_for_who_has_none() -> None:
    applying = of_site(NATIONAL, SITE, INTERNAL, platform=True)
    assert not {row.id for row in applying.rows} & {"WV-6.1", "WV-6.2", "WV-6.3", "WD-2.4"}
    with pytest.raises(ValueError, match=r"WV-6\.1"):
        total(NATIONAL, applying, {}, vetoes=["WV-6.1"])


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Rubric, Applying, dict[str, float], list[str]]:
    base = draw(st.sampled_from([NATIONAL, GUANGDONG]))
    gates = replace(base.gates, veto_score=draw(st.sampled_from([None, 59.0])))
    rubric = replace(
        base,
        gates=gates,
        no_services=draw(st.sampled_from(NoServices)),
        rescale=draw(st.booleans()),
    )
    unit = draw(st.sampled_from([COUNTY, SERVICE, INTERNAL]))
    site = draw(st.sampled_from([SITE, CHANNEL]))
    applying = (
        of_account(rubric, unit)
        if draw(st.integers(0, 3)) == 0
        else of_site(rubric, site, unit, platform=draw(st.booleans()))
    )
    priced = [row for row in applying.rows if row.kind is not RowKind.VETO]
    amounts = st.integers(0, 1000).map(lambda hundredths: hundredths / 100)
    points = {row.id: draw(amounts) for row in priced if draw(st.booleans())}
    vetoes = [row.id for row in applying.rows if row.kind is RowKind.VETO]
    upheld = draw(st.lists(st.sampled_from(vetoes), max_size=1))
    return rubric, applying, points, upheld


def stands(made: Total) -> tuple[bool, float]:
    return bool(made.passed), made.final if made.final is not None else -1.0


@settings(max_examples=300, deadline=None)
@given(sheets(), st.data())
def test_more_deducted_never_raises_a_score(
    sheet: tuple[Rubric, Applying, dict[str, float], list[str]], data: st.DataObject
) -> None:
    rubric, applying, points, upheld = sheet
    deductions = [row.id for row in applying.rows if row.kind is RowKind.DEDUCTION]
    if not deductions:
        return
    row = data.draw(st.sampled_from(deductions))
    worse = points | {row: points.get(row, 0.0) + data.draw(st.integers(0, 500)) / 100}
    before = total(rubric, applying, points, vetoes=upheld)
    after = total(rubric, applying, worse, vetoes=upheld)
    assert stands(after) <= stands(before)


@settings(max_examples=200, deadline=None)
@given(sheets(), st.data())
def test_a_veto_never_raises_a_score(
    sheet: tuple[Rubric, Applying, dict[str, float], list[str]], data: st.DataObject
) -> None:
    rubric, applying, points, _ = sheet
    row = data.draw(st.sampled_from([r.id for r in applying.rows if r.kind is RowKind.VETO]))
    before = total(rubric, applying, points)
    after = total(rubric, applying, points, vetoes=[row])
    assert after.passed is False
    assert before.final is None or after.final is None or after.final <= before.final


@settings(max_examples=200, deadline=None)
@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_of_points_does_not_matter_and_scores_stay_within_bounds(
    sheet: tuple[Rubric, Applying, dict[str, float], list[str]], chance: Any
) -> None:
    rubric, applying, points, upheld = sheet
    made = total(rubric, applying, points, vetoes=upheld)
    pairs = list(points.items())
    chance.shuffle(pairs)
    assert total(rubric, applying, dict(pairs), vetoes=upheld) == made
    if made.part2 is not None:
        assert 0 <= made.part2 <= rubric.total
    if made.final is not None:
        assert 0 <= made.final <= rubric.total + rubric.gates.bonus_max
    assert made.final is None or made.steps[-1].kind is StepKind.FINAL
