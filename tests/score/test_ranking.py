"""Hiding pages from the monitor never raises a rank: among sites, and among units of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.assess.ranking import Ranking, rank, site_standing, unit_standing
from monitor.domain.defect import Defect
from monitor.domain.finding import Outcome
from monitor.domain.office import SeveralSites
from monitor.domain.rubric import Score
from tests.score.world import (
    CITY,
    NATIONAL,
    Seen,
    defects,
    fault,
    fine,
    of_channel,
    scored,
    sites,
)

OBSERVED = (Outcome.PASS, Outcome.FAIL)
RULES = [None, *SeveralSites]


def judged(
    seen: Sequence[Seen], known: Sequence[Defect] | None, least: float, city: bool = False
) -> Score:
    """`city`: of channels, by a rubric that scales up what is left to them."""
    if city:
        return of_channel(seen, known, rubric=replace(CITY, min_verified=least))
    return scored(seen, known, rubric=replace(NATIONAL, min_verified=least))


@st.composite
def alike(draw: st.DrawFn, size: int) -> list[list[Seen]]:
    """Sites that differ in little, so that they stand close together and often equal."""
    first = draw(sites(max_size=12))
    made = [first]
    for _ in range(size - 1):
        other = [
            replace(one, outcome=draw(st.sampled_from([one.outcome, Outcome.PASS])), reason="ok")
            if draw(st.integers(0, 3)) == 0
            else one
            for one in first
        ]
        made.append(draw(st.permutations(other)))
    return made


@st.composite
def hidings(draw: st.DrawFn, seen: list[Seen]) -> tuple[list[Seen], list[Defect] | None]:
    """The same site after any of its subjects were hidden: from the start, so that its faults were
    never known, or later, when they stand although nobody sees them any more."""
    hidden, how = [*seen], draw(st.sampled_from(["nothing", "some", "everything"]))
    for number, one in enumerate(seen):
        if how == "nothing" or one.outcome not in OBSERVED:
            continue
        if how == "everything" or draw(st.booleans()):
            facts = dict(one.facts)
            told = [{}, {k: v for k, v in facts.items() if k == "class"}, facts]
            hidden[number] = one.hidden(draw(st.sampled_from(told)))
    return hidden, draw(st.sampled_from([None, defects(seen)]))


def never_rises(subject: str, before: Ranking, after: Ranking) -> None:
    old, new = before.place(subject), after.place(subject)
    if new is None:
        return  # dropping out is no rise
    assert old is not None, "too little was verified, and less is verified now"
    assert new >= old
    for place in before.places:
        for other in place.subjects:
            if other != subject and place.number <= old:
                beside = after.place(other)
                assert beside is not None and beside <= new, f"it came to stand above {other}"


EIGHTHS = [
    *(fine("page-tags-missing", f"t{number}") for number in range(5)),
    *(fine("page-tags-missing", f"u{number}").hidden({}) for number in range(3)),
    *(fine("link-broken", f"l{number}") for number in range(4)),
    fine("footer-mark-missing", "icp"),
    fine("column-stale", "n", **{"class": "news", "confirmed": True}),
    fault("link-broken", "home", on_home=True),
]
"""Verified 13.625, deducted 0.2; with the dead link hidden 13.425 and nothing: what is kept is the
same. Rounded each by itself the second was a hundredth more."""


def test_what_is_kept_is_rounded_as_one_figure() -> None:
    hidden = [*EIGHTHS[:-1], EIGHTHS[-1].hidden({"on_home": True})]
    before, after = (judged(seen, None, 0.4) for seen in (EIGHTHS, hidden))
    assert before.scored and after.scored
    assert (before.points, after.points) == (0.2, 0.0)
    assert site_standing(after) == site_standing(before)


@st.composite
def one_site_hides(
    draw: st.DrawFn,
) -> tuple[list[list[Seen]], tuple[list[Seen], list[Defect] | None], float]:
    several = draw(alike(draw(st.integers(2, 5))))
    return several, draw(hidings(several[0])), draw(st.sampled_from([0.0, 0.1, 0.5]))


@settings(max_examples=400, deadline=None)
@given(one_site_hides(), st.booleans())
@example(
    (
        [EIGHTHS, EIGHTHS],
        ([*EIGHTHS[:-1], EIGHTHS[-1].hidden({"on_home": True})], None),
        0.5,
    ),
    False,
)
def test_a_site_that_hides_never_rises(
    drawn: tuple[list[list[Seen]], tuple[list[Seen], list[Defect] | None], float], city: bool
) -> None:
    several, (hidden, known), least = drawn
    scores = {f"s{n}": judged(seen, None, least, city) for n, seen in enumerate(several)}
    hiding = scores | {"s0": judged(hidden, known, least, city)}
    before, after = (
        rank({key: site_standing(score) for key, score in of.items()}) for of in (scores, hiding)
    )
    never_rises("s0", before, after)


@settings(max_examples=200, deadline=None)
@given(st.data(), st.sampled_from(RULES), st.sampled_from([0.0, 0.1, 0.5]))
def test_a_unit_that_hides_pages_of_any_of_its_sites_never_rises(
    data: st.DataObject, rule: SeveralSites | None, least: float
) -> None:
    counts = data.draw(st.lists(st.integers(1, 3), min_size=2, max_size=4))
    several = data.draw(alike(sum(counts)))
    units: dict[str, list[Score]] = {}
    seen = iter(several)
    own = [next(seen) for _ in range(counts[0])]
    units["u0"] = [judged(one, None, least) for one in own]
    for number, count in enumerate(counts[1:], 1):
        units[f"u{number}"] = [judged(next(seen), None, least) for _ in range(count)]
    hiding = units | {"u0": [judged(*data.draw(hidings(one)), least) for one in own]}
    never_rises("u0", ranked(units, rule), ranked(hiding, rule))


def ranked(units: Mapping[str, Sequence[Score]], rule: SeveralSites | None) -> Ranking:
    return rank({key: unit_standing(scores, rule) for key, scores in units.items()})


def test_places() -> None:
    half, third = Fraction(1, 2), Fraction(1, 3)
    found = rank({"d": third, "b": half, "a": half, "c": None, "e": Fraction(1)})
    assert [(p.number, p.subjects) for p in found.places] == [
        (1, ("e",)),
        (2, ("a", "b")),
        (4, ("d",)),
    ]
    assert found.unranked == ("c",)
    assert [found.place(one) for one in "ebdc"] == [1, 2, 4, None]
    assert rank({}) == Ranking((), ())


def stands(verified: float, points: float = 0.0, **changes: object) -> Score:
    made = judged([fine("leader-page-missing", "l")], None, 0.0)
    return replace(made, verified=verified, points=points, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "kept"), [(None, 5), (SeveralSites.LOWEST, 5), (SeveralSites.MEAN, 8), ("first", 11)]
)
def test_a_unit_of_several_sites(rule: SeveralSites | str | None, kept: int) -> None:
    scores = [stands(13, 2), stands(8), stands(6, 1)]
    whole = 32
    standing = unit_standing(scores, SeveralSites(rule) if rule else None)
    assert standing == Fraction(kept, whole)


def test_a_unit_with_a_site_that_is_not_scored_has_no_place() -> None:
    """Left out, its bad site would have raised it."""
    dark = stands(1, scored=False)
    for rule in (None, SeveralSites.LOWEST, SeveralSites.MEAN):
        assert unit_standing([stands(20), dark], rule) is None
    assert unit_standing([stands(20), dark], SeveralSites.FIRST) == Fraction(20, 32)
    assert unit_standing([dark, stands(20)], SeveralSites.FIRST) is None
    assert unit_standing([]) is None


def test_a_channel_is_measured_by_its_own_whole() -> None:
    """It answers for no footer: all clean it stands with a portal that is all clean."""
    clean = [
        *(fine("column-stale", c, **{"class": c}) for c in ("news", "policy", "interpretation")),
        *(fine(check, check) for check in ("leader-page-missing", "column-blank", "link-broken")),
        *(fine(check, check) for check in ("footer-mark-missing", "page-tags-missing")),
        fine("message-list-stale", "letters"),
    ]
    portal, channel = scored(clean), scored(clean, platform=False)
    assert portal.verified > channel.verified
    assert site_standing(portal) == site_standing(channel) == 1
