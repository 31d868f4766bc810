"""Grades: both sides of every edge, and what must hold whatever the scores are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.assess.grading import MERGE_UNDECIDED, candidate, changes, exact, grade, merge
from monitor.domain.assessment import Medium, Result
from monitor.domain.grading import (
    AccountMerge,
    Candidate,
    Cause,
    ClassGrades,
    ClassRules,
    Grade,
    GradeRules,
    Kind,
    Merged,
    Quota,
    Rounding,
    TieDecision,
    TieRule,
    VetoRule,
    Why,
)
from monitor.domain.subject import Category

RULES = ClassRules(
    "c",
    Kind.SITES,
    (Category.COUNTY,),
    "各县",
    quota_excellent=Quota(number=2),
    min_good=Fraction(80),
    min_pass=Fraction(60),
)
EXCELLENT, GOOD, PASS, FAIL = Grade


def one(name: str, score: float | Fraction | None, **more: object) -> Candidate:
    reason = "insufficient" if score is None else None
    return replace(Candidate(name, f"{name}局", "c", score, unscored=reason), **more)  # type: ignore[arg-type]


def graded(
    *candidates: Candidate, decided: tuple[TieDecision, ...] = (), **rules: object
) -> ClassGrades:
    changed = replace(RULES, **rules)  # type: ignore[arg-type]
    (made,) = grade(candidates, GradeRules((changed,)), decided)
    return made


def grades(made: ClassGrades) -> dict[str, Grade | None]:
    return {placed.candidate.id: placed.grade for placed in made.placed}


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (80.0, GOOD),
        (79.994, PASS),
        (79.996, GOOD),
        (Fraction(7999, 100), PASS),
        (60.0, PASS),
        (59.99, FAIL),
        (0.0, FAIL),
    ],
)
def test_minimum_scores_are_reached_as_printed(score: float, expected: Grade) -> None:
    made = graded(one("a", score), quota_excellent=Quota(number=0))
    assert grades(made) == {"a": expected}


def test_a_quota_is_filled_from_the_top_and_never_below_the_minimum() -> None:
    units = [one("a", 95.0), one("b", 85.0), one("c", 82.0), one("d", 70.0)]
    assert grades(graded(*units)) == {"a": EXCELLENT, "b": EXCELLENT, "c": GOOD, "d": PASS}
    more = graded(*units, quota_excellent=Quota(number=4))
    assert grades(more)["d"] is PASS, "nobody is excellent below what 良好 asks for"
    gated = graded(*units, min_excellent=Fraction(90))
    assert grades(gated) == {"a": EXCELLENT, "b": GOOD, "c": GOOD, "d": PASS}
    assert [placed.why for placed in gated.placed] == [Why.SCORE] * 4
    full = graded(*units, quota_excellent=Quota(number=1))
    assert [placed.why for placed in full.placed] == [Why.SCORE, Why.QUOTA, Why.QUOTA, Why.SCORE]
    alone = graded(*units, quota_excellent=None, min_excellent=Fraction(82))
    assert list(grades(alone).values()) == [EXCELLENT, EXCELLENT, EXCELLENT, PASS]


@pytest.mark.parametrize(
    ("rounding", "places"), [(Rounding.DOWN, 1), (Rounding.UP, 2), (Rounding.NEAREST, 2)]
)
def test_a_share_of_a_class_is_rounded_as_set(rounding: Rounding, places: int) -> None:
    quota = Quota(share=Fraction(1, 4))
    assert quota.places(6, rounding) == places
    assert quota.places(8, None) == 2, "a whole number needs no rounding"
    assert quota.places(6, None) is None
    six = [one(name, 90.0 - n) for n, name in enumerate("abcdef")]
    assert len(graded(*six, quota_excellent=quota, rounding=rounding).of(EXCELLENT)) == places
    assert graded(*six, quota_excellent=quota).missing == ("rounding",)


@pytest.mark.parametrize("lacking", ["quota_excellent", "min_good", "min_pass"])
def test_what_is_not_set_leaves_a_class_ungraded(lacking: str) -> None:
    made = graded(one("b", 99.0), one("a", 50.0), one("c", None), **{lacking: None})
    assert made.missing == (lacking,)
    assert grades(made) == {"a": None, "b": None}, "by name: no order of scores is given away"
    assert list(grades(made)) == ["a", "b"]
    assert [left.id for left in made.unscored] == ["c"]


@pytest.mark.parametrize(
    ("rule", "excellent"),
    [
        (None, ["a"]),
        (TieRule.PERSON, ["a"]),
        (TieRule.SHARE, ["a", "b", "c"]),
        (TieRule.BY_NAME, ["a", "b"]),
        (TieRule.BY_LOWER_UNOBSERVED, ["a", "c"]),
    ],
)
def test_a_tie_over_the_edge_is_not_decided_by_chance(
    rule: TieRule | None, excellent: list[str]
) -> None:
    units = [one("a", 95.0), one("b", 90.0, unobserved=0.2), one("c", 90.0, unobserved=0.1)]
    made = graded(*units, tie_rule=rule)
    assert [unit.id for unit in made.of(EXCELLENT)] == excellent
    told = made.tie is not None
    assert told is (rule in (None, TieRule.PERSON))
    if made.tie:
        assert (made.tie.ids, made.tie.places) == (("b", "c"), 1)
        assert [placed.why for placed in made.placed] == [Why.SCORE, Why.TIE, Why.TIE]


def test_a_tie_that_fits_or_lies_elsewhere_is_none() -> None:
    assert graded(one("a", 90.0), one("b", 90.0), one("c", 85.0)).tie is None
    assert graded(one("a", 95.0), one("b", 90.0), one("c", 85.0), one("d", 85.0)).tie is None


def test_what_could_not_be_verified_decides_no_tie_when_it_is_the_same() -> None:
    units = [one(name, 90.0, unobserved=0.1) for name in "abc"]
    made = graded(*units, tie_rule=TieRule.BY_LOWER_UNOBSERVED)
    assert made.of(EXCELLENT) == () and made.tie is not None
    unknown = [one("a", 90.0, unobserved=0.9), one("b", 90.0), one("c", 90.0)]
    assert graded(*unknown, tie_rule=TieRule.BY_LOWER_UNOBSERVED).tie is not None


def test_a_persons_word_holds_for_the_tie_it_was_given_on() -> None:
    units = [one("a", 95.0), one("b", 90.0), one("c", 90.0)]
    word = TieDecision("c", frozenset({"b", "c"}), frozenset({"c"}))
    made = graded(*units, tie_rule=TieRule.PERSON, decided=(word,))
    assert [unit.id for unit in made.of(EXCELLENT)] == ["a", "c"]
    assert made.tie is None
    more = graded(*units, one("d", 90.0), tie_rule=TieRule.PERSON, decided=(word,))
    assert more.tie is not None and more.tie.ids == ("b", "c", "d")
    greedy = replace(word, promoted=frozenset({"b", "c"}))
    assert graded(*units, tie_rule=TieRule.PERSON, decided=(greedy,)).tie is not None
    assert graded(*units, decided=(word,)).tie is not None, (
        "the rule must say that a person decides"
    )


def test_a_veto_fails_or_blocks() -> None:
    units = [one("a", 99.0, veto=True), one("b", 90.0), one("c", 85.0), one("d", None, veto=True)]
    made = graded(*units)
    assert grades(made) == {"b": EXCELLENT, "c": EXCELLENT, "a": FAIL, "d": FAIL}
    assert made.placed[-1].why is Why.VETO and not made.unscored
    blocked = graded(*units, veto=VetoRule.BLOCKS_EXCELLENT)
    assert grades(blocked) == {"b": EXCELLENT, "c": EXCELLENT, "a": GOOD}
    assert [unit.id for unit in blocked.unscored] == ["d"]


def test_who_is_not_scored_is_left_out_but_counts_for_the_quota() -> None:
    units = [one("a", 95.0), one("b", 90.0), one("c", 85.0), one("d", None)]
    made = graded(*units, quota_excellent=Quota(share=Fraction(1, 2)))
    assert list(grades(made).values()) == [EXCELLENT, EXCELLENT, GOOD]
    assert [unit.id for unit in made.unscored] == ["d"] and made.total == 4


def test_a_unit_of_no_class_or_twice_in_one_is_refused() -> None:
    with pytest.raises(ValueError, match="no class"):
        graded(one("a", 90.0, cls="elsewhere"))
    with pytest.raises(ValueError, match="twice"):
        graded(one("a", 90.0), one("a", 91.0))


NINETY, FIFTY = Merged(90.0), Merged(50.0)
VETOED, HIDDEN = Merged(None, veto=True), Merged(None, unscored="insufficient")


@pytest.mark.parametrize(
    ("accounts", "rule", "expected"),
    [
        ([NINETY], None, (90, False, None)),
        ([NINETY, FIFTY], None, (None, False, MERGE_UNDECIDED)),
        ([NINETY, FIFTY], AccountMerge.MIN, (50, False, None)),
        ([NINETY, FIFTY], AccountMerge.MEAN, (70, False, None)),
        ([NINETY, FIFTY], AccountMerge.WORST_FAILS, (70, False, None)),
        ([NINETY, VETOED], AccountMerge.MIN, (None, True, None)),
        ([NINETY, VETOED], AccountMerge.MEAN, (None, True, None)),
        ([NINETY, Merged(59.0, veto=True)], AccountMerge.MEAN, (Fraction(149, 2), False, None)),
        (
            [NINETY, Merged(59.0, veto=True)],
            AccountMerge.WORST_FAILS,
            (Fraction(149, 2), True, None),
        ),
        ([NINETY, HIDDEN], AccountMerge.MEAN, (None, False, "insufficient")),
        ([VETOED, HIDDEN], AccountMerge.WORST_FAILS, (None, True, "insufficient")),
    ],
)
def test_accounts_are_merged_as_set(
    accounts: list[Merged], rule: AccountMerge | None, expected: tuple[object, ...]
) -> None:
    for order in permutations(accounts):
        made = merge(order, rule)
        assert (made.score, made.veto, made.unscored) == expected


def test_a_unit_is_put_into_its_class() -> None:
    rules = GradeRules((RULES,))
    result = Result("a", "甲县", "county", Medium.SITES, 50.0, False, None, (), unverified=25.0)
    made = candidate(rules, result)
    assert made == Candidate("a", "甲县", "c", 50, unobserved=Fraction(1, 4), provisional=True)
    for changed in (replace(result, medium=Medium.MEDIA), replace(result, category="service")):
        assert candidate(rules, changed) is None


def test_a_unit_without_an_account_has_no_result() -> None:
    with pytest.raises(ValueError, match="no account"):
        merge([], AccountMerge.MIN)


SCORES = st.one_of(
    st.none(),
    st.integers(50, 100).map(float),
    st.fractions(50, 100, max_denominator=3),
)
CLASSES = st.lists(
    st.tuples(SCORES, st.booleans(), st.sampled_from([None, 0.0, 0.25, 0.5])),
    min_size=1,
    max_size=8,
).map(
    lambda drawn: [
        one(f"u{n}", score, veto=veto and n % 3 == 0, unobserved=unobserved)
        for n, (score, veto, unobserved) in enumerate(drawn)
    ]
)
LAWS = st.fixed_dictionaries(
    {
        "quota_excellent": st.one_of(
            st.none(),
            st.integers(0, 5).map(lambda n: Quota(number=n)),
            st.fractions(0, 1, max_denominator=4).map(lambda share: Quota(share=share)),
        ),
        "rounding": st.sampled_from([None, *Rounding]),
        "min_excellent": st.sampled_from([None, Fraction(90), Fraction(80)]),
        "min_good": st.sampled_from([None, Fraction(80)]),
        "min_pass": st.sampled_from([None, Fraction(60)]),
        "tie_rule": st.sampled_from([None, *TieRule]),
        "veto": st.sampled_from(VetoRule),
    }
)


@given(CLASSES, LAWS, st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_is_nothing(units, laws, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(units)
    random.shuffle(shuffled)
    assert graded(*units, **laws) == graded(*shuffled, **laws)
    assert changes((graded(*units, **laws),), (graded(*shuffled, **laws),)) == ()


def rank(given: Grade | None) -> int:
    """The better, the lower; no grade is better than none."""
    return list(Grade).index(given) if given else len(Grade)


@given(CLASSES, LAWS)
def test_a_better_score_never_has_a_worse_grade(units, laws) -> None:  # type: ignore[no-untyped-def]
    made = graded(*units, **laws)
    plain = [placed for placed in made.placed if not placed.candidate.veto and placed.grade]
    for better in plain:
        for worse in plain:
            if exact(better.candidate.score or 0) > exact(worse.candidate.score or 0):
                assert rank(better.grade) <= rank(worse.grade)
    listed = [placed.candidate.id for placed in made.placed] + [c.id for c in made.unscored]
    assert sorted(listed) == sorted(unit.id for unit in units), "nobody is lost"
    if (places := made.rules.places(len(units))) is not None and laws["tie_rule"] != "share":
        assert len(made.of(EXCELLENT)) <= places


@given(CLASSES, LAWS, st.integers(0, 7), st.one_of(st.none(), st.integers(1, 50)))
def test_hiding_pages_never_helps(units, laws, who, hidden) -> None:  # type: ignore[no-untyped-def]
    """What is hidden lowers the score, or takes it away, and raises what could not be verified."""
    who %= len(units)
    seen = units[who]
    score = None if hidden is None or seen.score is None else max(0, seen.score - hidden)
    hiding = replace(seen, score=score, unobserved=min(1.0, (seen.unobserved or 0) + 0.25))
    if seen.unobserved is None:
        hiding = replace(hiding, unobserved=None)
    before = graded(*units, **laws)
    after = graded(*units[:who], hiding, *units[who + 1 :], **laws)
    was, is_ = grades(before).get(seen.id), grades(after).get(seen.id)
    if was is not None:
        assert is_ is None or rank(is_) >= rank(was)


def test_changes_name_who_moved_and_through_whom() -> None:
    units = [one("a", 95.0), one("b", 90.0), one("c", 85.0), one("d", 82.0), one("e", 70.0)]
    before = (graded(*units),)
    assert changes(before, before) == ()

    vetoed = changes(before, (graded(replace(units[0], veto=True), *units[1:]),))
    assert [(c.id, c.before, c.after, c.causes, c.through) for c in vetoed] == [
        ("c", GOOD, EXCELLENT, (Cause.OTHERS,), ("a局",)),
        ("a", EXCELLENT, FAIL, (Cause.VETO,), ()),
    ]
    hidden = changes(before, (graded(*units[:2], one("c", None), *units[3:]),))
    assert [(c.id, c.before, c.after, c.causes) for c in hidden] == [
        ("c", GOOD, None, (Cause.UNSCORED,))
    ]
    appeal = changes(before, (graded(*units[:4], one("e", 81.0)),))
    assert [(c.id, c.before, c.after, c.causes, c.scores) for c in appeal] == [
        ("e", PASS, GOOD, (Cause.RAISED,), (70.0, 81.0))
    ]
    passed = changes(before, (graded(*units[:3], one("d", 86.0), units[4]),))
    assert [(c.id, c.causes) for c in passed] == [("d", (Cause.RAISED,))], "c did not change"
    still = changes(before, (graded(*units[:3], one("d", 83.0), units[4]),))
    assert still == (), "a score that moves nobody changes no line"
    tied = changes(before, (graded(*units[:2], one("c", 90.0), *units[3:]),))
    assert [(c.id, c.before, c.after, c.causes, c.through) for c in tied] == [
        ("b", EXCELLENT, GOOD, (Cause.TIE,), ("c局",))
    ]
    rules = changes(before, (graded(*units, min_good=Fraction(85)),))
    assert [(c.id, c.after, c.causes) for c in rules] == [("d", PASS, (Cause.RULES,))]
    gone = changes(before, (graded(*units[1:]),))
    assert [(c.id, c.causes) for c in gone] == [("c", (Cause.OTHERS,)), ("a", (Cause.LEFT,))]


def test_changes_by_a_persons_word_and_by_what_was_verified() -> None:
    units = [one("a", 95.0), one("b", 90.0, unobserved=0.1), one("c", 90.0, unobserved=0.1)]
    word = TieDecision("c", frozenset({"b", "c"}), frozenset({"c"}))
    said = changes(
        (graded(*units, tie_rule=TieRule.PERSON),),
        (graded(*units, tie_rule=TieRule.PERSON, decided=(word,)),),
    )
    assert [(c.id, c.after, c.causes) for c in said] == [("c", EXCELLENT, (Cause.DECIDED,))]
    law = {"tie_rule": TieRule.BY_LOWER_UNOBSERVED}
    seen = (graded(*units[:2], replace(units[2], unobserved=0.0), **law),)
    found = changes((graded(*units, **law),), seen)
    assert [(c.id, c.after, c.causes) for c in found] == [("c", EXCELLENT, (Cause.UNOBSERVED,))]
