"""Samples: the same seed draws the same, and what was drawn stays drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checks.base import all_checks
from monitor.assess.samples import SAMPLED, Source, draw, drawn_for
from monitor.config.rubric import load_rubric

URLS = st.lists(st.text(min_size=1, max_size=8), max_size=30)


@given(URLS, st.integers(0, 10), st.text(max_size=5))
def test_a_draw_is_of_the_population_without_doubles(
    population: list[str], size: int, seed: str
) -> None:
    drawn = draw(seed, population, size)
    assert len(drawn) == min(size, len(set(population)))
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(population)
    assert drawn == draw(seed, sorted(population, reverse=True) + population, size)


def test_another_seed_draws_others() -> None:
    population = [str(number) for number in range(100)]
    assert draw("a", population, 5) != draw("b", population, 5)


def test_sources_are_drawn_one_by_one() -> None:
    articles = [f"a{number}" for number in range(9)]
    total, drawn = drawn_for("s", "WD-4.7", {Source.ARTICLES: articles, Source.COLUMNS: ["c1"]})
    assert total == 10
    assert [one[0] for one in drawn] == ["a"] * 5 + ["c"]


def test_the_rubric_has_every_row_that_is_drawn_for() -> None:
    rows = {row.id: row for row in load_rubric("national-2019", frozenset(all_checks())).rows}
    sizes = {key: sum(one.size for one in draws) for key, draws in SAMPLED.items()}
    assert sizes == {key: rows[key].sample for key in SAMPLED}
