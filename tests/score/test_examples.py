"""Scores by example, where a number says more than a law."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from monitor.assess.scoring import unit_score
from monitor.domain.finding import Outcome
from monitor.domain.office import SeveralSites
from monitor.domain.rubric import Of, RowKind, Score
from monitor.domain.subject import Category, SiteKind
from tests.score.world import NATIONAL, Seen, defects, fault, fine, scored


def row(score: Score, indicator: str) -> tuple[str, float]:
    found = next(one for one in score.rows if one.indicator == indicator)
    return found.state, found.points


def columns(count: int, cls: str, *, confirmed: bool = True) -> list[Seen]:
    facts: dict[str, Any] = {"class": cls, "confirmed": confirmed}
    return [fault("column-stale", f"{cls}{n}", **facts) for n in range(count)]


def test_a_stale_news_column_costs_five_once_and_nothing_as_another_column() -> None:
    score = scored(columns(3, "news"))
    assert row(score, "WD-1.4") == ("charged", 5.0)
    assert row(score, "WD-1.9") == ("clean", 0.0)
    assert score.points == 5


def test_other_columns_cost_one_each_up_to_four() -> None:
    for count, points in ((1, 1.0), (4, 4.0), (5, 4.0)):
        assert row(scored(columns(count, "data")), "WD-1.9") == ("charged", points)


def test_a_broken_link_costs_more_on_the_home_page() -> None:
    links = [fault("link-broken", "a", on_home=True), fault("link-broken", "b", on_home=False)]
    assert row(scored(links), "WD-4.3") == ("charged", 0.3)


@pytest.mark.parametrize(
    ("count", "cls", "confirmed", "reached"),
    [
        (4, "news", True, ()),
        (5, "news", True, ("WV-4.1",)),
        (5, "news", False, ()),
        (9, "data", True, ()),
        (10, "data", True, ("WV-4.2",)),
        (10, "notice", True, ("WV-4.1", "WV-4.2")),
        (20, "notice", False, ()),
    ],
)
def test_vetoes_from_stale_columns(
    count: int, cls: str, confirmed: bool, reached: tuple[str, ...]
) -> None:
    score = scored(columns(count, cls, confirmed=confirmed))
    assert score.vetoes == reached
    for indicator in reached:
        assert row(score, indicator) == ("person", 0.0)


def test_a_night_that_did_not_get_in_is_no_veto() -> None:
    """Only a week of visits is."""
    assert scored([fault("home-unreachable", "home", source="crawl")]).vetoes == ()
    assert scored([fault("visits-failed", "home")]).vetoes == ("WV-2",)


def test_suspected_faults_cost_nothing() -> None:
    assert scored([fault("footer-mark-missing", "icp", looks=1)]).points == 0
    assert scored([fault("footer-mark-missing", "icp", looks=2)]).points == 0.5


def test_a_row_whose_subjects_were_all_hidden_is_not_verified() -> None:
    score = scored([fine("footer-mark-missing", str(n)).hidden({}) for n in range(6)])
    assert row(score, "WD-4.2") == ("not_observed", 0.0)
    assert score.verified == 0


def test_hidden_subjects_take_their_share() -> None:
    marks = [fine("footer-mark-missing", str(n)) for n in range(6)]
    assert scored(marks).verified == 3
    assert scored([marks[0].hidden({}), *marks[1:]]).verified == 2.5
    # A page tag costs a tenth; that one of two was not seen leaves half of the point open.
    tags = [fine("page-tags-missing", str(n)) for n in range(2)]
    assert scored([tags[0].hidden({}), tags[1]]).verified == 0.5


def test_a_hidden_column_takes_what_it_could_have_cost() -> None:
    """One stale news column costs the whole row, so one that nobody saw leaves the row open."""
    news = [fine("column-stale", str(n), **{"class": "news"}) for n in range(10)]
    assert scored(news).verified == 9
    assert scored([news[0].hidden({"class": "news"}), *news[1:]]).verified == pytest.approx(3.6)
    other = news[0].hidden({"class": "data"})
    assert row(scored([other, *news[1:]]), "WD-1.4") == ("clean", 0.0)
    assert scored([other, *news[1:]]).verified == 8


def test_rows_that_are_not_for_a_site_are_neither_charged_nor_counted() -> None:
    rows = tuple(
        replace(one, not_for_kinds=(SiteKind.PORTAL,), not_for_categories=())
        if one.id == "WD-1.4"
        else one
        for one in NATIONAL.rows
    )
    score = scored(columns(1, "news"), rubric=replace(NATIONAL, rows=rows))
    assert row(score, "WD-1.4") == ("not_applicable", 0.0)
    # It is still a column that should have been updated.
    assert row(score, "WD-1.9") == ("charged", 1.0)
    rows = tuple(replace(one, not_for_categories=(Category.COUNTY,)) for one in NATIONAL.rows)
    assert scored(columns(9, "news"), rubric=replace(NATIONAL, rows=rows)).points == 0


def test_scored_from_half_of_the_component_on() -> None:
    """At least half of what the machine can judge must be verified."""
    thirteen = [
        *(fine("column-stale", cls, **{"class": cls}) for cls in ("news", "policy")),
        fine("footer-mark-missing", "icp"),
    ]
    rest = [fault("link-broken", "x", on_home=True).hidden({})]
    score = scored([*thirteen, *rest])
    assert (score.verified, score.scored) == (17.0, True)
    assert scored(rest).scored is False
    deductions = NATIONAL.rows_of(Of.SITE, RowKind.DEDUCTION)
    component = sum(one.cap for one in deductions if not one.by_person)
    edge = replace(NATIONAL, min_verified=17 / component)
    assert scored([*thirteen, *rest], rubric=edge).scored is True
    assert (
        scored([*thirteen, *rest], rubric=replace(edge, min_verified=17.01 / component)).scored
        is False
    )


def test_what_went_wrong_with_us_verifies_nothing() -> None:
    broken = replace(fine("footer-mark-missing", "icp"), outcome=Outcome.ERROR)
    assert scored([broken]).verified == 0


def test_a_unit_stands_with_its_lowest_site() -> None:
    good, bad = scored([]), scored(columns(1, "news"))
    good = replace(good, scored=True, verified=20.0)
    bad = replace(bad, scored=True, verified=20.0, site_id="yi")
    assert unit_score([good, bad]) == bad
    hidden = unit_score([good, replace(bad, scored=False)])
    assert hidden is not None and not hidden.scored
    assert unit_score([]) is None


def test_a_unit_s_sites_are_merged_as_the_office_decided() -> None:
    main = replace(
        scored([]), scored=True, verified=50.0, points=10.0, unobserved_points=50.0, vetoes=("A",)
    )
    other = replace(
        main, site_id="yi", verified=21.0, points=1.01, unobserved_points=79.0, vetoes=("B", "A")
    )
    sites = [main, other]
    assert unit_score(sites) == unit_score(sites, SeveralSites.LOWEST)
    assert unit_score(sites) == replace(other, vetoes=("A", "B"))
    assert unit_score(sites, SeveralSites.FIRST) == main
    mean = unit_score(sites, SeveralSites.MEAN)
    assert mean is not None and (mean.site_id, mean.rows) == (None, ())
    assert (mean.verified, mean.points, mean.unobserved_points) == (35.5, 5.5, 64.5)
    assert (mean.vetoes, mean.scored) == (("A", "B"), True)


def test_a_unit_is_scored_where_every_site_that_counts_is() -> None:
    main = replace(scored([]), scored=True, verified=50.0)
    hidden = replace(main, site_id="yi", scored=False, verified=5.0)
    told = {rule: unit_score([main, hidden], rule) for rule in SeveralSites}
    assert {rule: score and score.scored for rule, score in told.items()} == {
        SeveralSites.LOWEST: False,
        SeveralSites.MEAN: False,
        SeveralSites.FIRST: True,
    }
    never = unit_score([main, None], SeveralSites.MEAN)
    assert never is not None and (never.scored, never.verified) == (False, 25.0)
    assert unit_score([None, main], SeveralSites.FIRST) is None
    lowest = unit_score([None, main])
    assert lowest is not None and lowest.scored is False


def test_a_struck_out_fault_is_not_in_the_rows_findings() -> None:
    known = defects(columns(2, "data"))
    told = scored(columns(2, "data"), known[:1])
    assert row(told, "WD-1.9") == ("charged", 1.0)
    assert next(r for r in told.rows if r.indicator == "WD-1.9").findings == (known[0].id,)


def test_a_hidden_column_without_a_deadline_had_nothing_at_stake() -> None:
    """A sub-column of policies answers at its first level, which was seen."""
    first = fine("column-stale", "first", **{"class": "policy"})
    below = fine("column-stale", "below").hidden({"class": "policy", "settled": "judged_at"})
    assert row(scored([first, below]), "WD-1.5") == ("clean", 0.0)
    assert scored([first, below]).verified == 2.5 + 2.0


def test_a_veto_that_nobody_could_look_into_is_not_clean() -> None:
    home = "http://127.0.0.1:8000/"
    walled = Seen("home-stale", home, Outcome.NOT_OBSERVED, "home_unreachable")
    assert row(scored([walled]), "WV-3") == ("not_observed", 0.0)
    assert row(scored([]), "WV-3") == ("not_observed", 0.0)
    assert row(scored([fine("home-stale", home)]), "WV-3") == ("clean", 0.0)
    assert row(scored([fault("home-stale", home)]), "WV-3") == ("person", 0.0)
