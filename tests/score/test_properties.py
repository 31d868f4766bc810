"""What a score promises, for every site under the real rubric."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.assess.scoring import charges, points_by_defect, unit_score, vetoes
from monitor.domain.defect import DecisionKind, DefectState
from monitor.domain.finding import Outcome
from monitor.domain.office import SeveralSites
from monitor.domain.rubric import RowKind, RowScore, Score
from tests.score.world import NATIONAL, SITE, UNIT, Seen, defects, of_channel, scored, sites

CENT = 0.011
"""Verified and deducted points are both rounded to a hundredth."""
free = st.sampled_from([DefectState.SUSPECTED, DefectState.WAIVED, DefectState.GONE])
scorers = st.sampled_from([scored, of_channel])
"""By the national rubric, and by one that scales up what is left to a channel."""
struck = st.sampled_from([DecisionKind.HINT, DecisionKind.FALSE, DecisionKind.EXCLUDED])


def deduction_rows(score: Score) -> list[RowScore]:
    kinds = {row.id: row.kind for row in NATIONAL.rows}
    return [row for row in score.rows if kinds[row.indicator] is RowKind.DEDUCTION]


@given(sites(max_size=40), st.booleans())
def test_no_row_costs_more_than_its_cap(seen: list[Seen], platform: bool) -> None:
    score = scored(seen, platform=platform)
    for row in deduction_rows(score):
        assert 0 <= row.points <= row.cap
    assert score.points == pytest.approx(sum(row.points for row in score.rows), abs=CENT)


@given(sites(max_size=40), st.booleans())
def test_a_defect_is_charged_in_one_row(seen: list[Seen], platform: bool) -> None:
    score = scored(seen, platform=platform)
    charged = [one for row in deduction_rows(score) for one in row.findings]
    assert len(charged) == len(set(charged))


@given(sites(), st.booleans())
def test_verified_and_unobserved_are_the_whole(seen: list[Seen], platform: bool) -> None:
    score = scored(seen, platform=platform)
    assert score.verified + score.unobserved_points == pytest.approx(score.max)
    assert 0 <= score.points <= score.verified + CENT
    assert score.max == NATIONAL.total


@given(sites(), scorers, st.data())
def test_one_more_fault_never_lowers_what_is_deducted(
    seen: list[Seen], scorer: Callable[..., Score], data: st.DataObject
) -> None:
    known = defects(seen)
    if not known:
        return
    gone = data.draw(st.sampled_from(known))
    assert scorer(seen, known).points >= scorer(seen, [d for d in known if d != gone]).points


@given(sites(max_size=40), scorers)
def test_what_only_a_person_can_judge_is_in_no_sum(
    seen: list[Seen], scorer: Callable[..., Score]
) -> None:
    """Its rows are there, at no points, and neither verified nor part of what must be."""
    score = scorer(seen)
    by_person = {row.id for row in NATIONAL.rows if row.by_person and row.kind is not RowKind.BONUS}
    ours = [row for row in score.rows if row.state not in ("person", "not_applicable")]
    for row in score.rows:
        if row.indicator in by_person:
            assert row.state in ("person", "not_applicable")
            assert (row.points, row.findings) == (0.0, ())
    assert score.verified <= score.factor * sum(row.cap for row in ours) + CENT
    assert not {row.indicator for row in score.rows} & {"NV-2.1", "ND-1", "WB-5"}


@given(sites(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_read_does_not_matter(seen: list[Seen], chance: random.Random) -> None:
    known = defects(seen)
    told = scored(seen, known)
    chance.shuffle(seen)
    chance.shuffle(known)
    assert scored(seen, known) == told


@given(sites(), st.data())
def test_a_fault_not_confirmed_or_struck_out_costs_nothing(
    seen: list[Seen], data: st.DataObject
) -> None:
    known = [
        replace(one, state=data.draw(free))
        if data.draw(st.booleans())
        else replace(one, decision=data.draw(struck))
        for one in defects(seen)
    ]
    told = scored(seen, known)
    assert told.points == 0
    assert told.vetoes == ()


@settings(max_examples=400)
@given(sites(max_size=10), scorers, st.data())
def test_hiding_a_page_from_the_start_never_pays(
    seen: list[Seen], scorer: Callable[..., Score], data: st.DataObject
) -> None:
    """Whatever a subject would have shown: that we never saw it leaves the site no better off."""
    observed = [n for n, one in enumerate(seen) if one.outcome in (Outcome.PASS, Outcome.FAIL)]
    if not observed:
        return
    which = data.draw(st.sampled_from(observed))
    known = dict(seen[which].facts)
    told = data.draw(st.sampled_from([{}, {k: v for k, v in known.items() if k == "class"}, known]))
    hidden = [*seen]
    hidden[which] = seen[which].hidden(told)
    before, after = scorer(seen), scorer(hidden)
    assert after.verified - after.points <= before.verified - before.points + CENT


@settings(max_examples=300)
@given(
    st.lists(sites(max_size=5), min_size=1, max_size=3),
    st.sampled_from([None, *SeveralSites]),
    st.booleans(),
    st.data(),
)
def test_hiding_a_page_of_any_site_never_pays_its_unit(
    listed: list[list[Seen]], rule: SeveralSites | None, known: bool, data: st.DataObject
) -> None:
    """By whatever rule the sites are merged, and whether or not the fault was known before."""
    observed = [
        (site, n)
        for site, seen in enumerate(listed)
        for n, one in enumerate(seen)
        if one.outcome in (Outcome.PASS, Outcome.FAIL)
    ]
    if not observed:
        return
    site, n = data.draw(st.sampled_from(observed))
    hidden = [[*seen] for seen in listed]
    hidden[site][n] = listed[site][n].hidden({})

    def unit(looks: list[list[Seen]]) -> Score:
        told = [
            replace(scored(look, defects(seen) if known else None), site_id=f"{number}")
            for number, (look, seen) in enumerate(zip(looks, listed, strict=True))
        ]
        merged = unit_score(told, rule)
        assert merged is not None
        return merged

    before, after = unit(listed), unit(hidden)
    assert after.verified - after.points <= before.verified - before.points + CENT
    assert before.scored or not after.scored


@given(sites(), scorers, st.data())
def test_hiding_a_page_with_a_known_fault_never_pays(
    seen: list[Seen], scorer: Callable[..., Score], data: st.DataObject
) -> None:
    """The fault stands until it is seen to be gone; only the sight is lost."""
    observed = [n for n, one in enumerate(seen) if one.outcome in (Outcome.PASS, Outcome.FAIL)]
    if not observed:
        return
    known = defects(seen)
    which = data.draw(st.sampled_from(observed))
    hidden = [*seen]
    hidden[which] = seen[which].hidden({})
    before, after = scorer(seen, known), scorer(hidden, known)
    assert after.points == before.points
    assert after.verified <= before.verified + CENT


@given(sites(max_size=40))
def test_each_defects_points_add_up(seen: list[Seen]) -> None:
    known = defects(seen)
    shares = points_by_defect(known, NATIONAL, site=SITE, unit=UNIT, platform=True)
    assert sum(shares.values()) == pytest.approx(scored(seen, known).points, abs=0.02)


@given(sites(max_size=40))
def test_platform_rows_are_their_owners(seen: list[Seen]) -> None:
    platform_rows = {row.id for row in NATIONAL.rows if row.platform}
    tenant = scored(seen, platform=False)
    for row in deduction_rows(tenant):
        if row.indicator in platform_rows:
            assert (row.state, row.points, row.findings) == ("not_applicable", 0.0, ())
    made = charges(defects(seen), NATIONAL, site=SITE, unit=UNIT, platform=False)
    assert not platform_rows & made.keys()


@given(sites(max_size=40))
def test_a_column_nobody_confirmed_never_counts_towards_a_veto(seen: list[Seen]) -> None:
    known = [replace(one, facts=one.facts | {"confirmed": False}) for one in defects(seen)]
    assert vetoes(known, NATIONAL, site=SITE, unit=UNIT) == {}


@given(sites())
def test_too_little_verified_is_not_scored(seen: list[Seen]) -> None:
    score = scored(seen)
    apart = ("not_applicable", "person")
    component = sum(row.cap for row in deduction_rows(score) if row.state not in apart)
    share = score.verified / component
    assert score.scored == (share >= NATIONAL.min_verified)
